"""桂岭: names without codes, yuan with zeros dropped, money told early by the level above."""

from __future__ import annotations

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ACCOUNT,
    ALL,
    BASIC,
    BUSINESS,
    BUYING,
    CARRIED,
    CARS,
    DRIVING,
    FUND,
    GENERAL,
    GUESTS,
    LAST_YEAR,
    MEETINGS,
    NEW,
    OFFICE,
    PROJECT,
    STAFF,
    THREE,
    TRAVEL,
    UNIT_FUNDS,
    YEAR,
    cut,
    econ,
    m,
)
from tests.recognition.provinces.rows import (
    change,
    classes,
    figures,
    foot,
    more,
    name_only,
    split_own,
    tree,
)

PLACE = Place(
    "桂岭",
    Style(unit="元", decimals=2, comma=False, drops_zeros=True),
    (
        Sheet(
            "收支总表",
            ("表01", f"{YEAR}年收支总表", "单位：元"),
            "收入|<|支出|<\n项目|本年预算数|项目|本年预算数",
            foot(
                [
                    [
                        ["一、一般公共预算拨款收入", m(NEW, GENERAL)],
                        ["（一）本级一般公共预算拨款", m(NEW, GENERAL, cut(early=False))],
                        ["（二）上级提前下达转移支付", m(NEW, GENERAL, cut(early=True))],
                        ["二、政府性基金预算拨款收入", m(NEW, FUND)],
                        ["三、国有资本经营预算拨款收入", ""],
                        ["四、财政专户管理资金收入", m(NEW, ACCOUNT)],
                        ["五、单位资金收入", m(NEW, UNIT_FUNDS)],
                    ],
                    classes(ALL, [ALL]),
                ],
                [
                    ["本年收入合计", m(NEW)],
                    ["六、上年结转收入", m(CARRIED)],
                    ["其中：一般公共预算结转", m(CARRIED, GENERAL)],
                    ["政府性基金结转", m(CARRIED, FUND)],
                    ["单位资金结转", m(CARRIED, UNIT_FUNDS)],
                    ["收入总计", m()],
                ],
                [
                    ["本年支出合计", m()],
                    ["结转下年支出", ""],
                    ["", ""],
                    ["", ""],
                    ["", ""],
                    ["支出总计", m()],
                ],
            ),
        ),
        Sheet(
            "支出总表",
            ("表03", f"{YEAR}年支出总表", "单位：元"),
            "科目编码|<|<|科目名称|总计|基本支出|<|<|<|项目支出|事业单位经营支出\n类|款|项|^|^|合计|工资福利支出|商品和服务支出|对个人和家庭的补助、资本性支出|^|^",
            tree(
                ALL,
                [
                    ALL,
                    BASIC,
                    BASIC & econ("301"),
                    BASIC & econ("302"),
                    BASIC & econ("303", "310"),
                    PROJECT,
                    BUSINESS,
                ],
                style=split_own,
                total=["", "", "", "合计"],
            ),
        ),
        Sheet(
            "一般公共预算支出表",
            ("表05", f"{YEAR}年一般公共预算支出表", "单位：元"),
            "科目名称（单位名称）|总计|基本支出|<|<|项目支出|<|<\n^|^|小计|人员经费|公用经费|小计|本级|上级提前下达",
            tree(
                GENERAL,
                [
                    ALL,
                    BASIC,
                    STAFF,
                    OFFICE,
                    PROJECT,
                    PROJECT & cut(early=False),
                    PROJECT & cut(early=True),
                ],
                style=name_only,
                total=["合计"],
            ),
        ),
        Sheet(
            "基本支出表",
            ("表06", f"{YEAR}年一般公共预算基本支出表", "单位：元"),
            "部门预算支出经济分类科目|<|<|合计|人员经费|公用经费\n类|款|科目名称|^|^|^",
            tree(
                GENERAL & BASIC,
                [ALL, STAFF, OFFICE],
                kind="economic",
                lengths=(3, 5),
                style=lambda c, n: [c[:3] if len(c) == 3 else "", c[3:], n],
                total=["", "", "合计"],
            ),
        ),
        Sheet(
            "三公年为列",
            ("表07", f"{YEAR}年一般公共预算“三公”经费支出表", "单位：元"),
            "项目|上年预算数|本年预算数|增减额|增减率（%）",
            [
                [label, *figures(GENERAL & c, [ALL & LAST_YEAR, ALL, more(ALL), change(ALL)])]
                for label, c in (
                    ("“三公”经费合计", THREE),
                    ("（一）因公出国（境）费", TRAVEL),
                    ("（二）公务接待费", GUESTS),
                    ("（三）公务用车购置及运行维护费", CARS),
                    ("1.公务用车运行维护费", DRIVING),
                    ("2.公务用车购置费", BUYING),
                )
            ]
            + [
                [
                    "（四）会议费",
                    *figures(GENERAL & MEETINGS, [ALL & LAST_YEAR, ALL, more(ALL), change(ALL)]),
                ]
            ],
        ),
    ),
)
