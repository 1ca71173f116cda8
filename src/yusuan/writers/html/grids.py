"""Turn grids into tables of a page: which cell heads which, what can be sorted, what stays in sight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.documents.publication import Align
from yusuan.tables.spec import Tree
from yusuan.writers.html.narrow import column_heads, is_dense, is_head_row, room

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from yusuan.documents.publication import Grid, GridCell
    from yusuan.tables.table import CellKey, Table
    from yusuan.writers.html.narrow import Placed

    # The number of a figure's explanation, and what links call it where they lead to this cell.
    Place = Callable[[CellKey | None], tuple[int | None, str]]

# Shorter lists are read faster than sorted.
_WORTH_SORTING = 6
_DEEPEST_INDENT = 4
_STICKY = 2


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell as HTML has it. `column` is set on heads that sort; `figure` numbers an explanation."""

    text: str
    tag: str
    scope: str
    kind: str
    colspan: int
    rowspan: int
    column: int | None
    figure: int | None = None
    # What links call the figure, where they lead to this cell.
    place: str = ""
    # What heads the cell, said beside it where the table has no room for its heads.
    head: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """A row; `level` is its depth below the total, which sorting keeps."""

    cells: tuple[CellView, ...]
    level: int
    is_total: bool
    kind: str


@dataclass(frozen=True, slots=True)
class GridView:
    """A table ready for the page; `kind` is its style classes."""

    grid: Grid
    kind: str
    widths: tuple[int, ...]
    head: tuple[RowView, ...]
    body: tuple[RowView, ...]
    is_sortable: bool
    # The least width that shows every figure whole; a narrower page sets the rows one below another.
    room: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What the columns of a grid are for: figures, labels of rows, and the running number."""

    figures: frozenset[int]
    labels: tuple[int, ...]
    order: int | None
    # The header row that ends the column heads; a row of column numbers (栏次) may follow.
    last_head: int
    is_sortable: bool
    sticky: tuple[int, ...]
    # The words that head each column, where a second half begins, and the columns of halves with one figure a row.
    heads: tuple[str, ...]
    second: int
    single: frozenset[int]

    def kind(self, column: int, colspan: int = 1) -> str:
        """The style class of a cell by the columns it covers; `k` stands above all that stay in sight."""
        if colspan > 1:
            return "k" if {*range(column, column + colspan)} == {*self.sticky} else ""
        if column == self.order:
            return "order"
        return f"k{self.sticky.index(column)}" if column in self.sticky else ""

    def narrow(self, column: int) -> str:
        """The style classes of a cell where the columns do not stand side by side."""
        if column == self.order:
            return ""
        return "x" + " s" * (column in self.single) + " p2" * (column >= self.second)


def view_grid(grid: Grid, table: Table | None, place: Place) -> GridView:
    """Prepare a grid; `table` is the official table it prints, if it prints one."""
    starts = _columns(grid)
    placed = [tuple(zip(row, at, strict=True)) for row, at in zip(grid.rows, starts, strict=True)]
    plan = _plan(grid, placed, table)
    rows = placed[grid.header_rows :]
    above = [dict[int, str](), *(_heads_below(row) for row in rows)]
    body = tuple(
        _body_row(row, plan, place, heads) for row, heads in zip(rows, above, strict=False)
    )
    is_tree = plan.is_sortable and any(row.level for row in body)
    return GridView(
        grid,
        " ".join(
            (
                "figures" if plan.figures else "form",
                f"sticky{len(plan.sticky)}",
                "tree" if is_tree else "flat",
                *(["dense"] if is_dense(grid) else []),
            )
        ),
        # Figures need no more room than they take; columns of text share it as the form says.
        () if plan.figures else _widths(grid),
        tuple(_head_row(row, n, plan) for n, row in enumerate(placed[: grid.header_rows])),
        body,
        plan.is_sortable,
        room(grid, placed, plan.figures, plan.labels),
    )


def _heads_below(row: Placed) -> dict[int, str]:
    """What a row of heads within a form says of the cells below it."""
    if not is_head_row(row):
        return {}
    return {at: cell.text for cell, at in row if cell.rowspan == 1}


def _plan(grid: Grid, placed: Sequence[Placed], table: Table | None) -> Plan:
    head, body = placed[: grid.header_rows], placed[grid.header_rows :]
    width = len(grid.widths)
    numbered = bool(head) and all(c.text == "栏次" or c.text.isdecimal() for c, _ in head[-1])
    order = 0 if any(at == 0 and c.text == "序号" for row in head for c, at in row) else None
    figures = frozenset(
        at for row in body for c, at in row if head and c.align is Align.RIGHT and c.colspan == 1
    )
    labels = tuple(n for n in range(width) if figures and n not in {*figures, order})
    # In a table of two halves the labels of the left one would stand beside rows of the right one.
    is_whole = table is not None and len(table.spec.panels) == 1
    leading = tuple(n for n in labels if n < min(figures))
    labels = leading[:1] if table is None else labels
    second = max(labels, default=0) if len(labels) > 1 and not is_whole else width
    halves = (range(second), range(second, width))
    return Plan(
        figures,
        labels,
        order,
        grid.header_rows - 1 - numbered,
        is_sortable=bool(figures) and _is_sortable(grid.rows[grid.header_rows :], width, table),
        sticky=leading[:_STICKY] if is_whole else (),
        heads=column_heads(head[: len(head) - numbered], width),
        second=second,
        single=frozenset(
            n for half in halves if len(figures.intersection(half)) == 1 for n in half
        ),
    )


def _columns(grid: Grid) -> list[list[int]]:
    """The column every listed cell starts in, spans of the rows above considered."""
    taken: set[tuple[int, int]] = set()
    places = []
    for n, row in enumerate(grid.rows):
        column, starts = 0, []
        for cell in row:
            while (n, column) in taken:
                column += 1
            starts.append(column)
            across = range(column, column + cell.colspan)
            taken.update((n + below, c) for below in range(1, cell.rowspan) for c in across)
            column += cell.colspan
        places.append(starts)
    return places


def _widths(grid: Grid) -> tuple[int, ...]:
    """Column widths in steps of 5 per cent."""
    total = sum(grid.widths)
    if not total:
        return ()
    return tuple(max(1, min(14, int(20 * width / total + 0.5))) for width in grid.widths)


def _is_sortable(body: Sequence[tuple[GridCell, ...]], width: int, table: Table | None) -> bool:
    """Flat lists and trees can be sorted; a form with fixed rows (其中：) or merged cells cannot."""
    if table is not None and not (
        len(table.spec.panels) == 1 and isinstance(table.spec.panels[0].rows, Tree)
    ):
        return False
    totals = [any(cell.is_total for cell in row) for row in body]
    rows = body[sum(totals) :]
    return (
        # A subtotal further down belongs to the rows around it.
        not any(totals[sum(totals) :])
        and len(rows) >= _WORTH_SORTING
        and all(len(row) == width for row in rows)
        and all(cell.colspan == cell.rowspan == 1 for row in rows for cell in row)
    )


def _head_row(row: Placed, n: int, plan: Plan) -> RowView:
    is_numbers = n > plan.last_head
    cells = tuple(
        CellView(
            cell.text,
            "td" if is_numbers or not cell.text else "th",
            "colgroup" if cell.colspan > 1 else "col",
            plan.kind(at, cell.colspan),
            cell.colspan,
            cell.rowspan,
            at
            if plan.is_sortable
            and cell.colspan == 1
            and at != plan.order
            and n + cell.rowspan == plan.last_head + 1
            else None,
        )
        for cell, at in row
    )
    return RowView(cells, 0, is_total=False, kind="numbers" if is_numbers else "")


def _body_row(row: Placed, plan: Plan, place: Place, above: dict[int, str]) -> RowView:
    is_total = any(cell.is_total for cell, _ in row)
    is_heads = is_head_row(row)
    cells = []
    for n, (cell, at) in enumerate(row):
        heads = bool(cell.text) and (cell.is_header or at in plan.labels)
        kinds = (
            _ALIGNED[cell.align],
            plan.kind(at, cell.colspan),
            f"i{min(cell.indent, _DEEPEST_INDENT)}" if cell.indent else "",
            plan.narrow(at),
            "up" if is_heads and cell.rowspan == 1 else "",
            "first" if n == 0 and not plan.labels and plan.heads[0] else "",
        )
        cells.append(
            CellView(
                cell.text,
                "th" if heads else "td",
                "row" if heads else "",
                " ".join(filter(None, kinds)),
                cell.colspan,
                cell.rowspan,
                None,
                *(place(cell.key) if cell.text else (None, "")),
                head="" if heads else above.get(at, plan.heads[at]) if cell.text else "",
            )
        )
    level = max((cell.indent for cell, _ in row), default=0)
    return RowView(tuple(cells), level, is_total, kind="total" if is_total else "")


_ALIGNED = {Align.LEFT: "", Align.CENTER: "m", Align.RIGHT: "n"}
