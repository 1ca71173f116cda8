"""How far a book comes: each stage is reached from the one before by the acts its people would take."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from yusuan.core.terms import ControlMeasure
from yusuan.preparation.ceilings import entered
from yusuan.web.acting import acting, as_the_system
from yusuan.web.budgets.checking import checked
from yusuan.web.budgets.dataset import rows_for
from yusuan.web.budgets.models import Book, Ceiling, Part, Row
from yusuan.web.clock import now, today
from yusuan.web.comments import waivers
from yusuan.web.county import people
from yusuan.web.county.drawn import head_of, rows_of
from yusuan.web.journal.chain import Said
from yusuan.web.policy.actions import CEILINGS
from yusuan.web.visible import chain_of_book, subject_of_book
from yusuan.web.workflow.taking import take

if TYPE_CHECKING:
    from yusuan.web.county.cast import Cast

_HUNDRED_YUAN = 10_000


def opened(cast: Cast, year: int) -> Book:
    """A book as its people have filled it in, nothing submitted."""
    with as_the_system("示范数据") as said:
        department = head_of(cast, year)["code"]
        book = Book.objects.create(department_id=department, year_id=year, since=now())
        day = book.year.days.filter(kind="first_up").first()
        book.due = None if day is None else day.on
        book.save(update_fields=["due"])
        for unit, typed in rows_of(cast, year).items():
            part = Part.objects.create(book=book, unit_id=unit, since=now())
            Row.objects.bulk_create(rows_for(part, typed))
        book = Book.objects.select_related("department__division", "year").get(pk=book.pk)
        after = {"department": department, "year": year}
        said.append(
            Said(chain_of_book(book), "open_year", "budgets.book", str(book.pk), None, after)
        )
    return book


def explained(cast: Cast, book: Book) -> None:
    """Give a reason for each warning, and have finance agree to it."""
    given = set(book.waivers.filter(is_withdrawn=False).values_list("finding", flat=True))
    for warning in checked(book).warnings:
        if warning.id not in given:
            asker = people.of_department(cast, "shenhe")
            reason = "公务用车更新一次性支出，已报县政府批准，下年恢复。"
            expires = dt.date(book.year_id, 12, 31)
            waiver = waivers.ask(asker, book, warning.id, reason, expires)
            waivers.approve(people.division(cast), waiver)


def units_submitted(cast: Cast, book: Book, count: int | None = None) -> None:
    """The units submit, the first `count` of them."""
    explained(cast, book)
    parts = book.parts.filter(state="entering").exclude(unit=None).order_by("unit")
    for part in parts[:count]:
        take(people.preparer(cast, part), "submit_part", part)


def units_accepted(cast: Cast, book: Book, count: int | None = None) -> None:
    """The department accepts what was submitted."""
    parts = book.parts.filter(state="submitted").exclude(unit=None).order_by("unit")
    for part in parts[:count]:
        take(people.of_department(cast, "shenhe"), "accept_part", part)


def submitted(cast: Cast, book: Book, step: str) -> None:
    """Every unit and then the department submit."""
    units_submitted(cast, book)
    units_accepted(cast, book)
    take(people.of_department(cast, "shenhe"), step, book)


def with_ceilings(book: Book) -> None:
    """The budget division issues ceilings a little above what was asked for."""
    found = checked(book).run
    if found is None:
        return
    budget = found.budget
    finance = people.actor("yusuan-ke")
    book.refresh_from_db()
    with acting(finance, CEILINGS, subject_of_book(book)) as act:
        for unit in ("", *(one.code for one in budget.units)):
            for measure in (ControlMeasure.TOTAL, ControlMeasure.PROJECT):
                amount = entered(budget.lines, unit, measure)
                rounded = -(-amount // _HUNDRED_YUAN) * _HUNDRED_YUAN
                Ceiling.objects.create(
                    book=book, unit_id=unit or None, measure=measure.value, amount=rounded
                )
        act.record(book, None, {"ceilings": len(budget.units) + 1}, chain=chain_of_book(book))
    take(finance, "issue_ceilings", book)


def approved(book: Book) -> None:
    """The budget division approves."""
    take(people.actor("yusuan-ke"), "approve", book)
    book.refresh_from_db()


def day_of(year: int, month: int, day: int, hour: int = 10) -> dt.datetime:
    """A moment of the story, in working hours."""
    return dt.datetime(year, month, day, hour, 15, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def days_before(days: int, hour: int = 10) -> dt.datetime:
    """A moment some days before the day the county is looked at."""
    on = today() - dt.timedelta(days=days)
    return day_of(on.year, on.month, on.day, hour)
