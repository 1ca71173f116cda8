"""What one clause of a budget's prose says: a subject, a figure of it, the period, the change."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from yusuan.core.money import MoneyUnit, Printed, amount_or_none
from yusuan.core.terms import Direction, Fund, RevenueSource
from yusuan.core.terms import Stage as Stage  # noqa: PLC0414  readers of clauses look for it here

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.core.codes import Code
    from yusuan.narrative.figures import Figure, Span

# ── Words ────────────────────────────────────────────────────────────────────────────────────


class Metric(enum.Enum):
    """What a clause measures."""

    LEVEL = "金额"
    CHANGE = "增减"
    SHARE = "占比"
    COMPLETION = "完成率"
    COUNT = "数量"


class Topic(enum.Enum):
    """What a clause is about; the money it is paid from is said beside it."""

    REVENUE = "收入"
    EXPENDITURE = "支出"
    BOTH = "收支"
    CARRY_OVER = "结转结余"
    CLOSING = "年终结转结余"
    BASIC = "基本支出"
    PROJECT = "项目支出"
    PERSONNEL = "人员经费"
    OPERATING = "公用经费"
    BUSINESS = "经营支出"
    SUPERIOR_REMITTANCE = "上缴上级支出"
    SUBSIDIARY_GRANT = "对附属单位补助支出"
    FUNCTION = "功能科目"
    ECONOMIC = "经济科目"
    THREE_PUBLIC = "“三公”经费"
    OVERSEAS_TRAVEL = "因公出国（境）费"
    OFFICIAL_VEHICLES = "公务用车购置及运行维护费"
    VEHICLE_PURCHASE = "公务用车购置费"
    VEHICLE_OPERATION = "公务用车运行维护费"
    OFFICIAL_HOSPITALITY = "公务接待费"
    MEETINGS = "会议费"
    TRAINING = "培训费"
    AGENCY_RUNNING_COSTS = "机关运行经费"
    PROCUREMENT = "政府采购"
    GOODS = "政府采购货物"
    WORKS = "政府采购工程"
    SERVICES = "政府采购服务"
    SME = "面向中小企业采购"
    SMALL = "面向小微企业采购"
    OBJECTIVES = "编报绩效目标的项目"
    FIXED_ASSETS = "固定资产"
    VEHICLES_HELD = "车辆"
    OTHER = "其他"


PURCHASES = frozenset(
    {Topic.PROCUREMENT, Topic.GOODS, Topic.WORKS, Topic.SERVICES, Topic.SME, Topic.SMALL}
)


# The money a heading or a sentence speaks of, and lends to what names none.
HELD = frozenset(
    {Fund.GENERAL_PUBLIC, Fund.GOVERNMENT_FUNDS, Fund.STATE_CAPITAL, RevenueSource.APPROPRIATION}
)
# Totals, their natures and what is carried over: what it is lent to.
LENT = frozenset(
    {
        *(Topic.REVENUE, Topic.EXPENDITURE, Topic.BOTH, Topic.CARRY_OVER, Topic.CLOSING),
        *(Topic.BASIC, Topic.PROJECT, Topic.PERSONNEL, Topic.OPERATING),
    }
)


class Extent(enum.Enum):
    """How much of an amount: with what was carried over (总计), the year's alone (本年合计), or granted this year (当年拨款)."""

    GRAND = "总计"
    YEAR = "本年"
    GRANTED = "当年拨款"


_MONEY_LABELS: dict[Fund | RevenueSource, str] = {
    Fund.GENERAL_PUBLIC: "一般公共预算拨款",
    Fund.GOVERNMENT_FUNDS: "政府性基金拨款",
    Fund.STATE_CAPITAL: "国有资本经营预算拨款",
    Fund.SPECIAL_ACCOUNT: "财政专户管理资金",
    Fund.UNIT_FUNDS: "单位资金",
    RevenueSource.APPROPRIATION: "财政拨款",
    RevenueSource.SERVICE: "事业",
    RevenueSource.BUSINESS: "经营",
    RevenueSource.SUPERIOR_GRANT: "上级补助",
    RevenueSource.SUBSIDIARY_REMITTANCE: "附属单位上缴",
    RevenueSource.OTHER: "其他",
}

# ── Values ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic, and the money it is limited to (None: all money); `words` are as printed.

    A function subject carries the names printed for 类, 款 and 项 (empty: not said), and the code they stand for.
    """

    topic: Topic
    money: Fund | RevenueSource | None = None
    names: tuple[str, ...] = ()
    code: Code | None = field(default=None, compare=False)
    words: str = field(default="", compare=False)
    # Named by a row's name alone, in a list of amounts: it may be the name of something else.
    is_alone: bool = field(default=False, compare=False)
    # Said of totals; None where the words leave it open, which fits both.
    extent: Extent | None = field(default=None, compare=False)

    def fits(self, other: Subject) -> bool:
        """Tell whether two equal subjects may be one: a grand total is never the year's alone."""
        return self.extent is None or other.extent is None or self.extent is other.extent

    @property
    def label(self) -> str:
        """The subject as a message names it."""
        part = "" if self.topic in {Topic.FUNCTION, Topic.ECONOMIC} else f"的{self.topic.value}"
        if self.code is not None and self.names:
            return f"{self.code} {self.names[-1]}{part}"
        if self.names:
            return (
                "".join(
                    f"{name}（{level}）"
                    for name, level in zip(self.names, "类款项", strict=False)
                    if name
                )
                + part
            )
        if self.topic is Topic.OTHER:
            return self.words
        money = "" if self.money is None else _MONEY_LABELS[self.money]
        return f"{money}{self.topic.value}"


