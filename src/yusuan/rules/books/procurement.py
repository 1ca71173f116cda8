"""Procurement: purchases within their project, products, reserves for small firms (政府采购法 33, 财库〔2020〕46号)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from yusuan.catalog import ProcurementCode, ProcurementKind, parameter
from yusuan.core import records as r
from yusuan.core.interval import Closeness, Interval, compare
from yusuan.core.outcomes import Pair, Severity
from yusuan.core.terms import Fund, Nature, Origin
from yusuan.rules.books._words import at, judged, money, project_name
from yusuan.rules.books.costing import HUNDRED_YUAN, stated_amount
from yusuan.rules.books.tables.holdings import printed_products_hold
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, insufficient, on_either, on_facts, rounding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.core.budget import ProcurementLine, Project
    from yusuan.core.outcomes import Where
    from yusuan.rules.spec import Subject, Verdict

_FUNDS = (
    ("general_public", Fund.GENERAL_PUBLIC),
    ("government_funds", Fund.GOVERNMENT_FUNDS),
    ("state_capital", Fund.STATE_CAPITAL),
    ("special_account", Fund.SPECIAL_ACCOUNT),
    ("unit_funds", Fund.UNIT_FUNDS),
)
_CARRIED = "上年结转结余"


def _purchases(subject: Subject) -> list[ProcurementLine]:
    """The purchases that may be quoted."""
    return [line for line in subject.budget.procurement if not line.classified]


def _where(line: ProcurementLine, field: str) -> Where:
    return at(r.PROCUREMENT, f"{line.project} {line.name}", field)


def _by_project(subject: Subject) -> list[tuple[Project, list[ProcurementLine]]]:
    groups: dict[str, list[ProcurementLine]] = defaultdict(list)
    for line in subject.budget.procurement:
        groups[line.project].append(line)
    projects = ((subject.budget.project(code), lines) for code, lines in groups.items())
    return [(p, lines) for p, lines in projects if p is not None and not p.is_withheld]


def within_project(subject: Subject) -> Iterable[Verdict]:
    """The purchases of a project cost no more than its budget."""
    projects = _by_project(subject)
    return judged(
        (
            failed(
                f"{project_name(project)}采购合计 {money(total)}，超过项目预算数 {money(project.amount)}，"
                f"多出 {money(total - project.amount)}",
                at(r.PROCUREMENT, project.code),
                expected=project.amount,
                actual=total,
            )
            for project, lines in projects
            if (total := sum(line.amount for line in lines)) > project.amount
        ),
        applies=projects,
    )


def within_funds(subject: Subject) -> Iterable[Verdict]:
    """Each kind of money a project buys with is money it has. Silent on projects without lines (another rule's case)."""
    available: dict[tuple[str, str], int] = defaultdict(int)
    for line in subject.budget.lines:
        if line.nature is not Nature.CLOSING_BALANCE:
            name = line.fund.value if line.origin is Origin.CURRENT_YEAR else _CARRIED
            available[line.project, name] += line.amount
    funded = {code for code, _ in available}
    projects = [(p, lines) for p, lines in _by_project(subject) if p.code in funded]
    return judged(
        (
            failed(
                f"{project_name(project)}采购使用{name} {money(spent)}，项目只有 {money(available[project.code, name])}",
                at(r.PROCUREMENT, project.code),
                expected=available[project.code, name],
                actual=spent,
            )
            for project, lines in projects
            for name, spent in _by_money(lines).items()
            if spent > available[project.code, name]
        ),
        applies=projects,
    )


def _by_money(lines: Sequence[ProcurementLine]) -> Mapping[str, int]:
    spent: dict[str, int] = defaultdict(int)
    for line in lines:
        for field, fund in _FUNDS:
            spent[fund.value] += getattr(line, field) or 0
        spent[_CARRIED] += line.carry_over or 0
    return spent


def products_hold(subject: Subject) -> Iterable[Verdict]:
    """Quantity × price is the amount. A price that is whole in 0.01 万元 may have been rounded to it."""
    return judged(_products(_purchases(subject)), applies=_purchases(subject))


def _products(lines: Iterable[ProcurementLine]) -> Iterator[Verdict]:
    for line in lines:
        half = HUNDRED_YUAN // 2 if line.unit_price % HUNDRED_YUAN == 0 else 0
        price = Interval.around(line.unit_price, half)
        agreement = compare(
            price * Interval.exact(Fraction(line.quantity)), stated_amount(line.amount)
        )
        product = round(agreement.computed.value)
        subject = f"采购“{line.name}” {line.quantity:f}{line.measure} × {money(line.unit_price)} = {money(product)}"
        if agreement.closeness is Closeness.ROUNDING:
            yield rounding(
                f"{subject}，与 {money(line.amount)} 属四舍五入", _where(line, "unit_price")
            )
        if agreement.is_beyond:
            yield failed(
                f"{subject} ≠ 各项资金合计 {money(line.amount)}，相差 {money(abs(product - line.amount))}",
                _where(line, "unit_price"),
                expected=product,
                actual=line.amount,
            )


def reserve_within_amount(subject: Subject) -> Iterable[Verdict]:
    """No more is reserved for small and medium firms than is spent."""
    lines = [line for line in _purchases(subject) if line.sme_reserve is not None]
    return judged(
        (
            failed(
                f"采购“{line.name}”预留中小微企业份额 {money(line.sme_reserve or 0)} 大于采购金额 {money(line.amount)}",
                _where(line, "sme_reserve"),
                expected=line.amount,
                actual=line.sme_reserve,
            )
            for line in lines
            if (line.sme_reserve or 0) > line.amount
        ),
        applies=lines,
    )


def reserve_kept(subject: Subject) -> Iterable[Verdict]:
    """Small purchases are reserved wholly, larger ones in part. "In principle": exceptions are not seen here."""
    lines = _purchases(subject)
    return judged((v for line in lines for v in _reserve(line, subject.form.year)), applies=lines)


def _reserve(line: ProcurementLine, year: int) -> Iterator[Verdict]:
    if line.sme_reserve is None:
        yield insufficient(
            f"采购“{line.name}”没有填写预留中小微企业份额", _where(line, "sme_reserve")
        )
        return
    try:
        kind = ProcurementCode(line.catalogue_code).kind
    except ValueError:
        return
    day = dt.date(year, 1, 1)
    is_works = kind is ProcurementKind.WORKS
    ceiling = parameter("sme-works-ceiling" if is_works else "sme-goods-services-ceiling").on(day)
    share = parameter("sme-works-reserve-share" if is_works else "sme-reserve-share").on(day)
    percent = 100 if line.amount <= ceiling else share
    least = Fraction(line.amount * percent, 100)
    if line.sme_reserve < least:
        yield failed(
            f"采购“{line.name}”（{kind.label}，{money(line.amount)}）预留 {money(line.sme_reserve)}，"
            f"一般应预留 {percent}%，即 {money(round(least))}",
            _where(line, "sme_reserve"),
            expected=round(least),
            actual=line.sme_reserve,
        )


RULES = (
    Rule(
        id="purchases-stay-within-their-project",
        claim="采购金额不超过项目预算数",
        law="procurement-law-33",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对采购金额所属的项目和项目预算数。",
        check=on_facts(within_project),
        pair=Pair("预算数", "采购合计"),
    ),
    Rule(
        id="purchases-use-money-their-project-has",
        claim="采购的资金来源在项目资金之内",
        law="procurement-law-33",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请按项目明细的资金性质改正采购的资金栏。",
        check=on_facts(within_funds),
        pair=Pair("项目资金", "采购使用"),
    ),
    Rule(
        id="purchases-multiply",
        claim="采购数量乘以单价等于采购金额",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对数量、单价和各栏金额。",
        check=on_either(products_hold, printed_products_hold),
        needs=(),
        pair=Pair.PRODUCT,
    ),
    Rule(
        id="sme-reserve-is-within-the-amount",
        claim="预留中小微企业份额不大于采购金额",
        law="caiku-2020-46",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对预留份额。",
        check=on_facts(reserve_within_amount),
        pair=Pair("采购金额", "预留份额"),
    ),
    Rule(
        id="sme-reserve-is-kept",
        claim="按规定比例预留中小微企业份额",
        law="caiku-2020-46",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请提高预留份额；不适宜由中小微企业提供的，按规定说明理由。",
        check=on_facts(reserve_kept),
        pair=Pair("一般预留", "所填份额"),
    ),
)
