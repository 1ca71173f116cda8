"""Projects from published objective tables: code, money, payment plan, objectives and indicators.

Text layers tear these tables: months and percentages fall into other rows, first cells vanish, a cell goes on
after a page break. Rows are therefore read by the words in them, not by their number.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.budget import (
    MASK,
    PaymentPlan,
    PerformanceIndicator,
    PerformanceObjective,
    Project,
)
from yusuan.core.money import MoneyUnit, amount_or_none
from yusuan.core.outcomes import Where
from yusuan.core.patterns import pattern
from yusuan.core.target import parse_target
from yusuan.core.terms import IndicatorKind, ProjectCategory
from yusuan.recognition.tables import dense
from yusuan.rules.evidence import FormAmount, FormSum, ObjectiveForm, Unread
from yusuan.vocabulary.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.grid import RawGrid

_MONTHS = {"3月底": 0, "6月底": 1, "10月底": 2, "12月底": 3}
_PURPOSE = pattern(r"预算规模")
_PERCENT = pattern(r"(\d{1,3}(?:\.\d+)?)%")
_GOAL = pattern(r"\d+[.、．]\s*")
_LEVELS = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
_KINDS = {kind.value: kind for kind in IndicatorKind}
_AMOUNTS = (("预算数", "all"), ("财政资金", "fiscal"), ("其他资金", "other"))
_NOTHING = pattern(r"[-—－/]*|无")
_FULL_PLAN = Decimal(100)
_TABLE = "项目绩效目标表"


@dataclass
class _Reading:
    """One project while its rows are being read."""

    code: str = ""
    name: str = ""
    # Amounts by their key, and what stands in the place of one and is none.
    amounts: dict[str, FormAmount] = field(default_factory=dict)
    unread: dict[str, Unread] = field(default_factory=dict)
    purpose: str = ""
    plan: dict[int, Decimal] = field(default_factory=dict)
    goals: str = ""
    indicators: list[list[str]] = field(default_factory=list)
    columns: tuple[int, ...] = ()
    months: dict[int, int] = field(default_factory=dict)
    part: str = ""
    page: int | None = None


class PublishedProject(NamedTuple):
    """A project as its objective table prints it, and the amounts of that table with their places."""

    project: Project
    form: ObjectiveForm


def published_projects(grids: Sequence[RawGrid], source: str = "") -> tuple[PublishedProject, ...]:
    """Every project whose objective table is printed, in printed order."""
    found: list[_Reading] = []
    for grid in grids:
        rows = list(_rows(grid))
        words = {folded(text) for row in rows for text in row}
        if not words & {"项目编码", "一级指标"}:
            continue
        for row in rows:
            if any(folded(text) == "项目编码" for text in row):
                found.append(_Reading(page=grid.page))
            if found:
                _read(found[-1], row, Where(source, grid.page, _TABLE))
    return tuple(
        PublishedProject(_project(reading), _form(reading, source))
        for reading in found
        if reading.code
    )


def _rows(grid: RawGrid) -> Iterator[list[str]]:
    """Rows of text: a cell over several rows says its word in each of them, one over several columns once."""
    for row in dense(grid):
        yield [
            "".join(cell.text.split("\n")).strip() if cell is not None and cell.column == c else ""
            for c, cell in enumerate(row)
        ]


def _after(row: Sequence[str], word: str) -> str:
    """The next filled cell after the one that says a word."""
    at = next((n for n, text in enumerate(row) if folded(text) == word), None)
    if at is None:
        return ""
    return next((text for text in row[at + 1 :] if text), "")


def _read(reading: _Reading, row: list[str], place: Where) -> None:
    words = [folded(text) for text in row]
    if "项目编码" in words:
        reading.code, reading.name = _after(row, "项目编码"), _after(row, "项目名称")
        reading.part = "head"
    elif "预算数" in words:
        for label, key in _AMOUNTS:
            _read_amount(reading, key, _after(row, label), replace(place, row=label))
        reading.part = "purpose"
    elif any(word in _MONTHS for word in words):
        _read_months(reading, words)
    elif words[0].startswith("绩效目标"):
        reading.goals += next((text for text in row[1:] if text), "")
        reading.part = "goals"
    elif "一级指标" in words:
        reading.columns = tuple(words.index(level) for level in _LEVELS if level in words)
        reading.part = "indicators"
    elif reading.part == "plan" and any(_PERCENT.fullmatch(word) for word in words):
        _read_plan(reading, words)
    elif reading.part == "purpose":
        reading.purpose += max((t for t in row if not _PURPOSE.match(t)), key=len, default="")
    elif reading.part == "indicators":
        _read_indicator(reading, row)


def _read_amount(reading: _Reading, key: str, text: str, where: Where) -> None:
    """An amount, or what stands in its place; a blank, a dash or the next label is neither."""
    amount = amount_or_none(text, MoneyUnit.WAN_YUAN)
    squeezed = "".join(text.split())
    if amount is not None:
        reading.amounts[key] = FormAmount(where.row, amount, where)
    elif not _NOTHING.fullmatch(squeezed) and folded(squeezed) not in dict(_AMOUNTS):
        reading.unread[key] = Unread(where.row, squeezed, where)


def _read_months(reading: _Reading, words: Sequence[str]) -> None:
    if reading.part == "goals":  # the plan's rows repeated by the text layer
        reading.goals = ""
    reading.months = {n: _MONTHS[word] for n, word in enumerate(words) if word in _MONTHS}
    reading.part = "plan"


def _read_plan(reading: _Reading, words: Sequence[str]) -> None:
    for n, word in enumerate(words):
        match = _PERCENT.fullmatch(word)
        if match and n in reading.months:
            reading.plan[reading.months[n]] = Decimal(match[1])


def _read_indicator(reading: _Reading, row: list[str]) -> None:
    if len(reading.columns) != len(_LEVELS):
        return
    cells = [row[n] if n < len(row) else "" for n in reading.columns]
    if folded(cells[0]) in _KINDS and folded(cells[0]) not in {
        "产出指标",
        "效益指标",
        "满意度指标",
    }:
        cells = ["", *cells[:-1]]  # the text layer dropped the first cell
    if reading.indicators and not cells[1] and cells[2] and cells[4]:
        cells[1] = reading.indicators[-1][1]  # its kind stands on the page before
    if folded(cells[1]) in _KINDS:
        reading.indicators.append(cells)
    elif reading.indicators and any(cells):
        last = reading.indicators[-1]
        joined = [a + b for a, b in zip(last, cells, strict=True)]
        # Only the other cells may go on in the next row.
        joined[1] = joined[1] if folded(joined[1]) in _KINDS else last[1]
        reading.indicators[-1] = joined


def _project(reading: _Reading) -> Project:
    steps = [reading.plan.get(n) for n in range(4)]
    if steps[3] is None and _FULL_PLAN in steps[:3]:
        steps[3] = (
            _FULL_PLAN  # cumulative: what is paid in full by October is paid in full in December
        )
    goals = [goal.strip() for goal in _GOAL.split(reading.goals) if goal.strip()]
    return Project(
        "".join(reading.code.split()),
        reading.name,
        ProjectCategory.DEPARTMENTAL,
        "",
        None,
        _fen(reading, "fiscal"),
        _fen(reading, "other"),
        reading.purpose,
        PaymentPlan(*steps),
        objectives=tuple(PerformanceObjective(goal) for goal in goals),
        indicators=tuple(_indicator(cells) for cells in reading.indicators),
        unread=_unread(reading),
    )


def _fen(reading: _Reading, key: str) -> int:
    """A part as printed; a blank part is none of the project's money."""
    found = reading.amounts.get(key)
    return 0 if found is None else found.value.fen


