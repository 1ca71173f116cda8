"""The report of a check as bytes, in every form it can take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.cli.report import as_json, in_lines
from yusuan.cli.screen import in_json, plain

if TYPE_CHECKING:
    from yusuan.cli.report import Report

FORMS = ("text", "json", "html", "xlsx", "pdf")


def write(report: Report, form: str) -> bytes:
    """The report in one of `FORMS`; `pdf` raises Refusal unless the source is a PDF file."""
    match form:
        case "json":
            return in_json(as_json(report))
        case "html":
            from yusuan.cli.report_page import as_html

            return as_html(report)
        case "xlsx":
            from yusuan.cli.report_sheets import as_xlsx

            return as_xlsx(report)
        case "pdf":
            from yusuan.cli.report_notes import as_annotated_pdf

            return as_annotated_pdf(report)
        case _:
            return plain(in_lines(report))
