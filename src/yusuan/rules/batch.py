"""Check the derived identities of many departments at once, from stored cells.

All departments of a batch share one skeleton: the union of their codes. A row that a department does not
print is zero there, so the identities of the skeleton are true of each of them. Every stored amount is added,
with its sign, to the differences of the identities it stands in; a difference that is left is a failure.
The work grows with the cells stored, not with the size of the skeleton; cells are gathered for failures only.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.core.codes import code
from yusuan.identities.carried import Carried, Witness, is_whole, witness
from yusuan.identities.derive import Derivation
from yusuan.identities.identity import Identity, Relation
from yusuan.tables.derive import frame_of
from yusuan.tables.spec import Tree
from yusuan.tables.table import CellKey, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from yusuan.core.codes import Code
    from yusuan.tables.spec import TableSpec

    Amounts = NDArray[np.int64]
    Numbers = NDArray[np.intp]

# Codes of every tree panel, by table and panel number.
_Codes = dict[tuple[str, int], set["Code"]]
# Memory of one pass: differences of this many identities, all departments together.
_DIFFERENCES = 4_000_000


@dataclass(frozen=True, slots=True)
class StoredCells:
    """Columns of stored cells of some departments; all cells of a department stand in one value.

    `row` is the row id of a `CellKey`; amounts are fen. A cell that is not stored is blank.
    """

    department: Sequence[str]
    table: Sequence[str]
    row: Sequence[str]
    column: Sequence[str]
    amount: Sequence[int]


@dataclass(frozen=True, slots=True)
class BatchFinding:
    """An identity that fails in a department, with the cells it is made of that hold something, fen.

    A cell the form does not have at all is a finding too: `Relation.NOTHING` of its key.
    """

    department: str
    identity: Identity
    actual: int
    expected: int
    cells: tuple[tuple[CellKey, int], ...]

    @property
    def difference(self) -> int:
        """Actual minus expected, fen."""
        return self.actual - self.expected


def check_batch(
    specs: Sequence[TableSpec], stored: Iterable[StoredCells], *, half_digit: int = 0
) -> Iterator[BatchFinding]:
    """Every failing identity of every department. `half_digit` (fen) is what rounding may have hidden in a cell.

    The skeleton grows with the codes met, so batches of some hundred departments are better than single ones.
    """
    codes: _Codes = defaultdict(set)
    for batch in stored:
        _learn(specs, set(zip(batch.table, batch.row, strict=True)), codes)
        skeleton = skeleton_of(tuple(specs), _frozen(codes))
        yield from _check(skeleton, batch, half_digit)


class Skeleton:
    """All cells of a form with every code of a batch, and its identities as arrays of cell numbers."""

    def __init__(self, tables: Sequence[Table]) -> None:
        import numpy as np

        self.tables = tables
        cells = [cell for table in tables for cell in table.cells.values()]
        self.keys = [cell.key for cell in cells]
        self.number = {tuple(key): n for n, key in enumerate(self.keys)}
        told = [witness(cell.region) for cell in cells]
        self._witnesses = list(dict.fromkeys(one for one in told if one is not None))
        self._wholes = [
            one
            for one, c in zip(told, cells, strict=True)
            if one is not None and is_whole(c.region)
        ]
        # A bit for each witness that is filled; the last bit for a negative amount.
        self.negative = 1 << len(self._witnesses)
        bits: dict[Witness | None, int] = {one: 1 << n for n, one in enumerate(self._witnesses)}
        self.tells = np.array([bits.get(one, 0) for one in told], dtype=np.int64)
        self._plans: dict[Carried, Plan] = {}

    def plan(self, told: int) -> Plan:
        """The identities where these witnesses are filled."""
        filled = [one for n, one in enumerate(self._witnesses) if told >> n & 1]
        carried = Carried.told(filled, self._wholes, is_bounded=not told & self.negative)
        if carried not in self._plans:
            self._plans[carried] = Plan(self, tuple(Derivation(self.tables, carried).run()))
        return self._plans[carried]


class Plan:
    """The identities each cell stands in, with its sign, laid out for array arithmetic."""

    def __init__(self, skeleton: Skeleton, identities: Sequence[Identity]) -> None:
        import numpy as np

        self.identities = identities
        members: list[list[tuple[int, int]]] = [[] for _ in skeleton.keys]
        for n, identity in enumerate(identities):
            members[skeleton.number[identity.left]].append((n, 1))
            for key in identity.right:
                members[skeleton.number[key]].append((n, -1))
        self.starts: Numbers = np.cumsum([0, *map(len, members)], dtype=np.intp)
        flat = np.array([pair for some in members for pair in some] or [(0, 0)], dtype=np.int64)
        self.identity, self.sign = flat[:, 0], flat[:, 1]
        self.is_bound = np.array([not i.is_equation for i in identities], dtype=bool)

    def failures(
        self, cells: Numbers, departments: Numbers, amounts: Amounts
    ) -> Iterator[tuple[int, int]]:
        """Department and identity of every difference that the stored amounts leave, in order."""
        import numpy as np

        first, width = int(departments.min()), len(self.identities)
        counts = self.starts[cells + 1] - self.starts[cells]
        ends = np.cumsum(counts)
        places = np.arange(ends[-1]) + np.repeat(self.starts[cells] - (ends - counts), counts)
        height = int(departments.max()) - first + 1
        difference = np.zeros(height * width, dtype=np.int64)
        rows = np.repeat((departments - first) * width, counts)
        np.add.at(
            difference, rows + self.identity[places], np.repeat(amounts, counts) * self.sign[places]
        )
        off = difference.reshape(height, width)
        for department, n in np.argwhere(np.where(self.is_bound, off > 0, off != 0)).tolist():
            yield first + department, n


def _learn(specs: Sequence[TableSpec], rows: Iterable[tuple[str, str]], codes: _Codes) -> None:
    """Add the codes that stand in these cells; the rows of a tree are known by their digits."""
    trees = {
        spec.id: (n, panel.rows)
        for spec in specs
        for n, panel in enumerate(spec.panels)
        if isinstance(panel.rows, Tree)
    }
    for table, row in rows:
        if table not in trees:
            continue
        panel, tree = trees[table]
        try:
            member = code(row)
        except ValueError:
            continue
        if member.level <= tree.deepest:
            codes[table, panel].add(member)


def _frozen(codes: _Codes) -> tuple[tuple[tuple[str, int], frozenset[Code]], ...]:
    return tuple(sorted((place, frozenset(members)) for place, members in codes.items()))


@lru_cache(maxsize=16)
def skeleton_of(
    specs: tuple[TableSpec, ...], codes: tuple[tuple[tuple[str, int], frozenset[Code]], ...]
) -> Skeleton:
    """The blank tables of a form that print all these codes."""
    printed = dict(codes)
    tables = []
    for spec in specs:
        rows, cells = [], {}
        for n in range(len(spec.panels)):
            panel_rows, frame = frame_of(spec, n, printed.get((spec.id, n), frozenset()), _digits)
            rows.append(panel_rows)
            cells.update({cell.key: cell for _, cell in frame})
        tables.append(Table(spec, tuple(rows), cells))
    return Skeleton(tables)


def _digits(_kind: str, digits: str) -> str:
    return digits


def _check(skeleton: Skeleton, batch: StoredCells, half_digit: int) -> Iterator[BatchFinding]:
    import numpy as np

    order = {name: n for n, name in enumerate(dict.fromkeys(batch.department))}
    names, count = list(order), len(batch.department)
    find = skeleton.number.get
    keys = zip(batch.table, batch.row, batch.column, strict=True)
    cells = np.fromiter((find(key, -1) for key in keys), dtype=np.intp, count=count)
    departments = np.fromiter(map(order.__getitem__, batch.department), dtype=np.intp, count=count)
    amounts = np.array(batch.amount, dtype=np.int64)
    for n in np.flatnonzero((cells < 0) & (amounts != 0)).tolist():
        key, amount = CellKey(batch.table[n], batch.row[n], batch.column[n]), int(amounts[n])
        unknown = Identity(Relation.NOTHING, key)
        yield BatchFinding(batch.department[n], unknown, amount, 0, ((key, amount),))
    known = np.flatnonzero((cells >= 0) & (amounts != 0))
    known = known[np.argsort(departments[known], kind="stable")]
    cells, departments, amounts = cells[known], departments[known], amounts[known]
    held: dict[int, dict[CellKey, int]] = {}
    for plan, some in _by_plan(skeleton, cells, departments, amounts, len(names)):
        for department, n in plan.failures(cells[some], departments[some], amounts[some]):
            if department not in held:
                held = {department: _held(skeleton, cells, departments, amounts, department)}
            finding = _finding(names[department], plan.identities[n], held[department], half_digit)
            if finding:
                yield finding


def _by_plan(
    skeleton: Skeleton, cells: Numbers, departments: Numbers, amounts: Amounts, count: int
) -> Iterator[tuple[Plan, Numbers]]:
    """Which stored cells to check by which plan: what a department carried over decides its identities."""
    import numpy as np

    told = np.zeros(count, dtype=np.int64)
    np.bitwise_or.at(told, departments, skeleton.tells[cells])
    told[departments[amounts < 0]] |= skeleton.negative
    for pattern in np.unique(told).tolist():
        plan = skeleton.plan(pattern)
        # Departments that are apart in the batch share a stretch: its height counts, not its members.
        span = max(1, _DIFFERENCES // max(1, len(plan.identities)))
        is_member = told[departments] == pattern
        for start in range(0, count, span):
            stretch = (departments >= start) & (departments < start + span)
            some = np.flatnonzero(is_member & stretch)
            if len(some):
                yield plan, some


def _held(
    skeleton: Skeleton, cells: Numbers, departments: Numbers, amounts: Amounts, department: int
) -> dict[CellKey, int]:
    """What one department stored, by cell."""
    import numpy as np

    first, last = np.searchsorted(departments, [department, department + 1])
    held: dict[CellKey, int] = defaultdict(int)
    for n, amount in zip(cells[first:last].tolist(), amounts[first:last].tolist(), strict=True):
        held[skeleton.keys[n]] += amount
    return held


def _finding(
    department: str, identity: Identity, held: dict[CellKey, int], half_digit: int
) -> BatchFinding | None:
    evidence = tuple((key, held[key]) for key in identity if held.get(key))
    actual = held.get(identity.left, 0)
    expected = sum(held.get(key, 0) for key in identity.right)
    if abs(actual - expected) <= half_digit * len(evidence):
        return None
    # A bound says nothing where amounts are negative.
    if not identity.is_equation and any(amount < 0 for _, amount in evidence):
        return None
    return BatchFinding(department, identity, actual, expected, evidence)
