"""What stands in the way of a step, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from yusuan.core import records as r
from yusuan.core.money import MoneyUnit, format_amount
from yusuan.core.terms import ControlMeasure
from yusuan.preparation.awaited import APPROVAL, due_by
from yusuan.preparation.ceilings import compared
from yusuan.web.budgets.checking import checked
from yusuan.web.budgets.given import given
from yusuan.web.budgets.models import Part
from yusuan.web.clock import today
from yusuan.web.comments.waivers import waived
from yusuan.web.organisation.models import FiscalYear
from yusuan.web.workflow.states import BookState, PartState
from yusuan.web.workflow.transitions import Need

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from yusuan.web.budgets.checking import Problem
    from yusuan.web.budgets.models import Book
    from yusuan.web.workflow.transitions import Transition

_SHOWN = 3
_FROM_APPROVAL = frozenset({BookState.APPROVED, BookState.PUBLISHED, BookState.CORRECTED})


def hindrances(transition: Transition, subject: Book | Part) -> list[str]:
    """Everything that must be done first; empty where the step may be taken."""
    book = subject.book if isinstance(subject, Part) else subject
    part = subject if isinstance(subject, Part) else None
    return [said for need in transition.needs for said in _NEEDS[need](book, part)]


def _year_open(book: Book, _part: Part | None) -> Iterable[str]:
    if book.year.state != FiscalYear.State.OPEN:
        yield _("%(year)s年度没有开启或已锁定") % {"year": book.year_id}


def _clean(book: Book, part: Part | None) -> Iterable[str]:
    found = checked(book)
    rows = None if part is None else set(part.rows.values_list("pk", flat=True))
    yield from _said(
        [p for p in found.blocking if _is_due(p, book) and _is_own(p, rows)],
        _("还有 %(n)d 个错误，例如：%(first)s"),
    )
    in_force = waived(book, today())
    unexplained = [
        p for p in found.warnings if p.id not in in_force and _is_due(p, book) and _is_own(p, rows)
    ]
    yield from _said(unexplained, _("还有 %(n)d 条提示没有经同意的说明，例如：%(first)s"))


def _is_due(problem: Problem, book: Book) -> bool:
    """Not what only a later step can supply: the approved amounts, who signs the publication."""
    step = APPROVAL if book.state in _FROM_APPROVAL else ""
    return problem.outcome is None or bool(due_by(step, [problem.outcome]))


def _is_own(problem: Problem, rows: set[int] | None) -> bool:
    """Of a part: what is about its own rows alone; what is about others' or none is the department's to mend."""
    return rows is None or problem.is_of(rows)


def _said(problems: list[Problem], words: str) -> Iterable[str]:
    if problems:
        yield words % {"n": len(problems), "first": problems[0].message}


def _parts_accepted(book: Book, _part: Part | None) -> Iterable[str]:
    waiting = [
        part.unit.name
        for part in book.parts.exclude(unit=None).select_related("unit")
        if part.state != PartState.ACCEPTED and part.unit is not None
    ]
    if waiting:
        shown = "、".join(waiting[:_SHOWN])
        yield _("还有 %(n)d 个单位没有审核通过：%(names)s") % {"n": len(waiting), "names": shown}


def _ceilings(book: Book, _part: Part | None) -> Iterable[str]:
    if ("", ControlMeasure.TOTAL) not in given(book):
        yield _("还没有填写全部门的控制数合计")


def _within_ceilings(book: Book, _part: Part | None) -> Iterable[str]:
    run = checked(book).run
    if run is None:
        return
    names = {unit.code: unit.name for unit in run.budget.units}
    for one in compared(given(book), run.budget.lines):
        if one.over > 0:
            whose = names.get(one.unit, one.unit) or _("全部门")
            yield _("%(whose)s%(measure)s超出控制数 %(over)s 元") % {
                "whose": whose,
                "measure": one.measure.value,
                "over": format_amount(one.over, MoneyUnit.YUAN, grouped=True),
            }


def _lines(_book: Book, part: Part | None) -> Iterable[str]:
    if part is not None and not part.rows.filter(record=r.LINES.name).exists():
        yield _("还没有填写预算明细")


def _units_wait(book: Book, _part: Part | None) -> Iterable[str]:
    given = book.steps.filter(transition="approve_units").first()
    if given is not None:
        yield _("已于 %(day)s 批复") % {"day": f"{localtime(given.at):%Y-%m-%d}"}


_NEEDS: dict[Need, Callable[[Book, Part | None], Iterable[str]]] = {
    Need.YEAR_OPEN: _year_open,
    Need.CLEAN: _clean,
    Need.PART_CLEAN: _clean,
    Need.PARTS_ACCEPTED: _parts_accepted,
    Need.CEILINGS: _ceilings,
    Need.WITHIN_CEILINGS: _within_ceilings,
    Need.LINES: _lines,
    Need.UNITS_WAIT: _units_wait,
}
