"""Two up, two down: from entering to approval, with returns and two persons."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.web.place.small import actor, submitted_units
from yusuan.core.errors import NotAllowed, NotReady
from yusuan.web.acting import building
from yusuan.web.budgets.checking import Cell, checked
from yusuan.web.budgets.models import Book
from yusuan.web.budgets.saving import Change, Edit, save
from yusuan.web.comments import waivers
from yusuan.web.journal.models import Entry
from yusuan.web.versions.models import Version
from yusuan.web.workflow.taking import take


def test_the_whole_way(books: list[Book]) -> None:
    book = books[0]
    submitted_units(book)
    take(actor("reviewer0"), "submit_first", book)
    book.refresh_from_db()
    assert book.state == "first_review"
    with building():
        book.ceilings.create(measure="合计", amount=10**15)
    take(actor("budget"), "issue_ceilings", book)
    assert {part.state for part in book.parts.all()} == {"entering"}
    submitted_units(book)
    take(actor("reviewer0"), "submit_second", book)
    take(actor("budget"), "approve", book)
    book.refresh_from_db()
    assert book.state == "approved"
    assert list(Version.objects.values_list("event", flat=True)) == [
        "first_up",
        "ceilings",
        "second_up",
        "approved",
    ]
    assert book.ceilings.filter(is_approved=True).exists()
    assert checked(book).blocking == ()
    assert Entry.objects.filter(action="approve").exists()


def test_a_return_needs_a_reason_and_opens_the_parts(books: list[Book]) -> None:
    book = books[0]
    submitted_units(book)
    take(actor("reviewer0"), "submit_first", book)
    with pytest.raises(NotReady, match="原因"):
        take(actor("finance0"), "return_first", book)
    take(actor("finance0"), "return_first", book, "项目依据不足")
    book.refresh_from_db()
    assert (book.state, book.is_returned) == ("first_up", True)
    assert {part.state for part in book.parts.all()} == {"entering"}


def test_an_error_stops_the_unit(books: list[Book]) -> None:
    part = books[0].parts.exclude(unit=None).order_by("unit").first()
    assert part is not None
    row = part.rows.filter(record="lines").first()
    assert row is not None
    change = Change(row.pk, "amount", row.values["amount"], "不知道")
    save(actor("preparer0"), part, Edit("one", [change]))
    with pytest.raises(NotReady, match="1 个错误"):
        take(actor("preparer0"), "submit_part", part)


def test_too_much_is_stopped_by_the_ceiling(books: list[Book]) -> None:
    book = books[0]
    with building():
        Book.objects.filter(pk=book.pk).update(state="second_up")
        book.ceilings.create(measure="合计", amount=100)
    book.refresh_from_db()
    submitted_units(book)
    with pytest.raises(NotReady, match="超出控制数"):
        take(actor("reviewer0"), "submit_second", book)


@pytest.mark.parametrize(
    ("user", "step", "said"),
    [
        ("preparer0", "submit_first", "由主管部门审核办理"),
        ("reviewer1", "submit_first", "范围"),
        ("finance0", "return_first", "状态"),
        ("auditor", "approve", "由预算科办理"),
        ("administrator", "approve", "由预算科办理"),
    ],
)
def test_refusals(books: list[Book], user: str, step: str, said: str) -> None:
    with pytest.raises(NotAllowed, match=said):
        take(actor(user), step, books[0])


def test_a_warning_is_waived_by_two(books: list[Book]) -> None:
    found = [(book, w) for book in books for w in checked(book).warnings]
    assert found, "the small place has a warning"
    book, warning = found[0]
    number = books.index(book)
    day = dt.date(2099, 1, 1)
    waiver = waivers.ask(actor(f"reviewer{number}"), book, warning.id, "用车更新", day)
    assert waivers.waived(book, dt.date(2026, 1, 5)) == frozenset()
    with pytest.raises(NotAllowed):
        waivers.approve(actor(f"reviewer{number}"), waiver)
    waivers.approve(actor(f"finance{number}"), waiver)
    assert waivers.waived(book, dt.date(2026, 1, 5)) == {warning.id}


def test_a_unit_explains_what_is_about_its_own_rows(books: list[Book]) -> None:
    part = books[0].parts.exclude(unit=None).order_by("unit").first()
    assert part is not None
    warning = checked(books[0]).warnings[0]
    assert not waivers.concerns(warning, part)
    with pytest.raises(NotReady, match="不是一条现有的提示"):
        waivers.ask(actor("preparer0"), part, warning.id, "不归我管", dt.date(2099, 1, 1))
    own = part.rows.first()
    assert own is not None
    assert waivers.concerns(replace(warning, cells=(Cell(own.pk, "amount"),)), part)
