"""Ways a figure gets misprinted, each with a seeded choice, for tests and measurements of locate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.money import round_half_up

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    Misprint = Callable[[random.Random, int], int | None]

# The example prints 万元 with two decimals.
STEP = 10_000


def wrong_digit(rng: random.Random, amount: int) -> int | None:
    digits = str(amount // STEP)
    place = rng.randrange(len(digits))
    other = rng.choice([d for d in "0123456789" if d != digits[place]])
    return int(digits[:place] + other + digits[place + 1 :]) * STEP


def swapped_digits(rng: random.Random, amount: int) -> int | None:
    """Two adjacent digits that differ; None where a figure has none."""
    digits = str(amount // STEP)
    places = [n for n in range(len(digits) - 1) if digits[n] != digits[n + 1]]
    if not places:
        return None
    n = rng.choice(places)
    return int(digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :]) * STEP


def wrong_unit(rng: random.Random, amount: int) -> int | None:
    factor = rng.choice((10, 10_000))
    if rng.random() < 0.5:
        return amount * factor
    return round_half_up(amount, factor * STEP) // factor


MISPRINTS: dict[str, Misprint] = {
    "digit": wrong_digit,
    "swap": swapped_digits,
    "unit": wrong_unit,
}
