"""Append-only, by the database itself: an entry is neither changed nor deleted, whoever asks, in whatever language.

Installed after every migration, since SQLite drops triggers where a table is made anew; `yusuan doctor` looks for them.
Who may change the database's schema can take them away: then the chain tells (`verify.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_TABLE = "journal_entry"
_NAMES = ("journal_entry_no_update", "journal_entry_no_delete")
_WORDS = "the journal is append-only"


def install(using: str = "default", **_: object) -> None:
    """Put both in place (signal `post_migrate` of the room)."""
    connection = connections[using]
    if _TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in _statements(connection):
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of those that are not there."""
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND tgrelid = %s::regclass",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(asked, [_TABLE])
        there = {row[0] for row in cursor.fetchall()}
    return [name for name in _NAMES if name not in there]


def _statements(connection: BaseDatabaseWrapper) -> list[str]:
    events = dict(zip(_NAMES, ("UPDATE", "DELETE"), strict=True))
    if connection.vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {_TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
            for name, event in events.items()
        ]
    refuse = (
        f"CREATE OR REPLACE FUNCTION {_TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$"
    )
    made = [refuse]
    for name, event in events.items():
        made += [
            f"DROP TRIGGER IF EXISTS {name} ON {_TABLE}",
            (
                f"CREATE TRIGGER {name} BEFORE {event} ON {_TABLE} "
                f"FOR EACH ROW EXECUTE FUNCTION {_TABLE}_refuse()"
            ),
        ]
    truncate = f"{_TABLE}_no_truncate"
    return [
        *made,
        f"DROP TRIGGER IF EXISTS {truncate} ON {_TABLE}",
        (
            f"CREATE TRIGGER {truncate} BEFORE TRUNCATE ON {_TABLE} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {_TABLE}_refuse()"
        ),
    ]
