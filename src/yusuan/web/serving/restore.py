"""Putting a backup in the place of an installation: proved beside it first, then switched; what was there is kept."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from yusuan.core.errors import Misconfigured, NotReady
from yusuan.core.patterns import pattern
from yusuan.web.installation import DATABASE, FILES, SECRET, SETTINGS, installation
from yusuan.web.serving.dumping import Postgres, database_of
from yusuan.web.serving.packing import copied, faults_in, read_list
from yusuan.web.serving.preparing import RESTORING, RUN
from yusuan.web.starting import HOME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ASIDE = pattern(r"before-\d{8}-\d{6}")
_MOST_SHOWN = 5
_ROOM = 1.1


def put_back(home: Path, source: Path, *, replaces: bool) -> str | None:
    """Restore a backup into the folder chosen for this process; where what was there is kept now, if anything was.

    The caller holds the lock. Raises NotReady, Misconfigured, OSError; then nothing was changed.
    """
    known = read_list(source)
    _refuse(faults_in(source, known), "备份不完整，没有改动任何内容")
    database = database_of(_url(home, source))
    if database.engine != known["engine"]:
        said = f"备份来自 {known['engine']}，这里的数据库是 {database.engine}；请用 DATABASE_URL 指明同类的数据库"
        raise Misconfigured(said)
    if not isinstance(database, Postgres) and database.path != home / DATABASE:
        raise Misconfigured(
            f"数据库文件须在 {home / DATABASE}；请不设 database_url 和 DATABASE_URL"
        )
    present = [one for one in home.iterdir() if one.name != RUN and not _is_kept(one.name)]
    occupied = database.is_occupied() or any(one.name != RESTORING for one in present)
    if occupied and not replaces:
        raise NotReady(f"{home} 里已有系统；确要替换请加 --replace，原有内容会留在一旁")
    staging = home / RESTORING
    _make_room(home, known)
    shutil.rmtree(staging, ignore_errors=True)
    # By the machine's clock: settings are not read here, where the place may lack them.
    aside = time.strftime("before-%Y%m%d-%H%M%S")
    try:
        _unpack(source, staging, known)
        if not (staging / SECRET).exists():
            _secret(home, staging)
        with _in_place(database, staging, known, aside):
            _refuse(_proved(staging), "备份里的内容不能通过核对，没有改动任何内容")
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return _switch(home, staging, aside)


def _url(home: Path, source: Path) -> str:
    """Of the database to restore into: the environment, the settings here, those of the backup."""
    here = installation()
    if not (home / SETTINGS).exists() and (source / SETTINGS).exists():
        import tomllib

        options = tomllib.loads((source / SETTINGS).read_text(encoding="utf-8"))
        here = replace(here, options=options)
    return here.database_url


def _is_kept(name: str) -> bool:
    return _ASIDE.fullmatch(name) is not None


def _refuse(faults: Any, said: str) -> None:  # noqa: ANN401  any iterable of texts
    found = list(faults)
    if found:
        shown = "；".join(found[:_MOST_SHOWN])
        more = f" 等 {len(found)} 处" if len(found) > _MOST_SHOWN else ""
        raise NotReady(f"{said}：{shown}{more}")


def _make_room(home: Path, known: dict[str, Any]) -> None:
    needed = int(sum(said["size"] for said in known["files"].values()) * _ROOM)
    free = shutil.disk_usage(home).free
    if free < needed:
        raise NotReady(
            f"磁盘空间不足：需要 {needed >> 20} MB，剩余 {free >> 20} MB；没有改动任何内容"
        )


def _unpack(source: Path, staging: Path, known: dict[str, Any]) -> None:
    for folder in (staging, staging / FILES):
        folder.mkdir(mode=0o700)
    for name, said in known["files"].items():
        target = DATABASE if name == "database.sqlite3" else name
        if copied(source / name, staging / target) != said["sha256"]:
            raise NotReady(f"备份在读取时变化了：{name}；没有改动任何内容")


def _secret(home: Path, staging: Path) -> None:
    """The secret of the place, or a new one: everybody signs in again, nothing else depends on it."""
    if (home / SECRET).is_file():
        copied(home / SECRET, staging / SECRET)
        return
    made = os.open(staging / SECRET, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(made, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")


@contextlib.contextmanager
def _in_place(database: object, staging: Path, known: dict[str, Any], aside: str) -> Iterator[None]:
    """PostgreSQL holds what is to be proved; as before where that fails. SQLite's file is among the others."""
    if not isinstance(database, Postgres):
        yield
        return
    schema, was_there = aside.replace("-", "_"), database.is_occupied()
    dump = staging / known["database"]
    if was_there:
        database.set_aside(schema)
    try:
        database.restore(dump)
        yield
    except BaseException:
        if was_there:
            database.put_back(schema)
        else:
            database.clear()
        raise
    dump.unlink()


def _proved(staging: Path) -> list[str]:
    """What is wrong with what was unpacked, found by a process of its own: settings are read once a process."""
    done = subprocess.run(
        [sys.executable, "-m", "yusuan.web.serving.proof"],
        env={**os.environ, HOME: str(staging)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    faults = done.stdout.splitlines()
    if done.returncode and not faults:
        last = done.stderr.strip().splitlines()[-1:] or ["?"]
        return [f"数据库不能打开（{last[0][:200]}）"]
    return faults


def _switch(home: Path, staging: Path, aside: str) -> str | None:
    """What is there goes aside, what was proved comes in; a stop in between is noticed by `lay_out`."""
    old = [
        one for one in home.iterdir() if one.name not in {RUN, RESTORING} and not _is_kept(one.name)
    ]
    if old:
        (home / aside).mkdir(mode=0o700)
        for one in old:
            one.rename(home / aside / one.name)
    # The secret last: without it there is no place to start.
    for name in sorted(one.name for one in staging.iterdir() if one.name != SECRET):
        (staging / name).rename(home / name)
    (staging / SECRET).rename(home / SECRET)
    # The database of the proof may have left its companions.
    shutil.rmtree(staging, ignore_errors=True)
    return aside if old else None
