"""Waived findings in the report of one source: out of the count, in a section of their own."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from yusuan.core.outcomes import Outcomes, Severity
from yusuan.pipeline import Inspection
from yusuan.reports.check.report import severity_label
from yusuan.reports.check.words import as_json
from yusuan.reports.language import say
from yusuan.reports.lines import Painted, clean
from yusuan.rules.waivers import Examined, waived_as_json

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from yusuan.pipeline import Run
    from yusuan.reports.check.report import Report
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
    order = list(Severity)
    waived = sorted(applied.waived, key=lambda w: order.index(w.outcome.severity))
    applied = replace(applied, waived=tuple(waived))
    return replace(report, outcomes=applied.outcomes), applied


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
        yield (Painted(_title(applied), is_bold=True),)
    for number, waived in enumerate(applied.waived, start=1):
        outcome = waived.outcome
        yield (f"{number:>3}. ", f"[{severity_label(outcome.severity)}] ", _what(waived))
        yield (f"     {say('豁免')}  ", _why(waived))


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


def html_with_waived(page: bytes, applied: Applied) -> bytes:
    """The page with the section at the end of its main part; the page as it is where nothing was waived."""
    if not applied.waived:
        return page
    rows = "".join(
        f"<li><p>[{escape(severity_label(w.outcome.severity))}] {escape(clean(_what(w)))}</p>"
        f"<p>{escape(clean(_why(w)))}</p></li>"
        for w in applied.waived
    )
    section = f'<section id="waived"><h2>{escape(_title(applied))}</h2><ol>{rows}</ol></section>\n'
    before, end, after = page.decode().rpartition("</main>")
    return f"{before}{section}{end}{after}".encode()


def _title(applied: Applied) -> str:
    return say("已豁免 {n} 项", n=len(applied.waived))


def _what(waived: Waived) -> str:
    return waived.outcome.message or waived.outcome.rule


def _why(waived: Waived) -> str:
    waiver = waived.waiver
    said = say(
        "第{n}条 {verdict}：{reason}（{approver}批准，有效期至 {expires}）",
        n=waiver.number,
        verdict=say(waiver.verdict.label),
        reason=waiver.reason,
        approver=waiver.approver,
        expires=waiver.expires,
    )
    if waived.is_carried_over:
        said += say("；沿用 {year} 年度的豁免，请确认仍然适用", year=waiver.year)
    return said
