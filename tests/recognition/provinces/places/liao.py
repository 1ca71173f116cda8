"""辽河: five panels, total at the right end, short header words, codes and names in one cell."""

from __future__ import annotations

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ACCOUNT,
    ALL,
    BASIC,
    BUSINESS,
    BUYING,
    CAPITAL,
    CARRIED,
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
    SERVICE,
    STAFF,
    THREE,
    TRADE,
    TRAVEL,
    UNITS,
    YEAR,
    cut,
    econ,
    m,
)
from tests.recognition.provinces.rows import (
    classes,
    figures,
    foot,
    revenue,
    tree,
)

PLACE = Place(
    "辽河",
    Style(comma=False),
    (
        Sheet(
            "收支预算总表",
            ("附件2：表1", f"{YEAR}年部门收支预算总表", "单位：万元"),
            "收        入|<|支        出|<|<|<|<|<\n项  目|预算数|按功能分类|预算数|按支出性质分类|预算数|按经济分类|预算数",
            foot(
                [
                    revenue(NEW),
                    classes(ALL, [ALL], only=True),
                    [
                        ["一、基本支出", m(BASIC)],
                        ["人员经费", m(STAFF)],
                        ["公用经费", m(OFFICE)],
                        ["二、项目支出", m(PROJECT)],
                        ["三、经营支出", m(BUSINESS)],
                    ],
                    [
                        ["一、工资福利支出", m(econ("301"))],
                        ["二、商品和服务支出", m(econ("302"))],
                        ["三、对个人和家庭的补助", m(econ("303"))],
                        ["四、资本性支出", m(econ("310"))],
                        ["五、其他支出", ""],
                    ],
                ],
                [["本年收入合计", m(NEW)], ["上年结转", m(CARRIED)], ["收入总计", m()]],
                *[[["本年支出合计", m()], ["结转下年", ""], ["支出总计", m()]]] * 3,
            ),
        ),
        Sheet(
            "收入预算总表",
            ("附件2：表2", f"{YEAR}年部门收入预算总表", "单位：万元"),
            "科目|本年收入|<|<|<|<|<|<|<|上年/结转|合计\n^|一般公/共预算|政府性/基金|国有资/本经营|财政/专户|事业/收入|经营/收入|上级/补助|其他/收入|^|^",
            tree(
                ALL,
                [
                    NEW & GENERAL,
                    NEW & FUND,
                    CAPITAL,
                    NEW & ACCOUNT,
                    NEW & SERVICE,
                    NEW & TRADE,
                    NEW & GRANT,
                    NEW & OTHER,
                    CARRIED,
                    ALL,
                ],
                style=lambda c, n: [f"{c} {n}"],
                total=["合计"],
            ),
        ),
        Sheet(
            "支出预算总表",
            ("附件2：表3", f"{YEAR}年部门支出预算总表", "单位：万元"),
            "科目编码|科目名称|项目支出|基本支出|<|经营支出|总计\n^|^|^|工资福利支出和对个人和家庭的补助|商品和服务支出等|^|^",
            tree(ALL, [PROJECT, STAFF, OFFICE, BUSINESS, ALL], total=["", "总 计"]),
        ),
        Sheet(
            "一般公共预算支出表",
            ("附件2：表5", f"{YEAR}年部门一般公共预算支出表", "单位：万元"),
            "科目编码|科目名称|基本支出|<|项目支出|合计\n^|^|人员经费|日常公用经费|^|^",
            tree(
                GENERAL,
                [STAFF, OFFICE, PROJECT, ALL],
                total=["", "总 计"],
                style=lambda c, n: [c, "　" * (len(c) - 3) + n],
            ),
        ),
        Sheet(
            "三公",
            ("附件2：表7", f"{YEAR}年部门一般公共预算“三公”经费支出预算表", "单位：万元"),
            f"单位名称|{YEAR - 1}年预算|<|<|<|<|{YEAR}年预算|<|<|<|<\n^|合计|因公出国|公务接待|公车购置|公车运行|合计|因公出国|公务接待|公车购置|公车运行",
            [
                [
                    name,
                    *figures(
                        GENERAL & own,
                        [LAST_YEAR & c for c in (THREE, TRAVEL, GUESTS, BUYING, DRIVING)]
                        + [THREE, TRAVEL, GUESTS, BUYING, DRIVING],
                    ),
                ]
                for name, own in (("合计", ALL), *((n, cut(unit=u)) for u, n in UNITS.items()))
            ],
        ),
    ),
)
