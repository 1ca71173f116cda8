"""Hold what the program binds of the prose of the real documents against what a careful reader took down.

    uv run --group bench python -m benchmarks.bench_statements [-v] [PART OF A NAME …]

A line a document: right / wrong / not bound of each kind of statement; with `-v` every one that is not right.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from tests.samples.said import SAID, Group, Judged, Result, judged

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAME, _CELL = 45, 14


def line(name: str, every: Iterable[Judged]) -> str:
    """The numbers of some statements, kind by kind."""
    counted = Counter((one.statement.group, one.result) for one in every)
    cells = []
    for group in Group:
        of = {result: counted[group, result] for result in Result}
        missed = of[Result.NOT_BOUND] + of[Result.NOT_FOUND]
        said = f"{of[Result.RIGHT]}/{of[Result.WRONG]}/{missed}" if any(of.values()) else ""
        cells.append(f"{said:>{_CELL}}")
    return f"{name:{_NAME}}{''.join(cells)}"


def told(one: Judged) -> str:
    """One statement that is not bound right, in a line."""
    said = one.statement
    place = f"p{said.page or '-'} {said.figure}#{said.nth}"
    return f"    {one.result.value:9} {place:24} {said.said}  ←  {one.reading or ''}"


def main() -> None:
    """Print the table."""
    words = [word for word in sys.argv[1:] if word != "-v"]
    is_long = "-v" in sys.argv[1:]
    print(f"{'right/wrong/not bound':{_NAME}}" + "".join(f"{g.value[:13]:>{_CELL}}" for g in Group))
    total: list[Judged] = []
    for stem in SAID:
        if words and not any(word in stem for word in words):
            continue
        every = judged(stem)
        total.extend(every)
        print(line(stem, every))
        if is_long:
            for one in every:
                if one.result is not Result.RIGHT:
                    print(told(one))
    print(line("all", total))


if __name__ == "__main__":
    main()
