"""People who click and type as people do, and how long they wait."""

from __future__ import annotations

import contextlib
import random
import sys
import threading
import time
from collections import defaultdict
from typing import TYPE_CHECKING

from benchmarks.place.served import edit_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.place.served import Person

# Seconds between two clicks of one person.
_THINKS = (2.0, 8.0)


class Times:
    """Seconds by what was asked, from many threads; answers that were none are counted."""

    def __init__(self) -> None:
        self.by: dict[str, list[float]] = defaultdict(list)
        self.wrong: list[str] = []
        self.is_measuring = False
        self._lock = threading.Lock()

    def add(self, what: str, status: int, taken: float) -> None:
        """Note one."""
        with self._lock:
            if status >= 400:
                self.wrong.append(f"{what}: {status}")
            if self.is_measuring:
                self.by[what].append(taken)

    def say(self, title: str) -> None:
        """Print them."""
        sys.stdout.write(f"{title}\n{'':24}{'n':>6}{'p50':>8}{'p95':>8}{'max':>8}  ms\n")
        for what, taken in [*sorted(self.by.items()), ("all pages", self.pages())]:
            if taken:
                mid, late, most = (1000 * at(taken, q) for q in (0.5, 0.95, 1.0))
                sys.stdout.write(f"{what:24}{len(taken):6}{mid:8.0f}{late:8.0f}{most:8.0f}\n")
        sys.stdout.write(f"answers that were none: {len(self.wrong)} {self.wrong[:5]}\n")

    def pages(self) -> list[float]:
        """All that is a page."""
        return [one for what, taken in self.by.items() if not what.startswith("(") for one in taken]


def at(taken: list[float], share: float) -> float:
    """The quantile."""
    ordered = sorted(taken)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _save(person: Person, times: Times, draw: random.Random) -> None:
    """Change an amount, and ask what the rules say of it: what a browser does as one types."""
    _, now, _ = person.look()
    edit = edit_of(now, draw.choice(person.rows), f"{draw.randrange(1, 900_000)}.00")
    status, _, saved = person.save(edit)
    times.add("(save)", status, saved)
    status, _, checked = person.look(revision=str(now["revision"]))
    times.add("(full check, findings)", status, checked)
    times.add("(save with full check)", status, saved + checked)


def _pages(person: Person) -> list[tuple[str, str]]:
    book = person.books
    of_book = [
        ("book", "/budgets/{book}/"),
        ("tables", "/budgets/{book}/tables/"),
        ("findings", "/budgets/{book}/findings/"),
    ]
    found = [("home", "/"), *of_book, ("comments", "/comments/"), ("projects", "/projects/")]
    if person.role == "preparer":
        found += [("grid", f"/budgets/parts/{person.parts[0]}/?record=lines")] * 3
    else:
        found += [("books", "/budgets/"), ("versions", f"/versions/of/{book[0]}/")]
    return found


def _click(person: Person, times: Times, ends: Callable[[], bool], seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311  no secret
    pages = _pages(person)
    person.ask("GET", "/")
    while not ends():
        time.sleep(draw.uniform(*_THINKS))
        what, path = draw.choice(pages)
        status, _, taken = person.ask("GET", path.format(book=draw.choice(person.books)))
        times.add(what, status, taken)
        if what == "grid":
            _save(person, times, draw)


@contextlib.contextmanager
def clicking(people: list[Person], times: Times) -> Iterator[None]:
    over = threading.Event()
    threads = [
        threading.Thread(target=_click, args=(one, times, over.is_set, n))
        for n, one in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()
