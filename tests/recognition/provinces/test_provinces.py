"""Forms of invented places nobody tuned anything on: everything is read, nothing is called wrong, slips are named."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from tests.recognition.provinces import places
from tests.recognition.provinces.builder import printed
from tests.recognition.provinces.check import look, looked, named_slips
from tests.recognition.provinces.dresses import DRESSES
from tests.recognition.provinces.known_gaps import KNOWN_GAPS, KNOWN_GAPS_IN_DRESS

if TYPE_CHECKING:
    from tests.recognition.provinces.builder import Place

PLACES: list[Place] = [
    import_module(f"{places.__name__}.{found.name}").PLACE
    for found in pkgutil.iter_modules(places.__path__)
]
TABLES = [(place, sheet.name) for place in PLACES for sheet in place.sheets]
# Of figures with one digit changed, the part a finding has to name.
NAMED = 0.6
TRIED = 6


def test_there_are_enough_of_them() -> None:
    assert len(PLACES) >= 12
    assert len(TABLES) >= 40
    assert len({place.name for place in PLACES}) == len(PLACES)
    assert set(KNOWN_GAPS) <= {(place.name, sheet) for place, sheet in TABLES}


@pytest.mark.parametrize("place", PLACES, ids=[place.name for place in PLACES])
def test_right_tables_are_read_and_nothing_is_called_wrong(place: Place) -> None:
    found = {sheet.name: look(place).gaps(sheet.name) for sheet in place.sheets}
    wrong = {sheet: gaps for sheet, gaps in found.items() if gaps}
    known = {sheet for name, sheet in KNOWN_GAPS if name == place.name}
    assert set(wrong) == known, (
        f"{wrong}; closed, so to be taken out of KNOWN_GAPS: {known - set(wrong)}"
    )


@pytest.mark.slow
@pytest.mark.parametrize("dress", DRESSES)
def test_dress_changes_nothing(dress: str) -> None:
    worse = set()
    for place in PLACES:
        found = looked(DRESSES[dress](printed(place)))
        worse |= {
            (place.name, sheet.name)
            for sheet in place.sheets
            if len(found.gaps(sheet.name)) > len(look(place).gaps(sheet.name))
        }
    assert worse == KNOWN_GAPS_IN_DRESS.get(dress, set())


@pytest.mark.slow
def test_a_wrong_digit_is_named() -> None:
    rates = {place.name: named_slips(place, TRIED) for place in PLACES}
    named, tried = (sum(rate[n] for rate in rates.values()) for n in (0, 1))
    assert named >= NAMED * tried, rates
