"""What has happened in the county: earlier years are public but for two, the present one stands in every state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.web.budgets.saving import Change, Edit, save
from yusuan.web.clock import now, stopped
from yusuan.web.comments.places import at_row
from yusuan.web.comments.saying import answer, open_thread
from yusuan.web.county import course, library, people, public
from yusuan.web.county.drawn import head_of
from yusuan.web.projects import mining
from yusuan.web.publication.frozen import budget_of
from yusuan.web.publication.models import Gate, Publication
from yusuan.web.workflow.taking import take

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from yusuan.web.budgets.models import Book
    from yusuan.web.county.cast import Cast

# Of last year: approved and overdue, and prepared but waiting for the head.
_LATE, _WAITS_FOR_HEAD, _CORRECTED = "xinfang", "zhujian", "jiaoyu"


def tell(years: Sequence[int], departments: Sequence[Cast], on: dt.date) -> None:
    """Take everybody through the years up to the day `on`."""
    with stopped(course.day_of(on.year, on.month, on.day, 9)):
        for year in years[:-1]:
            for cast in departments:
                _past(cast, year, is_last=year == years[-2])
        for cast in departments:
            library.filled(cast, years[-1], head_of(cast, years[-1])["code"])
            _present(cast, years[-1])
        for publication in Publication.objects.filter(state=Publication.State.PUBLISHED):
            mining.keep(budget_of(bytes(publication.dataset)))


def _past(cast: Cast, year: int, *, is_last: bool) -> None:
    with stopped(course.day_of(year - 1, 9, 10)):
        book = course.opened(cast, year)
    with stopped(course.day_of(year - 1, 10, 20)):
        course.submitted(cast, book, "submit_first")
    with stopped(course.day_of(year - 1, 11, 10)):
        course.with_ceilings(book)
    with stopped(course.day_of(year - 1, 12, 5)):
        course.submitted(cast, book, "submit_second")
    with stopped(course.day_of(year, 1, 25)):
        course.approved(book)
    if is_last and cast.key == _LATE:
        return
    with stopped(course.day_of(year, 2, 8)):
        if is_last and cast.key == _WAITS_FOR_HEAD:
            public.passed(cast, public.prepared(cast, book), Gate.Kind.SECRECY)
            return
        public.published(cast, book)
    if is_last and cast.key == _CORRECTED:
        with stopped(course.day_of(year, 3, 12)):
            public.corrected(cast, book)


def _present(cast: Cast, year: int) -> None:
    with stopped(course.days_before(60)):
        book = course.opened(cast, year)
    _STAGES[cast.key](cast, book)


# --- the present year, department by department ------------------------------------------------------------------


def _first_review(cast: Cast, book: Book) -> None:
    with stopped(course.days_before(24)):
        course.submitted(cast, book, "submit_first")


def _second_up(cast: Cast, book: Book) -> None:
    _first_review(cast, book)
    with stopped(course.days_before(9)):
        course.with_ceilings(book)
    book.refresh_from_db()


def _second_review(cast: Cast, book: Book) -> None:
    _second_up(cast, book)
    with stopped(course.days_before(3)):
        course.submitted(cast, book, "submit_second")


def _entering_with_words(cast: Cast, book: Book) -> None:
    """Ceilings are there, one unit has submitted; two people changed the same cell, and finance has asked."""
    _second_up(cast, book)
    with stopped(course.days_before(2)):
        course.units_submitted(cast, book, 1)
        part = book.parts.filter(state="entering").exclude(unit=None).order_by("unit").first()
        row = None if part is None else part.rows.filter(record="projects").first()
        if part is None or row is None:
            return
        purpose = row.values.get("purpose", "")
        preparer = people.preparer(cast, part)
        save(preparer, part, Edit("county-1", [Change(row.pk, "purpose", purpose, f"{purpose}。")]))
        # Typed over what stood there before: it is asked about, and nothing is lost.
        late = Edit("county-2", [Change(row.pk, "purpose", purpose, f"{purpose}（分两批实施）")])
        save(preparer, part, late)
        row.refresh_from_db()
        finance = people.division(cast)
        asked = open_thread(
            finance,
            at_row(row, "purpose"),
            "这个项目的数量依据是什么？请补充测算说明。",
            asks=True,
        )
        open_thread(
            people.actor("jixiao-ke"),
            at_row(row, "name"),
            "满意度指标请写明调查对象。",
            asks=False,
        )
    with stopped(course.days_before(1)):
        answer(preparer, asked, "按上年实际发生数和本年新增点位测算，明细已补入项目测算。")


def _late_with_an_error(cast: Cast, book: Book) -> None:
    """The day is past, and a unit has typed what cannot be read."""
    with stopped(course.days_before(22)):
        part = book.parts.exclude(unit=None).order_by("unit").first()
        row = None if part is None else part.rows.filter(record="lines").first()
        if part is not None and row is not None:
            change = Change(row.pk, "amount", row.values["amount"], "约三百万")
            save(people.preparer(cast, part), part, Edit(f"county-{book.pk}", [change]))


def _returned(cast: Cast, book: Book) -> None:
    _first_review(cast, book)
    with stopped(course.days_before(10)):
        reason = "两个项目的绩效指标没有量化，请按产出数量和质量补充后再报。"
        take(people.division(cast), "return_first", book, reason)


def _unit_returned(cast: Cast, book: Book) -> None:
    _second_up(cast, book)
    with stopped(course.days_before(4)):
        course.units_submitted(cast, book)
        course.units_accepted(cast, book, 1)
        part = book.parts.filter(state="submitted").exclude(unit=None).order_by("unit").first()
        if part is not None:
            reason = "公用经费超过定额，请核减后再报。"
            take(people.of_department(cast, "shenhe"), "return_part", part, reason)


def _units_accepted(cast: Cast, book: Book) -> None:
    _second_up(cast, book)
    with stopped(course.days_before(2)):
        course.units_submitted(cast, book)
        course.units_accepted(cast, book)


def _units_submitted(cast: Cast, book: Book) -> None:
    _second_up(cast, book)
    with stopped(course.days_before(2)):
        course.units_submitted(cast, book)


def _one_submitted(cast: Cast, book: Book) -> None:
    with stopped(course.days_before(5)):
        course.units_submitted(cast, book, 1)


def _approved(cast: Cast, book: Book) -> None:
    _second_review(cast, book)
    with stopped(now()):
        course.approved(book)


_STAGES: dict[str, Callable[[Cast, Book], None]] = {
    "jiaoyu": _entering_with_words,
    "weijian": _late_with_an_error,
    "wenlv": _returned,
    "ziran": _first_review,
    "yingji": _unit_returned,
    "nongye": _second_review,
    "sifa": _units_accepted,
    "jiaotong": _first_review,
    "renshe": _units_submitted,
    "shichang": _second_review,
    "zhujian": _one_submitted,
    "xinfang": _approved,
}
