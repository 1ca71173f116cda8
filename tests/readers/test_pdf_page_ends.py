"""What a page end cuts is put together again; what only looks cut is left alone."""

from __future__ import annotations

import pytest

from tests.readers.pages import printed
from tests.readers.test_pdf import rows
from yusuan.readers.pdf.document import read_pdf

_COLUMNS = "#table(columns: (60pt, 150pt, 70pt, 70pt, 70pt), "
_HEAD = "[编码], [名称], [合计], [基本支出], [项目支出],"
_ABOVE = "[205], [教育支出], [930.00], [800.00], [130.00], [20502], [普通教育], [610.00], [540.00], [70.00],"
_BELOW = "[213], [农林水支出], [100.00], [], [100.00], [21303], [水利], [100.00], [], [100.00])"


def _pages(above: str, below: str, between: str = "") -> bytes:
    return printed(
        f"{_COLUMNS}{_HEAD}{_ABOVE}{above})\n{between}\n#pagebreak()\n{_COLUMNS}{below}{_BELOW}"
    )


def test_a_row_whose_figures_stand_on_the_next_page_is_one_row() -> None:
    torn = _pages(
        "[2080505], [基本养老], [], [], []", "[], [保险缴费支出], [112.00], [112.00], [],"
    )
    first, second = read_pdf(torn).grids
    assert rows(first)[-1] == ["2080505", "基本养老保险缴费支出", "112.00", "112.00", ""]
    assert [row[0] for row in rows(second)] == ["213", "21303"]
    # Each figure says the page it is printed on.
    assert [cell.page for cell in first.cells if cell.row == 3] == [1, 1, 2, 2, 1]


def test_a_name_that_goes_on_over_the_page_end_is_one_name() -> None:
    torn = _pages("[2080505], [水利局], [835.23], [], [835.23]", "[], [（本级）], [], [], [],")
    first, second = read_pdf(torn).grids
    assert rows(first)[-1] == ["2080505", "水利局（本级）", "835.23", "", "835.23"]
    assert second.rows == 2


@pytest.mark.parametrize(
    ("above", "below", "between"),
    [
        # A code of its own begins a row; so does a number, or a total.
        ("[2080505], [养老], [], [], []", "[2080506], [年金], [1.00], [1.00], [],", ""),
        ("[2080505], [养老], [], [], []", "[], [二、年金], [1.00], [1.00], [],", ""),
        ("[2080505], [养老], [], [], []", "[], [支出合计], [1.00], [1.00], [],", ""),
        # Both halves hold the same figure.
        ("[2080505], [养老], [1.00], [], []", "[], [年金], [1.00], [1.00], [],", ""),
        # A note ends the table above.
        ("[2080505], [养老], [], [], []", "[], [年金], [1.00], [1.00], [],", "注：数字为预算数。"),
    ],
)
def test_a_row_that_only_looks_torn_is_left_alone(above: str, below: str, between: str) -> None:
    first, second = read_pdf(_pages(above, below, between)).grids
    assert first.rows == 4
    assert second.rows == 3


def test_rows_without_figures_make_no_row_torn() -> None:
    """Where some rows are blank, a blank row is nothing special."""
    blank = _pages(
        "[206], [科学技术支出], [], [], [], [207], [文化支出], [], [], []",
        "[], [旅游支出], [1.00], [1.00], [],",
    )
    first, second = read_pdf(blank).grids
    assert (first.rows, second.rows) == (5, 3)


def test_a_total_alone_on_its_page_has_the_columns_of_its_table() -> None:
    alone = printed(
        f"{_COLUMNS}{_HEAD}{_ABOVE})\n#pagebreak()\n{_COLUMNS}"
        "table.cell(colspan: 2)[合计], [930.00], [800.00], [130.00])"
    )
    first, second = read_pdf(alone).grids
    assert second.columns == first.columns
    assert [(cell.column, cell.colspan) for cell in second.cells] == [
        (0, 2),
        (2, 1),
        (3, 1),
        (4, 1),
    ]


_NARROW = (
    "#table(columns: (60pt, 150pt, 70pt), [编码], [名称], [合计], [205], [教育支出], [930.00],"
    "[20502], [普通教育], [610.00], [208], [社会保障支出], [168.00])\n#pagebreak()\n"
)


def test_a_last_column_alone_on_the_next_page_stands_beside_its_rows() -> None:
    document = read_pdf(
        printed(f"{_NARROW}#table(columns: 70pt, [项目支出], [130.00], [70.00], [60.00])")
    )
    (grid,) = document.grids
    assert [row[-1] for row in rows(grid)] == ["项目支出", "130.00", "70.00", "60.00"]
    assert any("第 2 页" in remark for remark in document.remarks)


def test_a_column_that_answers_to_no_rows_stays_alone_and_is_said() -> None:
    short = "#table(columns: 70pt, [项目支出], [130.00], [70.00], [60.00], [1.00])"
    document = read_pdf(printed(_NARROW + short))
    assert [grid.columns for grid in document.grids] == [3, 1]
    assert any("第 2 页" in remark and "未能并入" in remark for remark in document.remarks)
