"""Files written aside: a hidden directory beside what they will be, gone when it is left, swept when it was killed."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PREFIX = ".yusuan-part-"
# Where it stands in a staging directory, what is staged must be put in place: it is not ours to throw away.
NOTE = "note.json"
_CANNOT_SYNC = frozenset({errno.EINVAL, errno.EOPNOTSUPP})


@contextmanager
def staged_in(directory: Path) -> Iterator[Path]:
    """A new directory of nobody else in another one, removed at the end unless a note says what is left to do."""
    staged = directory / f"{PREFIX}{secrets.token_hex(4)}"
    # What is staged may be secret, and has its own mode only when it is in place.
    os.mkdir(staged, 0o700)  # noqa: PTH102  one way of calling, which tests of faults can count
    try:
        yield staged
    finally:
        if not (staged / NOTE).exists():
            remove(staged)


def left_in(directory: Path) -> list[Path]:
    """Staging directories in a directory; all of them were left, where it is locked."""
    try:
        names = sorted(name for name in os.listdir(directory) if name.startswith(PREFIX))  # noqa: PTH208  a directory that may not be listed has nothing to sweep
    except OSError:
        return []
    return [directory / name for name in names]


def remove(staged: Path) -> None:
    """Remove a staging directory, as far as we may; a link of its name is removed, not followed."""
    with suppress(OSError):
        if stat.S_ISDIR(os.lstat(staged).st_mode):
            shutil.rmtree(staged, ignore_errors=True)
        else:
            os.unlink(staged)  # noqa: PTH108


def put(path: Path, content: bytes, mode: int) -> None:
    """Write a new file and see it onto the disk."""
    # Never more open than it will be, not even while it is written.
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode & 0o600)
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(opened, mode)
        left = memoryview(content)
        while left:
            left = left[os.write(opened, left) :]
        # Without this a power cut can leave the new name with no content.
        os.fsync(opened)
    finally:
        os.close(opened)


def sync_directory(path: Path) -> None:
    """See the names in a directory onto the disk, where the system can."""
    try:
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    except PermissionError:
        return
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise
    finally:
        os.close(opened)


def make_directories(root: Path, name: Path) -> None:
    """The directories a file of a set stands in, below a root that is there."""
    for parent in [*reversed(name.parents)][1:]:
        with suppress(FileExistsError):
            os.mkdir(root / parent)  # noqa: PTH102


def usual_mode() -> int:
    """The mode a new file gets from this process."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
