"""Explain a figure: what money it is, where the same money is printed, which figures it sums."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from yusuan.core.money import yuan
from yusuan.core.terms import Origin
from yusuan.documents.publication import Explanation, LineInWords
from yusuan.identities.identity import Relation
from yusuan.tables.region import in_words
from yusuan.tables.table import print_amount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from yusuan.core.budget import BudgetLine, DepartmentalBudget
    from yusuan.identities.identity import Identity
    from yusuan.tables.table import Cell, CellKey, Table


def explain(
    tables: Sequence[Table],
    identities: Iterable[Identity],
    name: Callable[[str, str], str],
) -> dict[CellKey, Explanation]:
    """Explain every printed figure of the tables."""
    identities = tuple(identities)
    same = _classes(identities)
    sums, parts = _sums(identities)
    printed = {
        cell.key: (table, cell)
        for table in tables
        for cell in table.cells.values()
        if cell.amount is not None
    }
    return {
        key: Explanation(
            name=title_of(table, cell),
            printed=f"{print_amount(cell, table.spec)}{table.spec.unit.label}",
            region=in_words(cell.region, name),
            same_as=tuple(k for k in same.get(key, ()) if k != key and k in printed),
            sum_of=sums.get(key, ()),
            part_of=tuple(k for k in parts.get(key, ()) if k in printed),
        )
        for key, (table, cell) in printed.items()
    }


def title_of(table: Table, cell: Cell) -> str:
    """A figure's full name in words: table, row, column."""
    code = cell.row if cell.row != cell.label and cell.row.isdigit() else ""
    row = f"{code} {cell.label}".strip()
    return f"{table.spec.title} · {row} · {cell.key.column}"


def line_in_words(
    line: BudgetLine, budget: DepartmentalBudget, name: Callable[[str, str], str]
) -> LineInWords:
    """A budget line as people read it."""
    unit = next((unit.name for unit in budget.units if unit.code == line.unit), line.unit)
    project = budget.project(line.project)
    economic = line.economic.digits if line.economic else ""
    origin = "" if line.origin is Origin.CURRENT_YEAR else f"（{line.origin.value}）"
    return LineInWords(
        unit=unit,
        fund=line.fund.value + origin,
        function=f"{line.function} {name('function', line.function.digits)}",
        economic=f"{economic} {name('economic', economic)}" if economic else "",
        nature=line.nature.value,
        project=project.name if project else line.project,
        amount=yuan(line.amount),
    )


def _classes(identities: Iterable[Identity]) -> Mapping[CellKey, tuple[CellKey, ...]]:
    """Figures that print the same money, joined over all equalities."""
    group: dict[CellKey, list[CellKey]] = {}
    for identity in identities:
        if identity.relation is not Relation.EQUAL:
            continue
        one = group.setdefault(identity.left, [identity.left])
        other = group.setdefault(identity.right[0], [identity.right[0]])
        if one is not other:
            one.extend(other)
            for key in other:
                group[key] = one
    return {key: tuple(members) for key, members in group.items()}


def _sums(
    identities: Iterable[Identity],
) -> tuple[Mapping[CellKey, tuple[CellKey, ...]], Mapping[CellKey, list[CellKey]]]:
    """Per figure the parts that make it up in its own table, and the figures it is a part of."""
    sums: dict[CellKey, tuple[CellKey, ...]] = {}
    part_of: dict[CellKey, list[CellKey]] = defaultdict(list)
    for identity in identities:
        # A one-term sum is an equality with a dimension: 201 with its only child 20131.
        if not identity.dimension or identity.relation is Relation.AT_MOST:
            continue
        if identity.rule == "table-arithmetic":
            sums.setdefault(identity.left, identity.right)
            for part in identity.right:
                part_of[part].append(identity.left)
    return sums, part_of