@dataclass(frozen=True, slots=True)
class Period:
    """A year and the stage of its amount; None where the text does not tell."""

    year: int | None
    stage: Stage | None

    def __str__(self) -> str:
        year = "" if self.year is None else f"{self.year}年"
        return year + ("" if self.stage is None else self.stage.value)


NO_PERIOD = Period(None, None)


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement; spans count characters of the text it was read in.

    `reason` is True where a reason follows, False where only its opening words do (主要原因是。).
    `part_of` is the place of the clause this one is a part of (其中), `section` and `item` number
    the stretch between two headings and the explained item the clause stands in.
    """

    subject: Subject
    metric: Metric
    period: Period
    span: Span
    text: str
    amount: Figure | None = None
    direction: Direction | None = None
    change: Figure | None = None
    percent: Figure | None = None
    base: Period | None = None
    reason: bool | None = None
    reason_text: str = ""
    # Whether the reason may be of another change as well: several were said in the sentence before it.
    reason_is_shared: bool = False
    whole: Subject | None = None
    # What else it may be said of: the whole, where a change without a subject follows its parts. `is_sure`: the
    # amount of the subject stands right before, so only a reading that surely holds may take its place.
    rivals: tuple[Subject, ...] = ()
    is_sure: bool = True
    # The direction word beside the percentage, and a rival word left in brackets: 下降（增长）.
    percent_direction: Direction | None = None
    leftover: str = ""
    section: int = 0
    item: int | None = None
    part_of: int | None = None

    @property
    def code(self) -> Code | None:
        """The function code the names stand for."""
        return self.subject.code

    @property
    def unit(self) -> str:
        """The unit printed: 万元, 辆."""
        figure = self.amount or self.change
        return "" if figure is None else str(figure.measure)

    @property
    def printed(self) -> Printed | None:
        """The amount as tables hold it; None when it is a count, or in a unit tables never use."""
        return None if self.amount is None else printed_amount(self.amount)

    @property
    def lacks_percent_sign(self) -> bool:
        """Tell whether a rate is printed without its sign: 增长13.95。"""
        return self.percent is not None and not self.percent.measure.is_ratio

    def with_reason(self, text: str, *, is_shared: bool) -> Clause:
        """The clause with the reason that follows it."""
        return replace(self, reason=bool(text), reason_text=text, reason_is_shared=is_shared)


@dataclass(frozen=True, slots=True)
class Item:
    """An explained item (项): the names printed, and what it is said to be used for."""

    subject: Subject
    span: Span
    purpose: str = ""
    purpose_span: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason as printed; `subject` is None where it follows the change it explains.

    `before` quotes what stands before it, its opening words included.
    """

    text: str
    span: Span
    section: int
    item: int | None
    subject: Subject | None = None
    direction: Direction | None = None
    before: str = ""


@dataclass(frozen=True, eq=False)
class Prose:
    """Everything read in one text; `year` and `stage` are what amounts mean by default."""

    clauses: tuple[Clause, ...]
    items: tuple[Item, ...]
    reasons: tuple[Reason, ...]
    year: int | None
    stage: Stage | None
    # The places of clauses whose parts are said to be all there are.
    complete: frozenset[int] = frozenset()

    def of(self, metric: Metric) -> Sequence[Clause]:
        """The clauses of one metric, in order."""
        return self._by_metric.get(metric, ())

    def levels(self, subject: Subject | None, period: Period | None) -> Sequence[Clause]:
        """The levels of a subject at a period, in order."""
        return self._levels.get((subject, period), ())

    @cached_property
    def misdated(self) -> Sequence[Clause]:
        """The changes whose two years are one: 2022年…，较上年增加 in a text on 2023."""
        return [clause for clause in self.of(Metric.CHANGE) if clause.period == clause.base]

    @cached_property
    def _by_metric(self) -> dict[Metric, list[Clause]]:
        found: dict[Metric, list[Clause]] = {}
        for clause in self.clauses:
            found.setdefault(clause.metric, []).append(clause)
        return found

    @cached_property
    def _levels(self) -> dict[tuple[Subject | None, Period | None], list[Clause]]:
        found: dict[tuple[Subject | None, Period | None], list[Clause]] = {}
        for clause in self.of(Metric.LEVEL):
            found.setdefault((clause.subject, clause.period), []).append(clause)
        return found


_UNITS = {unit.label: unit for unit in MoneyUnit}


def printed_amount(figure: Figure) -> Printed | None:
    """Give a figure of prose the form of a table's figure; None where tables have no such unit."""
    unit = _UNITS.get(str(figure.measure))
    if unit is None or figure.fen is None:
        return None
    # None too where it is too large or too fine for money.
    return amount_or_none(figure.digits, unit)
