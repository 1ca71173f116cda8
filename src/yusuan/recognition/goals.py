"""The department's own objectives from prose: lines that list indicators with their targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.budget import DepartmentObjective, ObjectiveIndicator
from yusuan.core.patterns import pattern
from yusuan.core.target import Unparsed, canonical, parse_target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LIST = pattern(r"^绩效指标[:：](.*)$")
_GOAL = pattern(r"^(?:[（(]?\d+[)）]?[、.．]?)?绩效目标[:：](.*)$")
_ENTRY = pattern(r"(?P<name>.+?)(?P<target>(?:[≥≤=><＝]|不低于|不少于|不超过).+)")


def department_objectives(lines: Iterable[str]) -> tuple[DepartmentObjective, ...]:
    """Every goal with the indicators listed below it."""
    found: list[DepartmentObjective] = []
    goal = ""
    for text in _whole(lines):
        if match := _GOAL.match(text):
            goal = match[1].strip()
        elif match := _LIST.match(text):
            indicators = tuple(_indicators(match[1]))
            if indicators:
                found.append(DepartmentObjective("", "", goal, indicators))
    return tuple(found)


_NEXT = pattern(
    r"^(?:[（(]?[\d一二三四五六七八九十]+[)）、.．]|第[一二三四五六七八九十]|\S{2,12}[:：])"
)


def _whole(lines: Iterable[str]) -> Iterator[str]:
    """The lines, with a goal or list that a text layer broke put together again."""
    held = ""
    for line in lines:
        text = line.strip()
        if held and text and not _NEXT.match(text) and not held.endswith("。"):
            held += text
            continue
        if held:
            yield held
        held = text if _GOAL.match(text) or _LIST.match(text) else ""
        if not held:
            yield text
    if held:
        yield held


def _indicators(listed: str) -> Iterator[ObjectiveIndicator]:
    # LaTeX operators of text layers become signs before the list is cut.
    plain = canonical(listed.rstrip("；;。、"))
    for entry in plain.split("、"):
        match = _ENTRY.fullmatch(entry)
        if match is None:
            continue
        target = parse_target(match["target"])
        if not isinstance(target, Unparsed):
            yield ObjectiveIndicator(match["name"], target)
