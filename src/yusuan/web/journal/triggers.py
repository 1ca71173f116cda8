"""Append-only, by the database itself: an entry is neither changed nor deleted, no chain shortened, whoever asks.

Installed after every migration, since SQLite drops triggers where a table is made anew; `yusuan doctor` looks for them.
Who may change the database's schema can take them away: then the chain tells (`verify.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connections

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_ENTRY, _HEAD = "journal_entry", "journal_head"
_WORDS = "the journal is append-only"
# A chain grows: its end may move forward, and no other way.
_BACK = "NEW.chain <> OLD.chain OR NEW.sequence < OLD.sequence"


@dataclass(frozen=True, slots=True)
class _Trigger:
    """An event on a table that is refused, where a condition holds (empty: always)."""

    table: str
    event: str
    when: str = ""

    @property
    def name(self) -> str:
        """As the database knows it."""
        return f"{self.table}_no_{self.event.lower()}"


_ROWS = (
    _Trigger(_ENTRY, "UPDATE"),
    _Trigger(_ENTRY, "DELETE"),
    _Trigger(_HEAD, "UPDATE", _BACK),
    _Trigger(_HEAD, "DELETE"),
)
# SQLite knows no such statement.
_TABLES = (_Trigger(_ENTRY, "TRUNCATE"), _Trigger(_HEAD, "TRUNCATE"))


def install(using: str = "default", **_: object) -> None:
    """Put all in place (signal `post_migrate` of the room)."""
    connection = connections[using]
    if not {_ENTRY, _HEAD} <= set(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        for statement in _statements(connection):
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of those that are not there, or do nothing."""
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(asked)
        there = {row[0] for row in cursor.fetchall()}
    wanted = _ROWS if connection.vendor == "sqlite" else (*_ROWS, *_TABLES)
    return [one.name for one in wanted if one.name not in there]


def _statements(connection: BaseDatabaseWrapper) -> list[str]:
    if connection.vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {one.name} BEFORE {one.event} ON {one.table} "
            f"{_when(one)} BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
            for one in _ROWS
        ]
    refuse = (
        f"CREATE OR REPLACE FUNCTION {_ENTRY}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$"
    )
    made = [refuse]
    for one in (*_ROWS, *_TABLES):
        each = "STATEMENT" if one in _TABLES else "ROW"
        made += [
            f"DROP TRIGGER IF EXISTS {one.name} ON {one.table}",
            (
                f"CREATE TRIGGER {one.name} BEFORE {one.event} ON {one.table} "
                f"FOR EACH {each} {_when(one)} EXECUTE FUNCTION {_ENTRY}_refuse()"
            ),
        ]
    return made


def _when(one: _Trigger) -> str:
    return f"WHEN ({one.when})" if one.when else ""
