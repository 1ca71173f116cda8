"""Scans: lines and print are found in the picture, figures come out as printed, and nothing is fetched."""

from __future__ import annotations

import socket
import struct
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pytest

from tests.readers.scans import Scanner, jpeg, pdf_of, printed
from yusuan.core.errors import ReadError
from yusuan.pipeline import Run
from yusuan.readers import is_document
from yusuan.readers.document import read_document
from yusuan.readers.pdf.document import read_pdf
from yusuan.readers.pdf.lattice import lattices
from yusuan.readers.scan import recognition as scan_recognition
from yusuan.readers.scan.figures import figure, has_no_fractions
from yusuan.readers.scan.image import kind_of
from yusuan.readers.scan.picture import picture_of
from yusuan.readers.scan.reading import put_right, together, with_commas
from yusuan.readers.scan.recognition import Reading, RecogniserMissing
from yusuan.readers.scan.rulings import scanned_rulings
from yusuan.synthetic import Size, synthesise

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from yusuan.core.grid import RawDocument

# --- amounts ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("1.234.56", "1,234.56"),
        ("1 234,56", "1,234.56"),
        ("1 234.56", "1,234.56"),
        ("12,345,67", "12,345.67"),
        ("1.234.567", "1,234,567"),
        ("123,45", "123.45"),
        ("12O.5l", "120.51"),
        ("１２３．４５", "123.45"),
        ("1234. 56", "1234.56"),
        ("118.76.", "118.76"),
        ("—12.30", "-12.30"),
        ("1·25", "1.25"),
    ],
)
def test_an_amount_with_misread_signs_is_put_right(read: str, meant: str) -> None:
    put_right = figure(read)
    assert put_right is not None
    assert (put_right.text, put_right.is_doubtful) == (meant, False)


@pytest.mark.parametrize("read", ["1,23.45", "1234 56", "1.2.3", "10,0", "1,2345.67"])
def test_what_may_mean_two_amounts_stays_as_read_and_is_doubtful(read: str) -> None:
    left = figure(read)
    assert left is not None
    assert (left.text, left.is_doubtful) == (read, True)


@pytest.mark.parametrize(
    "read",
    ["1,234.56", "1.234", "2010101", "B0102", "A02030500", "—", "85%", "本年收入合计", "O", ""],
)
def test_what_is_well_written_or_no_amount_is_left_alone(read: str) -> None:
    assert figure(read) is None


def test_two_readings_that_differ_are_rivals() -> None:
    one = Reading(tuple("16.11"), (0.1, 0.3, 0.5, 0.7, 0.9), 0.6, (("116.11", 0.3),))
    other = Reading(tuple("116.11"), (0.1, 0.2, 0.4, 0.5, 0.7, 0.9), 0.9)
    both = together(one, other)
    assert both.text == "116.11"
    assert both.score == pytest.approx(0.6)
    assert dict(both.rivals) == pytest.approx({"16.11": 0.3})
    assert len(both.places) == len(both.letters)


def test_rivals_that_mean_the_same_are_one_reading() -> None:
    read = Reading(tuple("37,35"), (0.1, 0.3, 0.5, 0.7, 0.9), 0.5, (("37.35", 0.4), ("87.35", 0.1)))
    meant = put_right(read)
    assert meant.text == "37.35"
    assert meant.score == pytest.approx(0.9)
    assert dict(meant.rivals) == pytest.approx({"87.35": 0.1})


def test_a_point_before_three_digits_is_a_comma_where_figures_are_whole() -> None:
    read = Reading(tuple("64.000"), tuple(n / 6 for n in range(6)), 0.8, (("64,000", 0.19),))
    assert has_no_fractions(["64.000", "1,234,567", "9,100", "350,020"])
    assert not has_no_fractions(["64.000", "1,234.56", "9,100", "350,020", "18.20"])
    assert with_commas(read, is_whole=True).text == "64,000"
    assert with_commas(read, is_whole=True).score == pytest.approx(0.99)
    torn = Reading(tuple("9.501,164"), tuple(n / 9 for n in range(9)), 0.4)
    assert with_commas(torn, is_whole=True).text == "9,501,164"
    assert with_commas(torn, is_whole=False) == torn
    left = with_commas(read, is_whole=False)
    assert left.text == "64.000"
    assert left.score <= 0.5
    assert dict(left.rivals) == {"64,000": 0.19}


