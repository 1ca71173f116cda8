"""Texts in the records of an Excel 97–2003 workbook, which run over from record to record."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTINUE = 0x3C
_MOST_TEXTS = 1_000_000


def word_at(body: bytes, at: int) -> int:
    """Two bytes as a number."""
    return int(struct.unpack_from("<H", body, at)[0])


def text_at(body: bytes, at: int, length_bytes: int = 2) -> str:
    """A text within one record, after its length and its mark of width."""
    length = body[at] if length_bytes == 1 else word_at(body, at)
    at += length_bytes
    is_wide = body[at] & 1
    raw = body[at + 1 : at + 1 + length * (2 if is_wide else 1)]
    return raw.decode("utf-16-le" if is_wide else "latin-1", "replace")


def shared_texts(body: bytes, more: Iterator[bytes]) -> Iterator[str]:
    """The workbook's texts, which run on over records as they please."""
    count = min(struct.unpack_from("<I", body, 4)[0], _MOST_TEXTS)
    source = _Running(body, 8, more)
    for _ in range(count):
        text = source.text()
        if text is None:
            return
        yield text


class _Running:
    """Bytes that run over several records; each goes on with a new mark of width inside a text."""

    def __init__(self, body: bytes, at: int, more: Iterator[bytes]) -> None:
        self.body, self.at, self.more = body, at, more

    def text(self) -> str | None:
        """The next text; None where the records end."""
        head = self._take(3)
        if len(head) < 3:  # noqa: PLR2004
            return None
        length, flags = struct.unpack("<HB", head)
        is_rich, is_extended, is_wide = flags & 8, flags & 4, flags & 1
        runs = word_at(self._take(2), 0) if is_rich else 0
        extra = struct.unpack("<I", self._take(4))[0] if is_extended else 0
        text = self._characters(length, is_wide)
        self._skip(4 * runs + extra)
        return text

    def _characters(self, length: int, is_wide: int) -> str:
        words: list[str] = []
        while length > 0:
            if self.at >= len(self.body):
                if not self._next():
                    break
                is_wide = self.body[0] & 1 if self.body else 0
                self.at = 1
            width = 2 if is_wide else 1
            raw = self.body[self.at : self.at + length * width]
            raw = raw[: len(raw) // width * width]
            if not raw:
                self.at = len(self.body)
                continue
            words.append(raw.decode("utf-16-le" if is_wide else "latin-1", "replace"))
            self.at += len(raw)
            length -= len(raw) // width
        return "".join(words)

    def _take(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            if self.at >= len(self.body) and not self._next():
                break
            part = self.body[self.at : self.at + size - len(taken)]
            self.at += len(part)
            taken += part
        return taken

    def _skip(self, size: int) -> None:
        while size > 0:
            if self.at >= len(self.body) and not self._next():
                return
            step = min(size, len(self.body) - self.at)
            self.at += step
            size -= step

    def _next(self) -> bool:
        body = next(self.more, None)
        if body is None:
            return False
        self.body, self.at = body, 0
        return True
