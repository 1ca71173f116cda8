"""Backing up a place while it is used: database, files, settings, in a folder that proves itself."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import timezone

from yusuan.core.errors import Misconfigured, NotReady
from yusuan.web.installation import FILES, SECRET, SETTINGS
from yusuan.web.serving.dumping import database_of
from yusuan.web.serving.packing import copied, damaged, faults_in, files_in, read_list, write_list
from yusuan.web.serving.preparing import RUN

if TYPE_CHECKING:
    from yusuan.web.installation import Installation

_PART = ".part"
LAST = "backup.last"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup: how many files of how many bytes, and published files that were damaged already."""

    files: int
    size: int
    damaged: tuple[str, ...]


def back_up(place: Installation, target: Path, *, with_secret: bool) -> Made:
    """Write a backup into a folder that is not there yet, or empty; there is all of it, or nothing.

    Raises Misconfigured, NotReady, OSError.
    """
    if target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
        raise Misconfigured(f"{target} 已经存在，不覆盖；请另指一个目录")
    parent = target.absolute().parent
    parent.mkdir(parents=True, exist_ok=True)
    for left in parent.glob(f".{target.name}.*{_PART}"):
        shutil.rmtree(left, ignore_errors=True)
    part = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=_PART, dir=parent))
    try:
        made = _written(place, part, with_secret=with_secret)
        if target.exists():
            target.rmdir()
        part.rename(target)
        _settle(parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    # For the doctor, who asks how old the last one is.
    with contextlib.suppress(OSError):
        (place.home / RUN / LAST).write_text(f"{target.absolute()}\n", encoding="utf-8")
    return made


def _written(place: Installation, part: Path, *, with_secret: bool) -> Made:
    database = database_of(place.database_url)
    # Before the files: whatever the database names was kept before it was named.
    database.dump(part / database.name)
    (part / database.name).chmod(0o600)
    _settle(part / database.name)
    names = [SETTINGS, SECRET] if with_secret else [SETTINGS]
    for name in names:
        if (place.home / name).is_file():
            copied(place.home / name, part / name)
    for path in files_in(place.files):
        copied(path, part / FILES / path.relative_to(place.files))
    about = {
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "version": version("yusuan"),
        "engine": database.engine,
        "database": database.name,
    }
    known = write_list(part, about)
    # Read back: what was written is what is there.
    faults = list(faults_in(part, read_list(part)))
    if faults:
        raise NotReady(f"写出的备份读回时不符：{faults[0]}；请检查磁盘")
    database.prove(part / database.name)
    sizes = [said["size"] for said in known["files"].values()]
    return Made(len(sizes), sum(sizes), tuple(damaged(part / FILES)))


def _settle(path: Path) -> None:
    """Onto the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
