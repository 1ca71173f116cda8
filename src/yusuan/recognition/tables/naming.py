"""Which table this is: the money its title and columns take, and the name of a familiar composition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.core.terms import APPROPRIATION_NATURES, CARRIED, SPENT, UNSPENT, Fund, Nature, Origin
from yusuan.recognition.tables.reading import is_item
from yusuan.tables.classes import MEETINGS, THREE_PUBLIC, THREE_PUBLIC_FORM, TRAINING
from yusuan.tables.region import (
    ALL_FUNDING,
    APPROPRIATED_FUNDING,
    EVERYTHING,
    Ledger,
    Region,
    funds,
)
from yusuan.vocabulary.folding import folded
from yusuan.vocabulary.words import Role, topics_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yusuan.recognition.tables.columns import PanelColumns
    from yusuan.recognition.tables.reading import Axis
    from yusuan.tables.codeset import CodeSet

_FUND_TABLES = {
    Fund.GENERAL_PUBLIC: "general_expenditure",
    Fund.GOVERNMENT_FUNDS: "government_funds",
    Fund.STATE_CAPITAL: "state_capital",
}
_OTHER_FUNDS = (Fund.GOVERNMENT_FUNDS, Fund.STATE_CAPITAL)
THREE_PUBLIC_TABLE = "three_public"
_BASIC = frozenset({Nature.BASIC})
_PROJECT = frozenset({Nature.PROJECT})


@dataclass(frozen=True, slots=True)
class Composition:
    """A table's name and the money all of it counts."""

    id: str
    region: Region


_BESIDE = pattern(r"采购|购买服务|绩效|资产|指标值|车辆情况|人员情况|编制情况|机构情况|名词解释")
_BESIDE_HEADER = pattern(r"采购品目|采购目录|采购项目|品目名称|指标值|三级指标|绩效指标|资产")
# Columns of a list of units, whatever line stands above it.
_UNITS_HEADER = pattern(r"单位性质|单位规格|机构规格|经费保障形式|经费形式")
_SCOPE = pattern(
    r"机关运行经费|行政经费|专项资金|转移支付|结转资金|委托业务费|信息化|因公出国任务|专项业务"
)
_WITHOUT_CARRIED = pattern(r"(?:不|未)(?:含|包括|包含)(?:上年|以前年度|年初)?(?:财政拨款)?结[转余]")
# What a note below a table says of that table, not of the money of a row.
_NOTE = pattern(r"^(?:\*|注|备注|说明)?[:：]?(?:\d[.、])?(?:此|本)表")


def is_beside(title: str, header: str) -> bool:
    """Tell whether a table is none of the budget's own: procurement, objectives, assets."""
    if _UNITS_HEADER.search(header):
        return True
    if title:
        return bool(_BESIDE.search(title))
    return bool(_BESIDE_HEADER.search(header))


def said_by_notes(notes: Iterable[str]) -> Region:
    """The money the notes below a table say it counts: 注：本表不含上年结转。"""
    if any(_NOTE.match(word) and _WITHOUT_CARRIED.search(word) for word in map(folded, notes)):
        return Region(origin=frozenset({Origin.CURRENT_YEAR}))
    return EVERYTHING


def said_by_title(title: str) -> Region:
    """The money a title says its table counts; words it does not know narrow nothing."""
    word = folded(title)
    region = EVERYTHING
    named = [w for _, w in topics_in(word) if w.role is Role.MONEY]
    fundings = [w.region.funding for w in named if w.region.funding != ALL_FUNDING]
    narrow = [f for f in fundings if f != APPROPRIATED_FUNDING] or fundings
    if narrow:
        region &= Region(frozenset().union(*narrow))
    natures = [w.region.nature for w in named if w.topic in {"basic", "project"}]
    if natures:
        region &= Region(nature=frozenset().union(*natures))
    if _WITHOUT_CARRIED.search(word):
        region &= Region(origin=frozenset({Origin.CURRENT_YEAR}))
    scope = _SCOPE.search(word)
    if scope is not None:
        region &= Region(ledger=Ledger(of=frozenset({scope[0]})))
    return region


def compose(
    title: str,
    header: str,
    panels: Sequence[PanelColumns],
    axes: Sequence[Axis],
    notes: Iterable[str] = (),
) -> Composition | None:
    """Name a table by what it counts; None for a grid that counts no money the vocabulary knows."""
    said = said_by_title(title) & said_by_notes(notes)
    if _is_three_public(title, panels, axes):
        return _three_public(said, panels, axes)
    if len(panels) > 1:
        return _summary(title, header, panels, axes, said)
    if not panels[0].values:
        return None
    return _single(title, header, panels[0], axes[0], said)


