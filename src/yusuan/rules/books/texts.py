"""Texts against the tables: costs a text names and no table shows, figures a text asks for and nobody gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.catalog import departmental_economic
from yusuan.core import records as r
from yusuan.core.codes import code
from yusuan.core.outcomes import Severity, Where
from yusuan.narrative.known import KnownFigures
from yusuan.narrative.sentence import NO_PRIOR_YEAR, Change
from yusuan.rules.books._words import at, judged
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, on_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.narrative.sentence import FigureName, Slot
    from yusuan.rules.spec import Subject, Verdict

_OPERATING = (code("302"), code("310"))
_SHORT_NAMES = {"物业管理": "30209"}


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


def texts_have_their_figures(subject: Subject) -> Iterable[Verdict]:
    """Every figure a text says is one somebody gave: a blank is no zero. Published, a gap would stand there.

    Last year's may be missing where the clerk says why there is nothing to compare with.
    """
    figures = KnownFigures(tuple(subject.tables.values()), subject.budget.prior_year)
    is_excused = bool(subject.budget.narrative.get(NO_PRIOR_YEAR, "").strip())
    slots = dict.fromkeys(
        slot
        for sentence in subject.form.sentences
        if not (sentence.otherwise and is_excused and sentence.lacks_last_year(figures))
        for slot in sentence.slots.values()
        if slot.name.table in subject.tables
    )
    return judged(
        (v for slot in slots for v in _gap(subject, slot, figures)), applies=subject.form.sentences
    )


def _gap(subject: Subject, slot: Slot, figures: KnownFigures) -> Iterator[Verdict]:
    place = _in_words(subject, slot.name)
    amount, _ = figures.level(slot.name)
    if amount is None:
        yield failed(
            f"没有“{place}”的数据，说明里的这个数只能空着",
            Where(table=subject.tables[slot.name.table].spec.title, column=slot.name.column),
        )
    elif isinstance(slot, Change) and figures.prior(slot.name) is None:
        yield failed(
            f"没有填写上年数“{place}”，说明里的增减变化只能空着",
            at(r.PRIOR_YEAR, slot.name.row, slot.name.column),
        )


def _in_words(subject: Subject, name: FigureName) -> str:
    return f"{subject.tables[name.table].spec.title} {name.row} {name.column}"


RULES = (
    Rule(
        id="texts-have-their-figures",
        claim="说明里的每个数都有来源",
        law="caiyu-2016-143",
        severity=Severity.ERROR,
        dimension=Dimension.COMPLETENESS,
        hint="请补上这个数，空白不作零；上年数可用 --last-year 由上年的文件取得，确实没有可比数的，"
        "在“文字说明”的 no_prior_year 写明原因。",
        check=on_facts(texts_have_their_figures),
    ),
    Rule(
        id="running-costs-stand-in-the-basic-table",
        claim="机关运行经费说明提到的支出在基本支出表里有对应科目",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请改写说明，或者核对基本支出的经济科目。",
        check=on_facts(running_costs_are_printed),
    ),
)
