"""Self-correction of misread figures: whatever is not what was printed is said, never silent."""

from __future__ import annotations

import random
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from tests.example import example_budget
from yusuan.core.grid import RawCell, RawDocument, RawGrid
from yusuan.core.money import MoneyUnit, Printed
from yusuan.core.outcomes import Severity, Status, Where
from yusuan.editions.hebei import hebei
from yusuan.identities.derive import identities
from yusuan.identities.evaluate import Figures, evaluate_all
from yusuan.identities.infer import infer
from yusuan.identities.misreading import Doubt, amount_in, is_plausible, provisional
from yusuan.identities.rounding import round_to_add_up
from yusuan.recognition.inferred import doubts
from yusuan.tables.derive import derive
from yusuan.tables.table import CellKey, Table, print_amount

if TYPE_CHECKING:
    from yusuan.identities.identity import Identity

CONFUSED = {"0": "68", "1": "74", "2": "7", "3": "85", "5": "36", "6": "850", "7": "12", "8": "036"}
SPEC = hebei(2024).tables[0]


def _code(_kind: str, digits: str) -> str:
    return digits


@lru_cache(maxsize=1)
def printed() -> tuple[tuple[Table, ...], tuple[Identity, ...]]:
    """The nine tables of the example as printed, and what they promise."""
    exact = tuple(derive(spec, example_budget().lines, _code) for spec in hebei(2024).tables)
    promised = tuple(identities(exact))
    return round_to_add_up(exact, promised).tables, promised


def _misread(text: str, rng: random.Random) -> str:
    """A figure as recognition gets it wrong: a digit confused, one of two equal digits or the point lost."""
    kind = rng.choice(("digit", "digit", "twin", "point"))
    twins = [n for n in range(1, len(text)) if text[n] == text[n - 1]]
    if kind == "twin" and twins:
        n = rng.choice(twins)
        return text[:n] + text[n + 1 :]
    if kind == "point":
        return text.replace(".", "")
    places = [n for n, letter in enumerate(text) if letter in CONFUSED]
    if not places:
        return text.replace(".", "")
    n = rng.choice(places)
    return text[:n] + rng.choice(CONFUSED[text[n]]) + text[n + 1 :]


def _as_read(count: int, seed: int) -> tuple[tuple[Table, ...], dict[CellKey, Doubt]]:
    """The printed tables with some figures misread and doubted, others doubted and read well."""
    rng = random.Random(seed)  # noqa: S311  repeatable, no secret
    tables, _ = printed()
    figures = [(cell, table) for table in tables for cell in table.figures()]
    wrong = {cell.key for cell, _ in rng.sample(figures, count)}
    read: dict[CellKey, int | None] = {}
    doubted: dict[CellKey, Doubt] = {}
    for cell, table in figures:
        text = print_amount(cell, table.spec)
        score = rng.choice((0.9999, 0.999, 0.99, 0.96))
        if cell.key in wrong:
            text = _misread(text, rng)
            is_lost = len(text) < len(print_amount(cell, table.spec))
            score = rng.choice((0.5, 0.9, 0.999 if is_lost else 0.95))
            read[cell.key] = amount_in(text, table.spec.unit)
        doubted[cell.key] = Doubt(text, score)
    return tuple(table.with_amounts(read) for table in tables), doubted


@pytest.mark.parametrize("count", [0, 1, 2, 4])
def test_no_misread_figure_is_silent(count: int) -> None:
    truth = {cell.key: cell.amount for table in printed()[0] for cell in table.figures()}
    places = Figures.of(printed()[0]).places
    wrong = right = 0
    for seed in range(12):
        read, doubted = _as_read(count, seed)
        inferred = infer(read, printed()[1], doubted)
        known = {
            cell.key: cell.amount for table in inferred.tables for cell in table.cells.values()
        }
        failed = {
            place
            for outcome in evaluate_all(inferred.tables, printed()[1])
            if outcome.status in {Status.FAILED, Status.INSUFFICIENT}
            for place in outcome.where
        }
        said = set(inferred.doubtful)
        for key, amount in truth.items():
            if known[key] == amount:
                right += key in {figure.key for figure in inferred.figures}
                continue
            assert key in said or places[key] in failed, (seed, key, amount, doubted[key])
            wrong += 1
    # Most are put right; the rest is what several corrections explain as well.
    assert right >= 0.8 * 12 * count
    assert wrong <= 0.2 * 12 * count


