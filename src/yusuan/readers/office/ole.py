"""The streams of a compound file, the envelope of Office documents before 2007. Bounded; loops are damage."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_SECTOR_SHIFTS = (9, 12)
_MINI_SECTOR = 64
_DIRECTORY_ENTRY = 128
_STREAM, _ROOT = 2, 5
# Sector numbers from here on end a chain or mark one as free.
_LAST_SECTOR = 0xFFFFFFFA
_IN_HEADER = 109


class DamagedCompound(ValueError):
    """A compound file whose tables lead nowhere."""


@dataclass(slots=True)
class Compound:
    """A compound file: names of its streams, each with where it starts and how long it is."""

    content: bytes
    streams: dict[str, tuple[int, int]] = field(default_factory=dict)
    _sector: int = 512
    _table: tuple[int, ...] = ()
    _mini_table: tuple[int, ...] = ()
    _mini: bytes = b""
    _mini_limit: int = 4096

    @classmethod
    def of(cls, content: bytes) -> Compound:
        """Read the tables; raises DamagedCompound."""
        compound = cls(content)
        try:
            compound._read()
        except (struct.error, IndexError, UnicodeError) as error:
            raise DamagedCompound(str(error)) from error
        return compound

    def read(self, name: str) -> bytes:
        """The content of a stream; raises DamagedCompound, also when there is none of that name."""
        if name not in self.streams:
            raise DamagedCompound(f"no stream {name}")
        start, size = self.streams[name]
        if size < self._mini_limit:
            return self._chain(self._mini, self._mini_table, start, _MINI_SECTOR)[:size]
        return self._chain(self.content, self._table, start, self._sector)[:size]

    def _read(self) -> None:
        content = self.content
        if not content.startswith(MAGIC):
            raise DamagedCompound("no compound file")
        shift = struct.unpack_from("<H", content, 30)[0]
        if shift not in _SECTOR_SHIFTS:
            raise DamagedCompound(f"sector shift {shift}")
        self._sector = 1 << shift
        fields = struct.unpack_from("<I4xIIIII", content, 48)
        directory, self._mini_limit, mini_start, _, more, _ = fields
        numbers = list(struct.unpack_from(f"<{_IN_HEADER}I", content, 76))
        per_sector = self._sector // 4
        seen: set[int] = set()
        while more < _LAST_SECTOR:
            if more in seen:
                raise DamagedCompound("the table of tables runs in a circle")
            seen.add(more)
            words = self._words(more)
            numbers += words[: per_sector - 1]
            more = words[per_sector - 1]
        # A table cannot be longer than the file it describes.
        most = len(content) // self._sector + 1
        named = [number for number in numbers if number < _LAST_SECTOR][:most]
        self._table = tuple(word for number in dict.fromkeys(named) for word in self._words(number))
        entries = self._chain(content, self._table, directory, self._sector)
        root = self._directory(entries)
        packed = self._chain(content, self._table, mini_start, self._sector)
        self._mini_table = struct.unpack(f"<{len(packed) // 4}I", packed[: len(packed) // 4 * 4])
        self._mini = self._chain(content, self._table, root[0], self._sector)[: root[1]]

    def _directory(self, entries: bytes) -> tuple[int, int]:
        """Note every stream by name; the root entry holds the small ones."""
        root = (_LAST_SECTOR, 0)
        for at in range(0, len(entries) - _DIRECTORY_ENTRY + 1, _DIRECTORY_ENTRY):
            length, kind = struct.unpack_from("<HB", entries, at + 64)
            start, size = struct.unpack_from("<II", entries, at + 116)
            name = entries[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            if kind == _ROOT:
                root = (start, size)
            elif kind == _STREAM:
                self.streams.setdefault(name, (start, size))
        return root

    def _words(self, sector: int) -> tuple[int, ...]:
        at = (sector + 1) * self._sector
        return struct.unpack_from(f"<{self._sector // 4}I", self.content, at)

    def _chain(self, store: bytes, table: tuple[int, ...], start: int, size: int) -> bytes:
        # Only the file itself begins with a header, which takes the place of a sector.
        offset = size if store is self.content else 0
        parts: list[bytes] = []
        sector = start
        while sector < _LAST_SECTOR:
            if sector >= len(table) or len(parts) > len(table):
                raise DamagedCompound("a chain of sectors leads out of the file or in a circle")
            at = sector * size + offset
            parts.append(store[at : at + size])
            sector = table[sector]
        return b"".join(parts)
