"""Names beside codes: what the catalogue lacks is printed as typed; nothing is printed without a name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.budgets import changed_budget
from yusuan.catalog import names
from yusuan.core.dataset.code_names import CodeName, names_in_use
from yusuan.core.errors import NotPublishable, ReadError
from yusuan.pipeline import Run

# Not in the catalogue of the base budget's year.
NEW = "2013109"


def _faults(**changes: object) -> list[str]:
    with pytest.raises(ReadError) as raised:
        changed_budget(changes)
    return [f"{fault.place}：{fault.found}；{fault.allowed}" for fault in raised.value.faults]


def test_a_code_the_catalogue_lacks_is_printed_under_the_name_typed() -> None:
    budget = changed_budget({"lines": [{"nth": 1, "function": NEW, "function_name": "督查事务"}]})
    assert budget.code_names == (CodeName("function", NEW, "督查事务"),)
    labels = {
        row.key: row.label
        for table in Run.of(budget).printed
        for rows in table.rows
        for row in rows
    }
    assert labels[NEW] == "督查事务"


def test_a_code_without_any_name_is_not_published() -> None:
    run = Run.of(changed_budget({"lines": [{"nth": 1, "function": NEW}]}))
    assert {o.rule for o in run.outcomes.blocking} >= {"function-codes-are-known"}
    with pytest.raises(NotPublishable):
        run.publish(("html",))
    draft = b"".join(run.publish(("html",), is_draft=True).values()).decode()
    assert "〔科目名称待填〕" in draft


def test_codes_above_are_named_in_the_same_field() -> None:
    row = {"nth": 1, "function": "2019701", "function_name": "督查事务/行政运行"}
    assert changed_budget({"lines": [row]}).code_names == (
        CodeName("function", "20197", "督查事务"),
        CodeName("function", "2019701", "行政运行"),
    )


def test_two_names_for_one_code_are_a_fault_that_names_both_places() -> None:
    rows = [
        {"nth": 1, "function": NEW, "function_name": "督查事务"},
        {"nth": 2, "function": NEW, "function_name": "督察事务"},
    ]
    (fault,) = _faults(lines=rows)
    assert "第2行" in fault
    assert "第1行" in fault
    assert "“督察事务”" in fault
    assert "“督查事务”" in fault


def test_more_names_than_levels_are_a_fault() -> None:
    (fault,) = _faults(lines=[{"nth": 1, "economic": "30101", "economic_name": "甲/乙/丙"}])
    assert "3 级" in fault
    assert "至多 2 级" in fault


def test_a_name_read_in_an_official_source_is_printed_whatever_was_typed() -> None:
    typed = (CodeName("function", "2013101", "别的"), CodeName("function", "2013199", "别的"))
    name = names(2024, typed)
    assert name("function", "2013101") == "行政运行"
    # Only remembered: the clerk has the year's table at hand.
    assert name("function", "2013199") == "别的"


def test_names_of_what_was_masked_away_do_not_travel() -> None:
    row = {"nth": 1, "function": NEW, "function_name": "督查事务"}
    budget = changed_budget({"lines": [row]})
    assert names_in_use(replace(budget, lines=budget.lines[1:])) == ()
