"""Budgets full of what breaks formats: quotes, line ends, formulas, escapes, numbers too long for Excel."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from hypothesis import strategies as st

from tests.strategies import economics, functions, single_lines
from yusuan.core import budget as b
from yusuan.core import terms
from yusuan.core.dataset.code_names import CodeName
from yusuan.core.fields import CODE
from yusuan.core.money import LARGEST
from yusuan.core.records import NARRATIVE_TEXTS
from yusuan.core.target import Target, parse_target
from yusuan.editions import EDITIONS, edition
from yusuan.tables.spec import TOTAL, Tree

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

T = TypeVar("T")
SAMPLES = (
    *('"""', "'''", "\\", '"', '\\"', "a\\nb", "_x0041_", "_x000D_", "_x005F_x0041_", "_xD800_"),
    *(
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "a\n\nb",
        "a\n## b",
        " ,;\t|",
        "#",
        "[[units]]",
        "a = 1",
        "é",
    ),
    *(
        "涉密",
        "１２",
        "<!DOCTYPE a>",
        "]]>",
        "&amp;",
        "\U0001f600",
        "0012",
        "1e5",
        "20%",
        "2024-01-02",
    ),
    *("\u2028x", "a\u0085b", "true", "是", "{ a = 1 }", "无", "x" * 300, "\u200bz", "'", "，、"),
)
# What _text in core/fields.py takes: all but control characters, line ends and tabs allowed.
_ANY = st.text(
    st.characters(
        exclude_categories=["Cs"],
        exclude_characters=[
            *map(chr, range(9)),
            *map(chr, range(11, 32)),
            "\x7f",
            "\ufffe",
            "\uffff",
        ],
    ),
    max_size=20,
)


def texts(*, least: int = 0) -> SearchStrategy[str]:
    """Stripped texts, as every reader hands them over."""
    joined = st.lists(st.sampled_from(SAMPLES) | _ANY, min_size=least, max_size=3).map("".join)
    return joined.map(str.strip).filter(lambda text: len(text) >= least)


def optional(strategy: SearchStrategy[T]) -> SearchStrategy[T | None]:
    return st.none() | strategy


def fen() -> SearchStrategy[int]:
    return st.sampled_from((0, 1, 10, LARGEST, 123_456_789_012_345_67)) | st.integers(0, LARGEST)


def numbers(largest: int = 10**12) -> SearchStrategy[Decimal]:
    samples = ("0", "0.5", "1e3", "0.30000000000000004", "33.333333333333333333", "0.0000001")
    known = [Decimal(sample) for sample in samples if Decimal(sample) <= largest]
    return st.sampled_from(known) | st.decimals(0, largest, places=3)


def targets() -> SearchStrategy[Target]:
    usual = st.sampled_from(
        ("≥95%", "12人", "≤850元/人", "比上年提高", "2024年底前", "涉密", "=34条")
    )
    parsed = (usual | texts(least=1)).map(parse_target)
    return parsed.filter(lambda target: str(target) == str(target).strip() != "")


def masks(*names: str) -> SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(names))


def _units() -> SearchStrategy[b.BudgetUnit]:
    nature = st.sampled_from(terms.UnitNature)
    return st.builds(
        b.BudgetUnit, texts(least=1).map(CODE.parse), texts(least=1), nature, texts(), texts()
    )


def _costs() -> SearchStrategy[b.CostItem]:
    return st.builds(
        b.CostItem,
        name=texts(least=1),
        amount=optional(fen()),
        quantity=optional(numbers()),
        measure=texts(),
        unit_price=optional(fen()),
        periods=st.integers(0, 999_999),
        note=texts(),
        classified=masks("name", "amount", "note"),
    )


def _indicators() -> SearchStrategy[b.PerformanceIndicator]:
    return st.builds(
        b.PerformanceIndicator,
        kind=st.sampled_from(terms.IndicatorKind),
        name=texts(least=1),
        target=targets(),
        description=texts(),
        basis=texts(),
        classified=masks("name", "target"),
    )


@st.composite
def _projects(draw: DrawFn, units: tuple[b.BudgetUnit, ...]) -> b.Project:
    percents = optional(numbers(100))
    return b.Project(
        code=draw(texts(least=1).map(CODE.parse)),
        name=draw(texts(least=1)),
        category=draw(st.sampled_from(terms.ProjectCategory)),
        unit=draw(st.sampled_from(units)).code,
        function=draw(functions()),
        fiscal_amount=draw(fen()),
        other_amount=draw(fen()),
        purpose=draw(texts()),
        payment_plan=b.PaymentPlan(*(draw(percents) for _ in range(4))),
        early_notice=draw(st.booleans()),
        classified=draw(masks("name", "purpose", "amount")),
        mask_ground=draw(texts()),
        costing=tuple(draw(st.lists(_costs(), max_size=2))),
        objectives=tuple(
            draw(
                st.lists(
                    st.builds(b.PerformanceObjective, texts(least=1), masks("text")), max_size=2
                )
            )
        ),
        indicators=tuple(draw(st.lists(_indicators(), max_size=2))),
    )


