"""Real published documents: what is read, what is found, and what must not be said."""

from __future__ import annotations

from functools import lru_cache

import pytest

from tests.example import EXAMPLE
from tests.samples_path import samples_dir
from yusuan.core.outcomes import Status
from yusuan.pipeline import Inspection, Run

SEED = "hebei-qinhuangdao-zfw-2024-budget.txt"
TRAINING = {"培训费"}


@lru_cache
def inspected(name: str) -> Inspection:
    return Inspection(samples_dir() / name)


def test_every_figure_of_the_seed_is_read_in_its_place() -> None:
    read = {
        (c.key.table, c.row, c.key.column): c.amount
        for table in inspected(SEED).printed
        for c in table.figures()
    }
    derived = {
        (c.key.table, c.row, c.key.column): c.amount
        for table in Run(EXAMPLE).printed
        for c in table.figures()
        if c.row not in TRAINING
    }
    assert len(read) == 296
    assert read == derived


def test_the_seed_raises_no_false_alarm_between_its_tables() -> None:
    rules = {"table-arithmetic", "cross-table", "text-disagrees-with-table"}
    failed = [o for o in inspected(SEED).outcomes.every if o.status is Status.FAILED]
    assert [o for o in failed if o.rule in rules] == []


BUDGETS = {
    # file: (tables, figures read in them, subjects of the wrong figures in the text)
    "shanghai-putuo-finance-2025-budget.pdf": (9, {"机关事业单位职业年金缴费支出": "887.36"}),
    "shanghai-wanli-2023-budget.pdf": (9, {"机关事业单位职业年金缴费支出": "441.25"}),
    "shanghai-wanli-2024-budget.pdf": (9, {"住房公积金": "352.67"}),
    "shanghai-welfare-2024-unit-budget.pdf": (9, {"社会福利事业单位": "738.66"}),
}


@pytest.mark.parametrize("name", list(BUDGETS))
def test_text_that_disagrees_with_its_table_is_found_and_nothing_else(name: str) -> None:
    tables, wrong = BUDGETS[name]
    inspection = inspected(name)
    assert len(inspection.printed) == tables
    said = [
        o.message
        for o in inspection.outcomes.every
        if o.status is Status.FAILED and o.rule == "text-disagrees-with-table"
    ]
    assert len(said) == len(wrong)
    for (subject, figure), message in zip(wrong.items(), said, strict=True):
        assert subject in message
        assert figure in message


@pytest.mark.parametrize("name", list(BUDGETS))
def test_no_table_of_a_correct_document_is_called_wrong(name: str) -> None:
    failed = [
        o
        for o in inspected(name).outcomes.every
        if o.status is Status.FAILED and o.rule in {"table-arithmetic", "cross-table"}
    ]
    assert failed == []


def test_a_row_under_a_wrong_code_is_one_finding_for_each_table() -> None:
    found = [
        o
        for o in inspected("shanghai-welfare-2024-unit-budget.pdf").outcomes.every
        if o.rule == "code-differs-between-tables"
    ]
    # 7 11 02 for 210 11 02 in two tables; the sums it breaks stand below the first. That the other row is
    # lacking is not said: sums that do not hold prove no table complete.
    assert [(o.where[0].row, o.suggestion) for o in found] == [("7|11|02", "210|11|02")] * 2
    assert {row for o in found for p in o.proofs for row in (p.where[0].row,)} == {"71102"}


def test_final_accounts_are_read_as_such() -> None:
    inspection = inspected("shanghai-putuo-planning-2024-final-accounts.pdf")
    assert inspection.disclosure.stage.value == "决算"
    by_rule = {o.rule for o in inspection.outcomes.every if o.status is Status.FAILED}
    assert "table-arithmetic" not in by_rule
    assert "cross-table" not in by_rule
    rounding = [o for o in inspection.outcomes.every if o.status is Status.ROUNDING]
    assert len(rounding) >= 10


def test_the_whole_is_said_of_whom_and_when() -> None:
    found = inspected("shanghai-wanli-2023-budget.pdf").disclosure
    assert (found.department, found.year) == ("上海市普陀区人民政府万里街道办事处", 2023)
