"""黔岭: unit, function and economic codes in one tree, early transfers and debts as columns, accounts by unit."""

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
    NEW,
    NOTHING,
    OFFICE,
    PROJECT,
    STAFF,
    THREE,
    TRAVEL,
    UNIT_FUNDS,
    UNITS,
    cut,
    econ,
)
from tests.recognition.provinces.rows import (
    figures,
    tree,
    units,
)

_EARLY = cut(early=True)
_D = [ALL, NEW & cut(early=False), _EARLY, NOTHING, CARRIED]
_C = [ALL, BASIC, PROJECT, BUSINESS]

PLACE = Place(
    "黔岭",
    Style(),
    (
        Sheet(
            "收入总表",
            ("批复表2", "收入预算总表", "单位：万元"),
            "单位编码|单位名称|收入总计|本年收入|<|<|<|<|<|上年结转|<|<\n^|^|^|合计|一般公共预算|其中：上级提前下达|政府性基金|财政专户管理资金|单位资金|小计|一般公共预算结转|其他资金结转",
            units(
                [
                    ALL,
                    NEW,
                    NEW & GENERAL,
                    NEW & GENERAL & _EARLY,
                    NEW & FUND,
                    NEW & ACCOUNT,
                    NEW & UNIT_FUNDS,
                    CARRIED,
                    CARRIED & GENERAL,
                    CARRIED & cut(fund=("基金", "专户", "事业", "经营", "上级", "附属", "其他")),
                ],
                total=["", "合计"],
            ),
        ),
        Sheet(
            "一般公共预算支出",
            ("批复表5", "一般公共预算支出预算表", "单位：万元"),
            "支出功能分类科目|<|合计|本级财力|上级提前下达专项转移支付|地方政府一般债券|上年结转\n科目编码|科目名称|^|^|^|^|^",
            tree(GENERAL, _D, total=["合计", "<"]),
        ),
        Sheet(
            "单位与科目",
            ("批复表6", "支出预算明细表", "单位：万元"),
            "单位/科目编码|单位/科目名称|合计|基本支出|项目支出|经营支出",
            [
                ["", "合计", *figures(ALL, _C)],
                *[
                    row
                    for u, n in UNITS.items()
                    for row in ([u, n, *figures(cut(unit=u), _C)], *tree(cut(unit=u), _C))
                ],
            ],
        ),
        Sheet(
            "一般公共预算支出(含其中)",
            ("批复表7", "一般公共预算“三保”支出情况表", "单位：万元"),
            "科目编码|科目名称|合计|基本支出|<|<|<|项目支出|<\n^|^|^|小计|人员经费|公用经费|其中：其他交通费用|小计|其中：政府采购",
            tree(
                GENERAL,
                [
                    ALL,
                    BASIC,
                    STAFF,
                    OFFICE,
                    BASIC & econ("30239"),
                    PROJECT,
                    PROJECT & econ("30218"),
                ],
                total=["合计", "<"],
            ),
        ),
        Sheet(
            "三公单位",
            ("批复表9", "“三公”经费预算表", "单位：万元"),
            "单位名称|合计|其中：财政拨款|因公出国(境)费|公务接待费|公务用车购置及运行维护费|<|<|占上年比例%\n^|^|^|^|^|小计|购置费|运行维护费|^",
            [
                [
                    n,
                    *figures(GENERAL & own, [THREE, THREE, TRAVEL, GUESTS, CARS, BUYING, DRIVING]),
                    rate,
                ]
                for n, own, rate in (
                    ("合计", ALL, "107.53"),
                    *((n, cut(unit=u), "107.50") for u, n in UNITS.items()),
                )
            ],
        ),
    ),
)
