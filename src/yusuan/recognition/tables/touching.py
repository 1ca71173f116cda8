"""Cells that hold what belongs into two columns: a code with its name, a row number with the code after it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.recognition.tables.columns import ROW_NUMBER_HEAD
from yusuan.recognition.tables.logical import Line, Logical
from yusuan.vocabulary.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.grid import RawCell

_CODE = r"\d{3}(?:\d{2}){0,2}"
# 2010101 行政运行, [2010101]行政运行; 行政运行（2010101）.
_JOINED = pattern(
    rf"[\[【(（]?(?P<code>{_CODE})[\]】)）]?[\s\-—]*(?P<name>[\u4e00-\u9fff].*)"
    rf"|(?P<before>[\u4e00-\u9fff].*?)[\[【(（](?P<behind>{_CODE})[\]】)）]",
    re.DOTALL,
)
_FEWEST_JOINED = 2


def with_codes_apart(table: Logical) -> Logical:
    """A column that prints code and name in one cell (2010101 行政运行), as two columns."""
    table = _with_row_numbers_apart(table)
    if any(_CODE_HEAD.fullmatch(folded(path[-1])) for path in table.header if path):
        return table
    for n in range(table.width):
        texts = [text for line in table.lines if (text := line.text(n))]
        matched = [text for text in texts if _JOINED.fullmatch(text)]
        if len(matched) >= _FEWEST_JOINED and len(matched) * 5 >= len(texts) * 4 - 5:
            head = table.header[n]
            header = (
                *table.header[:n],
                (*head, "科目编码"),
                (*head, "科目名称"),
                *table.header[n + 1 :],
            )
            lines = tuple(Line(tuple(_apart(line.cells, n))) for line in table.lines)
            return replace(table, header=header, lines=lines)
    return table


_CODE_HEAD = pattern(r".*(编码|代码)|[类款项]")
_NUMBERED_CODE = pattern(r"(\d{1,3})\s+(\d{3,7})")


def _with_row_numbers_apart(table: Logical) -> Logical:
    """Where a row number touches the code after it (10 2100101 below 9), each in its own column again."""
    numbers = [
        n
        for n, path in enumerate(table.header[:-1])
        if path and ROW_NUMBER_HEAD.fullmatch(folded(path[-1]))
    ]
    if not numbers:
        return table
    at, last, lines = numbers[0], 0, []
    for line in table.lines:
        cells, number = line.cells, line.text(at)
        code = cells[at + 1]
        match = None if number or code is None else _NUMBERED_CODE.fullmatch(code.text.strip())
        if code is not None and match is not None and int(match[1]) == last + 1:
            number = match[1]
            apart = (replace(code, text=number), replace(code, text=match[2]))
            cells = (*cells[:at], *apart, *cells[at + 2 :])
        last = int(number) if number.isdecimal() else last
        lines.append(Line(cells))
    return replace(table, lines=tuple(lines))


def _apart(cells: Sequence[RawCell | None], place: int) -> Iterator[RawCell | None]:
    for n, cell in enumerate(cells):
        match = None if cell is None or n != place else _JOINED.fullmatch(cell.text.strip())
        if cell is not None and match is not None:
            yield replace(cell, text=match["code"] or match["behind"])
            yield replace(cell, text=match["name"] or match["before"])
        elif n == place:
            yield None
            yield cell
        else:
            yield cell
