"""One published document taken down the path and put together for the writers of `yusuan read`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.core.errors import ReadError, RecognitionRefused
from yusuan.core.outcomes import Outcome, Severity, Status
from yusuan.inspection import Inspection
from yusuan.recognition.told import NOTHING_TOLD
from yusuan.reports.reading.model import Reading
from yusuan.rules.attached import check_attached
from yusuan.rules.published.prose import Published

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from yusuan.recognition.told import Told

# Names inside a PDF are whatever its maker wrote.
_PLAIN_NAME = re.compile(r"\w[\w.\-（）() ]{0,99}")
_HEAD = 1024


def attached_files(source: Path) -> dict[str, bytes]:
    """The files attached to a PDF under plain names; empty for every other format."""
    try:
        with source.open("rb") as stream:
            is_pdf = b"%PDF-" in stream.read(_HEAD)
    except OSError:
        return {}
    if not is_pdf:
        return {}
    from yusuan.readers.pdf.document import attachments

    try:
        found = attachments(source)
    except ReadError:
        # The reader itself says better what is wrong; attachments too large are no reason not to read.
        return {}
    return {name: content for name, content in found.items() if _PLAIN_NAME.fullmatch(name)}


def reading_of(source: Path, attached: Mapping[str, bytes], told: Told = NOTHING_TOLD) -> Reading:
    """Read, recognise and put together; raises ReadError. What cannot be recognised is kept as it stands."""
    inspection = Inspection(source, told=told)
    document = inspection.document
    try:
        found = inspection.disclosure
    except RecognitionRefused as refusal:
        return Reading(document, None, None, refusal=str(refusal))
    published = Published(str(source), found.year, found.stage, found.tables, found.texts)
    differences, compared = _compared(source, inspection, attached)
    return Reading(
        document,
        found,
        published,
        inspection.projects,
        inspection.objectives,
        attached=differences,
        compared=compared,
        inferred=tuple(inspection.inferred.outcomes(inspection.doubts)),
    )


def _compared(
    source: Path, inspection: Inspection, attached: Mapping[str, bytes]
) -> tuple[tuple[Outcome, ...] | None, int]:
    """Where the attached open data differ from the print, and how many figures were compared."""
    from yusuan.readers.opendata import attached_figures

    try:
        stated = attached_figures(str(source), attached)
    except ReadError as error:
        said = (
            f"所附开放数据无法采用：{error.faults[0]}" if error.faults else "所附开放数据无法采用"
        )
        hint = "以印出的数为准；请重新生成附件。"
        return (
            Outcome(
                "attachment-unreadable", Status.FAILED, Severity.WARNING, said, hint, "practice"
            ),
        ), 0
    if not stated:
        return None, 0
    outcomes = check_attached(inspection.printed, stated)
    return tuple(o for o in outcomes if o.status is Status.FAILED), len(outcomes)


def pictures(source: Path, reading: Reading, pages: Sequence[int]) -> dict[str, bytes]:
    """PNG pictures of pages with what was understood on them, by file name."""
    from yusuan.reports.pages.drawing import Drawing, draw_pages
    from yusuan.reports.pages.marks import said, table_marks

    clauses = []
    if reading.published is not None:
        for clause in reading.published.prose.clauses:
            page = reading.published.where(clause.span[0]).page
            if page is not None:
                clauses.append(said(clause, reading.published.text, page))
    marks = list(table_marks(reading.document, reading.found))
    drawing = Drawing(marks, clauses, source.name)
    return {
        f"pages/page-{number:03}.png": picture
        for number, picture in draw_pages(source, pages, drawing)
    }
