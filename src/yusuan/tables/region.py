"""Regions: the set of lines a printed figure sums, written as admitted members per dimension."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from yusuan.core.terms import (
    APPROPRIATED,
    APPROPRIATION_NATURES,
    APPROPRIATION_ORIGINS,
    SPENT,
    UNIT_SOURCES,
    BasicKind,
    Fund,
    Nature,
    Origin,
    RevenueSource,
    Stage,
)
from yusuan.tables.classes import kind_of
from yusuan.tables.codeset import EVERY_CODE, CodeSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from yusuan.core.budget import BudgetLine
    from yusuan.core.codes import Code

T = TypeVar("T", bound=Enum)

# A fund with the source its revenue has: the atoms in which both T1's funds and T2's sources can be written.
Funding: TypeAlias = tuple[Fund, RevenueSource]

FUNDINGS: tuple[Funding, ...] = (
    (Fund.GENERAL_PUBLIC, RevenueSource.APPROPRIATION),
    (Fund.GOVERNMENT_FUNDS, RevenueSource.APPROPRIATION),
    (Fund.STATE_CAPITAL, RevenueSource.APPROPRIATION),
    (Fund.SPECIAL_ACCOUNT, RevenueSource.SPECIAL_ACCOUNT),
    *((Fund.UNIT_FUNDS, source) for source in UNIT_SOURCES),
)
ALL_FUNDING = frozenset(FUNDINGS)
ALL_ORIGINS = frozenset(Origin)
ALL_NATURES = frozenset(Nature)
ALL_KINDS = frozenset(BasicKind)
DIMENSIONS = (
    "funding", "origin", "nature", "kind", "function", "economic", "government", "unit", "project",
)  # fmt: skip
_MEMBERS = attrgetter(*DIMENSIONS, "ledger")
_APPROPRIATED_FUNDING = frozenset(f for f in FUNDINGS if f[0] in APPROPRIATED)


class Ledger(NamedTuple):
    """Which set of lines a figure sums: how many years back, at which stage; the document's own by default.

    A figure of last year, or the budget beside the final amount, sums other lines: no identity crosses. `of` are
    printed words nobody understood: what they pick out is a set of lines of its own (a foreign row or column).
    """

    years_back: int = 0
    stage: Stage | None = None
    of: frozenset[str] = frozenset()

    def __and__(self, other: Ledger) -> Ledger:
        of = self.of | other.of
        return Ledger(self.years_back or other.years_back, self.stage or other.stage, of)


OWN = Ledger()
# What was budgeted at the beginning of the year, beside the final amounts.
BUDGETED = Ledger(stage=Stage.BUDGET)


class _Remembered:
    """What a region knows of itself once asked: regions are the keys of everything, hashed far more than made."""

    __slots__ = ("_hash", "_is_empty")
    _hash: int
    _is_empty: bool


@dataclass(frozen=True, slots=True)
class Region(_Remembered):
    """The lines a figure sums: those admitted in every dimension. Also used as a filter."""

    funding: frozenset[Funding] = ALL_FUNDING
    origin: frozenset[Origin] = ALL_ORIGINS
    nature: frozenset[Nature] = ALL_NATURES
    # What basic expenditure is for; narrowed only where the nature is basic.
    kind: frozenset[BasicKind] = ALL_KINDS
    function: CodeSet = EVERY_CODE
    economic: CodeSet = EVERY_CODE
    # The government's economic classification, which paired tables print beside the department's.
    government: CodeSet = EVERY_CODE
    unit: frozenset[str] | None = None
    project: frozenset[str] | None = None
    ledger: Ledger = OWN

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            found = hash(_MEMBERS(self))
            object.__setattr__(self, "_hash", found)
            return found

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Region) or hash(self) != hash(other):
            return False
        return bool(_MEMBERS(self) == _MEMBERS(other))

    def __and__(self, other: Region) -> Region:
        return _common(self, other)

    def admits(self, line: BudgetLine) -> bool:
        """Tell whether a line of the region's ledger is part of the figure."""
        return (
            (line.fund, line.source) in self.funding
            and line.origin in self.origin
            and line.nature in self.nature
            and (self.kind == ALL_KINDS or kind_of(line.economic) in self.kind)
            and self.function.admits(line.function)
            and self.economic.admits(line.economic)
            and self.government.is_everything
            and (self.unit is None or line.unit in self.unit)
            and (self.project is None or line.project in self.project)
        )

    @property
    def is_empty(self) -> bool:
        """Tell whether no line can ever be admitted."""
        try:
            return self._is_empty
        except AttributeError:
            found = (
                not (self.funding and self.origin and self.nature and self.kind)
                or self.function.is_empty
                or self.economic.is_empty
                or self.government.is_empty
                or self.unit == frozenset()
                or self.project == frozenset()
            )
            object.__setattr__(self, "_is_empty", found)
            return found

    def normal(self) -> Region:
        """The one way of writing this region, using what is true of every line.

        Appropriations are never spent on business, remittances, grants to subsidiaries or distributed, and no
        balance of a unit's own is one: naming or not naming those makes no difference to an appropriated figure.
        A kind of basic expenditure names its nature with it.
        """
        return _normal(self)

    def __le__(self, other: Region) -> bool:
        return (
            self.ledger == other.ledger
            and self.funding <= other.funding
            and self.origin <= other.origin
            and self.nature <= other.nature
            and self.kind <= other.kind
            and self.function <= other.function
            and self.economic <= other.economic
            and self.government <= other.government
            and _inside(self.unit, other.unit)
            and _inside(self.project, other.project)
        )

    @property
    def restricted_natures(self) -> bool:
        """Tell whether some natures are left out."""
        return self.nature != ALL_NATURES

    def restricted(self) -> tuple[str, ...]:
        """Names of the dimensions in which anything is left out."""
        return tuple(
            name
            for name in (*DIMENSIONS, "ledger")
            if getattr(self, name) != getattr(EVERYTHING, name)
        )


