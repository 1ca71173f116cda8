"""Evaluate identities: compare the figures, say in Chinese what does not agree.

Amounts we derive are exact and compared exactly. A printed figure stands for an interval of half its last
digit either way, so printed figures may differ by the sum of those halves (domain rule "tolerance").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from yusuan.core.money import MoneyUnit, format_amount
from yusuan.core.outcomes import Outcome, Pair, Severity, Status, Where
from yusuan.identities.identity import Identity, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from yusuan.tables.spec import TableSpec
    from yusuan.tables.table import Cell, CellKey, Table

# What two figures that should agree are to each other.
_PAIRS = {
    Relation.NOTHING: Pair.CORRECTION,
    Relation.AT_MOST: Pair.WHOLE,
    Relation.EQUAL: Pair.PLACES,
}
# No law is needed to add up.
GROUND = "arithmetic"
_NAMED_PARTS = 3
_NAMED_BLANKS = 3


@dataclass(frozen=True, eq=False)
class Figures:
    """The cells of a set of tables by key, with the tables they stand in."""

    cells: Mapping[CellKey, Cell]
    specs: Mapping[str, TableSpec]

    @classmethod
    def of(cls, tables: Iterable[Table]) -> Figures:
        """Collect the figures of tables that are checked together."""
        tables = tuple(tables)
        return cls(
            {key: cell for table in tables for key, cell in table.cells.items()},
            {table.id: table.spec for table in tables},
        )

    @cached_property
    def order(self) -> dict[CellKey, int]:
        """The reading order of the figures."""
        return {key: n for n, key in enumerate(self.cells)}

    @cached_property
    def places(self) -> dict[CellKey, Where]:
        """Where each figure stands: as the reader saw it, else by table title, row and column."""
        titles = {name: spec.title for name, spec in self.specs.items()}
        return {
            key: cell.where or Where(table=titles[key.table], row=key.row, column=key.column)
            for key, cell in self.cells.items()
        }


def evaluate_all(tables: Iterable[Table], identities: Iterable[Identity]) -> list[Outcome]:
    """The outcome of every identity, in the order given."""
    figures = Figures.of(tables)
    return [evaluate(identity, figures) for identity in identities]


def evaluate(identity: Identity, figures: Figures) -> Outcome:
    """Compare the figures of one identity. A blank adds nothing; a figure not read makes it insufficient."""
    cells, places = figures.cells, figures.places
    left, right = cells[identity.left], [cells[key] for key in identity.right]
    where = tuple([places[key] for key in identity])
    status = compare(identity.relation, left, right)
    if status is Status.INSUFFICIENT:
        return _insufficient(identity, where, (left, *right))
    if status is Status.NOT_APPLICABLE:
        return Outcome(identity.rule, status, where=where)
    actual, expected = left.value, sum([cell.value for cell in right])
    if status is not Status.FAILED:
        return Outcome(identity.rule, status, expected=expected, actual=actual, where=where)
    words = _Words(figures, identity, left, right)
    if identity.absent_from:
        title = figures.specs[identity.absent_from].title
        where += (Where(table=title, row=left.row),)
    return Outcome(
        identity.rule,
        status,
        message=words.message(),
        hint=words.hint(),
        law=GROUND,
        expected=expected,
        actual=actual,
        where=where,
        # A row that is missing elsewhere may be missing rightly or not.
        pair=Pair.PLACES if identity.absent_from else _PAIRS.get(identity.relation, Pair.SUM),
    )


def compare(relation: Relation, left: Cell, right: Sequence[Cell]) -> Status:
    """Tell how the left figure stands to the sum of the right ones."""
    if not left.recognised or not all(cell.recognised for cell in right):
        return Status.INSUFFICIENT
    difference = left.value - sum([cell.value for cell in right])
    if relation is Relation.AT_MOST:
        # A negative part may make its whole smaller than another part.
        if left.value < 0 or any(cell.value < 0 for cell in right):
            return Status.NOT_APPLICABLE
        difference = max(difference, 0)
    if difference == 0:
        return Status.PASSED
    return Status.ROUNDING if abs(difference) <= tolerance((left, *right)) else Status.FAILED


def tolerance(cells: Iterable[Cell]) -> int:
    """What rounding may have hidden in these figures together, fen; exact figures hide nothing.

    A bare 0 hides no more than the finest figure beside it: 0 among 2.40 and 6.20 is no amount below 0.5.
    """
    printed = [c.printed for c in cells if c.printed is not None and c.amount is not None]
    finest = min((one.half_digit for one in printed if one.fen), default=None)
    return sum(
        one.half_digit if one.fen or finest is None else min(finest, one.half_digit)
        for one in printed
    )


def _insufficient(identity: Identity, where: tuple[Where, ...], cells: Sequence[Cell]) -> Outcome:
    unread = [place for cell, place in zip(cells, where, strict=True) if not cell.recognised]
    named = "、".join(
        f"{place.table} {place.row} {place.column}".strip() for place in unread[:_NAMED_PARTS]
    )
    more = f"等 {len(unread)} 处" if len(unread) > _NAMED_PARTS else ""
    return Outcome(
        identity.rule,
        Status.INSUFFICIENT,
        Severity.INFO,
        message=f"{named}{more}：未读出，涉及此数的关系无法核对（并非表中有错）。",
        hint="请对照原件补录此数后重新核对。",
        where=where,
    )


def in_unit(fen: int, spec: TableSpec) -> str:
    """An amount in a table's unit, with as many decimals as it takes to hide nothing."""
    decimals = spec.decimals
    while fen * 10**decimals % spec.unit.value and decimals < len(str(MoneyUnit.WAN_YUAN.value)):
        decimals += 1
    return f"{format_amount(fen, spec.unit, decimals, grouped=True)} {spec.unit.label}"


