"""水库决算: the statement 财决01 with three amounts in three panels, 三公 by rows, information on running costs."""

from __future__ import annotations

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ACCOUNT,
    ALL,
    APPROPRIATION,
    BASIC,
    BUSINESS,
    BUYING,
    CARRIED,
    CARS,
    DEPARTMENT,
    DRIVING,
    FUND,
    GENERAL,
    GRANT,
    GUESTS,
    LAST_YEAR,
    NEW,
    OFFICE,
    OTHER,
    PROJECT,
    STAFF,
    THREE,
    TRADE,
    TRAVEL,
    YEAR,
    Cut,
    Fen,
    cut,
    econ,
    m,
)
from tests.recognition.provinces.rows import (
    beside,
    classes,
    figures,
    more,
)


def _three(rows: list[list[object]], first: int) -> list[list[object]]:
    """行次, then budget, adjusted budget and accounts (the same money three times: nothing was adjusted)."""
    return [[row[0], str(first + n), row[1], row[1], row[1]] for n, row in enumerate(rows)]


_NIL: list[object] = ["", ""]
_LEFT: list[list[object]] = [
    ["一、一般公共预算财政拨款收入", m(NEW, GENERAL)],
    ["二、政府性基金预算财政拨款收入", m(NEW, FUND)],
    ["三、国有资本经营预算财政拨款收入", ""],
    ["四、上级补助收入", m(NEW, GRANT)],
    ["五、事业收入", m(NEW, cut(fund=("事业", "专户")))],
    ["其中：教育收费", m(NEW, ACCOUNT)],
    ["六、经营收入", m(NEW, TRADE)],
    ["七、附属单位上缴收入", ""],
    ["八、其他收入", m(NEW, OTHER)],
    *[_NIL] * 21,
    ["本年收入合计", m(NEW)],
    ["使用非财政拨款结余和专用结余", ""],
    ["年初结转和结余", m(CARRIED)],
    ["总计", m()],
]
_MIDDLE: list[list[object]] = [
    *classes(ALL, [ALL]),
    ["三十、其他", ""],
    ["本年支出合计", m()],
    ["结余分配", ""],
    ["年末结转和结余", ""],
    ["总计", m()],
]
_RIGHT: list[list[object]] = [
    ["一、基本支出", m(BASIC)],
    ["人员经费", m(STAFF)],
    ["公用经费", m(OFFICE)],
    ["二、项目支出", m(PROJECT)],
    ["其中：基本建设类项目", ""],
    ["三、上缴上级支出", ""],
    ["四、经营支出", m(BUSINESS)],
    ["五、对附属单位补助支出", ""],
    ["", ""],
    ["经济分类支出合计", m()],
    ["一、工资福利支出", m(econ("301"))],
    ["二、商品和服务支出", m(econ("302"))],
    ["三、对个人和家庭的补助", m(econ("303"))],
    ["四、债务利息及费用支出", ""],
    ["五、资本性支出（基本建设）", ""],
    ["六、资本性支出", m(econ("310"))],
    *[_NIL] * 14,
    ["本年支出合计", m()],
    ["结余分配", ""],
    ["年末结转和结余", ""],
    ["总计", m()],
]
_CARS: list[tuple[str, Cut]] = [
    ("合计", THREE),
    ("1．因公出国（境）费", TRAVEL),
    ("2．公务用车购置及运行维护费", CARS),
    ("（1）公务用车购置费", BUYING),
    ("（2）公务用车运行维护费", DRIVING),
    ("3．公务接待费", GUESTS),
]
PLACE = Place(
    "水库决算",
    Style(),
    (
        Sheet(
            "财决01",
            (
                "收入支出决算总表",
                f"财决01表　　编制单位：{DEPARTMENT}　　{YEAR}年度　　金额单位：万元",
            ),
            "收入|<|<|<|<|支出|<|<|<|<|<|<|<|<|<\n项目|行次|年初预算数|全年预算数|决算数|项目（按功能分类）|行次|年初预算数|全年预算数|决算数|项目（按支出性质和经济分类）|行次|年初预算数|全年预算数|决算数\n栏次| |1|2|3|栏次| |4|5|6|栏次| |7|8|9",
            beside(_three(_LEFT, 1), _three(_MIDDLE, 35), _three(_RIGHT, 69)),
        ),
        Sheet(
            "三公",
            ("财政拨款“三公”经费支出决算表", f"公开09表　　部门：{DEPARTMENT}　　金额单位：万元"),
            "项  目|行次|预算数|决算数|决算数与预算数的差异\n栏  次| |1|2|3",
            [
                [label, str(n), *figures(APPROPRIATION & c, [LAST_YEAR, ALL, more(ALL)])]
                for n, (label, c) in enumerate(_CARS, 1)
            ],
        ),
        Sheet(
            "机构运行信息",
            ("机构运行信息表", f"公开10表　　部门：{DEPARTMENT}　　金额单位：万元"),
            "项目|行次|预算数|统计数|项目|行次|统计数\n栏次| |1|2|栏次| |3",
            beside(
                [
                    ["一、“三公”经费支出", "1", "—", "—"],
                    [
                        "（一）支出合计",
                        "2",
                        m(APPROPRIATION, THREE, LAST_YEAR),
                        m(APPROPRIATION, THREE),
                    ],
                    ["1．因公出国（境）费", "3", "", ""],
                    [
                        "2．公务用车购置及运行维护费",
                        "4",
                        m(APPROPRIATION, CARS, LAST_YEAR),
                        m(APPROPRIATION, CARS),
                    ],
                    [
                        "（1）公务用车购置费",
                        "5",
                        m(APPROPRIATION, BUYING, LAST_YEAR),
                        m(APPROPRIATION, BUYING),
                    ],
                    [
                        "（2）公务用车运行维护费",
                        "6",
                        m(APPROPRIATION, DRIVING, LAST_YEAR),
                        m(APPROPRIATION, DRIVING),
                    ],
                    [
                        "3．公务接待费",
                        "7",
                        m(APPROPRIATION, GUESTS, LAST_YEAR),
                        m(APPROPRIATION, GUESTS),
                    ],
                    ["（1）国内接待费", "8", "—", m(APPROPRIATION, GUESTS)],
                    ["（2）国（境）外接待费", "9", "—", ""],
                    ["（二）相关统计数", "10", "—", "—"],
                    ["1．因公出国（境）团组数（个）", "11", "—", ""],
                    ["4．公务用车保有量（辆）", "12", "—", "6"],
                    ["5．国内公务接待批次（个）", "13", "—", "38"],
                    ["6．国内公务接待人次（人）", "14", "—", "412"],
                ],
                [
                    ["二、机关运行经费", "15", "—"],
                    ["（一）行政单位", "16", m(GENERAL, OFFICE, cut(unit="318001"))],
                    ["（二）参照公务员法管理事业单位", "17", ""],
                    ["三、资产信息", "18", "—"],
                    ["（一）车辆数合计（辆）", "19", "6"],
                    ["1．副部（省）级及以上领导用车", "20", ""],
                    ["6．特种专业技术用车", "21", "2"],
                    ["四、政府采购支出信息", "22", "—"],
                    ["（一）政府采购支出合计", "23", Fen(186_000_000)],
                    ["1．政府采购货物支出", "24", Fen(86_000_000)],
                    ["2．政府采购工程支出", "25", ""],
                    ["3．政府采购服务支出", "26", Fen(100_000_000)],
                ],
            ),
        ),
    ),
    title=f"{DEPARTMENT}{YEAR}年度部门决算",
)
