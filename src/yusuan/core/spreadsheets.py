"""What spreadsheet programs make of what we write: text they would calculate, and text they have no room for."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Excel's own: UTF-16 units of a cell, rows of a sheet with the first, characters of a sheet's name.
MOST_CHARACTERS = 32_767
MOST_ROWS = 1_048_576
LONGEST_SHEET_NAME = 31
# A spreadsheet takes what begins like this for a formula. Numbers, shares and the dashes printed for
# “nothing” begin so too and are left alone.
_FORMULA = pattern(r"(?P<guards>'*)\s*[=+\-@＝＋－＠\t\r]")
_HARMLESS = pattern(r"\s*(?:[-+−－＋]?[\d,，.]+[%％]?|[-－—―–]+)\s*")


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet that opens a CSV file would calculate it.

    A text that has such apostrophes of its own gets one more, so that `unguarded` gives back every text.
    """
    return f"'{text}" if _is_formula(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded; any other as it is."""
    return text[1:] if text[:1] == "'" and _is_formula(text[1:]) else text


def _is_formula(text: str) -> bool:
    found = _FORMULA.match(text)
    return found is not None and not _HARMLESS.fullmatch(text, found.end("guards"))


def in_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV, the heading among them: UTF-8 to be, LF, nothing in it that a spreadsheet calculates."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([guarded(value) for value in row] for row in rows)
    return out.getvalue()


def cell_length(text: str) -> int:
    """How long a text is as Excel counts it, which takes two for a rare character."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
