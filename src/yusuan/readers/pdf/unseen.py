"""Leave out what belongs to no line and no cell: text that a clipping path hides, and watermarks printed aslant.

Some programs print the same text on two pages, and show half on each; drafts carry 草案 or 征求意见稿 across.
"""

from __future__ import annotations

import ctypes
import math
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

from yusuan.readers.pdf.called import ADDRESS, NUMBER, REAL, called, place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.grid import Box
    from yusuan.readers.pdf.glyphs import Run, Turn

_SAMPLED = 3
# The least part of a line's height that must show.
_SHOWN = 0.4
_MOST_PATHS = 50
_MOST_POINTS = 1_000
# Beyond this from every quarter of a turn. A page scanned aslant is off by a few degrees.
_ASKEW = math.radians(14)
_QUARTER = math.pi / 2
# Letters set aslant do not follow one another on a line: their runs are as short as this.
_SHORT = 2


class Written:
    """The text objects of a page: what was written at once, under one clipping path."""

    def __init__(self, text: Any) -> None:  # noqa: ANN401  a handle of the C interface
        import pypdfium2.raw as pdfium

        self._object_at = called(pdfium.FPDFText_GetTextObject, ADDRESS, ADDRESS, NUMBER)
        self._text = place(text)

    def object_at(self, run: Run, i: int) -> int:
        """The address of the object that wrote a character of a run; 0 where there is none."""
        return self._object_at(self._text, run.places[i]) or 0

    def is_apart(self, run: Run, i: int) -> bool:
        """Whether a character was written apart from the one before it."""
        return self.object_at(run, i) != self.object_at(run, i - 1)


def shown(written: Written, turn: Turn, runs: list[Run]) -> list[Run]:
    """The runs that can be seen, at least in part. Looks at a few first: most pages clip nothing."""
    if not runs:
        return runs
    step = max(1, len(runs) // _SAMPLED)
    clips = [_clip(written.object_at(run, 0), turn) for run in [*runs[::step], runs[-1]]]
    if all(clip is None for clip in clips):
        return runs
    common = _intersection([clip for clip in clips if clip is not None])
    return [
        piece
        for run in runs
        for piece in ((run,) if _is_seen(run, common) else _seen(written, turn, run))
    ]


def _seen(written: Written, turn: Turn, run: Run) -> list[Run]:
    """What can be seen of a run: all or nothing, unless it was written under several clipping paths.

    Of text that is hidden where it runs out of its cell, all is kept: a name is wanted whole.
    """
    first, last = written.object_at(run, 0), written.object_at(run, -1)
    clip = _clip(first, turn)
    if clip is None or _is_seen(run, clip):
        return [run]
    if first == last or _clip(last, turn) == clip:
        return []
    found: list[Run] = []
    begun = 0
    for i in range(1, len(run.text) + 1):
        following = None
        if i < len(run.text):
            following = _clip(written.object_at(run, i), turn)
            if following == clip:
                continue
        piece = run.part(begun, i)
        if clip is None or _is_seen(piece, clip):
            found.append(piece)
        begun, clip = i, following
    return found


def _is_seen(run: Run, clip: Box) -> bool:
    tall = min(run.y1, clip[3]) - max(run.y0, clip[1])
    return tall > _SHOWN * (run.y1 - run.y0) and run.x0 < clip[2] and run.x1 > clip[0]


def _intersection(boxes: list[Box]) -> Box:
    return (
        max(box[0] for box in boxes), max(box[1] for box in boxes),
        min(box[2] for box in boxes), min(box[3] for box in boxes),
    )  # fmt: skip


def _clip(shape: int, turn: Turn) -> Box | None:
    """The part of the upright page that shows a text object; None when nothing hides any of it."""
    clips = _clips()
    path = clips.of_object(shape) if shape else 0
    count = clips.count(path) if path else 0
    if count <= 0:
        return None
    boxes = [
        box
        for i in range(min(count, _MOST_PATHS))
        if (box := clips.bounds(path, i, turn)) is not None
    ]
    return _intersection(boxes) if boxes else None


class _Clips:
    """What PDFium knows of clipping paths: some pages set one for every cell."""

    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        self.of_object = called(pdfium.FPDFPageObj_GetClipPath, ADDRESS, ADDRESS)
        self.count = called(pdfium.FPDFClipPath_CountPaths, NUMBER, ADDRESS)
        self._length = called(pdfium.FPDFClipPath_CountPathSegments, NUMBER, ADDRESS, NUMBER)
        self._segment_at = called(
            pdfium.FPDFClipPath_GetPathSegment, ADDRESS, ADDRESS, NUMBER, NUMBER
        )
        self._end_of = called(pdfium.FPDFPathSegment_GetPoint, NUMBER, ADDRESS, ADDRESS, ADDRESS)

    def bounds(self, path: int, number: int, turn: Turn) -> Box | None:
        """The rectangle around a path on the upright page."""
        x, y = ctypes.c_float(), ctypes.c_float()
        x_place, y_place = ctypes.addressof(x), ctypes.addressof(y)
        xs: list[float] = []
        ys: list[float] = []
        for i in range(min(self._length(path, number), _MOST_POINTS)):
            segment = self._segment_at(path, number, i)
            if segment and self._end_of(segment, x_place, y_place):
                xs.append(x.value)
                ys.append(y.value)
        return turn.upright(min(xs), min(ys), max(xs), max(ys)) if xs else None


@cache
def _clips() -> _Clips:
    return _Clips()


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

    angle_at = called(pdfium.FPDFText_GetCharAngle, REAL, ADDRESS, NUMBER)
    return map(angle_at, repeat(place(text)), places)


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
