"""Notes on the pages of a PDF file for any viewer: a frame with a numbered tag, and a text."""

from __future__ import annotations

import ctypes
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yusuan.core.patterns import pattern
from yusuan.readers.pdf.opening import opened
from yusuan.reports.check.tags import Tagged, placed
from yusuan.reports.pictures import text_margin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from yusuan.core.grid import Box

_MARGIN = 2.0
_LONGEST_TEXT = 4_000
# A note on a page as a whole is a sign of this size in its corner, points.
_SIGN = 20.0


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a place; without a box, on the page. The box is in points from the top left as looked at.

    `number` is drawn on a tag above the frame; none is drawn for a minor place.
    """

    page: int
    box: Box | None
    number: int
    author: str
    text: str
    colour: tuple[int, int, int]
    is_minor: bool = False


def annotated(path: Path, notes: Iterable[Note]) -> bytes:
    """The file with the notes added; raises ReadError as reading does. The original pages stay as they are."""
    by_page: dict[int, list[Note]] = {}
    for note in notes:
        by_page.setdefault(note.page, []).append(note)
    with opened(path) as document:
        for number, found in sorted(by_page.items()):
            if 1 <= number <= len(document):
                _write_notes(document, number, found)
        content = _saved(document)
    return _same_every_time(content, path.read_bytes())


def _write_notes(document: Any, number: int, notes: Sequence[Note]) -> None:  # noqa: ANN401  a handle
    import pypdfium2

    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return
    try:
        size = page.get_size()
        tagged = [note for note in notes if not note.is_minor or note.box is None]
        corners = placed([_tagged(note) for note in tagged], size, text_margin(page), _TAG)
        at = {id(note): corner for note, corner in zip(tagged, corners, strict=True)}
        for note in notes:
            _write_note(page, note, at.get(id(note)))
    finally:
        page.close()


def _tagged(note: Note) -> Tagged:
    return Tagged(note.box, _SIGN if note.box is None else _tag_width(note.number))


def _write_note(page: Any, note: Note, corner: tuple[float, float] | None) -> None:  # noqa: ANN401  a handle of the C interface
    import pypdfium2.raw as pdfium

    kind = pdfium.FPDF_ANNOT_TEXT if note.box is None else pdfium.FPDF_ANNOT_SQUARE
    made = pdfium.FPDFPage_CreateAnnot(page, kind)
    if not made:
        return
    try:
        x, y = corner or (0.0, 0.0)
        wide = _tag_width(note.number)
        left, bottom, right, top = _in_user_space(
            page, note.box or (x + _SIGN / 2, y + _SIGN / 2, x + _SIGN, y + _SIGN)
        )
        content = ""
        if note.box is not None:
            frame = (left - _MARGIN, bottom - _MARGIN, right + _MARGIN, top + _MARGIN)
            left, bottom, right, top = frame
            tag = None
            if corner is not None and not page.get_rotation():
                tag = _in_user_space(page, (x, y, x + wide, y + _TAG))
                # The tag must lie inside the note.
                left, bottom = min(left, tag[0]), min(bottom, tag[1])
                right, top = max(right, tag[2]), max(top, tag[3])
            content = appearance(frame, note.colour, note.number, tag)
        pdfium.FPDFAnnot_SetRect(made, pdfium.FS_RECTF(left, top, right, bottom))
        pdfium.FPDFAnnot_SetColor(made, pdfium.FPDFANNOT_COLORTYPE_Color, *note.colour, 255)
        pdfium.FPDFAnnot_SetBorder(made, 0, 0, _LINE)
        _set(made, b"T", note.author)
        _set(made, b"Contents", note.text[:_LONGEST_TEXT])
        pdfium.FPDFAnnot_SetFlags(made, pdfium.FPDF_ANNOT_FLAG_PRINT)
        if content:
            mode = pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL
            pdfium.FPDFAnnot_SetAP(made, mode, _wide(content))
    finally:
        pdfium.FPDFPage_CloseAnnot(made)


_LINE = 1.4
_TAG, _DIGIT, _STEP = 9.0, 3.0, 4.6
# The strokes of a digit, as on a pocket calculator: from the top clockwise, then the middle.
_STROKES = (
    (0, 2, 1, 2),
    (1, 2, 1, 1),
    (1, 1, 1, 0),
    (0, 0, 1, 0),
    (0, 1, 0, 0),
    (0, 2, 0, 1),
    (0, 1, 1, 1),
)
_DIGITS = ("012345", "12", "01346", "01236", "1256", "02356", "023456", "012", "0123456", "012356")


def _tag_width(number: int) -> float:
    return _STEP * len(str(number)) + 3.4


def appearance(frame: Box, colour: tuple[int, int, int], number: int, tag: Box | None) -> str:
    """The operators that draw a frame (left, bottom, right, top) and a tag with the number; needs no font."""
    left, bottom, right, top = frame
    paint = " ".join(f"{part / 255:.3f}" for part in colour)
    half = _LINE / 2
    wide, tall = right - left - _LINE, top - bottom - _LINE
    drawn = [
        f"q {paint} RG {_LINE} w {left + half:.2f} {bottom + half:.2f} {wide:.2f} {tall:.2f} re S"
    ]
    if tag is not None:
        left, top = tag[:2]
        drawn.append(f"{paint} rg {left:.2f} {top:.2f} {_tag_width(number):.2f} {_TAG} re f")
        drawn.append("1 1 1 RG 0.8 w 1 J")
        for place, digit in enumerate(str(number)):
            x, y, half = left + 2.4 + _STEP * place, top + 1.7, _DIGIT - 0.2
            for stroke in _DIGITS[int(digit)]:
                x0, y0, x1, y1 = _STROKES[int(stroke)]
                drawn.append(
                    f"{x + x0 * _DIGIT:.2f} {y + y0 * half:.2f} m {x + x1 * _DIGIT:.2f} {y + y1 * half:.2f} l S"
                )
    return "\n".join([*drawn, "Q"])


def _set(made: Any, key: bytes, text: str) -> None:  # noqa: ANN401  a handle of the C interface
    import pypdfium2.raw as pdfium

    pdfium.FPDFAnnot_SetStringValue(made, key, _wide(text))


def _wide(text: str) -> Any:  # noqa: ANN401  a string of the C interface
    import pypdfium2.raw as pdfium

    units = ctypes.create_string_buffer(text.encode("utf-16-le", errors="replace") + b"\0\0")
    return ctypes.cast(units, pdfium.FPDF_WIDESTRING)


def _in_user_space(page: Any, box: Box) -> tuple[float, float, float, float]:  # noqa: ANN401  a handle
    """A box of the page as looked at, in the page's own coordinates: left, bottom, right, top."""
    # What viewers show: the crop box inside the media box.
    left, bottom, right, top = page.get_bbox()
    rotation = page.get_rotation() // 90 % 4
    x0, y0, x1, y1 = box
    if rotation == 0:
        return left + x0, top - y1, left + x1, top - y0
    if rotation == 1:
        return left + y0, bottom + x0, left + y1, bottom + x1
    if rotation == 2:  # noqa: PLR2004  quarters of a turn
        return right - x1, bottom + y0, right - x0, bottom + y1
    return right - y1, top - x1, right - y0, top - x0


