"""Two documents together: the relation is read, never guessed; what agrees is silent, each mismatch is one finding."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from tests.cli.command_line import run as yusuan
from tests.example import EXAMPLE
from tests.samples_path import samples_dir
from yusuan.core.errors import RecognitionRefused
from yusuan.core.grid import TextBlock
from yusuan.core.outcomes import Outcome, Status, Where
from yusuan.narrative.clauses.clause import Stage
from yusuan.pipeline import Inspection, Run, derive
from yusuan.rules.books.against._pair import Relation, relate
from yusuan.rules.check import check_beside
from yusuan.rules.evidence import Evidence, Line, Paper
from yusuan.synthetic.department import synthesise
from yusuan.synthetic.draw import Size
from yusuan.tables.region import OWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.tables.table import Cell, Table

WANLI = "shanghai-wanli-{}-budget.pdf"
ACCOUNTS = "shanghai-putuo-planning-2024-final-accounts.pdf"


@lru_cache
def sample(name: str) -> Evidence:
    return Inspection(samples_dir() / name).evidence


def side(  # the parts a comparison looks at
    tables: Sequence[Table] = (),
    *texts: str,
    file: str = "a.pdf",
    year: int = 2024,
    stage: Stage = Stage.BUDGET,
    department: str = "某县教育局",
    is_unit: bool | None = False,
) -> Evidence:
    blocks = tuple(TextBlock(text, 1) for text in texts)
    paper = Paper(tuple(Line(text, Where(file, 1)) for text in texts))
    return Evidence(
        file,
        year,
        stage,
        tuple(tables),
        blocks,
        department=department,
        is_unit=is_unit,
        paper=paper,
    )


def against(given: Evidence, *others: Evidence) -> list[Outcome]:
    said = check_beside(replace(given, beside=others))
    said = [o for o in said if o.status is not Status.NOT_APPLICABLE or o.where]
    return [o for o in said if o.rule != "against-relation" or o.is_finding]


def wrong(given: Evidence, *others: Evidence) -> list[Outcome]:
    return [o for o in against(given, *others) if o.is_finding]


def with_amount(one: Evidence, cell: Cell, amount: int | None) -> Evidence:
    tables = tuple(
        table.with_amounts({cell.key: amount}) if cell.key in table.cells else table
        for table in one.tables
    )
    return replace(one, tables=tables)


# --- the relation -----------------------------------------------------------------------------------------

BUDGET = side(department="某县教育局")
RELATED = {
    Relation.PRIOR_YEAR: side(year=2023),
    Relation.BUDGET: side(stage=Stage.FINAL),
    Relation.ORIGINAL: side(file="b.pdf"),
    Relation.UNIT: side(department="某县教育局（本级）", is_unit=True),
}
UNRELATED = [
    (side(department="某县财政局"), "不是同一个部门"),
    (side(year=2022), "没有可以直接核对的关系"),
    (side(year=2023, stage=Stage.FINAL), "没有可以直接核对的关系"),
    (side(department="某县第一中学", is_unit=True), "没有提到"),
    (side(department="某县教育局（本级）", is_unit=True, year=2023), "年度或种类"),
    (side(department=""), "哪个部门"),
    (side(is_unit=None), "部门的还是单位的"),
]


@pytest.mark.parametrize("relation", list(Relation))
def test_the_relation_does_not_depend_on_the_order(relation: Relation) -> None:
    other = RELATED[relation]
    there, back = relate(BUDGET, other), relate(other, BUDGET)
    assert there.relation is back.relation is relation
    if relation is not Relation.ORIGINAL:
        assert there == back


def test_a_unit_is_known_by_the_departments_text() -> None:
    unit = side(department="某县第一中学", is_unit=True)
    department = side((), "所属单位包括某县第一中学和某县第二中学。")
    assert relate(unit, department).relation is Relation.UNIT


@pytest.mark.parametrize(("other", "reason"), UNRELATED)
def test_a_relation_in_doubt_is_refused(other: Evidence, reason: str) -> None:
    with pytest.raises(RecognitionRefused, match=reason):
        relate(BUDGET, other)
    (found,) = against(BUDGET, other)
    assert (found.rule, found.status) == ("against-relation", Status.REFUSED)
    assert reason in found.message


# --- last year --------------------------------------------------------------------------------------------


def test_two_real_budgets_agree_whichever_is_named_first() -> None:
    old, new = sample(WANLI.format(2023)), sample(WANLI.format(2024))
    said = [against(*pair) for pair in ((new, old), (old, new))]
    assert said[0] == said[1]
    assert len(said[0]) > 8
    assert not [o for o in said[0] if o.is_finding]


def test_a_changed_base_is_one_finding_in_both_files() -> None:
    old, new = sample(WANLI.format(2023)), sample(WANLI.format(2024))
    tables = old.tables
    largest = max(c.value for t in tables for c in t.figures())
    changed = old
    for table in tables:
        for cell in table.figures():
            if cell.value == largest:
                changed = with_amount(changed, cell, largest + 9_000_000)
    found = wrong(new, changed)
    assert len(found) == 1
    assert {w.file for w in found[0].where} == {old.source, new.source}
    assert abs((found[0].difference or 0) + 9_000_000) < 10_000


EARLIER = side(
    Run(EXAMPLE).printed,
    file="2023.pdf",
    year=2023,
    department="某县教育局",
)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2024年预算收支安排1900.00万元，较2023年预算增加90.82万元。", 0),
        ("2024年预算收支安排1900.00万元，较2023年预算增加99.82万元。", 1),
        ("2024年支出预算1900.00万元，比2023年预算增长5.02%。", 0),
        ("2024年支出预算1900.00万元，比2023年预算增长5.92%。", 1),
        ("2024年支出预算1809.18万元，与2023年预算持平。", 0),
        ("2023年支出预算1809.18万元。", 0),
        ("2023年支出预算1890.18万元。", 1),
        # What was spent last year is not what was budgeted.
        ("2023年支出执行数1700.00万元，2024年支出预算1900.00万元。", 0),
    ],
)
def test_what_is_said_of_last_year_agrees_with_last_years_document(text: str, count: int) -> None:
    found = wrong(side((), text), EARLIER)
    assert [f.rule for f in found] == ["against-prior-year"] * count
    assert all(f.where[0].file == "a.pdf" and f.status is Status.FAILED for f in found)


def test_accounts_open_with_what_the_last_ones_closed_with() -> None:
    early = sample(ACCOUNTS)
    late = replace(early, year=2025, texts=())
    opening = [
        c
        for t in late.tables
        if t.id == "summary"
        for c in t.figures()
        if "年初" in c.label or "年末" in c.label
    ]
    first, last = opening
    assert [f.expected for f in wrong(late, early)] == [last.value]
    assert wrong(with_amount(late, first, last.value), early) == []


# --- budget and accounts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("budgeted", "count"), [("1722.18", 0), ("1722.2", 0), ("1732.18", 1)])
def test_the_budget_in_accounts_is_the_budget_published(budgeted: str, count: int) -> None:
    budget = side(Run(EXAMPLE).printed, file="budget.pdf")
    text = f"一般公共预算财政拨款支出年初预算为{budgeted}万元，支出决算为1700.00万元。"
    accounts = side((), text, file="accounts.pdf", stage=Stage.FINAL)
    found = wrong(accounts, budget)
    assert [f.rule for f in found] == ["against-budget"] * count
    assert wrong(budget, accounts) == found


def test_the_budget_column_of_accounts_is_compared() -> None:
    accounts = sample(ACCOUNTS)
    table = next(t for t in accounts.tables if t.id == "three_public")
    budgeted = {k: c for k, c in table.cells.items() if c.region.ledger != OWN}
    assert {str(c.printed) for c in budgeted.values()} == {"2.85", "0.00"}
    cells = {k: replace(c, region=replace(c.region, ledger=OWN)) for k, c in budgeted.items()}
    tables = (type(table)(table.spec, table.rows, cells),)
    budget = replace(accounts, source="budget.pdf", stage=Stage.BUDGET, tables=tables, texts=())
    accounts = replace(accounts, texts=())
    assert wrong(accounts, budget) == []
    cell = next(c for c in cells.values() if "公务接待" in c.key.column)
    (found,) = wrong(accounts, with_amount(budget, cell, 3_000_000))
    assert found.rule == "against-budget"
    assert (found.expected, found.actual) == (3_000_000, 2_850_000)
    assert found.where[0].page == 17


# --- department and units ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def family() -> tuple[Evidence, list[Evidence]]:
    budget = synthesise(3, 2024, size=Size(units=3, projects=8, is_complete=False))
    edition = Run.of(budget).edition
    names = {unit.code: unit.name for unit in budget.units}

    def part(name: str, codes: Sequence[str], *, is_unit: bool) -> Evidence:
        lines = tuple(line for line in budget.lines if line.unit in codes)
        tables = derive(replace(budget, lines=lines), edition)
        text = "" if is_unit else "、".join(names.values())
        return side(tables, text, file=name, department=name, is_unit=is_unit)

    department = part(budget.department.name, list(names), is_unit=False)
    return department, [part(name, [code], is_unit=True) for code, name in names.items()]


def test_units_add_up_to_their_department(family: tuple[Evidence, list[Evidence]]) -> None:
    department, units = family
    assert wrong(department, *units) == []
    assert wrong(department, *units[:2]) == []
    assert wrong(units[0], department) == []


def test_a_wrong_unit_figure_is_one_finding(family: tuple[Evidence, list[Evidence]]) -> None:
    department, units = family
    table = next(t for t in units[0].tables if t.id == "expenditure")
    cell = next(c for c in table.figures() if len(c.row) == 7 and c.row.isdecimal())
    changed = with_amount(units[0], cell, cell.value + 100_000_000_00)
    for given in ([changed, *units[1:]], [changed, units[1]]):
        (found,) = wrong(department, *given)
        assert found.rule == "against-units"
        assert cell.row in found.message


def test_a_unit_row_the_department_lacks_is_found(family: tuple[Evidence, list[Evidence]]) -> None:
    department, units = family
    table = next(t for t in units[1].tables if t.id == "general_expenditure")
    row = next(c.row for c in table.figures() if len(c.row) == 7 and c.row.isdecimal())
    tables = []
    for t in department.tables:
        cells = {k: c for k, c in t.cells.items() if t.id != table.id or c.row != row}
        tables.append(type(t)(t.spec, t.rows, cells))
    lacking = replace(department, tables=tuple(tables))
    found = wrong(lacking, *units)
    assert any(row in f.message and "没有这一行" in f.message for f in found)


# --- published twice --------------------------------------------------------------------------------------


def test_a_document_is_like_itself() -> None:
    one = sample(WANLI.format(2024))
    outcomes = against(one, one)
    assert {o.status for o in outcomes} == {Status.PASSED}
    assert len(outcomes) > 500


def test_a_silent_change_is_listed_with_both_places() -> None:
    one = sample(WANLI.format(2024))
    table = next(t for t in one.tables if t.id == "expenditure")
    cell = next(c for c in table.figures() if c.value)
    changed = with_amount(one, cell, cell.value + 100)
    old, new = "项目调整。", "工资增长。"
    lines = one.paper.lines
    n = next(n for n, line in enumerate(lines) if line.text.endswith(old))
    line = replace(lines[n], text=lines[n].text.replace(old, new))
    changed = replace(changed, paper=Paper((*lines[:n], line, *lines[n + 1 :])))
    figure, text = wrong(one, changed)
    assert figure.difference == -100
    assert figure.where == (cell.where, cell.where)
    assert "项目调整" in text.message
    assert "工资增长" in text.message
    assert text.where[0].page == lines[n].where.page


def test_a_page_break_is_no_change_of_text() -> None:
    text = "本年支出增加，主要原因是新增项目较多，并且人员经费按规定标准调整。其余不变。"
    whole = side((), text, file="one.pdf")
    torn = side((), text[:33], text[33:], file="two.pdf")
    assert wrong(whole, torn) == []


# --- the command ------------------------------------------------------------------------------------------


def test_the_command_compares_and_refuses() -> None:
    new, old = (str(samples_dir() / WANLI.format(year)) for year in (2024, 2023))
    said = yusuan("check", new, "--against", old, "--format", "json")
    assert '"rule": "text-disagrees-with-table"' in said.output
    assert "against-prior-year" not in said.output
    other = str(samples_dir() / "shanghai-putuo-finance-2025-budget.pdf")
    assert "against-relation" in yusuan("check", new, "--against", other).output
    assert yusuan("check", str(EXAMPLE), "--against", old).exit_code == 2
    assert yusuan("check", new, old, "--against", old).exit_code == 2
