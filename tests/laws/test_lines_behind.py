"""The lines behind a figure are those its region admits, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from tests.strategies import FORMS, lines, tables_of
from yusuan.tables.lines_behind import LinesBehind
from yusuan.tables.region import OWN

if TYPE_CHECKING:
    from yusuan.core.budget import BudgetLine


@given(drawn=lines(), form=FORMS)
def test_the_lines_behind_are_those_admitted_and_no_others(
    drawn: tuple[BudgetLine, ...], form: str
) -> None:
    behind = LinesBehind(drawn)
    for table in tables_of(form, drawn):
        for cell in table.cells.values():
            one_by_one = [n for n, line in enumerate(drawn) if cell.region.admits(line)]
            of_its_own = one_by_one if cell.region.ledger == OWN else []
            assert list(behind.of(cell.region)) == of_its_own
