"""A ministry: other revenue of which education fees, two years side by side."""

from __future__ import annotations

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ACCOUNT,
    ALL,
    BASIC,
    CAPITAL,
    CARRIED,
    FUND,
    GENERAL,
    GRANT,
    LAST_YEAR,
    NEW,
    NOTHING,
    OFFICE,
    OTHER,
    PROJECT,
    STAFF,
    THREE_COLUMNS,
    TRADE,
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

PLACE = Place(
    "中央部委",
    Style(),
    (
        Sheet(
            "部门收支总表",
            ("公开表1", "部门收支总表", "单位：万元"),
            "收    入|<|支    出|<\n项    目|预算数|项    目|预算数",
            foot(
                [
                    [
                        ["一、一般公共预算拨款收入", m(NEW, GENERAL)],
                        ["二、政府性基金预算拨款收入", m(NEW, FUND)],
                        ["三、国有资本经营预算拨款收入", ""],
                        ["四、事业收入", m(NEW, cut(fund=("事业", "专户")))],
                        ["五、事业单位经营收入", m(NEW, TRADE)],
                        ["六、其他收入", m(NEW, cut(fund=("其他", "上级")))],
                    ],
                    classes(ALL, [ALL], only=True),
                ],
                [
                    ["本年收入合计", m(NEW)],
                    ["使用非财政拨款结余", ""],
                    ["上年结转", m(CARRIED)],
                    ["收  入  总  计", m()],
                ],
                [["本年支出合计", m()], ["结转下年", ""], ["", ""], ["支  出  总  计", m()]],
            ),
        ),
        Sheet(
            "部门收入总表",
            ("公开表2", "部门收入总表", "单位：万元"),
            "科目|<|合计|上年结转|一般公共预算拨款收入|政府性基金预算拨款收入|国有资本经营预算拨款收入|事业收入|<|事业单位经营收入|上级补助收入|附属单位上缴收入|其他收入|使用非财政拨款结余\n科目编码|科目名称|^|^|^|^|^|金额|其中：教育收费|^|^|^|^|^",
            tree(
                ALL,
                [
                    ALL,
                    CARRIED,
                    NEW & GENERAL,
                    NEW & FUND,
                    CAPITAL,
                    NEW & cut(fund=("事业", "专户")),
                    NEW & ACCOUNT,
                    NEW & TRADE,
                    NEW & GRANT,
                    NOTHING,
                    NEW & OTHER,
                    NOTHING,
                ],
                total=["合计", "<"],
                at_foot=True,
            ),
        ),
        Sheet(
            "一般公共预算支出表",
            ("公开表5", "一般公共预算支出表", "单位：万元"),
            f"功能分类科目|<|{YEAR - 1}年执行数|{YEAR}年预算数|<|<|{YEAR}年预算数比{YEAR - 1}年执行数|<\n科目编码|科目名称|^|小计|基本支出|项目支出|增减额|增减%",
            tree(
                GENERAL,
                [ALL & LAST_YEAR, ALL, BASIC, PROJECT, more(ALL), change(ALL)],
                total=["合  计", "<"],
                at_foot=True,
            ),
        ),
        Sheet(
            "基本支出表",
            ("公开表6", "一般公共预算基本支出表", "单位：万元"),
            f"部门预算支出经济分类科目|<|{YEAR}年基本支出|<|<\n科目编码|科目名称|合计|人员经费|公用经费",
            tree(
                GENERAL & BASIC,
                [ALL, STAFF, OFFICE],
                kind="economic",
                lengths=(3, 5),
                total=["合  计", "<"],
                at_foot=True,
            ),
        ),
        Sheet(
            "三公",
            ("公开表7", "一般公共预算“三公”经费支出表", "单位：万元"),
            f"""{YEAR - 1}年预算数|<|<|<|<|<|{YEAR}年预算数|<|<|<|<|<
        合计|因公出国/（境）费|公务用车购置及运行费|<|<|公务/接待费|合计|因公出国/（境）费|公务用车购置及运行费|<|<|公务/接待费
        ^|^|小计|公务用车/购置费|公务用车/运行费|^|^|^|小计|公务用车/购置费|公务用车/运行费|^""",
            [[*figures(GENERAL & LAST_YEAR, THREE_COLUMNS), *figures(GENERAL, THREE_COLUMNS)]],
        ),
        Sheet(
            "政府性基金",
            ("公开表8", "政府性基金预算支出表", "单位：万元"),
            f"科目编码|科目名称|{YEAR}年政府性基金预算支出|<|<\n^|^|合计|基本支出|项目支出",
            tree(FUND, [ALL, BASIC, PROJECT], total=["合  计", "<"], at_foot=True),
        ),
    ),
)
