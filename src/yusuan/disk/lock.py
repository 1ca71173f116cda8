"""One writer at a time in a directory, many readers: a lock on the directory itself, so no lock file is left."""

from __future__ import annotations

import errno
import os
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from yusuan.core.errors import InUse

if TYPE_CHECKING:
    from collections.abc import Iterator

# Nobody holds a lock longer than writing a set takes.
PATIENCE = 30.0
_PAUSE = 0.02
_BUSY = frozenset({errno.EWOULDBLOCK, errno.EACCES})


@contextmanager
def locked(
    directory: Path, *, is_shared: bool = False, patience: float | None = None
) -> Iterator[bool]:
    """Keep a directory for as long as the context lasts; False where the system cannot lock it.

    The lock ends with the process, however that ends. Raises InUse after so many seconds, OSError where
    there is no such directory. Held twice by one process, it waits for itself.
    """
    until = time.monotonic() + (PATIENCE if patience is None else patience)
    held = _held(directory, is_shared=is_shared, until=until)
    try:
        yield held is not None
    finally:
        if held is not None:
            os.close(held)


def _held(directory: Path, *, is_shared: bool, until: float) -> int | None:
    try:
        import fcntl  # noqa: PLC0415  there is none on Windows
    except ImportError:
        return None
    kind = fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX
    while True:
        try:
            opened = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        except PermissionError:
            return None
        try:
            fcntl.flock(opened, kind | fcntl.LOCK_NB)
            # What we waited for may have been replaced meanwhile.
            if os.path.samestat(os.fstat(opened), os.stat(directory)):  # noqa: PTH116  counted by the tests of faults
                return opened
        except OSError as error:
            if isinstance(error, FileNotFoundError):
                os.close(opened)
                raise
            if error.errno not in _BUSY:
                # A network drive that has no locks.
                os.close(opened)
                return None
        by = _holder(opened)
        os.close(opened)
        if time.monotonic() > until:
            raise InUse(directory, by)
        time.sleep(_PAUSE)


def _holder(opened: int) -> int | None:
    """The process that has locked an open directory; None where the system does not tell."""
    found = os.fstat(opened)
    place = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
    with suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/locks").read_text(encoding="ascii").splitlines():
            fields = line.split()
            if place in fields and "->" not in fields:
                return int(fields[4])
    return None