def _saved(document: Any) -> bytes:  # noqa: ANN401  a handle of the C interface
    import io

    import pypdfium2.raw as pdfium

    out = io.BytesIO()
    is_locked = pdfium.FPDF_GetSecurityHandlerRevision(document) >= 0
    # Encryption starts from random numbers; who could open the file may read the copy.
    document.save(out, flags=pdfium.FPDF_REMOVE_SECURITY if is_locked else 0)
    return out.getvalue()


_IDENTIFIERS = pattern(rb"/ID\s*\[\s*<([0-9A-Fa-f]*)>\s*<([0-9A-Fa-f]*)>\s*\]")


def _same_every_time(content: bytes, original: bytes) -> bytes:
    """The file with an identifier that follows from what was written, in place of a random one."""
    every = list(_IDENTIFIERS.finditer(content))
    if not every:
        return content
    found = every[-1]
    kept, new = found[1], hashlib.sha256(content[: found.start()]).hexdigest().upper().encode()
    if kept.upper() not in original.upper():
        # The source had none, and got a random one.
        kept = hashlib.sha256(original).hexdigest().upper().encode()
    parts = (
        content[: found.start(1)],
        kept[: len(found[1])].ljust(len(found[1]), b"0"),
        content[found.end(1) : found.start(2)],
        new[: len(found[2])].ljust(len(found[2]), b"0"),
        content[found.end(2) :],
    )
    return b"".join(parts)
