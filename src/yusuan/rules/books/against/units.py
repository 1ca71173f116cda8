"""A department's tables against those of its units: all units together are the department, each is at most it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.money import MoneyUnit, format_amount
from yusuan.core.outcomes import Pair, Severity, Status
from yusuan.core.terms import Nature, RevenueSource
from yusuan.rules.books.against._pair import related
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, Verdict, failed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.rules.evidence import Evidence
    from yusuan.tables.region import Region
    from yusuan.tables.table import Cell

_MOSTLY = 0.8
_FEWEST = 5
# Money that units hand to each other is counted in the unit and drops out of the department.
_INTERNAL_NATURES = frozenset({Nature.SUPERIOR_REMITTANCE, Nature.SUBSIDIARY_GRANT})
_INTERNAL_SOURCES = frozenset({RevenueSource.SUPERIOR_GRANT, RevenueSource.SUBSIDIARY_REMITTANCE})


class Meaning(NamedTuple):
    """What a figure counts, in which table: the same in the department's and in a unit's document."""

    table: str
    region: Region


class Compared(NamedTuple):
    """The department's figure beside those of its units, one for each unit (None where it has no such row)."""

    whole: Cell
    parts: tuple[Cell | None, ...]

    @property
    def sum(self) -> int:
        """What the units have together, fen."""
        return sum(part.value for part in self.parts if part is not None)

    @property
    def slack(self) -> int:
        """What printing may have hidden in all of these figures, fen."""
        cells = (self.whole, *self.parts)
        return sum(c.printed.half_digit for c in cells if c is not None and c.printed is not None)


def units_make_up_the_department(evidence: Evidence) -> Iterator[Verdict]:
    """The units together are the department, and each is at most it. Silent where too few figures are the same."""
    for department, members in evidence.once(related).units:
        yield from check_units(department, members)


def check_units(department: Evidence, units: Sequence[Evidence]) -> Iterator[Verdict]:
    """Equal where the given units are all there are (most figures add up to the department's), else at most."""
    wholes = _figures(department)
    members = [_figures(unit) for unit in units]
    compared = [
        Compared(cell, tuple(member.get(meaning) for member in members))
        for meaning, cell in wholes.items()
        if any(meaning in member for member in members) or cell.value
    ]
    filled = [one for one in compared if one.whole.value]
    if len(filled) < _FEWEST:
        return
    agreeing = sum(abs(one.sum - one.whole.value) <= one.slack for one in filled)
    is_complete = agreeing >= _MOSTLY * len(filled)
    internal = sum(map(_internal, units))
    for one in compared:
        if all(part is None for part in one.parts) and not is_complete:
            continue
        if one.slack < one.sum - one.whole.value <= internal:
            yield Verdict(Status.NOT_APPLICABLE)
            continue
        yield _compare(department, units, one, is_complete=is_complete)
    yield from _only_in_units(units, wholes, members)


def _figures(side: Evidence) -> Mapping[Meaning, Cell]:
    found: dict[Meaning, Cell] = {}
    doubtful = set()
    for table in side.tables:
        for cell in table.cells.values():
            meaning = Meaning(table.id, cell.region.normal())
            if cell.region.is_empty or not _is_external(cell.region):
                continue
            if meaning in found and found[meaning].value != cell.value:
                doubtful.add(meaning)
            if not cell.recognised:
                doubtful.add(meaning)
            found.setdefault(meaning, cell)
    return {meaning: cell for meaning, cell in found.items() if meaning not in doubtful}


def _is_external(region: Region) -> bool:
    sources = {source for _, source in region.funding}
    return not region.nature <= _INTERNAL_NATURES and not sources <= _INTERNAL_SOURCES


def _internal(unit: Evidence) -> int:
    """The most a unit may have from or for the department's other units, fen."""
    amounts = [
        cell.value
        for table in unit.tables
        for cell in table.figures()
        if not cell.region.is_empty and not _is_external(cell.region)
    ]
    return max(amounts, default=0)


def _compare(
    department: Evidence, units: Sequence[Evidence], one: Compared, *, is_complete: bool
) -> Verdict:
    difference = one.sum - one.whole.value
    wrong = abs(difference) > one.slack if is_complete else difference > one.slack
    where = tuple(c.where for c in (one.whole, *one.parts) if c is not None and c.where is not None)
    if not wrong:
        status = Status.ROUNDING if difference and is_complete else Status.PASSED
        return Verdict(status, where=where)
    parts = [
        f"{unit.department} {_wan(part)}"
        for unit, part in zip(units, one.parts, strict=True)
        if part is not None
    ]
    what = "所属单位之和不等于部门数" if is_complete else "所属单位的数大于部门数"
    place = " ".join(
        word
        for word in (
            one.whole.where.table if one.whole.where else "",
            one.whole.row,
            one.whole.label,
        )
        if word
    )
    column = one.whole.key.column
    return failed(
        f"“{place}”（{column}）{what}：{department.department} {_wan(one.whole)}，"
        f"{'、'.join(parts) or '各单位均无此项'}",
        *where,
        expected=one.sum,
        actual=one.whole.value,
    )


def _only_in_units(
    units: Sequence[Evidence],
    wholes: Mapping[Meaning, Cell],
    members: Sequence[Mapping[Meaning, Cell]],
) -> Iterator[Verdict]:
    """A row with money in a unit's table that the department's table does not have at all."""
    tables = {meaning.table for meaning in wholes}
    rows: dict[tuple[int, str, str], list[Cell]] = defaultdict(list)
    known = {(cell.key.table, cell.row) for cell in wholes.values()}
    for n, member in enumerate(members):
        for meaning, cell in member.items():
            is_missing = meaning not in wholes and (meaning.table, cell.row) not in known
            if is_missing and cell.value and meaning.table in tables and cell.row.isdecimal():
                rows[n, meaning.table, cell.row].append(cell)
    for (n, _, row), cells in rows.items():
        largest = max(cells, key=lambda cell: cell.value)
        table = largest.where.table if largest.where else ""
        yield failed(
            f"{units[n].department}“{table}”列有 {row} {largest.label} {_wan(largest)}，部门的同一张表没有这一行",
            *(cell.where for cell in cells[:1] if cell.where is not None),
            hint="请核对部门汇总是否遗漏了这一科目。",
        )


def _wan(cell: Cell) -> str:
    return f"{format_amount(cell.value, MoneyUnit.WAN_YUAN)} 万元"


RULES = (
    Rule(
        id="against-units",
        claim="所属单位之和与部门数一致",
        law="budget-law-8",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对部门和单位的表；单位之间的往来已在部门汇总中抵销的，请说明。",
        check=units_make_up_the_department,
        needs=(Part.BESIDE,),
        pair=Pair.DOCUMENTS,
    ),
)