# --- lines ------------------------------------------------------------------------------------------------

_ACROSS = (80, 110, 140, 170, 200, 230)
_DOWN = (60, 140, 300, 420, 535)


def _ruled_page(thickness: int, degrees: float, seed: int) -> NDArray[Any]:
    """A table of five rows and four columns at 150 dpi, its first two header cells merged, with words in it."""
    import cv2
    import numpy as np

    page = np.full((1754, 1241), 255, dtype=np.uint8)
    pixel = 150 / 72
    for n, y in enumerate(_ACROSS):
        left = _DOWN[2] if n == 1 else _DOWN[0]
        cv2.line(
            page, (round(left * pixel), round(y * pixel)),
            (round(_DOWN[-1] * pixel), round(y * pixel)), (0.0,), thickness,
        )  # fmt: skip
    for x in _DOWN:
        cv2.line(
            page, (round(x * pixel), round(_ACROSS[0] * pixel)),
            (round(x * pixel), round(_ACROSS[-1] * pixel)), (0.0,), thickness,
        )  # fmt: skip
    for n, y in enumerate(_ACROSS[1:]):
        for x in _DOWN[:-1]:
            place = (round((x + 6) * pixel), round((y - 8) * pixel))
            cv2.putText(page, f"{1111 * n}.{n}1", place, cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0.0,), 2)
    # Rules of no table: a heading's strokes.
    cv2.rectangle(page, (400, 60), (440, 100), (0.0,), 3)
    return Scanner(degrees=degrees).picture(page, seed)


@pytest.mark.parametrize(("thickness", "degrees"), [(1, 0.5), (2, 0.0), (3, 1.5)])
def test_the_lattice_of_a_picture_is_the_one_drawn(thickness: int, degrees: float) -> None:
    picture = picture_of(_ruled_page(thickness, degrees, thickness), 150.0)
    found, _ = scanned_rulings(picture)
    tables, _ = lattices(found.across, found.down)
    assert len(tables) == 1
    table = tables[0]
    assert (len(table.xs), len(table.ys)) == (len(_DOWN), len(_ACROSS))
    # Columns 0 and 1 of rows 0 and 1 are one cell each.
    assert len(table.spans) == (len(_DOWN) - 1) * (len(_ACROSS) - 1) - 2
    x0, y0, x1, y1 = picture.turn.looked_at(table.box)
    expected = (_DOWN[0], _ACROSS[0], _DOWN[-1], _ACROSS[-1])
    # The page is turned about its middle by the scanner; the box is given on the page as scanned.
    leeway = 2.5 + 420 * degrees * 0.0175
    assert all(abs(a - b) <= leeway for a, b in zip((x0, y0, x1, y1), expected, strict=True))


def test_a_page_of_grain_has_no_lines() -> None:
    import numpy as np

    blank = np.full((1754, 1241), 255, dtype=np.uint8)
    found, drawn = scanned_rulings(picture_of(Scanner(noise=15).picture(blank, 1), 150.0))
    assert (found.across, found.down) == ([], [])
    assert not drawn.any()


# --- documents --------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def publication() -> bytes:
    """A made-up department's publication as PDF, without what is attached to it."""
    files = Run.of(synthesise(3, 2024, size=Size(2, 4))).publish({"pdf"})
    return next(content for name, content in files.items() if name.endswith(".pdf"))


def _figures(document: RawDocument, page: int) -> list[str]:
    return [
        cell.text
        for grid in document.grids
        for cell in grid.cells
        if grid.page == page and cell.text
    ]


@pytest.fixture
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        msg = "the network was used"
        raise AssertionError(msg)

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


