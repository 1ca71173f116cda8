"""Made-up projects: what they cost, who pays, what they buy and promise; and the lines that carry their money."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Any

from yusuan.core.budget import (
    BudgetLine,
    CostItem,
    PaymentPlan,
    PerformanceIndicator,
    PerformanceObjective,
    ProcurementLine,
    Project,
)
from yusuan.core.codes import code
from yusuan.core.money import FEN_PER_YUAN, LARGEST, yuan
from yusuan.core.project_code import ALPHABET, check_character
from yusuan.core.target import parse_target
from yusuan.core.terms import (
    APPROPRIATED,
    UNIT_SOURCES,
    Fund,
    IndicatorKind,
    Nature,
    Origin,
    RevenueSource,
)
from yusuan.synthetic.themes import GOVERNMENT_FUNDS_ITEMS, STATE_CAPITAL_ITEMS
from yusuan.synthetic.undertakings import UNDERTAKINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.synthetic.draw import Draw, Size
    from yusuan.synthetic.organisation import Establishment, Organisation
    from yusuan.synthetic.undertakings import Undertaking


@dataclass(frozen=True, slots=True)
class Funding:
    """Where a project's main cost is paid from, and the rest of it."""

    fund: Fund
    source: RevenueSource
    main: Origin = Origin.CURRENT_YEAR
    rest: Origin = Origin.CURRENT_YEAR


_GENERAL = Funding(Fund.GENERAL_PUBLIC, RevenueSource.APPROPRIATION)
_EVERY_FUNDING = (
    _GENERAL,
    replace(_GENERAL, main=Origin.CARRY_OVER),
    Funding(Fund.GOVERNMENT_FUNDS, RevenueSource.APPROPRIATION),
    Funding(Fund.GOVERNMENT_FUNDS, RevenueSource.APPROPRIATION, rest=Origin.CARRY_OVER),
    Funding(Fund.STATE_CAPITAL, RevenueSource.APPROPRIATION),
    Funding(Fund.SPECIAL_ACCOUNT, RevenueSource.SPECIAL_ACCOUNT),
    *(Funding(Fund.UNIT_FUNDS, source) for source in UNIT_SOURCES),
    Funding(Fund.UNIT_FUNDS, RevenueSource.OTHER, Origin.BALANCE, Origin.CARRY_OVER),
)


@dataclass(frozen=True, slots=True)
class Funded:
    """A project with its lines and purchases."""

    project: Project
    lines: tuple[BudgetLine, ...]
    purchases: tuple[ProcurementLine, ...]


def undertake(draw: Draw, organisation: Organisation, size: Size) -> list[Funded]:
    """Draw projects that differ in subject or kind; a complete department has money of every kind in them."""
    pairs = list(product(organisation.theme.subjects, UNDERTAKINGS))
    chosen = draw.some(pairs, min(size.projects, len(pairs)))
    funded = [
        _undertake(draw, organisation, subject, kind, _funding(draw, n, size), n)
        for n, (subject, kind) in enumerate(chosen)
    ]
    return [_worded(each) for each in funded] if size.is_worded else funded


def _worded(funded: Funded) -> Funded:
    """The same under the name that the notice of the money gives it."""
    name = (
        f"提前下达中央和省级财政{funded.project.name}专项转移支付补助资金"
        "（含乡镇卫生院、村级服务站点配套部分及以前年度未完工程尾款）"
    )
    return replace(funded, project=replace(funded.project, name=name))


def _funding(draw: Draw, n: int, size: Size) -> Funding:
    if size.is_plain:
        return _GENERAL
    if size.is_complete and n < len(_EVERY_FUNDING):
        return _EVERY_FUNDING[n]
    return draw.one(_EVERY_FUNDING) if draw.chance(25) else _GENERAL


