"""Sums of unknown amounts, none of them negative, and how narrowly they bound one: what anybody with paper can do."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from yusuan.identities.programme import INFINITY, Programme

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator


# Such programmes have some dozen columns.
_LONG_ENOUGH = 60.0


class Bounds(NamedTuple):
    """The least and the most an amount can be, fen; they are the same where it is known."""

    least: float
    most: float


class Row(NamedTuple):
    """Some amounts less some others lie between two bounds, fen."""

    added: frozenset[Hashable]
    taken: frozenset[Hashable]
    least: float
    most: float


@dataclass
class Unknowns:
    """Statements about sums of amounts nobody printed; amounts are in fen, and not negative."""

    rows: list[Row] = field(default_factory=list)
    of: dict[Hashable, list[int]] = field(default_factory=lambda: defaultdict(list))

    def sum_is(
        self,
        amounts: Collection[Hashable],
        least: float,
        most: float,
        less: Collection[Hashable] = (),
    ) -> None:
        """Some amounts, less some others, come to something between two bounds."""
        if not amounts:
            return
        for amount in (*amounts, *less):
            self.of[amount].append(len(self.rows))
        self.rows.append(Row(frozenset(amounts), frozenset(less), least, most))

    def bounds(self, wanted: Collection[Hashable], scale: float) -> Bounds | None:
        """The bounds of a sum of amounts; None where the statements contradict each other.

        `scale` is what the sum may be about, fen: the solver's tolerances are a ten-millionth of it.
        """
        rows = list(self._about(wanted))
        names = dict.fromkeys(wanted)
        for row in rows:
            names |= dict.fromkeys(sorted(row.added | row.taken, key=repr))
        tops = {name: self._top(name) for name in names}
        if any(tops[name] == INFINITY for name in wanted):
            return Bounds(0, INFINITY)
        ends = []
        for sign in (1, -1):
            programme = Programme()
            column = {
                name: programme.column(0, top / scale, cost=sign if name in wanted else 0)
                for name, top in tops.items()
            }
            for row in rows:
                terms = {column[name]: 1.0 for name in names if name in row.added}
                terms |= {column[name]: -1.0 for name in names if name in row.taken}
                programme.row(row.least / scale, row.most / scale, terms)
            values = programme.solve(_LONG_ENOUGH)
            if values is None:
                return None
            ends.append(sum(values[column[name]] for name in wanted) * scale)
        return Bounds(*ends)

    def _top(self, name: Hashable) -> float:
        """No amount is larger than the least of the sums it is in."""
        sums = (self.rows[row] for row in self.of.get(name, ()))
        return min((row.most for row in sums if not row.taken), default=INFINITY)

    def _about(self, wanted: Collection[Hashable]) -> Iterator[Row]:
        """The statements that have anything to do with some amounts, each once."""
        seen: set[int] = set()
        waiting, met = list(wanted), set(wanted)
        while waiting:
            for number in self.of.get(waiting.pop(), ()):
                if number in seen:
                    continue
                seen.add(number)
                row = self.rows[number]
                yield row
                waiting += sorted((row.added | row.taken) - met, key=repr)
                met |= row.added | row.taken
