"""`yusuan check`: every outcome; findings say where, how much, why and what to do. One source, or a batch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from yusuan.cli.bounded import limits
from yusuan.cli.command import PathType, force_option, format_option
from yusuan.cli.command import command as _command
from yusuan.cli.failures import FOUND_ERRORS, Refusal
from yusuan.cli.screen import deliver, show_all, warn_of_secrets
from yusuan.cli.told import opened, told_options
from yusuan.recognition.told import NOTHING_TOLD
from yusuan.reports.lines import say

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from yusuan.pipeline import Inspection, Run
    from yusuan.recognition.told import Told
    from yusuan.rules.evidence import Evidence
    from yusuan.rules.waivers import Waivers

_HELP = """核对：列出全部问题，写明位置、金额、依据和处理办法

先推导全部公开表和勾稽关系，再逐条运行规则。问题分错误、警告、提示三级；
有错误级问题时退出码为 1。最后一行给出六种结果的条数：通过、不通过、尾差、
不适用、数据不足、不予采信。SOURCE 也可以是已公开的文件（PDF、Word、Excel、
网页、文本）。

json 供程序读取：source、summary、findings，金额以元计、两位小数。

SOURCE 有多个，或是目录、压缩包、带 * 的样式时为批量核对：-o 指明目录，写入每份文件的
报告、排名（index.html）、各类表格；中断后再次运行即从中断处继续。一份文件打不开、
超时或使程序中止，只影响它自己；有文件未能核对时退出码也为 1。不用 -o 而用
--format json，则每份文件输出一行。"""
_EXAMPLES = """yusuan check 我的部门
yusuan check 我的部门.xlsx --format html -o 核对报告.html
yusuan check 我的部门 --format json
yusuan check 2026年预算.pdf --against 2025年预算.pdf
yusuan check 2024年预算.pdf --approved-on 2024-02-08 --published-on 2024-02-26
yusuan check 公开文件/ --jobs 4 -o 核对报告
yusuan check '公开文件/**/*2026*.pdf' -o 核对报告 --waivers 豁免.toml --on 2026-11-22"""


# Ten thousand entries take two.
_LARGEST_WAIVERS = 8 << 20


def _day(_ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:
    """A day as an option gives it; None where it is not given. Refuses what is no date."""
    return None if value is None else _date(value, param, "2024-02-08")


def _today_or(_ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date:
    """The day asked for, today where none is: the only clock in a check."""
    import datetime as dt

    if value is None:
        return dt.datetime.now(tz=dt.UTC).astimezone().date()
    return _date(value, param, "2026-11-22")


def _date(value: str, param: click.Parameter, example: str) -> dt.date:
    import datetime as dt

    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        said = say(
            "{name} 应为日期，如 {example}；读到“{value}”",
            name=param.opts[0],
            example=example,
            value=value,
        )
        raise Refusal(said) from error


@_command(_HELP, _EXAMPLES, shows_limits=True)
@click.argument(
    "sources", metavar="SOURCE...", nargs=-1, required=True, type=PathType(path_type=Path)
)
@format_option("text", "json", "html", "xlsx", "pdf")
@click.option(
    "-o",
    "--output",
    type=PathType(path_type=Path),
    metavar="FILE|DIR",
    help="写入文件（默认写到标准输出）；批量核对时为目录",
)
@click.option(
    "--jobs", type=click.IntRange(1, 256), metavar="N", help="同时核对几份（默认为处理器个数）"
)
@click.option(
    "--waivers",
    "waiver_file",
    type=PathType(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="豁免文件（.toml）：已判定的问题不再计数，另列一节",
)
@click.option(
    "--against",
    multiple=True,
    type=PathType(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="与另一份公开文件对照（上年、同年预算、所属单位、前一次公开），可以多次给出",
)
@click.option(
    "--on", callback=_today_or, metavar="DATE", help="按哪一天判断豁免是否到期（默认今天）"
)
@click.option(
    "--approved-on",
    "approved",
    callback=_day,
    metavar="DATE",
    help="预算、决算的批复日期，用于核对是否在批复后二十日内公开",
)
@click.option(
    "--published-on", "published", callback=_day, metavar="DATE", help="文件公开的日期，同上"
)
@force_option
@told_options
@click.pass_context
def command(
    ctx: click.Context,
    *,
    sources: tuple[Path, ...],
    form: str,
    output: Path | None,
    jobs: int | None,
    waiver_file: Path | None,
    against: tuple[Path, ...],
    on: dt.date,
    approved: dt.date | None,
    published: dt.date | None,
    is_forced: bool,
    told: Told,
) -> int:
    """Check a source or a batch; 1 when error-level findings stand."""
    from yusuan.batch.sources import is_many

    waivers = _waivers(waiver_file)
    if len(sources) == 1 and not is_many(sources[0]):
        given = _Given(approved, published, told)
        beside = (*against, *([] if waiver_file is None else [waiver_file]))
        place = _Place(output, (sources[0], *beside), is_forced)
        return _check_one(sources[0], form, place, waivers, on, against, given)
    if approved or published:
        raise Refusal("--approved-on、--published-on 一次只用于一份 SOURCE")
    if against:
        raise Refusal("--against 一次只对照一份 SOURCE")
    from yusuan.cli.commands.check.batch import Request, check_many
    from yusuan.rules.waivers import Waivers

    is_chosen = ctx.get_parameter_source("form") is not click.core.ParameterSource.DEFAULT
    form_asked, waivers = form if is_chosen else None, waivers or Waivers()
    request = Request(
        sources, output, form_asked, jobs, limits(), waivers, on, told, is_forced=is_forced
    )
    return check_many(request)


class _Place(NamedTuple):
    """Where a report goes, what it must not be written over, and whether it may replace another file."""

    output: Path | None
    sources: tuple[Path, ...]
    is_forced: bool


class _Given(NamedTuple):
    """What the command line says of a published document: its days, and what it does not say itself."""

    approved: dt.date | None = None
    published: dt.date | None = None
    told: Told = NOTHING_TOLD


_NOTHING_GIVEN = _Given()


def _waivers(path: Path | None) -> Waivers | None:
    """The waivers of a file; None without one."""
    if path is None:
        return None
    from yusuan.readers.inside import file_content
    from yusuan.rules.waiver_file import read_waivers

    content = file_content(path, _LARGEST_WAIVERS)
    if len(content) > _LARGEST_WAIVERS:
        raise Refusal(say("{path} 过大；豁免文件至多 {n} MB", path=path, n=_LARGEST_WAIVERS >> 20))
    return read_waivers(content, str(path))


def _check_one(
    source: Path,
    form: str,
    place: _Place,
    waivers: Waivers | None,
    on: dt.date,
    against: tuple[Path, ...] = (),
    given: _Given = _NOTHING_GIVEN,
) -> int:
    import sys

    output = place.output
    if output is not None and output.is_dir():
        wanted = {"name": "-o/--output", "allowed": "文件"}
        raise Refusal(say("{name} 的值不对，应为：{allowed}", **wanted))
    if form in {"xlsx", "pdf"} and output is None and sys.stdout.isatty():
        raise Refusal(say("{form} 不能显示在终端，请用 -o 指定文件", form=form))
    from yusuan.reports.check import shown, write
    from yusuan.reports.check.report import Report

    found = _dated(opened(source, given.told), given.approved, given.published)
    found = _compared(found, against) if against else found
    is_shown = form == "text" and output is None
    report, applied = Report.of(found, is_internal=is_shown), None
    if waivers is not None:
        from yusuan.reports.check.waived import examined, unused_in_lines, with_waivers

        report, applied = with_waivers(report, waivers, examined(found, str(source)), on=on)
        show_all(unused_in_lines(waivers, applied.used()), err=True)
    if is_shown:
        warn_of_secrets(found)
        show_all(shown(report, applied))
    else:
        content = write(report, form, applied)
        deliver(content, output, sources=place.sources, is_forced=place.is_forced)
    return FOUND_ERRORS if report.has_errors else 0


def _dated(
    opened: Run | Inspection, approved: dt.date | None, published: dt.date | None
) -> Run | Inspection:
    """The same source, checked with these days (预算法第十四条); refuses them for what is not yet published."""
    from yusuan.pipeline import Inspection
    from yusuan.rules.evidence import Dates

    if approved is None and published is None:
        return opened
    if not isinstance(opened, Inspection):
        raise Refusal(
            "--approved-on、--published-on 只用于已公开的文件（PDF、Word、Excel、网页、文本）"
        )
    return replace(opened, dates=Dates(approved, published))


def _compared(opened: Run | Inspection, others: Sequence[Path]) -> Inspection:
    """The same published document beside others; refuses what is not published."""
    from yusuan.pipeline import Inspection

    if not isinstance(opened, Inspection):
        raise Refusal("--against 只比较已公开的文件（PDF、Word、Excel、网页、文本）")
    return replace(opened, beside=tuple(map(_beside, others)))


def _beside(path: Path) -> Evidence:
    """The other document; where it is refused, said is which one, and how it can be told more."""
    from yusuan.core.errors import RecognitionRefused
    from yusuan.pipeline import Inspection

    try:
        return Inspection(path).evidence
    except RecognitionRefused as reason:
        said = say(
            "--against 的文件 {path}：{reason}；这些选项只用于 SOURCE，请把它作为 SOURCE、另一份放在 --against 后",
            path=path,
            reason=reason,
        )
        raise Refusal(said) from reason
