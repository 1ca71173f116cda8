"""青塬: titles without 表, the unit said once, shares beside amounts, staff and office money without 基本支出, stacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ACCOUNT,
    ALL,
    BASIC,
    BUSINESS,
    BUYING,
    CAPITAL,
    CARRIED,
    CARS,
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
    REMITTED,
    SERVICE,
    STAFF,
    THREE,
    TRADE,
    TRAVEL,
    YEAR,
    Cut,
    econ,
    m,
)
from tests.recognition.provinces.rows import (
    beside,
    classes,
    figures,
    foot,
    revenue,
    tree,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def _share(of: Cut) -> Callable[[Cut], str]:
    return lambda row: f"{m(row, of) / m(of) * 100:.2f}%" if m(row, of) else ""


_PARTS = [
    ALL,
    STAFF,
    STAFF & econ("301"),
    STAFF & econ("303"),
    OFFICE,
    OFFICE & econ("302"),
    OFFICE & econ("310"),
    PROJECT,
]
_G = GENERAL & BASIC
_OFFICE = tree(_G & OFFICE, [ALL], kind="economic", lengths=(3, 5))
_STAFF = tree(_G & STAFF, [ALL], kind="economic", lengths=(3, 5))
_T = [LAST_YEAR, ALL]

PLACE = Place(
    "青塬",
    Style(comma=False),
    (
        Sheet(
            "收支总体情况",
            ("表1  部门收支总体情况", "金额单位：人民币万元"),
            "收入项目|金额|占比|支出项目|金额|占比",
            foot(
                [
                    [
                        [row[0], m(NEW, kind), _share(NEW)(kind & NEW)]
                        for row, kind in zip(
                            revenue(NEW),
                            (
                                GENERAL,
                                FUND,
                                CAPITAL,
                                ACCOUNT,
                                SERVICE,
                                TRADE,
                                GRANT,
                                REMITTED,
                                OTHER,
                            ),
                            strict=True,
                        )
                    ],
                    classes(ALL, [ALL, _share(ALL)], only=True),
                ],
                [
                    ["本年收入合计", m(NEW), ""],
                    ["上年结转结余", m(CARRIED), ""],
                    ["收入总计", m(), ""],
                ],
                [["本年支出合计", m(), ""], ["年终结转结余", "", ""], ["支出总计", m(), ""]],
            ),
        ),
        Sheet(
            "支出总体情况",
            ("表3  部门支出总体情况",),
            "科目编码|科目名称|支出合计|基本支出|占比|项目支出|占比|事业单位经营支出",
            tree(
                ALL,
                [ALL, BASIC, _share(BASIC), PROJECT, _share(PROJECT), BUSINESS],
                total=["合计", "<"],
            ),
        ),
        Sheet(
            "一般公共预算支出情况",
            ("表5  一般公共预算支出情况",),
            "功能分类科目|<|合计|人员经费|<|<|公用经费|<|<|项目支出\n编码|名称|^|小计|工资福利支出|对个人和家庭的补助|小计|商品和服务支出|资本性支出|^",
            tree(GENERAL, _PARTS, total=["合计", "<"]),
        ),
        Sheet(
            "基本支出情况",
            ("表6  一般公共预算基本支出情况",),
            "人员经费|<|<|公用经费|<|<\n科目编码|科目名称|金额|科目编码|科目名称|金额",
            [
                *beside(_STAFF, _OFFICE),
                ["人员经费合计", "<", m(_G, STAFF), "公用经费合计", "<", m(_G, OFFICE)],
                ["基本支出合计", "<", "<", "<", "<", m(_G)],
            ],
        ),
        Sheet(
            "三公情况",
            ("表7  “三公”经费支出情况",),
            f"项目|{YEAR - 1}年预算|{YEAR}年预算|增减情况说明\n",
            [
                ["“三公”经费合计", *figures(GENERAL & THREE, _T), "减少"],
                ["（一）因公出国（境）费", *figures(GENERAL & TRAVEL, _T), "无安排"],
                ["（二）公务用车购置及运行维护费", *figures(GENERAL & CARS, _T), "持平"],
                ["    其中：购置费", *figures(GENERAL & BUYING, _T), ""],
                ["          运行维护费", *figures(GENERAL & DRIVING, _T), ""],
                ["（三）公务接待费", *figures(GENERAL & GUESTS, _T), ""],
            ],
        ),
    ),
    before=("本部门预算表格金额单位均为万元。",),
)