def _undertake(
    draw: Draw,
    organisation: Organisation,
    subject: str,
    kind: Undertaking,
    funding: Funding,
    n: int,
) -> Funded:
    place = draw.one(organisation.establishments)
    quantity = draw.whole(*kind.quantity)
    price = draw.whole(kind.price[0] // 100, kind.price[1] // 100) * 100 * FEN_PER_YUAN
    main = quantity * price * kind.months
    rest = draw.between(main * 2 // 100, main * 14 // 100)
    fiscal = funding.fund in APPROPRIATED
    project = Project(
        code=_code(draw, organisation, funding, n),
        name=f"{subject}{kind.title}",
        category=kind.category,
        unit=place.unit.code,
        function=code(_function(draw, organisation, funding)),
        fiscal_amount=main + rest if fiscal else 0,
        other_amount=0 if fiscal else main + rest,
        purpose=_purpose(subject, kind, quantity, price, main, rest),
        payment_plan=_plan(draw),
        early_notice=fiscal and draw.chance(8),
        costing=_costing(kind, quantity, price, main, rest),
        objectives=(PerformanceObjective(kind.goal.format(s=subject)),),
        indicators=tuple(_indicators(draw, organisation, subject, kind, quantity, main + rest)),
    )
    lines = (
        _line(project, place, funding, funding.main, kind.main, main),
        _line(project, place, funding, funding.rest, kind.rest, rest),
    )
    purchases = (_purchase(project, kind, funding, quantity, price),) if _buys(kind) else ()
    return Funded(project, lines, purchases)


def _code(draw: Draw, organisation: Organisation, funding: Funding, n: int) -> str:
    """A code of the family P; what carries money over entered the library a year ago."""
    department = organisation.department
    is_new = {funding.main, funding.rest} == {Origin.CURRENT_YEAR}
    year = department.fiscal_year - (not is_new)
    letters = "".join(draw.one(ALPHABET) for _ in range(8))
    # The running number keeps the codes of one department apart.
    body = f"{department.division}{year % 100:02d}P{letters}{n:03d}"
    return f"{body}{check_character(body)}"


def _function(draw: Draw, organisation: Organisation, funding: Funding) -> str:
    if funding.fund is Fund.GOVERNMENT_FUNDS:
        return draw.one(GOVERNMENT_FUNDS_ITEMS)
    if funding.fund is Fund.STATE_CAPITAL:
        return draw.one(STATE_CAPITAL_ITEMS)
    theme = organisation.theme
    return draw.one((theme.general_affairs, *theme.project_items))


def _purpose(
    subject: str, kind: Undertaking, quantity: int, price: int, main: int, rest: int
) -> str:
    months = f"×{kind.months}个月" if kind.months > 1 else ""
    unit = f"元/{kind.measure}·月" if months else f"元/{kind.measure}"
    return (
        f"用于{subject}的{kind.thing}，{quantity}{kind.measure}×{price // FEN_PER_YUAN}{unit}{months}"
        f"={yuan(main)}元。另安排配套费用{yuan(rest)}元。"
    )


def _costing(
    kind: Undertaking, quantity: int, price: int, main: int, rest: int
) -> tuple[CostItem, ...]:
    return (
        CostItem(kind.thing, main, Decimal(quantity), kind.measure, price, kind.months),
        CostItem("配套费用", rest),
    )


def _plan(draw: Draw) -> PaymentPlan:
    march, june, october = (
        Decimal(step) for step in sorted(draw.whole(0, 20) * 5 for _ in range(3))
    )
    return PaymentPlan(march if draw.chance(70) else None, june, october, Decimal(100))


def _indicators(
    draw: Draw,
    organisation: Organisation,
    subject: str,
    kind: Undertaking,
    quantity: int,
    amount: int,
) -> Iterator[PerformanceIndicator]:
    topic = f"{subject}{kind.title}"
    due = f"{organisation.department.fiscal_year}年{draw.whole(10, 12)}月"
    quality, (low, high) = kind.quality
    outcome, benefit, wanted = kind.outcome
    at_least = f"≥{quantity}{kind.measure}"
    fit, pleased = f"≥{draw.whole(low, high)}%", f"≥{draw.whole(88, 96)}%"
    total, plan = f"≤{yuan(amount)}元", "年度工作计划"
    for level, name, target, description, basis in (
        (IndicatorKind.QUANTITY, f"{kind.thing}数量", at_least, "全年完成的数量", plan),
        (IndicatorKind.QUALITY, quality, fit, "合格数占总数的比例", "行业标准"),
        (IndicatorKind.TIMELINESS, f"{kind.title}完成时间", due, "全部完成的时间", plan),
        (IndicatorKind.COST, f"{kind.title}总成本", total, "全年支出的上限", "预算测算"),
        (outcome, benefit, wanted, "实施以后的变化", "历史数据"),
        (IndicatorKind.BENEFICIARY, f"{kind.beneficiary}满意度", pleased, "表示满意的比例", "问卷"),
    ):
        yield PerformanceIndicator(
            level, f"{subject}{name}", parse_target(target), f"{topic}{description}", basis
        )


def _line(
    project: Project,
    place: Establishment,
    funding: Funding,
    origin: Origin,
    economic: str,
    amount: int,
) -> BudgetLine:
    if project.function is None:
        msg = f"project {project.code} has no function to spend on"
        raise ValueError(msg)
    return BudgetLine(
        unit=place.unit.code,
        fund=funding.fund,
        source=funding.source,
        origin=origin,
        function=project.function,
        economic=code(economic),
        nature=Nature.PROJECT,
        project=project.code,
        amount=amount,
    )


# Where the procurement table shows money of this year; what was carried over has a column of its own.
_COLUMNS = {
    Fund.GENERAL_PUBLIC: "general_public",
    Fund.GOVERNMENT_FUNDS: "government_funds",
    Fund.STATE_CAPITAL: "state_capital",
    Fund.SPECIAL_ACCOUNT: "special_account",
    Fund.UNIT_FUNDS: "unit_funds",
}
# Above these ceilings only a part need be reserved (财库〔2020〕46号); works have the higher one.
_SME_CEILING = {
    "A": 2_000_000 * FEN_PER_YUAN,
    "B": 4_000_000 * FEN_PER_YUAN,
    "C": 2_000_000 * FEN_PER_YUAN,
}
_SME_PERCENT = 60


def _buys(kind: Undertaking) -> bool:
    return bool(kind.catalogue_code)


def _purchase(
    project: Project, kind: Undertaking, funding: Funding, quantity: int, price: int
) -> ProcurementLine:
    """The main cost, bought as one lot."""
    unit_price = price * kind.months
    amount = quantity * unit_price
    column = _COLUMNS[funding.fund] if funding.main is Origin.CURRENT_YEAR else "carry_over"
    ceiling = _SME_CEILING.get(kind.catalogue_code[0], LARGEST)
    paid: dict[str, Any] = {column: amount}
    return ProcurementLine(
        project=project.code,
        name=kind.thing,
        catalogue_code=kind.catalogue_code,
        measure=kind.measure,
        quantity=Decimal(quantity),
        unit_price=unit_price,
        sme_reserve=amount if amount <= ceiling else amount * _SME_PERCENT // 100,
        **paid,
    )
