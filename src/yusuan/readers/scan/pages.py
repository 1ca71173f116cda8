"""Which pages of a PDF are pictures, and the picture of such a page as its scanner made it."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yusuan.readers.pdf.glyphs import Glyphs
    from yusuan.readers.scan.picture import Grey

_POINTS = 72
# Dots to an inch: what a picture is taken at whatever it holds.
_COARSEST, _FINEST = 100.0, 300.0
# A picture fills a page when it covers so much of it.
_MOSTLY = 0.5
# More letters than these are a text layer; fewer are a page number or a stamp laid over a scan.
_STRAY = 40
_MOST_OBJECTS = 200
_MOST_PIXELS = 16_000_000
_SAMPLED = 5


def is_picture(page: Any, text: Any, taken: Glyphs) -> bool:  # noqa: ANN401  handles of the C interface
    """Whether a page is a scan: a picture fills it, and it has no text, or none that can be seen."""
    if _filling(page) is None:
        return False
    letters = sum(len(run.text) for run in taken.runs)
    return letters < _STRAY or _is_hidden(text, taken)


def picture_of_page(document: Any, index: int) -> tuple[Grey, float]:  # noqa: ANN401
    """A page as grey levels, and its dots to an inch: those of its picture, within reason."""
    import numpy as np

    page = document[index]
    try:
        width, height = page.get_size()
        dpi = min(max(_filling(page.raw) or _COARSEST, _COARSEST), _FINEST)
        # A hostile page may be a mile wide.
        dpi = min(dpi, _POINTS * (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        bitmap = page.render(scale=dpi / _POINTS, grayscale=True, may_draw_forms=False)
        seen = bitmap.to_numpy()
        grey = np.ascontiguousarray(seen.reshape(seen.shape[:2])).copy()
    finally:
        page.close()
    return grey, dpi


def _filling(page: Any) -> float | None:  # noqa: ANN401
    """The dots to an inch of the pictures that fill a page together; None when they do not fill it."""
    import pypdfium2.raw as pdfium

    covered, finest = 0.0, 0.0
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    edges = [ctypes.c_float() for _ in range(4)]
    across, down = ctypes.c_uint(), ctypes.c_uint()
    for i in range(min(max(0, pdfium.FPDFPage_CountObjects(page)), _MOST_OBJECTS)):
        shape = pdfium.FPDFPage_GetObject(page, i)
        if not shape or pdfium.FPDFPageObj_GetType(shape) != pdfium.FPDF_PAGEOBJ_IMAGE:
            continue
        if not pdfium.FPDFPageObj_GetBounds(shape, *edges):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        area = max(0.0, right - left) * max(0.0, top - bottom)
        covered += area
        if area and pdfium.FPDFImageObj_GetImagePixelSize(shape, across, down):
            finest = max(finest, _POINTS * (across.value * down.value / area) ** 0.5)
    return finest if covered >= _MOSTLY * max(width * height, 1.0) else None


def _is_hidden(text: Any, taken: Glyphs) -> bool:  # noqa: ANN401
    """Whether a page's text is laid invisibly over its picture, as programs that read scans do."""
    import pypdfium2.raw as pdfium

    step = max(1, len(taken.runs) // _SAMPLED)
    modes = [
        pdfium.FPDFTextObj_GetTextRenderMode(shape)
        for run in taken.runs[::step]
        if (shape := pdfium.FPDFText_GetTextObject(text, run.places[0]))
    ]
    return bool(modes) and all(mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE for mode in modes)
