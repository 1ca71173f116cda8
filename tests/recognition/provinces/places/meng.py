"""蒙原: yuan and 万元 in one document, totals at head and foot, three years side by side, government codes first."""

from __future__ import annotations

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ALL,
    APPROPRIATION,
    BASIC,
    BUSINESS,
    BUYING,
    CARRIED,
    CARS,
    DEPARTMENT,
    DRIVING,
    GENERAL,
    GUESTS,
    LAST_YEAR,
    NEW,
    NOTHING,
    OFFICE,
    PROJECT,
    STAFF,
    THREE,
    TRAVEL,
    YEAR,
    codes,
    cut,
    m,
    name_of,
)
from tests.recognition.provinces.rows import (
    change,
    classes,
    figures,
    foot,
    more,
    revenue,
    tree,
)

_WAN = Style()
_Y3 = [LAST_YEAR, ALL, more(ALL), change(ALL)]
_P = [ALL, STAFF, OFFICE]

PLACE = Place(
    "蒙原",
    Style(unit="元", comma=True),
    (
        Sheet(
            "收支总表",
            ("公开01表", "部门收支总表", f"部门：{DEPARTMENT}", "单位：元"),
            "收入|<|支出|<\n项目|预算数|项目|预算数",
            foot(
                [revenue(NEW), classes(ALL, [ALL])],
                [["本年收入合计", m(NEW)], ["上年结转结余", m(CARRIED)], ["收 入 总 计", m()]],
                [["本年支出合计", m()], ["年终结转结余", ""], ["支 出 总 计", m()]],
            ),
        ),
        Sheet(
            "支出总表",
            ("公开03表", "部门支出总表", "单位：万元"),
            "科目编码|科目名称|合计|基本支出|项目支出|事业单位经营支出|上缴上级支出|对附属单位补助支出",
            [
                *tree(ALL, [ALL, BASIC, PROJECT, BUSINESS, NOTHING, NOTHING], total=["合计", "<"]),
                ["总计", "<", *figures(ALL, [ALL, BASIC, PROJECT, BUSINESS, NOTHING, NOTHING])],
            ],
            style=_WAN,
        ),
        Sheet(
            "一般公共预算支出对比",
            ("公开05表", "一般公共预算支出表", "单位：万元"),
            f"支出功能分类科目|<|{YEAR - 1}年预算数|<|<|{YEAR}年预算数|<|<|较上年增减|<\n科目编码|科目名称|合计|基本支出|项目支出|合计|基本支出|项目支出|增减额|增减%",
            tree(
                GENERAL,
                [
                    LAST_YEAR,
                    LAST_YEAR & BASIC,
                    LAST_YEAR & PROJECT,
                    ALL,
                    BASIC,
                    PROJECT,
                    more(ALL),
                    change(ALL),
                ],
                total=["合计", "<"],
            ),
            style=_WAN,
        ),
        Sheet(
            "基本支出政府经济在前",
            ("公开06表", "一般公共预算基本支出表", "单位：元"),
            "政府预算经济分类科目|<|部门预算经济分类科目|<|合计|人员经费|公用经费\n科目编码|科目名称|科目编码|科目名称|^|^|^",
            [
                ["合计", "<", "<", "<", *figures(GENERAL & BASIC, _P)],
                *[
                    row
                    for g in codes("government", GENERAL & BASIC, (5,))
                    for row in (
                        [
                            g,
                            name_of("government", g),
                            "",
                            "",
                            *figures(GENERAL & BASIC & cut(government=g), _P),
                        ],
                        *[
                            [
                                "",
                                "",
                                e,
                                name_of("economic", e),
                                *figures(GENERAL & BASIC & cut(government=g, economic=e), _P),
                            ]
                            for e in codes("economic", GENERAL & BASIC & cut(government=g), (5,))
                        ],
                    )
                ],
            ],
        ),
        Sheet(
            "三公",
            ("公开07表", "财政拨款“三公”经费支出表", "单位：万元"),
            f"项目|{YEAR - 1}年预算数|{YEAR}年预算数|较上年增减额|较上年增减%",
            [
                [label, *figures(APPROPRIATION & c, _Y3)]
                for label, c in (
                    ("“三公”经费合计", THREE),
                    ("其中：因公出国（境）费", TRAVEL),
                    ("公务接待费", GUESTS),
                    ("公务用车购置及运行费", CARS),
                    ("其中：公务用车购置费", BUYING),
                    ("公务用车运行费", DRIVING),
                )
            ],
            style=_WAN,
        ),
    ),
)
