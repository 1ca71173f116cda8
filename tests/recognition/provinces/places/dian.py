"""滇池: spending by kind of own money, in yuan; basic expenditure by unit, project and two codes."""

from __future__ import annotations

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ACCOUNT,
    ALL,
    BASIC,
    CAPITAL,
    CARRIED,
    DEPARTMENT,
    FUND,
    GENERAL,
    GRANT,
    NEW,
    NOTHING,
    OFFICE,
    OTHER,
    PROJECT,
    SERVICE,
    STAFF,
    THREE_COLUMNS,
    TRADE,
    UNIT_FUNDS,
    YEAR,
    codes,
    cut,
    m,
    name_of,
)
from tests.recognition.provinces.rows import (
    classes,
    figures,
    foot,
    tree,
)

PLACE = Place(
    "滇池",
    Style(unit="元", decimals=2, comma=True),
    (
        Sheet(
            "财务收支预算总表",
            ("预算01-1表", f"{YEAR}年部门财务收支预算总表", f"单位名称：{DEPARTMENT}　单位：元"),
            "收  入|<|支  出|<\n项目|预算数|项目（按功能分类）|预算数",
            foot(
                [
                    [
                        ["一、一般公共预算拨款收入", m(NEW, GENERAL)],
                        ["二、政府性基金预算拨款收入", m(NEW, FUND)],
                        ["三、国有资本经营预算拨款收入", ""],
                        ["四、财政专户管理资金收入", m(NEW, ACCOUNT)],
                        ["五、单位资金", m(NEW, UNIT_FUNDS)],
                        ["1、事业收入", m(NEW, SERVICE)],
                        ["2、事业单位经营收入", m(NEW, TRADE)],
                        ["3、上级补助收入", m(NEW, GRANT)],
                        ["4、附属单位上缴收入", ""],
                        ["5、其他收入", m(NEW, OTHER)],
                    ],
                    classes(ALL, [ALL], only=True),
                ],
                [["本年收入合计", m(NEW)], ["上年结转结余", m(CARRIED)], ["收  入  总  计", m()]],
                [["本年支出合计", m()], ["年终结转结余", ""], ["支  出  总  计", m()]],
            ),
        ),
        Sheet(
            "部门支出预算表",
            ("预算01-3表", f"{YEAR}年部门支出预算表", f"单位名称：{DEPARTMENT}　单位：元"),
            "科目编码|科目名称|合计|一般公共预算|<|<|政府性基金预算|国有资本经营预算|财政专户管理的支出|单位资金|<|<|<|<|<\n^|^|^|小计|基本支出|项目支出|^|^|^|小计|事业支出|事业单位/经营支出|上级补助支出|附属单位补助支出|其他支出\n1|2|3|4|5|6|7|8|9|10|11|12|13|14|15",
            tree(
                ALL,
                [
                    ALL,
                    GENERAL,
                    GENERAL & BASIC,
                    GENERAL & PROJECT,
                    FUND,
                    CAPITAL,
                    ACCOUNT,
                    UNIT_FUNDS,
                    SERVICE,
                    TRADE,
                    GRANT,
                    NOTHING,
                    OTHER,
                ],
                total=["合  计", "<"],
                at_foot=True,
            ),
        ),
        Sheet(
            "一般公共预算支出",
            (
                "预算02-2表",
                f"{YEAR}年一般公共预算支出预算表（按功能科目分类）",
                f"单位名称：{DEPARTMENT}　单位：元",
            ),
            "部门预算支出功能分类科目|<|合计|基本支出|<|<|项目支出\n科目编码|科目名称|^|小计|人员经费|公用经费|^\n1|2|3|4|5|6|7",
            tree(
                GENERAL, [ALL, BASIC, STAFF, OFFICE, PROJECT], total=["合  计", "<"], at_foot=True
            ),
        ),
        Sheet(
            "三公",
            (
                "预算03表",
                f"{YEAR}年一般公共预算“三公”经费支出预算表",
                f"单位名称：{DEPARTMENT}　单位：元",
            ),
            "“三公”经费合计|因公出国（境）费|公务用车购置及运行费|<|<|公务接待费\n^|^|小计|公务用车购置费|公务用车运行费|^\n1|2|3|4|5|6",
            [figures(GENERAL, THREE_COLUMNS)],
        ),
        Sheet(
            "基本支出明细",
            (
                "预算04表",
                f"{YEAR}年部门基本支出预算表（人员类.运转类公用经费项目）",
                f"单位名称：{DEPARTMENT}　单位：元",
            ),
            "单位名称|项目名称|功能科目编码|功能科目名称|部门经济科目编码|部门经济科目名称|资金来源|<|<|<\n^|^|^|^|^|^|总计|一般公共预算|财政专户管理资金|单位资金\n1|2|3|4|5|6|7|8|9|10",
            [
                *[
                    [
                        n,
                        "工资支出" if e[:3] == "301" else "一般公用经费",
                        f,
                        name_of("function", f),
                        e,
                        name_of("economic", e),
                        *figures(
                            BASIC & cut(unit=u, function=f, economic=e),
                            [ALL, GENERAL, ACCOUNT, UNIT_FUNDS],
                        ),
                    ]
                    for u, n in (("318001", "青岩县水务局本级"), ("318002", "青岩县水库管理处"))
                    for f in codes("function", BASIC & cut(unit=u), (7,))
                    for e in codes("economic", BASIC & cut(unit=u, function=f), (5,))
                ],
                [
                    "合  计",
                    "<",
                    "<",
                    "<",
                    "<",
                    "<",
                    *figures(BASIC, [ALL, GENERAL, ACCOUNT, UNIT_FUNDS]),
                ],
            ],
            is_official=False,
        ),
        Sheet(
            "政府性基金",
            (
                "预算06表",
                f"{YEAR}年部门政府性基金预算支出预算表",
                f"单位名称：{DEPARTMENT}　单位：元",
            ),
            "单位名称|政府性基金预算支出|<|<|<|<\n^|科目编码|科目名称|合计|基本支出|项目支出",
            [[DEPARTMENT, *row] for row in tree(FUND, [ALL, BASIC, PROJECT])]
            + [["合  计", "<", "<", *figures(FUND, [ALL, BASIC, PROJECT])]],
        ),
    ),
)
