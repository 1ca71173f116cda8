"""The facts of one departmental budget: organisation, lines, projects, purchases, assets, texts.

Every record is flat where it can be; `core/schema.py` says how each field is written down.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from yusuan.core.terms import (
    APPROPRIATED,
    APPROPRIATION_NATURES,
    APPROPRIATION_ORIGINS,
    ASSET_PARTS,
    UNIT_SOURCES,
    UNSPENT,
    AssetCategory,
    ControlMeasure,
    Fund,
    IndicatorKind,
    Nature,
    Origin,
    ProjectCategory,
    RevenueSource,
    Rounding,
    Stage,
    UnitNature,
)

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from yusuan.core.codes import Code
    from yusuan.core.dataset.code_names import CodeName
    from yusuan.core.target import Target
    from yusuan.core.transfers import Transfer

MASK = "涉密"


@dataclass(frozen=True, slots=True)
class BudgetUnit:
    """A budget unit (预算单位) of the department."""

    code: str
    name: str
    nature: UnitNature
    rank: str = ""
    funding_form: str = ""

    @property
    def is_public_institution(self) -> bool:
        """Tell whether government economic classes 505 and 506 apply instead of 501 to 504."""
        return self.nature is UnitNature.PUBLIC_INSTITUTION


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """An amount of money: where it comes from and what it is for. One line is revenue and spending at once.

    `economic` and `project` may be absent only where the law does not ask for them (closing balance; basic).
    """

    unit: str
    fund: Fund
    source: RevenueSource
    origin: Origin
    function: Code
    economic: Code | None
    nature: Nature
    project: str
    amount: int
    # What the amount is, where final accounts tell the budget from the final amount; None: the document's own.
    stage: Stage | None = None

    def contradictions(self) -> tuple[tuple[str, str], ...]:
        """The fields that cannot be true beside the others, and in Chinese what is allowed; empty when it is sound."""
        found = []
        by_fund = {Fund.SPECIAL_ACCOUNT: RevenueSource.SPECIAL_ACCOUNT}
        by_fund |= dict.fromkeys(APPROPRIATED, RevenueSource.APPROPRIATION)
        expected = by_fund.get(self.fund)
        if expected is None and self.source in set(by_fund.values()):
            allowed = "、".join(source.value for source in UNIT_SOURCES)
            found.append(("source", f"{allowed}（资金性质是{self.fund.value}）"))
        if expected is not None and self.source is not expected:
            found.append(("source", f"“{expected.value}”（资金性质是{self.fund.value}）"))
        if self.fund in APPROPRIATED and self.nature not in APPROPRIATION_NATURES:
            allowed = "、".join(one.value for one in Nature if one in APPROPRIATION_NATURES)
            found.append(("nature", f"{allowed}（资金性质是{self.fund.value}）"))
        if self.fund in APPROPRIATED and self.origin not in APPROPRIATION_ORIGINS:
            allowed = "、".join(one.value for one in Origin if one in APPROPRIATION_ORIGINS)
            found.append(("origin", f"{allowed}（资金性质是{self.fund.value}）"))
        # Merged lines of projects whose amounts are classified keep neither project nor class.
        if self.economic is None and self.nature not in UNSPENT and self.project != MASK:
            found.append(("economic", "五位部门经济分类款级编码；只有年终结转结余可以空白"))
        if self.nature is Nature.PROJECT and not self.project:
            found.append(("project", "“项目”表中的项目编码；只有基本支出可以空白"))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class PaymentPlan:
    """Cumulative percent of a project's money to be paid by the end of four months; None is blank."""

    march: Decimal | None = None
    june: Decimal | None = None
    october: Decimal | None = None
    december: Decimal | None = None

    @property
    def steps(self) -> tuple[Decimal | None, ...]:
        """The four values in order of time."""
        return (self.march, self.june, self.october, self.december)


@dataclass(frozen=True, slots=True)
class CostItem:
    """One thing a project pays for, with its costing where there is one."""

    name: str
    amount: int | None = None
    quantity: Decimal | None = None
    measure: str = ""
    unit_price: int | None = None
    periods: int = 1
    note: str = ""
    classified: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PerformanceObjective:
    """A goal of a project, in words."""

    text: str
    classified: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PerformanceIndicator:
    """A measurable promise: kind (levels 1 and 2 follow), name (level 3), target and its ground."""

    kind: IndicatorKind
    name: str
    target: Target
    description: str = ""
    basis: str = ""
    classified: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Project:
    """A project of the library with money this year."""

    code: str
    name: str
    category: ProjectCategory
    unit: str
    # None in a published form, which does not print it; facts always have one.
    function: Code | None
    fiscal_amount: int = 0
    other_amount: int = 0
    purpose: str = ""
    payment_plan: PaymentPlan = PaymentPlan()
    early_notice: bool = False
    classified: frozenset[str] = frozenset()
    mask_ground: str = ""
    costing: tuple[CostItem, ...] = ()
    objectives: tuple[PerformanceObjective, ...] = ()
    indicators: tuple[PerformanceIndicator, ...] = ()
    # Amounts of a published form that could not be read, or contradict each other (amount).
    unread: frozenset[str] = frozenset()

    @property
    def amount(self) -> int:
        """The project's budget (预算数): fiscal part and other part, fen."""
        return self.fiscal_amount + self.other_amount

    @property
    def is_withheld(self) -> bool:
        """Tell whether this is a public view that does not show the project's amount."""
        return "amount" in self.classified and self.amount == 0

    @property
    def has_amount(self) -> bool:
        """Tell whether its amount may be compared: shown, read, and free of contradiction."""
        return not self.is_withheld and not self.unread


@dataclass(frozen=True, slots=True)
class ObjectiveIndicator:
    """An indicator of the department's own objectives."""

    name: str
    target: Target


