"""Figures beside those of last year: a figure that leaps where its neighbours walk was probably typed wrongly."""

from __future__ import annotations

import enum
import math
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from yusuan.catalog import parameter
from yusuan.core import records as r
from yusuan.core.codes import Level
from yusuan.core.outcomes import Pair, Severity, Where
from yusuan.core.terms import Fund, Nature, Origin
from yusuan.rules.books._words import at, listed, money
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, on_facts, passed
from yusuan.tables.region import funds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from yusuan.core.budget import StatedFigure
    from yusuan.core.codes import Code
    from yusuan.rules.spec import Subject, Verdict
    from yusuan.tables.region import Region
    from yusuan.tables.table import Cell

# A normal spread is so many times the median distance from the median.
_SPREADS = 1.4826
# Below so many figures nobody can tell a leap from a walk by the neighbours.
_FEW = 6
_TOLD = 3
_BASIC = frozenset({Nature.BASIC})
_THIS_YEAR = frozenset({Origin.CURRENT_YEAR})


class _Steadiness(enum.Enum):
    """How steady money is from year to year, by the parameter that says what a leap of it is."""

    BASIC = "slip-basic-leap"
    # Of the whole department, or of an economic class of it.
    WHOLE = "slip-leap"
    # Of an item with projects: they come and go.
    ITEM = "slip-item-leap"


class _Pair(NamedTuple):
    """A figure with last year's of the same name."""

    stated: StatedFigure
    cell: Cell
    title: str

    @property
    def now(self) -> int:
        return self.cell.value

    @property
    def leap(self) -> float:
        """The logarithm of this year's over last year's: alike in both directions."""
        return math.log(self.now / self.stated.amount)


def _steadiness(region: Region, unsteady: Collection[Code]) -> _Steadiness:
    """How steady the money of a region is; `unsteady` are the codes that have money of projects this year."""
    if not (region.origin & _THIS_YEAR and funds(Fund.GENERAL_PUBLIC) <= region.funding):
        return _Steadiness.ITEM
    codes = region.function.within
    if region.nature <= _BASIC or (codes is not None and not codes & set(unsteady)):
        return _Steadiness.BASIC
    return _Steadiness.WHOLE if codes is None else _Steadiness.ITEM


def walks_from_last_year(subject: Subject) -> Iterable[Verdict]:
    """No figure leaps from last year's while its neighbours walk. New and ended figures are not compared.

    What is a leap follows from how far the others went; basic spending is steadier than projects.
    """
    pairs = list(_pairs(subject))
    if not pairs:
        return []
    day = subject.budget.department.dated
    spreads = parameter("slip-last-year-spreads").on(day)
    lines = subject.budget.lines
    unsteady = {c for x in lines if x.nature is not Nature.BASIC for c in x.function.lineage}
    by_steadiness: dict[_Steadiness, list[_Pair]] = defaultdict(list)
    for pair in pairs:
        by_steadiness[_steadiness(pair.cell.region, unsteady)].append(pair)
    far: list[tuple[float, _Pair]] = []
    for steadiness, own in by_steadiness.items():
        least = math.log(parameter(steadiness.value).on(day) / 100)
        # A few figures have no neighbours to go by: only what leaps tenfold is told.
        centre, width = 0.0, math.log(_TENFOLD)
        if len(own) >= _FEW:
            centre = median(pair.leap for pair in own)
            width = spreads * _SPREADS * median(abs(pair.leap - centre) for pair in own)
        least_ = max(least, width)
        far += [(abs(p.leap - centre), p) for p in own if abs(p.leap - centre) > least_]
    told = sorted(_narrowest(far), key=lambda one: -one[0])
    if len(told) > _TOLD:
        # So many at once: the department changed. What is ten times as much is told all the same.
        told = [one for one in told if one[0] > math.log(_TENFOLD)][:_TOLD]
    return [_leapt(pair) for _, pair in told] or [passed()]


_TENFOLD = 7


