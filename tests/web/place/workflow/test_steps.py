"""Steps are decided, hindered, frozen and written down."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.web.place.small import actor
from tests.web.place.workflow.steps import (
    ONWARD,
    PLENTY,
    accept_parts,
    allow_plenty,
    missing,
    put,
    take,
    waive,
    walk,
)
from yusuan.core.errors import NotAllowed, NotReady, SpecError
from yusuan.web.acting import building
from yusuan.web.budgets.models import Ceiling, Row
from yusuan.web.clock import stopped, today
from yusuan.web.journal.models import Entry
from yusuan.web.organisation.models import FiscalYear, StatutoryDay
from yusuan.web.versions.models import Line, Version
from yusuan.web.workflow.models import Step
from yusuan.web.workflow.states import BookState, PartState
from yusuan.web.workflow.taking import offered, standing_in_the_way
from yusuan.web.workflow.transitions import TRANSITIONS

if TYPE_CHECKING:
    from yusuan.web.budgets.models import Book, Part
    from yusuan.web.workflow.transitions import Transition

AT = dt.datetime(2026, 1, 20, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture
def book(books: list[Book]) -> Book:
    """The first department's."""
    return books[0]


@pytest.fixture
def part(book: Book) -> Part:
    """Of its first unit: preparer0's."""
    found = book.parts.exclude(unit=None).first()
    assert found is not None
    return found


def test_the_whole_way(book: Book) -> None:
    walk(book, "approve")
    assert book.state == BookState.APPROVED
    frozen = list(Version.objects.filter(book=book).values_list("number", "event"))
    assert frozen == [(1, "first_up"), (2, "ceilings"), (3, "second_up"), (4, "approved")]
    assert [step.transition for step in Step.objects.filter(book=book)] == list(ONWARD)
    with pytest.raises(SpecError):
        take("publisher0", "publish", book)


def test_a_unit_hands_in_and_the_department_accepts(part: Part) -> None:
    take("preparer0", "submit_part", part)
    assert part.state == PartState.SUBMITTED
    take("reviewer0", "accept_part", part)
    part.refresh_from_db()
    assert part.state == PartState.ACCEPTED


def test_returned_and_handed_in_again(part: Part) -> None:
    take("preparer0", "submit_part", part)
    with pytest.raises(NotReady, match="原因"):
        take("reviewer0", "return_part", part, "  ")
    step = take("reviewer0", "return_part", part, "人员经费与编制不符")
    assert step.reason == "人员经费与编制不符"
    assert (part.state, part.is_returned) == (PartState.ENTERING, True)
    take("preparer0", "submit_part", part)
    assert (part.state, part.is_returned) == (PartState.SUBMITTED, False)


def test_a_step_is_written_down(part: Part) -> None:
    take("preparer0", "submit_part", part)
    said = list(Entry.objects.order_by("sequence").values_list("kind", "action", "note"))
    assert said == [("budgets.part", "submit_part", "报送部门")]


def test_an_error_in_a_row_of_the_part_stands_in_the_way(part: Part) -> None:
    row = part.rows.filter(record="lines").first()
    assert row is not None
    row.values["amount"] = "一百"
    with building():
        row.save()
    said = missing("preparer0", "submit_part", part)
    assert len(said) == 1
    assert "一百" in said[0]
    with pytest.raises(NotReady, match="一百"):
        take("preparer0", "submit_part", part)


def test_an_error_in_anothers_row_does_not(book: Book, part: Part) -> None:
    row = Row.objects.filter(part__book=book, record="lines").exclude(part=part).first()
    assert row is not None
    row.values["amount"] = "一百"
    with building():
        row.save()
    assert missing("preparer0", "submit_part", part) == []


def test_a_part_without_lines_is_not_handed_in(part: Part) -> None:
    with building():
        part.rows.filter(record="lines").delete()
    assert "还没有填写预算明细" in missing("preparer0", "submit_part", part)


def test_units_must_be_accepted(book: Book) -> None:
    waive(book)
    said = missing("reviewer0", "submit_first", book)
    assert [words for words in said if "3 个单位没有审核通过" in words] == said


def test_warnings_must_be_answered_for(book: Book) -> None:
    accept_parts(book)
    said = missing("reviewer0", "submit_first", book)
    assert said
    assert "没有经同意的说明" in said[0]
    waive(book)
    assert missing("reviewer0", "submit_first", book) == []


