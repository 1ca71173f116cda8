"""The doctor notices what is wrong, one thing at a time."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from yusuan.web.accounts.models import User
from yusuan.web.acting import as_the_system, building
from yusuan.web.clock import now
from yusuan.web.journal.chain import PLACE_CHAIN, Said
from yusuan.web.journal.models import Entry, Head
from yusuan.web.journal.triggers import install
from yusuan.web.serving import doctor
from yusuan.web.serving.doctor import State

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.web.installation import Installation

BROKEN, NOTE, WELL = State.BROKEN, State.NOTE, State.WELL


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    (tmp_path / "secret.key").touch(mode=0o600)
    (tmp_path / "files").mkdir()
    (tmp_path / "run").mkdir()
    tmp_path.chmod(0o700)
    return dataclasses.replace(settings.PLACE, home=tmp_path, options={})


@pytest.fixture
def journal(db: None) -> list[Entry]:
    """Three entries in a chain."""
    for key in "123":
        with as_the_system("测试") as said:
            said.append(Said(PLACE_CHAIN, "users", "accounts.user", key, None, {"name": key}))
    return list(Entry.objects.filter(chain=PLACE_CHAIN).order_by("sequence"))


def test_permissions(place: Installation) -> None:
    assert doctor._permissions(place.home).state is WELL
    place.home.chmod(0o755)
    assert doctor._permissions(place.home).state is NOTE
    (place.home / "secret.key").chmod(0o640)
    assert doctor._permissions(place.home).state is BROKEN


@pytest.mark.parametrize(
    ("options", "state"),
    [
        ({}, WELL),
        ({"host": ["x"]}, NOTE),
        ({"demo": True}, NOTE),
        ({"listen": "0.0.0.0"}, NOTE),  # noqa: S104  what is looked for
        ({"listen": "0.0.0.0", "https": True}, WELL),  # noqa: S104  as above
    ],
)
def test_settings(place: Installation, options: dict[str, object], state: State) -> None:
    assert doctor._settings(dataclasses.replace(place, options=options)).state is state


@pytest.mark.parametrize(("free", "state"), [(9 << 30, WELL), (1 << 29, NOTE), (1 << 20, BROKEN)])
def test_space(
    place: Installation, monkeypatch: pytest.MonkeyPatch, free: int, state: State
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": free}))
    assert doctor._space(place.home).state is state


def test_a_whole_journal(place: Installation, journal: list[Entry]) -> None:
    assert doctor._journal(place).state is WELL
    assert doctor._clock(place).state is WELL


def test_a_clock_that_went_back(
    place: Installation, journal: list[Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = now() - dt.timedelta(days=1)
    monkeypatch.setattr("yusuan.web.clock.now", lambda: earlier)
    assert doctor._clock(place).state is BROKEN


def test_a_journal_cut_off(place: Installation, journal: list[Entry]) -> None:
    with building():
        # As if the last entry had been taken off: the head says that there was one more.
        Head.objects.filter(chain=PLACE_CHAIN).update(sequence=journal[-1].sequence + 1)
    assert doctor._journal(place).state is BROKEN


@pytest.mark.parametrize(
    "how", ["UPDATE journal_entry SET actor = 'x'", "DELETE FROM journal_entry"]
)
def test_the_database_refuses_to_change_an_entry(journal: list[Entry], how: str) -> None:
    with building(), transaction.atomic(), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="append-only"):
            cursor.execute(how)
        transaction.set_rollback(True)


def test_triggers_that_are_gone(place: Installation, db: None) -> None:
    assert doctor._triggers(place).state is WELL
    on = " ON journal_entry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER journal_entry_no_update{on}")
    assert doctor._triggers(place).state is BROKEN
    install()
    assert doctor._triggers(place).state is WELL


def test_files(place: Installation, db: None) -> None:
    assert doctor._files(place).state is WELL
    (place.files / ("a" * 64)).write_bytes(b"not that")
    assert doctor._files(place).state is BROKEN


def test_an_administrator_who_left(place: Installation, db: None) -> None:
    assert doctor._administrator(place).state is WELL
    with building():
        User.objects.filter(username="administrator").update(is_active=False)
    assert doctor._administrator(place).state is BROKEN


def test_the_database_is_reached_and_written(place: Installation, db: None) -> None:
    assert doctor._reached(place).state is WELL
    assert doctor._writable(place).state is WELL
    assert doctor._migrations(place).state is WELL


def test_what_was_left_over(place: Installation) -> None:
    assert doctor._left_over(place.home).state is WELL
    (place.home / "before-20260101-000000").mkdir()
    assert doctor._left_over(place.home).state is NOTE
    (place.home / ".restoring").mkdir()
    assert doctor._left_over(place.home).state is BROKEN


def test_a_place_that_does_not_run(place: Installation) -> None:
    assert doctor._worker(place.home).state is NOTE


def test_no_backup_yet(place: Installation) -> None:
    assert doctor._backup(place.home).state is NOTE
    (place.home / "run" / "backup.last").touch()
    assert doctor._backup(place.home).state is WELL
