"""Read what truly lies in a folder somebody sent: no link out of it, no pipe that never ends, no device.

A folder a person names may itself be a link; whatever is in it is taken only where it is a file or a folder there. What
is looked at is what is read: names are resolved below the opened folder, and the opened file is asked what it is.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

from yusuan.core.errors import Fault, Faults, passing_fault, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# One package or dataset is a few dozen files, the largest some megabytes.
LARGEST_FILE = 64 * 1024 * 1024
# Never wait for the other end of a pipe, never take a terminal for one's own.
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_OPEN |= getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
# Windows opens nothing below an open folder: there, names are looked at and then opened.
_IS_BELOW = os.open in os.supports_dir_fd
_ALLOWED = "文件夹内的普通文件；请把文件本身放进来，不用链接"


def require_file(path: Path) -> None:
    """Raise OSError where a path somebody names is no file or folder, or a link to one: reading it may never end."""
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise _no_file(str(path))


def file_content(path: Path, largest: int = LARGEST_FILE) -> bytes:
    """The bytes of a file somebody names, or one more than the largest; raises OSError for pipes and devices."""
    require_file(path)
    with os.fdopen(_regular(os.open(path, _OPEN), str(path)), "rb") as stream:
        return stream.read(largest + 1)


class Inside:
    """The files of one folder by their names below it; what may not be read is a fault, said once."""

    def __init__(
        self, root: Path, faults: Faults | list[Fault], *, largest: int = LARGEST_FILE
    ) -> None:
        self.root = root
        self.faults = faults
        self.largest = largest

    def names(self, folder: str, suffix: str) -> list[str]:
        """Names below the folder that end so, in order; none where there is no such folder."""
        try:
            with self._at(folder) as at:
                found = os.listdir(at)  # noqa: PTH208  of an open folder
        except FileNotFoundError:
            return []
        except OSError as error:
            self._say(folder, error)
            return []
        return sorted(f"{folder}/{name}" for name in found if name.endswith(suffix))

    def content(self, name: str) -> bytes | None:
        """The bytes of a file; None where there is none, or (with a fault) none that may be read."""
        *folders, last = name.split("/")
        try:
            with self._at("/".join(folders)) as at, self._opened(at, last) as opened:
                content = opened.read(self.largest + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            self._say(name, error)
            return None
        if len(content) > self.largest:
            most = f"{self.largest >> 20} MB 以内的文件"
            self.faults.append(Fault(name, "", "文件过大", most))
            return None
        return content

    def _say(self, name: str, error: OSError) -> None:
        # What the system cannot do now is no fault of the folder.
        if passing_fault(error):
            raise error
        self.faults.append(Fault(name, "", system_reason(error), _ALLOWED))

    @contextmanager
    def _at(self, folder: str) -> Iterator[int | str]:
        """The folder, opened step by step, through no link; where the system cannot, its path."""
        parts = [part for part in folder.split("/") if part]
        if not _IS_BELOW:
            path = self.root.joinpath(*parts)
            if path.is_symlink():
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
            yield str(path)
            return
        at = os.open(self.root, _FOLDER)
        try:
            for part in parts:
                outer, at = at, os.open(part, _FOLDER | _NO_LINK, dir_fd=at)
                os.close(outer)
            yield at
        finally:
            os.close(at)

    @contextmanager
    def _opened(self, at: int | str, name: str) -> Iterator[BinaryIO]:
        """A file of the folder: no link, and a file still once it is open."""
        below: dict[str, Any] = {"dir_fd": at} if isinstance(at, int) else {}
        path = name if isinstance(at, int) else os.path.join(at, name)  # noqa: PTH118  of either kind
        mode = os.stat(path, follow_symlinks=False, **below).st_mode  # noqa: PTH116  below an open folder
        if stat.S_ISLNK(mode):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), name)
        if not stat.S_ISREG(mode):
            raise _no_file(name, mode)
        with os.fdopen(_regular(os.open(path, _OPEN | _NO_LINK, **below), name), "rb") as stream:
            yield stream


def _regular(opened: int, name: str) -> int:
    """The same, of a file; anything else is closed and refused."""
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise _no_file(name)
    return opened


def _no_file(name: str, mode: int = 0) -> OSError:
    reason = errno.EISDIR if stat.S_ISDIR(mode) else errno.EOPNOTSUPP
    return OSError(reason, os.strerror(reason), name)