@pytest.mark.slow
@pytest.mark.usefixtures("_offline")
def test_a_scan_reads_like_the_print_it_was_made_of() -> None:
    pages = [2, 5]
    truth = read_pdf(publication())
    scanned = read_pdf(Scanner().scan(publication(), 7, pages))
    assert scanned.pages == 2
    assert sorted(scanned.doubtful_pages) == [1, 2]
    assert any("识别" in remark for remark in scanned.remarks)
    for n, page in enumerate(pages, start=1):
        assert _figures(scanned, n) == _figures(truth, page + 1)
        (grid,) = (g for g in scanned.grids if g.page == n)
        (printed_grid,) = (g for g in truth.grids if g.page == page + 1)
        assert (grid.rows, grid.columns) == (printed_grid.rows, printed_grid.columns)
        for cell, original in zip(grid.cells, printed_grid.cells, strict=True):
            assert (cell.score is None) == (not cell.text)
            assert cell.box is not None
            assert original.box is not None
            # Half a degree about the middle of the page, and as much as a line is thick.
            assert all(abs(a - b) < 6 for a, b in zip(cell.box, original.box, strict=True))


@pytest.mark.slow
def test_a_picture_is_a_document(tmp_path: Path) -> None:
    import cv2
    import pypdfium2

    with pypdfium2.PdfDocument(publication()) as document:
        page = printed(document[2], 150)
    path = tmp_path / "收支总表.png"
    path.write_bytes(cv2.imencode(".png", page)[1].tobytes())
    assert is_document(path)
    read = read_document(path)
    assert (read.format, read.pages, sorted(read.doubtful_pages)) == ("png", 1, [1])
    assert _figures(read, 1) == _figures(read_pdf(publication()), 3)


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_box_goes_back_to_the_page_as_it_was_scanned(quarters: int) -> None:
    import numpy as np

    upright = np.full((600, 400), 255, dtype=np.uint8)
    upright[100:110, 50:200] = 0
    # Numpy turns anticlockwise; so many quarters clockwise set the page straight again.
    scanned = np.ascontiguousarray(np.rot90(upright, quarters))
    picture = picture_of(scanned, 100.0, quarters)
    assert picture.turn.size == pytest.approx((400 * 0.72, 600 * 0.72))
    x0, y0, x1, y1 = picture.turn.looked_at((36.0, 72.0, 144.0, 79.2))
    rows, columns = np.nonzero(scanned == 0)
    found = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    assert (x0, y0, x1, y1) == pytest.approx([place * 0.72 for place in found], abs=1)


@pytest.mark.slow
@pytest.mark.parametrize("quarters", [1, 2])
def test_a_page_the_wrong_way_up_is_turned(quarters: int) -> None:
    import numpy as np
    import pypdfium2

    with pypdfium2.PdfDocument(publication()) as document:
        upright = printed(document[10], 150)
    page = np.ascontiguousarray(np.rot90(upright, quarters))
    turned = read_pdf(pdf_of([(jpeg(page, 75), (page.shape[1], page.shape[0]))], 150))
    assert _figures(turned, 1) == _figures(read_pdf(publication()), 11)


def test_without_the_extra_a_scan_is_refused_and_says_how_to_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import numpy as np

    def missing() -> Path:
        raise RecogniserMissing("rapidocr")

    monkeypatch.setattr(scan_recognition, "_model", missing)
    scan_recognition.recogniser.cache_clear()
    grey = np.full((300, 200), 128, dtype=np.uint8)
    picture = jpeg(grey, 70)
    (tmp_path / "a.jpg").write_bytes(picture)
    (tmp_path / "a.pdf").write_bytes(pdf_of([(picture, (200, 300))], 72))
    for name in ("a.jpg", "a.pdf"):
        with pytest.raises(ReadError, match=r"pip install .yusuan\[scan\]"):
            read_document(tmp_path / name)


def _png(wide: int, high: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", wide, high) + b"\x08\0\0\0\0" * 9


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (_png(60_000, 60_000), "过大"),
        (_png(100, 100), "损坏"),
        (b"\x89PNG\r\n\x1a\n", "损坏"),
        (b"\xff\xd8\xff\xe0\0\x10", "损坏"),
        (b"\xff\xd8\xff" + b"\xff" * 200, "损坏"),
        (b"II*\0\x08\0\0\0\xff\xff", "损坏"),
        (b"MM\0*\0\0\0\x08" + b"\0\x01\x01\0\0\x03\0\0\0\x01\0\x01\0\0" + b"\0\0\0\x08", "损坏"),
    ],
)
def test_a_hostile_picture_is_a_clear_fault(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(content)
    assert kind_of(content) is not None
    with pytest.raises(ReadError, match=said):
        read_document(path)