def _regions(panel: PanelColumns) -> list[Region]:
    return [c.region for c in panel.values if c.region is not None]


# --- three-public -----------------------------------------------------------------------------------------


def _is_three_public(title: str, panels: Sequence[PanelColumns], axes: Sequence[Axis]) -> bool:
    """Tell whether columns, or rows that are no tree of codes, are the items of three-public spending."""
    from_columns = sum(is_item(r) for p in panels for r in _regions(p))
    from_rows = sum(
        row.region is not None and row.code is None and is_item(row.region)
        for axis in axes
        if not axis.dimension
        for row in axis.rows
    )
    is_titled = bool(re.search(r"三公", title)) or "公务接待" in title
    return max(from_columns, from_rows) >= (2 if is_titled else 3)


def _three_public(
    said: Region, panels: Sequence[PanelColumns], axes: Sequence[Axis]
) -> Composition:
    funding = said.funding if said.funding != ALL_FUNDING else APPROPRIATED_FUNDING
    columns = [r.funding for p in panels for r in _regions(p) if r.funding != ALL_FUNDING]
    rows = [
        row.region.funding
        for axis in axes
        for row in axis.rows
        if row.region is not None and row.region.funding != ALL_FUNDING
    ]
    if columns or rows:
        funding = funding | frozenset().union(*columns, *rows)
    region = Region(funding, nature=APPROPRIATION_NATURES & SPENT)
    # A form that prints the items once for each fund has two such tables.
    prefix = _prefix(said) if said.funding <= funds(*_OTHER_FUNDS) else ""
    return Composition(f"{prefix}{THREE_PUBLIC_TABLE}", region & Region(ledger=said.ledger))


# Fees of the forms that go beyond the three, read or not.
_MORE = pattern(r"会议|培训")


def three_public_wholes(panels: Sequence[PanelColumns], axes: Sequence[Axis]) -> list[CodeSet]:
    """What 合计 of a three-public table may count, likeliest first: the three items, or all the table prints.

    Where a subtotal stands beside the total, the total holds more than the three: meetings and training, as far
    as the forms met show. Where nothing beside the three is printed, nothing else is counted: a total that differs
    is wrong.
    """
    regions = [r for p in panels for r in _regions(p)]
    regions += [row.region for axis in axes for row in axis.rows if row.region is not None]
    has_more = any(r.economic in {MEETINGS, TRAINING} for r in regions)
    has_subtotal = any(r.economic == THREE_PUBLIC for r in regions) or any(
        folded(row.label) == "小计" for axis in axes for row in axis.rows
    )
    wholes = [THREE_PUBLIC, THREE_PUBLIC_FORM]
    if has_subtotal or has_more:
        return wholes[::-1]
    is_named = any(_MORE.search(row.label) for axis in axes for row in axis.rows)
    return wholes if is_named else wholes[:1]


# --- two sides --------------------------------------------------------------------------------------------


def _summary(
    title: str,
    header: str,
    panels: Sequence[PanelColumns],
    axes: Sequence[Axis],
    said: Region,
) -> Composition | None:
    has_revenue = any(
        row.region is not None and row.region.funding != ALL_FUNDING for row in axes[0].rows
    )
    if not has_revenue and "收入" not in title + header:
        return None
    named = [r.funding for panel in panels[1:] for r in _regions(panel)]
    named += [row.region.funding for axis in axes for row in axis.rows if row.region is not None]
    by_fund = any(
        r.funding != ALL_FUNDING for panel in panels[1:] for r in _regions(panel)
    ) and all(f == ALL_FUNDING or f <= APPROPRIATED_FUNDING for f in named)
    if said.funding == APPROPRIATED_FUNDING or by_fund or "财政拨款支出" in header:
        return Composition("appropriation_summary", Region(APPROPRIATED_FUNDING) & said)
    if said.funding != ALL_FUNDING:
        fund = next((f for f in _FUND_TABLES if said.funding == funds(f)), None)
        name = "summary" if fund is None else f"{_FUND_TABLES[fund]}_summary"
        return Composition(name, said)
    return Composition("summary", said)


# --- one side ---------------------------------------------------------------------------------------------


