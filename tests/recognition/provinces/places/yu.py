"""豫川: 人员类项目 and 公用经费类项目, kinds of money across the spending side."""

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
    GRANT,
    NEW,
    OFFICE,
    OTHER,
    PROJECT,
    SERVICE,
    STAFF,
    TRADE,
    UNIT_FUNDS,
    YEAR,
    Fen,
    cut,
    m,
)
from tests.recognition.provinces.rows import (
    classes,
    figures,
    foot,
    pairs,
    revenue,
    split_all,
    tree,
    units,
)

_KINDS = [("1.人员类项目支出", STAFF), ("2.公用经费类项目支出", OFFICE)]

_cols_henan = [
    ALL,
    CARRIED,
    NEW,
    NEW & GENERAL,
    NEW & FUND,
    NEW & CAPITAL,
    NEW & ACCOUNT,
    NEW & UNIT_FUNDS,
]

_COLS3 = [
    ALL,
    BASIC,
    STAFF,
    OFFICE,
    PROJECT,
    PROJECT & cut(project="河长制"),
    lambda r: Fen(m(r, PROJECT) - m(r, PROJECT, cut(project="河长制"))),
    BUSINESS,
]

PLACE = Place(
    "豫川",
    Style(),
    (
        Sheet(
            "收支总体情况表",
            ("预算01表", f"{YEAR}年部门收支总体情况表", f"单位名称：{DEPARTMENT}　单位：万元"),
            """收入|<|支出|<|<|<|<|<|<|<|<
        项目|金额|项目|合计|上年结转|本年支出|<|<|<|<|<
        ^|^|^|^|^|小计|一般公共预算|政府性基金|国有资本经营预算|财政专户管理资金|单位资金""",
            foot(
                [
                    revenue(NEW),
                    [
                        ["一、基本支出", *figures(BASIC, _cols_henan)],
                        *[[name, *figures(c, _cols_henan)] for name, c in _KINDS],
                        ["二、项目支出", *figures(PROJECT, _cols_henan)],
                        ["三、事业单位经营支出", *figures(BUSINESS, _cols_henan)],
                    ],
                ],
                [["本年收入小计", m(NEW)], ["上年结转结余", m(CARRIED)], ["收入合计", m()]],
                [["", *[""] * 8], ["", *[""] * 8], ["支出合计", *figures(ALL, _cols_henan)]],
            ),
        ),
        Sheet(
            "收入总体情况表",
            ("预算02表", f"{YEAR}年部门收入总体情况表", f"单位名称：{DEPARTMENT}　单位：万元"),
            """单位代码|单位名称|总计|本年收入|<|<|<|<|<|<|<|<|<|上年结转
        ^|^|^|合计|一般公共预算收入|<|政府性基金预算收入|国有资本经营预算收入|财政专户管理资金收入|事业收入|上级补助收入|事业单位经营收入|其他收入|^
        ^|^|^|^|小计|其中:财政拨款|^|^|^|^|^|^|^|^""",
            units(
                [
                    ALL,
                    NEW,
                    NEW & GENERAL,
                    NEW & GENERAL,
                    NEW & FUND,
                    NEW & CAPITAL,
                    NEW & ACCOUNT,
                    NEW & SERVICE,
                    NEW & GRANT,
                    NEW & TRADE,
                    NEW & OTHER,
                    CARRIED,
                ],
                total=["", "合计"],
            ),
        ),
        Sheet(
            "支出总体情况表",
            ("预算03表", f"{YEAR}年部门支出总体情况表", f"单位名称：{DEPARTMENT}　单位：万元"),
            """科目编码|<|<|单位（科目名称）|总计|基本支出|<|<|项目支出|<|<|事业单位经营支出
        类|款|项|^|^|小计|人员类|公用经费类|小计|其他运转类|特定目标类|^""",
            [
                [
                    "",
                    "",
                    "",
                    DEPARTMENT,
                    *figures(
                        ALL,
                        _COLS3,
                    ),
                ],
                *tree(ALL, _COLS3, style=split_all, lengths=(7,)),
            ],
        ),
        Sheet(
            "财政拨款收支总体情况表",
            ("预算04表", f"{YEAR}年财政拨款收支总体情况表", f"单位名称：{DEPARTMENT}　单位：万元"),
            """收入|<|支出|<|<|<|<
        项目|金额|项目|合计|一般公共预算|政府性基金预算|国有资本经营预算""",
            foot(
                [
                    [
                        ["一、本年收入", m(NEW, APPROPRIATION)],
                        ["（一）一般公共预算拨款", m(NEW, GENERAL)],
                        ["其中：财政拨款", m(NEW, GENERAL)],
                        ["（二）政府性基金预算拨款", m(NEW, FUND)],
                        ["（三）国有资本经营预算拨款", m(NEW, CAPITAL)],
                        ["二、上年结转", m(CARRIED, APPROPRIATION)],
                        ["（一）一般公共预算拨款", m(GENERAL, CARRIED)],
                        ["（二）政府性基金预算拨款", m(FUND, CARRIED)],
                    ],
                    [
                        ["一、本年支出", *figures(APPROPRIATION, [ALL, GENERAL, FUND, CAPITAL])],
                        *classes(APPROPRIATION, [ALL, GENERAL, FUND, CAPITAL]),
                        ["二、年终结转结余", "", "", "", ""],
                    ],
                ],
                [["收入合计", m(APPROPRIATION)]],
                [["支出合计", *figures(APPROPRIATION, [ALL, GENERAL, FUND, CAPITAL])]],
            ),
        ),
        Sheet(
            "基本支出(部门+政府经济)",
            (
                "预算06表",
                f"{YEAR}年一般公共预算基本支出情况表",
                f"单位名称：{DEPARTMENT}　单位：万元",
            ),
            """部门预算经济分类|<|<|政府预算经济分类|<|<|本年一般公共预算基本支出|<|<
        类|款|科目名称|类|款|科目名称|合计|人员经费|公用经费""",
            [
                ["", "", "合计", "", "", "", *figures(GENERAL & BASIC, [ALL, STAFF, OFFICE])],
                *[
                    [
                        e[:3],
                        e[3:],
                        name,
                        g[:3],
                        g[3:],
                        gname,
                        *figures(
                            GENERAL & BASIC & cut(economic=e, government=g), [ALL, STAFF, OFFICE]
                        ),
                    ]
                    for e, name, g, gname in pairs(GENERAL & BASIC)
                ],
            ],
        ),
    ),
)
