"""Check the derived identities of thousands of stored departments, beside three validation libraries.

    uv run --group bench python benchmarks/bench_batch.py

We check every derived identity; each peer checks the same 20 of them, once a department (as on files) and, where
it can, all departments in one wide frame. A peer that is not installed is left out.
"""

from __future__ import annotations

import gc
import importlib.util
import sys
import time
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from yusuan.editions.hebei import hebei
from yusuan.identities.derive import identities
from yusuan.identities.identity import Identity, Relation
from yusuan.rules.batch import StoredCells, check_batch
from yusuan.synthetic import synthesise
from yusuan.tables.derive import derive
from yusuan.tables.table import CellKey, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pytest_benchmark.fixture import BenchmarkFixture

SPECS = hebei(2024).tables
SIZES = (1000, 2000, 4000)
BATCH = 500
ROUNDS = 3
DISTINCT = 150
PEER_IDENTITIES = 20
PEER_DEPARTMENTS = 100
WIDE_DEPARTMENTS = 1000

Cells = list[tuple[CellKey, int]]
Wide = dict[str, list[int]]


def _digits(_kind: str, digits: str) -> str:
    return digits


@lru_cache(maxsize=1)
def departments() -> tuple[tuple[Table, ...], ...]:
    """The tables of some synthetic departments, all different."""
    return tuple(
        tuple(derive(spec, synthesise(seed, 2024).lines, _digits) for spec in SPECS)
        for seed in range(DISTINCT)
    )


@lru_cache(maxsize=1)
def printed() -> tuple[Cells, ...]:
    """Their figures; one in ten departments has one figure wrong, so that failures are gathered, too."""
    found = []
    for n, tables in enumerate(departments()):
        cells = [(c.key, c.amount) for t in tables for c in t.figures() if c.amount is not None]
        if n % 10 == 0:
            cells[n] = (cells[n][0], cells[n][1] + 10_000)
        found.append(cells)
    return tuple(found)


@lru_cache(maxsize=8)
def stored(count: int) -> tuple[StoredCells, ...]:
    """Columns of stored cells; the distinct departments repeat under other names."""
    batches = []
    for first in range(0, count, BATCH):
        rows = [
            (str(n), *key, amount)
            for n in range(first, min(first + BATCH, count))
            for key, amount in printed()[n % DISTINCT]
        ]
        department, table, row, column, amounts = zip(*rows, strict=True)
        batches.append(StoredCells(department, table, row, column, amounts))
    return tuple(batches)


def check(count: int) -> tuple[float, int]:
    """Seconds (the best of some rounds) and findings for so many departments."""
    batches = stored(count)
    gc.freeze()  # what the measurement holds is none of the collector's business
    best, findings = float("inf"), 0
    for _ in range(ROUNDS):
        started = time.perf_counter()
        findings = sum(1 for _ in check_batch(SPECS, batches))
        best = min(best, time.perf_counter() - started)
    return best, findings


@lru_cache(maxsize=1)
def twenty() -> tuple[Identity, ...]:
    """The sums every peer is given: the first whose figures every department prints or leaves blank."""
    shared = set.intersection(*({k for t in d for k in t.cells} for d in departments()))
    sums = [i for i in identities(departments()[0]) if i.relation is Relation.SUM]
    return tuple([i for i in sums if shared.issuperset(i)][:PEER_IDENTITIES])


def _columns() -> dict[CellKey, str]:
    keys = dict.fromkeys(key for identity in twenty() for key in identity)
    return {key: f"c{n}" for n, key in enumerate(keys)}


def wide(numbers: Iterable[int]) -> Wide:
    """One row a department, one column a figure."""
    cells = [dict(printed()[n % DISTINCT]) for n in numbers]
    return {name: [row.get(key, 0) for row in cells] for key, name in _columns().items()}


def pandera_check() -> Callable[[Wide], object]:
    pd: Any = import_module("pandas")
    pa: Any = import_module("pandera.pandas")
    names = _columns()

    def rule(identity: Identity) -> object:
        left, right = names[identity.left], [names[key] for key in identity.right]
        return pa.Check(lambda frame: frame[left] == frame[right].sum(axis=1))

    schema = pa.DataFrameSchema(
        {name: pa.Column(int) for name in names.values()},
        checks=[rule(identity) for identity in twenty()],
    )

    def validate(table: Wide) -> object:
        try:
            return schema.validate(pd.DataFrame(table), lazy=True)
        except pa.errors.SchemaErrors as errors:
            return errors.failure_cases

    return validate


