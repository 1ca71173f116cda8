"""The published PDF itself with a note on every finding, as a reviser would have written it on paper.

A note is a frame and a text for any viewer. Same input, same bytes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.errors import ReportRefused
from yusuan.core.outcomes import Severity
from yusuan.reports.check.notes import Note, annotated
from yusuan.reports.check.places import marks_of
from yusuan.reports.lines import clean, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.reports.check.places import Mark
    from yusuan.reports.check.report import Finding, Report
    from yusuan.rules.waivers import Applied

_COLOURS = {
    Severity.ERROR: (197, 34, 31),
    Severity.WARNING: (176, 106, 0),
    Severity.INFO: (26, 102, 184),
}


# What was waived, and what was said of the check as a whole.
_GREY = (96, 104, 116)


def as_annotated_pdf(report: Report, applied: Applied | None = None) -> bytes:
    """The source with its findings noted on its pages; raises ReportRefused where the source is no PDF file.

    What was waived is noted in grey, and the first page says what was compared and what was not.
    """
    if report.path is None:
        raise ReportRefused("只有 PDF 文件能在原件上批注；这一来源请用 html 或 xlsx")
    notes = [_note(mark) for mark in _marks(report, report.findings)]
    if applied is not None:
        from yusuan.reports.check.waived import numbered, why

        waived = numbered(report, applied)
        reasons = {f.number: why(w) for f, w in zip(waived, applied.waived, strict=True)}
        notes += [
            replace(
                _note(mark),
                colour=_GREY,
                text=clean(f"已豁免：{reasons[mark.finding.number]}\n{_text(mark.finding)}"),
            )
            for mark in _marks(report, waived)
        ]
    return annotated(report.path, [*notes, _summary(report, applied)])


def _marks(report: Report, findings: Sequence[Finding]) -> list[Mark]:
    every = (mark for marks in marks_of(report, findings).values() for mark in marks)
    return [mark for mark in every if not mark.is_proof]


def _summary(report: Report, applied: Applied | None) -> Note:
    """What stands on no page: how much was found, compared and not compared, and findings without a place."""
    from yusuan.reports.check.words import score_in_words

    placed = {mark.finding.number for mark in _marks(report, report.findings)}
    lines = [
        f"核对结果：{report.summary}",
        *(f"{label}：{said}" for label, said in report.coverage),
        f"得分：{score_in_words(report.score)}",
    ]
    if applied is not None:
        from yusuan.reports.check.waived import title

        lines.append(title(applied))
    lines += [f"{f.number}. {f.what}" for f in report.findings if f.number not in placed]
    return Note(1, None, 0, "核对报告", clean("\n".join(lines)), _GREY)


def _note(mark: Mark) -> Note:
    finding = mark.finding
    title = say("问题 {n}", n=finding.number)
    return Note(
        page=mark.page,
        box=mark.box,
        number=finding.number,
        author=f"{title} · {finding.outcome.severity.label}",
        text=clean(_text(finding)) if mark.order == 0 else clean(f"{title}：{finding.what}"),
        colour=_COLOURS[finding.outcome.severity],
        is_minor=mark.order > 0,
    )


def _text(finding: Finding) -> str:
    lines = [
        finding.what,
        f"检查维度：{finding.item.dimension.label}",
        *(
            f"{label}：{text}"
            for label, text in (
                ("金额", finding.how_much),
                ("位置", finding.where),
                ("依据", finding.ground),
                ("处理", finding.next_step),
                ("判定", finding.decided),
                ("编号", finding.id),
            )
            if text
        ),
    ]
    if finding.proofs:
        lines.append(say("牵动的等式 {n} 条", n=len(finding.proofs)))
        lines += [f"· {proof.what}" for proof in finding.proofs]
    return "\n".join(lines)
