"""Last year's figures of a made-up department, and where this year's lines went from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.budget import StatedFigure
from yusuan.core.money import MoneyUnit, last_digit, round_half_up
from yusuan.core.terms import SPENT, Direction, Nature
from yusuan.editions import edition as edition_of
from yusuan.editions.stated import asked
from yusuan.narrative.sentence import FigureName
from yusuan.synthetic.draw import HUNDRED_YUAN
from yusuan.tables.classes import (
    HOSPITALITY,
    OVERSEAS_TRAVEL,
    THREE_PUBLIC,
    VEHICLE_OPERATION,
    VEHICLE_PURCHASE,
)
from yusuan.tables.region import EVERYTHING, OWN
from yusuan.tables.spec import TOTAL, Listed, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.core.budget import BudgetLine
    from yusuan.editions.edition import Edition
    from yusuan.synthetic.draw import Draw
    from yusuan.tables.region import Region

# The three-public items, vehicles bought and run apart.
_ITEMS = {
    "因公出国（境）费": OVERSEAS_TRAVEL,
    "公务用车购置费": VEHICLE_PURCHASE,
    "公务用车运行维护费": VEHICLE_OPERATION,
    "公务接待费": HOSPITALITY,
}


@dataclass(frozen=True)
class History:
    """What last year's publication printed, in 万元 and so in whole hundreds of yuan."""

    natures: Mapping[Nature, int]
    items: Mapping[str, int]
    edition: Edition

    @classmethod
    def of(cls, draw: Draw, edition: str, year: int, lines: Sequence[BudgetLine]) -> History:
        """Make last year up from this year: never quite the same, unless there is nothing."""
        form = edition_of(edition, year)
        return cls(
            {nature: _before(draw, amount) for nature, amount in _by_nature(lines).items()},
            {row: _before(draw, amount) for row, amount in _by_item(lines, form).items()},
            form,
        )

    @property
    def figures(self) -> tuple[StatedFigure, ...]:
        """The figures that sentences compare this year's with."""
        return (*self._spending(), *self._three_public())

    def _spending(self) -> Iterator[StatedFigure]:
        """Every figure that asks for natures only and had money, and what sentences compare."""
        compared = asked(self.edition)
        for key, region in self._cells("expenditure"):
            if region.economic.is_everything and region.function.is_everything:
                amount = sum(a for n, a in self.natures.items() if n in region.nature)
                if amount or key in compared:
                    yield StatedFigure(*key, amount)

    def _three_public(self) -> Iterator[StatedFigure]:
        """Every figure of the three items and of what they are together, of all the funds the form counts."""
        table, compared = self.edition.table("three_public"), asked(self.edition)
        for key, region in self._cells("three_public"):
            codes = region.economic
            if (
                codes.is_everything
                or not codes <= THREE_PUBLIC
                or region.funding < table.region.funding
            ):
                continue
            amount = sum(self.items[row] for row, classes in _ITEMS.items() if classes <= codes)
            if amount or key in compared:
                yield StatedFigure(*key, amount)

    def _cells(self, table: str) -> Iterator[tuple[FigureName, Region]]:
        """The figures a table prints whatever the lines are, of its own ledger, and their money."""
        spec = self.edition.table(table)
        for panel, within in zip(spec.panels, spec.panel_regions, strict=True):
            rows = (Listed(TOTAL, EVERYTHING),) if isinstance(panel.rows, Tree) else panel.rows
            for row in rows:
                for column in panel.columns:
                    region = None if row.region is None else within & row.region & column.region
                    if region is not None and region.ledger == OWN and not region.is_empty:
                        yield FigureName(table, row.key, panel.column_path(column)), region

    def direction(self, lines: Iterable[BudgetLine], nature: Nature) -> Direction:
        """Where spending of a nature went."""
        return _direction(_by_nature(lines)[nature], self.natures[nature])

    def three_public_direction(self, lines: Iterable[BudgetLine]) -> Direction:
        """Where three-public spending went."""
        now = _by_item(lines, self.edition)
        return _direction(sum(now.values()), sum(self.items.values()))


def _by_nature(lines: Iterable[BudgetLine]) -> dict[Nature, int]:
    amounts = {nature: 0 for nature in Nature if nature in SPENT}
    for line in lines:
        if line.nature in SPENT:
            amounts[line.nature] += line.amount
    return amounts


def _by_item(lines: Iterable[BudgetLine], form: Edition) -> dict[str, int]:
    """Of the funds whose three-public money the form prints."""
    amounts = dict.fromkeys(_ITEMS, 0)
    funding = form.table("three_public").region.funding
    for line in lines:
        for row, classes in _ITEMS.items():
            if classes.admits(line.economic) and (line.fund, line.source) in funding:
                amounts[row] += line.amount
    return amounts


def _before(draw: Draw, amount: int) -> int:
    percent = draw.whole(86, 96) if draw.chance(60) else draw.whole(104, 118)
    return round_half_up(amount * percent // 100, HUNDRED_YUAN)


def _direction(now: int, before: int) -> Direction:
    """The change a reader sees: between the figures as printed, 万元 with two decimals."""
    step = last_digit(MoneyUnit.WAN_YUAN, 2)
    return Direction.of(round_half_up(now, step) - round_half_up(before, step))
