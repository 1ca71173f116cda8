"""One document of a batch, in a process of its own: check it, write its reports, give back what to remember."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.batch.record import Record, State
from yusuan.batch.sources import content_digest
from yusuan.core.errors import (
    ReadError,
    RecognitionRefused,
    ReportRefused,
    YusuanError,
    passing_fault,
    system_reason,
)
from yusuan.disk import InUse, Unfinished
from yusuan.pipeline import open_source
from yusuan.recognition.told import NOTHING_TOLD

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from yusuan.batch.sources import Source
    from yusuan.pipeline import Inspection, Run
    from yusuan.recognition.told import Told
    from yusuan.reports.check.report import Report
    from yusuan.rules.waivers import Applied, Waivers

_MOST_FAULTS = 3
_LONGEST = 300


@dataclass(frozen=True)
class CheckDocument:
    """What is to be done with each document; `directory`, where reports are written meanwhile, may be None."""

    directory: Path | None
    forms: tuple[str, ...]
    waivers: Waivers
    on: dt.date
    fingerprint: str
    told: Told = NOTHING_TOLD

    def __call__(self, source: Source) -> bytes:
        """Check one; whatever is wrong with it is in the record, a line of JSON."""
        record = Record(source.name, State.CRASHED, fingerprint=self.fingerprint)
        try:
            record = replace(record, digest=content_digest(source.path))
            record = self._checked(source, record)
        except Exception as error:  # noqa: BLE001  the next document must not suffer from this one
            state, reason = why_not(error)
            record = replace(record, state=state, reason=reason[:_LONGEST])
        return record.as_line()

    def _checked(self, source: Source, record: Record) -> Record:
        from yusuan.reports.check.report import Report
        from yusuan.reports.check.waived import examined, waived_findings, with_waivers
        from yusuan.reports.check.words import as_json

        found = open_document(source.path, self.told)
        document = examined(found, source.name)
        report, applied = with_waivers(Report.of(found), self.waivers, document, on=self.on)
        said = as_json(report)
        waived = waived_findings(report, applied)
        places = [where for finding in (*said["findings"], *waived) for where in finding["where"]]
        used = {where["table"] for where in places}
        return replace(
            _measured(record, found),
            state=State.CHECKED,
            department=document.department,
            year=document.year,
            score=said["score"]["total"] or "",
            unscored=said["score"]["unscored"] or "",
            findings=tuple(said["findings"]),
            waived=tuple(waived),
            expired=tuple(waiver.number for waiver in applied.expired),
            titles={table: title for table, title in report.titles.items() if table in used},
            reports=self._write(source, report, applied),
        )

    def _write(self, source: Source, report: Report, applied: Applied) -> dict[str, str]:
        if self.directory is None:
            return {}
        from yusuan.disk import Terms, write_file
        from yusuan.reports.check import write

        names = {}
        for form in self.forms:
            name = f"reports/{source.stem}.{_SUFFIXES.get(form, form)}"
            # A form that a document cannot have (notes on the pages of a text file) is left out.
            with suppress(ReportRefused):
                content = write(report, form, applied if self.waivers.source else None)
                write_file(self.directory / name, content, Terms(is_forced=True))
                names[form] = name
        return names


_SUFFIXES = {"text": "txt"}


def why_not(error: Exception) -> tuple[State, str]:
    """How far a document came that ended in an exception, and why, in Chinese."""
    if isinstance(error, MemoryError):
        return State.OUT_OF_MEMORY, "所需内存超过上限"
    passing = passing_fault(error)
    if passing or isinstance(error, (InUse, Unfinished)):
        return State.UNFINISHED, system_reason(passing) if passing else "它正被写入"
    if isinstance(error, (ReadError, OSError)):
        return State.UNREADABLE, _unread(error)
    if isinstance(error, YusuanError):
        is_refused = isinstance(error, RecognitionRefused)
        return State.REFUSED, str(error) if is_refused else f"无法继续（{error}）"
    return State.CRASHED, f"程序意外停止（{type(error).__name__}: {error}）"


def _unread(error: ReadError | OSError) -> str:
    if isinstance(error, OSError):
        return system_reason(error)
    faults = "；".join(map(str, error.faults[:_MOST_FAULTS]))
    return faults + (f" 等 {len(error.faults)} 处" if len(error.faults) > _MOST_FAULTS else "")


def open_document(path: Path, told: Told = NOTHING_TOLD) -> Run | Inspection:
    """A source of a batch; a file of any other name is read as a document, so that a reader says what it is."""
    is_ours = path.is_dir() or path.suffix.lower() in {".xlsx", ".xlsm", ".zip", ".json"}
    if is_ours:
        return open_source(path, told)
    from yusuan.pipeline import Inspection

    return Inspection(path, told=told)


def _measured(record: Record, found: Run | Inspection) -> Record:
    """The record with what kind of document it is, and how large."""
    from yusuan.pipeline import Inspection
    from yusuan.recognition.disclosure import DocumentKind

    kind: DocumentKind | None = DocumentKind.DEPARTMENT_BUDGET
    pages = None
    if isinstance(found, Inspection):
        kind, pages = found.disclosure.kind, found.document.pages
    return replace(
        record,
        kind="" if kind is None else kind.value,
        pages=pages,
        tables=len(found.printed),
        figures=sum(1 for table in found.printed for _ in table.figures()),
    )
