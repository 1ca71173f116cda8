"""What a table becomes where there is no room for its columns: row below row, every value beside its head.

How much room a table needs is reckoned from its words when the page is written, so that no script and no
scrolling is needed to see a figure whole.
"""

from __future__ import annotations

import unicodedata
from importlib import resources
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.documents.publication import Align

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yusuan.documents.publication import Grid, GridCell

    # The cells of a row, each with the column it starts in.
    Placed = Sequence[tuple[GridCell, int]]

_UNBROKEN = pattern(r"[!-~]+")
# In em: what stands beside the words of a cell, what a column takes at least, and a name that heads a row.
_PADDING, _COLUMN, _NAME = 1.5, 5.0, 9.0
# The same in a table of many columns, which stand closer.
_CLOSER = (0.9, 3.6, 9.0)
_MANY_COLUMNS = 10
_LETTER = 0.62
# Shares are rounded to steps of 5 per cent.
_UNEVEN = 0.025
# Tables that need about the same room share a rule.
_STEP = 6


def room(
    grid: Grid, placed: Sequence[Placed], figures: frozenset[int], labels: Iterable[int]
) -> int:
    """The least width in em at which no figure of a grid is cut, in steps."""
    padding, column, name = _CLOSER if is_dense(grid) else (_PADDING, _COLUMN, _NAME)
    widths = [column] * len(grid.widths)
    for n in labels:
        widths[n] = name
    total, fixed = sum(grid.widths), 0.0
    for row in placed:
        for cell, at in row:
            least = padding + _least(cell.text, whole=at in figures and cell.align is Align.RIGHT)
            if cell.colspan == 1:
                widths[at] = max(widths[at], least)
            if not figures and total:
                # The columns of a form keep their shares: the most crowded one widens all.
                share = sum(grid.widths[at : at + cell.colspan]) / total
                fixed = max(fixed, least / max(share - _UNEVEN, _UNEVEN))
    return -int(-max(fixed, *widths, sum(widths)) // _STEP) * _STEP


def is_dense(grid: Grid) -> bool:
    """Tell whether a table has so many columns that they stand closer."""
    return len(grid.widths) >= _MANY_COLUMNS


def _least(text: str, *, whole: bool) -> float:
    """How narrow words can get: Chinese breaks anywhere, figures and codes nowhere."""
    runs = [text] if whole else _UNBROKEN.findall(text)
    return max((sum(_em(c) for c in run) for run in runs), default=0)


def _em(character: str) -> float:
    return 1 if unicodedata.east_asian_width(character) in "WF" else _LETTER


def column_heads(head: Sequence[Placed], width: int) -> tuple[str, ...]:
    """The words that head each column: the lowest, with those above where another column bears the same."""
    paths: list[list[str]] = [[] for _ in range(width)]
    for row in head:
        for cell, at in row:
            for column in range(at, at + cell.colspan):
                if cell.text and paths[column][-1:] != [cell.text]:
                    paths[column].append(cell.text)
    lowest = [path[-1] if path else "" for path in paths]
    return tuple(
        "：".join(path[-2:]) if lowest.count(low) > 1 else low
        for path, low in zip(paths, lowest, strict=True)
    )


def is_head_row(row: Placed) -> bool:
    """Tell whether a row of a form only heads the values of the next one (but for what spans both)."""
    return len(row) > 1 and all(cell.is_header for cell, _ in row)


def style(rooms: Iterable[int]) -> str:
    """The rules for tables that need so much room, one set for each."""
    rules = resources.files(__package__).joinpath("narrow.css").read_text("utf-8")
    lines = (line.strip() for line in rules.splitlines())
    text = "\n".join(line for line in lines if line)
    return "\n".join(
        f"@container (max-width: {needed}em) {{\n{text.replace('&', f'.q{needed}')}\n}}"
        for needed in sorted(set(rooms))
    )
