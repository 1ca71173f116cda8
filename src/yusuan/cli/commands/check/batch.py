"""`yusuan check` on many documents: progress and words for people around a batch, and the files it leaves."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from yusuan.batch.journal import Journal
from yusuan.batch.league import league_tables
from yusuan.batch.pool import CannotStart
from yusuan.batch.record import State
from yusuan.batch.run import Batch, fingerprint, in_order
from yusuan.batch.sources import NothingFits, find_sources
from yusuan.batch.working import JOURNAL, UNPACKED, finish, working_in
from yusuan.cli.bounded import unlimited_time
from yusuan.cli.failures import FOUND_ERRORS, Refusal
from yusuan.cli.screen import progress, show, show_all
from yusuan.disk import Occupied, OverSource, one_state
from yusuan.recognition.told import NOTHING_TOLD
from yusuan.reports.lines import Painted, in_json, say

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from yusuan.batch.record import Record
    from yusuan.batch.sources import Sources
    from yusuan.batch.summary import Summary
    from yusuan.core.limits import Limits
    from yusuan.recognition.told import Told
    from yusuan.reports.league import LeagueTable
    from yusuan.reports.lines import Line
    from yusuan.rules.waivers import Waivers

# Beside JSON, which programs read, a report people can open.
_DEFAULT_FORMS = ("html", "json")


@dataclass(frozen=True)
class Request:
    """What was asked; `form` None where nobody said one, `directory` None for standard output."""

    asked: Sequence[Path]
    directory: Path | None
    form: str | None
    jobs: int | None
    limits: Limits
    waivers: Waivers
    on: dt.date
    told: Told = NOTHING_TOLD
    is_forced: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """The reports of each document."""
        if self.directory is None:
            return ()
        chosen = _DEFAULT_FORMS if self.form is None else (self.form, "json")
        return tuple(dict.fromkeys(chosen))


def check_many(request: Request) -> int:
    """Check a batch; 1 when error-level findings stand or a document could not be checked."""
    # A document may take so long, not all of them together.
    unlimited_time()
    try:
        if request.directory is not None:
            return _to_directory(request, request.directory)
        with TemporaryDirectory() as folder:
            return _to_standard_output(_batch(request, _sources(request, Path(folder))), request)
    except CannotStart as error:
        raise Refusal("无法启动处理文件的进程；请加大 --memory 后重试") from error


def _sources(request: Request, unpack_to: Path) -> Sources:
    try:
        sources = find_sources(request.asked, leave_out=request.directory, unpack_to=unpack_to)
    except NothingFits as error:
        raise Refusal(say("没有与“{path}”相符的文件", path=error.args[0])) from error
    if not sources.every:
        raise Refusal("没有找到可以核对的文件")
    if request.directory is None and request.form != "json":
        said = say(
            "共有 {n} 份文件；请用 -o 指明写报告的目录，或用 --format json 每份输出一行",
            n=len(sources.every),
        )
        raise Refusal(said)
    return sources


def _batch(request: Request, sources: Sources, working: Path | None = None) -> Batch:
    from yusuan.cli.commands.check.document import CheckDocument

    said = (f"{option} {word}" for option, word in request.told.stated.items())
    rests_on = fingerprint(request.waivers.fingerprint(request.on), *said, *request.forms)
    work = CheckDocument(
        working,
        request.forms,
        request.waivers,
        request.on,
        rests_on,
        request.told,
    )
    return Batch(sources.every, work, request.jobs or _processors(), request.limits, rests_on)


def _processors() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _to_standard_output(batch: Batch, request: Request) -> int:
    """One JSON object a line, in the order of names."""
    import sys

    from yusuan.batch.summary import Summary

    def lines() -> Iterator[Record]:
        with progress(len(batch.sources)) as step:
            for record in in_order(batch.sources, batch.records(batch.sources)):
                step(record.name)
                sys.stdout.buffer.write(_line(_for_programs(record)))
                sys.stdout.buffer.flush()
                yield record

    return _exit_code(Summary.of(lines(), request.waivers, on=request.on))


def _line(content: dict[str, Any]) -> bytes:
    """JSON on one line, plain ASCII: nothing in it can steer a terminal."""
    return json.dumps(content, separators=(",", ":")).encode() + b"\n"


def _for_programs(record: Record) -> dict[str, Any]:
    """The record without what only a resumed run needs."""
    inner = {"digest", "fingerprint", "reports", "titles", "expired"}
    shown = {name: getattr(record, name) for name in record.__slots__ if name not in inner}
    return {"document": shown.pop("name"), **shown, "state": record.state.value}


def _to_directory(request: Request, directory: Path) -> int:
    from yusuan.batch.summary import Summary

    is_ours = _is_ours(request, directory)
    with working_in(directory) as working:
        # Beside the reports that name them, and at the same place in every run.
        sources = _sources(request, directory / UNPACKED)
        _refuse_the_folder_of(sources, request, directory)
        batch = _batch(request, sources, working)
        names = [source.name for source in batch.sources]
        with Journal(working / JOURNAL, directory / JOURNAL) as journal:
            waiting = batch.to_do(journal, directory, working)
            _check(batch, waiting, journal)
            summary = Summary.of(journal.records(names), request.waivers, on=request.on)
            tables = _tables(summary, lambda: journal.records(names), sources.passed_over)
            unpacked = {source.path for source in sources.every}
            finish(directory, working, journal, tables, unpacked, is_forced=is_ours)
    show_all(_in_lines(summary, directory))
    return _exit_code(summary)


def _is_ours(request: Request, directory: Path) -> bool:
    """Tell whether what stands in a directory may be replaced; raises Occupied where other files would have to be."""
    # What a run that died had begun to put in place is put there first.
    with one_state(directory):
        is_ours = request.is_forced or (directory / JOURNAL).is_file()
        there = [name for name in (*_FILES, _INDEX) if (directory / name).exists()]
    if there and not is_ours:
        raise Occupied(directory, there)
    return is_ours


def _refuse_the_folder_of(sources: Sources, request: Request, directory: Path) -> None:
    """Reports do not lie among the documents: the next run would take one for the other."""
    for folder in {*sources.folders, *(path for path in request.asked if path.is_dir())}:
        if folder.resolve() == directory.resolve():
            raise OverSource(directory, folder)


def _check(batch: Batch, waiting: Sequence[Any], journal: Journal) -> None:
    n = len(batch.sources)
    done = n - len(waiting)
    show(say("共 {n} 份文件，已有结果 {done} 份", n=n, done=done), err=True)
    try:
        with progress(len(waiting)) as step:
            for record in batch.records(waiting):
                journal.append(record)
                done += 1
                step(f"{done}/{n} {record.name}")
    except (KeyboardInterrupt, OSError):
        said = say("已完成 {done}/{n} 份；再次运行同一条命令即从这里继续。", done=done, n=n)
        show(said, err=True)
        raise


def _in_lines(summary: Summary, directory: Path) -> Iterator[Line]:
    found = summary.findings
    lost = summary.documents - summary.checked
    title = say("已核对 {n} 份，未能核对 {lost} 份", n=summary.checked, lost=lost)
    yield (Painted(title, is_bold=True),)
    yield (
        say(
            "错误 {errors} 项 · 警告 {warnings} 项 · 提示 {infos} 项 · 已豁免 {waived} 项",
            errors=f"{found['error']:,}",
            warnings=f"{found['warning']:,}",
            infos=f"{found['info']:,}",
            waived=f"{summary.waived:,}",
        ),
    )
    for reason, n in summary.unfinished.items():
        said = "没有核对完 {n} 份（{reason}）；再次运行同一条命令即重新核对"
        yield (say(said, n=n, reason=reason),)
    yield (say("报告：{path}", path=directory / _INDEX),)


def _exit_code(summary: Summary) -> int:
    is_fine = not summary.has_errors and summary.checked == summary.documents
    return 0 if is_fine else FOUND_ERRORS


# --- what stands in the directory besides the reports ------------------------------------------------------

# Too many for a page, and there for programs in their own file.
_NOT_ON_THE_PAGE = "findings"
_FILES = ("batch.xlsx", "league.csv", "findings.csv", "causes.csv", "batch.json")
_CSV = ("league", "findings", "causes")
_INDEX = "index.html"


def _tables(
    summary: Summary, records: Callable[[], Iterable[Record]], passed_over: int
) -> dict[str, bytes]:
    """index.html, league.csv, findings.csv, causes.csv, batch.xlsx and batch.json."""
    from yusuan.reports.league.spreadsheets import write_league_csv, write_league_xlsx

    tables = league_tables(summary, records)
    by_id = {table.id: table for table in tables}
    shown = [table for table in tables if table.id != _NOT_ON_THE_PAGE]
    return {
        **{f"{name}.csv": write_league_csv(by_id[name]) for name in _CSV},
        "batch.xlsx": write_league_xlsx(tables, on=summary.on),
        "batch.json": in_json(_as_json(summary, shown, passed_over)),
        _INDEX: _page(summary, shown, passed_over),
    }


def _page(summary: Summary, tables: list[LeagueTable], passed_over: int) -> bytes:
    from yusuan.reports.league.html import LeaguePage, write_league_html

    found = summary.findings
    lost = summary.documents - summary.checked
    counts = [
        ("公开文件", summary.documents, ""),
        ("未能核对", lost, "errors" if lost else ""),
        ("错误", found["error"], "errors" if found["error"] else ""),
        ("警告", found["warning"], "warnings" if found["warning"] else ""),
        ("提示", found["info"], ""),
        ("已豁免", summary.waived, ""),
        ("不是公开文件，略过", passed_over, ""),
    ]
    page = LeaguePage(
        title="批量核对结果",
        counts=[(label, f"{n:,}", look) for label, n, look in counts],
        tables=tables,
        files=[(name, name) for name in _FILES],
        words={
            "filter": "筛选：部门、文件、规则或问题中的词，以空格分开",
            "left": "符合的文件：#",
            "open": "打开",
        },
    )
    return write_league_html(page)


def _as_json(summary: Summary, tables: list[LeagueTable], passed_over: int) -> dict[str, Any]:
    return {
        "on": summary.on.isoformat(),
        "documents": summary.documents,
        "states": {state.value: summary.states[state] for state in State},
        "findings": summary.findings,
        "waived": summary.waived,
        "passed_over": passed_over,
        "tables": {
            table.id: [
                {column.key: cell for column, cell in zip(table.columns, row, strict=True)}
                for row in table.rows
            ]
            for table in tables
        },
    }
