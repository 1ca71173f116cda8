"""Pictures of what was understood: every mark lies on its page, tints what it means, and hurts nobody."""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.readers.pages import drawn, printed
from tests.samples_path import samples_dir
from yusuan.pipeline import Inspection
from yusuan.reports.reading.drawing import Drawing, draw_pages
from yusuan.reports.reading.marks import Mark, Said, Shown, table_marks

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

FINANCE = "shanghai-putuo-finance-2025-budget.pdf"


def picture(path: Path, drawing: Drawing, page: int = 1) -> Image:
    from PIL import Image

    ((_, content),) = draw_pages(path, [page], drawing)
    return Image.open(io.BytesIO(content)).convert("RGB")


def test_every_printed_figure_is_marked_once_as_read() -> None:
    inspection = Inspection(samples_dir() / FINANCE)
    marks = Counter(
        (mark.page, mark.box)
        for mark in table_marks(inspection.document, inspection.disclosure)
        if mark.shown is Shown.FIGURE
    )
    places = [
        (cell.where.page, cell.where.box)
        for table in inspection.printed
        for cell in table.figures()
        if cell.where is not None
    ]
    assert places
    assert all(marks[page, box] == 1 for page, box in places if page is not None and box)
    assert sum(marks.values()) == len(places)


def test_a_table_is_taken_or_not_never_both() -> None:
    inspection = Inspection(samples_dir() / "shanghai-wanli-2023-budget.pdf")
    outlines = [
        mark
        for mark in table_marks(inspection.document, inspection.disclosure)
        if mark.shown in {Shown.TABLE, Shown.OTHER, Shown.REFUSED_TABLE}
    ]
    assert len(outlines) == len(inspection.document.grids)
    assert {mark.shown for mark in outlines} == {Shown.TABLE, Shown.OTHER}


def test_nothing_understood_leaves_every_table_an_outline() -> None:
    document = Inspection(samples_dir() / FINANCE).document
    marks = list(table_marks(document, None))
    assert {mark.shown for mark in marks} == {Shown.OTHER}
    assert len(marks) == len(document.grids)


def test_a_mark_tints_its_place_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(drawn("", box=(400, 300)))
    made = picture(path, Drawing([Mark(1, (100, 50, 200, 80), Shown.FIGURE)], [], "题"))
    pixel = made.getpixel((300, 130))
    assert isinstance(pixel, tuple)
    assert pixel[1] > max(pixel[0], pixel[2])
    assert made.getpixel((90, 60)) == made.getpixel((500, 400)) == (255, 255, 255)
    # The legend stands below the page.
    assert made.height > 600


def test_a_clause_is_underlined_where_it_stands_over_two_lines(tmp_path: Path) -> None:
    text = "二〇三〇年收入预算一百二十三点四五万元，比上年增加六点七八万元。" * 3
    path = tmp_path / "a.pdf"
    path.write_bytes(printed(f"#set par(leading: 12pt)\n{text}"))
    clause = text[20:70]
    plain = picture(path, Drawing([], [], ""))
    made = picture(path, Drawing([], [Said(1, clause, clause[5:9])], ""))
    changed = [
        y
        for y in range(1684)
        if any(made.getpixel((x, y)) != plain.getpixel((x, y)) for x in range(120, 1070, 3))
    ]
    assert changed
    # Two or three lines of print, not the page.
    assert changed[-1] - changed[0] < 160
    assert changed[-1] - changed[0] > 20


@pytest.mark.parametrize(
    "box", [(-1e9, -1e9, 1e9, 1e9), (5e8, 5e8, 6e8, 6e8), (50, 50, 50, 50), (80, 80, 20, 20)]
)
@pytest.mark.parametrize("shown", [Shown.TABLE, Shown.FIGURE, Shown.REFUSED, Shown.CLAUSE])
def test_a_mark_beside_the_page_is_harmless(
    box: tuple[float, float, float, float], shown: Shown, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(drawn("", box=(200, 100)))
    assert picture(path, Drawing([Mark(1, box, shown, "表" * 500)], [], "")).width >= 400


def test_a_page_of_any_size_makes_a_picture_of_bounded_size(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(drawn("", box=(14_000, 14_000)))
    made = picture(path, Drawing([], [], ""))
    assert made.width * made.height < 16_000_000


def test_pages_that_are_not_there_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(drawn(""))
    assert list(draw_pages(path, [0, 2, -1], Drawing([], [], ""))) == []