@st.composite
def _lines(
    draw: DrawFn, units: tuple[b.BudgetUnit, ...], projects: tuple[b.Project, ...]
) -> b.BudgetLine:
    line = draw(single_lines())
    is_project = line.nature is terms.Nature.PROJECT
    nature = line.nature if projects or not is_project else terms.Nature.BASIC
    return replace(
        line,
        unit=draw(st.sampled_from(units)).code,
        nature=nature,
        economic=line.economic or draw(economics()),
        project=draw(st.sampled_from(projects)).code if is_project and projects else "",
        amount=draw(fen()),
    )


def _purchases(projects: tuple[b.Project, ...]) -> SearchStrategy[b.ProcurementLine]:
    money = optional(fen())
    return st.builds(
        b.ProcurementLine,
        project=st.sampled_from([project.code for project in projects]),
        name=texts(least=1),
        catalogue_code=texts(least=1).map(CODE.parse),
        measure=texts(least=1),
        quantity=numbers(),
        unit_price=fen(),
        **dict.fromkeys(
            ("general_public", "government_funds", "special_account", "unit_funds", "sme_reserve"),
            money,
        ),
        classified=masks("name"),
    )


def _department() -> SearchStrategy[b.Department]:
    dates = optional(st.dates() | st.sampled_from((dt.date(1900, 2, 28), dt.date(1900, 3, 1))))
    return st.builds(
        b.Department,
        name=texts(least=1),
        code=texts(least=1).map(CODE.parse),
        division=texts(least=1).map(CODE.parse),
        division_name=texts(least=1),
        edition=st.sampled_from(tuple(EDITIONS)),
        fiscal_year=st.sampled_from((2014, 2017, 2024, 2026, 999_999)),
        short_name=texts(),
        published_on=dates,
        approved_on=dates,
        rounding=st.sampled_from(terms.Rounding),
        sign_offs=st.builds(b.SignOff, texts(), dates, texts(), dates),
    )


def _own_objectives() -> SearchStrategy[b.DepartmentObjective]:
    indicators = st.lists(st.builds(b.ObjectiveIndicator, texts(least=1), targets()), max_size=2)
    return st.builds(
        b.DepartmentObjective,
        st.sampled_from(("甲", "乙")) | texts(least=1),
        texts(),
        texts(least=1),
        indicators.map(tuple),
    )


def _stated(department: b.Department) -> st.SearchStrategy[b.StatedFigure]:
    """Figures the edition prints: a name nobody knows is refused when it is read."""
    known = edition(department.edition, department.fiscal_year)
    places = [
        (spec.id, TOTAL, panel.column_path(column))
        for spec in known.tables
        for panel in spec.panels
        if isinstance(panel.rows, Tree)
        for column in panel.columns
    ]
    return st.builds(
        lambda place, amount: b.StatedFigure(place[0], place[1], place[2], amount),
        st.sampled_from(places),
        fen(),
    )


@st.composite
def _code_names(draw: DrawFn, budget: b.DepartmentalBudget) -> tuple[CodeName, ...]:
    """Names for some codes of the lines, with some of the codes above them."""
    named: dict[tuple[str, str], str] = {}
    for line in budget.lines:
        for of, member in (("function", line.function), ("economic", line.economic)):
            above = draw(st.integers(0, 3)) if member is not None else 0
            for one in reversed(member.lineage if member else ()):
                if above:
                    named[of, one.digits] = draw(
                        st.sampled_from(("甲（乙）", "=1+1", '"a", b', "0012"))
                    )
                    above -= 1
    for purchase in budget.procurement:
        if draw(st.booleans()):
            named["procurement", purchase.catalogue_code] = "台式机"
    return tuple(CodeName(*key, name) for key, name in sorted(named.items()))


@st.composite
def nasty_budgets(draw: DrawFn) -> b.DepartmentalBudget:
    """Any budget that can be loaded at all."""
    units = tuple(draw(st.lists(_units(), min_size=1, max_size=2, unique_by=lambda u: u.code)))
    projects = tuple(draw(st.lists(_projects(units), max_size=2, unique_by=lambda p: p.code)))
    department = draw(_department())
    stated = _stated(department)
    holdings = st.builds(
        b.AssetHolding,
        st.sampled_from(terms.AssetCategory),
        optional(numbers()),
        optional(fen()),
        optional(fen()),
    )
    budget = b.DepartmentalBudget(
        department=department,
        units=units,
        lines=tuple(draw(st.lists(_lines(units, projects), max_size=4))),
        projects=projects,
        overall_objective=draw(texts()),
        objectives=tuple(draw(st.lists(_own_objectives(), max_size=3))),
        procurement=tuple(draw(st.lists(_purchases(projects), max_size=2))) if projects else (),
        assets=tuple(draw(st.lists(holdings, max_size=2, unique_by=lambda a: a.category))),
        prior_year=tuple(draw(st.lists(stated, max_size=2))),
        narrative=draw(
            st.dictionaries(st.sampled_from([*NARRATIVE_TEXTS, "extra-note"]), texts(), max_size=3)
        ),
    )
    return replace(budget, code_names=draw(_code_names(budget)))
