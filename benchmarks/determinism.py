"""Check the same batch again and again, by other numbers of processes, hindered and elsewhere; every byte is compared.

    uv run python -m benchmarks.determinism [--documents 16] [--jobs 1,2,3,6,8] [--rounds 1] [--golden]

The documents are wrong in up to eighty places at once, in every format. All runs but the first are stopped and go on
at random moments, are nice to others, and have their own hash seed, time zone and locale (one in four of them knows
ASCII only). `--golden` also makes the golden publications in each of these environments.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.determinism.batch import documents, everything
from tests.determinism.slowed import run_hindered

_FORMATS = ("pdf", "docx", "xlsx", "html")
_ZONES = ("Asia/Shanghai", "America/New_York", "UTC", "Pacific/Kiritimati")
_LOCALES: tuple[dict[str, str], ...] = (
    {"LC_ALL": "C.UTF-8"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "POSIX"},
    {"LC_ALL": "zh_CN.UTF-8"},
)


def environment(number: int) -> dict[str, str]:
    """Where the run of a number takes place."""
    zone, locale = _ZONES[number % len(_ZONES)], _LOCALES[number % len(_LOCALES)]
    return {"PYTHONHASHSEED": str(number), "TZ": zone, **locale}


def check(folder: Path, out: Path, jobs: int, number: int) -> dict[str, bytes]:
    """All files of one run."""
    command: list[str | Path] = [sys.executable, "-m", "yusuan", "check", folder]
    command += ["-o", out, "--jobs", str(jobs), "--on", "2026-11-22", "--timeout", "1200"]
    hinder = number or None
    done = run_hindered(command, environment(number), seed=hinder, niceness=number % 4)
    assert done.returncode in {0, 1}, done.stderr.decode(errors="replace")
    return everything(out)


def golden(number: int) -> bool:
    """Whether the golden publications come out as they are kept."""
    command = [sys.executable, "-m", "pytest", "tests/golden", "-q", "-p", "no:cacheprovider"]
    return run_hindered(command, environment(number), seed=None).returncode == 0


def main() -> None:
    """Print a line a run; exit 1 where any byte differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=16)
    parser.add_argument("--jobs", default="1,2,3,6,8")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--golden", action="store_true")
    asked = parser.parse_args()
    differing = 0
    with TemporaryDirectory() as scratch:
        folder = Path(scratch, "公开文件")
        documents(folder, asked.documents, formats=_FORMATS)
        first: dict[str, bytes] = {}
        runs = itertools.product(range(asked.rounds), map(int, asked.jobs.split(",")))
        for number, (_, jobs) in enumerate(runs):
            began = time.monotonic()
            files = check(folder, Path(scratch, f"out{number}"), jobs, number)
            first = first or files
            other = sorted(n for n in first.keys() | files.keys() if first.get(n) != files.get(n))
            differing += bool(other)
            seconds = time.monotonic() - began
            said = f"{len(other)} differ: {other[:3]}" if other else "same bytes"
            print(f"jobs {jobs}  {len(files)} files  {seconds:6.1f} s  {said}", flush=True)
    for number in range(len(_LOCALES)) if asked.golden else ():
        is_same = golden(number)
        differing += not is_same
        print(f"golden {environment(number)}  {'same bytes' if is_same else 'differ'}", flush=True)
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
