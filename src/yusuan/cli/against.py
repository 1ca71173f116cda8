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
    from yusuan.rules.against.pair import Side


def with_comparisons(report: Report, source: Run | Inspection, others: Sequence[Path]) -> Report:
    """The report of a published document with its comparisons; refuses what is not published."""
    from yusuan.core.outcomes import Outcomes
    from yusuan.inspection import Inspection
    from yusuan.recognition.sides import side_of
    from yusuan.rules.against.pair import check_against

    if not isinstance(source, Inspection):
        raise Refusal(say("--against 只比较已公开的文件（PDF、Word、Excel、网页、文本）"))
    rest = [_beside(path) for path in others]
    found = check_against(side_of(source.disclosure), rest)
    return replace(report, outcomes=Outcomes.of((*report.outcomes.every, *found)))


def _beside(path: Path) -> Side:
    """The other document; where it is refused, said is which one, and how it can be told more."""
    from yusuan.core.errors import RecognitionRefused
    from yusuan.inspection import Inspection
    from yusuan.recognition.sides import side_of

    try:
        return side_of(Inspection(path).disclosure)
    except RecognitionRefused as reason:
        said = say(
            "--against 的文件 {path}：{reason}；这些选项只用于 SOURCE，请把它作为 SOURCE、另一份放在 --against 后",
            path=path,
            reason=reason,
        )
        raise Refusal(said) from reason
