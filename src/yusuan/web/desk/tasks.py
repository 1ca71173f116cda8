"""What is done with a stranger's file, in a process of its own that may use so much memory and time.

A task is told where to read and where to write; what it found is in files there and in the JSON it answers with. The
process of the page never opens what was uploaded.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from yusuan.core.errors import ReportRefused
from yusuan.disk import Terms, write_file, write_set
from yusuan.disk.archive import zipped
from yusuan.readers.dataset_zip import unpacked_dataset
from yusuan.recognition.told import NOTHING_TOLD
from yusuan.web.desk.refusals import refusal

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from yusuan.pipeline import Inspection, Run
    from yusuan.recognition.told import Told
    from yusuan.reports.check.report import Report
    from yusuan.rules.waivers import Applied

STEP, SEEN, TABLES = "step.txt", "seen.json", "tables.json"
PUBLIC, ALL_FILES = "public", "全部文件.zip"
REPORTS = ("html", "xlsx", "pdf")
_LARGEST_WAIVERS = 8 << 20


class Task(Protocol):
    """Something to do with a file; `folder` is a new place for what comes of it."""

    @property
    def folder(self) -> Path:
        """Where results are written."""

    def __call__(self) -> dict[str, Any]:
        """Do it; what to remember."""


def perform(task: Task) -> bytes:
    """Do a task; whatever is wrong with the file is in the answer, in words."""
    try:
        answer = task()
    except Exception as error:  # noqa: BLE001  a file must not end the page
        answer = {"refused": refusal(error)}
    return json.dumps(answer, ensure_ascii=False).encode()


@dataclass(frozen=True)
class Asked:
    """What the user says of a file, and which of the other files it is held against."""

    told: Told = NOTHING_TOLD
    approved: dt.date | None = None
    published: dt.date | None = None
    against: tuple[Path, ...] = ()
    waivers: Path | None = None
    on: dt.date | None = None


@dataclass(frozen=True)
class Look:
    """Recognise a file, check it and lay its tables out; findings are there before the tables are."""

    path: Path
    folder: Path
    asked: Asked

    def __call__(self) -> dict[str, Any]:
        """Write the report, what was seen, and the tables with what stands behind each figure."""
        from yusuan.web.desk import seen

        self._step("识别文件")
        source = unpacked_dataset(self.path, self.folder / "dataset") or self.path
        found = self._opened(source)
        self._step("读取并核对")
        report, applied = self._report(found)
        self._step("写出核对报告")
        self._write(report, applied, REPORTS[0])
        known = seen.summary(found, report, applied) | {"source": str(source)}
        self._put(SEEN, json.dumps(known, ensure_ascii=False).encode())
        self._step("逐格整理各表的来历")
        for name, content in seen.tables(found):
            self._put(name, json.dumps(content, ensure_ascii=False).encode())
        self._step("写出核对报告的其他格式")
        for form in REPORTS[1:]:
            # Notes on the pages of what has no pages.
            with suppress(ReportRefused):
                self._write(report, applied, form)
        return {"done": True}

    def _opened(self, source: Path) -> Run | Inspection:
        from dataclasses import replace

        from yusuan.pipeline import Inspection, open_source
        from yusuan.rules.evidence import Dates

        found = open_source(source, self.asked.told)
        if not isinstance(found, Inspection):
            return found
        if self.asked.approved or self.asked.published:
            found = replace(found, dates=Dates(self.asked.approved, self.asked.published))
        if self.asked.against:
            beside = tuple(Inspection(path).evidence for path in self.asked.against)
            found = replace(found, beside=beside)
        return found

    def _report(self, found: Run | Inspection) -> tuple[Report, Applied | None]:
        from yusuan.reports.check.report import Report

        # It can be downloaded, so it says what may be passed on.
        report = Report.of(found)
        if self.asked.waivers is None or self.asked.on is None:
            return report, None
        from yusuan.readers.inside import file_content
        from yusuan.reports.check.waived import examined, with_waivers
        from yusuan.rules.waiver_file import read_waivers

        content = file_content(self.asked.waivers, _LARGEST_WAIVERS)
        waivers = read_waivers(content, self.asked.waivers.name)
        return with_waivers(report, waivers, examined(found, self.path.name), on=self.asked.on)

    def _write(self, report: Report, applied: Applied | None, form: str) -> None:
        from yusuan.reports.check import write

        self._put(f"report.{form}", write(report, form, applied))

    def _step(self, words: str) -> None:
        step(self.folder, words)

    def _put(self, name: str, content: bytes) -> None:
        write_file(self.folder / name, content, Terms())


@dataclass(frozen=True)
class Publish:
    """Write a publication, all formats or none; the gate is the pipeline's, for a draft too."""

    source: Path
    folder: Path
    formats: tuple[str, ...]
    is_draft: bool
    earlier: tuple[Path, ...] = ()

    def __call__(self) -> dict[str, Any]:
        """Write the files; which there are, or why there are none."""
        from yusuan.pipeline import Run, assemble, published_before, write

        step(self.folder, "读取并核对")
        run = Run(self.source, published_before(self.earlier))
        self._ask_leave(run)
        step(self.folder, "组织内容")
        publication = assemble(run, is_draft=self.is_draft)
        files: dict[str, bytes] = {}
        for number, name in enumerate(self.formats, start=1):
            step(self.folder, f"写出 {name}（第 {number} 种，共 {len(self.formats)} 种）")
            files.update(write(publication, [name]))
        write_set(self.folder / PUBLIC, files, Terms())
        write_file(self.folder / ALL_FILES, zipped(files), Terms())
        return {
            "title": publication.title,
            "is_draft": self.is_draft,
            "files": [{"name": name, "size": len(content)} for name, content in files.items()],
            "companions": list(run.public.companions),
        }

    def _ask_leave(self, run: Run) -> None:
        """Raise what stands in the way; the writing itself asks the gate once more."""
        from yusuan.core.errors import NotPublishable, SecretsExposed
        from yusuan.rules.presented import presented

        # For a draft too, and before anything else is said of it.
        if run.public.exposures:
            raise SecretsExposed(tuple(presented(run.public.exposures)))
        blocking = run.outcomes.blocking
        if blocking and not self.is_draft:
            raise NotPublishable(str(len(blocking)))


def step(folder: Path, words: str) -> None:
    """Say how far a task is."""
    write_file(folder / STEP, words.encode(), Terms(is_forced=True))
