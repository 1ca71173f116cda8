"""Who is there: divisions of the bureau, departments, and how users are called."""

from __future__ import annotations

from dataclasses import dataclass

from yusuan.web.policy import Role

COUNTY = "和山县"
# Made-up departments are drawn in a county that exists: its name is not kept.
DRAWN_IN = "卢龙县"
# Printed at the start of the example, and of no use anywhere else.
PASSWORD = "heshan-shili-wanyi"  # noqa: S105

DIVISIONS = {
    "jkw": "教科文科",
    "xzzf": "行政政法科",
    "jjjs": "经济建设科",
    "nysb": "农业社保科",
}


@dataclass(frozen=True, slots=True)
class Cast:
    """A department: how its users are called, the seed it is drawn with, units, the division it belongs to."""

    key: str
    seed: int
    units: int
    division: str
    # Where the same theme is drawn twice, the second goes by other words.
    words: tuple[tuple[str, str], ...] = ()
    # Its head office passes money on to one of its units.
    pays_on: bool = False


DEPARTMENTS = (
    Cast("jiaoyu", 86, 4, "jkw", pays_on=True),
    Cast("weijian", 1, 4, "nysb"),
    Cast("wenlv", 3, 3, "jkw"),
    Cast("ziran", 74, 3, "jjjs"),
    Cast("yingji", 9, 3, "xzzf"),
    Cast("nongye", 124, 4, "nysb"),
    Cast("sifa", 14, 3, "xzzf"),
    Cast("jiaotong", 71, 3, "jjjs"),
    Cast("renshe", 95, 3, "nysb"),
    Cast("shichang", 37, 3, "xzzf"),
    Cast("zhujian", 24, 4, "jjjs"),
    Cast(
        "xinfang",
        28,
        3,
        "xzzf",
        (("司法局", "信访局"), ("公证处", "信访接待中心"), ("法治宣传中心", "信访信息中心")),
    ),
)

# Of each department: suffix of the user name, role. A unit's preparers are numbered.
DEPARTMENT_ROLES = (
    ("shenhe", Role.DEPARTMENT_REVIEWER),
    ("gongkai", Role.PUBLISHER),
    ("baomi", Role.SECRECY_REVIEWER),
    ("fuze", Role.HEAD),
)
BUREAU_ROLES = (
    ("yusuan-ke", Role.BUDGET_DIVISION, "赵明轩"),
    ("yusuan-ke2", Role.BUDGET_DIVISION, "潘立新"),
    ("jixiao-ke", Role.PERFORMANCE, "钱雨桐"),
    ("shenji", Role.AUDITOR, "孙启文"),
    ("renda", Role.AUDITOR, "李秀英"),
    ("guanliyuan", Role.ADMINISTRATOR, "周子安"),
)
_FAMILY = "王李张刘陈杨黄吴徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾"
_GIVEN = (
    "静雯",
    "建国",
    "晓梅",
    "志强",
    "雅琴",
    "海涛",
    "丽娜",
    "文斌",
    "思远",
    "春燕",
    "立群",
    "佳宁",
    "俊杰",
    "秋月",
    "明辉",
    "雪莹",
    "国栋",
    "婉清",
    "永康",
    "乐天",
)


def name_of(number: int) -> str:
    """A made-up person's name; the same for the same number."""
    return _FAMILY[number * 7 % len(_FAMILY)] + _GIVEN[number * 3 % len(_GIVEN)]
