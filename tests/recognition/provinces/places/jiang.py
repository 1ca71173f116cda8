"""疆野: 类 款 项 apart, totals at the foot, economic classes as columns, 上年结余 with a long name."""

from __future__ import annotations

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ACCOUNT,
    ALL,
    APPROPRIATION,
    BASIC,
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
    UNIT_FUNDS,
    codes,
    cut,
    econ,
    m,
    name_of,
)
from tests.recognition.provinces.rows import (
    figures,
    foot,
    split_all,
    tree,
)

_econ8 = [econ("301"), econ("302"), econ("303"), NOTHING, NOTHING, econ("310"), NOTHING, NOTHING]

PLACE = Place(
    "疆野",
    Style(comma=False),
    (
        Sheet(
            "收支总体",
            ("表一：", "单位收支总体情况表", f"编制单位：{DEPARTMENT}　单位：万元"),
            "收      入|<|支      出|<\n项      目|预算数|功能分类|预算数",
            foot(
                [
                    [
                        ["财政拨款（补助）", m(APPROPRIATION, NEW)],
                        ["一般公共预算", m(GENERAL, NEW)],
                        ["政府性基金预算", m(FUND, NEW)],
                        ["国有资本经营预算", ""],
                        ["财政专户管理资金", m(ACCOUNT, NEW)],
                        ["单位资金", m(UNIT_FUNDS, NEW)],
                        ["事业收入", m(SERVICE, NEW)],
                        ["事业单位经营收入", m(TRADE, NEW)],
                        ["上级补助收入", m(GRANT, NEW)],
                        ["附属单位上缴收入", ""],
                        ["其他收入", m(OTHER, NEW)],
                    ],
                    [
                        [f"{c} {name_of('function', c)}", m(cut(function=c))]
                        for c in (
                            "201",
                            "202",
                            "203",
                            "204",
                            "205",
                            "206",
                            "207",
                            "208",
                            "209",
                            "210",
                            "211",
                            "212",
                            "213",
                            "214",
                            "221",
                            "224",
                            "229",
                        )
                    ],
                ],
                [
                    ["小      计", m(NEW)],
                    ["单位上年结余（不包括国库集中支付额度结余）", m(CARRIED)],
                    ["收 入 总 计", m()],
                ],
                [["小      计", m()], ["单位结转下年", ""], ["支 出 总 计", m()]],
            ),
        ),
        Sheet(
            "收入总体",
            ("表二：", "单位收入总体情况表", f"编制单位：{DEPARTMENT}　单位：万元"),
            """功能分类科目编码|<|<|功能分类科目名称|总计|财政拨款（补助）|<|<|<|财政专户管理资金|单位资金|<|<|<|<|<|单位上年结余（不包括国库集中支付额度结余）
        类|款|项|^|^|小计|一般公共预算|政府性基金预算|国有资本经营预算|^|小计|事业收入|事业单位经营收入|上级补助收入|附属单位上缴收入|其他收入|^""",
            tree(
                ALL,
                [
                    ALL,
                    APPROPRIATION & NEW,
                    GENERAL & NEW,
                    FUND & NEW,
                    CAPITAL,
                    ACCOUNT & NEW,
                    UNIT_FUNDS & NEW,
                    SERVICE & NEW,
                    TRADE & NEW,
                    GRANT & NEW,
                    NOTHING,
                    OTHER & NEW,
                    CARRIED,
                ],
                style=split_all,
                total=["合计", "<", "<", "<"],
                at_foot=True,
            ),
        ),
        Sheet(
            "支出总体",
            ("表三：", "单位支出总体情况表", f"编制单位：{DEPARTMENT}　单位：万元"),
            """项 目|<|<|<|支出预算|<|<
        功能分类科目编码|<|<|功能分类科目名称|合计|基本支出|项目支出
        类|款|项|^|^|^|^""",
            tree(
                ALL,
                [ALL, BASIC, cut(nature=("项目", "经营"))],
                style=split_all,
                total=["合计", "<", "<", "<"],
                at_foot=True,
            ),
        ),
        Sheet(
            "财政拨款总体",
            ("表四：", "财政拨款收支预算总体情况表", f"编制单位：{DEPARTMENT}　单位：万元"),
            """财政拨款收入|<|财政拨款支出|<|<|<|<
        项目|合计|功能分类|合计|一般公共预算|政府性基金预算|国有资本经营预算""",
            foot(
                [
                    [
                        ["财政拨款（补助）", m(APPROPRIATION, NEW)],
                        ["一般公共预算", m(GENERAL, NEW)],
                        ["政府性基金预算", m(FUND, NEW)],
                        ["国有资本经营预算", ""],
                    ],
                    [
                        [
                            f"{c} {name_of('function', c)}",
                            *figures(
                                APPROPRIATION & cut(function=c), [ALL, GENERAL, FUND, CAPITAL]
                            ),
                        ]
                        for c in (
                            "201",
                            "202",
                            "203",
                            "204",
                            "205",
                            "206",
                            "207",
                            "208",
                            "209",
                            "210",
                            "211",
                            "212",
                            "213",
                            "214",
                            "221",
                            "224",
                            "229",
                        )
                    ],
                ],
                [
                    ["小    计", m(APPROPRIATION, NEW)],
                    ["上年结转", m(APPROPRIATION, CARRIED)],
                    ["收  入  总  计", m(APPROPRIATION)],
                ],
                [
                    ["小    计", *figures(APPROPRIATION, [ALL, GENERAL, FUND, CAPITAL])],
                    ["结转下年", "", "", "", ""],
                    ["支  出  总  计", *figures(APPROPRIATION, [ALL, GENERAL, FUND, CAPITAL])],
                ],
            ),
        ),
        Sheet(
            "项目支出",
            ("表七：", "一般公共预算项目支出情况表", f"编制单位：{DEPARTMENT}　单位：万元"),
            """科目编码|<|<|科目名称|项目名称|项目支出合计|工资福利支出|商品和服务支出|对个人和家庭的补助|债务利息及费用支出|资本性支出（基本建设）|资本性支出|对企业补助（基本建设）|对企业补助
        类|款|项|^|^|^|^|^|^|^|^|^|^|^""",
            [
                *[
                    [
                        f[:3],
                        f[3:5],
                        f[5:],
                        name_of("function", f),
                        p,
                        *figures(GENERAL & PROJECT & cut(function=f, project=p), [ALL, *_econ8]),
                    ]
                    for f in codes("function", GENERAL & PROJECT, (7,))
                    for p in (
                        "水资源管理",
                        "河长制工作",
                        "防汛物资储备",
                        "水库维修养护",
                        "农村饮水监测",
                    )
                    if m(GENERAL, PROJECT, cut(function=f, project=p))
                ],
                ["合计", "<", "<", "<", "<", *figures(GENERAL & PROJECT, [ALL, *_econ8])],
            ],
        ),
        Sheet(
            "三公",
            ("表八：", "一般公共预算“三公”经费支出情况表", f"编制单位：{DEPARTMENT}　单位：万元"),
            """合计|因公出国（境）费|公务用车购置及运行费|<|<|公务接待费
        ^|^|小计|公务用车购置费|公务用车运行费|^""",
            [figures(GENERAL, THREE_COLUMNS)],
        ),
    ),
)
