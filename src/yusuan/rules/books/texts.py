"""Texts: what was left from a template, slips of the pen, and costs the tables do not show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.catalog import departmental_economic
from yusuan.core import records as r
from yusuan.core.codes import code
from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.rules.books._texts import open_texts, texts, with_any
from yusuan.rules.books._words import at, judged
from yusuan.rules.doubled_words import DOUBLED, doubled
from yusuan.rules.spec import Rule, failed, on_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.rules.books._texts import Text
    from yusuan.rules.spec import Subject, Verdict

_PLACEHOLDER = pattern(
    r"错误[！!]\s*(?:未定义书签|未找到引用源|链接无效)?|Error! (?:Bookmark|Reference)"
    r"|[×✕]{2,}|(?<![A-Za-z])X{2,}(?![A-Za-z])|(?<![A-Za-z])TO-?DO(?![A-Za-z])|待填|待补充|_{3,}|某某|□{2,}|？{3,}"
)
_PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "「": "」", "〔": "〕", "【": "】", "[": "]"}
_KIND = {"（": "(", "）": ")", "［": "[", "］": "]"}
_CLOSES = {"）", ")", "》", "”", "」", "〕", "】", "]"}
_MARKS = pattern("[" + re.escape("".join((*_PAIRS, *_CLOSES))) + "]")
# 1）… and 一)… number a list and open nothing.
_LIST_MARK = pattern(r"(?:^|(?<=[\s；;。：:，,、]))(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]")
_AROUND = 6
_OPERATING = (code("302"), code("310"))
_SHORT_NAMES = {"物业管理": "30209"}


def no_placeholders(subject: Subject) -> Iterable[Verdict]:
    """No text keeps marks of a template. Cannot see sample sentences left unchanged."""
    written = list(texts(subject.budget))
    suspects = with_any(_PLACEHOLDER, written)
    return judged((v for text in suspects for v in _left_over(text)), applies=written)


def _left_over(text: Text) -> Iterator[Verdict]:
    found = _PLACEHOLDER.search(text.content)
    if found:
        quoted = "" if text.is_classified else f"“{_around(text.content, found)}”"
        yield failed(f"{text.place}{quoted}留有未填或出错的占位内容", text.where)


def no_doubled_words(subject: Subject) -> Iterable[Verdict]:
    """No word of two or more characters stands twice in a row. Advice: some words do so rightly."""
    written = list(open_texts(subject.budget))
    return judged(
        (
            failed(f"{text.place}“{_around(text.content, found)}”里“{found[1]}”重复", text.where)
            for text in with_any(DOUBLED, written)
            if (found := next(doubled(text.content), None))
        ),
        applies=written,
    )


def brackets_balance(subject: Subject) -> Iterable[Verdict]:
    """Brackets and quotation marks come in pairs; full and half width may be mixed, list numbers left out."""
    written = list(open_texts(subject.budget))
    return judged(
        (
            failed(f"{text.place}里的“{mark}”没有配对", text.where)
            for text in written
            if _MARKS.search(text.content) and (mark := _unpaired(text.content))
        ),
        applies=written,
    )


def _unpaired(content: str) -> str:
    """The first bracket without its partner; empty when all are paired."""
    waiting: list[str] = []
    for mark in _MARKS.findall(_LIST_MARK.sub("", content)):
        if mark in _PAIRS:
            waiting.append(mark)
        elif not waiting or _plain(_PAIRS[waiting.pop()]) != _plain(mark):
            return str(mark)
    return waiting[-1] if waiting else ""


def _plain(mark: str) -> str:
    return _KIND.get(mark, mark)


def _around(content: str, found: re.Match[str]) -> str:
    start, end = max(found.start() - _AROUND, 0), found.end() + _AROUND
    return " ".join(content[start:end].split())


def running_costs_are_printed(subject: Subject) -> Iterable[Verdict]:
    """Costs the running-costs text names have a row in the basic table. Knows full official names only."""
    words = subject.budget.narrative.get("agency_running_costs", "")
    table = subject.tables.get("general_basic")
    if not words or table is None:
        return []
    printed = {str(member) for codes in table.skeleton for member in codes}
    named = {digits: name for name, digits in _SHORT_NAMES.items() if name in words}
    for branch in _OPERATING:
        for entry in departmental_economic(subject.form.year).children(branch):
            if entry.name in words:
                named[str(entry.code)] = entry.name
    return judged(
        (
            failed(
                f"机关运行经费说明提到“{name}”，{table.spec.title}没有 {digits} 一行",
                at(r.NARRATIVE, "agency_running_costs", "text"),
            )
            for digits, name in sorted(named.items())
            if digits not in printed
        ),
        applies=True,
    )


RULES = (
    Rule(
        id="no-placeholder-is-left",
        claim="文字里没有占位内容",
        law="practice",
        severity=Severity.ERROR,
        finding_class="placeholder-left",
        hint="请补填内容，或者更新目录和引用后重新导出。",
        check=on_facts(no_placeholders),
    ),
    Rule(
        id="no-word-is-doubled",
        claim="没有连续重复的词语",
        law="practice",
        severity=Severity.INFO,
        finding_class="wording",
        hint="请删去多余的词语。",
        check=on_facts(no_doubled_words),
    ),
    Rule(
        id="brackets-are-balanced",
        claim="括号、书名号、引号成对",
        law="practice",
        severity=Severity.INFO,
        finding_class="wording",
        hint="请补上缺少的一半。",
        check=on_facts(brackets_balance),
    ),
    Rule(
        id="running-costs-stand-in-the-basic-table",
        claim="机关运行经费说明提到的支出在基本支出表里有对应科目",
        law="practice",
        severity=Severity.WARNING,
        finding_class="text-disagrees-with-table",
        hint="请改写说明，或者核对基本支出的经济科目。",
        check=on_facts(running_costs_are_printed),
    ),
)
