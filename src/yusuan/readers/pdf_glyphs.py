"""Take the printed characters of a PDF page, upright and from its top left corner, gathered into runs."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yusuan.core.grid import Box

# No page of print holds more; a hostile one may.
MOST_GLYPHS = 200_000
# Between glyphs of one run, in heights of the glyph.
_NEAR = 0.3
_BACK = -0.5
_SAME_LINE = 0.25
_SAMPLED = 40
_FLAT = 0.5
_QUARTER = math.pi / 2
_SPACE = 0x20
_HYPHEN = 0x02
_UNMAPPED = {0x00, 0xFFFE, 0xFFFF}
_HIGH, _LOW, _PLANE = 0xD800, 0xDC00, 0x10000
_LAST_LOW = 0xDFFF
# Blanks and what has no width. Blanks are told from gaps: some producers print them, some only move on.
_UNSEEN = frozenset(
    {*range(0x80, 0xA1), 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3000}
    | {*range(0x2000, 0x2010), *range(0x2028, 0x2030), *range(0x205F, 0x2070), 0x3164}
    | {0xFEFF, 0xFFA0, *range(0xFE00, 0xFE10), *range(0xFFF9, 0xFFFC)}
)


@dataclass(slots=True)
class Run:
    """Characters that follow one another without a gap; `lefts` and `rights` hold each one's edges."""

    x0: float
    y0: float
    x1: float
    y1: float
    letters: list[str]
    lefts: list[float]
    rights: list[float]

    @property
    def text(self) -> str:
        """The characters as one string."""
        return "".join(self.letters)

    def part(self, start: int, end: int) -> Run:
        """The characters from `start` up to `end`."""
        lefts, rights = self.lefts[start:end], self.rights[start:end]
        return Run(
            min(lefts), self.y0, max(rights), self.y1, self.letters[start:end], lefts, rights
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page's user space is turned so that its text stands upright, by quarters clockwise."""

    quarters: int
    bounds: tuple[float, float, float, float]
    # Quarters still to go from upright text to the page as it is looked at.
    onwards: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the upright page."""
        left, bottom, right, top = self.bounds
        size = (right - left, top - bottom)
        return size if self.quarters % 2 == 0 else (size[1], size[0])

    def upright(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of user space on the upright page, from its top left corner."""
        x_low, y_low, x_high, y_high = self.bounds
        if self.quarters == 0:
            return left - x_low, y_high - top, right - x_low, y_high - bottom
        if self.quarters == 1:
            return bottom - y_low, left - x_low, top - y_low, right - x_low
        if self.quarters == 2:  # noqa: PLR2004  quarters of a turn
            return x_high - right, bottom - y_low, x_high - left, top - y_low
        return y_high - top, x_high - right, y_high - bottom, x_high - left

    def looked_at(self, box: Box) -> Box:
        """A box of the upright page on the page as it is looked at, to a hundredth of a point."""
        x0, y0, x1, y1 = box
        width, height = self.size
        if self.onwards == 1:
            x0, y0, x1, y1 = height - y1, x0, height - y0, x1
        elif self.onwards == 2:  # noqa: PLR2004  quarters of a turn
            x0, y0, x1, y1 = width - x1, height - y1, width - x0, height - y0
        elif self.onwards:
            x0, y0, x1, y1 = y0, width - x1, y1, width - x0
        return round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)


@dataclass(slots=True)
class Glyphs:
    """The runs of a page, and what was left out."""

    runs: list[Run] = field(default_factory=list)
    outside: int = 0
    unmapped: int = 0
    is_cut: bool = False


def page_turn(page: Any, text: Any) -> Turn:  # noqa: ANN401  a handle of the C interface
    """Find how to turn a page upright: by most of its text, else as it is looked at."""
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    bounds = (0.0, 0.0, pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page))
    rotated = max(0, pdfium.FPDFPage_GetRotation(page)) % 4
    if pdfium.FPDF_GetPageBoundingBox(page, box) and box.right > box.left and box.top > box.bottom:
        bounds = (box.left, box.bottom, box.right, box.top)
    elif rotated % 2:
        bounds = (0.0, 0.0, bounds[3], bounds[2])
    count = min(pdfium.FPDFText_CountChars(text), MOST_GLYPHS)
    angles: Counter[int] = Counter()
    for i in range(0, count, max(1, count // _SAMPLED)):
        if pdfium.FPDFText_GetUnicode(text, i) > _SPACE:
            # The angle is given clockwise, -1 when unknown.
            angle = pdfium.FPDFText_GetCharAngle(text, i)
            angles[-round(angle / _QUARTER) % 4 if angle >= 0 else rotated] += 1
    quarters = angles.most_common(1)[0][0] if angles else rotated
    return Turn(quarters, bounds, (rotated - quarters) % 4)


def glyphs(text: Any, turn: Turn) -> Glyphs:  # noqa: ANN401  a handle of the C interface
    """Take the characters of a page that lie on it, in the order they were written."""
    import pypdfium2.raw as pdfium

    found = Glyphs()
    count = pdfium.FPDFText_CountChars(text)
    found.is_cut = count > MOST_GLYPHS
    code_at, box_at = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    rect = pdfium.FS_RECTF()
    place = ctypes.byref(rect)
    width, height = turn.size
    runs, run, high = found.runs, None, 0
    for i in range(min(count, MOST_GLYPHS)):
        code = code_at(text, i)
        if code <= _SPACE or code in _UNSEEN or _HIGH <= code <= _LAST_LOW:
            letter, high = _odd_letter(code, high)
            if not letter:
                continue
        else:
            letter = chr(code)
        if code in _UNMAPPED:
            if pdfium.FPDFText_IsGenerated(text, i) == 1:
                continue
            letter = "\ufffd"
            found.unmapped += 1
        if not box_at(text, i, place):
            continue
        x0, y0, x1, y1 = turn.upright(rect.left, rect.bottom, rect.right, rect.top)
        # Written so that a coordinate that is no number is outside too.
        if not (0 <= x0 + x1 <= 2 * width and 0 <= y0 + y1 <= 2 * height):
            found.outside += 1
            continue
        tall = y1 - y0
        if tall < _FLAT:
            y0, tall = y1 - max(x1 - x0, 1.0), max(x1 - x0, 1.0)
        if (
            run is not None
            and abs(y0 - run.y0) < _SAME_LINE * tall
            and abs(y1 - run.y1) < _SAME_LINE * tall
            and _BACK * tall < x0 - run.x1 < _NEAR * tall
        ):
            run.letters.append(letter)
            run.lefts.append(x0)
            run.rights.append(x1)
            if x1 > run.x1:
                run.x1 = x1
        else:
            run = Run(x0, y0, x1, y1, [letter], [x0], [x1])
            runs.append(run)
    return found


def _odd_letter(code: int, high: int) -> tuple[str, int]:
    """A letter from a code that is none by itself (a half of a pair, a hyphen), and the half that waits."""
    if code in _UNMAPPED:
        return "\ufffd", 0
    if code == _HYPHEN:
        return "-", 0
    if _HIGH <= code < _LOW:
        return "", code
    if _LOW <= code <= _LAST_LOW and high:
        return chr(_PLANE + ((high - _HIGH) << 10) + (code - _LOW)), 0
    return "", 0