def _unread(reading: _Reading) -> frozenset[str]:
    """The amounts nobody may go on with: not read, or at odds with the total printed beside them."""
    unread = {f"{key}_amount" for key in reading.unread if key != "all"}
    total = _sum(reading)
    is_at_odds = total is not None and abs(total.difference) > total.slack
    return frozenset(unread | ({"amount"} if "all" in reading.unread or is_at_odds else set()))


def _sum(reading: _Reading) -> FormSum | None:
    total = reading.amounts.get("all")
    parts = tuple(reading.amounts[key] for _, key in _AMOUNTS[1:] if key in reading.amounts)
    return None if total is None else FormSum(total, parts)


def _form(reading: _Reading, source: str) -> ObjectiveForm:
    where = Where(source, reading.page, _TABLE, reading.name)
    return ObjectiveForm(reading.name, where, _sum(reading), unread=tuple(reading.unread.values()))


def _indicator(cells: Sequence[str]) -> PerformanceIndicator:
    _, kind, name, description, target, basis = cells
    indicator = PerformanceIndicator(
        _KINDS[folded(kind)], name, parse_target("".join(target.split())), description, basis
    )
    masked = {
        label
        for label, text in (("name", name), ("description", description), ("basis", basis))
        if text == MASK
    }
    return replace(indicator, classified=frozenset(masked))
