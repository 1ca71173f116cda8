"""Read thousands of damaged files of every format in a contained process, and count what they did.

    uv run python -m benchmarks.hostile_files [COUNT] [KEEP]

COUNT files in all (10,000), the formats in turn; what broke, crashed, hung or swelled is kept in the folder KEEP.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from time import monotonic

from tests.security.contained import Verdict, read_all
from tests.security.fuzzing import FORMATS, damaged

_COUNT = 10_000


def main() -> int:
    """Print a line a format and every failure; 1 when there is one."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _COUNT
    keep = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    started = monotonic()
    fates: Counter[tuple[str, str]] = Counter()
    slowest: dict[str, Verdict] = {}
    grown: dict[str, int] = {}
    bad: list[Verdict] = []
    files = (damaged(FORMATS[n % len(FORMATS)], n // len(FORMATS)) for n in range(count))
    for done, verdict in enumerate(read_all(files)):
        if done and done % 500 == 0:
            print(f"{done} files, {monotonic() - started:.0f} s", file=sys.stderr, flush=True)
        suffix = verdict.file.suffix
        fates[suffix, verdict.fate.value] += 1
        grown[suffix] = max(grown.get(suffix, 0), verdict.grown)
        if suffix not in slowest or verdict.seconds > slowest[suffix].seconds:
            slowest[suffix] = verdict
        if not verdict.fate.is_fine:
            bad.append(verdict)
            last = verdict.said.strip().rpartition("\n")[2]
            print(f"{suffix} {verdict.file.number}: {verdict.fate.value} {last[:160]}", flush=True)
            if keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                name = f"{verdict.fate.value}-{verdict.file.number}.{suffix}"
                (keep / name).write_bytes(verdict.file.content)
                (keep / f"{name}.said").write_text(verdict.said, encoding="utf-8")
    kinds = sorted({fate for _, fate in fates})
    print(
        f"{'format':7}"
        + "".join(f"{kind:>16}" for kind in kinds)
        + "  slowest s  largest growth MiB"
    )
    for suffix in FORMATS:
        if suffix in slowest:
            row = "".join(f"{fates[suffix, kind]:16}" for kind in kinds)
            mib = grown[suffix] / 2**20
            print(f"{suffix:7}{row}  {slowest[suffix].seconds:9.2f}  {mib:18.0f}")
    print(f"{count} files, {len(bad)} failures, {monotonic() - started:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
