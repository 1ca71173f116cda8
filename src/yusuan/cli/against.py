"""`yusuan check NEW --against OLD`: what two documents say of each other, beside what the first says alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.cli.failures import Refusal
from yusuan.reports.language import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from yusuan.inspection import Inspection
    from yusuan.pipeline import Run
    from yusuan.reports.text import Report


def with_comparisons(report: Report, source: Run | Inspection, others: Sequence[Path]) -> Report:
    """The report of a published document with its comparisons; refuses what is not published."""
    from yusuan.core.outcomes import Outcomes
    from yusuan.inspection import Inspection
    from yusuan.recognition.sides import side_of
    from yusuan.rules.against.pair import check_against

    if not isinstance(source, Inspection):
        raise Refusal(say("--against 只比较已公开的文件（PDF、Word、Excel、网页、文本）"))
    rest = [side_of(Inspection(path).disclosure) for path in others]
    found = check_against(side_of(source.disclosure), rest)
    return replace(report, outcomes=Outcomes.of((*report.outcomes.every, *found)))
