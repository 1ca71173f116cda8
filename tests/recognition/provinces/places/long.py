"""陇原: numbered annexes, revenue in one column, 三公 with meetings and training."""

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
    DRIVING,
    FUND,
    GENERAL,
    GRANT,
    GUESTS,
    MEETINGS,
    NEW,
    OTHER,
    PROJECT,
    SERVICE,
    THREE,
    TRADE,
    TRAINING,
    TRAVEL,
    UNIT_FUNDS,
    cut,
    econ,
    m,
)
from tests.recognition.provinces.rows import (
    classes,
    figures,
    foot,
    numeral,
    tree,
    units,
)

_SPENT_ON = (
    ("工资福利支出", econ("301")),
    ("商品和服务支出", econ("302")),
    ("对个人和家庭的补助", econ("303")),
    ("资本性支出", econ("310")),
)

PLACE = Place(
    "陇原",
    Style(),
    (
        Sheet(
            "收支总体情况表",
            ("附件1-1", "部门收支总体情况表", "单位：万元"),
            "收   入|<|支   出|<\n项   目|预算数|项    目|预算数",
            foot(
                [
                    [
                        ["一、一般公共预算财政拨款收入", m(NEW, GENERAL)],
                        ["二、政府性基金预算财政拨款收入", m(NEW, FUND)],
                        ["三、国有资本经营预算财政拨款收入", ""],
                        ["四、财政专户管理资金收入", m(NEW, ACCOUNT)],
                        ["五、单位资金收入", m(NEW, UNIT_FUNDS)],
                        ["（一）事业收入", m(NEW, SERVICE)],
                        ["（二）上级补助收入", m(NEW, GRANT)],
                        ["（三）附属单位上缴收入", ""],
                        ["（四）事业单位经营收入", m(NEW, TRADE)],
                        ["（五）其他收入", m(NEW, OTHER)],
                    ],
                    classes(ALL, [ALL]),
                ],
                [["本年收入合计", m(NEW)], ["上年结转、结余", m(CARRIED)], ["收入总计", m()]],
                [["本年支出合计", m()], ["年末结转、结余", ""], ["支出总计", m()]],
            ),
        ),
        Sheet(
            "收入总体情况表",
            ("附件1-2", "部门收入总体情况表", "单位：万元"),
            "项目|预算数",
            [
                ["一、一般公共预算财政拨款收入", m(GENERAL)],
                ["其中：上年结转", m(GENERAL, CARRIED)],
                ["二、政府性基金预算财政拨款收入", m(FUND)],
                ["其中：上年结转", m(FUND, CARRIED)],
                ["三、国有资本经营预算财政拨款收入", ""],
                ["四、财政专户管理资金收入", m(ACCOUNT)],
                ["五、单位资金收入", m(UNIT_FUNDS)],
                ["其中：上年结转", m(UNIT_FUNDS, CARRIED)],
                ["收入合计", m()],
            ],
        ),
        Sheet(
            "支出总体情况表",
            ("附件1-3", "部门支出总体情况表", "单位：万元"),
            "科目编码|科目名称|支出合计|基本支出|项目支出|事业单位经营支出",
            tree(
                ALL,
                [ALL, BASIC, PROJECT, BUSINESS],
                total=["**", "合  计"],
                style=lambda c, n: [c, "　" * ((len(c) - 3) // 2) + n],
            ),
        ),
        Sheet(
            "财政拨款收支",
            ("附件2-1", "财政拨款收支总体情况表", "单位：万元"),
            "收入|<|支出|<|<|<|<\n项目|预算数|项目|合计|一般公共预算|政府性基金预算|国有资本经营预算",
            foot(
                [
                    [
                        ["一、本年收入", m(NEW, APPROPRIATION)],
                        ["（一）一般公共预算财政拨款", m(NEW, GENERAL)],
                        ["（二）政府性基金预算财政拨款", m(NEW, FUND)],
                        ["（三）国有资本经营预算财政拨款", ""],
                        ["二、上年结转", m(CARRIED, APPROPRIATION)],
                        ["（一）一般公共预算财政拨款", m(GENERAL, CARRIED)],
                        ["（二）政府性基金预算财政拨款", m(FUND, CARRIED)],
                    ],
                    [
                        ["一、本年支出", *figures(APPROPRIATION, [ALL, GENERAL, FUND, CAPITAL])],
                        *[
                            [f"（{numeral(n)}）{row[0]}", *row[1:]]
                            for n, row in enumerate(
                                classes(
                                    APPROPRIATION, [ALL, GENERAL, FUND, CAPITAL], numbered=False
                                ),
                                1,
                            )
                        ],
                        ["二、年末结转", "", "", "", ""],
                    ],
                ],
                [["收入总计", m(APPROPRIATION)]],
                [["支出总计", *figures(APPROPRIATION, [ALL, GENERAL, FUND, CAPITAL])]],
            ),
        ),
        Sheet(
            "三公会议培训",
            ("附件3-1", "一般公共预算“三公”经费、会议费、培训费支出情况表", "单位：万元"),
            "单位编码|单位名称|总计|“三公”经费|<|<|<|<|<|会议费|培训费\n^|^|^|小计|因公出国（境）费用|公务接待费|公务用车费|<|<|^|^\n^|^|^|^|^|^|小计|公务用车购置费|公务用车运行维护费|^|^",
            units(
                [
                    GENERAL & c
                    for c in (
                        cut(economic=("30212", "30231", "31013", "30217", "30215", "30216")),
                        THREE,
                        TRAVEL,
                        GUESTS,
                        CARS,
                        BUYING,
                        DRIVING,
                        MEETINGS,
                        TRAINING,
                    )
                ],
                total=["合计", "<"],
            ),
        ),
        Sheet(
            "机关运行经费",
            ("附件3-2", "一般公共预算机关运行经费", "单位：万元"),
            "科目编码|科目名称|机关运行经费",
            tree(
                GENERAL & BASIC & econ("302", "310") & cut(unit="318001"),
                [ALL],
                kind="economic",
                lengths=(3, 5),
                total=["", "合计"],
            ),
        ),
    ),
)
