"""藏源: local and higher money apart, titles in the grid, merged cells given without spans."""

from __future__ import annotations

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ACCOUNT,
    ALL,
    BASIC,
    BUSINESS,
    CARRIED,
    DEPARTMENT,
    FUND,
    GENERAL,
    LAST_YEAR,
    NEW,
    OFFICE,
    PROJECT,
    STAFF,
    THREE_COLUMNS,
    UNIT_FUNDS,
    YEAR,
    cut,
    m,
)
from tests.recognition.provinces.rows import (
    classes,
    figures,
    foot,
    tree,
)

_LOCAL, _HIGHER = cut(early=False), cut(early=True)
PLACE = Place(
    "藏源",
    Style(),
    (
        Sheet(
            "收支预算总表",
            ("公开01表",),
            f"部门收支预算总表|<|<|<\n部门：{DEPARTMENT}|<| |单位：万元\n收      入| |支      出| \n项    目|预算数|项    目（按功能分类）|预算数",
            foot(
                [
                    [
                        ["一、一般公共预算财政拨款", m(NEW, GENERAL)],
                        ["1.本级财力安排", m(NEW, GENERAL, _LOCAL)],
                        ["2.上级专项转移支付安排", m(NEW, GENERAL, _HIGHER)],
                        ["二、政府性基金预算财政拨款", m(NEW, FUND)],
                        ["三、国有资本经营预算财政拨款", ""],
                        ["四、财政专户管理资金", m(NEW, ACCOUNT)],
                        ["五、单位资金", m(NEW, UNIT_FUNDS)],
                    ],
                    classes(ALL, [ALL]),
                ],
                [["本年收入合计", m(NEW)], ["上年结转", m(CARRIED)], ["收  入  总  计", m()]],
                [["本年支出合计", m()], ["年终结余结转", ""], ["支  出  总  计", m()]],
            ),
        ),
        Sheet(
            "收入预算总表",
            ("公开02表",),
            f"部门收入预算总表|<|<|<|<|<|<|<|<\n部门：{DEPARTMENT}|<|<|<|<|<|<| |单位：万元\n科目编码|科目名称|合计|上年结转|一般公共预算财政拨款| | |政府性基金|其他资金\n | | | |小计|本级财力安排|上级专项转移支付| | ",
            tree(
                ALL,
                [
                    ALL,
                    CARRIED,
                    NEW & GENERAL,
                    NEW & GENERAL & _LOCAL,
                    NEW & GENERAL & _HIGHER,
                    NEW & FUND,
                    NEW & cut(fund=("专户", "事业", "经营", "上级", "附属", "其他")),
                ],
                total=["合计", ""],
            ),
        ),
        Sheet(
            "支出预算总表",
            ("公开03表",),
            f"部门支出预算总表|<|<|<|<|<|<\n部门：{DEPARTMENT}|<|<|<|<| |单位：万元\n科目编码|科目名称|合计|基本支出| |项目支出|经营支出\n | | |人员经费|公用经费| | ",
            tree(ALL, [ALL, STAFF, OFFICE, PROJECT, BUSINESS], total=["合计", ""]),
        ),
        Sheet(
            "一般公共预算支出表",
            ("公开05表",),
            f"一般公共预算支出表|<|<|<|<|<\n部门：{DEPARTMENT}|<|<|<| |单位：万元\n科目编码|科目名称|{YEAR - 1}年执行数|{YEAR}年预算数| | \n | | |合计|基本支出|项目支出",
            tree(GENERAL, [LAST_YEAR, ALL, BASIC, PROJECT], total=["合计", ""]),
        ),
        Sheet(
            "三公",
            ("公开07表",),
            f"“三公”经费支出预算表|<|<|<|<|<\n部门：{DEPARTMENT}|<|<|<| |单位：万元\n“三公”经费/合计|因公出国（境）费|公务用车购置及运行费| | |公务接待费\n | |小计|公务用车/购置费|公务用车/运行费| ",
            [figures(GENERAL, THREE_COLUMNS)],
        ),
    ),
)
