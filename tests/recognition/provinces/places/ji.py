"""吉松: sources across the spending side, continuation pages with and without header, unit amounts as —."""

from __future__ import annotations

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ACCOUNT,
    ALL,
    APPROPRIATION,
    BASIC,
    BUSINESS,
    BUYING,
    CAPITAL,
    CARRIED,
    CARS,
    DEPARTMENT,
    DRIVING,
    FUND,
    GENERAL,
    GUESTS,
    NEW,
    NOTHING,
    OFFICE,
    PROJECT,
    STAFF,
    THREE,
    TRAVEL,
    UNIT_FUNDS,
    m,
)
from tests.recognition.provinces.rows import (
    classes,
    figures,
    foot,
    tree,
)

_S = [ALL, APPROPRIATION, GENERAL, FUND, CAPITAL, ACCOUNT, UNIT_FUNDS]
PLACE = Place(
    "吉松",
    Style(nil="—"),
    (
        Sheet(
            "收支总表",
            ("表一", "收支预算总表", f"部门/单位：{DEPARTMENT}　　单位：万元"),
            "收  入|<|支  出|<|<|<|<|<|<|<\n项目|预算数|项目（按功能分类）|合计|财政拨款|<|<|<|财政专户/管理资金|单位资金\n^|^|^|^|小计|一般公共预算|政府性/基金预算|国有资本/经营预算|^|^",
            foot(
                [
                    [
                        ["一、财政拨款收入", m(NEW, APPROPRIATION)],
                        ["（一）一般公共预算拨款收入", m(NEW, GENERAL)],
                        ["（二）政府性基金预算拨款收入", m(NEW, FUND)],
                        ["（三）国有资本经营预算拨款收入", m(CAPITAL)],
                        ["二、财政专户管理资金收入", m(NEW, ACCOUNT)],
                        ["三、单位资金收入", m(NEW, UNIT_FUNDS)],
                    ],
                    classes(ALL, _S, only=True),
                ],
                [["本年收入合计", m(NEW)], ["上年结转结余", m(CARRIED)], ["收入总计", m()]],
                [
                    ["本年支出合计", *figures(ALL, _S)],
                    ["年终结转结余", *["—"] * 7],
                    ["支出总计", *figures(ALL, _S)],
                ],
            ),
        ),
        Sheet(
            "收入总表",
            ("表二", "收入预算总表", f"部门/单位：{DEPARTMENT}　　单位：万元"),
            "功能分类科目|<|总计|上年结转结余|本年收入|<|<|<|<|<\n科目编码|科目名称|^|^|合计|一般公共预算拨款|政府性基金预算拨款|国有资本经营预算拨款|财政专户管理资金|单位资金",
            tree(
                ALL,
                [
                    ALL,
                    CARRIED,
                    NEW,
                    NEW & GENERAL,
                    NEW & FUND,
                    CAPITAL,
                    NEW & ACCOUNT,
                    NEW & UNIT_FUNDS,
                ],
                total=["总计", "<"],
            ),
            breaks=(9, 20),
        ),
        Sheet(
            "支出总表",
            ("表三", "支出预算总表", f"部门/单位：{DEPARTMENT}　　单位：万元"),
            "功能分类科目|<|总计|基本支出|<|<|项目支出|经营支出|上缴上级支出|对附属单位补助支出\n科目编码|科目名称|^|小计|人员经费|公用经费|^|^|^|^",
            tree(
                ALL,
                [ALL, BASIC, STAFF, OFFICE, PROJECT, BUSINESS, NOTHING, NOTHING],
                total=["总计", "<"],
            ),
            breaks=(11,),
            again=True,
        ),
        Sheet(
            "财政拨款基本支出",
            ("表六", "一般公共预算基本支出表", f"部门/单位：{DEPARTMENT}　　单位：万元"),
            "部门预算经济分类科目|<|总计|人员经费|公用经费\n科目编码|科目名称|^|^|^",
            tree(
                GENERAL & BASIC,
                [ALL, STAFF, OFFICE],
                kind="economic",
                lengths=(3, 5),
                total=["总计", "<"],
            ),
            breaks=(12, 25),
        ),
        Sheet(
            "三公",
            ("表七", "“三公”经费支出预算表", f"部门/单位：{DEPARTMENT}　　单位：万元"),
            "项目|合计|一般公共预算拨款|政府性基金预算拨款|国有资本经营预算拨款|财政专户管理资金|单位资金",
            [
                [label, *figures(c, [ALL, GENERAL, FUND, CAPITAL, ACCOUNT, UNIT_FUNDS])]
                for label, c in (
                    ("合计", THREE),
                    ("1、因公出国（境）费用", TRAVEL),
                    ("2、公务接待费", GUESTS),
                    ("3、公务用车费", CARS),
                    ("其中：（1）公务用车运行维护费", DRIVING),
                    ("      （2）公务用车购置", BUYING),
                )
            ],
        ),
    ),
)
