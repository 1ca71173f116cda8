"""Nobody's edit is lost: fields merge, the same field is asked about, the same save is done once."""

from __future__ import annotations

import pytest

from tests.web.place.small import actor
from yusuan.core.errors import NotAllowed
from yusuan.web.acting import building
from yusuan.web.budgets.checking import checked
from yusuan.web.budgets.models import Part, Row
from yusuan.web.budgets.saving import Change, Edit, Inserted, save
from yusuan.web.journal.models import Entry


def _amount(row: Row, old: str, new: str, operation: str) -> Edit:
    return Edit(operation, [Change(row.pk, "amount", old, new)])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("12000", "12000.00"),
        ("１２，０００", "12000.00"),
        ("12,000.50元", "12000.50"),
        ("1.2万元", "12000.00"),
        ("大约一万", "大约一万"),
    ],
)
def test_amounts_are_kept_plain_or_as_typed(part: Part, row: Row, typed: str, kept: str) -> None:
    save(actor("preparer0"), part, _amount(row, row.values["amount"], typed, "one"))
    row.refresh_from_db()
    assert row.values["amount"] == kept


def test_different_fields_of_a_row_merge(part: Part, row: Row) -> None:
    seen = dict(row.values)
    save(actor("preparer0"), part, _amount(row, seen["amount"], "7.00", "one"))
    other = Edit("two", [Change(row.pk, "function", seen["function"], "2010101")])
    assert save(actor("preparer0"), part, other)["conflicts"] == []
    row.refresh_from_db()
    assert (row.values["amount"], row.values["function"]) == ("7.00", "2010101")


def test_the_same_field_is_asked_about(part: Part, row: Row) -> None:
    seen = row.values["amount"]
    save(actor("preparer0"), part, _amount(row, seen, "7", "one"))
    answer = save(actor("preparer0"), part, _amount(row, seen, "8", "two"))
    assert answer["conflicts"] == [
        {"row": row.pk, "field": "amount", "base": seen, "mine": "8.00", "theirs": "7.00"}
    ]
    row.refresh_from_db()
    assert row.values["amount"] == "7.00"


def test_the_same_save_is_done_once(part: Part) -> None:
    edit = Edit("one", [Change("new", "amount", "", "5")], [Inserted("new", "lines")])
    first = save(actor("preparer0"), part, edit)
    count = part.rows.count()
    assert save(actor("preparer0"), part, edit) == first
    assert part.rows.count() == count


def test_a_row_goes_where_it_was_put(part: Part) -> None:
    before = list(part.rows.filter(record="lines").values_list("pk", flat=True))
    answer = save(
        actor("preparer0"), part, Edit("one", inserted=[Inserted("new", "lines", before[1])])
    )
    after = list(part.rows.filter(record="lines").values_list("pk", flat=True))
    assert after == [before[0], answer["rows"]["new"], *before[1:]]


def test_a_row_changed_meanwhile_is_not_removed(part: Part, row: Row) -> None:
    seen = dict(row.values)
    save(actor("preparer0"), part, _amount(row, seen["amount"], "7", "one"))
    answer = save(actor("preparer0"), part, Edit("two", removed=[(row.pk, seen)]))
    assert answer["conflicts"]
    assert Row.objects.filter(pk=row.pk).exists()


def test_every_change_is_in_the_journal_and_raises_the_revisions(part: Part, row: Row) -> None:
    seen = row.values["amount"]
    save(actor("preparer0"), part, _amount(row, seen, "7", "one"))
    entry = Entry.objects.get()
    assert (entry.key, entry.before["values"]["amount"], entry.after["values"]["amount"]) == (  # type: ignore[index]
        str(row.pk),
        seen,
        "7.00",
    )
    part.refresh_from_db()
    assert (part.revision, part.book.revision) == (1, 1)


def test_what_stands_there_already_is_no_change(part: Part, row: Row) -> None:
    seen = row.values["amount"]
    save(actor("preparer0"), part, _amount(row, seen, seen, "one"))
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("user", ["preparer0b", "preparer1", "reviewer0", "administrator"])
def test_others_may_not(part: Part, row: Row, user: str) -> None:
    with pytest.raises(NotAllowed):
        save(actor(user), part, _amount(row, row.values["amount"], "7", "one"))


def test_a_submitted_part_is_closed(part: Part, row: Row) -> None:
    with building():
        Part.objects.filter(pk=part.pk).update(state="submitted")
    with pytest.raises(NotAllowed, match="状态"):
        save(actor("preparer0"), part, _amount(row, row.values["amount"], "7", "one"))


def test_a_finding_names_the_cell_that_was_typed(part: Part, row: Row) -> None:
    save(actor("preparer0"), part, _amount(row, row.values["amount"], "大约一万", "one"))
    problem = checked(part.book).blocking[0]
    assert [(cell.row, cell.field) for cell in problem.cells] == [(row.pk, "amount")]
