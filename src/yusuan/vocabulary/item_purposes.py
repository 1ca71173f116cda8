"""Items whose money the law gives one purpose, with the words that purpose is told by."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """Some items of one purpose: names, what is paid, words of the purpose alone, words that fit it too."""

    names: tuple[str, ...]
    paid: tuple[str, ...]
    own: tuple[str, ...]
    near: tuple[str, ...]


# A name that holds another (机关事业单位职业年金缴费) stands where the longest is looked for first.
KINDS = (
    Kind(
        (
            "机关事业单位基本养老保险缴费支出",
            "机关事业单位职业年金缴费支出",
            "对机关事业单位基本养老保险基金的补助",
            "对机关事业单位职业年金的补助",
            "行政单位离退休",
            "事业单位离退休",
            "归口管理的行政单位离退休",
        ),
        ("养老保险", "职业年金"),
        ("养老", "职业年金", "离退休", "退休人员", "离休"),
        ("年金", "保险", "社保", "社会保障", "五险"),
    ),
    Kind(
        ("行政单位医疗", "事业单位医疗", "公务员医疗补助", "其他行政事业单位医疗支出"),
        ("医疗保险", "医保"),
        ("医疗", "医保", "公费医疗", "医药"),
        (
            "保险",
            "社保",
            "社会保障",
            "五险",
            "生育",
            "体检",
            "健康",
            "大病",
            "卫生",
            "疗养",
            "公务员补助",
        ),
    ),
    Kind(
        ("住房公积金", "提租补贴", "购房补贴"),
        ("公积金",),
        ("公积金", "购房补贴", "提租补贴", "住房补贴", "房改"),
        ("住房", "房", "租", "一金", "保障"),
    ),
)
