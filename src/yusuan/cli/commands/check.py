"""`yusuan check`: every outcome; findings say where, how much, why and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.cli.command import command as _command
from yusuan.cli.command import format_option, output_option, source_argument
from yusuan.cli.failures import FOUND_ERRORS, Refusal
from yusuan.cli.language import say
from yusuan.cli.screen import deliver, in_json, plain, show_all

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.cli.report import Report

_HELP = """核对：列出全部问题，写明位置、金额、依据和处理办法

先推导全部公开表和勾稽关系，再逐条运行规则。问题分错误、警告、提示三级；
有错误级问题时退出码为 1。最后一行给出六种结果的条数：通过、不通过、尾差、
不适用、数据不足、不予采信。

json 供程序读取：source、summary、findings，金额以元计、两位小数。"""
_EXAMPLES = """yusuan check 我的部门
yusuan check 我的部门.xlsx --format html -o 核对报告.html
yusuan check 我的部门 --format json"""


@_command(_HELP, _EXAMPLES)
@source_argument
@format_option("text", "json", "html", "xlsx")
@output_option
def command(source: Path, form: str, output: Path | None) -> int:
    """Check a source and deliver the report; 1 when error-level findings stand."""
    import sys

    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise Refusal(say("xlsx 不能显示在终端，请用 -o 指定文件"))
    from yusuan.cli.report import Report, in_lines
    from yusuan.inspection import open_source

    report = Report.of(open_source(source))
    if form == "text" and output is None:
        show_all(in_lines(report))
    else:
        deliver(_written(report, form), output)
    return FOUND_ERRORS if report.has_errors else 0


def _written(report: Report, form: str) -> bytes:
    from yusuan.cli.report import as_json, in_lines

    if form == "json":
        return in_json(as_json(report))
    if form == "text":
        return plain(in_lines(report))
    from yusuan.cli.report_files import as_html, as_xlsx

    return as_html(report) if form == "html" else as_xlsx(report)
