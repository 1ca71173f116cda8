"""Law 2: one printed figure changed by one of its last digit breaks an identity that holds the figure."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st

from tests import strategies as some
from yusuan.core.money import last_digit
from yusuan.core.outcomes import Status
from yusuan.identities.derive import identities
from yusuan.identities.evaluate import Figures, evaluate

if TYPE_CHECKING:
    from yusuan.core.budget import BudgetLine
    from yusuan.identities.identity import Identity
    from yusuan.tables.table import CellKey, Table


# Figures that no identity holds, with the reason. None so far: every one is a part or a whole of its table.
EXCEPTIONS: dict[tuple[str, str, str], str] = {}


def step(table: Table) -> int:
    return last_digit(table.spec.unit, table.spec.decimals)


def accused(tables: tuple[Table, ...], key: CellKey, by: int) -> bool:
    """Change one figure, check the tables anew, and see whether a broken identity names the figure."""
    changed = tuple(
        table.with_amounts({key: table.cells[key].value + by}) if key in table.cells else table
        for table in tables
    )
    figures = Figures.of(changed)
    return any(
        evaluate(identity, figures).status is Status.FAILED
        for identity in identities(changed)
        if key in identity
    )


@given(st.data(), some.FORMS, some.lines(), st.sampled_from((-1, 1)))
def test_a_wrong_last_digit_is_noticed(
    data: st.DataObject, form: str, lines: tuple[BudgetLine, ...], sign: int
) -> None:
    tables = some.tables_of(form, lines)
    printed = [(table, cell.key) for table in tables for cell in table.figures()]
    assume(printed)
    table, key = data.draw(st.sampled_from(printed))
    assert accused(tables, key, sign * step(table)) or key in EXCEPTIONS


@given(st.data(), some.FORMS, some.lines())
def test_money_in_a_blank_cell_is_noticed(
    data: st.DataObject, form: str, lines: tuple[BudgetLine, ...]
) -> None:
    tables = some.tables_of(form, lines)
    blank = [
        (table, cell.key)
        for table in tables
        for cell in table.cells.values()
        if cell.amount is None
    ]
    table, key = data.draw(st.sampled_from(blank))
    assert accused(tables, key, step(table)) or key in EXCEPTIONS


def test_every_figure_of_the_example_is_guarded(example_tables: tuple[Table, ...]) -> None:
    unguarded = [
        cell.key
        for table in example_tables
        for cell in table.figures()
        for sign in (-1, 1)
        if not accused(example_tables, cell.key, sign * step(table))
    ]
    assert [key for key in unguarded if key not in EXCEPTIONS] == []


def test_every_figure_of_the_example_can_be_told_from_every_other(
    example_tables: tuple[Table, ...],
) -> None:
    """No two figures stand in the same equations, so a single wrong one can always be named."""
    equations: dict[CellKey, set[Identity]] = defaultdict(set)
    for identity in identities(example_tables):
        for key in identity:
            if identity.is_equation:
                equations[key].add(identity)
    alike: dict[frozenset[Identity], list[CellKey]] = defaultdict(list)
    figures = [cell.key for table in example_tables for cell in table.figures()]
    for key in figures:
        alike[frozenset(equations[key])].append(key)
    assert len(figures) == 298
    assert [keys for keys in alike.values() if len(keys) > 1] == []
