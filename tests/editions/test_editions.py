"""Every edition publishes made-up departments, and what is printed is read back figure by figure."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from yusuan.core.outcomes import Severity, Status
from yusuan.core.terms import Stage
from yusuan.editions import EDITIONS
from yusuan.identities.causes import check_identities
from yusuan.pipeline import Inspection, Run
from yusuan.synthetic import Size, synthesise
from yusuan.synthetic.accounts import final_accounts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.tables.table import Table

YEAR = 2024
NINE = 9
BUDGETS = sorted(name for name, make in EDITIONS.items() if make(YEAR).stage is Stage.BUDGET)
SIZE = Size(3, 4, is_complete=True)
# One format an edition in every run of the suite, all of them in the slow one.
ONE_EACH = {
    "hebei": "html",
    "national": "docx",
    "national-8": "xlsx",
    "shanghai": "docx",
    "guangdong": "docx",
    "jiangsu": "xlsx",
    "sichuan": "html",
    "accounts": "docx",
}
EVERY_ONE = [
    pytest.param(form, name, marks=() if ONE_EACH[form] == name else pytest.mark.slow)
    for form in EDITIONS
    for name in ("docx", "html", "xlsx", "pdf", "opendata")
]


@lru_cache
def run_of(form: str, seed: int) -> Run:
    """A made-up department's publication; final accounts come from a budget, with its lines beside them."""
    budget = synthesise(seed, YEAR, "hebei" if form == "accounts" else form, SIZE)
    return Run.of(final_accounts(budget, seed) if form == "accounts" else budget)


def figures(tables: Iterable[Table]) -> dict[tuple[str, str, str], int | None]:
    return {(c.key.table, c.row, c.key.column): c.amount for t in tables for c in t.figures()}


@pytest.mark.parametrize(("form", "name"), EVERY_ONE)
def test_what_an_edition_prints_is_read_back(form: str, name: str, tmp_path: Path) -> None:
    run = run_of(form, 3)
    written = run.publish((name,))
    if name == "opendata":
        for file, content in written.items():
            (tmp_path / file).parent.mkdir(exist_ok=True)
            (tmp_path / file).write_bytes(content)
        again = Run(tmp_path / "opendata")
        assert figures(again.printed) == figures(run.printed)
        assert again.outcomes.blocking == ()
        return
    (file,) = [each for each in written if each.endswith(f".{name}")]
    path = tmp_path / Path(file).name
    path.write_bytes(written[file])
    inspection = Inspection(path)
    assert figures(inspection.printed) == figures(run.printed)
    found = inspection.disclosure
    assert (found.profile.edition.value, found.refused) == (form, ())
    assert [t.id for t in found.tables] == [t.id for t in run.printed]
    assert found.stage is run.edition.stage
    wrong = [o.message for o in inspection.outcomes.findings if o.severity is Severity.ERROR]
    assert wrong == []


@pytest.mark.parametrize("seed", range(6))
def test_final_accounts_are_coherent(seed: int) -> None:
    run = run_of("accounts", seed)
    outcomes = list(check_identities(run.tables, run.identities))
    assert outcomes
    assert {o.status for o in outcomes} == {Status.PASSED}
    printed = {c.key.column for c in run.printed[6].figures()}
    assert {column.rpartition("/")[2] for column in printed} == {"预算数", "决算数"}


def test_final_accounts_hold_every_kind_of_balance() -> None:
    rows = {cell.row for seed in range(6) for cell in run_of("accounts", seed).printed[0].figures()}
    assert {"使用非财政拨款结余", "年初结转和结余", "结余分配", "年末结转和结余"} <= rows


def test_editions_have_the_tables_their_names_promise() -> None:
    numbers = {name: len(make(YEAR).tables) for name, make in EDITIONS.items()}
    others = {"national-8": NINE - 1, "guangdong": 10, "jiangsu": 12, "sichuan": 12}
    assert numbers == dict.fromkeys(EDITIONS, NINE) | others
    assert set(BUDGETS) == set(EDITIONS) - {"accounts"}
