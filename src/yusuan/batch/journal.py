"""The memory of a batch: one line a document, on disk before the next begins; a torn last line is forgotten."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from yusuan.batch.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO


class InUse(Exception):
    """Another process keeps this journal."""


class Journal:
    """A file of records; the last line of a name counts. Use as a context; raises InUse where another does."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._places: dict[str, tuple[int, int]] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        self._stream = path.open("a+b")
        _lock(self._stream)
        self._load()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def _load(self) -> None:
        self._stream.seek(0)
        at = good = 0
        for line in self._stream:
            if line.endswith(b"\n"):
                with suppress(ValueError):
                    self._places[Record.of_line(line).name] = (at, len(line))
                good = at + len(line)
            at += len(line)
        # What was being written when the power went.
        self._stream.truncate(good)

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def __getitem__(self, name: str) -> Record:
        at, size = self._places[name]
        self._stream.seek(at)
        return Record.of_line(self._stream.read(size))

    def append(self, record: Record) -> None:
        """Remember a document; it is on the disk when this returns."""
        line = record.as_line()
        at = self._stream.seek(0, os.SEEK_END)
        self._stream.write(line)
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._places[record.name] = (at, len(line))

    def records(self, names: Sequence[str]) -> Iterator[Record]:
        """Records of some names, in their order, one in memory at a time."""
        return (self[name] for name in names)

    def tidy(self) -> None:
        """One line a name, in the order of names: the same file however the work went."""
        tidied = self.path.with_name(f".{self.path.name}.part")
        with tidied.open("wb") as stream:
            for name in sorted(self._places):
                stream.write(self[name].as_line())
            stream.flush()
            os.fsync(stream.fileno())
        self._stream.close()
        tidied.replace(self.path)
        self._stream = self.path.open("a+b")
        self._load()


def _lock(stream: BinaryIO) -> None:
    """Keep a file to this process until it closes it or ends, however it ends; raises InUse."""
    try:
        import fcntl  # noqa: PLC0415  there is none on Windows
    except ImportError:
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        stream.close()
        raise InUse from error
