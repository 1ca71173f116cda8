"""Give thousands of bad files of every format to a contained process, and count what they did.

    uv run python -m benchmarks.hostile_files [COUNT] [KEEP] [--made] [--from N] [--seed SEED]

COUNT files in all (10,000), the formats in turn, from the N-th on; what broke, crashed, hung or swelled is kept in
the folder KEEP. Files are sound ones damaged; with `--made` they are made to hurt (tests/security/hostile), datasets,
open data, workbooks of facts and waivers among them, which go through the commands.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from time import monotonic

from tests.security.contained import Verdict, read_all
from tests.security.fuzzing import FORMATS, damaged
from tests.security.hostile.files import KINDS, hostile

_COUNT = 10_000


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("count", nargs="?", type=int, default=_COUNT)
    parser.add_argument("keep", nargs="?", type=Path)
    parser.add_argument("--made", action="store_true")
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--seed", default="2026")
    return parser.parse_args()


def main() -> int:
    """Print a line a format and every failure; 1 when there is one."""
    asked = _asked()
    count, keep = asked.count, asked.keep
    kinds_read, make = (KINDS, hostile) if asked.made else (FORMATS, damaged)
    started = monotonic()
    fates: Counter[tuple[str, str]] = Counter()
    slowest: dict[str, Verdict] = {}
    grown: dict[str, int] = {}
    bad: list[Verdict] = []
    every = len(kinds_read)
    files = (
        make(kinds_read[n % every], n // every, asked.seed)
        for n in range(asked.first, asked.first + count)
    )
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
                verdict.file.write(keep / name)
                (keep / f"{name}.said").write_text(verdict.said, encoding="utf-8")
    kinds = sorted({fate for _, fate in fates})
    print(
        f"{'format':14}"
        + "".join(f"{kind:>16}" for kind in kinds)
        + "  slowest s  largest growth MiB"
    )
    for suffix in kinds_read:
        if suffix in slowest:
            row = "".join(f"{fates[suffix, kind]:16}" for kind in kinds)
            mib = grown[suffix] / 2**20
            print(f"{suffix:14}{row}  {slowest[suffix].seconds:9.2f}  {mib:18.0f}")
    print(f"{count} files, {len(bad)} failures, {monotonic() - started:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