@dataclass(frozen=True, slots=True)
class DepartmentObjective:
    """A sub-objective (分项绩效目标) with the section answering for it (分解责任目标)."""

    group: str
    responsible: str
    text: str
    indicators: tuple[ObjectiveIndicator, ...] = ()


@dataclass(frozen=True, slots=True)
class ProcurementLine:
    """A purchase in the procurement table; amounts in fen by where the money comes from."""

    project: str
    name: str
    catalogue_code: str
    measure: str
    quantity: Decimal
    unit_price: int
    general_public: int | None = None
    government_funds: int | None = None
    state_capital: int | None = None
    special_account: int | None = None
    unit_funds: int | None = None
    carry_over: int | None = None
    sme_reserve: int | None = None
    classified: frozenset[str] = frozenset()

    @property
    def amounts(self) -> tuple[int | None, ...]:
        """The six amounts in printed order."""
        return (
            self.general_public,
            self.government_funds,
            self.state_capital,
            self.special_account,
            self.unit_funds,
            self.carry_over,
        )

    @property
    def amount(self) -> int:
        """All money of the purchase, fen."""
        return sum(part for part in self.amounts if part is not None)


@dataclass(frozen=True, slots=True)
class AssetHolding:
    """A row of the asset table: at the end of last year, and what is to be bought this year."""

    category: AssetCategory
    quantity: Decimal | None = None
    value: int | None = None
    planned_purchase: int | None = None


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """An amount the finance authority approved (批复数), fen: of a unit, or of the whole department (no unit)."""

    measure: ControlMeasure
    amount: int
    unit: str = ""

    @property
    def called(self) -> str:
        """What findings call it: 全部门合计, 单位216001基本支出."""
        return f"{f'单位{self.unit}' if self.unit else '全部门'}{self.measure.value}"


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A figure of another year's publication, named like a row of `yusuan cells`; fen."""

    table: str
    row: str
    column: str
    amount: int


@dataclass(frozen=True, slots=True)
class LastYear:
    """All figures of last year's publication in this year's form, and what they say against those given."""

    source: str
    figures: tuple[StatedFigure, ...]
    # The figure given, and the one published.
    contradicted: tuple[tuple[StatedFigure, StatedFigure], ...] = ()


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who released the document: secrecy review first, then the head (保守国家秘密法; 公开审签)."""

    secrecy_review: str = ""
    secrecy_reviewed_on: dt.date | None = None
    head: str = ""
    head_signed_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Department:
    """The department and the circumstances of this publication."""

    name: str
    code: str
    division: str
    division_name: str
    edition: str
    fiscal_year: int
    short_name: str = ""
    published_on: dt.date | None = None
    approved_on: dt.date | None = None
    approval_number: str = ""
    rounding: Rounding = Rounding.ADDS_UP
    sign_offs: SignOff = SignOff()
    # Why a day is later than the law has it, and who answers for that: kept, never published.
    timing_reason: str = ""
    timing_approver: str = ""

    @property
    def dated(self) -> dt.date:
        """The date on the document: as stated, else the first day of the fiscal year (never today)."""
        return self.published_on or date(self.fiscal_year, 1, 1)


@dataclass(frozen=True, slots=True)
class DepartmentalBudget:
    """Everything a departmental budget is derived from."""

    department: Department
    units: tuple[BudgetUnit, ...] = ()
    lines: tuple[BudgetLine, ...] = ()
    # Of final accounts: what was budgeted at the beginning of the year (年初预算), to print beside what it became.
    budgeted: tuple[BudgetLine, ...] = ()
    projects: tuple[Project, ...] = ()
    overall_objective: str = ""
    objectives: tuple[DepartmentObjective, ...] = ()
    procurement: tuple[ProcurementLine, ...] = ()
    assets: tuple[AssetHolding, ...] = ()
    # None where the source is one that never holds them: a publication.
    approved: tuple[ControlTotal, ...] | None = ()
    transfers: tuple[Transfer, ...] = ()
    prior_year: tuple[StatedFigure, ...] = ()
    narrative: dict[str, str] = field(default_factory=dict)
    # What of its source was passed over, in words: a sheet or a column that belongs to nothing.
    remarks: tuple[str, ...] = field(default=(), compare=False)
    # As typed beside the codes, in order of code; what the catalogue of the year lacks is printed under them.
    code_names: tuple[CodeName, ...] = ()

    def holding(self, category: AssetCategory) -> AssetHolding | None:
        """Find a row of the asset table."""
        return next((held for held in self.assets if held.category is category), None)

    @property
    def asset_parts(self) -> int | None:
        """The value of all kinds of assets together, fen; None where one of them is not known."""
        parts = [held.value for kind in ASSET_PARTS if (held := self.holding(kind)) is not None]
        known = [value for value in parts if value is not None]
        return sum(known) if len(known) == len(ASSET_PARTS) else None

    @property
    def asset_value(self) -> int | None:
        """The value of all assets, fen: as stated, else the sum of the kinds; None when nobody says."""
        stated = self.holding(AssetCategory.TOTAL)
        return self.asset_parts if stated is None or stated.value is None else stated.value

    @property
    def planned_purchase(self) -> int | None:
        """The assets to be bought this year, fen: as stated, else what the kinds say; None when nobody says."""
        stated = self.holding(AssetCategory.TOTAL)
        if stated is not None and stated.planned_purchase is not None:
            return stated.planned_purchase
        kinds = [held.planned_purchase for held in self.assets if held.category in ASSET_PARTS]
        known = [planned for planned in kinds if planned is not None]
        return sum(known) if known else None

    def project(self, code: str) -> Project | None:
        """Find a project by its code."""
        return next((project for project in self.projects if project.code == code), None)