def _pairs(subject: Subject) -> Iterator[_Pair]:
    """Figures above nothing in both years, each region once; sums and their parts alike."""
    wanted = {s.table for s in subject.budget.prior_year}
    by_name: dict[str, dict[tuple[str, str], list[Cell]]] = {}
    for table in subject.tables.values():
        if table.id in wanted:
            named = by_name[table.id] = defaultdict(list)
            for cell in table.cells.values():
                named[cell.row, cell.key.column].append(cell)
    seen: set[Region] = set()
    for stated in subject.budget.prior_year:
        cells = by_name.get(stated.table, {}).get((stated.row, stated.column), [])
        # A name that several rows bear says of none of them what it was.
        if len(cells) != 1 or stated.amount <= 0 or (cells[0].amount or 0) <= 0:
            continue
        region = cells[0].region.normal()
        if region not in seen:
            seen.add(region)
            yield _Pair(stated, cells[0], subject.tables[stated.table].spec.title)


def _narrowest(far: Sequence[tuple[float, _Pair]]) -> list[tuple[float, _Pair]]:
    """Of figures that hold each other only the innermost: the slip stands in it."""
    kept: list[tuple[float, _Pair]] = []
    for one in far:
        inner = (
            other[1].cell.region
            for other in far
            if other is not one and other[1].cell.region != one[1].cell.region
        )
        if not any(region <= one[1].cell.region for region in inner):
            kept.append(one)
    return kept


def _leapt(pair: _Pair) -> Verdict:
    stated, now = pair.stated, pair.now
    times = now / stated.amount
    power = round(math.log10(times))
    near = power and abs(math.log10(times) - power) < _NEAR
    zeros = f"，接近 {10 ** abs(power):,} 倍，疑为小数点或金额单位错位" if near else ""
    said = f"是上年的 {times:.1f} 倍" if times >= 1 else f"只有上年的 {100 * times:.1f}%"
    label = pair.cell.label.strip() or stated.row
    return failed(
        f"{pair.title} {stated.row if stated.row in label else f'{stated.row} {label}'}"
        f"“{stated.column}”由上年 {money(stated.amount)} 变为 {money(now)}，{said}{zeros}，"
        "与其他各项的增减相差很远",
        Where(table=pair.title, row=stated.row, column=stated.column),
        at(r.PRIOR_YEAR, stated.row, stated.column),
        expected=stated.amount,
        actual=now,
    )


_NEAR = 0.11


def basic_items_go_on(subject: Subject) -> Iterable[Verdict]:
    """The items and classes of basic spending are those of last year, where last year's are all stated.

    Silent where several came or went: the department or the classification changed.
    """
    verdicts: list[Verdict] = []
    is_compared = False
    for table, column, level in (
        ("general_expenditure", "基本支出", Level.ITEM),
        ("general_basic", "合计", Level.SECTION),
    ):
        before = {
            s.row: s.amount
            for s in subject.budget.prior_year
            if s.table == table and s.column.rpartition("/")[2] == column and s.amount
        }
        now = _rows(subject, table, column)
        before = {row: fen for row, fen in before.items() if len(row) == level.value}
        now = {row: fen for row, fen in now.items() if len(row) == level.value}
        if len(before) < _FEW or len(now) < _FEW:
            continue
        is_compared = True
        title = subject.tables[table].spec.title
        for rows, of, said in (
            (sorted(now.keys() - before.keys()), now, "本年有、上年没有"),
            (sorted(before.keys() - now.keys()), before, "上年有、本年没有"),
        ):
            if 0 < len(rows) <= _CHANGED:
                named = listed(f"{row}（{money(of[row])}）" for row in rows)
                verdicts.append(
                    failed(
                        f"{title} 基本支出的科目 {named}{said}，其余 {len(now.keys() & before.keys())} 个科目两年都有",
                        *(Where(table=title, row=row, column=column) for row in rows),
                    )
                )
    return verdicts or ([passed()] if is_compared else [])


_CHANGED = 2


def _rows(subject: Subject, table: str, column: str) -> Mapping[str, int]:
    if table not in subject.tables:
        return {}
    return {
        cell.row: cell.value
        for cell in subject.tables[table].cells.values()
        if cell.amount and cell.row.isdigit() and cell.key.column.rpartition("/")[2] == column
    }


RULES = (
    Rule(
        id="amounts-keep-to-last-year",
        claim="各数与上年相比没有远离其他各项的突变",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照批复核对这个数和组成它的明细（yusuan explain），也核对上年数本身；确有变化的，在说明里写清原因。",
        check=on_facts(walks_from_last_year),
        pair=Pair.YEARS,
    ),
    Rule(
        id="basic-items-keep-to-last-year",
        claim="基本支出的科目与上年一致",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对是否错列了科目或者漏录；科目调整、新增和取消的事项除外。",
        check=on_facts(basic_items_go_on),
    ),
)