def place_in_words(cell: Cell, spec: TableSpec, beside: Cell | None = None) -> str:
    """Table, row and column of a figure, less what it shares with the figure it is read beside."""
    elsewhere = beside is None or beside.key.table != cell.key.table
    parts = [spec.title] if elsewhere else []
    if beside is None or elsewhere or beside.key.row != cell.key.row:
        named = cell.row.isdigit() and cell.label != cell.row
        parts.append(f"{cell.row} {cell.label}" if named else cell.key.row)
    if beside is None or elsewhere or beside.key.column != cell.key.column:
        parts.append(f"“{cell.key.column}”")
    return " ".join(parts)


@dataclass(frozen=True)
class _Words:
    """The words for one identity that does not hold."""

    figures: Figures
    identity: Identity
    left: Cell
    right: Sequence[Cell]

    def message(self) -> str:
        """What, where, how much."""
        spec = self.figures.specs[self.left.key.table]
        gap = abs(self.left.value - sum(cell.value for cell in self.right))
        subject = f"{place_in_words(self.left, spec)} {self._amount(self.left)}"
        match self.identity.relation:
            case Relation.NOTHING:
                claim = self._nothing()
            case Relation.AT_MOST:
                claim = f" 大于 {self._whole()}，多出 {in_unit(gap, spec)}"
            case _:
                claim = f" ≠ {self._whole()}，相差 {in_unit(gap, spec)}"
        return f"{subject}{claim}。"

    def hint(self) -> str:
        """What to do next."""
        blanks = [cell for cell in self.right if cell.amount is None]
        match self.identity.relation:
            case Relation.NOTHING if self.identity.absent_from:
                return "两张表的口径相同：请在缺行的表中补列此科目，或者改正此数。"
            case Relation.NOTHING:
                return "请将此数移到正确的栏目，或者删去。"
            case Relation.AT_MOST:
                return "部分不应大于整体：请对照批复核对两数。"
            case Relation.EQUAL:
                return "两处是同一笔资金：请对照批复核对，改正有误的一处。"
        missing = self.left.value - sum(cell.value for cell in self.right)
        if len(blanks) == 1 and missing > 0:
            spec = self.figures.specs[blanks[0].key.table]
            name = place_in_words(blanks[0], spec, self.left)
            return (
                f"请对照批复核对合计与各分项；{name} 为空，留意是否漏填 {in_unit(missing, spec)}。"
            )
        return "请对照批复核对合计与各分项，改正有误的一格。"

    def _amount(self, cell: Cell) -> str:
        if cell.amount is None:
            return "空白"
        return in_unit(cell.amount, self.figures.specs[cell.key.table])

    def _whole(self) -> str:
        parts = sorted(self.right, key=lambda cell: self.figures.order[cell.key])
        filled = [cell for cell in parts if cell.amount is not None]
        blanks = [cell for cell in parts if cell.amount is None]
        if len(parts) == 1:
            return f"{self._places(parts)[0]} {self._amount(parts[0])}"
        total = in_unit(sum(cell.value for cell in filled), self.figures.specs[self.left.key.table])
        named = [
            f"{place} {self._amount(cell)}"
            for place, cell in zip(self._places(filled), filled[:_NAMED_PARTS], strict=False)
        ]
        if len(filled) > _NAMED_PARTS:
            named.append(f"其余 {len(filled) - _NAMED_PARTS} 项")
        groups = [" + ".join(named)] if named else []
        if blanks:
            more = f"等 {len(blanks)} 项" if len(blanks) > _NAMED_BLANKS else ""
            groups.append(f"{'、'.join(self._places(blanks[:_NAMED_BLANKS]))}{more}空白")
        return f"各项之和 {total}（{'；'.join(groups)}）"

    def _places(self, parts: Sequence[Cell]) -> list[str]:
        """The parts in words, each less what it shares with the whole, or with the part before it."""
        beside, places = self.left, []
        for cell in parts:
            beside = self.left if cell.key.table == self.left.key.table else beside
            places.append(place_in_words(cell, self.figures.specs[cell.key.table], beside))
            beside = cell
        return places

    def _nothing(self) -> str:
        if not self.identity.absent_from:
            return "：按此表口径，这一格不会有资金，应为空白"
        absent = self.figures.specs[self.identity.absent_from].title
        return f"：口径相同的{absent}没有列 {self.left.row} 一行"
