"""Kill processes of a served place at random moments while people save, submit, return and import; judge what is left.

python -m benchmarks.place.kills 400 [--seed 1] [--postgresql]

Nine in ten kills hit a web worker, others the process above them, the task worker, or all at once with the supervisor.
Publications have a killer of their own: `benchmarks.place_kills`.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from benchmarks.place.deadline import workbook
from benchmarks.place.served import ROOT, amount_of, edit_of, served

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.place.served import Person, Served

_SAVERS, _SUBMITTERS, _IMPORTERS = 4, 2, 2
_ANSWERED = (200, 409)


@dataclass
class People:
    """Those who work while processes die: what they did, and what went wrong (in capitals)."""

    over: threading.Event = field(default_factory=threading.Event)
    # No new work while all is looked at.
    may_work: threading.Event = field(default_factory=threading.Event)
    said: Counter[str] = field(default_factory=Counter)
    busy: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, work: Callable[[], None]) -> None:
        """Do a piece of work again and again."""
        while not self.over.is_set():
            self.may_work.wait()
            with self.lock:
                self.busy += 1
            try:
                work()
            finally:
                with self.lock:
                    self.busy -= 1

    def rest(self) -> None:
        """Let all end what they are at."""
        self.may_work.clear()
        while self.busy:
            time.sleep(0.05)

    def count(self, what: str) -> None:
        """One more."""
        with self.lock:
            self.said[what] += 1


def _asked(ask: Callable[[], tuple[int, Any, float]]) -> tuple[int, Any]:
    """Ask until there is an answer, as browsers and people do; nothing is answered while a server is away."""
    while True:
        with contextlib.suppress(OSError, http.client.HTTPException):
            status, said, _ = ask()
            if status < 500:
                return status, said
        time.sleep(0.1)


def _saver(people: People, person: Person, rows: list[int]) -> Callable[[], None]:
    """Changes an amount; what was answered must be there at the next look."""
    known: dict[int, str] = {}
    draw = random.Random(person.parts[0])  # noqa: S311  no secret

    def work() -> None:
        _, now = _asked(lambda: person.look(rows))
        for row, text in known.items():
            if amount_of(now, row) != text:
                people.count("LOST SAVE")
        row = draw.choice(rows)
        new = f"{draw.randrange(1, 900_000)}.{draw.randrange(100):02d}"
        edit = edit_of(now, row, new)
        status, answer = _asked(lambda: person.save(edit))
        if status not in _ANSWERED or answer.get("conflicts"):
            people.count("SAVE REFUSED")
        known[row] = new
        people.count("saved")

    return work


def _submitter(people: People, preparer: Person, reviewer: Person) -> Callable[[], None]:
    """Submits a part and has it returned; whichever of the two comes next is seen from the page."""
    part = preparer.parts[0]

    def step(who: Person, name: str) -> None:
        path = f"/steps/part/{part}/{name}/"
        _asked(lambda: who.ask("GET", path))
        form = {"csrfmiddlewaretoken": who.token, "reason": "请再看一遍"}
        status, _ = _asked(lambda: who.send_form(path, form))
        # Taken already where the first answer was lost: then it is another's turn, and this one is refused.
        people.count(f"{name} {status}")

    def work() -> None:
        step(preparer, "submit_part")
        step(reviewer, "return_part")

    return work


def _importer(people: People, person: Person) -> Callable[[], None]:
    """Sends a workbook, confirms what it would change, and finds it done."""
    part = person.parts[0]
    made = [0]

    def work() -> None:
        made[0] += 1
        content = workbook(person, 100_000 + made[0], 0)
        page = f"/budgets/parts/{part}/import/"
        _asked(lambda: person.ask("GET", page))
        _asked(lambda: person.upload(page, "budget.xlsx", content))
        led_to, began = person.led_to, time.monotonic()
        while time.monotonic() - began < 600:
            _, shown = _asked(lambda: person.ask("GET", led_to))
            if "撤销这次导入".encode() in shown:
                people.count("imported")
                return
            if "确认导入".encode() in shown:
                _asked(lambda: person.send_form(led_to, {"csrfmiddlewaretoken": person.token}))
            elif "正在读取".encode() not in shown:
                people.count("IMPORT REFUSED")
                return
            time.sleep(0.3)
        people.count("IMPORT NEVER READ")

    return work


def kill(place: Served, draw: random.Random, said: Counter[str]) -> bool:
    """End one process, or all of them (True), as the system does when memory is short."""
    while True:
        found = place.processes()
        chosen = draw.random()
        if chosen < 0.05:
            assert place.process is not None
            for pid in [place.process.pid, *found]:
                _end(pid)
            place.process.wait()
            said["killed all"] += 1
            return True
        name, group = "tasks", [n for n, line in found.items() if _is_task(line)]
        if chosen < 0.92:
            name, group = "web", sorted(n for n, line in found.items() if "child web" in line)
            # The first of them waits longer each time before it is started again: it is not hit every time.
            group = group[1:] if draw.random() < 0.9 else group
        if group and _end(draw.choice(group)):
            said[f"killed {name}"] += 1
            return False
        # Not started again yet.
        time.sleep(0.1)


def _is_task(line: str) -> bool:
    """The task worker, or the process that reads for it."""
    return "child tasks" in line or "spawn_main" in line


def _end(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def judged(place: Served, said: Counter[str]) -> None:
    """What must hold at any moment: chains, steps that alternate, and nothing half done."""
    verified = place.run("journal", "verify")
    if verified.returncode:
        said["BROKEN CHAIN"] += 1
        sys.stdout.write(verified.stdout + verified.stderr)
    looked = subprocess.run(
        [sys.executable, "-m", "benchmarks.place.judged"],
        cwd=ROOT,
        env=place.environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    said.update(json.loads(looked.stdout))


def run(place: Served, kills: int, seed: int) -> Counter[str]:
    """Kill so many times while all work."""
    for person in place.people:
        # A token for its forms.
        person.ask("GET", "/")
    people, draw = People(), random.Random(seed)  # noqa: S311  no secret
    books: dict[int, list[Person]] = {}
    for person in place.of("preparer"):
        books.setdefault(person.books[0], []).append(person)
    reviewers = {person.books[0]: person for person in place.of("reviewer")}
    first, second, third = list(books)[:3]
    works: list[Callable[[], None]] = []
    for n in range(_SAVERS):
        mine = books[first][n % 2].twin()
        works.append(_saver(people, mine, mine.rows[n // 2 :: 2][:8]))
    works += [
        _submitter(people, one.twin(), reviewers[second].twin())
        for one in books[second][:_SUBMITTERS]
    ]
    works += [_importer(people, one.twin()) for one in books[third][:_IMPORTERS]]
    threads = [threading.Thread(target=people.keep, args=(work,), daemon=True) for work in works]
    people.may_work.set()
    for thread in threads:
        thread.start()
    for _ in range(kills):
        time.sleep(draw.uniform(0.05, 0.9))
        if kill(place, draw, people.said):
            judged(place, people.said)
            place.start()
    people.over.set()
    people.rest()
    place.end()
    judged(place, people.said)
    return people.said


def main() -> int:
    """1 where anything was lost, torn or half done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    with contextlib.ExitStack() as stack:
        url = ""
        if asked.postgresql:
            from tests.web.place.postgresql import cluster

            url = stack.enter_context(cluster()).made("kills")
        place = stack.enter_context(served(1, 1, url))
        said = run(place, asked.kills, asked.seed)
    for what, count in sorted(said.items()):
        sys.stdout.write(f"{count:8} {what}\n")
    return int(any(what.isupper() and count for what, count in said.items()))


if __name__ == "__main__":
    sys.exit(main())
