"""Take the straight lines of a PDF page: strokes, thin rectangles, outlines, also inside form objects."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field, replace
from itertools import pairwise, repeat
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from yusuan.readers.pdf.called import ADDRESS, NUMBER, called, place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.readers.pdf.glyphs import Turn

# A horizontal line at y from x0 to x1, or a vertical one at x from y0 to y1: (at, start, end).
Ruling: TypeAlias = tuple[float, float, float]
Matrix: TypeAlias = tuple[float, float, float, float, float, float]

# No page of print holds more; a hostile one may.
MOST_OBJECTS = 60_000
MOST_SEGMENTS = 60_000
MOST_RULINGS = 4_000
_DEEPEST = 4
# In points.
_THIN = 3.0
_STRAIGHT = 0.7
_SHORT = 2.0
SNAP = 2.0
_BRIDGE = 3.5
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_RECTANGLE = 5


@dataclass(slots=True)
class Rulings:
    """The lines of a page, merged where they continue each other; and how many pictures and forms."""

    across: list[Ruling] = field(default_factory=list)
    down: list[Ruling] = field(default_factory=list)
    images: int = 0
    forms: int = 0
    # Objects and pieces of paths looked at.
    count: int = 0
    is_cut: bool = False


def rulings(page: Any, turn: Turn) -> Rulings:  # noqa: ANN401  a handle of the C interface
    """Take the straight lines of a page, upright and from its top left corner."""
    import pypdfium2.raw as pdfium

    taker = _Taker(turn)
    taker.take(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, _IDENTITY)
    found = taker.found
    found.count = taker.objects + taker.segments
    if len(found.across) + len(found.down) > MOST_SEGMENTS:
        return _without_lines(found)
    width, height = turn.size
    found.across = merged(_on_page(found.across, height, width))
    found.down = merged(_on_page(found.down, width, height))
    if len(found.across) + len(found.down) > MOST_RULINGS:
        return _without_lines(found)
    return found


def _without_lines(found: Rulings) -> Rulings:
    return replace(found, across=[], down=[], is_cut=True)


def _on_page(given: Iterable[Ruling], far: float, longest: float) -> list[Ruling]:
    """Keep what lies on the page, cut at its edges."""
    kept = ((at, max(start, 0.0), min(end, longest)) for at, start, end in given)
    return [(at, start, end) for at, start, end in kept if -1 <= at <= far + 1 and end > start]


def merged(given: Iterable[Ruling]) -> list[Ruling]:
    """Put lines at nearly the same place on one place, and join the pieces of each."""
    found: list[Ruling] = []
    level: list[Ruling] = []
    for ruling in sorted(given):
        if (level and ruling[0] - level[-1][0] > SNAP / 2) or (
            level and ruling[0] - level[0][0] > SNAP
        ):
            found += _level(level)
            level = []
        level.append(ruling)
    if level:
        found += _level(level)
    return [ruling for ruling in found if ruling[2] - ruling[1] > _SHORT]


def _level(level: list[Ruling]) -> list[Ruling]:
    """Lines of one place, pieces joined over the small gaps that corners leave."""
    total = sum(end - start for _, start, end in level)
    at = sum(at * (end - start) for at, start, end in level) / total
    pieces: list[list[float]] = []
    for start, end in sorted((start, end) for _, start, end in level):
        if pieces and start - pieces[-1][1] <= _BRIDGE:
            pieces[-1][1] = max(pieces[-1][1], end)
        else:
            pieces.append([start, end])
    return [(at, start, end) for start, end in pieces]


class _Taker:
    """Goes through the objects of a page and keeps the lines."""

    def __init__(self, turn: Turn) -> None:
        import pypdfium2.raw as pdfium

        self.pdfium = pdfium
        self.turn = turn
        self.found = Rulings()
        self.objects = self.segments = 0
        self.matrix = pdfium.FS_MATRIX()
        self.x, self.y = ctypes.c_float(), ctypes.c_float()

    def take(self, holder: Any, count: Any, get: Any, outer: Matrix, depth: int = 0) -> None:  # noqa: ANN401
        """Take the lines of a page's or a form's objects."""
        pdfium = self.pdfium
        number = min(max(0, count(holder)), MOST_OBJECTS - self.objects)
        self.objects += number
        self.found.is_cut |= self.objects >= MOST_OBJECTS
        shapes = _shapes(holder, number, get)
        for path in _paths([one for kind, one in shapes if kind == pdfium.FPDF_PAGEOBJ_PATH]):
            if self.segments > MOST_SEGMENTS:
                self.found.is_cut = True
                return
            self._path(path, outer)
        for kind, address in shapes:
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self.found.images += 1
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                self.found.forms += 1
                shape = ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)
                inner = times(self._matrix(shape), outer)
                count, get = pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject
                self.take(shape, count, get, inner, depth + 1)

    def _matrix(self, shape: Any) -> Matrix:  # noqa: ANN401
        if not self.pdfium.FPDFPageObj_GetMatrix(shape, self.matrix):
            return _IDENTITY
        m = self.matrix
        return m.a, m.b, m.c, m.d, m.e, m.f

    def _path(self, path: _Path, outer: Matrix) -> None:
        left, bottom, right, top = path.bounds
        low, high = apply(outer, left, bottom), apply(outer, right, top)
        wide, tall = abs(high[0] - low[0]), abs(high[1] - low[1])
        is_thin = outer[1] == outer[2] == 0 and (wide <= _THIN or tall <= _THIN)
        if is_thin and wide <= _THIN and tall <= _THIN:
            return
        if is_thin:
            self._line(*low, *high)
            return
        shape = ctypes.cast(path.address, self.pdfium.FPDF_PAGEOBJECT)
        count = self.pdfium.FPDFPath_CountSegments(shape)
        # A filled rectangle is a background; only its outline, if drawn, is a line.
        if count > _RECTANGLE or path.is_stroked:
            figures = self._figures(shape, count, times(self._matrix(shape), outer))
            self._outline(figures, is_stroked=path.is_stroked)

    def _outline(self, figures: list[list[tuple[float, float]]], *, is_stroked: bool) -> None:
        """Take each straight piece of an outline; of a filled shape only pieces thin as a whole."""
        for points in figures:
            if is_stroked:
                for (x0, y0), (x1, y1) in pairwise(points):
                    if abs(x0 - x1) <= _STRAIGHT or abs(y0 - y1) <= _STRAIGHT:
                        self._line(x0, y0, x1, y1)
                continue
            xs, ys = [x for x, _ in points], [y for _, y in points]
            if max(xs) - min(xs) <= _THIN or max(ys) - min(ys) <= _THIN:
                self._line(min(xs), min(ys), max(xs), max(ys))

    def _figures(self, shape: Any, count: int, matrix: Matrix) -> list[list[tuple[float, float]]]:  # noqa: ANN401
        """The connected pieces of a path as points of user space; a curve breaks a piece."""
        pdfium = self.pdfium
        figures: list[list[tuple[float, float]]] = []
        for i in range(count):
            self.segments += 1
            if self.segments > MOST_SEGMENTS:
                break
            segment = pdfium.FPDFPath_GetPathSegment(shape, i)
            if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, self.x, self.y):
                continue
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind != pdfium.FPDF_SEGMENT_LINETO or not figures:
                figures.append([])
            figures[-1].append(apply(matrix, self.x.value, self.y.value))
            if pdfium.FPDFPathSegment_GetClose(segment):
                figures[-1].append(figures[-1][0])
        return [points for points in figures if len(points) > 1]

    def _line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        left, top, right, bottom = self.turn.upright(
            min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
        )
        # Written so that a coordinate that is no number makes no line.
        if right - left >= bottom - top and bottom - top <= _THIN:
            self.found.across.append(((top + bottom) / 2, left, right))
        elif right - left <= _THIN:
            self.found.down.append(((left + right) / 2, top, bottom))


def _shapes(holder: Any, count: int, get: Any) -> list[tuple[int, int]]:  # noqa: ANN401
    """Kind and address of all objects but text: pages hold an object for nearly every character."""
    import pypdfium2.raw as pdfium

    # What holds them is ready for C, and so is a number: telling what is taken would cost as much as the call.
    found = map(called(get, ADDRESS), repeat(ADDRESS(place(holder))), range(count))
    whole = list(filter(None, found))
    text = pdfium.FPDF_PAGEOBJ_TEXT
    kind_of = called(pdfium.FPDFPageObj_GetType, NUMBER, ADDRESS)
    kinds = zip(map(kind_of, whole), whole, strict=True)
    return [(kind, shape) for kind, shape in kinds if kind != text]


class _Path(NamedTuple):
    """A path that is drawn: its address, its edges (left, bottom, right, top), and whether its outline is."""

    address: int
    bounds: tuple[float, float, float, float]
    is_stroked: bool


def _paths(addresses: list[int]) -> list[_Path]:
    """The paths that are drawn, measured by address like the boxes of characters: some pages hold thousands."""
    import pypdfium2.raw as pdfium

    if not addresses:
        return []
    edges, modes = (ctypes.c_float * 4 * len(addresses))(), (ctypes.c_int * 2 * len(addresses))()
    left, bottom, right, top = _fields(edges)
    fill, stroke = _fields(modes)
    # Whether a path could be measured, by where to put its four edges; and how it is drawn, by where to put that.
    bounds_at = called(pdfium.FPDFPageObj_GetBounds, NUMBER, *[ADDRESS] * 5)
    mode_at = called(pdfium.FPDFPath_GetDrawMode, NUMBER, *[ADDRESS] * 3)
    measured = list(map(bounds_at, addresses, left, bottom, right, top))
    asked = list(map(mode_at, addresses, fill, stroke))
    return [
        _Path(address, tuple(four), bool(stroked))
        for address, four, (filled, stroked), is_whole, is_known in zip(
            addresses, edges, modes, measured, asked, strict=True
        )
        if is_whole and is_known and (filled or stroked)
    ]


def _fields(rows: Any) -> list[range]:  # noqa: ANN401
    """The addresses of the first fields of some rows of four bytes each, of the second fields, and so on."""
    first, size = ctypes.addressof(rows), ctypes.sizeof(rows[0])
    end = first + ctypes.sizeof(rows)
    return [range(first + at, end, size) for at in range(0, size, 4)]


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies `inner`, then `outer`."""
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od,
        c * oa + d * oc, c * ob + d * od,
        e * oa + f * oc + oe, e * ob + f * od + of,
    )  # fmt: skip


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point moved by a matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
