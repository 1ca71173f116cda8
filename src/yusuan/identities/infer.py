"""Put right figures that were misread in a picture or a damaged text layer, where the identities leave one value.

Only what recognition itself doubts, or typically loses, is put right: a figure read with certainty that breaks a
sum is the publisher's. Whatever is put right says so (`Inferred.outcomes`), and shows what was read.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.money import Printed, last_digit
from yusuan.core.outcomes import Status
from yusuan.identities.evaluate import Figures, compare
from yusuan.identities.identity import Relation
from yusuan.identities.inferred_figures import Inferred, InferredFigure
from yusuan.identities.locate import locate
from yusuan.identities.misreading import SURE, Doubt, amount_in, is_plausible, provisional
from yusuan.tables.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from yusuan.identities.correction import Correction, Location
    from yusuan.identities.identity import Identity
    from yusuan.tables.table import CellKey

_ROUNDS = 4
# How much likelier than the next a correction must be to count as the only one.
_CLEARLY = 5.0
_NEVER = 1e-6

__all__ = ["Inferred", "InferredFigure", "infer"]


def infer(
    tables: Iterable[Table], identities: Iterable[Identity], doubts: Mapping[CellKey, Doubt]
) -> Inferred:
    """Put right what was misread; `doubts` are the figures that may have been, and how they were read."""
    given, identities = tuple(tables), tuple(identities)
    if not doubts:
        return Inferred(given)
    work = _Work(given, identities, doubts)
    work.take_provisional()
    work.choose_rivals()
    for _ in range(_ROUNDS):
        if not work.correct():
            break
    return work.result()


class _Work:
    """The figures while they are put right."""

    def __init__(
        self,
        tables: tuple[Table, ...],
        identities: tuple[Identity, ...],
        doubts: Mapping[CellKey, Doubt],
    ) -> None:
        self.tables = tables
        self.identities = identities
        self.doubts = doubts
        self.given = Figures.of(tables)
        self.cells = dict(self.given.cells)
        self.member: dict[CellKey, list[Identity]] = defaultdict(list)
        for identity in identities:
            for key in identity:
                self.member[key].append(identity)
        # What no correction could settle: several are as likely.
        self.open: set[CellKey] = set()

    def take_provisional(self) -> None:
        """Give a figure that cannot be parsed the amount its digits may mean, so that sums can judge it."""
        for key, doubt in self.doubts.items():
            cell = self.cells[key]
            if not cell.recognised:
                spec = self.given.specs[key.table]
                amount = provisional(doubt.text, spec.unit, spec.decimals)
                if amount is not None:
                    self._set(key, amount)

    def choose_rivals(self) -> None:
        """Take another reading of a doubtful figure where more sums come out exactly with it."""
        for key, doubt in self.doubts.items():
            spec = self.given.specs[key.table]
            held = self.cells[key]
            best = self._agreement(key)
            for rival in doubt.rivals if doubt.score < SURE else ():
                amount = amount_in(rival, spec.unit)
                if amount is None or amount == held.amount:
                    continue
                before = self.cells[key]
                self._set(key, amount)
                agreement = self._agreement(key)
                if agreement > best:
                    best = agreement
                else:
                    self.cells[key] = before

    def correct(self) -> bool:
        """Apply every correction that is the only plausible one; tells whether there was any."""
        tables = self._tables()
        applied = False
        for location in locate(tables, self.identities):
            plausible = self._plausible(location)
            if not plausible:
                continue
            chosen = self._chosen(plausible)
            if chosen is None:
                self.open.update(key for one in plausible for key in one.keys)
                continue
            for change in chosen.changes:
                self._set(change.key, change.proposed)
                applied = True
        return applied

    def result(self) -> Inferred:
        """The tables put right; what did not come to agree is as it was read."""
        confirmed = self._confirmed()
        changed = []
        for key in self.doubts:
            was, cell = self.given.cells[key], self.cells[key]
            if cell is was:
                continue
            if key not in confirmed or cell.amount is None:
                self.cells[key] = was
            elif cell.amount != was.amount or not was.recognised:
                changed.append(key)
        confirmed = self._confirmed()
        for key in self.open - confirmed:
            # Nobody can say which figure was misread: their sums are left open, not held against the publisher.
            self.cells[key] = replace(self.cells[key], recognised=False)
        figures = tuple(
            InferredFigure(
                key,
                self.doubts[key].text,
                self.given.cells[key].amount,
                self.cells[key].value,
                tuple(i for i in self.member[key] if self._is_exact(i)),
            )
            for key in sorted(changed, key=self.given.order.__getitem__)
        )
        doubtful = tuple(
            key
            for key in self.given.order
            if key in self.doubts and key not in confirmed and self._is_doubtful(key)
        )
        return Inferred(self._tables(), figures, doubtful)

    def _is_doubtful(self, key: CellKey) -> bool:
        cell, doubt = self.cells[key], self.doubts[key]
        return not cell.recognised or doubt.score < SURE

    def _set(self, key: CellKey, amount: int | None) -> None:
        cell, spec = self.cells[key], self.given.specs[key.table]
        decimals = cell.printed.decimals if cell.printed is not None else spec.decimals
        step = last_digit(spec.unit, decimals)
        is_printable = amount is not None and amount % step == 0
        printed = (
            Printed(amount, decimals, spec.unit) if is_printable and amount is not None else None
        )
        self.cells[key] = replace(cell, amount=amount, printed=printed, recognised=True)

    def _tables(self) -> tuple[Table, ...]:
        return tuple(
            Table(table.spec, table.rows, {key: self.cells[key] for key in table.cells})
            for table in self.tables
        )

    def _plausible(self, location: Location) -> list[Correction]:
        """The corrections recognition may have made necessary."""
        return [
            one
            for one in (location.best, *location.alternatives)
            if all(
                change.key in self.doubts
                and is_plausible(
                    self.doubts[change.key], change.proposed, self.given.specs[change.key.table]
                )
                for change in one.changes
            )
        ]

    def _chosen(self, plausible: Sequence[Correction]) -> Correction | None:
        """The only plausible correction, or the one that is clearly likelier than all others."""
        ranked = sorted(plausible, key=self._odds)
        if len(ranked) == 1:
            return ranked[0]
        first, second = (self._odds(one) for one in ranked[:2])
        return ranked[0] if first * _CLEARLY <= second else None

    def _odds(self, correction: Correction) -> float:
        """How much likelier it is that the figures it changes were read well."""
        odds = 1.0
        for change in correction.changes:
            spec = self.given.specs[change.key.table]
            odds *= max(_NEVER, self.doubts[change.key].odds_against(change.proposed, spec))
        return odds

    def _agreement(self, key: CellKey) -> tuple[int, int]:
        """How few identities of a figure fail, and how many of its sums come out exactly."""
        own = self.member[key]
        return -sum(self._fails(i) for i in own), sum(self._is_exact(i) for i in own)

    def _fails(self, identity: Identity) -> bool:
        left, *right = (self.cells[key] for key in identity)
        return compare(identity.relation, left, right) is Status.FAILED

    def _is_exact(self, identity: Identity) -> bool:
        """Whether two sides that hold figures are equal to the fen."""
        left, *right = (self.cells[key] for key in identity)
        return (
            identity.relation is not Relation.AT_MOST
            and bool(left.value)
            and all(cell.recognised for cell in (left, *right))
            and left.value == sum(cell.value for cell in right)
        )

    def _confirmed(self) -> set[CellKey]:
        """The figures that some sum confirms exactly, and none contradicts: twins may be misread alike."""
        confirmed = {key for i in self.identities if self._is_exact(i) for key in i}
        return confirmed - {key for i in self.identities if self._fails(i) for key in i}
