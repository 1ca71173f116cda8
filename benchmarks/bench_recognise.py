"""Understand a published document: recognition, identities, their check, and all of it, beside PDFium's bare text.

    uv run --group bench python -m benchmarks.bench_recognise [FILE]

Processor time, warm, the median and the best of several runs; reading the file is measured by `bench_read_pdf`.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.samples_path import samples_dir
from yusuan.identities import derive
from yusuan.identities.causes import check_identities
from yusuan.pipeline import Inspection
from yusuan.readers.document import read_document
from yusuan.recognition.disclosure import recognise

if TYPE_CHECKING:
    from collections.abc import Callable

_RUNS = 11
DOCUMENT = "shanghai-wanli-2023-budget.pdf"


def bare_text(path: Path) -> int:
    """All that PDFium says stands on the pages, without places."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return sum(len(page.get_textpage().get_text_range()) for page in document)


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """The processor time of a run once warm: median and best."""
    work()
    taken = []
    for _ in range(_RUNS):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return statistics.median(taken), min(taken)


def main() -> None:
    """Print a line a part: milliseconds, and how many times PDFium's bare text the best run takes."""
    path = Path(sys.argv[1]) if sys.argv[1:] else samples_dir() / DOCUMENT
    document = read_document(path)
    tables = recognise(document).tables

    def afresh() -> object:
        # Derived once for tables of one form; here each time anew.
        derive._cache.clear()  # noqa: SLF001
        return derive.identities(recognise(document).tables)

    def checked() -> object:
        derive._cache.clear()  # noqa: SLF001
        inspection = Inspection(path)
        # Where a cached property keeps its value: as if the file had been read.
        vars(inspection)["document"] = document
        return inspection.outcomes

    found = derive.identities(tables)
    parts: dict[str, Callable[[], object]] = {
        "PDFium, bare text": lambda: bare_text(path),
        "recognise": lambda: recognise(document),
        "recognise + identities": afresh,
        "check the identities": lambda: check_identities(tables, found),
        "all but reading": checked,
    }
    peer = 0.0
    for name, work in parts.items():
        median, best = seconds(work)
        peer = peer or best
        print(f"{name:24} {1000 * median:6.0f} ms (best {1000 * best:.0f})  {best / peer:5.2f} ×")
    print(f"{len(tables)} tables, {len(found)} identities")


if __name__ == "__main__":
    main()
