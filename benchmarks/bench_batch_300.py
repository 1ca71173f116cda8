"""The command line on published documents: a batch of three hundred on two cores, and one document cold.

    uv run --group bench python -m benchmarks.bench_batch_300 [DOCUMENTS]

The batch is the sample documents over and over under other names: nothing is remembered from one copy to the next.
Cold is a new process for each check of one document of 35 pages, byte code already written. Beside both stands
PDFium's bare text of that document on one core: on a busy machine quote the ratios.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.bench_recognise import DOCUMENT, bare_text, seconds
from tests.samples_path import samples_dir

if TYPE_CHECKING:
    from collections.abc import Sequence

_DOCUMENTS, _JOBS, _COLD_RUNS = 300, 2, 5
_PUBLISHED = {".pdf", ".xlsx", ".txt"}
_YUSUAN = (sys.executable, "-c", "from yusuan.cli.main import main; main()", "check")
# 0: nothing found; 1: findings of error level. Anything else is a failure of ours.
_CHECKED = {0, 1}


class Taken(NamedTuple):
    """What a process and those it started took: seconds of the clock and of processors."""

    wall: float
    processor: float


def taken(arguments: Sequence[str | Path], byte_code: Path) -> Taken:
    """Run `yusuan check` in a new process."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [*_YUSUAN, *map(str, arguments)],
        capture_output=True,
        check=False,
        env=environment | {"PYTHONPYCACHEPREFIX": str(byte_code)},
    )
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in _CHECKED, done.stderr.decode()
    return Taken(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def copies(folder: Path, count: int) -> None:
    """So many documents: the samples in turn, each copy a link under a name of its own."""
    samples = sorted(
        path
        for path in samples_dir().rglob("*")
        if path.suffix in _PUBLISHED and path.name != "README.md"
    )
    for number, path in enumerate(islice(cycle(samples), count)):
        (folder / f"{number:04}-{path.name}").symlink_to(path)


def main() -> None:
    """Print the batch, then the cold check, each beside PDFium."""
    count = int(sys.argv[1]) if sys.argv[1:] else _DOCUMENTS
    document = samples_dir() / DOCUMENT
    with tempfile.TemporaryDirectory() as folder:
        byte_code, sources, reports = (Path(folder, name) for name in ("code", "in", "out"))
        sources.mkdir()
        copies(sources, count)
        _, peer = seconds(lambda: bare_text(document))
        print(f"PDFium, bare text of 35 pages: {1000 * peer:.0f} ms of processor time")
        # Once for the byte code.
        taken([document], byte_code)
        cold = [taken([document], byte_code) for _ in range(_COLD_RUNS)]
        wall, processor = min(one.wall for one in cold), min(one.processor for one in cold)
        print(
            f"one document cold, best of {_COLD_RUNS}: {wall:.2f} s, "
            f"{processor:.2f} s of processor time, {processor / peer:.1f} ×"
        )
        batch = taken([sources, "--jobs", str(_JOBS), "-o", reports], byte_code)
        print(
            f"{count} documents, {_JOBS} at a time: {batch.wall:.0f} s, {batch.processor:.0f} s of "
            f"processor time, {batch.processor / count / peer:.1f} × a document"
        )


if __name__ == "__main__":
    main()
