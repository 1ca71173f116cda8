"""Locate misprints in the example: how often the true figure comes first, and how long it takes.

    uv run python -m benchmarks.bench_locate [--pairs 1000]

Every figure is misprinted in every way (a digit, two digits swapped, the unit), and left out; then several at once.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from tests.example import example_budget
from tests.rules.misprints import MISPRINTS
from yusuan.editions.hebei import hebei
from yusuan.identities.derive import identities
from yusuan.identities.locate import locate
from yusuan.tables.derive import derive
from yusuan.tables.table import CellKey, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_benchmark.fixture import BenchmarkFixture

Amounts: TypeAlias = "Mapping[CellKey, int | None]"


def _digits(_kind: str, digits: str) -> str:
    return digits


@lru_cache(maxsize=1)
def tables() -> tuple[Table, ...]:
    """The nine tables of the example."""
    return tuple(derive(spec, example_budget().lines, _digits) for spec in hebei(2024).tables)


@lru_cache(maxsize=1)
def figures() -> dict[CellKey, int]:
    """The printed figures, zeros left out: there is nothing in them to misprint."""
    return {cell.key: cell.amount for table in tables() for cell in table.figures() if cell.amount}


def attempt(wrong: Amounts) -> tuple[bool, float]:
    """Whether exactly the wrong figures are named first, with their values; and the seconds it took."""
    misprinted = [
        table.with_amounts({k: v for k, v in wrong.items() if k.table == table.id})
        for table in tables()
    ]
    found = identities(misprinted)
    started = time.perf_counter()
    located = locate(misprinted, found)
    seconds = time.perf_counter() - started
    proposed = {change.key: change.proposed for one in located for change in one.best.changes}
    return proposed == {key: figures()[key] for key in wrong}, seconds


def report(name: str, attempts: list[tuple[bool, float]]) -> None:
    """Print one line of results."""
    right, times = sum(ok for ok, _ in attempts), [seconds for _, seconds in attempts]
    sys.stdout.write(
        f"{name:12s} {right:5d} of {len(attempts):5d} ({right / len(attempts):6.1%})   "
        f"mean {1000 * sum(times) / len(times):5.1f} ms   worst {1000 * max(times):6.1f} ms\n"
    )


def several(rng: random.Random, count: int) -> Amounts:
    """Some figures misprinted at random."""
    kinds = sorted(MISPRINTS)
    wrong: dict[CellKey, int | None] = {}
    while len(wrong) < count:
        key = rng.choice(list(figures()))
        new = MISPRINTS[rng.choice(kinds)](rng, figures()[key])
        if new is not None and new != figures()[key]:
            wrong[key] = new
    return wrong


def main() -> None:
    """Print a line per kind of misprint, and per number of misprints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=1000)
    sampled = parser.parse_args().pairs
    rng = random.Random(2024)  # noqa: S311  repeatable, no secret
    for name, misprint in MISPRINTS.items():
        wrong = {key: misprint(rng, amount) for key, amount in figures().items()}
        report(
            name,
            [attempt({k: v}) for k, v in wrong.items() if v is not None and v != figures()[k]],
        )
    report("left out", [attempt({key: None}) for key in figures()])
    for count in (2, 3, 5, 8):
        report(f"{count} at once", [attempt(several(rng, count)) for _ in range(sampled)])


def bench_locate_one(benchmark: BenchmarkFixture) -> None:
    wrong: Amounts = {CellKey("general_expenditure", "2080505", "基本支出"): 82_830_000}
    ok, _ = benchmark(attempt, wrong)
    assert ok


if __name__ == "__main__":
    main()
