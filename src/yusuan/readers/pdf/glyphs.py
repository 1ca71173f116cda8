"""Take the printed characters of a PDF page, upright and from its top left corner, gathered into runs."""

from __future__ import annotations

import ctypes
import math
import struct
from collections import Counter, deque
from dataclasses import dataclass, field
from itertools import compress, repeat
from operator import lt
from typing import TYPE_CHECKING, Any

from yusuan.readers.pdf.called import ADDRESS, NUMBER, REAL, called, place
from yusuan.readers.pdf.unseen import without_askew

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.core.grid import Box

# No page of print holds more; a hostile one may.
MOST_GLYPHS = 200_000
# Between glyphs of one run, in heights of the glyph.
_NEAR = 0.3
_BACK = -0.5
_SAME_LINE = 0.25
_SAMPLED = 40
# Of a character's height, beyond the edge of the page.
_CUT = 0.15
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
# Codes that are no letter by themselves, or none at all.
_ODD = frozenset({*range(_SPACE + 1), *_UNSEEN, *_UNMAPPED, *range(_HIGH, _LAST_LOW + 1)})


@dataclass(slots=True)
class Run:
    """Characters that follow one another without a gap; `lefts` and `rights` hold each one's edges."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    lefts: list[float]
    rights: list[float]
    # The number of each character in the page's text.
    places: Sequence[int]

    def part(self, start: int, end: int) -> Run:
        """The characters from `start` up to `end`."""
        lefts, rights = self.lefts[start:end], self.rights[start:end]
        text, places = self.text[start:end], self.places[start:end]
        return Run(min(lefts), self.y0, max(rights), self.y1, text, lefts, rights, places)


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
    # Letters that the edge of the page cuts through, and those a line goes on with beyond it.
    at_edge: int = 0
    unmapped: int = 0
    # Letters printed aslant over the page.
    askew: list[str] = field(default_factory=list)
    # Characters of the page, those that were not taken too.
    count: int = 0
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
    code_at = called(pdfium.FPDFText_GetUnicode, NUMBER, ADDRESS, NUMBER)
    angle_at = called(pdfium.FPDFText_GetCharAngle, REAL, ADDRESS, NUMBER)
    written = place(text)
    for i in range(0, count, max(1, count // _SAMPLED)):
        if code_at(written, i) > _SPACE:
            # The angle is given clockwise, -1 when unknown.
            angle = angle_at(written, i)
            angles[-round(angle / _QUARTER) % 4 if angle >= 0 else rotated] += 1
    quarters = angles.most_common(1)[0][0] if angles else rotated
    return Turn(quarters, bounds, (rotated - quarters) % 4)


def glyphs(text: Any, turn: Turn) -> Glyphs:  # noqa: ANN401  a handle of the C interface
    """Take the characters of a page that lie on it, in the order they were written."""
    import pypdfium2.raw as pdfium

    found = Glyphs(count=max(0, pdfium.FPDFText_CountChars(text)))
    found.is_cut = found.count > MOST_GLYPHS
    count = min(found.count, MOST_GLYPHS)
    if count:
        codes = _codes(text, count)
        letters, found.unmapped = _letters(text, codes)
        page = _Printed(codes, letters, *_edges(text, count, turn), turn.size)
        found.runs = [
            run for span in page.spans(found) if (run := page.run(found, span)) is not None
        ]
        found.runs, found.askew = without_askew(text, found.runs)
    return found


class _Printed:
    """All characters of a page side by side: codes, letters, edges; gathered into runs."""

    def __init__(
        self,
        codes: Sequence[int],
        letters: list[str],
        x0s: list[float],
        y0s: list[float],
        x1s: list[float],
        y1s: list[float],
        size: tuple[float, float],
    ) -> None:
        self.codes = codes
        self.letters = letters
        self.x0s, self.y0s, self.x1s, self.y1s = x0s, y0s, x1s, y1s
        self.width, self.height = size

    def is_outside(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Whether the middle of a character is not on the page."""
        # Written so that a coordinate that is no number is outside too.
        return not (0 <= x0 + x1 <= 2 * self.width and 0 <= y0 + y1 <= 2 * self.height)

    def is_at_edge(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Whether part of a character is on the page and part clearly not."""
        near = _CUT * (y1 - y0)
        over = max(-x0, -y0, x1 - self.width, y1 - self.height)
        on_page = min(x1, y1, self.width - x0, self.height - y0)
        return over > near and on_page > near

    def leave_out(self, found: Glyphs, i: int, box: Box, reach: float, top: float) -> float:
        """Count a letter that is left out, unless it is none; how far the line that ends at `reach` goes with it."""
        if not self.letters[i]:
            return reach
        x0, y0, x1, y1 = box
        tall = y1 - y0
        goes_on = _BACK * tall < x0 - reach < _NEAR * tall and abs(y0 - top) < _SAME_LINE * tall
        found.outside += 1
        found.at_edge += (goes_on and self.letters[i].isalnum()) or self.is_at_edge(*box)
        return x1 if goes_on else reach

    def spans(self, found: Glyphs) -> list[list[int]]:
        """The characters of each run: where its first piece begins and ends, its second, and so on."""
        spans: list[list[int]] = []
        # What the last character says of the next: its top and bottom, how far it reaches, what is near.
        top = bottom = reach = beyond = back = near = math.nan
        run_top = run_bottom = 0.0
        for i, code, x0, y0, x1, y1 in zip(
            range(len(self.codes)), self.codes, self.x0s, self.y0s, self.x1s, self.y1s, strict=True
        ):
            # The hot line: most characters stand on the line of the one before, right behind it.
            if (
                y0 == top and y1 == bottom and back < x0 - reach < near and x0 <= x1
                and code not in _ODD
            ):  # fmt: skip
                if x1 > reach:  # noqa: PLR1730  a call costs more here
                    reach = x1
                continue
            if not self.letters[i] or self.is_outside(x0, y0, x1, y1):
                beyond = self.leave_out(found, i, (x0, y0, x1, y1), max(reach, beyond), top)
                if spans:
                    # A piece of the last run ends here, and the next begins behind it.
                    spans[-1] += (i, i + 1)
                continue
            tall = y1 - y0
            if tall < _FLAT:
                tall = max(x1 - x0, 1.0)
                y0 = self.y0s[i] = y1 - tall  # noqa: PLW2901  as tall as it is wide
            off = _SAME_LINE * tall
            if (
                _BACK * tall < x0 - reach < _NEAR * tall
                and -off < y0 - run_top < off
                and -off < y1 - run_bottom < off
            ):
                reach = max(reach, x1)
            else:
                if spans:
                    spans[-1].append(i)
                spans.append([i])
                run_top, run_bottom, reach = y0, y1, x1
            top, bottom, back, near, beyond = y0, y1, _BACK * tall, _NEAR * tall, math.nan
        if spans:
            spans[-1].append(len(self.codes))
        return spans

    def run(self, found: Glyphs, span: Sequence[int]) -> Run | None:
        """The run of a span; None when none of it lies on the page."""
        first, end, *more = span
        text, lefts, rights = self.letters[first:end], self.x0s[first:end], self.x1s[first:end]
        places: Sequence[int] = range(first, end)
        # Behind most runs stand blanks, and nothing behind those.
        if more and any(map(lt, more[0::2], more[1::2])):
            places = list(places)
            for begun, ended in zip(more[0::2], more[1::2], strict=True):
                text += self.letters[begun:ended]
                lefts += self.x0s[begun:ended]
                rights += self.x1s[begun:ended]
                places += range(begun, ended)
        y0, y1, reach = self.y0s[first], self.y1s[first], max(rights)
        if lefts[0] < 0 or reach > self.width:
            on_page = [
                not self.is_outside(x0, y0, x1, y1) for x0, x1 in zip(lefts, rights, strict=True)
            ]
            found.outside += on_page.count(False)
            text, places = list(compress(text, on_page)), list(compress(places, on_page))
            lefts, rights = list(compress(lefts, on_page)), list(compress(rights, on_page))
            if not text:
                return None
        if self.is_at_edge(lefts[0], y0, reach, y1):
            found.at_edge += len(text)
        return Run(lefts[0], y0, max(rights), y1, "".join(text), lefts, rights, places)


def _codes(text: Any, count: int) -> Sequence[int]:  # noqa: ANN401  a handle of the C interface
    """The code of each character: in one call where the text has one code for each, else singly."""
    import pypdfium2.raw as pdfium

    codes = (ctypes.c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(text, 0, count, codes) == count + 1:
        return codes[:count]
    return [min(pdfium.FPDFText_GetUnicode(text, i), _LAST_CODE) for i in range(count)]


def _edges(
    text: Any,  # noqa: ANN401  a handle of the C interface
    count: int,
    turn: Turn,
) -> tuple[list[float], list[float], list[float], list[float]]:
    """Left, top, right and bottom of each character on the upright page, no numbers where unknown."""
    import pypdfium2.raw as pdfium

    # Whether there is a box, by text, number of the character and where to put the box.
    box_at = called(pdfium.FPDFText_GetLooseCharBox, NUMBER, ADDRESS, NUMBER, ADDRESS)
    size = ctypes.sizeof(pdfium.FS_RECTF)
    rectangles = (pdfium.FS_RECTF * count)()
    ctypes.memset(rectangles, _NO_NUMBER, size * count)
    first = ctypes.addressof(rectangles)
    where = range(first, first + size * count, size)
    deque(map(box_at, repeat(place(text)), range(count), where), maxlen=0)
    flat = struct.unpack(f"{4 * count}f", rectangles)
    lefts, tops, rights, bottoms = flat[0::4], flat[1::4], flat[2::4], flat[3::4]
    if turn.quarters == 0:
        low, _, _, high = turn.bounds
        return (
            [x - low for x in lefts], [high - y for y in tops],
            [x - low for x in rights], [high - y for y in bottoms],
        )  # fmt: skip
    boxes = [
        turn.upright(left, bottom, right, top)
        for left, top, right, bottom in zip(lefts, tops, rights, bottoms, strict=True)
    ]
    x0s, y0s, x1s, y1s = map(list, zip(*boxes, strict=True))
    return x0s, y0s, x1s, y1s


def _letters(text: Any, codes: Sequence[int]) -> tuple[list[str], int]:  # noqa: ANN401  a handle of the C interface
    """The letter of each code, none for blanks and what the page does not hold; how many are unreadable."""
    import pypdfium2.raw as pdfium

    letters = list(map(chr, codes))
    high = unreadable = 0
    for i, code in enumerate(codes):
        if code in _ODD:
            is_made_up = code in _UNMAPPED and pdfium.FPDFText_IsGenerated(text, i) == 1
            letters[i], high = _odd_letter(code, high)
            if is_made_up:
                letters[i] = ""
            unreadable += letters[i] == _UNREADABLE
    return letters, unreadable


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
