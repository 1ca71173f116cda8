"""The report of a check as bytes, in every form it can take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.reports.lines import in_json, plain
from yusuan.reports.text import as_json, in_lines

if TYPE_CHECKING:
    from yusuan.reports.text import Report

FORMS = ("text", "json", "html", "xlsx", "pdf")


def write(report: Report, form: str) -> bytes:
    """The report in one of `FORMS`; `pdf` raises Refusal unless the source is a PDF file."""
    match form:
        case "json":
            return in_json(as_json(report))
        case "html":
            from yusuan.reports.page import as_html

            return as_html(report)
        case "xlsx":
            from yusuan.reports.sheets import as_xlsx

            return as_xlsx(report)
        case "pdf":
            from yusuan.reports.annotated import as_annotated_pdf

            return as_annotated_pdf(report)
        case _:
            return plain(in_lines(report))
