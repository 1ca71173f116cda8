"""The items of a check sheet: the rules of the book, and the few outcomes that are no rules of it.

The five dimensions are those of the national inspection of budget disclosure; which item counts where is our
reading of them. Each rule says its own, so that anyone can argue with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from yusuan.rules.books import book
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.rules.spec import Rule

__all__ = ["CheckItem", "Dimension", "check_item", "check_items", "published_items"]


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One item of a check sheet: a rule, what it claims in plain words, and its dimension.

    `looks_through`: the rule goes through all that was read and speaks only of what is wrong, so that of a
    document without such an outcome it can be said that nothing was found.
    """

    rule: str
    claim: str
    dimension: Dimension
    looks_through: bool = False


_MANNER, _TRUTH = Dimension.MANNER, Dimension.TRUTHFULNESS

# What is no rule: what meaning promises, what was not read. Each stands before a rule of the sheet.
_BEFORE: dict[str, tuple[CheckItem, ...]] = {
    "no-blank-page": (
        CheckItem("table-recognised", "各张表都能机读、可以核对", _MANNER),
        CheckItem("document-read-whole", "文件的内容都能读出", _MANNER),
    ),
    "secrecy-mark-left": (
        CheckItem("attachment-disagrees-with-print", "所附开放数据与印出的数一致", _MANNER),
    ),
    "contents-page-numbers": (
        CheckItem("withheld-amount-shared", "涉密金额不能由公开的数推算出来", _MANNER),
        CheckItem("withheld-amount-not-stated", "公开的文字没有说出不公开的金额", _MANNER),
    ),
    "text-disagrees-with-table": (
        CheckItem("table-arithmetic", "每张表内各行各列加总相符", _TRUTH),
        CheckItem("cross-table", "同一笔钱在不同表中一致", _TRUTH),
    ),
}

# What is checked only on a scan.
_ON_OCCASION = (
    CheckItem("scan-figure-inferred", "图片中的数识别无误", _MANNER),
    CheckItem("scan-figure-doubtful", "图片中的数字迹清楚", _MANNER),
)


@cache
def published_items() -> tuple[str, ...]:
    """What every published document is held to, in the order of a check sheet."""
    return tuple(item.rule for item in _sheet())


def _sheet() -> Iterator[CheckItem]:
    for rule in book():
        if rule.is_on_print and not {Part.PROJECTS, Part.BESIDE}.intersection(rule.needs):
            yield from _BEFORE.get(rule.id, ())
            yield _item(rule)


def _item(rule: Rule) -> CheckItem:
    return CheckItem(rule.id, rule.claim, rule.dimension, rule.looks_through)


@cache
def check_items() -> dict[str, CheckItem]:
    """Every item by its id: those of published documents, then the other rules."""
    items = {item.rule: item for item in (*_sheet(), *_ON_OCCASION)}
    for rule in book():
        items.setdefault(rule.id, _item(rule))
    return items


def check_item(rule: str) -> CheckItem:
    """The item of a rule; what nobody has placed yet counts as truthfulness, as most of what is checked does."""
    return check_items().get(rule) or CheckItem(rule, rule, _TRUTH)
