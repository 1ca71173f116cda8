"""What the prose of the real documents says of money, as a careful reader took it down, and as the program binds it.

`tests/samples/statements/*.toml` are the reader's; its README says what the fields mean.
"""

from __future__ import annotations

import enum
import re
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.samples_path import samples_dir
from yusuan.narrative.clauses.clause import Metric, Topic
from yusuan.pipeline import Inspection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yusuan.rules.evidence import Evidence

SAID = {path.stem: path for path in sorted((Path(__file__).parent / "statements").glob("*.toml"))}

THREE_PUBLIC = {
    "three_public",
    "overseas_travel",
    "official_vehicles",
    "vehicle_purchase",
    "vehicle_operation",
    "official_hospitality",
    "meetings",
    "training",
}
TOTALS = {
    "revenue",
    "expenditure",
    "both",
    "carry_in",
    "carry_out",
    "basic",
    "project",
    "personnel",
    "operating",
    "business",
    "superior_remittance",
    "subsidiary_grant",
}
# Where the money is part of what is said; 三公, 机关运行经费 and the like are of one money only.
_OF_SOME_MONEY = TOTALS | {"procurement", "goods", "works", "services"}
_OTHERS = {
    "agency_running_costs",
    "procurement",
    "goods",
    "works",
    "services",
    "sme",
    "small",
    "objectives",
    "fixed_assets",
    "vehicles_held",
}
# Two words of the reader that the program has one for.
_AS_READ = {"carry_in": "carry_over", "carry_out": "closing"}
_COLUMNS = frozenset({Topic.BASIC, Topic.PROJECT})
# What a figure that is the amount of none of these must not be bound to.
_SUBJECTS = THREE_PUBLIC | TOTALS | _OTHERS | set(_AS_READ.values())

# What a change starts from, as far as the reader says it.
_BASES = {"": {"", "budget", "final"}, "executed": {"executed"}}

_NUMBER = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?(?![\d])")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")


class Group(enum.Enum):
    """The kinds of statements that are counted apart."""

    ITEMS = "items"
    ITEMS_BEFORE = "items, other period"
    ITEMS_ALONE = "items without a row"
    THREE_PUBLIC = "three public"
    TOTALS = "totals and parts"
    CHANGES = "changes and rates"
    SHARES = "shares, completion"
    OTHERS = "procurement, counts …"
    TRAPS = "no such amount"


_BY_KIND = {
    "other": Group.TRAPS,
    "change": Group.CHANGES,
    "rate": Group.CHANGES,
    "share": Group.SHARES,
    "completion": Group.SHARES,
}


