"""Whatever is done to the journal behind its back is found, with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from tests.web.place.small import actor
from yusuan.web.acting import building
from yusuan.web.budgets.saving import Change, Edit, save
from yusuan.web.journal.models import Entry, Head
from yusuan.web.journal.reach import entries_for, history_of
from yusuan.web.journal.triggers import install, missing
from yusuan.web.journal.verify import breaks
from yusuan.web.visible import chain_of_book

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from yusuan.web.budgets.models import Part, Row

_OTHERS = {
    "at": "2020-01-01 00:00:00+00:00",
    "username": "nobody",
    "actor": "别人",
    "action": "approve",
    "kind": "budgets.book",
    "key": "0",
    "before": '{"state": "x"}',
    "after": '{"state": "x"}',
    "note": "别的话",
    "previous": "f" * 64,
    "digest": "f" * 64,
}


@pytest.fixture
def chain(row: Row) -> str:
    """A chain of three entries."""
    old = row.values["amount"]
    for number in range(3):
        new = f"{number + 1}.00"
        save(actor("preparer0"), row.part, Edit(f"n{number}", [Change(row.pk, "amount", old, new)]))
        old = new
    return chain_of_book(row.part.book)


def _behind_its_back(statement: str, *values: str | int) -> None:
    """As somebody who may change the schema."""
    with building(), connection.cursor() as cursor:
        for one in missing_none():
            cursor.execute(_dropped(one))
        cursor.execute(statement, values)
    install()


def _dropped(name: str) -> str:
    """The statement that takes a trigger away; its name begins with its table's."""
    on = f" ON {name.partition('_no_')[0]}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER {name}{on}"


def missing_none() -> list[str]:
    """Every trigger by name, all of them there."""
    assert missing(connection) == []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'journal%%'"
        )
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.parametrize("field", sorted(_OTHERS))
@pytest.mark.parametrize("back", [0, 1, 2])
def test_a_changed_field(chain: str, field: str, back: int) -> None:
    last = Head.objects.get(chain=chain).sequence
    at = last - back
    _behind_its_back(
        f"UPDATE journal_entry SET {field} = %s WHERE chain = %s AND sequence = %s",  # noqa: S608  a column of ours
        _OTHERS[field],
        chain,
        at,
    )
    found = [one for one in breaks() if one.chain == chain]
    assert found
    assert found[0].sequence == at


@pytest.mark.parametrize("back", [0, 1, 2])
def test_an_entry_taken_out(chain: str, back: int) -> None:
    at = Head.objects.get(chain=chain).sequence - back
    _behind_its_back("DELETE FROM journal_entry WHERE chain = %s AND sequence = %s", chain, at)
    assert [one for one in breaks() if one.chain == chain]


def test_the_end_taken_off_with_its_head(chain: str) -> None:
    end = Entry.objects.filter(chain=chain).order_by("-sequence")[1]
    last = end.sequence + 1
    _behind_its_back("DELETE FROM journal_entry WHERE chain = %s AND sequence = %s", chain, last)
    _behind_its_back("UPDATE journal_head SET sequence = %s WHERE chain = %s", last - 1, chain)
    # Whoever mends the digest too leaves a whole, shorter chain: the end printed at publication tells.
    assert [one for one in breaks() if one.chain == chain]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET actor = 'x'",
        "DELETE FROM journal_entry",
        "UPDATE journal_head SET sequence = 0",
        "UPDATE journal_head SET chain = 'x'",
        "DELETE FROM journal_head",
    ],
)
def test_the_database_refuses(chain: str, statement: str) -> None:
    with (
        building(),
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert list(breaks()) == []
    assert Head.objects.filter(chain=chain).exists()


def test_a_trigger_that_is_gone_is_missed(chain: str) -> None:
    names = missing_none()
    assert len(names) == (4 if connection.vendor == "sqlite" else 6)
    assert chain
    for name in names:
        with connection.cursor() as cursor:
            cursor.execute(_dropped(name))
        assert missing(connection) == [name]
        install()


def test_the_history_of_a_row_that_is_gone(row: Row) -> None:
    part: Part = row.part
    gone = Edit("gone", (), (), [(row.pk, dict(row.values))])
    save(actor("preparer0"), part, gone)
    for who, sees in (
        ("preparer0", True),
        ("reviewer0", True),
        ("finance0", True),
        ("preparer0b", False),
        ("preparer1", False),
        ("administrator", False),
    ):
        seen = history_of(actor(who), "budgets.row", str(row.pk))
        assert seen.exists() is sees, who


def test_a_department_reads_its_own(row: Row, chain: str) -> None:
    assert chain
    seen = {who: entries_for(actor(who)) for who in ("reviewer0", "reviewer1", "preparer0")}
    about = {who: {(one.kind, one.key) for one in entries} for who, entries in seen.items()}
    assert ("budgets.row", str(row.pk)) in about["reviewer0"]
    assert about["reviewer1"] == set()
    # A unit's people read the history of a row, from the row.
    assert about["preparer0"] == set()


def test_by_kind(chain: str, signed_in: Callable[[str], Client]) -> None:
    assert chain
    finance = signed_in("finance0")
    address = reverse("journal:list")
    assert "1.00" in finance.get(address, {"kind": "budgets.row"}).content.decode()
    assert "1.00" not in finance.get(address, {"kind": "accounts.user"}).content.decode()
    assert finance.get(address, {"kind": "no.such"}).status_code == 200
