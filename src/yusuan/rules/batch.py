"""Check the derived identities of many departments at once, from stored cells.

All departments of a batch share one skeleton: the union of their codes. A row that a department does not
print is zero there, so the identities of the skeleton are true of each of them, and one pass over a matrix
of cells by departments evaluates an identity for everybody. Words and cells are gathered for failures only.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from yusuan.core.codes import code
from yusuan.core.terms import Nature, Origin
from yusuan.rules.identities import Carried, Derivation
from yusuan.rules.identity import Identity, Relation
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
# Memory of one pass: this many amounts are gathered at a time.
_GATHERED = 4_000_000


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
        keys = list(zip(batch.table, batch.row, batch.column, strict=True))
        _learn(specs, keys, codes)
        skeleton = skeleton_of(tuple(specs), _frozen(codes))
        yield from _check(skeleton, batch, keys, half_digit)


class Skeleton:
    """All cells of a form with every code of a batch, and its identities as arrays of cell numbers."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.tables = tables
        cells = [cell for table in tables for cell in table.cells.values()]
        self.keys = [cell.key for cell in cells]
        self.number = {tuple(key): n for n, key in enumerate(self.keys)}
        self.opening = [
            n for n, c in enumerate(cells) if Origin.CURRENT_YEAR not in c.region.origin
        ]
        self.closing = [n for n, c in enumerate(cells) if c.region.nature == _CLOSING]
        self._plans: dict[Carried, Plan] = {}

    def plan(self, carried: Carried) -> Plan:
        """The identities where this much was carried over."""
        if carried not in self._plans:
            self._plans[carried] = Plan(self, tuple(Derivation(self.tables, carried).run()))
        return self._plans[carried]


class Plan:
    """Identities laid out for array arithmetic; cell number `len(keys)` is a cell that is always zero."""

    def __init__(self, skeleton: Skeleton, identities: Sequence[Identity]) -> None:
        import numpy as np

        self.identities = identities
        number, zero = skeleton.number, len(skeleton.keys)
        right = [[number[key] for key in identity.right] or [zero] for identity in identities]
        self.left: Numbers = np.array([number[i.left] for i in identities], dtype=np.intp)
        self.right: Numbers = np.array([n for parts in right for n in parts], dtype=np.intp)
        self.starts: Numbers = np.cumsum([0, *map(len, right)], dtype=np.intp)
        self.is_bound = np.array([i.relation is Relation.AT_MOST for i in identities])[:, None]

    def failures(self, amounts: Amounts) -> Iterator[tuple[int, int, int, int]]:
        """Department, identity, actual and expected amount of what fails; `amounts` is cells by departments."""
        import numpy as np

        span = max(1, _GATHERED // amounts.shape[1])
        for first, last in pairwise(_cuts(self.starts, span)):
            parts = self.right[self.starts[first] : self.starts[last]]
            starts = self.starts[first:last] - self.starts[first]
            gathered = amounts[parts]
            expected = np.add.reduceat(gathered, starts, axis=0)
            actual = amounts[self.left[first:last]]
            off = actual != expected
            if self.is_bound[first:last].any():
                least = np.minimum(np.minimum.reduceat(gathered, starts, axis=0), actual)
                within = (actual < expected) | (least < 0)
                off &= ~(self.is_bound[first:last] & within)
            for n, department in np.argwhere(off).tolist():
                yield department, first + n, int(actual[n, department]), int(expected[n, department])


def _cuts(starts: Numbers, span: int) -> list[int]:
    """Identity numbers that cut the right sides into stretches of about `span` parts."""
    import numpy as np

    wanted = np.arange(0, int(starts[-1]), span)
    return sorted({*np.searchsorted(starts, wanted).tolist(), len(starts) - 1})


_CLOSING = frozenset({Nature.CLOSING_BALANCE})


def _learn(specs: Sequence[TableSpec], keys: Iterable[tuple[str, str, str]], codes: _Codes) -> None:
    """Add the codes that stand in these cells; the rows of a tree are known by their digits."""
    trees = {
        spec.id: (n, panel.rows)
        for spec in specs
        for n, panel in enumerate(spec.panels)
        if isinstance(panel.rows, Tree)
    }
    for table, row in {key[:2] for key in keys}:
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


def _check(
    skeleton: Skeleton, batch: StoredCells, keys: Sequence[tuple[str, str, str]], half_digit: int
) -> Iterator[BatchFinding]:
    import numpy as np

    names = list(dict.fromkeys(batch.department))
    order = {name: n for n, name in enumerate(names)}
    number = skeleton.number
    rows = np.array([number.get(key, -1) for key in keys], dtype=np.intp)
    columns = np.array([order[name] for name in batch.department], dtype=np.intp)
    stored = np.array(batch.amount, dtype=np.int64)
    for n in np.flatnonzero((rows < 0) & (stored != 0)).tolist():
        key, amount = CellKey(*keys[n]), int(stored[n])
        unknown = Identity(Relation.NOTHING, key)
        yield BatchFinding(batch.department[n], unknown, amount, 0, ((key, amount),))
    amounts = np.zeros((len(skeleton.keys) + 1, len(names)), dtype=np.int64)
    known = rows >= 0
    np.add.at(amounts, (rows[known], columns[known]), stored[known])
    for carried, members in _by_carried(skeleton, amounts).items():
        plan, some = skeleton.plan(carried), amounts[:, members]
        for department, n, actual, expected in plan.failures(some):
            identity = plan.identities[n]
            held = tuple(
                (key, amount)
                for key in identity
                if (amount := int(some[number[tuple(key)], department]))
            )
            if abs(actual - expected) > half_digit * len(held):
                yield BatchFinding(names[members[department]], identity, actual, expected, held)


def _by_carried(skeleton: Skeleton, amounts: Amounts) -> dict[Carried, Any]:
    """The departments by what they carried over, which decides their identities."""
    import numpy as np

    opening = (amounts[skeleton.opening] != 0).any(axis=0)
    closing = (amounts[skeleton.closing] != 0).any(axis=0)
    groups = {
        Carried(has_opening, has_closing): np.flatnonzero(
            (opening == has_opening) & (closing == has_closing)
        )
        for has_opening in (False, True)
        for has_closing in (False, True)
    }
    return {carried: members for carried, members in groups.items() if len(members)}
