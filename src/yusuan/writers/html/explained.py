"""What the page knows of every figure: its name, its place in links, the lines behind it, and where else it stands."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from yusuan.tables.lines_behind import LinesBehind
from yusuan.writers.html import printable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from markupsafe import Markup

    from yusuan.core.budget import BudgetLine
    from yusuan.documents.publication import Explanation, LineInWords, Publication
    from yusuan.tables.table import CellKey


@dataclass
class Explained:
    """The explanations of a publication, numbered."""

    publication: Publication

    @cached_property
    def numbers(self) -> Mapping[CellKey, int]:
        """The number of each explanation in the page."""
        return {key: n for n, key in enumerate(self.publication.explanations)}

    @cached_property
    def _keys(self) -> tuple[CellKey, ...]:
        return tuple(self.publication.explanations)

    @cached_property
    def _places(self) -> Mapping[CellKey, str]:
        found: dict[CellKey, str] = {}
        for table in self.publication.tables:
            columns: dict[str, int] = {}
            for key in table.cells:
                column = columns.setdefault(key.column, len(columns) + 1)
                found[key] = "".join(f"{table.id}.{printable(key.row)}.{column}".split())
        # Words of a form that differ in blanks only would share a name.
        shared = Counter(found.values())
        return {key: name for key, name in found.items() if shared[name] == 1}

    def place(self, number: int) -> str:
        """What links call a figure: table, row and number of the column, which stay when the page is written anew."""
        return self._places.get(self._keys[number], f"f{number}")

    @cached_property
    def _lines_behind(self) -> Mapping[CellKey, list[int]]:
        behind = LinesBehind(line for line, _ in self._lines)
        return {
            cell.key: _runs(behind.of(cell.region))
            for table in self.publication.tables
            for cell in table.figures()
        }

    @cached_property
    def _lines(self) -> list[tuple[BudgetLine, LineInWords]]:
        # Lines that stand together are summed together: figures then need few runs.
        return sorted(self.publication.lines, key=lambda line: line[1])

    def as_json(self, mentions: Sequence[tuple[int, str]], anchored: Collection[int]) -> Markup:
        """All of it, safe inside a script element.

        A figure is: name, printed, region, same, sum of, part of, mentions, place, and the lines behind it as runs
        (first, how many). A line is the numbers of its words, then its amount.
        """
        from markupsafe import Markup

        mentioned: dict[int, list[list[object]]] = {}
        for n, (number, place) in enumerate(mentions):
            mentioned.setdefault(number, []).append([n, printable(place)])
        publication = self.publication
        figures = [
            [
                *(printable(text) for text in (one.name, one.printed, one.region)),
                *self._others(key, one),
                mentioned.get(n, []),
                self.place(n) if n in anchored else "",
                self._lines_behind.get(key, []),
            ]
            for n, (key, one) in enumerate(publication.explanations.items())
        ]
        words: dict[str, int] = {}
        lines = [
            [*(words.setdefault(printable(word), len(words)) for word in line[:-1]), line.amount]
            for _, line in self._lines
        ]
        about = (publication.department, f"{publication.fiscal_year}年", publication.title)
        content = {
            "about": [printable(text) for text in about],
            "figures": figures,
            "words": list(words),
            "lines": lines,
        }
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        # In JSON these three stand only inside strings, where an escape means the same.
        for sign in "<>&":
            text = text.replace(sign, f"\\u{ord(sign):04x}")
        return Markup(text)  # noqa: S704 - no sign that HTML knows is left

    def _others(self, key: CellKey, one: Explanation) -> list[list[int]]:
        numbers = self.numbers
        return [
            [numbers[other] for other in keys if other != key and other in numbers]
            for keys in (one.same_as, one.sum_of, one.part_of)
        ]


def _runs(places: Sequence[int]) -> list[int]:
    """Places as runs: the first and how many follow each other."""
    runs: list[int] = []
    for place in places:
        if runs and place == runs[-2] + runs[-1]:
            runs[-1] += 1
        else:
            runs += [place, 1]
    return runs
