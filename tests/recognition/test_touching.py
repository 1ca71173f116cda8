"""Cells that hold what belongs into two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from yusuan.core.grid import RawCell
from yusuan.recognition.tables import Line, Logical, with_codes_apart

if TYPE_CHECKING:
    from collections.abc import Sequence


def table(header: Sequence[tuple[str, ...]], *rows: str) -> Logical:
    lines = [
        Line(
            tuple(
                RawCell(text, n, c) if text.strip() else None
                for c, text in enumerate(row.split("|"))
            )
        )
        for n, row in enumerate(rows)
    ]
    return Logical(tuple(header), tuple(lines))


HEAD = [("序号",), ("科目编码",), ("科目名称",), ("合计",)]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("|3 2010101|行政运行|5.00", ["3", "2010101", "行政运行", "5.00"]),
        # A number that does not follow is part of something else: left as it stands.
        ("|7 2010101|行政运行|5.00", ["", "7 2010101", "行政运行", "5.00"]),
        ("3|2010101|行政运行|5.00", ["3", "2010101", "行政运行", "5.00"]),
    ],
)
def test_a_row_number_that_touches_the_code_is_taken_off(printed: str, read: list[str]) -> None:
    found = with_codes_apart(
        table(HEAD, "1|201|一般公共服务支出|5.00", "2|20101|人大事务|5.00", printed)
    )
    assert [found.lines[2].text(n) for n in range(4)] == read
    assert found.header == tuple(HEAD)


def test_code_and_name_in_one_cell_become_two_columns() -> None:
    found = with_codes_apart(
        table([("科目",), ("合计",)], "201 一般公共服务支出|5.00", "20101 人大事务|5.00")
    )
    assert [path[-1] for path in found.header] == ["科目编码", "科目名称", "合计"]
    assert [line.text(0) for line in found.lines] == ["201", "20101"]
