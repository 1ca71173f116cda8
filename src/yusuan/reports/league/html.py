"""Results tables as one page: works from a file, loads nothing; sorting and the filter are its only script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from yusuan.reports.league import Kind
from yusuan.writers.html import printable
from yusuan.writers.html.page import page as shell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from yusuan.reports.league import Cell, Column, LeagueTable

_FIGURES = frozenset({Kind.NUMBER, Kind.ORDINAL, Kind.SHARE})
# Columns at least so wide get so much room where the page is narrow.
_ROOMY = ((50, "w3"), (26, "w2"), (10, "w1"))


@dataclass(frozen=True, slots=True)
class LeaguePage:
    """What stands on the page besides the tables; `words` are its own texts: filter, left (# is a number), open."""

    title: str
    # Label, figure, and the look of one that is no good news: errors, warnings or nothing.
    counts: Sequence[tuple[str, str, str]]
    tables: Sequence[LeagueTable]
    # Other files of the batch: relative path and label.
    files: Sequence[tuple[str, str]]
    words: Mapping[str, str]


def write_league_html(page: LeaguePage) -> bytes:
    """The page, UTF-8; equal content gives equal bytes. Tables without rows are left out."""
    content = shell(__package__, "league").render(
        title=page.title,
        page=page,
        tables=[table for table in map(_view, page.tables) if table.rows],
    )
    return content.encode("utf-8", "replace")


class _Head(NamedTuple):
    label: str
    looks: str


class _Shown(NamedTuple):
    """A cell on the page: its words, what it sorts by, where it leads, how it looks, what its column is called."""

    text: str
    sort: str
    link: str
    looks: str
    label: str


class _View(NamedTuple):
    id: str
    title: str
    note: str
    heads: Sequence[_Head]
    rows: Sequence[Sequence[_Shown]]


def _view(table: LeagueTable) -> _View:
    """A table with the columns in which something stands."""
    rows = list(table.rows)
    columns = [
        (number, column)
        for number, column in enumerate(table.columns)
        if any(row[number] not in {None, ""} for row in rows)
    ]
    return _View(
        table.id,
        table.title,
        table.note,
        [_Head(column.label, " ".join(_looks(column))) for _, column in columns],
        [[_shown(table, column, row[number]) for number, column in columns] for row in rows],
    )


def _looks(column: Column) -> Iterable[str]:
    if column.kind in _FIGURES or column.kind is Kind.AMOUNT:
        yield "n"
    elif column.kind is not Kind.LINK:
        yield from [look for width, look in _ROOMY if column.width >= width][:1]


def _shown(table: LeagueTable, column: Column, cell: Cell) -> _Shown:
    is_figure = column.kind in _FIGURES
    looks = list(_looks(column))
    if column.kind is Kind.TERM:
        looks += ["term", str(cell)]
    if column.key in {"errors", "warnings"} and cell:
        looks.append(column.key)
    if column.is_headline:
        looks.append("head")
    if is_figure and cell == 0:
        looks.append("zero")
    if cell in {None, ""}:
        looks.append("empty")
    return _Shown(
        printable(table.for_people(column, cell)),
        str(cell) if (is_figure or column.kind is Kind.AMOUNT) and cell is not None else "",
        quote(str(cell)) if column.kind is Kind.LINK and cell else "",
        " ".join(looks),
        column.label,
    )
