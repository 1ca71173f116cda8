"""Kill commands at random moments and at every change of a disk; count sets torn, files lost and what is left over.

python -m benchmarks.kills random 1000     # SIGKILL of whole processes, at moments drawn at random
python -m benchmarks.kills every          # killed, disk full, disk failing: at the n-th change, for every n
"""

from __future__ import annotations

import argparse
import errno
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
# In the place of this directory, in which other names would hide those of the standard library.
sys.path[0] = str(ROOT)

from tests.cli.command_line import run  # noqa: E402  after the path is known
from tests.faults.injected import KILL, changes, with_fault  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

FOREIGN = "the user's own"
MARKS = (".yusuan-part-", ".unfinished")
Files = dict[str, bytes]


@dataclass(frozen=True)
class Scenario:
    """What is there before, what is killed, and where it works: in a directory, or standing in it."""

    name: str
    first: tuple[tuple[str, ...], ...]
    second: tuple[str, ...]
    # Two processes of the same command at once.
    is_doubled: bool = False
    # From within the directory, which then cannot be replaced as a whole.
    is_inside: bool = False


def scenarios(books: Path) -> list[Scenario]:
    """All that write a directory; `books` holds two datasets and a folder of documents."""
    old, new, documents = str(books / "old"), str(books / "new"), str(books / "documents")
    on = ("--on", "2026-11-22", "--jobs", "2")
    few = ("--formats", "html,xlsx,opendata")
    publish = (("publish", old, "-o", "out", *few),)
    again = ("publish", new, "-o", "out", "--formats", "html,opendata", "--force")
    convert = (("convert", old, "out"),)
    return [
        Scenario("publish", publish, again),
        Scenario("publish anew", (), ("publish", new, "-o", "out", *few)),
        Scenario("convert", convert, ("convert", new, "out", "--force")),
        Scenario(
            "package",
            (("convert", old, "out", "--to", "opendata"),),
            ("convert", new, "out", "--force"),
        ),
        Scenario(
            "read",
            (("read", f"{documents}/a.txt", "-o", "out"),),
            ("read", f"{documents}/a.txt", "-o", "out", "--format", "json"),
        ),
        Scenario("batch", (), ("check", documents, "-o", "out", *on)),
        Scenario(
            "batch again",
            (("check", documents, "-o", "out", *on),),
            ("check", documents, "-o", "out", "--format", "xlsx", *on),
        ),
        Scenario("in place", convert, ("convert", new, ".", "--force"), is_inside=True),
        Scenario("in place, published", publish, (*again[:3], ".", *again[4:]), is_inside=True),
        Scenario("two writers", publish, again, is_doubled=True),
        Scenario("two converting", convert, ("convert", new, "out", "--force"), is_doubled=True),
    ]


def seen(place: Path) -> Files:
    """What people see."""
    return {
        file.relative_to(place).as_posix(): file.read_bytes()
        for file in sorted(place.rglob("*"))
        if file.is_file() and not any(mark in str(file) for mark in MARKS)
    }


