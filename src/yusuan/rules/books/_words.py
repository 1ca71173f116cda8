"""What rule books share: places, names and amounts as a message says them, and how findings become verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.budget import MASK
from yusuan.core.money import MoneyUnit, format_amount
from yusuan.core.outcomes import Where
from yusuan.rules.spec import Verdict, passed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.core.budget import PerformanceIndicator, Project

_CENT_OF_WAN_YUAN = MoneyUnit.WAN_YUAN.value // 100


def judged(findings: Iterable[Verdict], *, applies: object) -> list[Verdict]:
    """The findings; where there are none, one pass if the rule had anything to look at."""
    found = list(findings)
    return found or ([passed()] if applies else [])


def money(fen: int) -> str:
    """An amount as a message says it: in 万元 where two decimals say all of it, else in yuan."""
    whole = fen % _CENT_OF_WAN_YUAN == 0
    unit = MoneyUnit.WAN_YUAN if whole else MoneyUnit.YUAN
    return f"{format_amount(fen, unit)}{unit.label}"


def at(record: r.Record, row: str = "", field: str = "") -> Where:
    """A place in the facts, in the words clerks know from the sheets."""
    known = record.field(field)
    shown = r.NARRATIVE_NAMES.get(row, row) if record is r.NARRATIVE else row
    return Where(table=record.label, row=shown, column=known.label if known else field)


def at_project(project: Project, field: str = "") -> Where:
    """The place of a project's field."""
    return at(r.PROJECTS, project.code, field)


def at_indicator(project: Project, indicator: PerformanceIndicator) -> Where:
    """The place of an indicator of a project."""
    return at(r.INDICATORS, project.code, indicator_name(indicator))


def project_name(project: Project) -> str:
    """A project as a message names it; two projects may share a name, so the place carries the code."""
    return f"项目“{MASK if 'name' in project.classified else project.name}”"


def indicator_name(indicator: PerformanceIndicator) -> str:
    """An indicator's name, unless it is classified: a report may travel further than the facts."""
    return MASK if "name" in indicator.classified else indicator.name


def is_open(indicator: PerformanceIndicator) -> bool:
    """Tell whether name and target may be quoted."""
    return not indicator.classified & {"name", "target"}


def listed(names: Iterable[str], most: int = 5) -> str:
    """Some names in a row, the rest counted."""
    every = list(names)
    more = f"等 {len(every)} 处" if len(every) > most else ""
    return "、".join(every[:most]) + more
