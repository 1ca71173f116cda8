"""What starting costs: importing what checking a document needs, beside well-known modules of the standard library.

    uv run --group bench python -m benchmarks.bench_start

Processor time in a new interpreter each time, byte code already written; the median of several.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile

# They load nothing of what the check loads, and together take about as long on any machine.
PEER = ("asyncio", "unittest.mock", "http.server", "logging.config", "xml.dom.minidom", "sqlite3")
OURS = (
    "yusuan.pipeline",
    "yusuan.readers.document",
    "yusuan.recognition.disclosure",
    "yusuan.recognition.evidence_of",
    "yusuan.recognition.inferred",
    "yusuan.rules.check",
    "yusuan.rules.books.statements.tables",
)
# The clock starts after what every program has loaded.
_TIMED = """
import time
started = time.process_time()
import {modules}
print(time.process_time() - started)
"""


def seconds(modules: tuple[str, ...], cache: str) -> float:
    """The processor time of importing some modules in an interpreter of their own."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", _TIMED.format(modules=", ".join(modules))],
        capture_output=True,
        check=True,
        env=environment | {"PYTHONPYCACHEPREFIX": cache},
    )
    return float(done.stdout)


def measured(runs: int = 7) -> tuple[float, float]:
    """Ours and the peer's, medians of runs in turn, so that both meet the same load."""
    with tempfile.TemporaryDirectory() as cache:
        seconds(OURS, cache)
        seconds(PEER, cache)
        pairs = [(seconds(OURS, cache), seconds(PEER, cache)) for _ in range(runs)]
    return statistics.median(ours for ours, _ in pairs), statistics.median(p for _, p in pairs)


def main() -> None:
    """Print both and the ratio."""
    ours, peer = measured(11)
    print(
        f"{', '.join(OURS)} {1000 * ours:.0f} ms of processor time; {', '.join(PEER)} {1000 * peer:.0f} ms"
    )
    print(f"ratio {ours / peer:.2f}")


if __name__ == "__main__":
    main()
