"""A thousand synthetic departments: make, check, publish open data and PDF, on all cores.

    python benchmarks/bench_departments.py [--departments 1000] [--no-pdf]

Prints departments per second for growing numbers (linear means the rate stays) and the largest memory of any
worker. Workers are replaced every few departments, because the PDF compiler keeps what it has laid out.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

PER_WORKER = 20


def publish(task: tuple[int, str, tuple[str, ...]]) -> tuple[int, int, int]:
    """Make one department, take it down the path; returns bytes written, findings, peak memory in KiB."""
    seed, folder, formats = task
    from yusuan.pipeline import Run
    from yusuan.synthetic import synthesise
    from yusuan.writers.folder import write_folder

    source = Path(folder) / f"d{seed}"
    for name, content in write_folder(synthesise(seed, 2024)).items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    run = Run(source)
    files = run.publish(formats, is_draft=bool(run.outcomes.blocking))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return sum(map(len, files.values())), len(run.outcomes.blocking), peak


def measure(departments: int, formats: tuple[str, ...]) -> tuple[float, int, int]:
    """Seconds, error-level findings and largest worker memory (KiB) for a number of departments."""
    with TemporaryDirectory() as folder:
        tasks = [(seed, folder, formats) for seed in range(departments)]
        started = time.perf_counter()
        # Not concurrent.futures: replacing workers deadlocks there in Python 3.11 (cpython issue 115634).
        with multiprocessing.get_context("spawn").Pool(
            os.cpu_count(), maxtasksperchild=PER_WORKER
        ) as pool:
            results = list(pool.imap_unordered(publish, tasks))
        seconds = time.perf_counter() - started
    return seconds, sum(r[1] for r in results), max(r[2] for r in results)


def main() -> None:
    """Print a line per size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--departments", type=int, default=1000)
    parser.add_argument("--no-pdf", action="store_true")
    asked = parser.parse_args()
    formats = ("opendata",) if asked.no_pdf else ("opendata", "pdf")
    sizes = sorted({max(1, asked.departments // 4), asked.departments})
    for size in sizes:
        seconds, errors, peak = measure(size, formats)
        sys.stdout.write(
            f"{size:5d} departments  {seconds:7.1f} s  {size / seconds:6.2f}/s  "
            f"peak worker {peak / 1024:.0f} MiB  error-level findings {errors}\n"
        )


if __name__ == "__main__":
    main()