def test_no_ceilings_without_an_amount(book: Book) -> None:
    put(book, BookState.FIRST_REVIEW)
    assert missing("budget", "issue_ceilings", book) == ["还没有填写全部门的控制数合计"]


def test_no_more_than_the_ceilings(book: Book) -> None:
    waive(book)
    accept_parts(book)
    put(book, BookState.SECOND_UP)
    with building():
        Ceiling.objects.create(book=book, measure="合计", amount=100)
    (said,) = missing("reviewer0", "submit_second", book)
    assert said.startswith("全部门合计超出控制数")


def test_a_locked_year_stands_still(book: Book, part: Part) -> None:
    with building():
        FiscalYear.objects.filter(pk=book.year_id).update(state=FiscalYear.State.LOCKED)
    assert missing("preparer0", "submit_part", part) == ["2026年度没有开启或已锁定"]


def test_parts_are_open_again_after_the_ceilings(book: Book) -> None:
    walk(book, "issue_ceilings")
    assert set(book.parts.values_list("state", flat=True)) == {PartState.ENTERING}


def test_two_persons(book: Book) -> None:
    put(book, BookState.SECOND_REVIEW)
    waive(book)
    allow_plenty(book)
    who = actor("budget")
    with building():
        Step.objects.create(book=book, transition="submit_second", user_id=who.user_id, at=AT)
    with pytest.raises(NotAllowed, match="另一人"):
        take("budget", "approve", book)
    (verdict,) = [verdict for step, verdict in offered(who, book) if step.name == "approve"]
    assert "另一人" in verdict.reason


def test_approved_amounts_are_those_of_the_figures(book: Book) -> None:
    with stopped(AT):
        walk(book, "approve")
    approved = book.ceilings.get(is_approved=True, unit=None, measure="合计").amount
    last = Version.objects.filter(book=book).order_by("-number")[0]
    assert approved == sum(Line.objects.filter(version=last).values_list("amount", flat=True))
    assert approved < PLENTY
    assert book.due == dt.date(2026, 2, 9)


def test_approved_amounts_that_differ_stand_in_the_way(book: Book) -> None:
    walk(book, "submit_second")
    with building():
        Ceiling.objects.create(book=book, measure="合计", amount=12345, is_approved=True)
    assert any("批复 123.45" in said for said in missing("budget", "approve", book))


def test_the_clock_of_the_next_step(book: Book) -> None:
    days = {"first_up": 5, "ceilings": 12, "second_up": 20, "congress": 26}
    with building():
        for kind, day in days.items():
            StatutoryDay.objects.create(year=book.year, kind=kind, on=dt.date(2026, 1, day))
    walk(book, "submit_first")
    assert book.due == dt.date(2026, 1, 12)
    take("finance0", "return_first", book, "项目依据不足")
    assert (book.due, book.is_returned) == (dt.date(2026, 1, 5), True)
    accept_parts(book)
    take("reviewer0", "submit_first", book)
    allow_plenty(book)
    take("budget", "issue_ceilings", book)
    accept_parts(book)
    take("reviewer0", "submit_second", book)
    # Nobody set a day for the approval: twenty days after the congress.
    assert book.due == dt.date(2026, 2, 15)


def test_units_are_approved_once(book: Book) -> None:
    put(book, BookState.APPROVED)
    take("reviewer0", "approve_units", book)
    assert book.state == BookState.APPROVED
    assert missing("reviewer0", "approve_units", book) == [f"已于 {today():%Y-%m-%d} 批复"]


@pytest.mark.parametrize("step", TRANSITIONS, ids=lambda step: step.name)
def test_a_step_is_refused_elsewhere(book: Book, part: Part, step: Transition) -> None:
    """In every state that is not one of its own, whoever asks is told so."""
    users = ("preparer0", "reviewer0", "finance0", "budget", "publisher0")
    states = BookState if step.of == "book" else PartState
    for state in states:
        if state in step.from_:
            continue
        moved = book if step.of == "book" else part
        moved.state = state
        for user in users:
            assert standing_in_the_way(actor(user), step, moved)
            assert step.name not in {one.name for one, _ in offered(actor(user), moved)}
