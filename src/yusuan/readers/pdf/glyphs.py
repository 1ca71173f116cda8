"""Take the printed characters of a PDF page, upright and from its top left corner, gathered into runs."""

from __future__ import annotations

import ctypes
import math
import struct
from collections import Counter, deque
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING, Any

from yusuan.readers.pdf.askew import without_askew

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
_UNREADABLE = "\ufffd"
_HIGH, _LOW, _PLANE = 0xD800, 0xDC00, 0x10000
_LAST_LOW = 0xDFFF
_LAST_CODE = 0x10FFFF
# All bits set: a float that is no number.
_NO_NUMBER = 0xFF
# Blanks and what has no width. Blanks are told from gaps: some producers print them, some only move on.
_UNSEEN = frozenset(
    {*range(0x80, 0xA1), 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3000}
    | {*range(0x2000, 0x2010), *range(0x2028, 0x2030), *range(0x205F, 0x2070), 0x3164}
    | {0xFEFF, 0xFFA0, *range(0xFE00, 0xFE10), *range(0xFFF9, 0xFFFC)}
)
_ODD = _UNSEEN | _UNMAPPED | frozenset(range(_HIGH, _LAST_LOW + 1))


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
    # The number of the first character in the page's text.
    first: int

    @property
    def text(self) -> str:
        """The characters as one string."""
        return "".join(self.letters)

    def part(self, start: int, end: int) -> Run:
        """The characters from `start` up to `end`."""
        lefts, rights = self.lefts[start:end], self.rights[start:end]
        letters, first = self.letters[start:end], self.first + start
        return Run(min(lefts), self.y0, max(rights), self.y1, letters, lefts, rights, first)


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
        """A box of the upright page on the page as it is looked at."""
        if not self.onwards:
            return box
        x0, y0, x1, y1 = box
        width, height = self.size
        if self.onwards == 1:
            x0, y0, x1, y1 = height - y1, x0, height - y0, x1
        elif self.onwards == 2:  # noqa: PLR2004  quarters of a turn
            x0, y0, x1, y1 = width - x1, height - y1, width - x0, height - y0
        else:
            x0, y0, x1, y1 = y0, width - x1, y1, width - x0
        return x0, y0, x1, y1


@dataclass(slots=True)
class Glyphs:
    """The runs of a page, and what was left out."""

    runs: list[Run] = field(default_factory=list)
    outside: int = 0
    unmapped: int = 0
    # Letters printed aslant over the page.
    askew: list[str] = field(default_factory=list)
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


def glyphs(text: Any, turn: Turn) -> Glyphs:  # noqa: ANN401  a handle; the loop is the hot one
    """Take the characters of a page that lie on it, in the order they were written."""
    import pypdfium2.raw as pdfium

    found = Glyphs()
    count = max(0, pdfium.FPDFText_CountChars(text))
    found.is_cut = count > MOST_GLYPHS
    count = min(count, MOST_GLYPHS)
    if not count:
        return found
    (width, height), is_plain = turn.size, turn.quarters == 0
    x_low, _, _, y_high = turn.bounds
    run, high = None, 0
    codes, boxes = _codes(text, count), _boxes(text, count)
    for i, (code, (left, top, right, bottom)) in enumerate(zip(codes, boxes, strict=True)):
        letter = chr(code)
        if code <= _SPACE or code in _ODD:
            letter, high = _odd_letter(code, high)
            if not letter or _is_made_up(text, i, code):
                continue
            found.unmapped += letter == _UNREADABLE
        if is_plain:
            x0, y0, x1, y1 = left - x_low, y_high - top, right - x_low, y_high - bottom
        else:
            x0, y0, x1, y1 = turn.upright(left, bottom, right, top)
        # Written so that a coordinate that is no number is outside too.
        if not (0 <= x0 + x1 <= 2 * width and 0 <= y0 + y1 <= 2 * height):
            found.outside += 1
            continue
        tall = y1 - y0
        if tall < _FLAT:
            y0, tall = y1 - max(x1 - x0, 1.0), max(x1 - x0, 1.0)
        near = _SAME_LINE * tall
        if (
            run is not None
            and _BACK * tall < x0 - run.x1 < _NEAR * tall
            and -near < y0 - run.y0 < near
            and -near < y1 - run.y1 < near
        ):
            run.letters.append(letter)
            run.lefts.append(x0)
            run.rights.append(x1)
            if x1 > run.x1:  # noqa: PLR1730  a call costs more here
                run.x1 = x1
        else:
            run = Run(x0, y0, x1, y1, [letter], [x0], [x1], i)
            found.runs.append(run)
    found.runs, found.askew = without_askew(text, found.runs)
    return found


def _codes(text: Any, count: int) -> Sequence[int]:  # noqa: ANN401  a handle of the C interface
    """The code of each character: in one call where the text has one code for each, else singly."""
    import pypdfium2.raw as pdfium

    codes = (ctypes.c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(text, 0, count, codes) == count + 1:
        return codes[:count]
    return [min(pdfium.FPDFText_GetUnicode(text, i), _LAST_CODE) for i in range(count)]


def _boxes(text: Any, count: int) -> Iterator[tuple[float, float, float, float]]:  # noqa: ANN401
    """Left, top, right and bottom of each character in user space, no numbers where unknown."""
    import pypdfium2.raw as pdfium

    # Called by address, which takes half the time: this is where reading a page spends most of it.
    called = ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
    box_at = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(called)
    size = ctypes.sizeof(pdfium.FS_RECTF)
    rectangles = (pdfium.FS_RECTF * count)()
    ctypes.memset(rectangles, _NO_NUMBER, size * count)
    first = ctypes.addressof(rectangles)
    handle = ctypes.cast(text, ctypes.c_void_p).value
    deque(
        map(box_at, repeat(handle), range(count), range(first, first + size * count, size)),
        maxlen=0,
    )
    return struct.iter_unpack("4f", rectangles)


def _is_made_up(text: Any, i: int, code: int) -> bool:  # noqa: ANN401  a handle of the C interface
    import pypdfium2.raw as pdfium

    return code in _UNMAPPED and pdfium.FPDFText_IsGenerated(text, i) == 1


def _odd_letter(code: int, high: int) -> tuple[str, int]:
    """A letter from a code that is none by itself (a half of a pair, a hyphen), and the half that waits."""
    if code in _UNMAPPED:
        return _UNREADABLE, 0
    if code == _HYPHEN:
        return "-", 0
    if _HIGH <= code < _LOW:
        return "", code
    if _LOW <= code <= _LAST_LOW and high:
        return chr(_PLANE + ((high - _HIGH) << 10) + (code - _LOW)), 0
    return "", 0
