"""Control totals beside the lines, and which slip in the lines would make all of them hold.

A wrong line puts every total it counts in out by the same amount: the totals that fail tell where it stands, and
the amount tells how it was typed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.budget import BudgetLine
from yusuan.core.codes import code
from yusuan.core.money import MoneyUnit, Printed
from yusuan.core.terms import SPENT, Fund, Nature, Origin, RevenueSource
from yusuan.identities.slip import Slip
from yusuan.rules.books.slips._lines import called, in_yuan
from yusuan.tables.controls import CONTROLS
from yusuan.tables.region import Region

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.core.budget import ControlTotal, DepartmentalBudget
    from yusuan.core.codes import Code
    from yusuan.core.terms import ControlMeasure
    from yusuan.rules.evidence import Evidence

_SPENDING = Region(nature=SPENT)
# What the slips are told apart by: lines are typed in yuan with two decimals.
_TYPED = Printed(0, 2, MoneyUnit.YUAN)
_TWICE, _MOVED, _LEFT_OUT, _STRAY = 0, 1, 2, 3
# More wrong lines than that are not told apart.
_MOST = 5

Counting = frozenset[int]


class Candidate(NamedTuple):
    """A slip that would explain the totals: how plausible (the smaller the more), in words, and the line."""

    cost: int
    words: str
    line: int | None


class Slipped(NamedTuple):
    """One error: the totals it puts out (by number), and what it may have been, the likeliest first."""

    totals: tuple[int, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Control:
    """The control totals of a budget beside its lines."""

    lines: Sequence[BudgetLine]
    units: Sequence[str]
    totals: Sequence[ControlTotal]
    budgeted: tuple[int, ...]
    counting: tuple[Counting, ...]
    counts_unspent: bool

    @classmethod
    def of(cls, budget: DepartmentalBudget) -> Control:
        """Compare both; whether what is kept for next year is counted, forms differ: as more totals agree with."""
        units = [unit.code for unit in budget.units]
        control = cls._with(budget, units, counts_unspent=True)
        if not control.gaps or all(map(_SPENDING.admits, budget.lines)):
            return control
        other = cls._with(budget, units, counts_unspent=False)
        return min(control, other, key=lambda one: len(one.gaps))

    @classmethod
    def _with(
        cls, budget: DepartmentalBudget, units: Sequence[str], *, counts_unspent: bool
    ) -> Control:
        totals = budget.approved or ()
        # Lines alike in all but item and project count in the same totals.
        known: dict[tuple[object, ...], Counting] = {}
        counting = []
        for line in budget.lines:
            digits = line.economic.digits if line.economic else ""
            # Members of enumerations hash slowly, their values do not.
            words = (line.fund.value, line.source.value, line.origin.value, line.nature.value)
            key = (line.unit, *words, digits)
            if key not in known:
                known[key] = _counting(line, totals, counts_unspent=counts_unspent)
            counting.append(known[key])
        budgeted = [0] * len(totals)
        for line, of in zip(budget.lines, counting, strict=True):
            for n in of:
                budgeted[n] += line.amount
        return cls(budget.lines, units, totals, tuple(budgeted), tuple(counting), counts_unspent)

    @property
    def gaps(self) -> dict[int, int]:
        """What each failing total lacks in the budget, fen; negative where the budget has more."""
        pairs = enumerate(zip(self.totals, self.budgeted, strict=True))
        return {n: total.amount - has for n, (total, has) in pairs if total.amount != has}

    def errors(self) -> list[Slipped]:
        """The failing totals by the errors behind them; those that nothing explains stand together."""
        gaps = self.gaps
        if not gaps:
            return []
        moved = tuple(self._moved(gaps))
        if moved and len(set(gaps.values())) > 1:
            return [Slipped(tuple(sorted(gaps)), moved)]
        found = []
        for counting, gap in self._steps(gaps):
            ranked = tuple(sorted(self._slips(counting, gap), key=lambda c: c.cost))
            # Those that this error alone puts out show how large it is.
            ordered = sorted((gaps[n] != gap, n) for n in counting & gaps.keys())
            found.append(Slipped(tuple(n for _, n in ordered), ranked))
        told = {n for error in found for n in error.totals}
        rest = tuple(sorted(gaps.keys() - told))
        return [*found, Slipped(rest, ())] if rest else found

    def _steps(self, gaps: Mapping[int, int]) -> list[tuple[Counting, int]]:
        """Sets of totals and what each lacks, that together leave nothing; nothing where they do not."""
        open_ = dict(gaps)
        steps: list[tuple[Counting, int]] = []
        known = self._possible()
        while open_ and len(steps) < _MOST:
            best = max(
                (
                    (len(open_) - len(left), -len(counting), sorted(counting), gap, left)
                    for counting in known
                    for gap in {open_[n] for n in counting if n in open_}
                    if len(left := _without(open_, counting, gap)) < len(open_)
                ),
                default=None,
            )
            if best is None:
                return []
            *_, counted, gap, open_ = best
            steps.append((frozenset(counted), gap))
        return [] if open_ else steps

    def _possible(self) -> set[Counting]:
        """The sets of totals a line can count in: those of the lines, and of lines that are not there."""
        if not self.lines:
            return set()
        any_line = replace(self.lines[0], origin=Origin.CURRENT_YEAR)
        return {*self.counting} | {
            _counting(
                replace(
                    any_line,
                    unit=unit,
                    fund=fund,
                    source=_SOURCES.get(fund, RevenueSource.APPROPRIATION),
                    nature=nature,
                    economic=economic,
                ),
                self.totals,
                counts_unspent=self.counts_unspent,
            )
            for unit in self.units
            for fund in Fund
            for nature in (Nature.BASIC, Nature.PROJECT)
            for economic in _EITHER_CLASS
        } - {frozenset()}

    def _slips(self, counting: Counting, gap: int) -> Iterator[Candidate]:
        """What may have been typed wrongly among the lines these totals count and no other counts."""
        own = [(n, line) for n, line in enumerate(self.lines) if self.counting[n] == counting]
        seen: set[BudgetLine] = set()
        for n, line in own:
            if line.amount == -gap:
                twin = line in seen
                words = "重复录入" if twin else "多录"
                yield Candidate(_TWICE if twin else _STRAY, f"{called(n, line)}{words}，应删去", n)
            seen.add(line)
            proposed = line.amount + gap
            if proposed > 0:
                slip = Slip.between(line.amount, proposed, _TYPED)
                if slip is not Slip.OTHER:
                    words = f"将{called(n, line)}由 {in_yuan(line.amount)}改为 {in_yuan(proposed)}，疑为{slip.label}"
                    yield Candidate(slip.cost, words, n)
        if gap > 0:
            yield Candidate(_LEFT_OUT, f"漏录一笔 {in_yuan(gap)}", None)

    def _moved(self, gaps: Mapping[int, int]) -> Iterator[Candidate]:
        """Lines that stand under the wrong unit, fund or nature: put right, every total holds."""
        amounts = {-gap for gap in gaps.values() if gap < 0}
        for n, line in enumerate(self.lines):
            if line.amount not in amounts:
                continue
            for what, is_, meant in _alternatives(line, self.units):
                there = _counting(meant, self.totals, counts_unspent=self.counts_unspent)
                if not _without(_without(gaps, self.counting[n], -line.amount), there, line.amount):
                    words = f"将{called(n, line)} {in_yuan(line.amount)}的{what}由“{is_[0]}”改为“{is_[1]}”"
                    yield Candidate(_MOVED, words, n)


def control_of(evidence: Evidence) -> Control:
    """The control totals of the facts; of a document nothing is approved."""
    facts = evidence.facts
    if facts is None:
        return Control((), (), (), (), (), counts_unspent=True)
    return Control.of(facts.budget)


def _counting(
    line: BudgetLine, totals: Sequence[ControlTotal], *, counts_unspent: bool
) -> Counting:
    """The totals a line is counted in."""
    if not counts_unspent and not _SPENDING.admits(line):
        return frozenset()
    kinds = _measures(line.fund, line.source, line.nature, line.economic)
    return frozenset(
        n for n, t in enumerate(totals) if t.unit in {"", line.unit} and t.measure in kinds
    )


@lru_cache(maxsize=2048)
def _measures(
    fund: Fund, source: RevenueSource, nature: Nature, economic: Code | None
) -> frozenset[ControlMeasure]:
    """What a line of some money is counted in: no measure asks for its unit, item, project or year."""
    line = BudgetLine("", fund, source, Origin.CURRENT_YEAR, _ANY_ITEM, economic, nature, "", 0)
    return frozenset(measure for measure, region in CONTROLS.items() if region.admits(line))


def _without(gaps: Mapping[int, int], counting: Counting, gap: int) -> dict[int, int]:
    """What is still open once so much is added to some totals."""
    left = dict(gaps)
    for n in counting:
        left[n] = left.get(n, 0) - gap
        if left[n] == 0:
            del left[n]
    return left


def _alternatives(
    line: BudgetLine, units: Sequence[str]
) -> Iterator[tuple[str, tuple[str, str], BudgetLine]]:
    """The line under another unit, fund or nature: what differs, from what to what."""
    for unit in units:
        if unit != line.unit:
            yield "单位", (line.unit, unit), replace(line, unit=unit)
    for fund in Fund:
        if fund is not line.fund:
            source = _SOURCES.get(fund, RevenueSource.APPROPRIATION)
            yield (
                "资金性质",
                (line.fund.value, fund.value),
                replace(line, fund=fund, source=source),
            )
    for nature in (Nature.BASIC, Nature.PROJECT):
        if nature is not line.nature:
            yield (
                "支出性质",
                (line.nature.value, nature.value),
                replace(line, nature=nature),
            )


_ANY_ITEM = code("2010101")
# One of the three-public classes, and one that is none.
_EITHER_CLASS = (code("30217"), code("30201"))
_SOURCES = {
    Fund.SPECIAL_ACCOUNT: RevenueSource.SPECIAL_ACCOUNT,
    Fund.UNIT_FUNDS: RevenueSource.OTHER,
}
