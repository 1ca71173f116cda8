"""What was checked and how figures were rounded, for whoever signs: a file beside the documents, in none of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.reports.check.report import Report
from yusuan.reports.check.words import in_lines
from yusuan.reports.lines import plain

if TYPE_CHECKING:
    from yusuan.documents.publication import Publication
    from yusuan.pipeline import Run

_NAME = "核对说明"


def check_note(run: Run, publication: Publication) -> dict[str, bytes]:
    """The file, by its name; it may lie where the public looks, so nothing classified is in it."""
    report = Report.of(run)
    lines = [
        ("本说明供编制和审签留存，不是公开文本的一部分。",),
        (publication.rounding_note,),
        (publication.outcome_note,),
        ("",),
        *in_lines(replace(report, source=report.name)),
    ]
    draft = "（草案）" if publication.is_draft else ""
    return {f"{_NAME}{draft}.txt": plain(lines)}
