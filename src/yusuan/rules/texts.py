"""Every text of a budget with its place, for rules that read words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from yusuan.core import records as r
from yusuan.core.budget import MASK
from yusuan.rules.books._words import at, indicator_name

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.core.outcomes import Where

_PROJECT = (r.PROJECTS, ("name", "purpose"))
_COSTING = (r.COSTING, ("name", "note"))
_OBJECTIVE = (r.PROJECT_OBJECTIVES, ("text",))
_INDICATOR = (r.INDICATORS, ("name", "description", "basis"))
_PURCHASE = (r.PROCUREMENT, ("name",))
# No text holds a control character, so nothing is found across two texts.
_PARTED = "\x1f"


class Text(NamedTuple):
    """A text as written in one field; `owner` is the code or name of the row it stands in."""

    record: r.Record
    owner: str
    field: str
    content: str
    is_classified: bool = False
    about: str = ""

    @property
    def where(self) -> Where:
        """The place of the text."""
        return at(self.record, self.owner, self.field)

    @property
    def place(self) -> str:
        """The place in words, without quoting what is classified."""
        known = self.record.field(self.field)
        parts = (self.record.label, self.about or self.owner, known.label if known else "")
        return " ".join(part for part in parts if part)


def texts(budget: DepartmentalBudget) -> Iterator[Text]:
    """All texts that are not blank, those masked already left out."""
    return (text for text in _every(budget) if text.content and text.content != MASK)


def with_any(pattern: re.Pattern[str], written: list[Text]) -> list[Text]:
    """The texts, or none when the pattern is in none of them: one search is cheaper than a thousand."""
    joined = _PARTED.join([text.content for text in written])
    return written if pattern.search(joined) else []


def around(content: str, found: re.Match[str], most: int = 6) -> str:
    """A match with some characters before and after it."""
    start, end = max(found.start() - most, 0), found.end() + most
    return " ".join(content[start:end].split())


def open_texts(budget: DepartmentalBudget) -> Iterator[Text]:
    """The texts that may be quoted."""
    return (text for text in texts(budget) if not text.is_classified)


def _every(budget: DepartmentalBudget) -> Iterator[Text]:
    for name, content in budget.narrative.items():
        yield Text(r.NARRATIVE, name, "text", content, about=r.NARRATIVE_TEXTS.get(name, name))
    yield Text(r.DEPARTMENT, budget.department.code, "name", budget.department.name)
    yield Text(r.DEPARTMENT, budget.department.code, "overall_objective", budget.overall_objective)
    for unit in budget.units:
        yield Text(r.UNITS, unit.code, "name", unit.name)
    for number, objective in enumerate(budget.objectives, start=1):
        yield Text(r.OBJECTIVES, str(number), "group", objective.group)
        yield Text(r.OBJECTIVES, str(number), "text", objective.text)
        for target in objective.indicators:
            yield Text(r.OBJECTIVE_INDICATORS, str(number), "name", target.name)
    for line in budget.procurement:
        yield from _fields(_PURCHASE, line.project, (line,))
    yield from _of_projects(budget)


def _of_projects(budget: DepartmentalBudget) -> Iterator[Text]:
    for project in budget.projects:
        about = MASK if "name" in project.classified else project.name
        yield from _fields(_PROJECT, project.code, (project,), about)
        yield from _fields(_COSTING, project.code, project.costing, about)
        yield from _fields(_OBJECTIVE, project.code, project.objectives, about)
        for indicator in project.indicators:
            named = f"{about} {indicator_name(indicator)}"
            yield from _fields(_INDICATOR, project.code, (indicator,), named)


def _fields(
    written: tuple[r.Record, tuple[str, ...]], owner: str, parts: Iterable[Any], about: str = ""
) -> Iterator[Text]:
    record, names = written
    for part in parts:
        classified = part.classified
        for name in names:
            yield Text(record, owner, name, getattr(part, name), name in classified, about)
