"""旧县: wordings of older years: 预算内拨款, 非税收入, 医疗卫生, totals called 总计 in trees, years in titles."""

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
    YEAR,
    Fen,
    cut,
    econ,
    m,
)
from tests.recognition.provinces.rows import (
    figures,
    foot,
    split_own,
    tree,
)

_TAX = cut(early=False)
PLACE = Place(
    "旧县",
    Style(comma=False),
    (
        Sheet(
            "收支总表",
            ("附表一", f"{YEAR}年部门收支预算总表", "单位：万元"),
            f"收   入|<|支   出|<\n项   目|{YEAR}年预算|项   目|{YEAR}年预算",
            foot(
                [
                    [
                        ["一、公共财政预算拨款（补助）", m(NEW, GENERAL)],
                        ["（一）预算内经费拨款", Fen(m(NEW, GENERAL) - 20_000_000)],
                        ["（二）纳入预算管理的非税收入安排", Fen(20_000_000)],
                        ["二、政府性基金", m(NEW, FUND)],
                        ["三、财政专户核拨资金", m(NEW, ACCOUNT)],
                        ["四、事业收入", m(NEW, SERVICE)],
                        ["五、经营收入", m(NEW, TRADE)],
                        ["六、上级补助收入", m(NEW, GRANT)],
                        ["七、其他各项收入", m(NEW, OTHER)],
                    ],
                    [
                        ["一、基本支出", m(BASIC)],
                        ["（一）工资福利支出", m(BASIC, econ("301"))],
                        ["（二）商品和服务支出", m(BASIC, econ("302"))],
                        ["（三）对个人和家庭的补助支出", m(BASIC, econ("303"))],
                        ["（四）其他资本性支出", m(BASIC, econ("310"))],
                        ["二、项目支出", m(PROJECT)],
                        ["三、经营支出", m(BUSINESS)],
                        ["四、上缴上级支出", ""],
                        ["五、对附属单位补助支出", ""],
                    ],
                ],
                [["本年收入小计", m(NEW)], ["八、动用上年结余", m(CARRIED)], ["收入总计", m()]],
                [["本年支出小计", m()], ["六、结转下年", ""], ["支出总计", m()]],
            ),
        ),
        Sheet(
            "支出预算表",
            ("附表三", f"{YEAR}年部门支出预算表（按功能科目）", "单位：万元"),
            "类|款|项|科目名称|总计|公共财政预算拨款|政府性基金|财政专户|其他收入安排|上年结余安排",
            tree(
                ALL,
                [ALL, NEW & GENERAL, NEW & FUND, NEW & ACCOUNT, NEW & UNIT_FUNDS, CARRIED],
                style=split_own,
                total=["", "", "", "总计"],
            ),
        ),
        Sheet(
            "公共财政支出",
            ("附表五", f"{YEAR}年公共财政预算拨款支出表", "单位：万元"),
            "科目编码|科目名称|总计|其中：|<\n^|^|^|基本支出|项目支出",
            tree(GENERAL, [ALL, BASIC, PROJECT], total=["", "总计"]),
        ),
        Sheet(
            "三公",
            (
                "附表六",
                f"{YEAR}年公共财政预算拨款安排的“三公”经费及会议费、培训费预算表",
                "单位：万元",
            ),
            "项目|合计|其中：基本支出安排|项目支出安排",
            [
                [label, *figures(GENERAL & c, [ALL, BASIC, PROJECT])]
                for label, c in (
                    ("“三公”经费小计", THREE),
                    ("1、因公出国（境）经费", TRAVEL),
                    ("2、公务接待费", GUESTS),
                    ("3、公务用车经费", CARS),
                    ("（1）购置费", BUYING),
                    ("（2）运行维护费", DRIVING),
                    ("会议费", MEETINGS),
                    ("培训费", TRAINING),
                )
            ],
        ),
    ),
)
