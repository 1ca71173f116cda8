"""The search for causes ends after so many steps, not after so much time, and says when it did."""

from __future__ import annotations

import random
import sys
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from tests.determinism.slowed import run_hindered
from tests.rules.misprints import MISPRINTS
from yusuan.core.outcomes import Severity, Status
from yusuan.identities.causes import check_identities
from yusuan.identities.derive import identities
from yusuan.identities.effort import Effort
from yusuan.pipeline import Run
from yusuan.synthetic import Size, synthesise

if TYPE_CHECKING:
    from yusuan.tables.table import Table


@lru_cache
def tangled(count: int, drawn: str) -> tuple[Table, ...]:
    """The tables of a department with so many figures misprinted at once."""
    made = synthesise(5, 2025, "shanghai", Size(6, 12, is_complete=True))
    tables = Run.of(made).printed
    right = {c.key: c.amount for table in tables for c in table.figures() if c.amount}
    chance = random.Random(drawn)  # noqa: S311  repeatable, no secret
    wrong = {
        key: MISPRINTS[chance.choice(sorted(MISPRINTS))](chance, right[key])
        for key in chance.sample(list(right), count)
    }
    return tuple(
        t.with_amounts({k: v for k, v in wrong.items() if k.table == t.id and v is not None})
        for t in tables
    )


def said() -> list[str]:
    # Half a second of searching, which finds what the first tenth of it does not.
    tables = tangled(24, "5/24/2")
    return [f"{o.message} {o.suggestion}" for o in check_identities(tables, identities(tables))]


_SAID = "from tests.determinism.test_search import said; print('\\n'.join(said()))"


def test_effort_is_counted() -> None:
    effort = Effort(3)
    assert effort.spend(2)
    assert effort.spend(1)
    assert not effort.is_cut
    assert not effort.spend(1)
    assert effort.is_cut


def test_a_search_that_meets_its_bound_says_so() -> None:
    tables = tangled(36, "syn5/36/2")
    outcomes = check_identities(tables, identities(tables))
    (told,) = (one for one in outcomes if "万步为限" in one.message)
    assert (told.status, told.severity) == (Status.REFUSED, Severity.INFO)
    count = int(told.message.removeprefix("有 ").partition(" ")[0])
    # What was not put under a cause is told one by one.
    alone = [one for one in outcomes if one.status is Status.FAILED and not one.proofs]
    assert 0 < count <= len(alone)
    assert "再核对一次" in told.hint


@pytest.mark.slow
def test_a_slowed_search_finds_the_same() -> None:
    command = [sys.executable, "-X", "utf8", "-c", _SAID]
    slowed = run_hindered(command, {"PYTHONHASHSEED": "3"}, seed=1)
    assert slowed.returncode == 0, slowed.stderr.decode()
    assert slowed.stdout.decode().splitlines() == "\n".join(said()).splitlines()
