"""A wrong figure of the text is the cause of the rates and sums that fail around it."""

from __future__ import annotations

import pytest

from yusuan.core.terms import Stage
from yusuan.narrative.clauses.clause import Metric
from yusuan.narrative.clauses.read import read_prose
from yusuan.narrative.contradictions import contradictions
from yusuan.rules.books.statements._causes import consequences

TEXT = (
    "1.“教育支出（类）普通教育（款）高等教育（项）”{level}万元，主要用于办学。2024年当年预算执行数为60.00万元，"
    "2025年预算安排{level}万元，比2024年预算执行数增加{rate}%。主要原因是扩招。"
)


@pytest.mark.parametrize(
    ("level", "rate", "explained"),
    [
        ("85.00", "33.33", True),  # 80.00 would make the rate right
        ("1085.00", "33.33", True),  # a longer figure moves the text behind it
        ("85.00", "50.00", False),  # wrong whatever the level
    ],
)
def test_a_rate_fails_because_of_its_level_or_by_itself(
    level: str, rate: str, *, explained: bool
) -> None:
    text = TEXT.format(level=level, rate=rate)
    prose = read_prose(text, year=2025, stage=Stage.BUDGET)
    failed = [claim for claim in contradictions(prose) if claim.is_finding]
    levels = [c for c in prose.of(Metric.LEVEL) if c.period.year == 2025]
    wrong = {clause.span: (clause, 80_000_000) for clause in levels}
    found = consequences(prose, wrong, failed)
    assert [claim.kind.value for claim in failed] == ["growth-rate"]
    assert bool(found) is explained
    assert set(found.values()) <= set(wrong)
