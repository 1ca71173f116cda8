"""楚江: the standard form of the integrated budget system."""

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
    NOTHING,
    OFFICE,
    OTHER,
    PROJECT,
    REMITTED,
    SERVICE,
    STAFF,
    THREE_COLUMNS,
    TRADE,
    UNIT_FUNDS,
    YEAR,
    m,
)
from tests.recognition.provinces.rows import (
    classes,
    figures,
    foot,
    revenue,
    tree,
    units,
)

_COLS = [
    ALL,
    NEW,
    NEW & GENERAL,
    NEW & FUND,
    NEW & CAPITAL,
    NEW & ACCOUNT,
    NEW & UNIT_FUNDS,
    *(NEW & f for f in (SERVICE, TRADE, GRANT, REMITTED, OTHER)),
    CARRIED,
    CARRIED & GENERAL,
    CARRIED & FUND,
    CARRIED & CAPITAL,
    CARRIED & ACCOUNT,
    CARRIED & UNIT_FUNDS,
]

PLACE = Place(
    "楚江",
    Style(),
    (
        Sheet(
            "收支总表",
            ("表1", "收支总表", f"部门：{DEPARTMENT}　单位：万元"),
            "收入|<|支出|<\n项目|预算数|项目|预算数",
            foot(
                [revenue(NEW), classes(ALL, [ALL])],
                [["本年收入合计", m(NEW)], ["上年结转结余", m(CARRIED)], ["收入总计", m()]],
                [["本年支出合计", m()], ["年终结转结余", ""], ["支出总计", m()]],
            ),
        ),
        Sheet(
            "收入总表",
            ("表2", "收入总表", f"部门：{DEPARTMENT}　单位：万元"),
            """部门（单位）代码|部门（单位）名称|合计|本年收入|<|<|<|<|<|<|<|<|<|<|上年结转结余|<|<|<|<|<
        ^|^|^|小计|一般公共预算|政府性基金预算|国有资本经营预算|财政专户管理资金|单位资金|<|<|<|<|<|小计|一般公共预算|政府性基金预算|国有资本经营预算|财政专户管理资金|单位资金
        ^|^|^|^|^|^|^|^|小计|事业收入|事业单位经营收入|上级补助收入|附属单位上缴收入|其他收入|^|^|^|^|^|^""",
            [
                [
                    "合计",
                    "<",
                    *figures(
                        ALL,
                        _COLS,
                    ),
                ],
                ["318", DEPARTMENT, *figures(ALL, _COLS)],
                *units(_COLS),
            ],
        ),
        Sheet(
            "支出总表",
            ("表3", "支出总表", f"部门：{DEPARTMENT}　单位：万元"),
            "科目编码|科目名称|合计|基本支出|项目支出|事业单位经营支出|上缴上级支出|对附属单位补助支出",
            tree(ALL, [ALL, BASIC, PROJECT, BUSINESS, NOTHING, NOTHING], total=["合计", "<"]),
        ),
        Sheet(
            "财政拨款收支总表",
            ("表4", "财政拨款收支总表", f"部门：{DEPARTMENT}　单位：万元"),
            "收入|<|支出|<\n项目|预算数|项目|预算数",
            foot(
                [
                    [
                        ["一、本年收入", m(APPROPRIATION, NEW)],
                        ["（一）一般公共预算拨款", m(GENERAL, NEW)],
                        ["（二）政府性基金预算拨款", m(FUND, NEW)],
                        ["（三）国有资本经营预算拨款", m(CAPITAL, NEW)],
                        ["二、上年结转", m(APPROPRIATION, CARRIED)],
                        ["（一）一般公共预算拨款", m(GENERAL, CARRIED)],
                        ["（二）政府性基金预算拨款", m(FUND, CARRIED)],
                        ["（三）国有资本经营预算拨款", m(CAPITAL, CARRIED)],
                    ],
                    [
                        ["一、本年支出", m(APPROPRIATION)],
                        *(
                            ["（" + str(label).replace("、", "）"), v]
                            for label, v in classes(APPROPRIATION, [ALL])
                        ),
                        ["二、年终结转结余", ""],
                    ],
                ],
                [["收入总计", m(APPROPRIATION)]],
                [["支出总计", m(APPROPRIATION)]],
            ),
        ),
        Sheet(
            "一般公共预算支出表",
            ("表5", "一般公共预算支出表", f"部门：{DEPARTMENT}　单位：万元"),
            "科目编码|科目名称|合计|基本支出|<|<|项目支出\n^|^|^|小计|人员经费|公用经费|^",
            tree(GENERAL, [ALL, BASIC, STAFF, OFFICE, PROJECT], total=["合计", "<"]),
        ),
        Sheet(
            "基本支出表",
            ("表6", "一般公共预算基本支出表", f"部门：{DEPARTMENT}　单位：万元"),
            "部门预算支出经济分类科目|<|本年一般公共预算基本支出|<|<\n科目编码|科目名称|合计|人员经费|公用经费",
            tree(
                GENERAL & BASIC,
                [ALL, STAFF, OFFICE],
                kind="economic",
                lengths=(3, 5),
                total=["合计", "<"],
            ),
        ),
        Sheet(
            "三公",
            ("表7", f"{YEAR}年一般公共预算“三公”经费支出表", "单位：万元"),
            """部门（单位）代码|部门（单位）名称|“三公”经费合计|因公出国（境）费|公务用车购置及运行费|<|<|公务接待费
        ^|^|^|^|小计|公务用车购置费|公务用车运行费|^""",
            units([GENERAL & c for c in THREE_COLUMNS], total=["合计", "<"]),
        ),
        Sheet(
            "政府性基金",
            ("表8", "政府性基金预算支出表", "单位：万元"),
            "科目编码|科目名称|本年政府性基金预算支出|<|<\n^|^|合计|基本支出|项目支出",
            tree(FUND, [ALL, BASIC, PROJECT], total=["合计", "<"]),
        ),
        Sheet(
            "国资",
            ("表9", "国有资本经营预算支出表", "单位：万元"),
            "科目编码|科目名称|本年国有资本经营预算支出|<|<\n^|^|合计|基本支出|项目支出",
            tree(CAPITAL, [ALL, BASIC, PROJECT], total=["合计", "<"]),
        ),
    ),
)
