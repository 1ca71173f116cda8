"""蜀岷: unit codes beside subject codes, early transfers, sub-numbered tables."""

from __future__ import annotations

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
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
    STAFF,
    THREE_COLUMNS,
    TRADE,
    Cut,
    codes,
    cut,
    m,
    name_of,
)
from tests.recognition.provinces.rows import (
    classes,
    figures,
    foot,
    numeral,
    units,
)

_EARLY, _OURS = cut(early=True), cut(early=False)


def _fundcols(c: Cut) -> list[Cut]:
    return [
        c,
        c & GENERAL,
        c & GENERAL & BASIC,
        c & GENERAL & PROJECT,
        c & FUND,
        c & FUND & BASIC,
        c & FUND & PROJECT,
    ]


_C1 = [
    ALL,
    CARRIED,
    GENERAL & NEW,
    FUND & NEW,
    CAPITAL,
    cut(fund=("事业", "专户")) & NEW,
    TRADE & NEW,
    OTHER & NEW,
    GRANT & NEW,
    NOTHING,
    NOTHING,
]
_C2 = [ALL, BASIC, PROJECT, NOTHING, NOTHING, BUSINESS]
_C3 = [
    ALL,
    *_fundcols(NEW & _OURS),
    *_fundcols(NEW & _EARLY),
    CARRIED,
    CARRIED & GENERAL,
    CARRIED & FUND,
]
_C4 = [ALL, NEW, CARRIED]
_C5 = [ALL, STAFF, OFFICE]

