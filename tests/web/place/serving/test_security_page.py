"""Every test that docs/security.md names for the working place is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
PAGE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
SECTION = PAGE.split("### The working place\n", 1)[1].split("\n### ", 1)[0]
NAMED = sorted(set(re.findall(r"`((?:tests/)?[\w/]+\.py(?:::\w+)?)`", SECTION)))


def test_the_list_names_tests() -> None:
    assert len(NAMED) > 30
    rows = [line for line in SECTION.splitlines() if line.startswith("| V")]
    assert [
        row for row in rows if "`" not in row and "comes with" not in row and "none" not in row
    ] == []


@pytest.mark.parametrize("name", NAMED)
def test_it_is_there(name: str) -> None:
    path, _, test = name.partition("::")
    file = ROOT / path if path.startswith("tests/") else ROOT / "tests/web/place" / path
    assert file.is_file()
    if test:
        assert f"def {test}(" in file.read_text(encoding="utf-8")
