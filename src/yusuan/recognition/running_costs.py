"""机关运行经费 as tables print it: a column beside three-public spending, or a row of its own.

It sums the operating costs of some units only (行政 and 参公), so it is no region of the lines and stands apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.grid import RawGrid, TextBlock
from yusuan.core.money import MoneyUnit, Printed, parse_amount
from yusuan.core.outcomes import Where
from yusuan.core.patterns import pattern
from yusuan.recognition.tables import dense
from yusuan.vocabulary.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.grid import RawCell, RawDocument

_NAMED = pattern(r"(?:20\d{2}年度?)?机关运行(?:经费|费)(?:财政拨款)?(?:支出|预算|决算)?数?")
_UNIT = pattern(r"单位[:：]?(?:人民币)?(万元|元)")
_TITLE = pattern(r"[^。：]{3,40}表(\(.{0,8}\))?")
_AMOUNT = pattern(r"-?[\d,]+(\.\d+)?")
# The unit line stands close above its table, or in the table's own first rows.
_LINES_ABOVE = 4


@dataclass(frozen=True, slots=True)
class RunningCosts:
    """The figure a table prints for 机关运行经费, and where."""

    printed: Printed
    where: Where


def running_costs(document: RawDocument) -> Iterator[RunningCosts]:
    """Every 机关运行经费 that a table prints in a unit it states."""
    above: list[str] = []
    for block in document.blocks:
        if isinstance(block, TextBlock):
            above.append(folded(block.text))
            continue
        if any("机关运行" in cell.text for cell in block.cells):
            unit = _unit(block, above[-_LINES_ABOVE:])
            if unit is not None:
                title = next((line for line in reversed(above) if _TITLE.fullmatch(line)), "表格")
                yield from _figures(block, unit, block.name or title, document.source)
        above.clear()


def _unit(grid: RawGrid, above: Sequence[str]) -> MoneyUnit | None:
    said = [*(folded(cell.text) for cell in grid.cells if not _AMOUNT.fullmatch(cell.text)), *above]
    found = {match[1] for text in said for match in _UNIT.finditer(text)}
    return MoneyUnit.from_label(found.pop()) if len(found) == 1 else None


def _figures(grid: RawGrid, unit: MoneyUnit, title: str, source: str) -> Iterator[RunningCosts]:
    rows = dense(grid)
    for cell in grid.cells:
        name = re.sub(r"^[一二三四五六七八九十\d]+[、.]", "", folded(cell.text))
        if not _NAMED.fullmatch(name):
            continue
        below = [row[cell.column] for row in rows[cell.row + cell.rowspan :]]
        beside = rows[cell.row][cell.column + cell.colspan :]
        # A heading has its figure below, a label of a row has it beside.
        amounts = [one for one in (_first(below), _first(beside)) if one is not None]
        if len(amounts) == 1:
            where = Where(source, grid.page, title, "机关运行经费", "", amounts[0].box)
            try:
                yield RunningCosts(parse_amount(amounts[0].text, unit), where)
            except ValueError:
                continue


def _first(cells: Sequence[RawCell | None]) -> RawCell | None:
    """The first cell of a run that says something, if it is an amount."""
    for cell in cells:
        text = "" if cell is None else "".join(cell.text.split())
        if cell is not None and text:
            return cell if _AMOUNT.fullmatch(text) else None
    return None