def test_what_was_read_well_is_left_alone() -> None:
    tables, promised = printed()
    sure = {
        cell.key: Doubt(print_amount(cell, table.spec), 0.9999)
        for table in tables
        for cell in table.figures()
    }
    inferred = infer(tables, promised, sure)
    assert (inferred.figures, inferred.doubtful) == ((), ())
    assert [t.cells for t in inferred.tables] == [t.cells for t in tables]


def test_a_figure_read_with_certainty_is_the_publishers() -> None:
    tables, promised = printed()
    cell = next(
        c for t in tables for c in t.figures() if t.id == "general_expenditure" and c.value > 10**8
    )
    wrong = cell.value + 3 * 10**6
    read = tuple(t.with_amounts({cell.key: wrong}) if t.id == cell.key.table else t for t in tables)
    sure = {c.key: Doubt(print_amount(c, t.spec), 0.9999) for t in read for c in t.figures()}
    inferred = infer(read, promised, sure)
    assert inferred.figures == ()
    assert any(o.status is Status.FAILED for o in evaluate_all(inferred.tables, promised))


def test_what_is_put_right_shows_what_was_read() -> None:
    tables, promised = printed()
    table = next(t for t in tables if t.id == "general_expenditure")
    cell = next(c for c in table.figures() if c.value > 10**8)
    text = print_amount(cell, table.spec).replace(".", "")
    read = tuple(
        t.with_amounts({cell.key: amount_in(text, t.spec.unit)}) if t.id == table.id else t
        for t in tables
    )
    doubted = {cell.key: Doubt(text, 0.999)}
    inferred = infer(read, promised, doubted)
    assert [(f.key, f.text, f.amount) for f in inferred.figures] == [(cell.key, text, cell.amount)]
    said = list(inferred.outcomes(doubted))
    assert [o.rule for o in said] == ["scan-figure-inferred"]
    assert text in said[0].message
    assert f"{cell.value / 1_000_000:,.2f}" in said[0].message
    assert said[0].severity is Severity.INFO
    assert said[0].is_finding


@pytest.mark.parametrize(
    ("text", "score", "meant", "expected"),
    [
        ("12345", 0.999, "123.45", True),
        ("16.11", 0.999, "116.11", True),
        ("118.76", 0.999, "113.76", False),
        ("118.76", 0.95, "113.76", True),
        ("118.76", 0.95, "123.76", False),
        ("118.76", 0.60, "123.76", True),
        ("118.76", 0.60, "923.46", False),
        ("", 0.0, "118.76", True),
        ("118.76", 0.95, None, False),
    ],
)
def test_only_what_recognition_does_is_plausible(
    text: str, score: float, meant: str | None, *, expected: bool
) -> None:
    amount = None if meant is None else amount_in(meant, SPEC.unit)
    assert is_plausible(Doubt(text, score), amount, SPEC) is expected


def test_another_reading_is_plausible_however_sure_the_first() -> None:
    assert is_plausible(Doubt("118.76", 0.99, ("113.76",)), 113_760_000, SPEC)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("578.45 N", 578_450_000),
        ("1,23.45", 123_450_000),
        ("2157.42 1056.38", None),
        ("元", None),
        ("", None),
        ("-1.2.3", -1_230_000),
    ],
)
def test_a_figure_that_cannot_be_parsed_means_one_amount_or_none(
    text: str, fen: int | None
) -> None:
    assert provisional(text, MoneyUnit.WAN_YUAN, 2) == fen


def test_a_damaged_text_layer_is_doubted_where_it_is_damaged() -> None:
    tables, _ = printed()
    table = tables[0]
    cell = next(table.figures())
    box = (1.0, 2.0, 3.0, 4.0)
    placed = Table(
        table.spec,
        table.rows,
        {
            key: c if key != cell.key else _placed(c.amount or 0, key, box, table)
            for key, c in table.cells.items()
        },
    )
    grid = RawGrid((RawCell("1\ufffd.00", 0, 0, page=2, box=box),), 1, 1, page=2)
    sound = RawDocument("a.pdf", "pdf", (grid,), 2)
    damaged = RawDocument("a.pdf", "pdf", (grid,), 2, doubtful_pages=frozenset({2}))
    assert doubts(sound, [placed]) == {}
    assert list(doubts(damaged, [placed])) == [cell.key]
    assert doubts(damaged, [placed])[cell.key].score < 0.5


def _placed(amount: int, key: CellKey, box: tuple[float, float, float, float], table: Table):  # type: ignore[no-untyped-def]  # noqa: ANN202
    from dataclasses import replace

    printed_as = Printed(amount, 2, MoneyUnit.WAN_YUAN)
    return replace(table.cells[key], printed=printed_as, where=Where("a.pdf", 2, box=box))
