"""How fast a large place answers many people at once; each part is a command.

python -m benchmarks.place.load pages [--postgresql]     # 50 people clicking, a thousand units, 100,000 lines
python -m benchmarks.place.load savers [--postgresql]    # 20 (PostgreSQL: 100) people saving at once
python -m benchmarks.place.load deadline [--postgresql]  # 200 units import workbooks of 5 MB, pages meanwhile
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import threading
import time
from typing import TYPE_CHECKING

from benchmarks.place.clicking import Times, clicking
from benchmarks.place.deadline import deadline
from benchmarks.place.served import amount_of, edit_of, served

if TYPE_CHECKING:
    from benchmarks.place.served import Person, Served

_TIMES, _SPLIT = 25, 4
_CLICKING = 50
# Seconds.
_WARM, _MEASURED = 20.0, 60.0


def pages(place: Served) -> int:
    """Fifty people clicking and typing."""
    people = place.of("preparer")[::6][:33] + place.of("reviewer")[:12] + place.of("division")
    times = Times()
    with clicking(people[:_CLICKING], times):
        time.sleep(_WARM)
        times.is_measuring = True
        time.sleep(_MEASURED)
    times.say(f"{len(people[:_CLICKING])} people clicking, {place.database}, {place.size}")
    return bool(times.wrong)


def savers(place: Served) -> int:
    """Everybody saves at once, again and again, two in each part; every save must be found again."""
    many = 100 if place.database == "PostgreSQL" else 20
    people = place.of("preparer")[: many // 2]
    pairs = [(one, 0) for one in people] + [(one, 1) for one in people]
    times = Times()
    times.is_measuring = True
    lost: list[str] = []
    gate = threading.Barrier(len(pairs))

    def work(person: Person, half: int) -> None:
        mine = person.twin()
        mine.ask("GET", f"/budgets/parts/{person.parts[0]}/")
        # Two people of one unit on different rows: neither may lose anything.
        rows = person.rows[half::2][:10]
        gate.wait()
        expected = {row: _typed(mine, row, n, times) for n, row in enumerate(rows)}
        _, now, _ = mine.look(rows)
        lost.extend(
            f"row {row}: {text}" for row, text in expected.items() if amount_of(now, row) != text
        )

    threads = [threading.Thread(target=work, args=pair) for pair in pairs]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - began
    times.say(f"{len(pairs)} people saving at once, {place.database}: {taken:.1f} s")
    sys.stdout.write(f"lost updates: {len(lost)} {lost[:3]}\n")
    return bool(lost or times.wrong)


def _typed(person: Person, row: int, number: int, times: Times) -> str:
    _, now, _ = person.look([row])
    text = f"{1000 + row % 1000}.{number:02d}"
    status, _, taken = person.save(edit_of(now, row, text))
    times.add("(save)", status, taken)
    return text


def main() -> int:
    """Do one part; 1 where an answer was none, or something was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["pages", "savers", "deadline"])
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--times", type=int, default=_TIMES)
    asked = parser.parse_args()
    part = {"pages": pages, "savers": savers, "deadline": deadline}[asked.part]
    with contextlib.ExitStack() as stack:
        url = ""
        if asked.postgresql:
            from tests.web.place.postgresql import cluster

            url = stack.enter_context(cluster()).made("load")
        place = stack.enter_context(served(asked.times, _SPLIT, url))
        return part(place)


if __name__ == "__main__":
    sys.exit(main())
