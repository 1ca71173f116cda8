"""The report of a check for people at a terminal and, as the stable contract has it, for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from yusuan.core.money import yuan
from yusuan.core.outcomes import Severity, Status
from yusuan.recognition.profile import profile_record
from yusuan.reports.lines import Painted, say
from yusuan.rules.scoring import FULL_MARKS, WEIGHTS
from yusuan.rules.waivers import waiver_as_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.outcomes import Outcome, Where
    from yusuan.recognition.profile import Profile
    from yusuan.reports.check.report import Finding, Report
    from yusuan.reports.lines import Line
    from yusuan.rules.scoring import Score

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_PROOFS = 5


def in_lines(report: Report, findings: tuple[Finding, ...] | None = None) -> Iterator[Line]:
    """The report as lines for a terminal; `findings` limits it to some."""
    shown = report.findings if findings is None else findings
    yield (Painted(report.department, is_bold=True), "  ", report.source)
    if report.profile is not None:
        yield (in_words(report.profile),)
    for severity in Severity:
        some = [finding for finding in shown if finding.outcome.severity is severity]
        if some:
            title = say("{severity} {n} 项", severity=severity.label, n=len(some))
            yield ("",)
            yield (Painted(title, _COLOURS[severity], is_bold=True),)
            for number, finding in enumerate(some, start=1):
                yield from _finding(number, finding)
    yield ("",)
    if not shown:
        yield (Painted("没有发现需要处理的问题。", "green"),)
    yield (Painted("核对结果", is_bold=True), "  ", report.summary)
    for label, said in report.coverage:
        yield (Painted(label, is_bold=True), "  ", said)
    yield (Painted("得分", is_bold=True), "  ", score_in_words(report.score))


def score_in_words(marks: Score) -> str:
    """The marks in one line, what could not be checked named as such; why there are none, where too little was."""
    if marks.unscored:
        return say("未评分：{reason}", reason=marks.unscored)
    parts = [
        f"{m.dimension.label} {'未能核对' if m.points is None else m.points}" for m in marks.marks
    ]
    if marks.total is not None:
        parts.append(
            say("总分 {total}（满分 {full}）", total=marks.total_in_words, full=FULL_MARKS)
        )
    return " · ".join(parts)


def _finding(number: int, finding: Finding) -> Iterator[Line]:
    said = finding.what
    if finding.outcome.status is not Status.FAILED:
        said = f"[{finding.outcome.status.label}] {said}"
    yield (f"{number:>3}. ", said)
    for label, text in (
        ("位置", finding.where),
        ("金额", finding.how_much),
        ("依据", finding.ground),
        ("处理", finding.next_step),
        ("判定", finding.decided),
        ("编号", finding.id),
    ):
        if text:
            yield (f"     {label}  ", text)
    if finding.proofs:
        yield (f"     {say('牵动的等式 {n} 条', n=len(finding.proofs))}",)
        for proof in finding.proofs[:_PROOFS]:
            yield ("       · ", proof.what)
        if len(finding.proofs) > _PROOFS:
            yield (f"       · {say('另有 {n} 条', n=len(finding.proofs) - _PROOFS)}",)


def as_json(report: Report) -> dict[str, Any]:
    """The report as the stable contract has it."""
    return {
        "source": report.source,
        "summary": report.outcomes.summary(),
        "findings": [
            _finding_as_json(finding.outcome, report.source)
            | {"decision": None if finding.decision is None else waiver_as_json(finding.decision)}
            for finding in report.findings
        ],
        "score": _score_as_json(report.score),
        "profile": None if report.profile is None else profile_record(report.profile),
        "numbers": None if report.numbers is None else asdict(report.numbers),
        "text_numbers": None if report.text_numbers is None else asdict(report.text_numbers),
    }


def _score_as_json(marks: Score) -> dict[str, Any]:
    return {
        "total": marks.total_in_words or None,
        "unscored": marks.unscored or None,
        "dimensions": [
            {
                "dimension": mark.dimension.value,
                "label": mark.dimension.label,
                "weight": WEIGHTS[mark.dimension],
                "points": None if marks.unscored else mark.points,
                "checked": mark.checked,
                "deductions": [
                    {
                        "rule": deduction.rule,
                        "severity": deduction.severity.value,
                        "findings": deduction.findings,
                        "counted": deduction.counted,
                        "points": deduction.points,
                    }
                    for deduction in mark.deductions
                ],
            }
            for mark in marks.marks
        ],
    }


def _finding_as_json(outcome: Outcome, source: str) -> dict[str, Any]:
    return {
        "id": outcome.id,
        "rule": outcome.rule,
        "status": outcome.status.value,
        "severity": outcome.severity.value,
        "message": outcome.message,
        "hint": outcome.hint,
        "law": outcome.law,
        "expected": _yuan(outcome.expected),
        "actual": _yuan(outcome.actual),
        "difference": _yuan(outcome.difference),
        "figures": None if outcome.pair is None else list(outcome.pair.labels),
        "where": [_where_as_json(where, source) for where in outcome.where],
        "suggestion": outcome.suggestion,
        "proofs": [_finding_as_json(proof, source) for proof in outcome.proofs],
    }


def _where_as_json(where: Where, source: str) -> dict[str, Any]:
    return {
        "file": where.file or source,
        "page": where.page,
        "table": where.table,
        "row": where.row,
        "column": where.column,
        "box": list(where.box) if where.box is not None else None,
    }


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else yuan(fen)


# --- what the document was taken for ----------------------------------------------------------------------


def in_words(profile: Profile) -> str:
    """Kind, year, publisher and form, each with its confidence; a form never seen before is said to be so."""
    parts = list(_parts(profile))
    if profile.is_unfamiliar:
        parts.append("版式没有见过，表格按表头的意思读出，请留意核对")
    return " · ".join(parts)


def _parts(profile: Profile) -> Iterator[str]:
    kind, edition = profile.kind, profile.edition
    readings = (
        ("类型", None if kind.value is None else kind.value.value, kind.confidence),
        ("年度", profile.year.value, profile.year.confidence),
        ("单位名称", profile.department.value or None, profile.department.confidence),
        ("版式", edition.value, edition.confidence),
    )
    for label, value, confidence in readings:
        if value is not None:
            yield f"{label} {value}（{confidence:.0%}）"
        elif label != "版式":
            yield f"{label} 未能判定"
    units = dict.fromkeys(r.value.label for r in profile.units.values() if r.value is not None)
    if units:
        yield f"金额单位 {'、'.join(units)}"
