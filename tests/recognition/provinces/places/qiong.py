"""琼崖: titles and units inside the grid, amounts compared with last year."""

from __future__ import annotations

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ACCOUNT,
    ALL,
    BASIC,
    BUYING,
    CARRIED,
    CARS,
    DRIVING,
    FUND,
    GENERAL,
    GUESTS,
    LAST_YEAR,
    NEW,
    PROJECT,
    THREE,
    TRAVEL,
    UNIT_FUNDS,
    YEAR,
    cut,
    m,
)
from tests.recognition.provinces.rows import (
    change,
    classes,
    figures,
    foot,
    more,
    tree,
)

_Q = [ALL & LAST_YEAR, ALL, more(ALL)]

PLACE = Place(
    "琼崖",
    Style(),
    (
        Sheet(
            "收支总表",
            ("附表1",),
            "青岩县水务局2026年部门收支总表|<|<|<\n | | |单位：万元\n收入|<|支出|<\n项目|金额（万元）|项目|金额（万元）",
            foot(
                [
                    [
                        ["一、一般公共预算拨款", m(NEW, GENERAL)],
                        ["二、政府性基金预算拨款", m(NEW, FUND)],
                        ["三、财政专户管理资金", m(NEW, ACCOUNT)],
                        ["四、单位资金", m(NEW, UNIT_FUNDS)],
                    ],
                    classes(ALL, [ALL], only=True),
                ],
                [["本年收入合计", m(NEW)], ["上年结转和结余", m(CARRIED)], ["收入总计", m()]],
                [["本年支出合计", m()], ["年末结转和结余", ""], ["支出总计", m()]],
            ),
        ),
        Sheet(
            "支出总表",
            ("附表3",),
            "青岩县水务局2026年部门支出总表　　单位：万元|<|<|<|<\n支出功能分类科目|<|合计|基本支出|项目支出（含经营支出）\n科目编码|科目名称|^|^|^",
            tree(
                ALL,
                [ALL, BASIC, cut(nature=("项目", "经营"))],
                total=["合计", "<"],
            ),
        ),
        Sheet(
            "一般公共预算支出表",
            ("附表5",),
            f"{YEAR}年一般公共预算支出表|<|<|<|<|<|<|<\n单位：万元|<|<|<|<|<|<|<\n科目|<|{YEAR - 1}年预算数|{YEAR}年预算数|<|<|{YEAR}年预算数比{YEAR - 1}年预算数|<\n编码|名称|^|合计|基本支出|项目支出|增减额|增减%",
            tree(
                GENERAL,
                [ALL & LAST_YEAR, ALL, BASIC, PROJECT, more(ALL), change(ALL)],
                total=["", "合计"],
            ),
        ),
        Sheet(
            "三公行",
            ("附表7",),
            f"一般公共预算“三公”经费支出表|<|<|<|<\n单位：万元|<|<|<|<\n项目|{YEAR - 1}年预算数|{YEAR}年预算数|增减额|备注",
            [
                ["合计", *figures(GENERAL & THREE, _Q), ""],
                ["1.因公出国（境）费用", *figures(GENERAL & TRAVEL, _Q), ""],
                ["2.公务接待费", *figures(GENERAL & GUESTS, _Q), "严格控制"],
                ["3.公务用车费", *figures(GENERAL & CARS, _Q), ""],
                ["其中：（1）公务用车运行维护费", *figures(GENERAL & DRIVING, _Q), ""],
                ["（2）公务用车购置", *figures(GENERAL & BUYING, _Q), "更新1辆"],
            ],
        ),
    ),
)
