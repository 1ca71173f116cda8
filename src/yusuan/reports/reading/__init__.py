"""A published document taken down the path and put together, and the sheets it is written as: columns with types.

Amounts are yuan with two decimals, as in every interchange file; what was printed stands beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from yusuan.core.errors import ReadError, RecognitionRefused
from yusuan.core.money import yuan
from yusuan.core.outcomes import Outcome, Severity, Status
from yusuan.core.patterns import pattern
from yusuan.pipeline import Inspection
from yusuan.recognition.told import NOTHING_TOLD
from yusuan.rules.attached import check_attached

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from yusuan.core.budget import DepartmentObjective, Project
    from yusuan.core.grid import Box, RawDocument
    from yusuan.recognition.disclosure import Disclosure
    from yusuan.recognition.told import Told
    from yusuan.rules.evidence import Evidence
    from yusuan.tables.table import Table

Value: TypeAlias = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: identifier, Chinese title and type (string, integer, boolean, number)."""

    name: str
    title: str
    type: str = "string"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under named columns; `name` is a file's name without suffix."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Reading:
    """One document read: what was understood of it, or why nothing was (`refusal`)."""

    document: RawDocument
    found: Disclosure | None
    evidence: Evidence | None
    refusal: str = ""
    # Where print and attached data differ, and how many figures were compared; None where nothing is attached.
    attached: tuple[Outcome, ...] | None = None
    compared: int = 0
    # Figures that recognition misread and sums put right, and those nobody could confirm.
    inferred: tuple[Outcome, ...] = ()

    @property
    def tables(self) -> tuple[Table, ...]:
        """The recognised tables."""
        return () if self.found is None else self.found.tables

    @property
    def projects(self) -> tuple[Project, ...]:
        """The projects whose objective tables are printed."""
        return () if self.evidence is None else self.evidence.projects

    @property
    def objectives(self) -> tuple[DepartmentObjective, ...]:
        """The department's own objectives."""
        return () if self.evidence is None else self.evidence.objectives


PLACE = (
    Column("x0", "左", "number"),
    Column("y0", "上", "number"),
    Column("x1", "右", "number"),
    Column("y1", "下", "number"),
)


def in_yuan(fen: int | None) -> str | None:
    """Fen as yuan with two decimals; None stays None."""
    return None if fen is None else yuan(fen)


def edges(box: Box | None) -> tuple[Value, ...]:
    """The four values of PLACE, points from the top left corner; empty where the format has no places."""
    return (None,) * 4 if box is None else tuple(f"{edge:.2f}" for edge in box)


# --- one document ----------------------------------------------------------------------------------------

# Names inside a PDF are whatever its maker wrote.
_PLAIN_NAME = pattern(r"\w[\w.\-（）() ]{0,99}")
_HEAD = 1024


def attached_files(source: Path) -> dict[str, bytes]:
    """The files attached to a PDF under plain names; empty for every other format."""
    from yusuan.readers.inside import file_content

    try:
        is_pdf = b"%PDF-" in file_content(source, _HEAD)
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
    differences, compared = _compared(source, inspection, attached)
    return Reading(
        document,
        found,
        inspection.evidence,
        attached=differences,
        compared=compared,
        inferred=() if found.inferred is None else tuple(found.inferred.outcomes(found.doubts)),
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
