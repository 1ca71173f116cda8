"""The database as one file and back, without stopping who uses it: SQLite by its backup, PostgreSQL by its tools."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import dj_database_url

from yusuan.core.errors import Misconfigured, NotReady

if TYPE_CHECKING:
    from collections.abc import Mapping

_PATIENCE = 20.0
_LONGEST_REASON = 300


class Database(Protocol):
    """What backing up and restoring ask of a database."""

    engine: str
    # What the file in a backup is called.
    name: str

    def dump(self, target: Path) -> None:
        """Write one consistent state."""

    def prove(self, dump: Path) -> None:
        """Raise NotReady where a dump cannot be read back."""

    def is_occupied(self) -> bool:
        """Tell whether a place lives there already."""


@dataclass(frozen=True, slots=True)
class Sqlite:
    """A file of SQLite."""

    path: Path
    engine: str = "sqlite"
    name: str = "database.sqlite3"

    def dump(self, target: Path) -> None:
        """One consistent state, while others write."""
        if not self.path.is_file():
            raise NotReady(f"没有数据库文件 {self.path}")
        source = sqlite3.connect(f"{self.path.as_uri()}?mode=rw", uri=True, timeout=_PATIENCE)
        with closing(source), closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            # A file of its own: nothing beside it is needed to read it.
            copy.execute("PRAGMA journal_mode=DELETE")

    def prove(self, dump: Path) -> None:
        """Every page of it is sound."""
        with closing(sqlite3.connect(f"{dump.as_uri()}?mode=ro", uri=True)) as copy:
            found = copy.execute("PRAGMA integrity_check").fetchone()
            copy.execute("SELECT 1 FROM django_migrations LIMIT 1").fetchone()
        if found != ("ok",):
            raise NotReady(f"数据库的副本有损坏：{found[0]}")

    def is_occupied(self) -> bool:
        """A file is there."""
        return self.path.exists()


@dataclass(frozen=True, slots=True)
class Postgres:
    """A database of PostgreSQL, by the tools of its client."""

    settings: Mapping[str, str]
    engine: str = "postgresql"
    name: str = "database.dump"

    def dump(self, target: Path) -> None:
        """One consistent state, while others write."""
        self._run("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={target}")

    def prove(self, dump: Path) -> None:
        """Its list of contents is whole, and so is its end."""
        self._run("pg_restore", "--file=/dev/null", str(dump), connects=False)

    def is_occupied(self) -> bool:
        """Our tables are there."""
        asked = "SELECT to_regclass('public.django_migrations') IS NOT NULL"
        return self._run("psql", "--tuples-only", "--no-align", f"--command={asked}") == "t"

    def set_aside(self, name: str) -> None:
        """What is there goes into a schema of another name."""
        self._change(f"ALTER SCHEMA public RENAME TO {name}; CREATE SCHEMA public")

    def put_back(self, name: str) -> None:
        """As before `set_aside`."""
        self._change(f"DROP SCHEMA public CASCADE; ALTER SCHEMA {name} RENAME TO public")

    def clear(self) -> None:
        """As empty as it was."""
        self._change("DROP SCHEMA public CASCADE; CREATE SCHEMA public")

    def restore(self, dump: Path) -> None:
        """All of it, or nothing."""
        named = f"--dbname={self.settings['NAME']}"
        self._run("pg_restore", "--no-owner", "--no-acl", "--single-transaction", named, str(dump))

    def _change(self, command: str) -> None:
        self._run(
            "psql",
            "--quiet",
            "--set=ON_ERROR_STOP=1",
            "--single-transaction",
            f"--command={command}",
        )

    def _run(self, program: str, *arguments: str, connects: bool = True) -> str:
        found = shutil.which(program)
        if found is None:
            raise Misconfigured(
                f"找不到 {program}；请安装 PostgreSQL 的客户端（Debian：postgresql-client）"
            )
        # In the environment a password is not seen by other users of the machine.
        names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
        given = {
            to: str(self.settings[name]) for name, to in names.items() if self.settings.get(name)
        }
        given |= {"PGDATABASE": str(self.settings["NAME"])} if connects else {}
        done = subprocess.run(  # noqa: S603  their own tools
            [found, *arguments],
            env={**os.environ, "PGCONNECT_TIMEOUT": "5", **given},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            reason = " ".join(done.stderr.split())[:_LONGEST_REASON]
            raise NotReady(f"{program} 没有成功：{reason}")
        return done.stdout.strip()


def database_of(url: str) -> Sqlite | Postgres:
    """The database an installation names; raises Misconfigured."""
    parsed = dj_database_url.parse(url)
    engine = str(parsed.get("ENGINE", ""))
    if engine.endswith("sqlite3"):
        return Sqlite(Path(str(parsed["NAME"])).absolute())
    if "postgresql" in engine:
        return Postgres({name: str(value) for name, value in parsed.items() if value})
    raise Misconfigured("数据库只能是 SQLite 或 PostgreSQL")
