"""赣岭: classes by name only, 教育收费, columns numbered with stars."""

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
    DEPARTMENT,
    DRIVING,
    FUND,
    GENERAL,
    GRANT,
    GUESTS,
    NEW,
    NOTHING,
    OTHER,
    PROJECT,
    SERVICE,
    THREE,
    TRADE,
    TRAVEL,
    m,
)
from tests.recognition.provinces.rows import (
    classes,
    figures,
    foot,
    tree,
    units,
)

_jiangxi_revenue = [
    ["一、财政拨款收入", m(NEW, APPROPRIATION)],
    ["（一）一般公共预算拨款收入", m(NEW, GENERAL)],
    ["（二）政府性基金预算拨款收入", m(NEW, FUND)],
    ["（三）国有资本经营预算收入", m(NEW, CAPITAL)],
    ["二、教育收费资金收入", m(NEW, ACCOUNT)],
    ["三、事业收入", m(NEW, SERVICE)],
    ["四、事业单位经营收入", m(NEW, TRADE)],
    ["五、附属单位上缴收入", ""],
    ["六、上级补助收入", m(NEW, GRANT)],
    ["七、其他收入", m(NEW, OTHER)],
]

PLACE = Place(
    "赣岭",
    Style(comma=True),
    (
        Sheet(
            "收支预算总表",
            ("收支预算总表", f"填报单位:[318]{DEPARTMENT}　单位：万元"),
            "收入|<|支出|<\n项目|预算数|项目(按支出功能科目类级)|预算数",
            foot(
                [_jiangxi_revenue, classes(ALL, [ALL], numbered=False, only=True)],
                [
                    ["本年收入合计", m(NEW)],
                    ["八、使用非财政拨款结余", ""],
                    ["九、上年结转（结余）", m(CARRIED)],
                    ["收入总计", m()],
                ],
                [["本年支出合计", m()], ["结转下年", ""], ["", ""], ["支出总计", m()]],
            ),
        ),
        Sheet(
            "部门收入总表",
            ("部门收入总表", f"填报单位:[318]{DEPARTMENT}　单位：万元"),
            """科目编码|科目名称|合计|上年结转|财政拨款收入|<|<|<|教育收费资金收入|事业收入|事业单位经营收入|附属单位上缴收入|上级补助收入|其他收入|使用非财政拨款结余
        ^|^|^|^|小计|一般公共预算拨款收入|政府性基金预算拨款收入|国有资本经营预算收入|^|^|^|^|^|^|^
        **|**|1|2|3|4|5|6|7|8|9|10|11|12|13""",
            tree(
                ALL,
                [
                    ALL,
                    CARRIED,
                    NEW & APPROPRIATION,
                    NEW & GENERAL,
                    NEW & FUND,
                    NEW & CAPITAL,
                    NEW & ACCOUNT,
                    NEW & SERVICE,
                    NEW & TRADE,
                    NOTHING,
                    NEW & GRANT,
                    NEW & OTHER,
                    NOTHING,
                ],
                total=["", "合计"],
            ),
        ),
        Sheet(
            "部门支出总表",
            ("部门支出总表", f"填报单位:[318]{DEPARTMENT}　单位：万元"),
            "支出功能分类科目|<|合计|基本支出|项目支出|事业单位经营支出\n科目编码|科目名称|^|^|^|^\n**|**|1|2|3|4",
            tree(ALL, [ALL, BASIC, PROJECT, BUSINESS], total=["", "合计"]),
        ),
        Sheet(
            "财政拨款收支总表",
            ("财政拨款收支总表", f"填报单位:[318]{DEPARTMENT}　单位：万元"),
            "收入|<|支出|<|<|<|<\n项目|预算数|项目(按支出功能科目类级)|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款",
            foot(
                [
                    [
                        ["一、本年收入", m(NEW, APPROPRIATION)],
                        ["（一）一般公共预算拨款", m(NEW, GENERAL)],
                        ["（二）政府性基金预算拨款", m(NEW, FUND)],
                        ["（三）国有资本经营预算拨款", m(NEW, CAPITAL)],
                        ["二、上年结转", m(CARRIED, APPROPRIATION)],
                    ],
                    [
                        ["一、本年支出", *figures(APPROPRIATION, [ALL, GENERAL, FUND, CAPITAL])],
                        *classes(
                            APPROPRIATION, [ALL, GENERAL, FUND, CAPITAL], numbered=False, only=True
                        ),
                        ["二、结转下年", "", "", "", ""],
                    ],
                ],
                [["收入总计", m(APPROPRIATION)]],
                [["支出总计", *figures(APPROPRIATION, [ALL, GENERAL, FUND, CAPITAL])]],
            ),
        ),
        Sheet(
            "三公",
            ("财政拨款“三公”经费支出表", f"填报单位:[318]{DEPARTMENT}　单位：万元"),
            "单位编码|单位名称|合计|因公出国(境)费|公务接待费|公务用车运行维护费|公务用车购置\n**|**|1|2|3|4|5",
            units(
                [APPROPRIATION & c for c in (THREE, TRAVEL, GUESTS, DRIVING, BUYING)],
                total=["", "合计"],
            ),
        ),
    ),
)
