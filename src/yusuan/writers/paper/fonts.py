"""How wide each character is in the fonts of the PDF, which other fonts of official documents do not exceed."""

from __future__ import annotations

import re
import struct
from array import array
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO

from yusuan.core.patterns import pattern
from yusuan.writers.paper.measure import script_changes

if TYPE_CHECKING:
    from pathlib import Path

_LINE_BREAK = pattern("\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")


# Longer runs without a space are not words: they may be broken anywhere, or they would leave the page.
LONGEST_WORD = 24
_MARKS = "\u3001-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20"


def normal(text: str) -> str:
    """The text with every kind of line break written as a line feed, none at the end."""
    return _LINE_BREAK.sub("\n", text).rstrip("\n")


# The gap set between a Chinese and a Latin character, em.
_SCRIPT_GAP = 0.25


@lru_cache(maxsize=1 << 14)
def text_width(text: str) -> float:
    """The width of a line of text in em."""
    return sum(map(widest_advance, text)) + _SCRIPT_GAP * script_changes(text)


_SEGMENTED_COVERAGE = 12  # the only `cmap` format that reaches beyond the first 65,536 characters


class Face:
    """A font file's character map and advance widths."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            tables = _tables(file)
            (self._em,) = struct.unpack_from(">H", tables["head"], 18)
            (metrics,) = struct.unpack_from(">H", tables["hhea"], 34)
            self._advances = struct.unpack(f">{'Hh' * metrics}", tables["hmtx"][: 4 * metrics])[::2]
            self._starts, self._ends, self._glyphs = _segments(tables["cmap"], path)

    def advance(self, point: int) -> float | None:
        """The width of a code point in em; None where the font has no glyph for it."""
        segment = bisect_right(self._starts, point) - 1
        if segment < 0 or point > self._ends[segment]:
            return None
        glyph = self._glyphs[segment] + point - self._starts[segment]
        return float(self._advances[min(glyph, len(self._advances) - 1)] / self._em)


def _tables(file: BinaryIO) -> dict[str, bytes]:
    (count,) = struct.unpack(">4xH6x", file.read(12))
    entries = [struct.unpack(">4s4xII", file.read(16)) for _ in range(count)]
    tables = {}
    for tag, offset, length in entries:
        if (name := tag.decode("ascii")) in {"head", "hhea", "hmtx", "cmap"}:
            file.seek(offset)
            tables[name] = file.read(length)
    return tables


def _segments(cmap: bytes, path: Path) -> tuple[array[int], array[int], array[int]]:
    (count,) = struct.unpack_from(">H", cmap, 2)
    for i in range(count):
        (offset,) = struct.unpack_from(">I", cmap, 8 + 8 * i)
        (kind,) = struct.unpack_from(">H", cmap, offset)
        if kind != _SEGMENTED_COVERAGE:
            continue
        (length,) = struct.unpack_from(">I", cmap, offset + 12)
        flat = struct.unpack_from(f">{3 * length}I", cmap, offset + 16)
        return array("L", flat[::3]), array("L", flat[1::3]), array("L", flat[2::3])
    raise ValueError(f"{path.name} has no character map of format {_SEGMENTED_COVERAGE}")


@lru_cache(maxsize=1)
def faces() -> tuple[Face, ...]:
    """The fonts a character is looked for in, the body font first."""
    import pylopdf_fonts_zh_cn as wheel

    return Face(wheel.serif_path()), Face(wheel.sans_path())


@lru_cache(maxsize=1 << 16)
def advance(point: int) -> float | None:
    """The width of a code point in em in the first font that has it; None where none has."""
    widths = (face.advance(point) for face in faces())
    return next((width for width in widths if width is not None), None)


@lru_cache(maxsize=1 << 16)
def widest_advance(char: str) -> float:
    """The width of a character in em in whichever font prints it wider, or of its written code."""
    return max(
        (width for face in faces() if (width := face.advance(ord(char))) is not None), default=6.0
    )


_RUNS: dict[int, re.Pattern[str]] = {}


def long_runs(longest_word: int) -> re.Pattern[str]:
    """Runs of letters and digits that Typst would not break and that are longer than a word."""
    if longest_word not in _RUNS:
        # Up to U+2E80 stand the alphabets; ideographs break by themselves, rows of marks do not.
        _RUNS[longest_word] = re.compile(
            rf"[^\s\u2e80-\U0010ffff]{{{longest_word + 1},}}|[{_MARKS}]{{7,}}"
        )
    return _RUNS[longest_word]
