"""Pictures of PDF pages as they are looked at, for reports: bounded in pixels and in bytes, same input same bytes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from yusuan.readers.pdf.opening import opened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from PIL.Image import Image

    from yusuan.core.grid import Box

DPI = 120
_POINTS = 72
# An A0 sheet at 96 dpi has 14 million; a page larger than that is drawn smaller, and a page of metres not at all.
MOST_PIXELS = 12_000_000
LARGEST_SIDE = 14_400
_SMALLEST_SIDE = 1.0
# Tried in turn where a picture is heavier than it may be: share of the resolution, quality.
_LIGHTER = ((1.0, 50), (1.0, 30), (0.75, 30), (0.55, 25))


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page: its number from 1, its size in points, the picture and its media type."""

    page: int
    width: float
    height: float
    content: bytes
    media: str = "image/webp"
    # How far from the left its text begins, in points: what is left of that is margin.
    margin: float = 0.0


class Place(NamedTuple):
    """A place on a page, in points from the top left."""

    page: int
    box: Box | None


@dataclass(frozen=True, slots=True)
class CutOut:
    """The surroundings of a place as PNG, the place framed; size in pixels."""

    content: bytes
    width: int
    height: int


class Drawn(NamedTuple):
    """A page drawn: the image, the page's size in points, pixels a point, and where its text begins."""

    image: Image
    width: float
    height: float
    scale: float
    margin: float


def page_pictures(
    path: Path,
    pages: Collection[int] | None = None,
    *,
    dpi: int = DPI,
    most_bytes: int | None = None,
) -> Iterator[PagePicture]:
    """Draw pages of a PDF as WebP, in order; `most_bytes` bounds each picture by coarser drawing.

    Pages that are not there, or are too large to draw, are left out. Raises ReadError as reading does.
    """
    with opened(path) as document:
        for number in _numbers(document, pages):
            drawn = draw(document, number, dpi)
            if drawn is not None:
                content = _webp(drawn.image, most_bytes)
                yield PagePicture(number, drawn.width, drawn.height, content, margin=drawn.margin)


def cut_outs(path: Path, places: Sequence[Place], *, dpi: int = DPI) -> Iterator[CutOut | None]:
    """Cut each place out of its page, with its surroundings; None where there is nothing to cut.

    In the order given; a page is drawn once for all places that follow each other on it.
    """
    with opened(path) as document:
        known: tuple[int, Drawn | None] = (0, None)
        for place in places:
            if place.box is None or not 1 <= place.page <= len(document):
                yield None
                continue
            if place.page != known[0]:
                known = (place.page, draw(document, place.page, dpi))
            yield None if known[1] is None else _cut(known[1], place.box)


def _numbers(document: Any, pages: Collection[int] | None) -> list[int]:  # noqa: ANN401  a handle
    everything = range(1, len(document) + 1)
    return [n for n in everything if pages is None or n in pages]


def draw(document: Any, number: int, dpi: int) -> Drawn | None:  # noqa: ANN401  a handle
    """One page of an open document; None where it is not there or too large to draw."""
    import pypdfium2

    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return None
    try:
        width, height = page.get_size()
        if not (
            _SMALLEST_SIDE <= width <= LARGEST_SIDE and _SMALLEST_SIDE <= height <= LARGEST_SIDE
        ):
            return None
        scale = min(dpi / _POINTS, (MOST_PIXELS / (width * height)) ** 0.5)
        bitmap = page.render(scale=scale, may_draw_forms=False)
        image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        margin = text_margin(page)
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()
    return Drawn(image, width, height, scale, margin)


def text_margin(page: Any) -> float:  # noqa: ANN401  a handle
    """How far from the left the text of an open page begins, in points; 0 where nobody can say."""
    import pypdfium2

    if page.get_rotation():
        return 0.0
    try:
        text = page.get_textpage()
        lefts = [text.get_rect(n)[0] for n in range(text.count_rects())]
        text.close()
    except pypdfium2.PdfiumError:
        return 0.0
    return max(0.0, min(lefts) - page.get_bbox()[0]) if lefts else 0.0


def _webp(image: Image, most: int | None) -> bytes:
    content = b""
    for share, quality in _LIGHTER:
        smaller = image
        if share < 1:
            smaller = image.resize((_part(image.width, share), _part(image.height, share)))
        out = io.BytesIO()
        smaller.save(out, "WEBP", quality=quality, method=2)
        content = out.getvalue()
        if most is None or len(content) <= most:
            break
    return content


def _part(pixels: int, share: float) -> int:
    return max(1, int(pixels * share))


_FRAME = (197, 34, 31)
_COLOURS = 48
# Points of the page shown around a place.
_AROUND = 36.0
# A cut-out is at least this large, so that one sees where on the page it lies; in points.
_LEAST = (300, 84)
_MOST = (780, 190)


def _cut(drawn: Drawn, box: Box) -> CutOut | None:
    from PIL import ImageDraw

    image, width, height = drawn.image, drawn.width, drawn.height
    scale = image.width / width
    left, right = _span(box[0], box[2], width, (_LEAST[0], _MOST[0]))
    top, bottom = _span(box[1], box[3], height, (_LEAST[1], _MOST[1]))
    window = tuple(round(side * scale) for side in (left, top, right, bottom))
    if window[2] - window[0] < 1 or window[3] - window[1] < 1:
        return None
    cut = image.crop((window[0], window[1], window[2], window[3]))
    frame = [
        round(side * scale) - start
        for side, start in zip(box, (window[0], window[1]) * 2, strict=True)
    ]
    frame = [frame[0] - 3, frame[1] - 3, frame[2] + 3, frame[3] + 3]
    if frame[2] > frame[0] and frame[3] > frame[1]:
        ImageDraw.Draw(cut).rectangle(frame, outline=_FRAME, width=3)
    out = io.BytesIO()
    cut.quantize(_COLOURS).save(out, "PNG")
    return CutOut(out.getvalue(), cut.width, cut.height)


def _span(
    start: float, end: float, size: float, bounds: tuple[float, float]
) -> tuple[float, float]:
    """From where to where to cut along one side of the page; the beginning of what is too long."""
    least, most = bounds
    start, end = max(0.0, min(start, size)), max(0.0, min(end, size))
    middle, length = (start + end) / 2, end - start + 2 * _AROUND
    if length > most:
        start = max(0.0, start - _AROUND)
        return start, min(size, start + most)
    length = max(length, least)
    start = max(0.0, min(middle - length / 2, size - length))
    return start, min(size, start + length)
