"""Known indicators: taken from budgets that were published, offered by how near they are to what is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.core.budget import DepartmentalBudget


@dataclass(frozen=True, slots=True)
class Known:
    """An indicator somebody published: kind, name, target as written, and where."""

    kind: str
    name: str
    target: str
    category: str
    function: str
    source: str


def mined(budget: DepartmentalBudget, source: str) -> Iterator[Known]:
    """The indicators of a budget's projects, each name of a kind once; nothing that is classified."""
    seen: set[tuple[str, str]] = set()
    for project in budget.projects:
        for one in project.indicators:
            key = (one.kind.value, one.name)
            if one.classified or project.classified or key in seen:
                continue
            seen.add(key)
            function = "" if project.function is None else project.function.digits
            yield Known(
                one.kind.value, one.name, str(one.target), project.category.value, function, source
            )


def ranked(
    known: Iterable[Known], kind: str, typed: str, category: str, function: str
) -> list[Known]:
    """Those of the kind, the likest first: by shared signs of the name, then by class and category."""

    def likeness(one: Known) -> tuple[int, int, bool]:
        shared = len(set(_pairs(typed)) & set(_pairs(one.name)))
        near = next((n for n in (7, 5, 3) if function[:n] == one.function[:n] and function), 0)
        return shared, near, one.category == category

    fitting = [one for one in known if one.kind == kind]
    return sorted(fitting, key=lambda one: (*(-int(x) for x in likeness(one)), one.name))


def _pairs(text: str) -> Iterator[str]:
    return (text[n : n + 2] for n in range(len(text) - 1))
