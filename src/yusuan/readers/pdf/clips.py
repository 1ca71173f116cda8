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


def shown(text: Any, turn: Turn, runs: list[Run]) -> list[Run]:  # noqa: ANN401
    """The runs that can be seen, at least in part. Looks at a few first: most pages clip nothing."""
    import pypdfium2.raw as pdfium

    if not runs:
        return runs
    step = max(1, len(runs) // _SAMPLED)
    clips = [_clip(pdfium, text, turn, run) for run in [*runs[::step], runs[-1]]]
    if all(clip is None for clip in clips):
        return runs
    common = _intersection([clip for clip in clips if clip is not None])
    return [
        run
        for run in runs
        if _is_seen(run, common)
        or (clip := _clip(pdfium, text, turn, run)) is None
        or _is_seen(run, clip)
    ]


def _is_seen(run: Run, clip: Box) -> bool:
    tall = min(run.y1, clip[3]) - max(run.y0, clip[1])
    return tall > _SHOWN * (run.y1 - run.y0) and run.x0 < clip[2] and run.x1 > clip[0]


def _intersection(boxes: list[Box]) -> Box:
    return (
        max(box[0] for box in boxes), max(box[1] for box in boxes),
        min(box[2] for box in boxes), min(box[3] for box in boxes),
    )  # fmt: skip


def _clip(pdfium: Any, text: Any, turn: Turn, run: Run) -> Box | None:  # noqa: ANN401
    """The part of the upright page that shows a run; None when nothing hides any of it."""
    shape = pdfium.FPDFText_GetTextObject(text, run.first)
    path = pdfium.FPDFPageObj_GetClipPath(shape) if shape else None
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
