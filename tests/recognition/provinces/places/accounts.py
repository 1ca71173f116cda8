"""The national form of final accounts: 行次, 栏次, two years of three-public items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.recognition.provinces.builder import Place, Sheet, Style
from tests.recognition.provinces.ledger import (
    ALL,
    APPROPRIATION,
    BASIC,
    BUSINESS,
    CAPITAL,
    CARRIED,
    DEPARTMENT,
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
    codes,
    cut,
    econ,
    m,
    name_of,
)
from tests.recognition.provinces.rows import (
    beside,
    classes,
    figures,
    tree,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def numbered_panel(rows: Sequence[Any], first: int) -> list[list[object]]:
    """行次 after the label."""
    return [[row[0], str(first + n), *row[1:]] for n, row in enumerate(rows)]


_left = [
    ["一、一般公共预算财政拨款收入", m(NEW, GENERAL)],
    ["二、政府性基金预算财政拨款收入", m(NEW, FUND)],
    ["三、国有资本经营预算财政拨款收入", ""],
    ["四、上级补助收入", m(NEW, GRANT)],
    ["五、事业收入", m(NEW, cut(fund=("事业", "专户")))],
    ["六、经营收入", m(NEW, TRADE)],
    ["七、附属单位上缴收入", ""],
    ["八、其他收入", m(NEW, OTHER)],
]

_right = classes(ALL, [ALL])

_left += [["", ""]] * (len(_right) - len(_left))

_left += [
    ["本年收入合计", m(NEW)],
    ["使用非财政拨款结余（含专用结余）", ""],
    ["年初结转和结余", m(CARRIED)],
    ["总计", m()],
]

_right = [*_right, ["本年支出合计", m()], ["结余分配", ""], ["年末结转和结余", ""], ["总计", m()]]

_f4 = [ALL, GENERAL, FUND, CAPITAL]

_left4 = [
    ["一、一般公共预算财政拨款", m(NEW, GENERAL)],
    ["二、政府性基金预算财政拨款", m(NEW, FUND)],
    ["三、国有资本经营预算财政拨款", ""],
]

_right4 = classes(APPROPRIATION, _f4)

_left4 += [["", ""]] * (len(_right4) - len(_left4))

_left4 += [
    ["本年收入合计", m(NEW, APPROPRIATION)],
    ["年初财政拨款结转和结余", m(CARRIED, APPROPRIATION)],
    ["一般公共预算财政拨款", m(CARRIED, GENERAL)],
    ["政府性基金预算财政拨款", m(CARRIED, FUND)],
    ["国有资本经营预算财政拨款", ""],
    ["总计", m(APPROPRIATION)],
]

_blank4: list[object] = ["", "", "", "", ""]

_right4 = [
    *_right4,
    ["本年支出合计", *figures(APPROPRIATION, _f4)],
    ["年末财政拨款结转和结余", "", "", "", ""],
    _blank4,
    _blank4,
    _blank4,
    ["总计", *figures(APPROPRIATION, _f4)],
]

_staff = tree(GENERAL & BASIC & econ("301", "303"), [ALL], kind="economic", lengths=(3, 5))

_office = tree(GENERAL & BASIC & econ("302", "310"), [ALL], kind="economic", lengths=(3, 5))

_C6 = [
    ALL,
    APPROPRIATION,
    GRANT,
    cut(fund=("事业", "专户")),
    TRADE,
    NOTHING,
    OTHER,
]
_C7 = [ALL, BASIC, PROJECT, NOTHING, BUSINESS, NOTHING]
_C8 = [ALL, BASIC, PROJECT]
_C9 = [CARRIED, NEW, ALL, BASIC, PROJECT, NOTHING]

PLACE = Place(
    "决算",
    Style(comma=True),
    (
        Sheet(
            "公开01",
            ("收入支出决算总表", f"公开01表　部门：{DEPARTMENT}　金额单位：万元"),
            "收入|<|<|支出|<|<\n项目|行次|金额|项目|行次|金额\n栏次| |1|栏次| |2",
            beside(numbered_panel(_left, 1), numbered_panel(_right, len(_left) + 1)),
        ),
        Sheet(
            "公开02",
            ("收入决算表", f"公开02表　部门：{DEPARTMENT}　金额单位：万元"),
            "项目|<|<|<|本年收入合计|财政拨款收入|上级补助收入|事业收入|经营收入|附属单位上缴收入|其他收入\n功能分类科目编码|<|<|科目名称|^|^|^|^|^|^|^\n类|款|项|栏次|1|2|3|4|5|6|7",
            [
                [
                    "^",
                    "^",
                    "^",
                    "合计",
                    *figures(
                        NEW,
                        _C6,
                    ),
                ],
                *[
                    [f, "<", "<", name_of("function", f), *figures(NEW & cut(function=f), _C6)]
                    for f in codes("function", NEW)
                ],
            ],
        ),
        Sheet(
            "公开03",
            ("支出决算表", f"公开03表　部门：{DEPARTMENT}　金额单位：万元"),
            "项目|<|<|<|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出\n功能分类科目编码|<|<|科目名称|^|^|^|^|^|^\n类|款|项|栏次|1|2|3|4|5|6",
            [
                [
                    "^",
                    "^",
                    "^",
                    "合计",
                    *figures(ALL, _C7),
                ],
                *[
                    [f, "<", "<", name_of("function", f), *figures(cut(function=f), _C7)]
                    for f in codes("function", ALL)
                ],
            ],
        ),
        Sheet(
            "公开04",
            ("财政拨款收入支出决算总表", f"公开04表　部门：{DEPARTMENT}　金额单位：万元"),
            "收     入|<|<|支     出|<|<|<|<|<\n项目|行次|金额|项目|行次|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款\n栏次| |1|栏次| |2|3|4|5",
            beside(numbered_panel(_left4, 1), numbered_panel(_right4, len(_left4) + 1)),
        ),
        Sheet(
            "公开05",
            ("一般公共预算财政拨款支出决算表", f"公开05表　部门：{DEPARTMENT}　金额单位：万元"),
            "项目|<|<|<|本年支出|<|<\n功能分类科目编码|<|<|科目名称|小计|基本支出|项目支出\n类|款|项|栏次|1|2|3",
            [
                ["^", "^", "^", "合计", *figures(GENERAL, _C8)],
                *[
                    [f, "<", "<", name_of("function", f), *figures(GENERAL & cut(function=f), _C8)]
                    for f in codes("function", GENERAL)
                ],
            ],
        ),
        Sheet(
            "公开06",
            (
                "一般公共预算财政拨款基本支出决算明细表",
                f"公开06表　部门：{DEPARTMENT}　金额单位：万元",
            ),
            "人员经费|<|<|公用经费|<|<|<|<|<\n科目编码|科目名称|决算数|科目编码|科目名称|决算数|科目编码|科目名称|决算数",
            [
                *beside(_staff, _office[:14], _office[14:]),
                [
                    "人员经费合计",
                    "<",
                    m(GENERAL, STAFF),
                    "公用经费合计",
                    "<",
                    "<",
                    "<",
                    "<",
                    m(GENERAL, OFFICE),
                ],
            ],
        ),
        Sheet(
            "公开07",
            (
                "政府性基金预算财政拨款收入支出决算表",
                f"公开07表　部门：{DEPARTMENT}　金额单位：万元",
            ),
            "项目|<|<|<|年初结转和结余|本年收入|本年支出|<|<|年末结转和结余\n功能分类科目编码|<|<|科目名称|^|^|小计|基本支出|项目支出|^\n类|款|项|栏次|1|2|3|4|5|6",
            [
                [
                    "^",
                    "^",
                    "^",
                    "合计",
                    *figures(FUND, _C9),
                ],
                *[
                    [f, "<", "<", name_of("function", f), *figures(FUND & cut(function=f), _C9)]
                    for f in codes("function", FUND)
                ],
            ],
        ),
        Sheet(
            "公开09",
            ("财政拨款“三公”经费支出决算表", f"公开09表　部门：{DEPARTMENT}　金额单位：万元"),
            """预算数|<|<|<|<|<|决算数|<|<|<|<|<
        合计|因公出国（境）费|公务用车购置及运行维护费|<|<|公务接待费|合计|因公出国（境）费|公务用车购置及运行维护费|<|<|公务接待费
        ^|^|小计|公务用车购置费|公务用车运行维护费|^|^|^|小计|公务用车购置费|公务用车运行维护费|^
        1|2|3|4|5|6|7|8|9|10|11|12""",
            [
                [
                    *figures(APPROPRIATION & LAST_YEAR, THREE_COLUMNS),
                    *figures(APPROPRIATION, THREE_COLUMNS),
                ]
            ],
        ),
    ),
    title=f"{DEPARTMENT}{YEAR}年度部门决算",
)
