"""Find a figure by what a person types: full or half width, quotes left out, a part of a name."""

from __future__ import annotations

import difflib
import unicodedata
from typing import TYPE_CHECKING, TypeVar

from yusuan.cli.failures import Refusal
from yusuan.reports.lines import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from yusuan.tables.table import Cell, Table

T = TypeVar("T")
_OFFERED = 5


def folded(text: str) -> str:
    """A name without what people type differently: width, case, spaces, quotes and brackets; 其它 for 其他."""
    kept = (c for c in unicodedata.normalize("NFKC", text) if c.isalnum() or c in "/+-%")
    return "".join(kept).lower().replace("其它", "其他")


def find_table(tables: Sequence[Table], wanted: str) -> Table:
    """The table of an id or title; refuses with the known ones."""
    known = {name: table for table in tables for name in (table.id, table.spec.title)}
    found = _choose(known, wanted)
    distinct = list({table.id: table for table in found}.values())
    if len(distinct) != 1:
        titles = "、".join(f"{t.id}（{t.spec.title}）" for t in distinct or tables)
        raise Refusal(say("找不到唯一的表“{wanted}”；可选：{names}", wanted=wanted, names=titles))
    return distinct[0]


def find_cell(table: Table, row: str, column: str) -> Cell:
    """The cell of a row (code, label) and a column (path or the end of one); refuses with near names."""
    by_row: dict[str, list[Cell]] = {}
    for cell in table.cells.values():
        for name in dict.fromkeys((cell.row, cell.label, cell.key.row)):
            by_row.setdefault(name, []).append(cell)
    groups = _choose(by_row, row)
    if not groups:
        raise _nothing("行", row, list(dict.fromkeys(c.row for c in table.cells.values())), table)
    cells = {cell.key: cell for group in groups for cell in group}
    by_column: dict[str, list[Cell]] = {}
    for cell in cells.values():
        for name in _endings(cell.key.column):
            by_column.setdefault(name, []).append(cell)
    exact = [cell for cell in cells.values() if cell.key.column == column]
    found = exact or [cell for group in _choose(by_column, column) for cell in group]
    distinct = list({cell.key: cell for cell in found}.values())
    if not distinct:
        paths = list(dict.fromkeys(cell.key.column for cell in cells.values()))
        raise _nothing("列", column, paths, table)
    if len(distinct) > 1:
        names = "；".join(f"{c.key.row} {c.key.column}" for c in distinct[:_OFFERED])
        raise Refusal(say("“{row} {column}”不止一格：{names}", row=row, column=column, names=names))
    return distinct[0]


def _endings(path: str) -> list[str]:
    """A column path and its shorter endings: 收入/预算数, 预算数."""
    parts = path.split("/")
    return ["/".join(parts[n:]) for n in range(len(parts))]


def _choose(known: Mapping[str, T], wanted: str) -> list[T]:
    """The entries a text names, by the strictest reading under which it names any."""
    if wanted in known:
        return [known[wanted]]
    aim = folded(wanted)
    if not aim:
        return []
    names = {name: folded(name) for name in known}
    for same in (str.__eq__, str.startswith, str.__contains__):
        found = [known[name] for name, plain in names.items() if same(plain, aim)]
        if found:
            return found
    return []


def _nothing(kind: str, wanted: str, known: Sequence[str], table: Table) -> Refusal:
    offered = nearest(wanted, known) or list(known[:_OFFERED])
    return Refusal(
        say(
            "{table}没有{kind}“{wanted}”；相近的有：{names}",
            table=table.spec.title,
            kind=kind,
            wanted=wanted,
            names="、".join(offered),
        )
    )


def nearest(wanted: str, known: Iterable[str]) -> list[str]:
    """Known names that look most like what was typed."""
    plain = {folded(name): name for name in known}
    return [plain[name] for name in difflib.get_close_matches(folded(wanted), plain, _OFFERED, 0.4)]