@lru_cache(maxsize=16384)
def _common(one: Region, other: Region) -> Region:
    """The lines admitted by both. The same few regions meet again in every cell, hence the memory."""
    return Region(
        one.funding & other.funding,
        one.origin & other.origin,
        one.nature & other.nature,
        one.kind & other.kind,
        one.function & other.function,
        one.economic & other.economic,
        one.government & other.government,
        _both(one.unit, other.unit),
        _both(one.project, other.project),
        one.ledger & other.ledger,
    )


@lru_cache(maxsize=16384)
def _normal(region: Region) -> Region:
    nature, origin = region.nature, region.origin
    if region.kind != ALL_KINDS and not nature <= _BASIC:
        return replace(region, nature=nature & _BASIC).normal()
    if region.funding <= _APPROPRIATED_FUNDING:
        if nature <= APPROPRIATION_NATURES and origin <= APPROPRIATION_ORIGINS:
            return region
        return replace(
            region,
            nature=nature & APPROPRIATION_NATURES,
            origin=origin & APPROPRIATION_ORIGINS,
        )
    is_foreign = not (nature & APPROPRIATION_NATURES and origin & APPROPRIATION_ORIGINS)
    if is_foreign and region.funding & _APPROPRIATED_FUNDING:
        return replace(region, funding=region.funding - _APPROPRIATED_FUNDING)
    return region


EVERYTHING = Region()
# The units that are organs (行政单位、参公事业单位), whichever they are: forms count 机关运行经费 of them only.
ORGANS = Region(unit=frozenset({"行政单位和参公事业单位"}))
_BASIC = frozenset({Nature.BASIC})
PERSONNEL_SPENDING = Region(nature=_BASIC, kind=frozenset({BasicKind.PERSONNEL}))
OPERATING_SPENDING = Region(nature=_BASIC, kind=frozenset({BasicKind.OPERATING}))


