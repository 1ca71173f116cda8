"""Open a year: a book for each department, a part for each unit of a day, with what is known beforehand; lock it.

Known beforehand is what the last year's book says of the department, the texts that stay, and its approved figures as
the new book's 上年数. Nothing classified is among them: they are taken from the public view.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from yusuan.catalog import names
from yusuan.core import records as r
from yusuan.core.dataset import dump
from yusuan.core.errors import NotReady, SecretsExposed
from yusuan.editions import edition as find_edition
from yusuan.pipeline import Run
from yusuan.tables.stated import figures_for
from yusuan.web.acting import acting, as_record
from yusuan.web.budgets.dataset import rows_for
from yusuan.web.budgets.models import Book, Part, Row
from yusuan.web.organisation.models import Department, FiscalYear, StatutoryDay, UnitMembership
from yusuan.web.policy import Subject
from yusuan.web.policy.actions import LOCK, OPEN_YEAR
from yusuan.web.versions.models import Version
from yusuan.web.versions.reading import run_of_version
from yusuan.web.visible import chain_of_book
from yusuan.web.workflow.clocks import due_of
from yusuan.web.workflow.states import BookState

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from yusuan.web.acting import Act
    from yusuan.web.policy import Actor

# What a department says of itself every year in the same words.
_STAYING = ("duties",)
_KEPT = ("short_name", "rounding")
_APPROVED = (Version.Event.APPROVED, Version.Event.PUBLISHED, Version.Event.CORRECTED)
_DONE = (BookState.APPROVED, BookState.PUBLISHED, BookState.CORRECTED)
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of it: books made, and departments that have no unit on the day."""

    books: tuple[Book, ...]
    without_units: tuple[Department, ...]


def open_year(actor: Actor, year: FiscalYear, on: dt.date) -> Opened:
    """Make the books that are missing, with the units of the day `on`; those there already are left as they are.

    Raises NotAllowed; NotReady for a locked year.
    """
    with acting(actor, OPEN_YEAR, Subject()) as act:
        year = FiscalYear.objects.select_for_update().get(pk=year.pk)
        if year.state == FiscalYear.State.LOCKED:
            raise NotReady(_("%(year)s年度已锁定，不能再开启") % {"year": year.year})
        before = as_record(year)
        year.state = FiscalYear.State.OPEN
        year.save()
        act.record(year, before, as_record(year))
        made: list[Book] = []
        without: list[Department] = []
        for department in Department.objects.select_related("division"):
            units = list(_units(department, on))
            has_book = Book.objects.filter(department=department, year=year).exists()
            if not units:
                without.append(department)
            elif not has_book:
                made.append(_book(act, department, year, units))
    return Opened(tuple(made), tuple(without))


def lock_year(actor: Actor, year: FiscalYear) -> None:
    """Nothing is entered or handed on in the year any more; corrections of what is public stay possible.

    Raises NotAllowed; NotReady while a book is not approved.
    """
    with acting(actor, LOCK, Subject()) as act:
        year = FiscalYear.objects.select_for_update().get(pk=year.pk)
        if year.state != FiscalYear.State.OPEN:
            raise NotReady(_("%(year)s年度不在编制中") % {"year": year.year})
        waiting = Book.objects.filter(year=year).exclude(state__in=_DONE)
        n = waiting.count()
        if n:
            first = waiting.select_related("department")[:_NAMED]
            named = "、".join(str(book.department) for book in first)
            raise NotReady(_("还有 %(n)d 个部门没有批复：%(names)s") % {"n": n, "names": named})
        before = as_record(year)
        year.state = FiscalYear.State.LOCKED
        year.save()
        act.record(year, before, as_record(year))


def _units(department: Department, on: dt.date) -> Iterator[UnitMembership]:
    held = department.memberships.filter(begins__lte=on).filter(Q(ends=None) | Q(ends__gt=on))
    yield from held.select_related("unit").order_by("unit")


def _book(act: Act, department: Department, year: FiscalYear, units: list[UnitMembership]) -> Book:
    due = due_of(StatutoryDay.Kind.FIRST_UP, year.year, act.actor.on)
    book = Book.objects.create(department=department, year=year, since=act.at, due=due)
    own = Part.objects.create(book=book, since=act.at)
    Row.objects.bulk_create(rows_for(own, _known(department, year)))
    for one in units:
        part = Part.objects.create(book=book, unit=one.unit, since=act.at)
        Row.objects.bulk_create(rows_for(part, [(r.UNITS.name, _unit(one))]))
    after = {**as_record(book), "units": [one.unit_id for one in units]}
    act.record(book, None, after, chain=chain_of_book(book), note=_("开启年度"))
    return book


def _unit(one: UnitMembership) -> dict[str, str]:
    said = {
        "code": one.unit_id,
        "name": one.unit.name,
        "nature": one.nature,
        "rank": one.rank,
        "funding_form": one.funding_form,
    }
    return {name: text for name, text in said.items() if text}


def _known(department: Department, year: FiscalYear) -> list[tuple[str, dict[str, str]]]:
    """The rows of the department's own part."""
    before = Row.objects.filter(
        part__book__department=department, part__book__year=year.year - 1, part__unit=None
    )
    head = before.filter(record=r.DEPARTMENT.name).first()
    said = {
        "name": department.name,
        "short_name": department.short_name,
        "code": department.code,
        "division": year.division,
        "division_name": year.division_name,
        "edition": year.edition,
        "fiscal_year": str(year.year),
    }
    if head is not None:
        said |= {name: head.values[name] for name in _KEPT if head.values.get(name)}
    texts = [
        (r.NARRATIVE.name, dict(row.values))
        for row in before.filter(record=r.NARRATIVE.name)
        if row.values.get("name") in _STAYING
    ]
    own = {name: text for name, text in said.items() if text}
    return [(r.DEPARTMENT.name, own), *_prior_year(department, year), *texts]


def _prior_year(department: Department, year: FiscalYear) -> list[tuple[str, dict[str, str]]]:
    """Last year's approved figures where this year's form has a place for them."""
    last = Version.objects.filter(
        book__department=department, book__year=year.year - 1, event__in=_APPROVED
    ).order_by("-number")
    version = last.first()
    if version is None:
        return []
    run = run_of_version(version)
    try:
        printed = Run.of(run.released, run.edition).printed
    except SecretsExposed:
        return []  # Entered by hand: what is taken must not give a secret away.
    specs = find_edition(year.edition, year.year).tables
    figures = tuple(figures_for(specs, printed, names(year.year - 1)))
    sheets = dump(replace(run.budget, prior_year=figures))
    return [
        (r.PRIOR_YEAR.name, {name: text for name, text in row.items() if text != ""})
        for row in sheets[r.PRIOR_YEAR.name]
    ]
