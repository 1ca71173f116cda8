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


class Journal:
    """A file of records; the last line of a name counts. Use as a context.

    `earlier` is the journal of a finished run: what it says counts until this one says otherwise, and it is not
    written to.
    """

    def __init__(self, path: Path, earlier: Path | None = None) -> None:
        self.path = path
        self._places: dict[str, tuple[BinaryIO, int, int]] = {}
        self._earlier = None
        # Reports that the finished run wrote.
        self.earlier_reports: set[str] = set()
        if earlier is not None:
            with suppress(FileNotFoundError):
                self._earlier = earlier.open("rb")
                self._load(self._earlier)
        for name in self._places:
            self.earlier_reports |= set(self[name].reports.values())
        path.parent.mkdir(parents=True, exist_ok=True)
        self._stream = path.open("a+b")
        # What was being written when the power went.
        self._stream.truncate(self._load(self._stream))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()
        if self._earlier is not None:
            self._earlier.close()

    def _load(self, stream: BinaryIO) -> int:
        """Find the records of a file; how far it holds whole lines."""
        stream.seek(0)
        at = good = 0
        for line in stream:
            if line.endswith(b"\n"):
                with suppress(ValueError):
                    self._places[Record.of_line(line).name] = (stream, at, len(line))
                good = at + len(line)
            at += len(line)
        return good

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def __getitem__(self, name: str) -> Record:
        stream, at, size = self._places[name]
        stream.seek(at)
        return Record.of_line(stream.read(size))

    def is_earlier(self, name: str) -> bool:
        """Tell whether what is known of a document is from the finished run."""
        return self._places[name][0] is self._earlier

    def append(self, record: Record) -> None:
        """Remember a document; it is on the disk when this returns."""
        line = record.as_line()
        at = self._stream.seek(0, os.SEEK_END)
        self._stream.write(line)
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._places[record.name] = (self._stream, at, len(line))

    def records(self, names: Sequence[str] | None = None) -> Iterator[Record]:
        """Records of some names, in their order, or of all in the order of names; one in memory at a time."""
        return (self[name] for name in (sorted(self._places) if names is None else names))

    def write_tidy(self, path: Path) -> None:
        """One line a name, in the order of names: the same file however the work went."""
        with path.open("wb") as stream:
            for record in self.records():
                stream.write(record.as_line())
            stream.flush()
            os.fsync(stream.fileno())
