"""Final accounts: the budget beside them is a fact, and without it they stay a draft."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.cli.command_line import run as command
from tests.editions.test_editions import run_of
from yusuan.core.errors import NotPublishable
from yusuan.core.terms import Stage
from yusuan.disk import Terms, write_set
from yusuan.pipeline import Run, assemble
from yusuan.readers import read_source
from yusuan.writers.folder import write_folder
from yusuan.writers.workbook.document import write_workbook

if TYPE_CHECKING:
    from pathlib import Path


def said(run: Run, section: str, *, is_draft: bool = False) -> list[str]:
    publication = assemble(run, is_draft=is_draft)
    found = next(
        s for p in publication.parts for s in p.sections if s.id == section and not s.is_table
    )
    return [block.text for block in found.blocks if hasattr(block, "text")]


def without_budget(run: Run) -> Run:
    return Run.of(replace(run.budget, budgeted=()))


def test_accounts_say_how_much_of_the_budget_was_spent() -> None:
    run = run_of("accounts", 3)
    whole, *items = said(run, "general_told")
    assert "支出决算为3084.79万元，完成年初预算的94.44%" in whole
    assert items[0].startswith(
        "1．文化旅游体育与传媒支出（类）文化和旅游（款）行政运行（项）：年初预算为"
    )
    assert items[0].endswith("完成年初预算的93.78%。")


def test_accounts_are_told_as_accounts() -> None:
    run = run_of("accounts", 3)
    texts = "".join(said(run, "totals_told") + said(run, "procurement") + said(run, "assets"))
    assert "收入支出总计" in texts
    assert "政府采购支出" in texts
    assert "2024年末" in texts
    assert "预算" not in texts.replace("《中华人民共和国预算法》", "")


def test_what_was_not_budgeted_is_said_and_not_divided() -> None:
    run = run_of("accounts", 3)
    spent = run.budget.lines[0]
    own = tuple(x for x in run.budget.budgeted if x.function != spent.function)
    _, *items = said(Run.of(replace(run.budget, budgeted=own)), "general_told")
    assert items[0].endswith("年初没有安排预算。")


def test_accounts_without_the_budget_stay_a_draft(tmp_path: Path) -> None:
    run = without_budget(run_of("accounts", 3))
    with pytest.raises(NotPublishable):
        run.publish(("html",))
    assert "年初预算为〔待填〕" in "".join(said(run, "general_told", is_draft=True))
    write_set(tmp_path / "accounts", write_folder(run.budget), Terms())
    out = tmp_path / "out"
    refused = command("publish", tmp_path / "accounts", "-o", out, "--formats", "opendata")
    assert refused.exit_code == 1
    assert not out.exists()
    drafted = command(
        "publish", tmp_path / "accounts", "-o", out, "--formats", "opendata", "--draft"
    )
    assert drafted.exit_code == 0
    assert [path.name for path in out.iterdir() if path.is_dir()] == ["opendata-draft"]


def test_a_budget_of_nothing_is_not_an_unknown_one() -> None:
    """A department that had budgeted no three-public money prints 0.00, and may publish."""
    run = run_of("accounts", 3)
    three = {"30212", "30217", "30231", "31013", "30913"}
    own = tuple(
        x for x in run.budget.budgeted if x.economic is None or x.economic.digits[:5] not in three
    )
    none = Run.of(replace(run.budget, budgeted=own))
    assert "texts-have-their-figures" not in {o.rule for o in none.outcomes.blocking}
    assert "年初预算为0.00万元" in said(none, "three_public")[0]


@pytest.mark.parametrize("form", ["folder", "workbook"])
def test_the_budget_beside_accounts_is_kept_in_a_dataset(form: str, tmp_path: Path) -> None:
    budget = run_of("accounts", 3).budget
    assert {line.stage for line in budget.budgeted} == {Stage.BUDGET}
    if form == "folder":
        write_set(tmp_path / "a", write_folder(budget), Terms())
        path = tmp_path / "a"
    else:
        path = tmp_path / "a.xlsx"
        path.write_bytes(write_workbook(budget))
    assert read_source(path) == budget


def test_a_budget_has_no_column_for_the_stage() -> None:
    header = write_folder(run_of("hebei", 3).budget)["lines.csv"].decode().splitlines()[0]
    assert "stage" not in header
    assert (
        "stage" in write_folder(run_of("accounts", 3).budget)["lines.csv"].decode().splitlines()[0]
    )


def test_a_withheld_project_is_masked_in_the_budget_beside_accounts_too() -> None:
    budget = run_of("accounts", 3).budget
    project = budget.projects[0]
    hidden = replace(project, classified=frozenset({"amount"}), mask_ground="某条")
    run = Run.of(replace(budget, projects=(hidden, *budget.projects[1:])))
    public = run.public.budget
    assert not [x for x in public.budgeted if x.project == project.code]
    assert sum(x.amount for x in public.budgeted) == sum(x.amount for x in budget.budgeted)


def test_the_budget_beside_accounts_gives_no_secret_away() -> None:
    """A project alone in its item when the budget was made: the quoted budget of the item would be its amount."""
    budget = run_of("accounts", 3).budget
    project = budget.projects[0]
    hidden = replace(project, classified=frozenset({"amount"}), mask_ground="某条")
    alone = tuple(x for x in budget.budgeted if x.project in {"", project.code})
    run = Run.of(replace(budget, projects=(hidden, *budget.projects[1:]), budgeted=alone))
    assert "withheld-amount-shared" in {o.rule for o in run.public.exposures}


def test_the_page_of_final_accounts_called_itself_a_budget() -> None:
    (page,) = run_of("accounts", 3).publish(("html",)).values()
    text = page.decode()
    assert "年度 · 部门决算公开" in text
    assert "部门预算公开" not in text
    assert "没有财政拨款安排的“三公”经费" not in text
