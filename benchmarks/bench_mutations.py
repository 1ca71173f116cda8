"""Inspect documents with one known defect each, in every edition and format, and the hard layouts of clean ones.

    uv run python -m benchmarks.bench_mutations [SEEDS] [--quick]

Prints recall and located cells a kind, false findings on the clean documents, and for every way of making the file
the share of table figures read right in row and column.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.mutations.corpus.mutation import inspected
from tests.mutations.scoring import Tally, publication, tally
from tests.readers.hard_cases import HAS_PROGRAMS, PROGRAMS, QUICK, reading
from yusuan.editions import EDITIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_benchmark.fixture import BenchmarkFixture

_SEEDS = 3


def hard_cases(seeds: range) -> Iterator[str]:
    """A line for each way of making a file: figures right over all editions and seeds."""
    for name, hand in {**QUICK, **(PROGRAMS if HAS_PROGRAMS else {})}.items():
        wanted = wrong = invented = 0
        for edition in EDITIONS:
            for seed in seeds if name in QUICK else seeds[:1]:
                made = inspected(publication(edition, seed), seed)
                with TemporaryDirectory() as folder:
                    read = reading(made, hand(made, Path(folder)))
                wanted += read.wanted
                wrong += len(read.wrong)
                invented += read.invented
        yield f"{name:52} {1 - wrong / wanted:8.2%} of {wanted:5} figures, {invented} invented"


def _print(done: Tally) -> None:
    for line in done.lines():
        print(line)
    for name, found in done.false.items():
        for outcome in found:
            print(f"false: {name} {outcome.severity.value} {outcome.rule} {outcome.message[:120]}")
    for score in done.scores:
        if not score.found:
            place = score.mutation.place
            where = f"{score.edition} {score.format} {score.seed} {place.title} {place.row}"
            print(f"missed: {score.kind} {where}: {score.mutation.before} → {score.mutation.after}")


def bench_mutations(benchmark: BenchmarkFixture) -> None:
    done: Tally = benchmark.pedantic(  # type: ignore[no-untyped-call]
        lambda: tally(range(1), one_each=True), rounds=1
    )
    for line in done.lines():
        print(line)


def main() -> None:
    """Run the full corpus and print the report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("seeds", type=int, nargs="?", default=_SEEDS, help="made-up departments")
    parser.add_argument(
        "--quick", action="store_true", help="one format of each, a fifth of the kinds"
    )
    asked = parser.parse_args()
    seeds = range(asked.seeds)
    _print(tally(seeds, one_each=True, share=5) if asked.quick else tally(seeds))
    for line in () if asked.quick else hard_cases(seeds):
        print(line)


if __name__ == "__main__":
    main()
