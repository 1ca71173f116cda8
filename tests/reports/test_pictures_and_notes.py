"""Pictures of pages and notes on them: a place is where one looks at it, whatever the page's rotation and crop box."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from tests.readers.pages import changed, drawn
from tests.reports.reported import LOOKED_AT, PAGE, SIZE, SQUARE, failed, findings, reported, turned
from yusuan.core.errors import ReadError, ReportRefused
from yusuan.core.outcomes import Where
from yusuan.reports.check import write
from yusuan.reports.check.notes import Note, annotated
from yusuan.reports.pictures import MOST_PIXELS, Place, cut_outs, page_pictures

if TYPE_CHECKING:
    from pathlib import Path


def image_of(content: bytes) -> Any:  # noqa: ANN401  a picture; its pixels are of many kinds
    from PIL import Image

    return Image.open(io.BytesIO(content))


CROP = (40.0, 30.0, 390.0, 280.0)


@pytest.mark.parametrize("rotation", LOOKED_AT)
def test_the_square_lies_where_its_box_says(rotation: int, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(turned(rotation))
    (picture,) = page_pictures(file, dpi=72)
    wide, tall = SIZE if rotation % 180 == 0 else (SIZE[1], SIZE[0])
    assert (picture.width, picture.height) == (wide, tall)
    left, top, right, bottom = LOOKED_AT[rotation]
    image = image_of(picture.content).convert("L")
    assert image.size == (wide, tall)
    assert image.getpixel((int((left + right) / 2), int((top + bottom) / 2))) < 60
    assert image.getpixel((int(left - 6), int(top - 6))) > 200
    (cut,) = cut_outs(file, [Place(1, LOOKED_AT[rotation])], dpi=72)
    assert cut is not None
    colours = image_of(cut.content).convert("RGB").getcolors(100_000)
    assert colours is not None
    assert any(r > 150 and g < 90 and b < 90 for _, (r, g, b) in colours)


@pytest.mark.parametrize("crop", [None, CROP])
@pytest.mark.parametrize("rotation", LOOKED_AT)
def test_a_note_lies_on_the_square_in_the_pages_own_space(
    rotation: int, crop: tuple[float, float, float, float] | None, tmp_path: Path
) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(turned(rotation, crop))
    x0, y0, x1, y1 = LOOKED_AT[rotation]
    if crop is not None:
        # What is cut off on the left and above, as one looks at it.
        left, above = {
            0: (crop[0], SIZE[1] - crop[3]),
            90: (crop[1], crop[0]),
            180: (SIZE[0] - crop[2], crop[1]),
            270: (SIZE[1] - crop[3], SIZE[0] - crop[2]),
        }[rotation]
        x0, y0, x1, y1 = x0 - left, y0 - above, x1 - left, y1 - above
    note = Note(1, (x0, y0, x1, y1), 12, "问题 12", "内容\n第二行", (200, 0, 0), is_minor=True)
    with pikepdf.open(io.BytesIO(annotated(file, [note]))) as pdf:
        (made,) = pdf.pages[0].Annots
        rect = [float(side) for side in made.Rect]
        assert (str(made.T), str(made.Contents)) == ("问题 12", "内容\n第二行")
        assert b" re S" in made.AP.N.read_bytes()
    assert rect == pytest.approx(
        [SQUARE[0] - 2, SQUARE[1] - 2, SQUARE[2] + 2, SQUARE[3] + 2], abs=0.1
    )


def test_the_annotated_file_keeps_the_original_and_names_every_finding(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(PAGE)
    report = reported(file, *findings(file))
    with pikepdf.open(io.BytesIO(write(report, "pdf"))) as pdf, pikepdf.open(file) as original:
        notes = list(pdf.pages[0].Annots)
        assert [str(note.Subtype) for note in notes] == ["/Square", "/Text", "/Text"]
        assert [str(note.T) for note in notes] == ["问题 1 · 错误", "问题 2 · 警告", "核对报告"]
        # What stands on no page is in the note on the whole.
        assert "3. 没有写出原因" in str(notes[2].Contents)
        assert "牵动的等式 7 条" in str(notes[0].Contents)
        assert pdf.pages[0].Contents.read_bytes() == original.pages[0].Contents.read_bytes()


def test_notes_change_nothing_in_how_the_file_is_read(tmp_path: Path) -> None:
    from yusuan.readers.pdf.document import read_pdf

    file, noted = tmp_path / "a.pdf", tmp_path / "b.pdf"
    file.write_bytes(PAGE)
    noted.write_bytes(write(reported(file, *findings(file)), "pdf"))
    assert read_pdf(noted).blocks == read_pdf(file).blocks


def test_only_a_pdf_can_be_annotated() -> None:
    from tools.reference.example import example
    from yusuan.reports.check.report import Report

    with pytest.raises(ReportRefused, match="PDF"):
        write(Report.of(example()), "pdf")


def _enlarge(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].MediaBox = pikepdf.Array([0, 0, 200_000, 200_000])


def test_a_sheet_of_metres_is_not_drawn_and_a_large_one_is_drawn_coarsely(tmp_path: Path) -> None:
    large, absurd = tmp_path / "large.pdf", tmp_path / "absurd.pdf"
    large.write_bytes(drawn("", box=(9000, 9000)))
    absurd.write_bytes(changed(PAGE, _enlarge))
    (picture,) = page_pictures(large, dpi=300)
    width, height = image_of(picture.content).size
    assert width * height <= MOST_PIXELS * 1.01
    assert list(page_pictures(absurd)) == []
    assert list(cut_outs(absurd, [Place(1, (0, 0, 9, 9)), Place(7, (0, 0, 9, 9))])) == [None, None]


def test_a_heavy_picture_is_drawn_lighter(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    strokes = "".join(f"0.{n % 9 + 1} G {n % 400} 0 m {n * 7 % 400} 300 l S\n" for n in range(900))
    file.write_bytes(drawn(strokes))
    (free,) = page_pictures(file)
    (bound,) = page_pictures(file, most_bytes=len(free.content) // 2)
    assert len(bound.content) <= len(free.content) // 2
    assert (bound.width, bound.height) == (free.width, free.height)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nothing", b"not a pdf"])
def test_a_broken_file_is_a_read_error(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(content)
    with pytest.raises(ReadError):
        list(page_pictures(file))
    with pytest.raises(ReadError):
        annotated(file, [])


@pytest.mark.parametrize(
    "box",
    [
        (-50.0, -50.0, 9999.0, 9999.0),
        (500.0, 400.0, 600.0, 500.0),
        (140.0, 100.0, 100.0, 80.0),
        (5, 5, 5, 5),
    ],
)
def test_a_box_beside_the_page_or_inside_out_harms_nothing(
    box: tuple[float, float, float, float], tmp_path: Path
) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(PAGE)
    report = reported(
        file,
        failed("share", "一处", Where(str(file), 1, box=box)),
        failed("share", "无此页", Where(str(file), 99, box=box)),
    )
    for form in ("html", "xlsx", "pdf"):
        assert write(report, form)
