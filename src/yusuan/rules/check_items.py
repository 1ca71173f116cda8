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


_COMPLETENESS, _DETAIL, _TIMELINESS, _MANNER, _TRUTH = Dimension

# What is no rule: what meaning promises, what was not read, what the text says. Each stands before a rule of the sheet.
_BEFORE: dict[str, tuple[CheckItem, ...]] = {
    "no-blank-page": (
        CheckItem("table-recognised", "各张表都能机读、可以核对", _MANNER),
        CheckItem("document-read-whole", "文件的内容都能读出", _MANNER),
    ),
    "secrecy-mark-left": (
        CheckItem("attachment-disagrees-with-print", "所附开放数据与印出的数一致", _MANNER),
    ),
    "contents-page-numbers": (
        CheckItem("withheld-amount-shared", "涉密金额不能由合计倒推出来", _MANNER),
    ),
    "sentence-breaks-off": (
        CheckItem("template-word-left", "范本中的选择项已经取舍", _MANNER, looks_through=True),
        CheckItem("percent-sign-missing", "增减幅度带有百分号", _MANNER, looks_through=True),
    ),
    "code-name-mismatch": (
        CheckItem("table-arithmetic", "每张表内各行各列加总相符", _TRUTH),
        CheckItem("cross-table", "同一笔钱在不同表中一致", _TRUTH),
        CheckItem("text-disagrees-with-table", "文字所写金额与表格一致", _TRUTH),
        CheckItem(
            "listed-item-has-no-money", "文字列举的支出在表中有金额", _TRUTH, looks_through=True
        ),
        CheckItem("growth-rate", "增减幅度与按两年数重算的一致", _TRUTH),
        CheckItem("change-amount", "增减额等于两年数之差", _TRUTH),
        CheckItem("change-direction", "“增加”“减少”“持平”与数字相符", _TRUTH),
        CheckItem("negative-base", "由增减额推算的上年数不为负", _TRUTH),
        CheckItem("project-amounts-repeat", "同一项目前后所写金额一致", _TRUTH),
        CheckItem("contradictory-levels", "同一个数在文字各处相同", _TRUTH),
        CheckItem("revenue-equals-expenditure", "文字所写收入合计等于支出合计", _TRUTH),
        CheckItem("parts-add-up", "文字列出的各部分之和等于总数", _TRUTH),
        CheckItem("parts-of-a-change-add-up", "各项增减之和等于总的增减", _TRUTH),
        CheckItem("items-within-total", "逐项说明的金额之和不超过总额", _TRUTH),
        CheckItem("share", "所占比重与金额重算的一致", _TRUTH),
        CheckItem("completion-rate", "完成比例与预算数、决算数重算的一致", _TRUTH),
        CheckItem("reason-against-direction", "所述原因与增减方向一致", _TRUTH, looks_through=True),
        CheckItem(
            "copied-from-another-item",
            "用途和原因说的是本科目，没有误抄",
            _TRUTH,
            looks_through=True,
        ),
        CheckItem("item-name-differs", "文字所写科目在表中有同名的行", _TRUTH, looks_through=True),
    ),
}
_LAST = (
    CheckItem("change-without-reason", "增减变化写明原因", _DETAIL),
    CheckItem("empty-reason", "“主要原因是”之后写出了原因", _DETAIL, looks_through=True),
)

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
    yield from _LAST


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
