"""皖山: a class 223 with money, subtotals of staff and office money as rows, carried money beside the year’s."""

from __future__ import annotations

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ACCOUNT,
    ALL,
    APPROPRIATION,
    BASIC,
    BUSINESS,
    CAPITAL,
    CARRIED,
    DEPARTMENT,
    FUND,
    GENERAL,
    NEW,
    NOTHING,
    OFFICE,
    PROJECT,
    STAFF,
    UNIT_FUNDS,
    WITH_CAPITAL,
    m,
)
from tests.recognition.provinces.rows import (
    classes,
    figures,
    foot,
    numeral,
    tree,
)

_W = WITH_CAPITAL
_FUNDS = [_W, _W & GENERAL, _W & FUND, _W & CAPITAL]
_Y = [ALL, NEW, NEW & BASIC, NEW & PROJECT, CARRIED, CARRIED & BASIC, CARRIED & PROJECT]
PLACE = Place(
    "皖山",
    Style(),
    (
        Sheet(
            "收支总表",
            ("部门公开表1", "部门收支总表", f"部门名称：{DEPARTMENT} 单位：万元"),
            "收入|<|支出|<\n项目|预算数|项目|预算数",
            foot(
                [
                    [
                        *[
                            [f"{numeral(n)}、{name}", m(NEW, kind, _W)]
                            for n, (name, kind) in enumerate(
                                (
                                    ("一般公共预算拨款收入", GENERAL),
                                    ("政府性基金预算拨款收入", FUND),
                                    ("国有资本经营预算拨款收入", CAPITAL),
                                    ("财政专户管理资金收入", ACCOUNT),
                                    ("单位资金收入", UNIT_FUNDS),
                                ),
                                1,
                            )
                        ]
                    ],
                    classes(_W, [ALL]),
                ],
                [
                    ["本 年 收 入 合 计", m(NEW, _W)],
                    ["上年结转结余", m(CARRIED, _W)],
                    ["收 入 总 计", m(_W)],
                ],
                [["本 年 支 出 合 计", m(_W)], ["年终结转结余", ""], ["支 出 总 计", m(_W)]],
            ),
        ),
        Sheet(
            "支出总表",
            ("部门公开表3", "部门支出总表", f"部门名称：{DEPARTMENT} 单位：万元"),
            "科目编码|科目名称|合计|基本支出|项目支出|事业单位经营支出|上缴上级支出|对附属单位补助支出",
            tree(
                _W,
                [_W, BASIC & _W, PROJECT & _W, BUSINESS & _W, NOTHING, NOTHING],
                total=["合计", ""],
            ),
        ),
        Sheet(
            "财政拨款收支总表",
            ("部门公开表4", "财政拨款收支总表", f"部门名称：{DEPARTMENT} 单位：万元"),
            "收入|<|支出|<|<|<|<\n项目|预算数|项目|合计|一般公共预算|政府性基金预算|国有资本经营预算",
            foot(
                [
                    [
                        ["一、本年收入", m(NEW, APPROPRIATION, _W)],
                        ["（一）一般公共预算拨款", m(NEW, GENERAL)],
                        ["（二）政府性基金预算拨款", m(NEW, FUND)],
                        ["（三）国有资本经营预算拨款", m(NEW, CAPITAL, _W)],
                        ["二、上年结转", m(CARRIED, APPROPRIATION)],
                        ["（一）一般公共预算拨款", m(CARRIED, GENERAL)],
                        ["（二）政府性基金预算拨款", m(CARRIED, FUND)],
                        ["（三）国有资本经营预算拨款", ""],
                    ],
                    [
                        ["一、本年支出", *figures(APPROPRIATION & _W, _FUNDS)],
                        *[
                            [f"（{numeral(n)}）{row[0]}", *row[1:]]
                            for n, row in enumerate(
                                classes(APPROPRIATION & _W, _FUNDS, numbered=False), 1
                            )
                        ],
                        ["二、年终结转结余", "", "", "", ""],
                    ],
                ],
                [["收入总计", m(APPROPRIATION, _W)]],
                [["支出总计", *figures(APPROPRIATION & _W, _FUNDS)]],
            ),
        ),
        Sheet(
            "一般公共预算支出表",
            ("部门公开表5", "一般公共预算支出表", f"部门名称：{DEPARTMENT} 单位：万元"),
            "科目编码|科目名称|合计|本年预算|<|<|上年结转|<|<\n^|^|^|小计|基本支出|项目支出|小计|基本支出|项目支出",
            tree(GENERAL, _Y, total=["合计", ""]),
        ),
        Sheet(
            "基本支出表",
            ("部门公开表6", "一般公共预算基本支出表", f"部门名称：{DEPARTMENT} 单位：万元"),
            "经济分类科目编码|经济分类科目名称|一般公共预算基本支出",
            [
                ["", "合计", m(GENERAL, BASIC)],
                ["", "人员经费小计", m(GENERAL, STAFF)],
                *tree(GENERAL & STAFF, [ALL], kind="economic", lengths=(3, 5)),
                ["", "公用经费小计", m(GENERAL, OFFICE)],
                *tree(GENERAL & OFFICE, [ALL], kind="economic", lengths=(3, 5)),
            ],
        ),
        Sheet(
            "国有资本",
            ("部门公开表8", "国有资本经营预算支出表", f"部门名称：{DEPARTMENT} 单位：万元"),
            "科目编码|科目名称|合计|基本支出|项目支出",
            tree(CAPITAL & _W, [_W, BASIC & _W, PROJECT & _W], total=["合计", ""]),
            empty_rows=3,
        ),
    ),
)
