"""Last year's figures of a made-up department, and where this year's lines went from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.budget import StatedFigure
from yusuan.core.money import MoneyUnit, last_digit, round_half_up
from yusuan.core.terms import APPROPRIATED, SPENT, Direction, Nature
from yusuan.editions import edition as edition_of
from yusuan.editions.stated import asked
from yusuan.narrative.sentence import FigureName
from yusuan.synthetic.draw import HUNDRED_YUAN
from yusuan.tables.region import OWN
from yusuan.tables.spec import TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.core.budget import BudgetLine
    from yusuan.editions.edition import Edition
    from yusuan.synthetic.draw import Draw

# Economic classes of the three-public items, by row.
_ITEMS = {
    "因公出国（境）费": ("30212",),
    "公务用车购置费": ("31013", "30913"),
    "公务用车运行维护费": ("30231",),
    "公务接待费": ("30217",),
}
_VEHICLES = "公务用车购置及运维费"
_PURCHASE, _OPERATION = "公务用车购置费", "公务用车运行维护费"
_SUBTOTAL = "“三公”经费小计"


@dataclass(frozen=True)
class History:
    """What last year's publication printed, in 万元 and so in whole hundreds of yuan."""

    natures: Mapping[Nature, int]
    items: Mapping[str, int]
    edition: Edition

    @classmethod
    def of(cls, draw: Draw, edition: str, year: int, lines: Sequence[BudgetLine]) -> History:
        """Make last year up from this year: never quite the same, unless there is nothing."""
        return cls(
            {nature: _before(draw, amount) for nature, amount in _by_nature(lines).items()},
            {row: _before(draw, amount) for row, amount in _by_item(lines).items()},
            edition_of(edition, year),
        )

    @property
    def figures(self) -> tuple[StatedFigure, ...]:
        """The figures that sentences compare this year's with."""
        return (*self._spending(), *self._three_public())

    def _spending(self) -> Iterator[StatedFigure]:
        """Each column of the total row that had money, and what sentences compare."""
        (panel,) = self.edition.table("expenditure").panels
        compared = asked(self.edition)
        for column in panel.columns:
            amount = sum(a for n, a in self.natures.items() if n in column.region.nature)
            name = FigureName("expenditure", TOTAL, panel.column_path(column))
            if amount or name in compared:
                yield StatedFigure(*name, amount)

    def _three_public(self) -> Iterator[StatedFigure]:
        """Each item that has a row, and the three together: a row of their own beside meetings, else the total."""
        (panel,) = self.edition.table("three_public").panels
        listed = {row.key for row in panel.rows} if isinstance(panel.rows, tuple) else set()
        rows = dict(self.items) | {_VEHICLES: self.items[_PURCHASE] + self.items[_OPERATION]}
        rows |= {_SUBTOTAL if _SUBTOTAL in listed else TOTAL: sum(self.items.values())}
        path = panel.column_path(next(c for c in panel.columns if c.region.ledger == OWN))
        compared = asked(self.edition)
        for row, amount in rows.items():
            if row in listed and (amount or FigureName("three_public", row, path) in compared):
                yield StatedFigure("three_public", row, path, amount)

    def direction(self, lines: Iterable[BudgetLine], nature: Nature) -> Direction:
        """Where spending of a nature went."""
        return _direction(_by_nature(lines)[nature], self.natures[nature])

    def three_public_direction(self, lines: Iterable[BudgetLine]) -> Direction:
        """Where three-public spending went."""
        return _direction(sum(_by_item(lines).values()), sum(self.items.values()))


def _by_nature(lines: Iterable[BudgetLine]) -> dict[Nature, int]:
    amounts = {nature: 0 for nature in Nature if nature in SPENT}
    for line in lines:
        if line.nature in SPENT:
            amounts[line.nature] += line.amount
    return amounts


def _by_item(lines: Iterable[BudgetLine]) -> dict[str, int]:
    rows = {digits: row for row, classes in _ITEMS.items() for digits in classes}
    amounts = dict.fromkeys(_ITEMS, 0)
    for line in lines:
        row = rows.get(line.economic.digits[:5]) if line.economic is not None else None
        if row is not None and line.fund in APPROPRIATED:
            amounts[row] += line.amount
    return amounts


def _before(draw: Draw, amount: int) -> int:
    percent = draw.whole(86, 96) if draw.chance(60) else draw.whole(104, 118)
    return round_half_up(amount * percent // 100, HUNDRED_YUAN)


def _direction(now: int, before: int) -> Direction:
    """The change a reader sees: between the figures as printed, 万元 with two decimals."""
    step = last_digit(MoneyUnit.WAN_YUAN, 2)
    return Direction.of(round_half_up(now, step) - round_half_up(before, step))
