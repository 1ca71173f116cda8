"""Every test that docs/security.md names for the working place is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
PAGE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
SECTION = PAGE.split("### The working place\n", 1)[1].split("\n### ", 1)[0]
NAMED = sorted(set(re.findall(r"`((?:tests/)?[\w/]+\.py(?:::\w+)?)`", SECTION)))


# Every number of levels 1 and 2 of the ASVS 4.0.3 that is not deleted, by section.
ASVS = {
    "1.1": (1, 2, 3, 4, 5, 6, 7),
    "1.2": (1, 2, 3, 4),
    "1.4": (1, 4, 5),
    "1.5": (1, 2, 3, 4),
    "1.6": (1, 2, 3, 4),
    "1.7": (1, 2),
    "1.8": (1, 2),
    "1.9": (1, 2),
    "1.10": (1,),
    "1.11": (1, 2),
    "1.12": (2,),
    "1.14": (1, 2, 3, 4, 5, 6),
    "2.1": tuple(range(1, 13)),
    "2.2": (1, 2, 3),
    "2.3": (1, 2, 3),
    "2.4": (1, 2, 3, 4, 5),
    "2.5": (1, 2, 3, 4, 5, 6, 7),
    "2.6": (1, 2, 3),
    "2.7": (1, 2, 3, 4, 5, 6),
    "2.8": (1, 2, 3, 4, 5, 6, 7),
    "2.9": (1, 2, 3),
    "2.10": (1, 2, 3, 4),
    "3.1": (1,),
    "3.2": (1, 2, 3, 4),
    "3.3": (1, 2, 3, 4),
    "3.4": (1, 2, 3, 4, 5),
    "3.5": (1, 2, 3),
    "3.7": (1,),
    "4.1": (1, 2, 3, 5),
    "4.2": (1, 2),
    "4.3": (1, 2, 3),
    "5.1": (1, 2, 3, 4, 5),
    "5.2": (1, 2, 3, 4, 5, 6, 7, 8),
    "5.3": tuple(range(1, 11)),
    "5.4": (1, 2, 3),
    "5.5": (1, 2, 3, 4),
    "6.1": (1, 2, 3),
    "6.2": (1, 2, 3, 4, 5, 6),
    "6.3": (1, 2),
    "6.4": (1, 2),
    "7.1": (1, 2, 3, 4),
    "7.2": (1, 2),
    "7.3": (1, 3, 4),
    "7.4": (1, 2, 3),
    "8.1": (1, 2, 3, 4),
    "8.2": (1, 2, 3),
    "8.3": (1, 2, 3, 4, 5, 6, 7, 8),
    "9.1": (1, 2, 3),
    "9.2": (1, 2, 3, 4),
    "10.2": (1, 2),
    "10.3": (1, 2, 3),
    "11.1": (1, 2, 3, 4, 5, 6, 7, 8),
    "12.1": (1, 2, 3),
    "12.2": (1,),
    "12.3": (1, 2, 3, 4, 5, 6),
    "12.4": (1, 2),
    "12.5": (1, 2),
    "12.6": (1,),
    "13.1": (1, 3, 4, 5),
    "13.2": (1, 2, 3, 5, 6),
    "13.3": (1, 2),
    "13.4": (1, 2),
    "14.1": (1, 2, 3, 4),
    "14.2": (1, 2, 3, 4, 5, 6),
    "14.3": (2, 3),
    "14.4": (1, 2, 3, 4, 5, 6, 7),
    "14.5": (1, 2, 3, 4),
}
_ITEM = re.compile(r"V(\d+\.\d+)\.(\d+)(?:–(\d+))?")


def test_every_number_stands_in_one_row() -> None:
    rows = [line for line in SECTION.splitlines() if line.startswith("| V")]
    found = [
        (section, number)
        for row in rows
        for section, first, last in _ITEM.findall(row.split("|")[1])
        for number in range(int(first), int(last or first) + 1)
    ]
    asked = [(section, number) for section, numbers in ASVS.items() for number in numbers]
    assert sorted(found) == sorted(asked)


def test_the_list_names_tests() -> None:
    assert len(NAMED) > 30
    rows = [line for line in SECTION.splitlines() if line.startswith("| V")]
    said = [row.split("|")[3] for row in rows]
    assert [
        row for row in said if "::" not in row and ".py`" not in row and "none" not in row
    ] == []


@pytest.mark.parametrize("name", NAMED)
def test_it_is_there(name: str) -> None:
    path, _, test = name.partition("::")
    file = ROOT / path if path.startswith("tests/") else ROOT / "tests/web/place" / path
    assert file.is_file()
    if test:
        assert f"def {test}(" in file.read_text(encoding="utf-8")
