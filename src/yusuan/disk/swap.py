"""A directory replaced as a whole: a new one is made beside it, and the two change places in one step."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from yusuan.disk.staging import make_directories, staged_in, sync_directory

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

_EXCHANGE = 2
_AT_FDCWD = -100
# More of the user's own than this is a place to work in, not a place we write.
_MOST_ENTRIES = 50_000
# What systems and drives say that cannot link, or exchange, or may not.
_CANNOT = frozenset(
    {
        errno.EXDEV,
        errno.EPERM,
        errno.EACCES,
        errno.EINVAL,
        errno.ENOSYS,
        errno.EMLINK,
        errno.EOPNOTSUPP,
        errno.EBUSY,
    }
)


class _CannotSwap(Exception):
    """A directory cannot be replaced as a whole; nothing was changed."""


def swapped(
    directory: Path,
    stage: Callable[[Path], None],
    replaced: Collection[str],
    owned: Collection[str] = (),
    dropped: str = "",
) -> bool:
    """Replace a directory that this process has locked, its parent too, by one with other files; others stay.

    `replaced` are the files that change or go, `owned` directories that belong to the set, `dropped` is one that
    may go with the old one. False where this cannot be done, and nothing was changed.
    """
    if not _may_move(directory):
        return False
    try:
        _swap(directory, stage, _Others.of(directory, replaced, owned, dropped))
    except _CannotSwap:
        return False
    return True


def _swap(directory: Path, stage: Callable[[Path], None], others: _Others) -> None:
    with staged_in(directory.parent) as staged:
        new = staged / "new"
        os.mkdir(new, 0o700)  # noqa: PTH102  one way of calling, which tests of faults can count
        stage(new)
        others.link_into(new)
        _like(directory, new)
        for place, _, _ in os.walk(new):
            sync_directory(Path(place))
        sync_directory(staged)
        _exchange(new, directory)
        sync_directory(directory.parent)
        others.rescue(new, directory)


def _exchange(one: Path, other: Path) -> None:
    """Let two directories change places in one step; raises _CannotSwap."""
    call = _renameat2()
    if call is None:
        raise _CannotSwap
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE):
        number = ctypes.get_errno()
        if number in _CANNOT:
            raise _CannotSwap
        raise OSError(number, os.strerror(number), str(other))


@lru_cache(maxsize=1)
def _renameat2() -> Callable[..., int] | None:
    """The system's call; None where there is none (other systems than Linux)."""
    try:
        found: Callable[..., int] | None = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return None
    return found


def _may_move(directory: Path) -> bool:
    """Tell whether a directory may get a successor: ours, in one of ours, and nobody stands in it."""
    if _renameat2() is None or os.path.ismount(directory):
        return False
    found, above = os.stat(directory), os.stat(directory.parent)  # noqa: PTH116
    is_ours = found.st_uid == os.geteuid() and found.st_dev == above.st_dev
    if not is_ours or not _is_plain(directory, found):
        return False
    return os.access(directory.parent, os.W_OK | os.X_OK) and not _is_stood_in(directory)


def _is_stood_in(directory: Path) -> bool:
    """Tell whether a process works in a directory: it would find itself in one that is gone."""
    for place in (Path.cwd, *(each.readlink for each in Path("/proc").glob("[0-9]*/cwd"))):
        with suppress(OSError):
            if place().is_relative_to(directory):
                return True
    return False


def _is_plain(directory: Path, found: os.stat_result) -> bool:
    """Tell whether what is made in a directory gets no group and no rights from it."""
    attributes = os.listxattr(directory) if hasattr(os, "listxattr") else []
    has_rights = any(name.startswith("system.posix_acl") for name in attributes)
    return found.st_gid == os.getegid() and not found.st_mode & stat.S_ISGID and not has_rights


def _like(directory: Path, new: Path) -> None:
    """Modes and attributes of the directories a new one replaces."""
    for place, _, _ in os.walk(new):
        old = directory / Path(place).relative_to(new)
        if old.is_dir():
            shutil.copystat(old, place)
            os.utime(place)


@dataclass(slots=True)
class _Others:
    """What stands in a directory beside a set: files that the new one gets as well, each the same file."""

    directory: Path
    replaced: Collection[str]
    dropped: str = ""
    files: dict[str, tuple[int, int]] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)

    @classmethod
    def of(
        cls, directory: Path, replaced: Collection[str], owned: Collection[str], dropped: str
    ) -> _Others:
        """Look at everything; raises _CannotSwap where somebody else works there too."""
        found = cls(directory, replaced, dropped)
        ours = {parent.as_posix() for name in replaced for parent in Path(name).parents}
        for name, entry in _entries(directory, dropped):
            if entry.is_dir(follow_symlinks=False):
                if name not in ours and name.partition("/")[0] not in owned:
                    raise _CannotSwap
                found.folders.add(name)
            elif name not in replaced:
                found.files[name] = _identity(entry.stat(follow_symlinks=False))
            if len(found.files) > _MOST_ENTRIES:
                raise _CannotSwap
        return found

    def link_into(self, new: Path) -> None:
        """Give them a second place; raises _CannotSwap where the drive has no links."""
        for name in sorted(self.files):
            try:
                make_directories(new, Path(name))
                os.link(self.directory / name, new / name, follow_symlinks=False)
            except OSError as error:
                if error.errno in _CANNOT or isinstance(error, FileNotFoundError):
                    raise _CannotSwap from error
                raise

    def rescue(self, old: Path, directory: Path) -> None:
        """Bring over what somebody saved in the old directory while the new one was made."""
        for name, entry in _entries(old, self.dropped):
            if entry.is_dir(follow_symlinks=False):
                if name not in self.folders:
                    with suppress(FileExistsError):
                        os.mkdir(directory / name)  # noqa: PTH102
            elif name not in self.replaced and self.files.get(name) != _identity(
                entry.stat(follow_symlinks=False)
            ):
                os.replace(old / name, directory / name)  # noqa: PTH105


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


def _entries(directory: Path, dropped: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything below a directory by relative name, a folder before what is in it; one folder is passed over."""
    waiting = [""]
    while waiting:
        at = waiting.pop()
        with os.scandir(directory / at) as found:
            for entry in sorted(found, key=lambda each: each.name):
                name = f"{at}/{entry.name}" if at else entry.name
                if name == dropped:
                    continue
                yield name, entry
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(name)
