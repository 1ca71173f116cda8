"""Every figure is read at its row and column whoever made the file: without rules, split codes, other programs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pikepdf
import pytest

from tests.mutations.corpus.mutation import inspected
from tests.readers.hard_cases import (
    HAS_PROGRAMS,
    PROGRAMS,
    QUICK,
    reading,
    unruled_pages,
)
from tests.samples_path import samples_dir
from yusuan.pipeline import Inspection, Run, assemble
from yusuan.synthetic import Size, synthesise

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.documents.publication import Publication

# Issue 3: at least so many figures right in row and column.
_SHARE = 0.99
_AT_ONCE = ("pdf, no rules", "pdf, columns not numbered, no rules", "pdf, horizontal rules only")


@lru_cache
def publication(edition: str, seed: int) -> Publication:
    """A department with money of every kind for even seeds."""
    size = Size(3, 6, is_complete=seed % 2 == 0)
    return inspected(assemble(Run.of(synthesise(seed, 2025, edition, size))), seed)


@pytest.mark.parametrize("name", _AT_ONCE)
def test_tables_without_rules_are_read(name: str, tmp_path: Path) -> None:
    made = publication("hebei", 1)
    read = reading(made, QUICK[name](made, tmp_path))
    assert read.wrong == ()
    assert read.invented == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", list(QUICK))
@pytest.mark.parametrize("edition", ["hebei", "national"])
def test_every_layout_is_read(edition: str, name: str, tmp_path: Path) -> None:
    made = publication(edition, 4)
    read = reading(made, QUICK[name](made, tmp_path))
    assert read.share >= _SHARE, read.wrong[:5]
    assert read.invented <= (1 - _SHARE) * read.wanted


@pytest.mark.slow
@pytest.mark.skipif(not HAS_PROGRAMS, reason="LibreOffice or Chromium is not installed")
@pytest.mark.parametrize("name", list(PROGRAMS))
def test_what_other_programs_make_is_read(name: str, tmp_path: Path) -> None:
    made = publication("hebei", 1)
    read = reading(made, PROGRAMS[name](made, tmp_path))
    assert read.share >= _SHARE, read.wrong[:5]


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "shanghai-putuo-finance-2025-budget",
        "shanghai-putuo-planning-2024-final-accounts",
        "shanghai-wanli-2023-budget",
        "shanghai-wanli-2024-budget",
        "shanghai-welfare-2024-unit-budget",
    ],
)
def test_a_published_document_reads_the_same_without_its_rules(name: str, tmp_path: Path) -> None:
    source = samples_dir() / f"{name}.pdf"
    bare = tmp_path / "bare.pdf"
    with pikepdf.open(source) as document:
        unruled_pages(document)
        document.save(bare)
    wanted, read = _figures(source), _figures(bare)
    wrong = {key: (fen, read.get(key)) for key, fen in wanted.items() if read.get(key) != fen}
    assert len(wrong) <= (1 - _SHARE) * len(wanted), wrong
    assert not read.keys() - wanted.keys()


def _figures(path: Path) -> dict[tuple[str, str, str], int]:
    return {
        (table.id, cell.key.row, cell.key.column): cell.value
        for table in Inspection(path).printed
        for cell in table.figures()
    }