def dataframely_check() -> Callable[[Wide], object]:
    dy: Any = import_module("dataframely")
    pl: Any = import_module("polars")
    names = _columns()

    def rule(identity: Identity) -> object:
        left, right = names[identity.left], [names[key] for key in identity.right]
        return dy.rule()(lambda cls: pl.col(left) == pl.sum_horizontal(right))  # noqa: ARG005

    schema: Any = type(
        "Department",
        (dy.Schema,),
        {name: dy.Int64() for name in names.values()}
        | {f"identity{n}": rule(identity) for n, identity in enumerate(twenty())},
    )
    return lambda table: schema.filter(pl.DataFrame(table)).failure.counts()


def frictionless_check() -> Callable[[Wide], object]:
    frictionless: Any = import_module("frictionless")
    names = _columns()
    rules = frictionless.Checklist(
        checks=[
            frictionless.checks.row_constraint(
                formula=f"{names[i.left]} == {' + '.join(names[key] for key in i.right)}"
            )
            for i in twenty()
        ]
    )

    def validate(table: Wide) -> object:
        rows = [list(table), *map(list, zip(*table.values(), strict=True))]
        return frictionless.Resource(data=rows).validate(rules).stats

    return validate


PEERS: dict[str, tuple[Callable[[], Callable[[Wide], object]], bool]] = {
    "frictionless": (frictionless_check, False),
    "pandera": (pandera_check, True),
    "dataframely": (dataframely_check, True),
}


def peer_rates(name: str) -> tuple[float, float | None]:
    """Departments a second one by one, and in one frame where that is possible."""
    make, is_columnar = PEERS[name]
    validate = make()
    frames = [wide([n]) for n in range(PEER_DEPARTMENTS)]
    validate(frames[0])
    started = time.perf_counter()
    for frame in frames:
        validate(frame)
    singly = PEER_DEPARTMENTS / (time.perf_counter() - started)
    if not is_columnar:
        return singly, None
    table = wide(range(WIDE_DEPARTMENTS))
    started = time.perf_counter()
    validate(table)
    return singly, WIDE_DEPARTMENTS / (time.perf_counter() - started)


def main() -> None:
    """Print a line per size and per peer."""
    cells = sum(map(len, printed())) / DISTINCT
    count = sum(len(identities(tables)) for tables in departments()) / DISTINCT
    sys.stdout.write(f"{cells:.0f} cells and {count:.0f} identities a department\n")
    first = stored(BATCH)
    started = time.perf_counter()
    list(check_batch(SPECS, first))
    seconds = time.perf_counter() - started
    sys.stdout.write(f"first {BATCH} departments, identities being derived: {seconds:.2f} s\n")
    rate = 0.0
    for size in SIZES:
        seconds, findings = check(size)
        rate = size / seconds
        sys.stdout.write(
            f"yusuan        {size:5d} departments {seconds:6.2f} s {rate:8.0f}/s  {findings} findings\n"
        )
    ours = rate * count
    sys.stdout.write(f"              {ours:,.0f} identities/s\n")
    for name in PEERS:
        if importlib.util.find_spec(name) is None:
            continue
        singly, together = peer_rates(name)
        line = f"{name:13s} one by one {singly:6.0f} departments/s, {singly * PEER_IDENTITIES:9,.0f} identities/s"
        line += f" (we do {ours / singly / PEER_IDENTITIES:.1f} times as many)"
        if together is not None:
            theirs = together * PEER_IDENTITIES
            line += (
                f"\n{'':13s} in one frame {theirs:,.0f} identities/s ({ours / theirs:.1f} times)"
            )
        sys.stdout.write(line + "\n")


def bench_check_batch(benchmark: BenchmarkFixture) -> None:
    check(BATCH)
    _, findings = benchmark.pedantic(check, (1000,), rounds=3)  # type: ignore[no-untyped-call]  # unannotated
    assert findings


if __name__ == "__main__":
    main()
