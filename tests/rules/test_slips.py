"""Wrong amounts typed by a clerk: every table agrees with them, so control totals and the custom of the book must not."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from yusuan.core.dataset import dump
from yusuan.core.outcomes import Pair, Severity
from yusuan.core.records import APPROVED
from yusuan.core.terms import ControlMeasure, Fund, Nature, RevenueSource
from yusuan.documents.secrecy.gate import public_view
from yusuan.pipeline import Run
from yusuan.readers.folder import read_folder
from yusuan.readers.opendata import read_attached
from yusuan.readers.workbook import read_workbook
from yusuan.synthetic import Size, synthesise
from yusuan.tables.controls import approved_as
from yusuan.writers import package
from yusuan.writers.folder import write_folder
from yusuan.writers.workbook.document import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from yusuan.core.budget import BudgetLine, DepartmentalBudget
    from yusuan.core.outcomes import Outcome

KEPT = "approved-amounts-are-kept"


@cache
def department() -> DepartmentalBudget:
    return synthesise(7, 2024, size=Size(3, 8), in_hundreds=True)


def typed(n: int, change: Callable[[BudgetLine], BudgetLine]) -> DepartmentalBudget:
    """The department with one line typed wrongly."""
    lines = list(department().lines)
    lines[n] = change(lines[n])
    return replace(department(), lines=tuple(lines))


def times(factor: int) -> Callable[[BudgetLine], BudgetLine]:
    return lambda line: replace(line, amount=line.amount * factor)


def found(budget: DepartmentalBudget, rule: str = KEPT) -> list[Outcome]:
    return [o for o in Run.of(budget).outcomes.findings if o.rule == rule]


def test_what_was_approved_is_kept_by_the_department_as_made() -> None:
    assert found(department()) == []
    assert found(department(), "approved-amounts-are-given") == []


def test_swapped_digits_pass_unseen_no_longer_and_the_line_is_named() -> None:
    first = department().lines[0]
    digits = str(first.amount // 100)
    n = next(
        n for n in range(len(digits) - 1) if digits[n] != digits[n + 1] and digits[n + 1] != "0"
    )
    swapped = digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :]
    (finding,) = found(typed(0, lambda line: replace(line, amount=int(swapped) * 100)))
    assert finding.severity is Severity.ERROR
    assert "明细第1笔" in finding.suggestion
    assert "相邻数字颠倒" in finding.suggestion
    assert f"{int(digits):,}元" in finding.suggestion


@pytest.mark.parametrize("factor", [10, 10_000])
def test_an_amount_too_many_times_is_named_with_its_line(factor: int) -> None:
    (finding,) = found(typed(3, times(factor)))
    assert "明细第4笔" in finding.suggestion
    assert "金额单位或小数点错位" in finding.suggestion


def test_a_line_entered_twice_is_told_to_be_deleted() -> None:
    budget = department()
    (finding,) = found(replace(budget, lines=(*budget.lines, budget.lines[4])))
    assert f"明细第{len(budget.lines) + 1}笔" in finding.suggestion
    assert "重复录入，应删去" in finding.suggestion


def test_a_line_left_out_is_told_with_its_amount() -> None:
    budget = department()
    (finding,) = found(replace(budget, lines=budget.lines[1:]))
    assert "漏录一笔" in finding.suggestion


def test_a_line_under_the_wrong_unit_is_one_finding_that_names_both() -> None:
    (finding,) = found(typed(0, lambda line: replace(line, unit=department().units[1].code)))
    right, wrong = (unit.code for unit in department().units[:2])
    assert f"单位由“{wrong}”改为“{right}”" in finding.suggestion


def test_a_line_under_the_wrong_fund_is_one_finding_that_names_both() -> None:
    def moved(line: BudgetLine) -> BudgetLine:
        return replace(line, fund=Fund.UNIT_FUNDS, source=RevenueSource.OTHER)

    (finding,) = found(typed(0, moved))
    assert "资金性质由“单位资金”改为“一般公共预算”" in finding.suggestion


def test_two_slips_are_two_findings() -> None:
    budget = typed(0, times(10))
    other = next(n for n, line in enumerate(budget.lines) if line.nature is Nature.PROJECT)
    lines = [times(10)(line) if n == other else line for n, line in enumerate(budget.lines)]
    both = found(replace(budget, lines=tuple(lines)))
    assert len(both) == 2
    said = "".join(finding.suggestion for finding in both)
    assert "明细第1笔" in said
    assert f"明细第{other + 1}笔" in said
    assert "改正后各项批复数同时相符" not in said


def test_a_control_total_that_is_wrong_itself_is_doubted_too() -> None:
    totals = department().approved or ()
    n = next(n for n, t in enumerate(totals) if t.measure is ControlMeasure.TOTAL and not t.unit)
    wrong = (*totals[:n], replace(totals[n], amount=totals[n].amount + 100), *totals[n + 1 :])
    (finding,) = found(replace(department(), approved=wrong))
    assert "核对这项批复数本身" in finding.suggestion


def test_a_whole_book_in_ten_thousand_yuan_is_one_finding_beside_the_totals() -> None:
    lines = (replace(line, amount=max(1, line.amount // 10_000)) for line in department().lines)
    (finding,) = found(replace(department(), lines=tuple(lines)))
    assert "明细可能按万元录入" in finding.suggestion


def test_the_two_sides_are_called_approved_and_budgeted() -> None:
    (finding,) = found(typed(0, times(10)))
    assert finding.pair == Pair.APPROVAL
    assert Pair.APPROVAL.labels == ("批复", "预算")
    assert "应为" not in finding.message + finding.suggestion


def test_without_control_totals_what_is_lost_is_said() -> None:
    (finding,) = found(replace(department(), approved=()), "approved-amounts-are-given")
    assert finding.severity is Severity.WARNING
    assert "数字颠倒" in finding.message


def test_messages_of_many_totals_stay_short() -> None:
    for n in range(0, len(department().lines), 9):
        for finding in found(typed(n, times(10))):
            assert len(finding.message) <= 200


# --- without control totals -------------------------------------------------------------------------------


def noticed(budget: DepartmentalBudget) -> set[str]:
    """Rules that speak of the budget and not of the one as made, both without control totals."""
    clean, typed = (
        {(o.rule, o.where) for o in Run.of(replace(one, approved=())).outcomes.findings}
        for one in (department(), budget)
    )
    return {rule for rule, _ in typed - clean}


def test_a_clean_book_has_no_false_warning() -> None:
    clean = Run.of(replace(department(), approved=())).outcomes.findings
    slips = {o.rule for o in clean if o.rule.startswith(("amounts-", "basic-", "items-", "lines-"))}
    assert slips | {o.rule for o in clean if "pay" in o.rule or "costs" in o.rule} == set()


def test_a_whole_book_in_ten_thousand_yuan_passes_unseen_no_longer() -> None:
    lines = (replace(line, amount=max(1, line.amount // 10_000)) for line in department().lines)
    assert "amounts-are-in-yuan" in noticed(replace(department(), lines=tuple(lines)))


def test_a_line_twice_passes_unseen_no_longer() -> None:
    budget = department()
    doubled = replace(budget, lines=(*budget.lines, budget.lines[4]))
    assert "lines-stand-once" in noticed(doubled)


def test_pay_ten_times_as_much_contradicts_the_contributions() -> None:
    assert "contributions-fit-the-pay" in noticed(typed(0, times(10)))


def test_an_amount_ten_thousand_times_outweighs_its_unit() -> None:
    assert "running-costs-fit-the-unit" in noticed(typed(12, times(10_000)))


def test_a_department_moved_to_another_unit_doubles_a_key_or_stands_alone() -> None:
    other = department().units[1].code
    assert noticed(typed(12, lambda line: replace(line, unit=other)))


# --- where they are kept, and where not -------------------------------------------------------------------


def test_folder_workbook_and_internal_package_keep_control_totals(tmp_path: Path) -> None:
    budget = department()
    for name, content in write_folder(budget).items():
        (tmp_path / "set" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "set" / name).write_bytes(content)
    assert read_folder(tmp_path / "set").approved == budget.approved
    (tmp_path / "book.xlsx").write_bytes(write_workbook(budget))
    assert read_workbook(tmp_path / "book.xlsx").approved == budget.approved
    files = package(budget, Run.of(budget).printed, created=budget.department.dated)
    kept = read_attached("package", files)
    assert kept is not None
    assert kept.approved == budget.approved


def test_control_totals_do_not_leave_with_the_publication() -> None:
    budget = department()
    public = public_view(budget).budget
    assert public.approved is None
    files = package(public, Run.of(budget).printed, created=budget.department.dated)
    assert not [name for name in files if "approved" in name]
    assert b"approved.csv" not in b"".join(files.values())
    read = read_attached("package", files)
    assert read is not None
    assert read.approved is None
    assert found(read, "approved-amounts-are-given") == []


def test_a_secret_amount_does_not_travel_in_a_finding_on_control_totals() -> None:
    budget = department()
    project = budget.projects[0]
    marked = replace(project, classified=frozenset({"amount"}), mask_ground="依据")
    left_out = tuple(line for line in budget.lines if line.project != project.code)
    for lines in (left_out, typed(0, times(10)).lines):
        secret = replace(budget, lines=lines, projects=(marked, *budget.projects[1:]))
        told = [o for o in Run.of(secret).travelling.findings if o.rule == KEPT]
        assert told
        for finding in told:
            assert finding.expected is None
            assert not re.search(r"\d[万元]", finding.message + finding.suggestion)


@pytest.mark.parametrize("word", ["total", "合计", "支出合计", "收支总计"])
def test_measures_are_understood_in_both_languages(word: str) -> None:
    kind = APPROVED.fields[1].kind
    assert kind.parse(word) is ControlMeasure.TOTAL
    assert kind.parse("三公经费") is kind.parse("“三公”经费") is ControlMeasure.THREE_PUBLIC
    assert kind.parse("一般公共预算财政拨款") is ControlMeasure.GENERAL_PUBLIC
    with pytest.raises(KeyError):
        kind.parse("什么")


def test_control_totals_of_the_lines_are_of_every_unit_and_measure_with_money() -> None:
    budget = department()
    totals = approved_as(budget.lines, [unit.code for unit in budget.units])
    assert totals == budget.approved
    whole = next(t for t in totals if t.measure is ControlMeasure.TOTAL and not t.unit)
    assert whole.amount == sum(line.amount for line in budget.lines)
    assert dump(budget)["approved"][0] == {
        "unit": "",
        "measure": "合计",
        "amount": f"{whole.amount // 100}.00",
    }


def test_a_workbook_of_before_without_the_sheet_is_read_and_asked_for_it(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "book.xlsx"
    path.write_bytes(write_workbook(department()))
    book = openpyxl.load_workbook(path)
    del book[APPROVED.label]
    book.save(path)
    read = read_workbook(path)
    assert read.approved == ()
    assert found(read, "approved-amounts-are-given")
