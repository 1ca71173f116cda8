"""湘洲: four panels, economic classes as columns."""

from __future__ import annotations

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ACCOUNT,
    ALL,
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
    OTHER,
    PROJECT,
    SERVICE,
    THREE_COLUMNS,
    TRADE,
    Fen,
    cut,
    econ,
    m,
)
from tests.recognition.provinces.rows import (
    classes,
    foot,
    numeral,
    split_all,
    split_own,
    tree,
    units,
)

PLACE = Place(
    "湘洲",
    Style(),
    (
        Sheet(
            "收支总表",
            ("部门预算公开表01", "收支总表", f"单位：318_{DEPARTMENT}　金额单位：万元"),
            "收入|<|支出|<|<|<|<|<\n项目|本年预算|项目（按功能分类）|本年预算|项目（按部门预算经济分类）|本年预算|项目（按政府预算经济分类）|本年预算",
            foot(
                [
                    [
                        ["一、一般公共预算拨款收入", m(NEW, GENERAL)],
                        ["经费拨款", Fen(m(NEW, GENERAL) - 12_000_000)],
                        ["纳入一般公共预算管理的非税收入拨款", Fen(12_000_000)],
                        ["行政事业性收费收入", Fen(9_000_000)],
                        ["国有资源（资产）有偿使用收入", Fen(3_000_000)],
                        ["一般债券", ""],
                        ["外国政府和国际组织贷款", ""],
                        ["二、政府性基金预算拨款收入", m(NEW, FUND)],
                        ["三、国有资本经营预算拨款收入", m(NEW, CAPITAL)],
                        ["四、社会保险基金预算资金", ""],
                        ["五、财政专户管理资金收入", m(NEW, ACCOUNT)],
                        ["六、上级财政补助收入", ""],
                        ["七、事业收入", m(NEW, SERVICE)],
                        ["八、事业单位经营收入", m(NEW, TRADE)],
                        ["九、上级单位补助收入", m(NEW, GRANT)],
                        ["十、附属单位上缴收入", ""],
                        ["十一、其他收入", m(NEW, OTHER)],
                    ],
                    classes(ALL, [ALL]),
                    [
                        ["一、基本支出", m(BASIC)],
                        ["工资福利支出", m(BASIC, econ("301"))],
                        ["商品和服务支出", m(BASIC, econ("302"))],
                        ["对个人和家庭的补助", m(BASIC, econ("303"))],
                        ["资本性支出", m(BASIC, econ("310"))],
                        ["二、项目支出", m(PROJECT)],
                        ["按项目管理的商品和服务支出", m(PROJECT, econ("302"))],
                        ["按项目管理的对个人和家庭的补助", m(PROJECT, econ("303"))],
                        ["资本性支出", m(PROJECT, econ("310"))],
                        ["三、事业单位经营服务支出", m(BUSINESS)],
                    ],
                    [
                        [f"{numeral(n)}、{name}", m(cut(government=code))]
                        for n, (code, name) in enumerate(
                            (
                                ("501", "机关工资福利支出"),
                                ("502", "机关商品和服务支出"),
                                ("503", "机关资本性支出（一）"),
                                ("504", "机关资本性支出（二）"),
                                ("505", "对事业单位经常性补助"),
                                ("506", "对事业单位资本性补助"),
                                ("507", "对企业补助"),
                                ("509", "对个人和家庭的补助"),
                            ),
                            1,
                        )
                    ],
                ],
                [["本年收入合计", m(NEW)], ["上年结转结余", m(CARRIED)], ["收入总计", m()]],
                *[[["本年支出合计", m()], ["年终结转结余", ""], ["支出总计", m()]]] * 3,
            ),
        ),
        Sheet(
            "支出分类(部门)",
            ("部门预算公开表05", "支出分类（部门预算）", f"单位：318_{DEPARTMENT}　金额单位：万元"),
            "科目|<|<|<|总计|工资福利支出|商品和服务支出|对个人和家庭的补助|资本性支出（基本建设）|资本性支出\n科目编码|<|<|科目名称|^|^|^|^|^|^\n类|款|项|^|^|^|^|^|^|^",
            tree(
                ALL,
                [ALL, econ("301"), econ("302"), econ("303"), NOTHING, econ("310")],
                style=split_all,
                total=["", "", "", "合计"],
            ),
        ),
        Sheet(
            "一般公共预算支出表",
            ("部门预算公开表07", "一般公共预算支出表", f"单位：318_{DEPARTMENT}　金额单位：万元"),
            "科目编码|<|<|科目名称|合计|基本支出|<|<|<|<|项目支出\n类|款|项|^|^|小计|工资福利支出|商品和服务支出|对个人和家庭的补助|资本性支出|^",
            tree(
                GENERAL,
                [
                    ALL,
                    BASIC,
                    BASIC & econ("301"),
                    BASIC & econ("302"),
                    BASIC & econ("303"),
                    BASIC & econ("310"),
                    PROJECT,
                ],
                style=split_own,
                total=["", "", "", "合计"],
            ),
        ),
        Sheet(
            "三公",
            (
                "部门预算公开表15",
                "一般公共预算“三公”经费支出表",
                f"单位：318_{DEPARTMENT}　金额单位：万元",
            ),
            "单位编码|单位名称|“三公”经费合计|因公出国（境）费|公务用车购置及运行费|<|<|公务接待费\n^|^|^|^|小计|公务用车购置费|公务用车运行费|^",
            units([GENERAL & c for c in THREE_COLUMNS], total=["合计", "<"]),
        ),
        Sheet(
            "项目支出(经济科目为列)",
            ("部门预算公开表22", "项目支出预算表（按部门经济分类）", "金额单位：万元"),
            "科目编码|科目名称|合计|工资福利支出|商品和服务支出|对个人和家庭的补助|资本性支出",
            tree(
                PROJECT,
                [ALL, econ("301"), econ("302"), econ("303"), econ("310")],
                total=["合计", "<"],
            ),
        ),
    ),
)
