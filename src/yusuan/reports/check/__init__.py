"""The report of a check: its values, its words, and the files it can become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.reports.lines import in_json, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.reports.check.report import Report
    from yusuan.reports.lines import Line
    from yusuan.rules.waivers import Applied


def write(report: Report, form: str, applied: Applied | None = None) -> bytes:
    """The report as text, json, html, xlsx or pdf; `pdf` raises ReportRefused unless the source is a PDF file.

    `applied` are the waivers that were applied, if any: what they took out stands in a section of its own.
    """
    match form:
        case "json":
            from yusuan.reports.check.waived import waived_findings
            from yusuan.reports.check.words import as_json

            waived = {} if applied is None else {"waived": waived_findings(report, applied)}
            return in_json(as_json(report) | waived)
        case "html":
            from yusuan.reports.check.page import as_html

            return as_html(report, applied)
        case "xlsx":
            from yusuan.reports.check.workbook import as_xlsx

            return as_xlsx(report, applied)
        case "pdf":
            from yusuan.reports.check.annotated import as_annotated_pdf

            return as_annotated_pdf(report, applied)
        case _:
            return plain(shown(report, applied))


def shown(report: Report, applied: Applied | None = None) -> Iterator[Line]:
    """The report for a terminal, with what was waived at its end."""
    from yusuan.reports.check.words import in_lines

    yield from in_lines(report)
    if applied is not None:
        from yusuan.reports.check.waived import waived_in_lines

        yield from waived_in_lines(applied)
