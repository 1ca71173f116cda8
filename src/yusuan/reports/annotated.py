"""The published PDF itself with a note on every finding, as a reviser would have written it on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.errors import ReportRefused
from yusuan.core.outcomes import Severity
from yusuan.reports.language import say
from yusuan.reports.lines import clean
from yusuan.reports.marks import marks_of
from yusuan.reports.text import dimension_label, severity_label

if TYPE_CHECKING:
    from yusuan.reports.marks import Mark
    from yusuan.reports.pages.notes import Note
    from yusuan.reports.text import Finding, Report

_COLOURS = {
    Severity.ERROR: (197, 34, 31),
    Severity.WARNING: (176, 106, 0),
    Severity.INFO: (26, 102, 184),
}


def as_annotated_pdf(report: Report) -> bytes:
    """The source with its findings noted on its pages; raises ReportRefused where the source is no PDF file."""
    if report.path is None:
        raise ReportRefused(say("只有 PDF 文件能在原件上批注；这一来源请用 html 或 xlsx"))
    from yusuan.reports.pages.notes import annotated

    marks = [mark for marks in marks_of(report, report.findings).values() for mark in marks]
    return annotated(report.path, [_note(mark) for mark in marks if not mark.is_proof])


def _note(mark: Mark) -> Note:
    from yusuan.reports.pages.notes import Note

    finding = mark.finding
    title = say("问题 {n}", n=finding.number)
    return Note(
        page=mark.page,
        box=mark.box,
        number=finding.number,
        author=f"{title} · {severity_label(finding.outcome.severity)}",
        text=clean(_text(finding)) if mark.order == 0 else clean(f"{title}：{finding.what}"),
        colour=_COLOURS[finding.outcome.severity],
        is_minor=mark.order > 0,
    )


def _text(finding: Finding) -> str:
    lines = [
        finding.what,
        f"{say('检查维度')}：{dimension_label(finding.item.dimension)}",
        *(
            f"{label}：{text}"
            for label, text in (
                (say("金额"), finding.how_much),
                (say("位置"), finding.where),
                (say("依据"), finding.ground),
                (say("处理"), finding.next_step),
            )
            if text
        ),
    ]
    if finding.proofs:
        lines.append(say("牵动的等式 {n} 条", n=len(finding.proofs)))
        lines += [f"· {proof.what}" for proof in finding.proofs]
    return "\n".join(lines)
