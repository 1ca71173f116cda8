"""Transfers between units of one department (内部往来), and whether the lines of both sides carry them.

A line says where its money comes from and what it is spent on, but not from which unit or to which: a transfer says
that. The same money then stands in two lines, as an expenditure of the payer and as an income of the receiver.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from yusuan.core.terms import Nature, Origin, RevenueSource

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from yusuan.core.budget import BudgetLine

_SOLD = frozenset({RevenueSource.SERVICE, RevenueSource.BUSINESS, RevenueSource.OTHER})
# What the receiver's income can be, by what the payer's expenditure is (政府会计制度).
COUNTERPARTS: Mapping[Nature, frozenset[RevenueSource]] = MappingProxyType(
    {
        Nature.SUBSIDIARY_GRANT: frozenset({RevenueSource.SUPERIOR_GRANT}),
        Nature.SUPERIOR_REMITTANCE: frozenset({RevenueSource.SUBSIDIARY_REMITTANCE}),
        # One unit pays another for what it does.
        **dict.fromkeys((Nature.BASIC, Nature.PROJECT, Nature.BUSINESS), _SOLD),
    }
)


def transfer_name(payer: str, receiver: str, source: RevenueSource) -> str:
    """How a transfer is named where a place or a finding means it."""
    return f"{payer}付{receiver}（{source.value}）"


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money one unit of the department pays another, fen: the payer's expenditure, the receiver's income."""

    payer: str
    receiver: str
    nature: Nature
    source: RevenueSource
    amount: int
    note: str = ""

    @property
    def called(self) -> str:
        """What findings and places call it."""
        return transfer_name(self.payer, self.receiver, self.source)

    def contradictions(self) -> tuple[tuple[str, str], ...]:
        """The fields that cannot be true beside the others, and in Chinese what is allowed; empty when it is sound."""
        found = []
        if self.payer == self.receiver:
            found.append(("receiver", "与付款单位不同的单位"))
        natures = "、".join(nature.value for nature in COUNTERPARTS)
        if self.nature not in COUNTERPARTS:
            found.append(("nature", natures))
        elif self.source not in COUNTERPARTS[self.nature]:
            sources = [one.value for one in RevenueSource if one in COUNTERPARTS[self.nature]]
            words = f"{'、'.join(sources)}（付款单位的支出性质是{self.nature.value}）"
            found.append(("source", words))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Side:
    """One unit's lines of one expenditure (`Nature`) or income (`RevenueSource`), and what transfers say of them.

    `lines` are their numbers in the order of the facts, `carried` is what they come to, `named` what the transfers do.
    """

    unit: str
    kind: Nature | RevenueSource
    lines: tuple[int, ...]
    carried: int
    named: int

    @property
    def carries(self) -> bool:
        """Tell whether the lines hold all that transfers name."""
        return self.named <= self.carried

    @property
    def open(self) -> int:
        """What no transfer explains: money from or to others, or a transfer nobody has named yet."""
        return self.carried - self.named


@dataclass(frozen=True, slots=True)
class Judged:
    """A transfer beside the lines of its two sides; `number` counts from 0 in the order of the facts."""

    number: int
    transfer: Transfer
    paid: Side
    received: Side
    is_between_units: bool

    @property
    def agrees(self) -> bool:
        """Tell whether both sides carry it for certain: only then is it eliminated.

        Where a side holds less than all its transfers together, none of them is certain.
        """
        return self.is_between_units and self.paid.carries and self.received.carries


def judged(
    transfers: Sequence[Transfer], lines: Iterable[BudgetLine], units: Collection[str]
) -> list[Judged]:
    """Each transfer beside its sides; those with somebody who is no unit of the department name nothing of a side."""
    paid, received = _sides(lines)
    named: dict[tuple[str, Nature | RevenueSource], int] = defaultdict(int)
    within = [_is_between(transfer, units) for transfer in transfers]
    for transfer, is_within in zip(transfers, within, strict=True):
        if is_within:
            named[transfer.payer, transfer.nature] += transfer.amount
            named[transfer.receiver, transfer.source] += transfer.amount

    def side(unit: str, kind: Nature | RevenueSource) -> Side:
        numbers, carried = (paid if isinstance(kind, Nature) else received)[unit, kind]
        return Side(unit, kind, tuple(numbers), carried, named[unit, kind])

    return [
        Judged(
            number,
            transfer,
            side(transfer.payer, transfer.nature),
            side(transfer.receiver, transfer.source),
            is_within,
        )
        for number, (transfer, is_within) in enumerate(zip(transfers, within, strict=True))
    ]


def unexplained(found: Iterable[Judged], lines: Iterable[BudgetLine]) -> Iterator[Side]:
    """Grants and remittances that none of the transfers judged explains in full; such words alone say not with whom."""
    known = {(side.unit, side.kind): side for one in found for side in (one.paid, one.received)}
    for sides, kinds in zip(_sides(lines), _BETWEEN_LEVELS, strict=True):
        for (unit, kind), (numbers, carried) in sorted(
            sides.items(), key=lambda one: (one[0][0], one[0][1].value)
        ):
            if kind in kinds:
                side = known.get((unit, kind)) or Side(unit, kind, tuple(numbers), carried, 0)
                if side.open > 0:
                    yield side


_BETWEEN_LEVELS: tuple[frozenset[Nature | RevenueSource], ...] = (
    frozenset({Nature.SUBSIDIARY_GRANT, Nature.SUPERIOR_REMITTANCE}),
    frozenset({RevenueSource.SUPERIOR_GRANT, RevenueSource.SUBSIDIARY_REMITTANCE}),
)
_Lines = dict[tuple[str, "Nature | RevenueSource"], tuple[list[int], int]]


def _sides(lines: Iterable[BudgetLine]) -> tuple[_Lines, _Lines]:
    """The lines of each unit by what is spent, and by what is received this year: carried money was received before."""
    paid: _Lines = defaultdict(lambda: ([], 0))
    received: _Lines = defaultdict(lambda: ([], 0))
    for number, line in enumerate(lines):
        _add(paid, (line.unit, line.nature), number, line.amount)
        if line.origin is Origin.CURRENT_YEAR:
            _add(received, (line.unit, line.source), number, line.amount)
    return paid, received


def _add(sides: _Lines, key: tuple[str, Nature | RevenueSource], number: int, amount: int) -> None:
    numbers, carried = sides[key]
    numbers.append(number)
    sides[key] = (numbers, carried + amount)


def _is_between(transfer: Transfer, units: Collection[str]) -> bool:
    """Tell whether it is what it says: two units of the department, and nothing below nothing."""
    is_sound = not transfer.contradictions() and transfer.amount >= 0
    return is_sound and {transfer.payer, transfer.receiver} <= set(units)