PLACE = Place(
    "蜀岷",
    Style(),
    (
        Sheet(
            "部门收支总表",
            ("表1", "部门收支总表", f"部门：{DEPARTMENT}　金额单位：万元"),
            "收          入|<|支             出|<\n项              目|预算数|项              目|预算数",
            foot(
                [
                    [
                        [f"{numeral(n)}、{name}", m(NEW, f)]
                        for n, (name, f) in enumerate(
                            (
                                ("一般公共预算拨款收入", GENERAL),
                                ("政府性基金预算拨款收入", FUND),
                                ("国有资本经营预算拨款收入", CAPITAL),
                                ("事业收入", cut(fund=("事业", "专户"))),
                                ("事业单位经营收入", TRADE),
                                ("其他收入", cut(fund=("其他", "上级"))),
                            ),
                            1,
                        )
                    ],
                    classes(ALL, [ALL]),
                ],
                [
                    ["本  年  收  入  合  计", m(NEW)],
                    ["七、用事业基金弥补收支差额", ""],
                    ["八、上年结转", m(CARRIED)],
                    ["收      入      总      计", m()],
                ],
                [
                    ["本  年  支  出  合  计", m()],
                    ["三十、事业单位结余分配", ""],
                    ["其中：转入事业基金", ""],
                    ["支      出      总      计", m()],
                ],
            ),
        ),
        Sheet(
            "部门收入总表",
            ("表1-1", "部门收入总表", f"部门：{DEPARTMENT}　金额单位：万元"),
            "项目|<|合计|上年结转|一般公共预算拨款收入|政府性基金预算拨款收入|国有资本经营预算拨款收入|事业收入|事业单位经营收入|其他收入|上级补助收入|附属单位上缴收入|用事业基金弥补收支差额\n单位代码|单位名称（科目）|^|^|^|^|^|^|^|^|^|^|^",
            [
                [
                    "",
                    "合    计",
                    *figures(
                        ALL,
                        _C1,
                    ),
                ],
                *units(_C1),
            ],
        ),
        Sheet(
            "部门支出总表",
            ("表1-2", "部门支出总表", f"部门：{DEPARTMENT}　金额单位：万元"),
            """项    目|<|<|<|<|合计|基本支出|项目支出|上缴上级支出|对附属单位补助支出|事业单位经营支出
        科目编码|<|<|单位代码|单位名称（科目）|^|^|^|^|^|^
        类|款|项|^|^|^|^|^|^|^|^""",
            [
                [
                    "",
                    "",
                    "",
                    "",
                    "合    计",
                    *figures(ALL, _C2),
                ],
                *[
                    row
                    for u, name in (("318001", "青岩县水务局本级"), ("318002", "青岩县水库管理处"))
                    for row in [
                        ["", "", "", u, name, *figures(cut(unit=u), _C2)],
                        *[
                            [
                                f[:3],
                                f[3:5],
                                f[5:],
                                u,
                                name_of("function", f),
                                *figures(cut(unit=u, function=f), _C2),
                            ]
                            for f in codes("function", cut(unit=u), (7,))
                        ],
                    ]
                ],
            ],
        ),
        Sheet(
            "财政拨款收支总表",
            ("表2", "财政拨款收支预算总表", f"部门：{DEPARTMENT}　金额单位：万元"),
            "收      入|<|支         出|<|<|<|<\n项      目|预算数|项      目|合计|一般公共预算|政府性基金预算|国有资本经营预算",
            foot(
                [
                    [
                        ["一、本年收入", m(APPROPRIATION, NEW)],
                        ["一般公共预算拨款收入", m(GENERAL, NEW)],
                        ["政府性基金预算拨款收入", m(FUND, NEW)],
                        ["国有资本经营预算拨款收入", ""],
                        ["二、上年结转", m(APPROPRIATION, CARRIED)],
                        ["一般公共预算拨款收入", m(GENERAL, CARRIED)],
                        ["政府性基金预算拨款收入", m(FUND, CARRIED)],
                        ["国有资本经营预算拨款收入", ""],
                    ],
                    [
                        ["一、本年支出", *figures(APPROPRIATION, [ALL, GENERAL, FUND, CAPITAL])],
                        *classes(APPROPRIATION, [ALL, GENERAL, FUND, CAPITAL], numbered=False),
                        ["二、结转下年", "", "", "", ""],
                    ],
                ],
                [["收      入      总      计", m(APPROPRIATION)]],
                [
                    [
                        "支      出      总      计",
                        *figures(APPROPRIATION, [ALL, GENERAL, FUND, CAPITAL]),
                    ]
                ],
            ),
        ),
        Sheet(
            "财政拨款经济科目",
            (
                "表2-1",
                "财政拨款支出预算表（部门经济分类科目）",
                f"部门：{DEPARTMENT}　金额单位：万元",
            ),
            """项    目|<|<|<|总计|省级当年财政拨款安排|<|<|<|<|<|<|中央提前通知专项转移支付等|<|<|<|<|<|<|上年结转安排|<|<
        科目编码|<|单位代码|单位名称（科目）|^|合计|一般公共预算拨款|<|<|政府性基金安排|<|<|合计|一般公共预算拨款|<|<|政府性基金安排|<|<|合计|一般公共预算拨款|政府性基金安排
        类|款|^|^|^|^|小计|基本支出|项目支出|小计|基本支出|项目支出|^|小计|基本支出|项目支出|小计|基本支出|项目支出|^|^|^""",
            [
                [
                    "",
                    "",
                    "",
                    "合    计",
                    *figures(
                        APPROPRIATION,
                        _C3,
                    ),
                ],
                *[
                    [
                        e[:3],
                        e[3:],
                        "318",
                        ("　" if len(e) > 3 else "") + name_of("economic", e),
                        *figures(APPROPRIATION & cut(economic=e), _C3),
                    ]
                    for e in codes("economic", APPROPRIATION, (3, 5))
                ],
            ],
        ),
        Sheet(
            "一般公共预算支出",
            ("表3", "一般公共预算支出预算表", f"部门：{DEPARTMENT}　金额单位：万元"),
            """项    目|<|<|<|<|合计|当年财政拨款安排|上年结转安排
        科目编码|<|<|单位代码|单位名称（科目）|^|^|^
        类|款|项|^|^|^|^|^""",
            [
                ["", "", "", "", "合    计", *figures(GENERAL, _C4)],
                ["", "", "", "318", DEPARTMENT, *figures(GENERAL, _C4)],
                *[
                    [
                        *([f[:3], f[3:5], f[5:]]),
                        "318",
                        name_of("function", f),
                        *figures(GENERAL & cut(function=f), _C4),
                    ]
                    for f in codes("function", GENERAL, (7,))
                ],
            ],
        ),
        Sheet(
            "基本支出",
            ("表3-1", "一般公共预算基本支出预算表", f"部门：{DEPARTMENT}　金额单位：万元"),
            """项    目|<|<|<|基本支出|<|<
        科目编码|<|单位代码|单位名称（科目）|合计|人员经费|公用经费
        类|款|^|^|^|^|^""",
            [
                ["", "", "", "合    计", *figures(GENERAL & BASIC, _C5)],
                *[
                    [
                        e[:3],
                        e[3:],
                        "318",
                        name_of("economic", e),
                        *figures(GENERAL & BASIC & cut(economic=e), _C5),
                    ]
                    for e in codes("economic", GENERAL & BASIC, (3, 5))
                ],
            ],
        ),
        Sheet(
            "项目支出",
            ("表3-2", "一般公共预算项目支出预算表", f"部门：{DEPARTMENT}　金额单位：万元"),
            """科目编码|<|<|单位代码|单位名称（科目）|金额
        类|款|项|^|^|^""",
            [
                ["", "", "", "", "合    计", m(GENERAL, PROJECT, NEW)],
                *[
                    row
                    for f in codes("function", GENERAL & PROJECT & NEW, (7,))
                    for row in [
                        [
                            f[:3],
                            f[3:5],
                            f[5:],
                            "318",
                            name_of("function", f),
                            m(GENERAL, PROJECT, NEW, cut(function=f)),
                        ],
                        *[
                            [
                                "",
                                "",
                                "",
                                "318",
                                p,
                                m(GENERAL, PROJECT, NEW, cut(function=f, project=p)),
                            ]
                            for p in ("水资源管理", "河长制工作", "防汛物资储备", "水库维修养护")
                            if m(GENERAL, PROJECT, NEW, cut(function=f, project=p))
                        ],
                    ]
                ],
            ],
        ),
        Sheet(
            "三公",
            ("表3-3", "一般公共预算“三公”经费支出预算表", f"部门：{DEPARTMENT}　金额单位：万元"),
            """单位编码|单位名称（科目）|当年财政拨款预算安排|<|<|<|<|<
        ^|^|合计|因公出国（境）费用|公务用车购置及运行费|<|<|公务接待费
        ^|^|^|^|小计|公务用车购置费|公务用车运行费|^""",
            [
                ["", "合    计", *figures(GENERAL, THREE_COLUMNS)],
                *units([GENERAL & c for c in THREE_COLUMNS]),
            ],
        ),
    ),
)