def of_code(dimension: str, member: Code) -> Region:
    """All money of a code of a classification: function, economic or government."""
    branch = CodeSet(frozenset({member}))
    match dimension:
        case "function":
            return Region(function=branch)
        case "economic":
            return Region(economic=branch)
        case _:
            return Region(government=branch)


def _both(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _inside(one: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    return other is None or (one is not None and one <= other)


def leaves(regions: Iterable[Region | None]) -> frozenset[int]:
    """The numbers of the regions that hold no other one: together they count every line once."""
    real = [(n, r) for n, r in enumerate(regions) if r is not None and not r.is_empty]
    return frozenset(
        n for n, region in real if not any(other != region and other <= region for _, other in real)
    )


def facts_of(line: BudgetLine) -> tuple[object, ...]:
    """What a line is in each dimension, in the order of `DIMENSIONS`."""
    return (
        (line.fund, line.source),
        line.origin,
        line.nature,
        kind_of(line.economic),
        line.function,
        line.economic,
        None,
        line.unit,
        line.project,
    )


def funds(*members: Fund) -> frozenset[Funding]:
    """The funding atoms of some funds."""
    return frozenset(f for f in FUNDINGS if f[0] in members)


def sources(*members: RevenueSource) -> frozenset[Funding]:
    """The funding atoms of some sources of revenue."""
    return frozenset(f for f in FUNDINGS if f[1] in members)


APPROPRIATED_FUNDING = _APPROPRIATED_FUNDING


def in_words(region: Region, name: Callable[[str, str], str] = lambda _kind, digits: digits) -> str:
    """Say in Chinese which money a region is. `name(kind, digits)` names a code (function or economic)."""
    parts = [
        _funding_words(region.funding) if region.funding != ALL_FUNDING else "",
        _listed(region.origin, ALL_ORIGINS),
        _listed(region.nature, ALL_NATURES),
        _listed(region.kind, ALL_KINDS),
        _codes(region.function, "function", "功能科目", name),
        _codes(region.economic, "economic", "经济科目", name),
        _codes(region.government, "government", "政府经济科目", name),
        "" if region.unit is None else f"单位{'、'.join(sorted(region.unit))}",
        "" if region.project is None else f"项目{'、'.join(sorted(region.project))}",
        _ledger_words(region.ledger),
    ]
    return " · ".join(part for part in parts if part) or "全部资金"


def _ledger_words(ledger: Ledger) -> str:
    """Which year's and which stage's figures, where they are not the document's own."""
    year = {0: "", 1: "上年"}.get(ledger.years_back, f"{ledger.years_back}年前")
    return (
        year + ("" if ledger.stage is None else ledger.stage.value) + "、".join(sorted(ledger.of))
    )


@lru_cache(maxsize=256)
def _funding_words(funding: frozenset[Funding]) -> str:
    if funding == APPROPRIATED_FUNDING:
        return "财政拨款"
    words = []
    for fund in Fund:
        atoms = funds(fund)
        if atoms <= funding:
            words.append(fund.value)
        else:
            words += [s.value for f, s in FUNDINGS if f is fund and (f, s) in funding]
    return "、".join(words) or "（无）"


def _listed(members: frozenset[T], everything: frozenset[T]) -> str:
    if members == everything:
        return ""
    if members == SPENT:
        return "本年支出"
    if not members:
        return "（无）"
    universe = type(next(iter(members)))
    return "、".join(m.value for m in universe if m in members)


def _codes(codes: CodeSet, kind: str, title: str, name: Callable[[str, str], str]) -> str:
    if codes.is_everything:
        return ""
    within = (
        "全部"
        if codes.within is None
        else "、".join(f"{c} {name(kind, c.digits)}".strip() for c in sorted(codes.within))
    )
    but = "、".join(str(c) for c in sorted(codes.without))
    return f"{title} {within}" + (f"（不含 {but}）" if but else "")
