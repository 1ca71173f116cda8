"""Leave out what is printed aslant over a page: a watermark (草案, 征求意见稿) belongs to no cell and no line."""

from __future__ import annotations

import ctypes
import math
from itertools import repeat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.readers.pdf.glyphs import Run

# Beyond this from every quarter of a turn. A page scanned aslant is off by a few degrees.
_ASKEW = math.radians(14)
_QUARTER = math.pi / 2
# Letters set aslant do not follow one another on a line: their runs are as short as this.
_SHORT = 2


def without_askew(text: Any, runs: list[Run]) -> tuple[list[Run], list[str]]:  # noqa: ANN401  a handle
    """The runs that follow the lines of the page, and the letters of those that stand aslant."""
    short = [run.places[0] for run in runs if len(run.text) <= _SHORT]
    if not any(map(_is_off, set(_angles(text, short)))):
        return runs, []
    kept: list[Run] = []
    letters: list[str] = []
    for run, angle in zip(runs, _angles(text, [run.places[0] for run in runs]), strict=True):
        if _is_off(angle) and _is_off(_baseline(text, run.places[0])):
            letters += run.text
        else:
            kept.append(run)
    return kept, letters


def named(letters: Sequence[str], most: int = 12) -> str:
    """The letters of watermarks, each once, for a remark."""
    return "".join(dict.fromkeys(letters))[:most]


def _angles(text: Any, places: Sequence[int]) -> Iterator[float]:  # noqa: ANN401  a handle of the C interface
    """The angles of some characters, called by address: this is done for many characters of every page."""
    import pypdfium2.raw as pdfium

    called = ctypes.cast(pdfium.FPDFText_GetCharAngle, ctypes.c_void_p).value or 0
    angle_at = ctypes.PYFUNCTYPE(ctypes.c_float, ctypes.c_void_p, ctypes.c_int)(called)
    handle = ctypes.cast(text, ctypes.c_void_p).value
    return map(angle_at, repeat(handle), places)


def _is_off(angle: float) -> bool:
    """Tell whether an angle is far from every quarter of a turn; unknown (-1) is not."""
    if angle == -1:
        return False
    rest = angle % _QUARTER
    return min(rest, _QUARTER - rest) > _ASKEW


def _baseline(text: Any, i: int) -> float:  # noqa: ANN401  a handle of the C interface
    """The direction a character is set in. The angle above is off for slanted letters (italics) as well."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text, i, matrix):
        return -1.0
    return math.atan2(matrix.b, matrix.a) % (2 * math.pi)
