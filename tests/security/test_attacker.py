"""An outsider with the published files of two versions works out no secret; with the masks alone it would."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.documents.secrets import small
from tests.security.attacker import found_out, secrets_of
from tests.security.classified import classified, department, later
from yusuan.core.errors import SecretsExposed
from yusuan.documents.secrecy.mask import classified_amounts, masked
from yusuan.pipeline import Run
from yusuan.writers import package

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.core.budget import DepartmentalBudget

_CREATED = dt.date(2024, 2, 1)


def _published(public: DepartmentalBudget) -> Mapping[str, bytes]:
    files = package(public, (), created=_CREATED)
    return {f"opendata/{name}": content for name, content in files.items()}


def versions(seed: int) -> tuple[list[tuple[DepartmentalBudget, list[Mapping[str, bytes]]]], int]:
    """Two versions, what an outsider holds after each, and how many the gate refused."""
    first = classified(department(seed), seed)
    held: list[Mapping[str, bytes]] = []
    earlier: list[DepartmentalBudget] = []
    seen, refused = [], 0
    for budget in (first, later(first, seed)):
        try:
            public = Run.of(budget, earlier=earlier).released
        except SecretsExposed:
            refused += 1
            continue
        held = [*held, _published(public)]
        earlier = [*earlier, public]
        seen.append((budget, held))
    return seen, refused


@pytest.mark.slow
def test_two_versions_of_random_departments_give_nothing_away() -> None:
    """The benchmark `secrets` tries 2,000 departments; these are others."""
    tried = refused = 0
    for seed in range(1_000_000, 1_000_024):
        seen, away = versions(seed)
        refused += away
        for budget, held in seen:
            tried += len(secrets_of(budget))
            assert found_out(budget, held) == [], seed
    # Most get out, or the gate would be a wall.
    assert tried > 20
    assert refused < 32


def test_the_outsider_finds_what_the_masks_alone_leave_open() -> None:
    """The attacker is alive: without companions one in four of such departments loses a secret."""
    lost = 0
    for seed in range(24):
        budget = classified(department(seed), seed)
        bare = masked(budget, classified_amounts(budget))
        lost += bool(found_out(budget, [_published(bare)]))
    assert lost >= 5


def test_the_outsider_comparesversions() -> None:
    """A companion exchanged for another gives the sum away that hid behind the first."""
    first = small({"B": 300, "X": 500}, {"X", "B"})
    second = small({"A": 400, "B": 300, "X": 500}, {"X", "A"})
    held = [_published(masked(b, classified_amounts(b))) for b in (first, second)]
    assert {s.yuan for s, _ in found_out(second, held)} >= {5.0}
    assert 5.0 not in {s.yuan for s, _ in found_out(second, held[1:])}