class Started:
    """A command in a process of its own, forked from this one, in which everything is loaded."""

    def __init__(self, scenario: Scenario, place: Path) -> None:
        self.pid = os.fork()
        if not self.pid:
            os.setsid()
            code = 70
            try:
                os.chdir(place / "out" if scenario.is_inside else place)
                code = run(*scenario.second).exit_code
            finally:
                os._exit(code)

    def wait(self) -> int:
        """Its exit code."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def kill(self) -> None:
        """End it, and the processes it has started."""
        # Too early, there is no group of that number yet.
        for end in (os.killpg, os.kill):
            with suppress(ProcessLookupError):
                end(self.pid, signal.SIGKILL)


@dataclass
class Prepared:
    """A scenario with its two states, and how long it takes."""

    scenario: Scenario
    first: Path
    old: Files
    new: Files
    seconds: float


def prepare(scenario: Scenario, where: Path) -> Prepared:
    """Run it once without a kill."""
    first, second = where / "first", where / "second"
    first.mkdir(parents=True)
    for args in scenario.first:
        Started(replace(scenario, second=args, is_inside=False), first).wait()
    if scenario.first:
        (first / "out" / "letter.txt").write_text(FOREIGN, encoding="utf-8")
    shutil.copytree(first, second)
    began = time.monotonic()
    Started(scenario, second).wait()
    took = time.monotonic() - began
    found = Prepared(scenario, first, seen(first), seen(second), took)
    assert found.old != found.new, scenario.name
    return found


def judge(prepared: Prepared, place: Path) -> Counter[str]:
    """What a kill left, and what the next run makes of it."""
    found, said = seen(place), Counter[str]()
    in_note = any(place.rglob("note.json"))
    if found == prepared.new:
        said["new"] += 1
    elif found == prepared.old:
        said["old"] += 1
    else:
        # Only what cannot be replaced as a whole may wait for the next run, and says so.
        said["to be finished" if in_note and prepared.scenario.is_inside else "TORN"] += 1
    if in_note and "convert" in prepared.scenario.second:
        # A reader finishes it: what it then sees is the new set.
        Started(replace(prepared.scenario, second=("cells", "."), is_inside=True), place).wait()
        said["READ TORN"] += seen(place) not in (prepared.old, prepared.new)
    Started(prepared.scenario, place).wait()
    said["LOST"] += seen(place) != prepared.new
    said["LEFT OVER"] += any(mark in str(p) for p in place.rglob("*") for mark in MARKS)
    return said


def at_random(where: Path, kills: int, seed: int) -> Counter[str]:
    """SIGKILL of whole processes and their workers."""
    rng, total = random.Random(seed), Counter[str]()  # noqa: S311  no secret
    books = _books(where)
    every = scenarios(books)
    # Loaded once, so that every process is at its work at once.
    for n, scenario in enumerate(every):
        if "batch" not in scenario.name:
            _called(scenario)(_warm(scenario, where / "warm" / str(n)))
    prepared = [prepare(scenario, where / str(n)) for n, scenario in enumerate(every)]
    for each in prepared:
        print(f"{each.scenario.name}: {each.seconds:.1f} s", flush=True)
    each_said = {each.scenario.name: Counter[str]() for each in prepared}
    for n in range(kills):
        # Batches start processes of their own, and are slow.
        is_slow = "batch" in prepared[n % len(prepared)].scenario.name
        each = prepared[(n + 2 if is_slow and n // len(prepared) % 4 else n) % len(prepared)]
        place = where / "place"
        shutil.copytree(each.first, place)
        running = [Started(each.scenario, place) for _ in range(1 + each.scenario.is_doubled)]
        # Half of them near the end, where files are put in place.
        share = rng.uniform(0.8, 1.1) if n // len(prepared) % 2 else rng.uniform(0.05, 1.0)
        time.sleep(each.seconds * share * (1.4 if each.scenario.is_doubled else 1.0))
        # Of two writers one is killed; the other finishes.
        running[0].kill()
        codes = [process.wait() for process in running]
        if each.scenario.is_doubled:
            each_said[each.scenario.name]["OTHER FAILED"] += codes[1] != 0
        each_said[each.scenario.name] += judge(each, place)
        shutil.rmtree(place)
        if not (n + 1) % 50:
            print(n + 1, sum(each_said.values(), Counter()), flush=True)
            for name, said in each_said.items():
                print(f"  {name}: {dict(said)}", flush=True)
    return sum(each_said.values(), total)


def at_every_change(where: Path, only: str) -> Counter[str]:
    """Killed or failing at the n-th change, for every n, in this process's own children."""
    total = Counter[str]()
    for number, scenario in enumerate(scenarios(_books(where))):
        is_other = bool(only) and scenario.name != only
        if is_other or scenario.is_doubled or "batch" in scenario.name:
            continue
        prepared = prepare(scenario, where / str(number))
        again = _called(scenario)
        again(_copied(prepared.first, where / "warm"))
        last = changes(lambda: again(_copied(prepared.first, where / "count")))  # noqa: B023
        for fault in (KILL, errno.ENOSPC, errno.EIO):
            said = Counter[str]()
            for nth in range(1, last + 1):
                place = _copied(prepared.first, where / "place")
                with_fault(lambda: again(place), nth, fault)  # noqa: B023
                said += _after(prepared, place, again)
            print(
                f"{scenario.name}, {errno.errorcode.get(fault, 'killed')}: {dict(said)}", flush=True
            )
            total += said
    return total


def _after(prepared: Prepared, place: Path, again: Callable[[Path], None]) -> Counter[str]:
    found, said = seen(place), Counter[str]()
    is_inside = prepared.scenario.is_inside and any(place.rglob("note.json"))
    state = "new" if found == prepared.new else "old" if found == prepared.old else ""
    said[state or ("to be finished" if is_inside else "TORN")] += 1
    again(place)
    said["LOST"] += seen(place) != prepared.new
    said["LEFT OVER"] += any(mark in str(p) for p in place.rglob("*") for mark in MARKS)
    return said


def _called(scenario: Scenario) -> Callable[[Path], None]:
    def call(place: Path) -> None:
        here = Path.cwd()
        os.chdir(place / "out" if scenario.is_inside else place)
        try:
            run(*scenario.second)
        finally:
            os.chdir(here)

    return call


def _warm(scenario: Scenario, place: Path) -> Path:
    (place / "out").mkdir(parents=True)
    for args in scenario.first:
        _called(replace(scenario, second=args, is_inside=False))(place)
    return place


def _copied(source: Path, target: Path) -> Path:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target


def _books(where: Path) -> Path:
    books = where / "books"
    (books / "documents").mkdir(parents=True)
    run("new", books / "new", "--year", "2025", "--edition", "national")
    run("new", books / "old", "--year", "2026")
    for name in "ab":
        (books / "documents" / f"{name}.txt").write_text("没有年度的通知", encoding="utf-8")
    shutil.copytree(books / "old", books / "documents" / "dataset")
    return books


def main() -> int:
    """Print what was counted; 1 where anything was torn, lost or left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("how", choices=["random", "every"])
    parser.add_argument("kills", nargs="?", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="one scenario of `every`")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        where = Path(folder).resolve()
        is_random = asked.how == "random"
        total = (
            at_random(where, asked.kills, asked.seed)
            if is_random
            else at_every_change(where, asked.only)
        )
    print(dict(total))
    return int(any(name.isupper() and n for name, n in total.items()))


if __name__ == "__main__":
    sys.exit(main())
