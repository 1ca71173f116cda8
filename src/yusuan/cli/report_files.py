"""The report of a check as a page that works offline, and as a workbook to tick off."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from yusuan.cli.language import is_english, say
from yusuan.cli.report import severity_label, status_label
from yusuan.cli.screen import clean
from yusuan.core.outcomes import Severity, Status

if TYPE_CHECKING:
    from yusuan.cli.report import Finding, Report


def as_html(report: Report) -> bytes:
    """One self-contained page without a script."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("yusuan.cli", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    groups = [
        (severity, [f for f in report.findings if f.outcome.severity is severity])
        for severity in Severity
    ]
    page = environment.get_template("report.html.jinja").render(
        report=report,
        groups=[(severity, found) for severity, found in groups if found],
        language="en" if is_english() else "zh-CN",
        say=say,
        status_label=status_label,
        severity_label=severity_label,
        failed=Status.FAILED,
    )
    return clean(page).encode()


_WIDTHS = (8, 10, 60, 44, 40, 36, 60)


def as_xlsx(report: Report) -> bytes:
    """A workbook: one sheet of findings, one of counts."""
    import xlsxwriter

    out = io.BytesIO()
    # Text of a source must never become a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as workbook:
        head = workbook.add_format({"bold": True, "bg_color": "#DDE6F0", "border": 1})
        body = workbook.add_format({"text_wrap": True, "valign": "top", "border": 1})
        sheet = workbook.add_worksheet(say("发现的问题"))
        titles = ("级别", "结果", "问题", "位置", "金额", "依据", "处理")
        for column, (title, wide) in enumerate(zip(titles, _WIDTHS, strict=True)):
            sheet.set_column(column, column, wide)
            sheet.write_string(0, column, say(title), head)
        for number, finding in enumerate(report.findings, start=1):
            for column, text in enumerate(_row(finding)):
                sheet.write_string(number, column, clean(text), body)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(report.findings)), len(titles) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        summary = workbook.add_worksheet(say("汇总"))
        summary.set_column(0, 0, 36)
        lines = [(say("来源"), report.source), (say("部门"), report.department)]
        for number, (label, text) in enumerate(lines):
            summary.write_string(number, 0, label, head)
            summary.write_string(number, 1, clean(text))
        for number, (status, count) in enumerate(report.counts.items(), start=len(lines)):
            summary.write_string(number, 0, status_label(status), head)
            summary.write_number(number, 1, count)
        last = len(lines) + len(report.counts)
        summary.write_string(last, 0, say("由表义推导的勾稽关系"), head)
        summary.write_number(last, 1, report.identities)
    return out.getvalue()


def _row(finding: Finding) -> tuple[str, ...]:
    return (
        severity_label(finding.outcome.severity),
        status_label(finding.outcome.status),
        finding.what,
        finding.where,
        finding.how_much,
        finding.ground,
        finding.next_step,
    )
