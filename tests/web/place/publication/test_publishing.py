"""Files are made from what was approved; two persons let exactly them through; only then are they public."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from tests.cli.command_line import run
from tests.web.place.publication.approved import (
    AT,
    DAY,
    again,
    let_through,
    made,
    public,
)
from tests.web.place.small import actor
from tests.web.place.working import worked
from yusuan.core.errors import NotAllowed, NotReady
from yusuan.pipeline import Run
from yusuan.web.acting import building
from yusuan.web.budgets.dataset import facts_of
from yusuan.web.budgets.models import Row
from yusuan.web.clock import stopped
from yusuan.web.journal.models import Entry
from yusuan.web.publication.correcting import corrected_version
from yusuan.web.publication.frozen import budget_of
from yusuan.web.publication.gates import decide_gate, hindrances
from yusuan.web.publication.making import CORRECTION
from yusuan.web.publication.models import Gate, Publication
from yusuan.web.publication.preparing import abandon, prepare, usual
from yusuan.web.publication.published import published
from yusuan.web.publication.publishing import JOURNAL, publish
from yusuan.web.store import kept, set_digest
from yusuan.web.tasks.models import Task
from yusuan.web.versions.models import Version
from yusuan.web.workflow.states import BookState

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.web.budgets.models import Book

_State = Publication.State


def refused_by_others(publication: Publication, kind: str, username: str) -> str:
    with pytest.raises(NotAllowed) as refused:
        decide_gate(actor(username), publication, kind, publication.digest, passes=True)
    return str(refused.value)


def test_nothing_to_publish_before_approval(books: list[Book]) -> None:
    with pytest.raises(NotAllowed):
        prepare(actor("publisher0"), books[0])


@pytest.mark.parametrize("username", ["publisher1", "secrecy0", "budget", "preparer0"])
def test_only_the_department_s_publisher_prepares(username: str, book: Book) -> None:
    with pytest.raises(NotAllowed):
        prepare(actor(username), book)


@pytest.mark.slow
def test_files_are_those_of_the_command_line(book: Book, tmp_path: Path) -> None:
    found = made(book)
    (tmp_path / "dataset.zip").write_bytes(bytes(found.dataset))
    folder = tmp_path / "dataset"
    import zipfile

    with zipfile.ZipFile(tmp_path / "dataset.zip") as archive:
        archive.extractall(folder)
    assert run("publish", folder, "-o", tmp_path / "out").exit_code == 0
    files = {file.name: kept(file.sha256) for file in found.files.all()}
    assert len(files) > 10
    for name, content in files.items():
        assert (tmp_path / "out" / name).read_bytes() == content, name
    assert found.digest == set_digest({f.name: f.sha256 for f in found.files.all()})


def test_made_again_it_is_the_same(book: Book) -> None:
    first = made(book)
    second = made(book)
    assert first.digest == second.digest
    assert again(first).state == _State.ABANDONED


def test_two_who_prepare_at_once_leave_one(quick: None, book: Book) -> None:
    prepare(actor("publisher0"), book)
    prepare(actor("publisher0"), book)
    assert Publication.objects.exclude(state=_State.ABANDONED).count() == 1
    worked()
    assert [one.state for one in Publication.objects.order_by("pk")] == ["abandoned", "made"]
    assert set(Task.objects.values_list("state", flat=True)) == {Task.State.DONE}


def test_what_cannot_be_made_says_why(book: Book) -> None:
    found = prepare(actor("publisher0"), book)
    with patch.object(Run, "outcomes") as outcomes:
        outcomes.blocking = [type("O", (), {"message": "合计不符", "hint": "请核对"})()]
        worked()
    found = again(found)
    assert (found.state, found.files.count()) == (_State.FAILED, 0)
    assert "合计不符（请核对）" in found.error


def test_gates_and_publication(quick: None, book: Book) -> None:
    found = made(book)
    assert len(hindrances(found)) == 2
    with pytest.raises(NotReady):
        publish(actor("publisher0"), found)
    let_through(found, "secrecy")
    with pytest.raises(NotReady, match="负责人审签"):
        publish(actor("publisher0"), found)
    let_through(found, "head")
    publish(actor("publisher0"), found)
    book.refresh_from_db()
    assert book.state == BookState.PUBLISHED
    version = Version.objects.filter(book=book).order_by("number").last()
    assert version is not None
    assert version.event == Version.Event.PUBLISHED
    assert version.sha256 == again(found).dataset_sha256
    with pytest.raises(NotAllowed):
        publish(actor("publisher0"), found)


@pytest.mark.parametrize(
    ("kind", "username"),
    [
        ("secrecy", "publisher0"),
        ("secrecy", "secrecy1"),
        ("secrecy", "head0"),
        ("head", "secrecy0"),
        ("head", "head1"),
    ],
)
def test_a_gate_is_kept_by_its_role_in_the_department(kind: str, username: str, book: Book) -> None:
    refused_by_others(made(book), kind, username)


@pytest.mark.parametrize(
    ("first", "second"), [("secrecy", "head"), ("head", "secrecy"), ("asked", "head")]
)
def test_two_persons_whatever_roles_they_hold(
    first: str, second: str, quick: None, book: Book
) -> None:
    from yusuan.web.accounts.models import Membership, User

    held = {"secrecy": "secrecy_reviewer", "head": "head"}
    one = User.objects.get(username="publisher0" if first == "asked" else f"{first}0")
    with building():
        Membership.objects.create(
            user=one,
            role=held[second],
            scope_kind="department",
            scope=book.department_id,
            begins=dt.date(2020, 1, 1),
        )
    found = made(book)
    if first != "asked":
        let_through(found, first)
    said = refused_by_others(found, second, one.username)
    assert "另一人" in said


def test_a_gate_is_about_the_files_that_were_seen(quick: None, book: Book) -> None:
    found = made(book)
    with pytest.raises(NotReady, match="重新生成"):
        decide_gate(actor("secrecy0"), found, "secrecy", "0" * 64, passes=True)


def test_gates_are_shut_again_when_files_are_made_anew(quick: None, book: Book) -> None:
    first = made(book)
    let_through(first)
    second = made(book)
    assert len(hindrances(second)) == 2
    with pytest.raises(NotAllowed):
        publish(actor("publisher0"), first)
    with pytest.raises(NotReady):
        publish(actor("publisher0"), second)
    assert Gate.objects.filter(publication=first).count() == 2


def test_other_files_behind_a_gate_void_it(quick: None, book: Book) -> None:
    found = made(book)
    let_through(found)
    with building():
        Publication.objects.filter(pk=found.pk).update(digest="f" * 64)
    assert len(hindrances(again(found))) == 2


def test_a_gate_that_says_no_needs_a_reason_and_stops_it(quick: None, book: Book) -> None:
    found = made(book)
    secrecy = actor("secrecy0")
    with pytest.raises(NotReady, match="原因"):
        decide_gate(secrecy, found, "secrecy", found.digest, passes=False)
    with pytest.raises(NotReady, match="500"):
        decide_gate(secrecy, found, "secrecy", found.digest, passes=False, reason="长" * 501)
    let_through(found, "head")
    decide_gate(secrecy, found, "secrecy", found.digest, passes=False, reason="第3页有人名")
    assert "第3页有人名" in hindrances(found)[0]
    let_through(found, "secrecy")
    assert hindrances(found) == []


def test_files_name_who_released_them_and_another_may_not(quick: None, book: Book) -> None:
    terms = replace(usual(actor("publisher0"), book), head="别人")
    found = prepare(actor("publisher0"), book, terms)
    worked()
    found = again(found)
    with pytest.raises(NotReady, match="别人"):
        let_through(found, "head")


def test_files_are_public_on_the_day_they_name(quick: None, book: Book) -> None:
    found = made(book)
    let_through(found)
    with stopped(AT + dt.timedelta(days=1)), pytest.raises(NotReady, match="实际日期"):
        publish(actor("publisher0"), found)
    with stopped(AT - dt.timedelta(days=1)), pytest.raises(NotReady, match="那一天"):
        publish(actor("publisher0"), found)


@pytest.mark.parametrize(("days", "needs_reason"), [(0, False), (1, True)])
def test_the_twenty_days(days: int, needs_reason: bool, book: Book) -> None:  # noqa: FBT001
    version = Version.objects.get(book=book)
    approved = budget_of(bytes(version.dataset)).department.approved_on
    assert approved is not None
    day = approved + dt.timedelta(days=20 + days)
    publisher = actor("publisher0")
    terms = replace(usual(publisher, book), dated=day)
    if needs_reason:
        with pytest.raises(NotReady, match="原因"):
            prepare(publisher, book, terms)
        terms = replace(terms, late_reason="系统故障", late_approver="局长")
    found = prepare(publisher, book, terms)
    worked()
    assert again(found).state == _State.MADE, again(found).error
    for file in again(found).files.all():
        assert "系统故障".encode() not in kept(file.sha256), file.name


def test_not_before_it_was_approved(book: Book) -> None:
    publisher = actor("publisher0")
    terms = replace(usual(publisher, book), dated=dt.date(2026, 1, 1))
    with pytest.raises(NotReady, match="早于批复"):
        prepare(publisher, book, terms)


def test_what_is_public_is_not_withdrawn(quick: None, book: Book) -> None:
    found = public(book)
    with pytest.raises(NotReady, match="更正"):
        abandon(actor("publisher0"), found)
    with pytest.raises(NotReady, match="原因"):
        prepare(actor("publisher0"), book)
    with pytest.raises(NotReady, match="没有新的版本"):
        prepare(actor("publisher0"), book, reason="数字有误")


def test_the_journal_s_end_stands_beside_the_files(quick: None, book: Book) -> None:
    found = public(book)
    last = Entry.objects.get(digest=found.journal_head)
    companion = json.loads(kept(found.files.get(name=JOURNAL).sha256))
    assert companion["journal"] == {
        "chain": last.chain,
        "sequence": last.sequence,
        "digest": last.digest,
    }
    assert companion["digest"] == found.digest
    assert companion["gates"]["secrecy"]["by"] == actor("secrecy0").name
    assert set(companion["files"]) == {f.name for f in found.files.exclude(name=JOURNAL)}


def test_a_correction_keeps_the_old_and_says_what_it_changes(book: Book) -> None:
    old = public(book)
    budget = budget_of(bytes(old.dataset))
    at = next(n for n, line in enumerate(budget.lines) if not line.project and line.amount > 0)
    more = replace(budget.lines[at], amount=budget.lines[at].amount + 100_000)
    corrected = replace(budget, lines=(*budget.lines[:at], more, *budget.lines[at + 1 :]))
    with stopped(AT + dt.timedelta(days=9)):
        publisher = actor("publisher0")
        version = corrected_version(publisher, book, corrected, "金额录入有误")
        assert version.event == Version.Event.CORRECTED
        found = prepare(publisher, book, reason="金额录入有误")
        worked()
        found = again(found)
        assert found.state == _State.MADE, found.error
        let_through(found)
        publish(publisher, found)
    text = kept(found.files.get(name=CORRECTION).sha256).decode()
    assert "金额录入有误" in text
    assert old.digest in text
    assert found.difference["figures"]
    assert found.supersedes_id == old.pk
    assert again(old).state == _State.PUBLISHED
    newest, first = published(book.department_id)
    assert (newest.is_current, first.is_current) == (True, False)
    assert first.superseded_by == newest.publication
    for file in first.files:
        assert kept(file.sha256)
    book.refresh_from_db()
    assert book.state == BookState.CORRECTED
    assert facts_of(book).lines == corrected.lines


def test_the_book_shows_what_is_public(quick: None, book: Book) -> None:
    before = {row.pk: row.values for row in Row.objects.filter(part__book=book)}
    revision = book.revision
    found = public(book)
    book.refresh_from_db()
    assert book.revision == revision + 1
    assert facts_of(book) == replace(budget_of(bytes(found.dataset)), approved=None)
    after = {row.pk: row.values for row in Row.objects.filter(part__book=book)}
    changed = [pk for pk in before if before[pk] != after.get(pk)]
    assert after.keys() == before.keys()
    assert [Row.objects.get(pk=pk).record for pk in changed] == ["department"]


def test_a_correction_brings_no_unknown_unit(quick: None, book: Book) -> None:
    budget = budget_of(bytes(public(book).dataset))
    units = (*budget.units, replace(budget.units[0], code="777", name="新单位"))
    with pytest.raises(NotReady, match="新单位"):
        corrected_version(actor("publisher0"), book, replace(budget, units=units), "有误")


def test_a_correction_of_another_s_figures_is_refused(quick: None, book: Book) -> None:
    old = public(book)
    budget = budget_of(bytes(old.dataset))
    other = replace(budget, department=replace(budget.department, code="999"))
    with pytest.raises(NotReady, match="部门"):
        corrected_version(actor("publisher0"), book, other, "有误")
    with pytest.raises(NotReady, match="原因"):
        corrected_version(actor("publisher0"), book, budget, " ")


def test_only_what_is_public_is_listed(quick: None, book: Book) -> None:
    found = made(book)
    assert published() == ()
    let_through(found)
    publish(actor("publisher0"), found)
    one = published(year=DAY.year)[0]
    assert JOURNAL in {file.name for file in one.files}
    assert published(year=DAY.year + 1) == ()
