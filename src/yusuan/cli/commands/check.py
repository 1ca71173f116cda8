"""`yusuan check`: every outcome; findings say where, how much, why and what to do. One source, or a batch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from yusuan.cli.command import command as _command
from yusuan.cli.command import format_option
from yusuan.cli.failures import FOUND_ERRORS, Refusal
from yusuan.cli.screen import deliver, show_all
from yusuan.cli.timeliness import dated, day, today_or
from yusuan.reports.language import say

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from yusuan.reports.lines import Line
    from yusuan.reports.text import Report
    from yusuan.rules.waivers import Applied, Waivers

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


@_command(_HELP, _EXAMPLES)
@click.argument(
    "sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@format_option("text", "json", "html", "xlsx", "pdf")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE|DIR",
    help="写入文件（默认写到标准输出）；批量核对时为目录",
)
@click.option(
    "--jobs", type=click.IntRange(1, 256), metavar="N", help="同时核对几份（默认为处理器个数）"
)
@click.option(
    "--timeout",
    type=click.IntRange(1, 86400),
    default=120,
    metavar="SECONDS",
    help="批量核对时每份文件的时限，秒（默认 120）",
)
@click.option(
    "--memory",
    type=click.IntRange(256, 1_000_000),
    default=2048,
    metavar="MB",
    help="批量核对时每个进程的内存上限，MB（默认 2048）",
)
@click.option(
    "--waivers",
    "waiver_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="豁免文件（.toml）：已判定的问题不再计数，另列一节",
)
@click.option(
    "--against",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="与另一份公开文件对照（上年、同年预算、所属单位、前一次公开），可以多次给出",
)
@click.option(
    "--on", callback=today_or, metavar="DATE", help="按哪一天判断豁免是否到期（默认今天）"
)
@click.option(
    "--approved-on",
    "approved",
    callback=day,
    metavar="DATE",
    help="预算、决算的批复日期，用于核对是否在批复后二十日内公开",
)
@click.option(
    "--published-on", "published", callback=day, metavar="DATE", help="文件公开的日期，同上"
)
@click.pass_context
def command(
    ctx: click.Context,
    *,
    sources: tuple[Path, ...],
    form: str,
    output: Path | None,
    jobs: int | None,
    timeout: int,
    memory: int,
    waiver_file: Path | None,
    against: tuple[Path, ...],
    on: dt.date,
    approved: dt.date | None,
    published: dt.date | None,
) -> int:
    """Check a source or a batch; 1 when error-level findings stand."""
    from yusuan.batch.sources import is_many

    waivers = _waivers(waiver_file)
    if len(sources) == 1 and not is_many(sources[0]):
        days = (approved, published)
        return _check_one(sources[0], form, output, waivers, on, against, days)
    if approved or published:
        raise Refusal(say("--approved-on、--published-on 一次只用于一份 SOURCE"))
    if against:
        raise Refusal(say("--against 一次只对照一份 SOURCE"))
    from yusuan.batch.pool import Limits
    from yusuan.cli.batch import Request, check_many

    is_chosen = ctx.get_parameter_source("form") is not click.core.ParameterSource.DEFAULT
    limits = Limits(float(timeout), memory << 20)
    return check_many(
        Request(sources, output, form if is_chosen else None, jobs, limits, waivers, on)
    )


def _waivers(path: Path | None) -> Waivers:
    """The waivers of a file; none without one."""
    from yusuan.rules.waivers import Waivers

    if path is None:
        return Waivers()
    from yusuan.rules.waiver_file import read_waivers

    return read_waivers(path.read_bytes(), str(path))


def _check_one(
    source: Path,
    form: str,
    output: Path | None,
    waivers: Waivers,
    on: dt.date,
    against: tuple[Path, ...] = (),
    days: tuple[dt.date | None, dt.date | None] = (None, None),
) -> int:
    import sys

    if output is not None and output.is_dir():
        wanted = {"name": "-o/--output", "allowed": say("文件")}
        raise Refusal(say("{name} 的值不对，应为：{allowed}", **wanted))
    if form in {"xlsx", "pdf"} and output is None and sys.stdout.isatty():
        raise Refusal(say("{form} 不能显示在终端，请用 -o 指定文件", form=form))
    from yusuan.inspection import open_source
    from yusuan.reports.text import Report

    opened = dated(open_source(source), *days)
    report, applied = Report.of(opened), None
    if against:
        from yusuan.cli.against import with_comparisons

        report = with_comparisons(report, opened, against)
    if waivers.source:
        from yusuan.reports.waived import examined, unused_in_lines, with_waivers

        report, applied = with_waivers(report, waivers, examined(opened, str(source)), on=on)
        show_all(unused_in_lines(waivers, applied.used()), err=True)
    if form == "text" and output is None:
        show_all(_in_lines(report, applied))
    else:
        deliver(_written(report, form, applied), output)
    return FOUND_ERRORS if report.has_errors else 0


def _in_lines(report: Report, applied: Applied | None) -> Iterator[Line]:
    from yusuan.reports.text import in_lines

    yield from in_lines(report)
    if applied is not None:
        from yusuan.reports.waived import waived_in_lines

        yield from waived_in_lines(applied)


def _written(report: Report, form: str, applied: Applied | None) -> bytes:
    if applied is not None:
        from yusuan.reports.waived import written

        return written(report, form, applied)
    from yusuan.reports.files import write

    return write(report, form)