def _single(
    title: str, header: str, panel: PanelColumns, axis: Axis, said: Region
) -> Composition | None:
    regions = _regions(panel)
    columns = [r for r in regions if not r.ledger.of]
    has_funds = len({r.funding for r in columns if r.funding != ALL_FUNDING}) > 1
    natures = {r.nature for r in columns if r.restricted_natures and not r.nature <= UNSPENT}
    has_natures = bool(natures - {SPENT})
    heads = title + header
    is_spending = "支出" in heads and not re.search(r"收入|收支", title)
    if axis.dimension in {"economic", "government"}:
        return Composition(_by_class(said, natures), _spent(said, columns))
    if has_funds and not has_natures:
        if is_spending:
            return Composition(_spending_by_fund(said), _spent(said, columns))
        return Composition("revenue", said & _of_the_year(regions))
    if not has_natures and not is_spending and "收入" in heads and _is_read(axis):
        return Composition("revenue", said & _of_the_year(regions))
    if not (has_natures or is_spending):
        return None
    whole = _spent(said, columns)
    return Composition(_by_nature(whole, columns), whole)


def _is_read(axis: Axis) -> bool:
    """Tell whether any row is understood: a column called 收入 over rows of something else is no revenue table."""
    return not axis.rows or any(not row.is_foreign for row in axis.rows)


def _of_the_year(columns: Sequence[Region]) -> Region:
    """本年收入合计 over all columns and none for money of other years: all of it is of the year.

    A column in words nobody knows, not under 本年, may be for money of other years.
    """
    of_the_year = frozenset({Origin.CURRENT_YEAR})
    others = [r for r in columns if r.ledger.of and r.origin != of_the_year]
    if any(r.origin == of_the_year for r in columns) and not (
        others or any(r.origin <= CARRIED for r in columns)
    ):
        return Region(origin=of_the_year)
    return EVERYTHING


def _spent(said: Region, columns: Sequence[Region]) -> Region:
    """Spending only, unless a column shows what is kept for next year beside it."""
    is_kept = any(r.nature <= UNSPENT or r.origin <= CARRIED for r in columns)
    region = said if is_kept else said & Region(nature=SPENT)
    return _narrowed_by_columns(region, columns)


def _narrowed_by_columns(region: Region, columns: Sequence[Region]) -> Region:
    """A fund every column names (政府性基金预算支出 over all of them) is the table's."""
    fundings = {r.funding for r in columns}
    if region.funding == ALL_FUNDING and len(fundings) == 1:
        return region & Region(fundings.pop())
    return region


def _by_class(said: Region, natures: set[frozenset[Nature]]) -> str:
    prefix = _prefix(said)
    if said.nature == _BASIC or (natures and all(n <= _BASIC for n in natures)):
        return f"{prefix}basic"
    return f"{prefix}economic"


def _prefix(said: Region) -> str:
    if said.funding == APPROPRIATED_FUNDING:
        return "appropriation_"
    fund = next((f for f in _FUND_TABLES if said.funding == funds(f)), None)
    return {
        None: "",
        Fund.GENERAL_PUBLIC: "general_",
        Fund.GOVERNMENT_FUNDS: "government_funds_",
        Fund.STATE_CAPITAL: "state_capital_",
    }[fund]


def _spending_by_fund(said: Region) -> str:
    if said.nature == _BASIC:
        return f"{_prefix(said)}basic_by_fund"
    return "expenditure_by_fund" if said.nature == EVERYTHING.nature else "project_by_fund"


def _by_nature(whole: Region, columns: Sequence[Region]) -> str:
    is_basic = whole.nature == _BASIC
    funding = whole.funding
    if funding == ALL_FUNDING:
        named = {r.funding for r in columns if r.funding != ALL_FUNDING}
        funding = next(iter(named)) if len(named) == 1 else funding
    if funding == ALL_FUNDING:
        return "basic_by_function" if is_basic else "expenditure"
    if funding == APPROPRIATED_FUNDING:
        return "appropriation_basic_by_function" if is_basic else "appropriation_expenditure"
    fund = next((f for f in _FUND_TABLES if funding == funds(f)), None)
    if fund is None:
        return "appropriation_expenditure" if funding <= APPROPRIATED_FUNDING else "expenditure"
    if whole.nature == _PROJECT:
        return f"{_FUND_TABLES[fund]}_project"
    return f"{_FUND_TABLES[fund]}_basic" if is_basic else _FUND_TABLES[fund]
