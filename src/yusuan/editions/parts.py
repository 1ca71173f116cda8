"""Rows, columns and tables that several forms print alike, whatever their titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.catalog import functional
from yusuan.core.codes import Level
from yusuan.core.numerals import list_number
from yusuan.core.terms import APPROPRIATION_SPENDING, CARRIED, UNSPENT, Fund, Nature, Origin
from yusuan.tables import classes
from yusuan.tables.codeset import CodeSet
from yusuan.tables.region import (
    APPROPRIATED_FUNDING,
    EVERYTHING,
    OPERATING_SPENDING,
    PERSONNEL_SPENDING,
    Region,
    funds,
)
from yusuan.tables.spec import GAP, Column, Listed, Panel, TableSpec, Tree

if TYPE_CHECKING:
    from collections.abc import Iterable

# The funds money is appropriated from, in the order every form prints them.
FUNDS = (
    ("一般公共预算", Fund.GENERAL_PUBLIC),
    ("政府性基金预算", Fund.GOVERNMENT_FUNDS),
    ("国有资本经营预算", Fund.STATE_CAPITAL),
)
_NOTHING_WITHOUT = frozenset({"其他支出", "转移性支出"})
CURRENT = Region(origin=frozenset({Origin.CURRENT_YEAR}))
OPENING = Region(origin=CARRIED)
BASIC = Region(nature=frozenset({Nature.BASIC}))
PROJECT = Region(nature=frozenset({Nature.PROJECT}))
# An amount and how much of it each of these funds pays.
FUND_COLUMNS = (
    Column(("合计",)),
    *(Column((title,), Region(funds(fund))) for title, fund in FUNDS),
)


def fund_rows(after: str = "") -> tuple[tuple[str, Region], ...]:
    """The year's money of each of these funds: its name with what a form writes behind it, and the region."""
    return tuple((f"{title}{after}", Region(funds(fund)) & CURRENT) for title, fund in FUNDS)


def filled(rows: Iterable[Listed], foot: Iterable[Listed], height: int) -> tuple[Listed, ...]:
    """The shorter half of a summary: its rows, gaps, and its totals level with those of the other half."""
    body, last = tuple(rows), tuple(foot)
    return body + (GAP,) * (height - len(body) - len(last)) + last


def numbered(rows: Iterable[tuple[str, Region]], start: int = 1) -> tuple[Listed, ...]:
    """Rows with list numbers (一、) before their labels."""
    return tuple(
        Listed(f"{list_number(n)}、{label}", region)
        for n, (label, region) in enumerate(rows, start)
    )


def category_rows(
    year: int, natures: frozenset[Nature], *, says_spending: bool = True
) -> tuple[Listed, ...]:
    """What is spent in each functional category (类) of a year, as numbered rows of a summary table.

    Some forms leave the word 支出 out of the names; only a name that is nothing without it keeps it there.
    """

    def called(name: str) -> str:
        return name if says_spending or name in _NOTHING_WITHOUT else name.removesuffix("支出")

    return tuple(
        Listed(
            f"{list_number(i)}、{called(entry.name)}",
            Region(
                nature=natures,
                function=CodeSet.of(str(entry.code)) if entry.code else CodeSet(frozenset()),
            ),
        )
        for i, entry in enumerate(functional(year).categories(), start=1)
    )


def appropriation_summary(
    year: int, title: str, *, label: str, value: str, totals: tuple[str, str]
) -> TableSpec:
    """财政拨款收支总表: the three appropriated funds, opening and closing balances apart (预算法 8).

    `label` names a fund's row, `value` heads the revenue, `totals` stand at the foot of the two halves.
    """
    opening = "年初财政拨款结转和结余"
    rows = [
        (f"{list_number(n)}、{label.format(fund)}", Region(funds(member)))
        for n, (fund, member) in enumerate(FUNDS, start=1)
    ]
    spending = (
        *category_rows(year, APPROPRIATION_SPENDING),
        Listed("本年支出合计", Region(nature=APPROPRIATION_SPENDING)),
        Listed("年末财政拨款结转和结余", Region(nature=UNSPENT)),
        *(GAP for _ in FUNDS),
        Listed(totals[1], EVERYTHING),
    )
    income = filled(
        (Listed(text, fund & CURRENT) for text, fund in rows),
        (
            Listed("本年收入合计", CURRENT),
            Listed(opening, OPENING),
            *(Listed(text, fund & OPENING, opening, indent=1) for text, fund in rows),
            Listed(totals[0], EVERYTHING),
        ),
        len(spending),
    )
    columns = (
        Column(("合计",)),
        *(Column((f"{fund}财政拨款",), Region(funds(member))) for fund, member in FUNDS),
    )
    return TableSpec(
        "appropriation_summary",
        title,
        (
            Panel(income, (Column((value,)),), "收入"),
            Panel(spending, columns, "支出", complete_in="function"),
        ),
        region=Region(APPROPRIATED_FUNDING),
        is_wide=True,
    )


def general_basic(
    title: str, row_header: tuple[tuple[str, ...], ...], *, total_first: bool
) -> TableSpec:
    """一般公共预算基本支出表: basic expenditure by departmental economic class (实施条例 6)."""
    head = "一般公共预算基本支出"
    columns = (
        Column((head, "合计")),
        Column((head, "人员经费"), PERSONNEL_SPENDING),
        Column((head, "公用经费"), OPERATING_SPENDING),
    )
    rows = Tree("economic", Level.SECTION, total_first=total_first)
    panel = Panel(rows, columns, row_header=row_header)
    return TableSpec("general_basic", title, (panel,), Region(funds(Fund.GENERAL_PUBLIC)) & BASIC)


def three_public_row(*stages: tuple[str, Region]) -> Panel:
    """The three-public items as columns of one row, each at the stages given (预算数, 决算数)."""
    vehicles = "公务用车购置及运行维护费"
    items = (
        (("合计",), classes.THREE_PUBLIC),
        (("因公出国（境）费",), classes.OVERSEAS_TRAVEL),
        ((vehicles, "小计"), classes.VEHICLES),
        ((vehicles, "购置费"), classes.VEHICLE_PURCHASE),
        ((vehicles, "运行维护费"), classes.VEHICLE_OPERATION),
        (("公务接待费",), classes.HOSPITALITY),
    )
    columns = tuple(
        Column((*path, *([stage] if stage else [])), Region(economic=codes) & ledger)
        for path, codes in items
        for stage, ledger in (stages or (("", EVERYTHING),))
    )
    return Panel((Listed("合计", EVERYTHING),), columns, row_header=())
