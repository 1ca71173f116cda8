"""湘县: money and counts side by side, items of staff money as columns, yuan."""

from __future__ import annotations

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ALL,
    BASIC,
    BUYING,
    CARS,
    DEPARTMENT,
    DRIVING,
    GENERAL,
    GUESTS,
    LAST_YEAR,
    PROJECT,
    THREE,
    TRAVEL,
    UNITS,
    YEAR,
    cut,
    econ,
)
from tests.recognition.provinces.rows import (
    change,
    figures,
    more,
    split_own,
    tree,
)

_R = cut(function=("208", "210", "221"))
PLACE = Place(
    "湘县",
    Style(unit="元", decimals=0, comma=False),
    (
        Sheet(
            "支出总表",
            ("表3", "部门支出总体情况表", f"单位名称：{DEPARTMENT} 单位：元"),
            "功能科目编码|<|<|功能科目名称|总计|基本支出|<|<|<|<|项目支出|<|<\n类|款|项|^|^|小计|工资福利支出|一般商品和服务支出|对个人和家庭的补助|资本性支出|小计|专项商品和服务支出|其他项目支出",
            tree(
                cut(nature=("基本", "项目")),
                [
                    ALL,
                    BASIC,
                    *(BASIC & econ(c) for c in ("301", "302", "303", "310")),
                    PROJECT,
                    PROJECT & econ("302"),
                    PROJECT & econ("310", "303"),
                ],
                style=split_own,
                total=["合计", "<", "<", "<"],
            ),
        ),
        Sheet(
            "工资福利",
            (
                "表9",
                "一般公共预算基本支出预算表（工资福利支出）",
                f"单位名称：{DEPARTMENT} 单位：元",
            ),
            "科目编码|科目名称|总计|工资性支出|<|<|<|<|社会保障缴费|<|<|<|<|<|住房公积金|其他工资福利支出\n^|^|^|小计|基本工资|津贴补贴|奖金|绩效工资|小计|基本养老保险缴费|职业年金缴费|职工基本医疗保险缴费|公务员医疗补助缴费|其他社会保障缴费|^|^",
            tree(
                GENERAL & BASIC & econ("301"),
                [
                    ALL,
                    econ("30101", "30102", "30103", "30107"),
                    *(econ(c) for c in ("30101", "30102", "30103", "30107")),
                    econ("30108", "30109", "30110", "30111", "30112"),
                    *(
                        econ(c)
                        for c in ("30108", "30109", "30110", "30111", "30112", "30113", "30199")
                    ),
                ],
                total=["", "合计"],
            ),
        ),
        Sheet(
            "三公",
            ("表20", f"{YEAR}年“三公”经费预算公开表", f"填报单位：{DEPARTMENT} 单位：元"),
            "单位名称|“三公”经费预算总额|<|<|<|<|<|公务接待批次（次）|公务接待人次（人）|公务用车保有量（辆）\n^|小计|公务接待费|公务用车购置及运行费|<|<|因公出国（境）费用|^|^|^\n^|^|^|小计|公务用车购置费|公务用车运行费|^|^|^|^",
            [
                [
                    "合计",
                    *figures(GENERAL, [THREE, GUESTS, CARS, BUYING, DRIVING, TRAVEL]),
                    "38",
                    "412",
                    "6",
                ]
            ]
            + [
                [
                    n,
                    *figures(GENERAL & cut(unit=u), [THREE, GUESTS, CARS, BUYING, DRIVING, TRAVEL]),
                    b,
                    p,
                    v,
                ]
                for (u, n), (b, p, v) in zip(
                    UNITS.items(), (("30", "330", "4"), ("8", "82", "2")), strict=True
                )
            ],
        ),
        Sheet(
            "三公行",
            (
                "表21",
                f"{YEAR}年财政拨款安排“三公”经费预算与上年对比表",
                f"填报单位：{DEPARTMENT} 单位：元",
            ),
            f"项目|{YEAR - 1}年预算数|{YEAR}年预算数|比上年增减|<|增减原因\n^|^|^|金额|%|^",
            [
                [label, *figures(GENERAL & c, [LAST_YEAR, ALL, more(ALL), change(ALL)]), why]
                for label, c, why in (
                    ("合计", THREE, ""),
                    ("1.因公出国（境）费用", TRAVEL, "无"),
                    ("2.公务接待费", GUESTS, "厉行节约"),
                    ("3.公务用车购置及运行费", CARS, ""),
                    ("其中：公务用车购置", BUYING, "更新防汛车辆"),
                    ("公务用车运行维护费", DRIVING, ""),
                )
            ],
        ),
    ),
)
