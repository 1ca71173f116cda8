"""Waived findings in the report of one source: out of the count, in a section of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from yusuan.core.outcomes import Outcomes
from yusuan.pipeline import Inspection
from yusuan.reports.check.words import as_json
from yusuan.reports.lines import Painted, say
from yusuan.rules.waivers import Examined, waived_as_json

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from yusuan.pipeline import Run
    from yusuan.reports.check.report import Finding, Report
    from yusuan.reports.lines import Line
    from yusuan.rules.waivers import Applied, Waived, Waivers


def examined(source: Run | Inspection, file: str) -> Examined:
    """What waivers compare a source with."""
    if isinstance(source, Inspection):
        return Examined(file, source.disclosure.department, source.disclosure.year)
    department = source.budget.department
    return Examined(file, department.name, department.fiscal_year)


def with_waivers(
    report: Report, waivers: Waivers, document: Examined, *, on: dt.date
) -> tuple[Report, Applied]:
    """The report of what stands, and what was waived, gravest first."""
    applied = waivers.apply(report.outcomes, document, report.titles, on=on)
    by_id = {waived.outcome.id: waived for waived in applied.waived}
    in_order = Outcomes.of(waived.outcome for waived in applied.waived).findings
    applied = replace(applied, waived=tuple(by_id[outcome.id] for outcome in in_order))
    return replace(report, outcomes=applied.outcomes, decisions=applied.confirmed), applied


def waived_findings(report: Report, applied: Applied) -> list[dict[str, Any]]:
    """Waived findings as the contract has findings, each with its waiver."""
    alone = replace(report, outcomes=Outcomes.of(w.outcome for w in applied.waived))
    findings = as_json(alone)["findings"]
    return [
        finding | {"waiver": waived_as_json(waived)}
        for finding, waived in zip(findings, applied.waived, strict=True)
    ]


def waived_in_lines(applied: Applied) -> Iterator[Line]:
    """The section for a terminal or a text file."""
    if applied.waived:
        yield ("",)
        yield (Painted(title(applied), is_bold=True),)
    for number, waived in enumerate(applied.waived, start=1):
        outcome = waived.outcome
        yield (f"{number:>3}. ", f"[{outcome.severity.label}] ", what(waived))
        yield ("     豁免  ", why(waived))
        yield ("     编号  ", outcome.id)


def unused_in_lines(waivers: Waivers, used: frozenset[int]) -> Iterator[Line]:
    """A line for every waiver that met nothing."""
    for waiver in waivers.entries:
        if waiver.number not in used:
            yield (
                say(
                    "第{n}条豁免没有用上：{rule} {place}",
                    n=waiver.number,
                    rule=waiver.rule,
                    place=waiver.place,
                ),
            )


def numbered(report: Report, applied: Applied) -> tuple[Finding, ...]:
    """The waived findings as findings of this report, their numbers after those that stand."""
    alone = replace(report, outcomes=Outcomes.of(w.outcome for w in applied.waived))
    by_id = {finding.id: finding for finding in alone.findings}
    ordered = (by_id[waived.outcome.id] for waived in applied.waived)
    first = len(report.findings) + 1
    return tuple(replace(finding, number=n) for n, finding in enumerate(ordered, start=first))


def title(applied: Applied) -> str:
    """The heading of the section."""
    return say("已豁免 {n} 项", n=len(applied.waived))


def what(waived: Waived) -> str:
    """The finding in words."""
    return waived.outcome.message or waived.outcome.rule


def why(waived: Waived) -> str:
    """What the waiver says: which, how it was judged, why, by whom and until when."""
    waiver = waived.waiver
    text = "第{n}条 {verdict}：{reason}（{approver}批准，有效期至 {expires}）"
    if waiver.expires is None:
        text = "第{n}条 {verdict}：{reason}（{approver}批准）"
    said = say(
        text,
        n=waiver.number,
        verdict=waiver.verdict.label,
        reason=waiver.reason,
        approver=waiver.approver,
        expires=waiver.expires,
    )
    if waived.is_carried_over:
        said += say("；沿用 {year} 年度的豁免，请确认仍然适用", year=waiver.year)
    return said
