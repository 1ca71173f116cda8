"""Whatever a document writes for a number, it is read as one, is a finding, or counts as not understood: never a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from tests.laws.admitted import broken_by, patterns, said

if TYPE_CHECKING:
    from pathlib import Path


def test_there_are_patterns_to_draw_from() -> None:
    assert len(patterns()) > 200


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the documents are written, one after the other."""
    return tmp_path_factory.mktemp("admitted")


# The long run is benchmarks/fuzz_numbers.py.
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(sentences=said())
def test_no_number_a_pattern_admits_breaks_a_rule(folder: Path, sentences: list[str]) -> None:
    assert broken_by(sentences, folder) == []


def test_a_figure_that_is_no_amount_breaks_no_rule(folder: Path) -> None:
    frames = (
        "截至2023年末，固定资产总额为{}万元。",
        "2023年，部门预算收入{0}万元，支出{0}万元，基本支出{0}万元，项目支出{0}元。",
        "现有公务用车{0}辆，其中一般公务用车{0}辆，接待{0}批次{0}人次。",
        "政府采购预算{0}万元，其中货物{0}万元，占{0}%。",
    )
    figures = ("9,62.74", "962.7400001", ",", "1" * 4000, "9" * 40, "1,", "٣٤", "0.0000000001")
    said = [frame.format(figure) for figure in figures for frame in frames]
    assert broken_by(said, folder) == []
