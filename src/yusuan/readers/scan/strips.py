"""Cut a scanned page into strips of one line of print each: those inside the cells of tables, and the rest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.readers.pdf.lattice import Lattice
    from yusuan.readers.scan.picture import Grey, Picture

# A rectangle of pixels: left, top, right, bottom.
Pixels: TypeAlias = tuple[int, int, int, int]

# In points.
_INSET = 0.8
_SPECK = 0.45
_LARGEST = 60.0
_SHORTEST_LINE, _TALLEST_LINE = 4.0, 36.0
_USUAL = 9.0
MOST_STRIPS = 4_000
# In heights of a usual line.
_THIN = 0.6
_WHOLE = 1.2
_DOUBLE = 1.6
_APART = 1.3
_PADDING = 0.13
_MARGIN = 0.35
_FEWEST = 5
# A full stop alone on its line is larger.
_DOT = 0.2


@dataclass(frozen=True, slots=True)
class Strip:
    """A line of print: where its ink is, and the place it may not be cut beyond."""

    ink: Pixels
    within: Pixels
    in_cell: bool


def strips(picture: Picture, tables: Sequence[Lattice], drawn: Grey) -> tuple[list[Strip], float]:
    """The lines of print of a page, and how high a usual one is, in pixels."""
    import cv2
    import numpy as np

    bare = cv2.subtract(picture.ink, cv2.dilate(drawn, np.ones((3, 3), np.uint8)))
    clean = _without_specks(np.asarray(bare, dtype=np.uint8), picture.per_point)
    cells = [place for table in tables for place in _cells(table, picture)]
    banded = [(place, bands) for place in cells if (bands := _bands(clean, place))]
    outside = clean.copy()
    for table in tables:
        x0, y0, x1, y1 = _pixels(table.box, picture, 0)
        outside[max(0, y0 - 2) : y1 + 2, max(0, x0 - 2) : x1 + 2] = 0
    usual = _usual([b - a for _, bands in banded for a, b in bands], outside, picture.per_point)
    found = [
        Strip(ink, place, in_cell=True)
        for place, bands in banded
        for top, bottom in _lines(clean, place, bands, usual)
        if (ink := _inked(clean, (place[0], top, place[2], bottom))) is not None
    ]
    found += _outside(outside, usual)
    return found[:MOST_STRIPS], usual


def cut(picture: Picture, strip: Strip, usual: float, drawn: Grey) -> Grey:
    """The picture of a strip, with a margin of paper, and without ruling lines."""
    import numpy as np

    x0, y0, x1, y1 = strip.ink
    # A dash alone must not fill the strip.
    short = max(0, round((0.8 * usual - (y1 - y0)) / 2))
    pad = round(_PADDING * max(y1 - y0, 0.8 * usual))
    side = round(_MARGIN * usual)
    left, top, right, bottom = x0 - side, y0 - short - pad, x1 + side, y1 + short + pad
    a, b = max(left, strip.within[0]), max(top, strip.within[1])
    c, d = min(right, strip.within[2]), min(bottom, strip.within[3])
    seen = picture.grey[b:d, a:c].copy()
    paper = int(np.percentile(seen, 85)) if seen.size else 255
    seen[drawn[b:d, a:c] > 0] = paper
    whole = np.full((bottom - top, right - left), paper, dtype=np.uint8)
    whole[b - top : b - top + seen.shape[0], a - left : a - left + seen.shape[1]] = seen
    return whole


def _pixels(box: tuple[float, float, float, float], picture: Picture, inset: float) -> Pixels:
    x0, y0, x1, y1 = (edge * picture.per_point for edge in box)
    tall, wide = picture.grey.shape
    by = inset * picture.per_point
    return (
        max(0, round(x0 + by)), max(0, round(y0 + by)),
        min(wide, round(x1 - by)), min(tall, round(y1 - by)),
    )  # fmt: skip


def _cells(table: Lattice, picture: Picture) -> Iterator[Pixels]:
    for span in table.spans:
        place = _pixels(span.box, picture, _INSET)
        if place[2] - place[0] > 2 and place[3] - place[1] > 2:  # noqa: PLR2004  pixels
            yield place


def _without_specks(bare: Grey, per_point: float) -> Grey:
    """The ink of characters: no dust, and no seals and pictures."""
    import cv2
    import numpy as np

    count, labels, stats, _ = cv2.connectedComponentsWithStats(bare, connectivity=8)
    least, most = _SPECK * per_point, _LARGEST * per_point
    sizes = stats[:, 2:4]
    kept = (sizes.max(axis=1) >= least) & (sizes.max(axis=1) <= most)
    kept &= stats[:, 4] >= least * least
    kept[0] = False
    if count <= 1:
        return bare
    return np.asarray(np.where(kept[labels], np.uint8(255), np.uint8(0)), dtype=np.uint8)


def _bands(clean: Grey, place: Pixels) -> list[tuple[int, int]]:
    """The stretches of rows that hold ink."""
    import numpy as np

    x0, y0, x1, y1 = place
    rows = clean[y0:y1, x0:x1].any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], rows.astype(np.int8), [0]))))
    return [(y0 + int(a), y0 + int(b)) for a, b in edges.reshape(-1, 2)]


def _usual(heights: Sequence[int], outside: Grey, per_point: float) -> float:
    """How high a line of print usually is."""
    known = [h for h in heights if _SHORTEST_LINE <= h / per_point <= _TALLEST_LINE]
    if len(known) < _FEWEST:
        known += [
            b - a
            for a, b in _bands(outside, (0, 0, outside.shape[1], outside.shape[0]))
            if _SHORTEST_LINE <= (b - a) / per_point <= _TALLEST_LINE
        ]
    return median(known) if known else _USUAL * per_point


def _lines(
    clean: Grey, place: Pixels, bands: Sequence[tuple[int, int]], usual: float
) -> list[tuple[int, int]]:
    """Bands as lines: parts of one character put together, lines that touch cut apart."""
    joined: list[tuple[int, int]] = []
    for top, bottom in bands:
        if joined:
            first, last = joined[-1]
            is_part = min(last - first, bottom - top) < _THIN * usual
            if is_part and bottom - first <= _WHOLE * usual:
                joined[-1] = (first, bottom)
                continue
        joined.append((top, bottom))
    return [line for band in joined for line in _apart(clean, place, band, usual)]


def _apart(
    clean: Grey, place: Pixels, band: tuple[int, int], usual: float
) -> list[tuple[int, int]]:
    """Cut a band of several lines where least ink is, near where a line should end."""
    top, bottom = band
    count = round((bottom - top) / (_WHOLE * usual))
    if bottom - top < _DOUBLE * usual or count < 2 or bottom - top > 8 * usual:  # noqa: PLR2004
        return [band]
    ink = clean[top:bottom, place[0] : place[2]].sum(axis=1, dtype="int64")
    step, cuts = (bottom - top) / count, [top]
    for k in range(1, count):
        low, high = int((k - 0.3) * step), int((k + 0.3) * step) + 1
        thinnest = low + int(ink[low:high].argmin())
        # Ink nearly everywhere: one tall line, not two.
        if ink[thinnest] > 0.35 * float(ink.mean()):
            return [band]
        cuts.append(top + thinnest)
    cuts.append(bottom)
    return list(pairwise(cuts))


def _inked(clean: Grey, place: Pixels) -> Pixels | None:
    """The rectangle around the ink of a place."""
    import numpy as np

    x0, y0, x1, y1 = place
    part = clean[y0:y1, x0:x1]
    columns, rows = np.flatnonzero(part.any(axis=0)), np.flatnonzero(part.any(axis=1))
    if not columns.size:
        return None
    return (
        x0 + int(columns[0]), y0 + int(rows[0]), x0 + int(columns[-1]) + 1, y0 + int(rows[-1]) + 1,
    )  # fmt: skip


def _outside(outside: Grey, usual: float) -> list[Strip]:
    """The lines of print outside tables: characters that stand close to each other, side by side."""
    import cv2
    import numpy as np

    near = np.ones((max(1, round(0.25 * usual)), max(3, round(_APART * usual))), np.uint8)
    joined = cv2.morphologyEx(outside, cv2.MORPH_CLOSE, near)
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    tall, wide = outside.shape
    found: list[Strip] = []
    for x, y, width, height, _ in sorted(stats[1:count].tolist(), key=lambda one: (one[1], one[0])):
        place = (x, y, x + width, y + height)
        bands = _bands(outside, place)
        for top, bottom in _lines(outside, place, bands, usual):
            ink = _inked(outside, (x, top, x + width, bottom))
            if ink is not None and max(ink[2] - ink[0], ink[3] - ink[1]) > _DOT * usual:
                found.append(Strip(ink, (0, 0, wide, tall), in_cell=False))
    return found
