"""Leave out what a clipping path hides: some programs print the same text on two pages, and show half on each."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yusuan.core.grid import Box
    from yusuan.readers.pdf.glyphs import Run, Turn

_SAMPLED = 3
# The least part of a line's height that must show.
_SHOWN = 0.4
_MOST_PATHS = 50
_MOST_POINTS = 1_000


class Written:
    """The text objects of a page: what was written at once, under one clipping path."""

    def __init__(self, text: Any) -> None:  # noqa: ANN401  a handle of the C interface
        import pypdfium2.raw as pdfium

        called = ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
        self._object_at = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(called)
        self._text = ctypes.cast(text, ctypes.c_void_p).value

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
    if first == last or _clip(last, turn) == clip:
        return [run] if clip is None or _is_seen(run, clip) else []
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
    return [run] if sum(len(piece.text) for piece in found) == len(run.text) else found


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
    import pypdfium2.raw as pdfium

    path = (
        pdfium.FPDFPageObj_GetClipPath(ctypes.cast(shape, pdfium.FPDF_PAGEOBJECT))
        if shape
        else None
    )
    count = pdfium.FPDFClipPath_CountPaths(path) if path else 0
    if count <= 0:
        return None
    boxes = [
        box
        for i in range(min(count, _MOST_PATHS))
        if (box := _bounds(pdfium, path, i, turn)) is not None
    ]
    return _intersection(boxes) if boxes else None


def _bounds(pdfium: Any, path: Any, number: int, turn: Turn) -> Box | None:  # noqa: ANN401
    x, y = ctypes.c_float(), ctypes.c_float()
    xs: list[float] = []
    ys: list[float] = []
    for i in range(min(pdfium.FPDFClipPath_CountPathSegments(path, number), _MOST_POINTS)):
        segment = pdfium.FPDFClipPath_GetPathSegment(path, number, i)
        if segment and pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            xs.append(x.value)
            ys.append(y.value)
    return turn.upright(min(xs), min(ys), max(xs), max(ys)) if xs else None
