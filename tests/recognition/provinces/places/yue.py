"""粤溪: codes in brackets, spending in one column, 行政经费 beside 三公."""

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
    OFFICE,
    PROJECT,
    THREE,
    TRAVEL,
    UNIT_FUNDS,
    YEAR,
    Fen,
    codes,
    cut,
    econ,
    m,
    name_of,
)
from tests.recognition.provinces.rows import (
    bracketed,
    figures,
    foot,
    pairs,
    tree,
)

_SPENT_ON = (
    ("工资福利支出", econ("301")),
    ("商品和服务支出", econ("302")),
    ("对个人和家庭的补助", econ("303")),
    ("资本性支出", econ("310")),
)

_Y = [ALL, GENERAL, FUND, CAPITAL]

PLACE = Place(
    "粤溪",
    Style(nil="0.00"),
    (
        Sheet(
            "收支总体",
            ("表1", "收支总体情况表", f"单位名称：{DEPARTMENT}　单位：万元"),
            f"收      入|<|支      出|<\n项目|{YEAR}年预算|项目|{YEAR}年预算",
            foot(
                [
                    [
                        ["一、一般公共预算拨款", m(NEW, GENERAL)],
                        ["二、政府性基金预算拨款", m(NEW, FUND)],
                        ["三、国有资本经营预算拨款", Fen(0)],
                        ["四、财政专户拨款", m(NEW, ACCOUNT)],
                        ["五、其他资金", m(NEW, UNIT_FUNDS)],
                    ],
                    [
                        ["一、基本支出", m(BASIC)],
                        ["二、项目支出", m(PROJECT)],
                        ["三、事业单位经营支出", m(BUSINESS)],
                    ],
                ],
                [
                    ["本年收入合计", m(NEW)],
                    ["六、上级补助收入", Fen(0)],
                    ["七、附属单位上缴收入", Fen(0)],
                    ["八、用事业基金弥补收支总额", Fen(0)],
                    ["上年结转", m(CARRIED)],
                    ["收  入  总  计", m()],
                ],
                [
                    ["本年支出合计", m()],
                    ["四、对附属单位补助支出", Fen(0)],
                    ["五、上缴上级支出", Fen(0)],
                    ["六、结转下年", Fen(0)],
                    ["", ""],
                    ["支  出  总  计", m()],
                ],
            ),
        ),
        Sheet(
            "支出总体",
            ("表3", "支出总体情况表", f"单位名称：{DEPARTMENT}　单位：万元"),
            f"项目|{YEAR}年预算",
            [
                ["一、基本支出", m(BASIC)],
                *[[f"　{n}", m(BASIC, c)] for n, c in _SPENT_ON],
                ["二、项目支出", m(PROJECT)],
                ["　日常运转类项目", m(PROJECT, cut(project=("水资源管理", "河长制工作")))],
                ["　基本建设项目", m(PROJECT, cut(project=("库区基础设施",)))],
                [
                    "　其他类项目",
                    m(PROJECT, cut(project=("防汛物资储备", "水库维修养护", "农村饮水监测"))),
                ],
                ["三、事业单位经营支出", m(BUSINESS)],
                ["本年支出合计", m()],
                ["四、对附属单位补助支出", Fen(0)],
                ["支  出  总  计", m()],
            ],
        ),
        Sheet(
            "一般公共预算支出(功能)",
            (
                "表5",
                "一般公共预算支出情况表（按功能分类科目）",
                f"单位名称：{DEPARTMENT}　单位：万元",
            ),
            f"功能科目名称|{YEAR}年预算|<|<\n^|小计|其中：基本支出|项目支出",
            [
                ["合计", *figures(GENERAL, [ALL, BASIC, PROJECT])],
                *tree(GENERAL, [ALL, BASIC, PROJECT], style=bracketed),
            ],
        ),
        Sheet(
            "基本支出",
            (
                "表6",
                "一般公共预算基本支出情况表（按支出经济分类科目）",
                f"单位名称：{DEPARTMENT}　单位：万元",
            ),
            f"部门预算支出经济科目|政府预算支出经济科目|{YEAR}年预算",
            [
                ["合计", "", m(GENERAL, BASIC)],
                *[
                    row
                    for top in codes("economic", GENERAL & BASIC, (3,))
                    for row in (
                        [f"[{top}]{name_of('economic', top)}", "", m(GENERAL, BASIC, econ(top))],
                        *(
                            [
                                f"[{e}]{n}",
                                f"[{g}]{gn}",
                                m(GENERAL, BASIC, cut(economic=e, government=g)),
                            ]
                            for e, n, g, gn in pairs(GENERAL & BASIC & econ(top))
                        ),
                    )
                ],
            ],
        ),
        Sheet(
            "三公",
            (
                "表8",
                "财政拨款安排的行政经费及“三公”经费预算表",
                f"单位名称：{DEPARTMENT}　单位：万元",
            ),
            f"项目|{YEAR}年预算|<|<|<\n^|合计|一般公共预算|政府性基金预算|国有资本经营预算",
            [
                [
                    "行政经费",
                    *figures(GENERAL & OFFICE & cut(unit="318001"), _Y),
                ],
                ["“三公”经费", *figures(APPROPRIATION & THREE, _Y)],
                ["其中：（一）因公出国（境）支出", *figures(APPROPRIATION & TRAVEL, _Y)],
                ["（二）公务用车购置及运行维护支出", *figures(APPROPRIATION & CARS, _Y)],
                ["1.公务用车购置", *figures(APPROPRIATION & BUYING, _Y)],
                ["2.公务用车运行维护费", *figures(APPROPRIATION & DRIVING, _Y)],
                ["（三）公务接待费支出", *figures(APPROPRIATION & GUESTS, _Y)],
            ],
        ),
    ),
)
