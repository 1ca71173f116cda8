"""Scan publications and real documents, read them back, and count figures: right, put right, flagged, wrong.

    uv run python -m benchmarks.bench_scans [--seeds 3] [--scanner usual poor coarse] [--samples]

Made-up departments are published in each edition; the pages with tables are printed at 150 dpi, turned by up to
half a degree, made grainy and saved as JPEG. What the text layer says is the truth. The real samples are scanned alike.
"""

from __future__ import annotations

import argparse
import resource
import time
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from tests.readers.scans import Scanner
from tests.samples_path import samples_dir
from yusuan.core.errors import RecognitionRefused
from yusuan.identities.derive import identities
from yusuan.identities.infer import infer
from yusuan.pipeline import Run
from yusuan.readers.pdf.document import read_pdf
from yusuan.recognition.disclosure import recognise
from yusuan.recognition.inferred import doubts
from yusuan.synthetic import synthesise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_benchmark.fixture import BenchmarkFixture

    from yusuan.core.grid import RawDocument
    from yusuan.tables.table import CellKey, Table

YEAR = 2024
SCANNERS = {
    "usual": Scanner(),
    "poor": Scanner(noise=12, blur=0.9, quality=(40, 50)),
    "bad": Scanner(noise=18, blur=1.2, quality=(30, 40), degrees=1.0),
    "coarse": Scanner(dpi=110, noise=8, blur=0.6, quality=(50, 60)),
}
EDITIONS = ("hebei", "national")


@dataclass(slots=True)
class Count:
    """Figures of scans against the truth. `lost`: row or column is not there; `silent`: wrong and not said."""

    figures: int = 0
    misread: int = 0
    inferred: int = 0
    doubtful: int = 0
    flagged: int = 0
    silent: int = 0
    lost: int = 0
    pages: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        good = self.figures - self.silent - self.lost
        return (
            f"{self.pages:5d} {self.figures:7d} {self.misread:7d} {self.inferred:8d} "
            f"{self.doubtful:8d} {self.flagged:7d} {self.silent:6d} {self.lost:5d} "
            f"{good / max(1, self.figures):9.3%} {self.seconds / max(1, self.pages):6.2f}"
        )


HEAD = " pages figures misread inferred doubtful flagged silent  lost right/said  s/page"


@lru_cache(maxsize=4)
def publication(edition: str, seed: int) -> bytes:
    """A made-up department's publication as PDF."""
    files = Run.of(synthesise(seed, YEAR, edition)).publish({"pdf"})
    return next(content for name, content in files.items() if name.endswith(".pdf"))


def table_pages(truth: Iterable[Table]) -> list[int]:
    """The pages that hold recognised tables, counted from 0, and the first page of all."""
    pages = {
        cell.where.page - 1
        for table in truth
        for cell in table.cells.values()
        if cell.where is not None and cell.where.page
    }
    return sorted({0, *pages})


def compare(pdf: bytes, scanner: Scanner, seed: int, count: Count) -> None:
    """Scan a PDF, read it back and count."""
    truth = recognise(read_pdf(pdf)).tables
    scanned = scanner.scan(pdf, seed, table_pages(truth))
    started = time.perf_counter()
    document = read_pdf(scanned)
    count.seconds += time.perf_counter() - started
    count.pages += document.pages or 0
    _count(truth, document, count)


def _amounts(tables: Iterable[Table]) -> dict[CellKey, int | None]:
    return {cell.key: cell.amount for table in tables for cell in table.cells.values()}


def _count(truth: Iterable[Table], document: RawDocument, count: Count) -> None:
    meant = _amounts(truth)
    count.figures += sum(amount is not None for amount in meant.values())
    try:
        read = recognise(document).tables
    except RecognitionRefused:
        count.lost += sum(amount is not None for amount in meant.values())
        return
    doubted = doubts(document, read)
    inferred = infer(read, identities(read), doubted)
    said = {*inferred.doubtful, *(figure.key for figure in inferred.figures)}
    count.inferred += len(inferred.figures)
    count.doubtful += len(inferred.doubtful)
    first, final = _amounts(read), _amounts(inferred.tables)
    for key in meant.keys() | first.keys():
        if key not in first:
            if meant[key] is not None:
                count.lost += 1
                count.wrong.append(f"lost {key} {meant[key]}")
            continue
        count.misread += meant.get(key) != first[key]
        if meant.get(key) != final[key]:
            count.flagged += key in said
            count.silent += key not in said
            count.wrong.append(f"{key} {meant.get(key)} {final[key]} {doubted.get(key)}")


def samples() -> Iterator[tuple[str, bytes]]:
    """The real PDFs, by name."""
    for path in sorted(samples_dir().glob("*.pdf")):
        if "blank" not in path.name:
            yield path.name, path.read_bytes()


def main() -> None:
    """Print a line for each scanner and edition, and one for each real document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--scanner", nargs="*", choices=SCANNERS, default=["usual", "poor"])
    parser.add_argument("--samples", action="store_true")
    asked = parser.parse_args()
    print(f"{'':32}{HEAD}")
    for name in asked.scanner:
        for edition in EDITIONS:
            count = Count()
            for seed in range(1, asked.seeds + 1):
                compare(publication(edition, seed), SCANNERS[name], seed, count)
            _report(f"{name} {edition}", count)
        for title, pdf in samples() if asked.samples else ():
            count = Count()
            compare(pdf, SCANNERS[name], len(title), count)
            _report(f"{name} {title[:24]}", count)
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most")


def _report(name: str, count: Count) -> None:
    print(f"{name:32}{count}", flush=True)
    for line in count.wrong:
        print("   ", line)


def bench_read_a_scanned_page(benchmark: BenchmarkFixture) -> None:
    scanned = Scanner().scan(publication("hebei", 2), 2, [5])
    document = benchmark(read_pdf, scanned)
    assert document.grids


if __name__ == "__main__":
    main()