class Result(enum.Enum):
    """What became of a statement; `NOT_FOUND` is a figure that is not in the text the program reads."""

    RIGHT = "right"
    WRONG = "wrong"
    NOT_BOUND = "not bound"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure as somebody understood it: `code` for items, `what` for everything else."""

    kind: str
    what: str
    code: str
    money: str
    year: int | None
    stage: str
    direction: str = ""
    base: str = ""
    column: str = ""

    def __str__(self) -> str:
        return " ".join(
            word
            for word in (
                self.kind,
                self.code or self.what,
                self.money,
                self.column and f"({self.column})",
                str(self.year or ""),
                self.stage,
                self.direction,
                self.base and f"from {self.base}",
            )
            if word
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure of the prose as the reader took it down."""

    page: int | None
    figure: str
    nth: int
    said: Reading
    also: str
    has_row: bool
    is_own: bool

    @property
    def group(self) -> Group:
        """Where it is counted."""
        if self.said.kind in _BY_KIND:
            return _BY_KIND[self.said.kind]
        if self.said.code:
            # Economic classes have no subject of their own in sentences yet.
            if not self.has_row or not self.said.code.startswith("2"):
                return Group.ITEMS_ALONE
            return Group.ITEMS if self.is_own else Group.ITEMS_BEFORE
        if self.said.what in THREE_PUBLIC:
            return Group.THREE_PUBLIC
        return Group.TOTALS if self.said.what in TOTALS else Group.OTHERS


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement and what the program made of it."""

    statement: Statement
    result: Result
    reading: Reading | None


@lru_cache
def statements(stem: str) -> tuple[Statement, ...]:
    """What the prose of one document says, in reading order."""
    told = tomllib.loads(SAID[stem].read_text(encoding="utf-8"))
    year, stage = told["year"], told["stage"]
    return tuple(
        Statement(
            one.get("page"),
            one["figure"],
            one.get("nth", 1),
            Reading(
                one.get("kind", "level"),
                one.get("what", ""),
                one.get("code", ""),
                one.get("money", ""),
                one.get("year", year),
                one.get("stage", stage),
                one.get("direction", ""),
                one.get("base", ""),
                one.get("column", ""),
            ),
            one.get("said", ""),
            one.get("row", True),
            "year" not in one and "stage" not in one,
        )
        for one in told["statements"]
    )


@lru_cache
def evidence(stem: str) -> Evidence:
    """The document as rules see it."""
    told = tomllib.loads(SAID[stem].read_text(encoding="utf-8"))
    return Inspection(samples_dir() / told["file"]).evidence


def places(found: Evidence) -> Mapping[tuple[int | None, str, int], int]:
    """Every number of the text outside tables by page, figure and how-manieth, and where it begins."""
    seen: dict[tuple[int | None, str], int] = {}
    result: dict[tuple[int | None, str, int], int] = {}
    start = 0
    for block in found.texts:
        for match in _NUMBER.finditer(block.text.translate(_FULL_WIDTH)):
            key = (block.page, match.group())
            seen[key] = seen.get(key, 0) + 1
            result[*key, seen[key]] = start + match.start()
        start += len(block.text) + 1
    return result


def readings(found: Evidence) -> Iterator[tuple[int, Reading]]:
    """How the program understands the figures of the prose, each with its place in the text.

    The one place that knows the program's model of sentences.
    """
    kinds = {
        Metric.LEVEL: "level",
        Metric.CHANGE: "rate",
        Metric.SHARE: "share",
        Metric.COMPLETION: "completion",
        Metric.COUNT: "count",
    }
    for clause in found.prose.clauses:
        subject = found.named(clause.subject)
        topic, money = subject.topic, subject.money
        # 其中基本支出 of an item is a column of its row.
        column = topic.name.lower() if subject.names and topic in _COLUMNS else ""
        no_name = {Topic.OTHER, Topic.FUNCTION, Topic.ECONOMIC}
        what = "" if topic in no_name or column else topic.name.lower()
        source = "" if money is None else money.name.lower()
        # 事业单位经营支出: one of the totals, and the expenditure of that money.
        if topic is Topic.EXPENDITURE and source == "business":
            what, source = "business", ""
        stage = clause.period.stage
        base = None if clause.base is None else clause.base.stage
        reading = Reading(
            kinds[clause.metric],
            what,
            "" if subject.code is None else str(subject.code),
            source,
            clause.period.year,
            "" if stage is None else stage.name.lower(),
            "" if clause.direction is None else clause.direction.name.lower(),
            "" if base is None else base.name.lower(),
            column,
        )
        for kind, figure in (
            (reading.kind if clause.metric in {Metric.LEVEL, Metric.COUNT} else "", clause.amount),
            ("change", clause.change),
            (reading.kind, clause.percent),
        ):
            if figure is not None:
                yield figure.span[0], replace(reading, kind=kind or "other")


def is_bound(reading: Reading) -> bool:
    """Tell whether a reading names something a figure can be held against."""
    return bool(reading.code or reading.what)


def agrees(statement: Statement, reading: Reading) -> bool:
    """Tell whether the program reads a statement as the reader does."""
    said = statement.said
    as_read = _AS_READ.get(said.what, said.what)
    is_of_zero = not statement.figure.strip("0.,")
    return (
        reading.kind == said.kind
        and (reading.what == as_read if said.what else reading.code in {said.code, statement.also})
        and (said.what not in _OF_SOME_MONEY or reading.money == said.money)
        and reading.column == said.column
        and reading.year == said.year
        and (said.kind == "count" or reading.stage == said.stage)
        and (not said.direction or is_of_zero or reading.direction == said.direction)
        and (not said.direction or reading.base in _BASES[said.base])
    )


@lru_cache
def judged(stem: str) -> tuple[Judged, ...]:
    """Every statement of one document, and what the program made of it."""
    found = evidence(stem)
    at: dict[int, list[Reading]] = {}
    for place, reading in readings(found):
        at.setdefault(place, []).append(reading)
    where = places(found)
    result = []
    for one in statements(stem):
        found_at = where.get((one.page, one.figure, one.nth))
        here = () if found_at is None else tuple(filter(is_bound, at.get(found_at, ())))
        right = tuple(reading for reading in here if agrees(one, reading))
        if one.said.kind == "other":
            # An economic class named alone is blamed for nothing the rows around it do not speak for.
            harm = any(r.code.startswith("2") or r.what in _SUBJECTS for r in here)
            outcome = Result.WRONG if harm else Result.RIGHT
        elif found_at is None:
            outcome = Result.NOT_FOUND
        elif right:
            outcome = Result.RIGHT
        else:
            outcome = Result.WRONG if here else Result.NOT_BOUND
        result.append(Judged(one, outcome, next(iter(right + here), None)))
    return tuple(result)
