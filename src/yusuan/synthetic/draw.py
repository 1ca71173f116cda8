"""Drawing at random, the same for the same seed; amounts keep to a step in fen."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from yusuan.core.money import FEN_PER_YUAN, round_half_up

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

# 100 yuan, the last digit of a table in 万元 with two decimals.
HUNDRED_YUAN = 100 * FEN_PER_YUAN


@dataclass(frozen=True, slots=True)
class Size:
    """How large a department is, and whether it has money of every kind (fund, source, origin, nature).

    `is_worded` gives department, units and projects the longest names that occur (60 characters and more);
    `is_plain` leaves only general public money, so that the tables of other funds are empty.
    """

    units: int
    projects: int
    is_complete: bool = False
    is_worded: bool = False
    is_plain: bool = False


# What pages are looked at with: many units and projects, long names, empty tables.
LARGE = Size(units=12, projects=80, is_worded=True, is_plain=True)


class Draw:
    """A stream of random choices."""

    def __init__(self, seed: int, *, in_hundreds: bool = False) -> None:
        self._random = random.Random(seed)  # noqa: S311  to be repeated, not to be secret
        self._step = HUNDRED_YUAN if in_hundreds else 1

    def whole(self, low: int, high: int) -> int:
        """A whole number between two bounds, both included."""
        return self._random.randint(low, high)

    def chance(self, percent: int) -> bool:
        """Whether something happens that does in so many cases of a hundred."""
        return self._random.randrange(100) < percent

    def one(self, among: Sequence[T]) -> T:
        """One of some things."""
        return self._random.choice(among)

    def some(self, among: Sequence[T], count: int) -> list[T]:
        """Several different ones of some things, in random order."""
        return self._random.sample(among, count)

    def yuan(self, low: int, high: int) -> int:
        """An amount between two bounds in yuan, in fen that rarely are round."""
        return self.between(low * FEN_PER_YUAN, high * FEN_PER_YUAN)

    def between(self, low: int, high: int) -> int:
        """An amount between two bounds in fen."""
        return self.kept(self._random.randint(low, high))

    def share(self, fen: int, percent: int) -> int:
        """So many percent of an amount."""
        return self.kept(round_half_up(fen * percent, 100) // 100)

    def kept(self, fen: int) -> int:
        """An amount on the step."""
        return round_half_up(fen, self._step)
