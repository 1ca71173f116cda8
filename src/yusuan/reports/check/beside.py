"""What was checked and how figures were rounded, for whoever signs: a file beside the documents, in none of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.check_note import FIRST_LINE, note_name
from yusuan.reports.check.report import Report
from yusuan.reports.check.words import in_lines
from yusuan.reports.lines import plain

if TYPE_CHECKING:
    from yusuan.documents.publication import Publication
    from yusuan.pipeline import Run


def check_note(run: Run, publication: Publication) -> dict[str, bytes]:
    """The file, by its name; it may lie where the public looks: nothing classified is in it, nor why a day was late."""
    report = Report.of(run)
    lines = [
        (FIRST_LINE,),
        (publication.rounding_note,),
        (publication.outcome_note,),
        ("",),
        *in_lines(replace(report, source=report.name)),
    ]
    text = plain(lines).decode()
    department = run.budget.department
    for kept in (department.timing_reason, department.timing_approver):
        text = text.replace(kept, "（见“部门”表）") if kept else text
    return {note_name(is_draft=publication.is_draft): text.encode()}
