"""Hypothesis strategies: any lines and budgets the law allows, however odd."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from yusuan.catalog import departmental_economic, functional, names
from yusuan.core.budget import BudgetLine, BudgetUnit, Department, DepartmentalBudget, Project
from yusuan.core.codes import Code, Level, code
from yusuan.core.money import LARGEST
from yusuan.core.project_code import ALPHABET, check_character
from yusuan.core.terms import (
    APPROPRIATED,
    APPROPRIATION_NATURES,
    APPROPRIATION_ORIGINS,
    UNSPENT,
    Nature,
    Origin,
    ProjectCategory,
    UnitNature,
)
from yusuan.editions import EDITIONS
from yusuan.tables.derive import derive
from yusuan.tables.region import FUNDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hypothesis.strategies import DrawFn, SearchStrategy

    from yusuan.tables.region import Funding
    from yusuan.tables.table import Table

YEAR = 2024
# Few enough to meet, with every special one: overseas travel for teaching is the one sub-item there is.
FUNCTIONS = ("2010101", "2010102", "2013101", "2040607", "2080505", "2210201", "2230105", "2296002")
ECONOMICS = (
    *("30101", "30108", "30201", "30215", "30216", "30217", "30231", "30212", "3021201"),
    *("30302", "30913", "31013", "31002", "31204", "39999"),
)
UNITS = ("101001", "101002", "101003")
PROJECTS = tuple(
    f"{body}{check_character(body)}"
    for body in (f"13032224P{letter * 11}" for letter in ALPHABET[:4])
)
ZERO_AND_ODD = (0, 1, 4_999, 5_000, 5_001, 10_000, 999_999, 1_000_000)


# By name: a failing example is then short to read.
FORMS = st.sampled_from(sorted(EDITIONS))


def tables_of(form: str, lines: Iterable[BudgetLine]) -> tuple[Table, ...]:
    """The tables of an edition of the year."""
    lines = tuple(lines)
    return tuple(derive(spec, lines, names(YEAR)) for spec in EDITIONS[form](YEAR).tables)


@lru_cache(maxsize=1)
def every_function() -> tuple[Code, ...]:
    return tuple(entry.code for entry in functional(YEAR) if entry.code.level is Level.ITEM)


@lru_cache(maxsize=1)
def every_economic() -> tuple[Code, ...]:
    return tuple(e.code for e in departmental_economic(YEAR) if e.code.level >= Level.SECTION)


def functions() -> SearchStrategy[Code]:
    """Items; most from a small set, so that lines meet in a row."""
    return st.sampled_from(FUNCTIONS).map(code) | st.sampled_from(every_function())


def economics() -> SearchStrategy[Code]:
    return st.sampled_from(ECONOMICS).map(code) | st.sampled_from(every_economic())


def amounts(*, smallest: int = 0) -> SearchStrategy[int]:
    """Fen: nothing, one fen, halves of the last printed digit, ordinary and enormous."""
    largest = LARGEST // 1000
    return st.sampled_from(ZERO_AND_ODD) | st.integers(0, 10**10) | st.integers(smallest, largest)


@st.composite
def single_lines(draw: DrawFn, *, smallest: int = 0) -> BudgetLine:
    """One line without contradiction; `smallest` below zero lets amounts be negative."""
    fund, source = draw(st.sampled_from(FUNDINGS))
    natures = APPROPRIATION_NATURES if fund in APPROPRIATED else frozenset(Nature)
    nature = draw(st.sampled_from(sorted(natures, key=lambda nature: nature.value)))
    origins = APPROPRIATION_ORIGINS if fund in APPROPRIATED else frozenset(Origin)
    unspent = nature in UNSPENT
    line = BudgetLine(
        unit=draw(st.sampled_from(UNITS)),
        fund=fund,
        source=source,
        origin=draw(st.sampled_from(sorted(origins, key=lambda origin: origin.value))),
        function=draw(functions()),
        economic=None if unspent and draw(st.booleans()) else draw(economics()),
        nature=nature,
        project=draw(st.sampled_from(PROJECTS)) if nature is Nature.PROJECT else "",
        amount=draw(amounts(smallest=smallest)),
    )
    assert not line.contradictions()
    return line


@st.composite
def lines(draw: DrawFn, *, smallest: int = 0, most: int = 30) -> tuple[BudgetLine, ...]:
    """Lines of a budget: from none to many, of all funds or few, with and without money carried over."""
    drawn = draw(st.lists(single_lines(smallest=smallest), max_size=most))
    kept: SearchStrategy[set[Funding]] = st.sets(st.sampled_from(FUNDINGS), min_size=1)
    if draw(st.booleans()):
        only = draw(kept)
        drawn = [line for line in drawn if (line.fund, line.source) in only]
    if draw(st.booleans()):
        drawn = [line for line in drawn if line.origin is Origin.CURRENT_YEAR]
    if draw(st.booleans()):
        drawn = [line for line in drawn if line.nature not in UNSPENT]
    return tuple(drawn)


@st.composite
def budgets(draw: DrawFn, *, edition: str = "hebei") -> DepartmentalBudget:
    """A budget around drawn lines; its units and projects are those the lines name."""
    drawn = draw(lines())
    return DepartmentalBudget(
        department=Department("测试县测试局", "101", "130322", "测试县", edition, YEAR),
        units=tuple(
            BudgetUnit(
                unit, f"测试单位{unit}", draw(st.sampled_from(UnitNature)), "科级", "财政拨款"
            )
            for unit in UNITS
        ),
        lines=drawn,
        projects=tuple(
            _project(named, drawn) for named in dict.fromkeys(p for p in PROJECTS if _of(p, drawn))
        ),
    )


def _of(project: str, drawn: tuple[BudgetLine, ...]) -> list[BudgetLine]:
    return [line for line in drawn if line.project == project]


def _project(named: str, drawn: tuple[BudgetLine, ...]) -> Project:
    paid = _of(named, drawn)
    fiscal = sum(line.amount for line in paid if line.fund in APPROPRIATED)
    return Project(
        code=named,
        name=f"测试项目{named[-2:]}",
        category=ProjectCategory.DEPARTMENTAL,
        unit=paid[0].unit,
        function=paid[0].function,
        fiscal_amount=fiscal,
        other_amount=sum(line.amount for line in paid) - fiscal,
    )
