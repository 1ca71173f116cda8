"""浙溪: totals with colons, spending by nature and by class in one panel, two carry-over rows, three kinds of basic money."""

from __future__ import annotations

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ACCOUNT,
    ALL,
    APPROPRIATION,
    BASIC,
    BUSINESS,
    BUYING,
    CARRIED,
    CARS,
    DEPARTMENT,
    DRIVING,
    FUND,
    GENERAL,
    GRANT,
    GUESTS,
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
    name_only,
    tree,
)

_KINDS = [ALL, STAFF & econ("301"), OFFICE, STAFF & econ("303"), PROJECT, BUSINESS]
PLACE = Place(
    "浙溪",
    Style(comma=False, drops_zeros=True),
    (
        Sheet(
            "收支总表",
            (f"表01：{YEAR}年{DEPARTMENT}收支预算总表", "单位:万元"),
            "收入|<|支出|<|<|<\n项    目|预算数|项    目（按性质）|预算数|项    目（按科目）|预算数",
            foot(
                [
                    [
                        ["一、财政拨款", m(NEW, APPROPRIATION)],
                        ["1.一般公共预算", m(NEW, GENERAL)],
                        ["2.政府性基金预算", m(NEW, FUND)],
                        ["二、专户资金", m(NEW, ACCOUNT)],
                        ["三、事业收入（不含专户资金）", m(NEW, SERVICE)],
                        ["四、事业单位经营收入", m(NEW, TRADE)],
                        ["五、上级补助收入", m(NEW, GRANT)],
                        ["六、附属单位上缴收入", ""],
                        ["七、其他收入", m(NEW, OTHER)],
                    ],
                    [
                        ["一、基本支出", m(BASIC)],
                        ["1.人员支出", m(STAFF)],
                        ["2.公用支出", m(OFFICE)],
                        ["二、项目支出", m(PROJECT)],
                        ["三、事业单位经营支出", m(BUSINESS)],
                    ],
                    classes(ALL, [ALL], only=True),
                ],
                [
                    ["本年收入合计：", m(NEW)],
                    ["八、用事业基金弥补收支差额", ""],
                    ["九、上年结转", m(CARRIED)],
                    ["收入总计：", m()],
                ],
                *[[["本年支出合计：", m()], ["结转下年", ""], ["", ""], ["支出总计：", m()]]] * 2,
            ),
        ),
        Sheet(
            "支出总表",
            (f"表03：{YEAR}年{DEPARTMENT}支出预算总表", "单位:万元"),
            "科目编码|科目名称|合计|基本支出|<|<|项目支出|事业单位经营支出\n^|^|^|工资福利支出|商品和服务支出|对个人和家庭的补助|^|^\n**|**|1|2|3|4|5|6",
            tree(ALL, _KINDS, total=["", "合计："]),
        ),
        Sheet(
            "一般公共预算支出",
            (f"表05：{YEAR}年{DEPARTMENT}一般公共预算支出表", "单位:万元"),
            "科目名称|合计|基本支出|<|<|项目支出\n^|^|工资福利支出|商品和服务支出|对个人和家庭的补助|^",
            tree(GENERAL, _KINDS[:-1], style=name_only, total=["合计："]),
        ),
        Sheet(
            "三公",
            (f"表07：{YEAR}年{DEPARTMENT}一般公共预算“三公”经费支出表", "单位:万元"),
            f"单位|{YEAR}年“三公”经费预算数|<|<|<|<|<\n^|合计|因公出国（境）费用|公务接待费|公务用车购置及运行维护费|<|<\n^|^|^|^|小计|公务用车购置费|公务用车运行维护费",
            [
                [name, *figures(GENERAL & own, [THREE, TRAVEL, GUESTS, CARS, BUYING, DRIVING])]
                for name, own in (("合计：", ALL), *((n, cut(unit=u)) for u, n in UNITS.items()))
            ],
        ),
    ),
)
