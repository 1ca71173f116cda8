"""One wrong figure is one finding; what fails because of it stands under it, and nothing is lost."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.budget_lines import changed, example
from tests.rules.misprints import MISPRINTS
from yusuan.core.outcomes import Outcome, Severity, Status, Where
from yusuan.identities.causes import check_identities, under_their_causes
from yusuan.identities.derive import identities
from yusuan.identities.evaluate import Figures, evaluate_all
from yusuan.tables.table import CellKey

TABLES, _ = example()
IDENTITIES = identities(TABLES)
AMOUNTS = {c.key: c.amount for table in TABLES for c in table.figures() if c.amount}
KEYS = sorted(AMOUNTS)
BASIC = CellKey("general_expenditure", "2080505", "基本支出")


def failed(outcomes: tuple[Outcome, ...]) -> list[Outcome]:
    return [one for one in outcomes if one.status is Status.FAILED]


@settings(max_examples=60)
@given(st.sampled_from(KEYS), st.sampled_from(sorted(MISPRINTS)), st.integers(0, 99))
def test_one_wrong_figure_is_one_finding_that_names_it(key: CellKey, kind: str, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311  repeatable, no secret
    wrong = MISPRINTS[kind](rng, AMOUNTS[key])
    if wrong == AMOUNTS[key] or wrong is None:
        return
    tables = changed(TABLES, {key: wrong})
    (finding,) = failed(check_identities(tables, IDENTITIES))
    assert finding.where[0] == Figures.of(tables).places[key]


@settings(max_examples=40)
@given(st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True), st.integers(1, 10**9))
def test_no_failed_identity_is_lost(keys: list[CellKey], added: int) -> None:
    tables = changed(TABLES, {key: AMOUNTS[key] + added * 10_000 for key in keys})
    single = [o for o in evaluate_all(tables, IDENTITIES) if o.status is Status.FAILED]
    found = failed(check_identities(tables, IDENTITIES))
    shown = {o.message for one in found for o in (one, *one.proofs)}
    assert {o.message for o in single} <= shown


def test_what_passes_stays_as_it_was() -> None:
    tables = changed(TABLES, {BASIC: 82_830_000})
    single = [o for o in evaluate_all(tables, IDENTITIES) if o.status is not Status.FAILED]
    assert [o for o in check_identities(tables, IDENTITIES) if not o.proofs] == single


@pytest.mark.parametrize(("stated", "beside"), [(88_230_000, 0), (82_830_000, 1)])
def test_a_text_that_states_the_right_value_is_proof(stated: int, beside: int) -> None:
    tables = changed(TABLES, {BASIC: 82_830_000})
    place = Figures.of(tables).places[BASIC]
    said = Outcome(
        "text-disagrees-with-table",
        Status.FAILED,
        Severity.ERROR,
        actual=stated,
        expected=82_830_000,
        where=(Where(table="文字说明"), place),
    )
    outcomes = under_their_causes((*check_identities(tables, IDENTITIES), said))
    assert len(failed(outcomes)) == 1 + beside
    assert said in (o for one in failed(outcomes) for o in (one, *one.proofs))


def test_a_figure_nobody_could_read_is_one_thing_to_do() -> None:
    (table,) = (t for t in TABLES if t.id == BASIC.table)
    unread = {**table.cells, BASIC: replace(table.cells[BASIC], amount=None, recognised=False)}
    tables = tuple(replace(t, cells=unread) if t is table else t for t in TABLES)
    waiting = [o for o in check_identities(tables, IDENTITIES) if o.status is Status.INSUFFICIENT]
    assert len(waiting) == 1
