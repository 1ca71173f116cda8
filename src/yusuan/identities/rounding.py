"""Turn exact amounts into printed figures: each on its own, or so that every printed sum adds up.

Controlled rounding chooses, for every amount that is no multiple of the last digit, the multiple below or
above, such that all identities hold between the printed figures and the figures move as little as possible.
Where no such choice exists (it may not, in three dimensions), as few figures as possible move further.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.core.money import Printed, last_digit, round_half_up
from yusuan.core.terms import Rounding
from yusuan.identities.effort import Effort
from yusuan.identities.identity import Relation
from yusuan.identities.programme import INFINITY, Programme
from yusuan.tables.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.identities.identity import Identity
    from yusuan.tables.spec import TableSpec
    from yusuan.tables.table import Cell, CellKey

# Far more than the largest departments need; spent without an answer, figures may move further.
_MOST_STEPS = 20_000_000
# Going past the neighbouring multiples costs more than moving every figure of a document by one digit.
_BEYOND = 1e4
_FURTHEST = 50


@dataclass(frozen=True, slots=True)
class RoundingReport:
    """What rounding did: figures not rounded to the nearest, and figures that moved a whole digit or more."""

    mode: Rounding
    moved: int = 0
    not_nearest: tuple[CellKey, ...] = ()
    beyond: tuple[CellKey, ...] = ()

    @property
    def in_words(self) -> str:
        """The note a document carries."""
        if self.mode is Rounding.EACH:
            return "取整方式：各数分别四舍五入，合计数与分项之和可能有尾差。"
        if not self.moved:
            return "取整方式：各项之和与合计相符。本套表的金额恰为整位，没有取舍。"
        beyond = f"；其中 {len(self.beyond)} 个数的调整达到或超过一个末位" if self.beyond else ""
        bounded = "" if self.beyond else "，任何一个数的变动小于末位一个单位"
        return (
            f"取整方式：各项之和与合计相符{bounded}；"
            f"{len(self.not_nearest)} 个数的取舍与四舍五入不同{beyond}。"
        )


@dataclass(frozen=True, slots=True)
class Rounded:
    """Tables with printed figures, and the report of how they came about."""

    tables: tuple[Table, ...]
    report: RoundingReport


def rounded(tables: Iterable[Table], identities: Iterable[Identity], mode: Rounding) -> Rounded:
    """The tables as printed, rounded the way the department chose, and what rounding did."""
    return round_each(tables) if mode is Rounding.EACH else round_to_add_up(tables, identities)


def round_each(tables: Iterable[Table]) -> Rounded:
    """Round every figure half up on its own; sums may then differ in the last digit."""
    tables = tuple(tables)
    amounts = {
        cell.key: round_half_up(cell.amount, _step(table.spec))
        for table in tables
        for cell in table.figures()
        if cell.amount is not None
    }
    return _rounded(tables, amounts, Rounding.EACH)


def round_to_add_up(tables: Iterable[Table], identities: Iterable[Identity]) -> Rounded:
    """Round so that every sum holds between the printed figures and none moves by a whole last digit.

    An identity between tables printed to different digits cannot be kept exactly and is left to tolerance.
    """
    tables = tuple(tables)
    steps = {table.id: _step(table.spec) for table in tables}
    cells = {key: cell for table in tables for key, cell in table.cells.items()}
    if all(cell.value % steps[key.table] == 0 for key, cell in cells.items()):
        amounts = {key: cell.amount for key, cell in cells.items() if cell.amount is not None}
        return _rounded(tables, amounts, Rounding.ADDS_UP)
    kept = [
        identity
        for identity in identities
        if len({steps[key.table] for key in identity}) == 1 and _holds(identity, cells)
    ]
    lattice = Lattice(cells, steps, kept)
    units = lattice.solve(furthest=0) or lattice.solve(furthest=_FURTHEST)
    if units is None:  # the atoms, each rounded on its own, always add up: this cannot happen
        raise ArithmeticError("no rounding adds up, however far figures may move")
    amounts = {
        key: units[lattice.root[key]] * steps[key.table]
        for key, cell in cells.items()
        if cell.amount is not None
    }
    return _rounded(tables, amounts, Rounding.ADDS_UP)


class Lattice:
    """The figures as multiples of their last digit: equal figures are one unknown, sums are rows."""

    def __init__(
        self,
        cells: Mapping[CellKey, Cell],
        steps: Mapping[str, int],
        identities: Sequence[Identity],
    ) -> None:
        self.root = _equal(cells, identities)
        self.figures = Counter(self.root[key] for key, cell in cells.items() if cell.value)
        self.value = {
            root: divmod(cells[root].value, steps[root.table]) for root in self.root.values()
        }
        self.step = {root: steps[root.table] for root in self.value}
        self.rows = {
            (identity.relation, tuple(terms.items()))
            for identity in identities
            if (terms := self._terms(identity))
        }

    def _terms(self, identity: Identity) -> dict[CellKey, int]:
        """The unknowns of an identity with their weights; those that are whole and fixed are kept, too."""
        terms: dict[CellKey, int] = defaultdict(int)
        terms[self.root[identity.left]] += 1
        for key in identity.right:
            terms[self.root[key]] -= 1
        return {root: weight for root, weight in sorted(terms.items()) if weight}

    def solve(self, furthest: int) -> dict[CellKey, int] | None:
        """The units of every unknown, moved at most `furthest` past its neighbours; None if impossible."""
        programme = Programme()
        columns = {
            root: self._columns(programme, root, furthest)
            for root, (_, rest) in self.value.items()
            if rest or furthest
        }
        for relation, row in sorted(self.rows, key=lambda row: (row[0].value, row[1])):
            free = {
                column: weight
                for root, weight in row
                for column, weight in _signed(columns, root, weight)
            }
            # Both sides in whole units: what the floors leave open, the choices must fill.
            floors = sum(weight * self.value[root][0] for root, weight in row)
            if free:
                lowest = -INFINITY if relation is Relation.AT_MOST else -floors
                programme.row(lowest, -floors, free)
        values = programme.solve(Effort(_MOST_STEPS))
        if values is None:
            return None
        return {
            root: floor
            + sum(round(values[column]) * sign for column, sign in columns.get(root, ()))
            for root, (floor, _) in self.value.items()
        }

    def _columns(
        self, programme: Programme, root: CellKey, furthest: int
    ) -> tuple[tuple[int, int], ...]:
        """The choice between floor and ceiling; and, past them, steps up and down at a price."""
        rest, step, figures = self.value[root][1], self.step[root], self.figures[root]
        # Halves go away from zero, as they do on their own.
        tie = 0.5 if self.value[root][0] >= 0 else -0.5
        price = (step - 2 * rest - tie) / step * figures
        found = [(programme.column(0, 1 if rest else 0, cost=price, whole=True), 1)]
        if furthest and figures:
            past = _BEYOND * figures
            found += [(programme.column(0, furthest, cost=past, whole=True), s) for s in (1, -1)]
        return tuple(found)


def _signed(
    columns: Mapping[CellKey, Iterable[tuple[int, int]]], root: CellKey, weight: int
) -> Iterator[tuple[int, int]]:
    for column, sign in columns.get(root, ()):
        yield column, sign * weight


def _equal(cells: Mapping[CellKey, Cell], identities: Iterable[Identity]) -> dict[CellKey, CellKey]:
    """Every figure with the first of those it is equal to."""
    root = {key: key for key in cells}

    def find(key: CellKey) -> CellKey:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for identity in identities:
        if identity.relation is Relation.EQUAL:
            one, other = find(identity.left), find(identity.right[0])
            if one != other:
                root[max(one, other)] = min(one, other)
    return {key: find(key) for key in cells}


def _holds(identity: Identity, cells: Mapping[CellKey, Cell]) -> bool:
    left = cells[identity.left].value
    right = [cells[key].value for key in identity.right]
    if identity.relation is Relation.AT_MOST:
        return min(left, *right) >= 0 and left <= sum(right)
    return left == sum(right)


def _step(spec: TableSpec) -> int:
    return last_digit(spec.unit, spec.decimals)


def _rounded(tables: Sequence[Table], amounts: Mapping[CellKey, int], mode: Rounding) -> Rounded:
    rounded, moved, not_nearest, beyond = [], 0, [], []
    for table in tables:
        spec, step = table.spec, _step(table.spec)
        cells = dict(table.cells)
        for key, cell in table.cells.items():
            if cell.amount is None:
                continue
            amount = amounts[key]
            cells[key] = replace(
                cell, amount=amount, printed=Printed(amount, spec.decimals, spec.unit)
            )
            moved += abs(amount - cell.amount)
            if amount != round_half_up(cell.amount, step):
                not_nearest.append(key)
            if abs(amount - cell.amount) >= step:
                beyond.append(key)
        rounded.append(Table(spec, table.rows, cells))
    report = RoundingReport(mode, moved, tuple(not_nearest), tuple(beyond))
    return Rounded(tuple(rounded), report)
