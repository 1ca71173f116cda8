from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.budget_lines import budget_lines, changed, example, tables_of
from yusuan.core.money import round_half_up
from yusuan.core.outcomes import Status
from yusuan.editions.hebei import hebei
from yusuan.identities.derive import identities
from yusuan.identities.evaluate import evaluate_all
from yusuan.identities.identity import Identity, Relation
from yusuan.rules.batch import BatchFinding, StoredCells, check_batch
from yusuan.tables.table import CellKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from yusuan.core.budget import BudgetLine
    from yusuan.tables.table import Table

SPECS = hebei(2024).tables


def stored(departments: Mapping[str, Iterable[tuple[CellKey, int]]]) -> StoredCells:
    rows = [(name, *key, amount) for name, cells in departments.items() for key, amount in cells]
    department, table, row, column, amount = zip(*rows, strict=True) if rows else ((),) * 5
    return StoredCells(department, table, row, column, amount)


def cells_of(tables: Iterable[Table]) -> dict[CellKey, int]:
    return {c.key: c.amount for table in tables for c in table.figures() if c.amount is not None}


def claim(identity: Identity, tables: Sequence[Table]) -> frozenset[CellKey]:
    """The figures an identity is about that this department prints: what two ways of checking share."""
    printed = {key for table in tables for key in table.cells}
    return frozenset(key for key in identity if key in printed)


def failed_alone(tables: Sequence[Table]) -> set[frozenset[CellKey]]:
    found = identities(tables)
    return {
        claim(identity, tables)
        for identity, outcome in zip(found, evaluate_all(tables, found), strict=True)
        if outcome.status is Status.FAILED
    }


@st.composite
def misprinted(draw: st.DrawFn, lines: list[BudgetLine]) -> tuple[Table, ...]:
    """Tables of some lines with up to three figures replaced."""
    tables = tables_of(lines)
    keys = sorted(cells_of(tables))
    wrong = draw(st.dictionaries(st.sampled_from(keys), st.integers(1, 10**9), max_size=3))
    return changed(tables, wrong)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_batch_finds_what_checking_each_department_finds(data: st.DataObject) -> None:
    departments = {
        name: data.draw(misprinted(data.draw(budget_lines(most=12), label=name)))
        for name in ("甲", "乙", "丙")
    }
    batch = stored({name: cells_of(tables).items() for name, tables in departments.items()})
    found: dict[str, set[frozenset[CellKey]]] = {name: set() for name in departments}
    for finding in check_batch(SPECS, [batch]):
        found[finding.department].add(claim(finding.identity, departments[finding.department]))
    for name, tables in departments.items():
        assert found[name] == failed_alone(tables), name


@settings(max_examples=15, deadline=None)
@given(st.lists(budget_lines(most=15), min_size=1, max_size=4))
def test_derived_departments_raise_nothing(departments: list[list[BudgetLine]]) -> None:
    batch = stored(
        {str(n): cells_of(tables_of(lines)).items() for n, lines in enumerate(departments)}
    )
    assert list(check_batch(SPECS, [batch])) == []


def test_a_failure_carries_the_cells_it_is_made_of() -> None:
    key = CellKey("general_basic", "30101", "一般公共预算基本支出/合计")
    cells = cells_of(example()[0])
    findings = list(
        check_batch(SPECS, [stored({"好": cells.items(), "坏": {**cells, key: 1}.items()})])
    )
    assert findings
    for finding in findings:
        assert finding.department == "坏"
        assert dict(finding.cells)[key] == 1
        held = dict(finding.cells)
        assert finding.actual == held.get(finding.identity.left, 0)
        assert finding.expected == sum(held.get(part, 0) for part in finding.identity.right)
        assert finding.difference


def test_a_cell_the_form_does_not_have_is_a_finding() -> None:
    key = CellKey("expenditure", "2080505", "没有这一栏")
    (finding,) = check_batch(SPECS, [stored({"甲": {key: 5}.items()})])
    assert finding == BatchFinding("甲", Identity(Relation.NOTHING, key), 5, 0, ((key, 5),))


def test_batches_after_the_first_may_bring_new_codes() -> None:
    cells = cells_of(example()[0])
    renamed = {
        key._replace(row=key.row.replace("20405", "20406")): amount for key, amount in cells.items()
    }
    batches = [stored({"甲": cells.items()}), stored({"乙": renamed.items()})]
    assert list(check_batch(SPECS, batches)) == []


def test_printed_cells_may_differ_by_half_a_last_digit_each() -> None:
    lines = [
        line.__class__(**{f: getattr(line, f) for f in line.__slots__} | {"amount": 333_333})
        for line in _some_lines()
    ]
    printed = {k: round_half_up(a, 10_000) for k, a in cells_of(tables_of(lines)).items()}
    batch = [stored({"甲": printed.items()})]
    assert list(check_batch(SPECS, batch))
    assert list(check_batch(SPECS, batch, half_digit=5_000)) == []


def test_a_bound_says_nothing_about_negative_amounts() -> None:
    cells = cells_of(example()[0])
    part = CellKey("general_expenditure", "2013102", "项目支出")
    negative = {**cells, CellKey("expenditure", "2013102", "项目支出"): -1}
    findings = check_batch(SPECS, [stored({"甲": negative.items()})])
    bounds = [f for f in findings if f.identity.relation is Relation.AT_MOST]
    assert not [f for f in bounds if f.identity.left == part]


def test_no_cells_no_findings() -> None:
    assert list(check_batch(SPECS, [stored({})])) == []


def _some_lines() -> tuple[BudgetLine, ...]:
    from tests.example import example_budget

    return example_budget().lines
