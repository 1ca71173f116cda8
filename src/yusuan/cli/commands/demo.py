"""`yusuan demo`: the example taken all the way, with a short summary of what came out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from yusuan.cli.command import PathType, force_option
from yusuan.cli.command import command as _command
from yusuan.cli.failures import FOUND_ERRORS, Refusal
from yusuan.cli.screen import show, show_all, show_removed
from yusuan.reports.lines import Painted, columns, in_bytes, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yusuan.core.outcomes import Status
    from yusuan.pipeline import Run
    from yusuan.reports.check.report import Report
    from yusuan.reports.lines import Line, Part

_HELP = """演示：推导、核对示例部门，写出全部格式

示例是一个真实部门 2024 年公开的数字（三个单位、九张表、三十个项目）。
可以反复运行，写出的文件每次相同。"""
_EXAMPLES = """yusuan demo
yusuan demo examples/qinhuangdao-zfw-2024 -o out"""


@_command(_HELP, _EXAMPLES)
@click.argument("source", required=False, type=PathType(path_type=Path))
@click.option(
    "-o",
    "--output",
    "directory",
    default=Path("out"),
    type=PathType(path_type=Path, file_okay=False),
    metavar="DIR",
    help="写入的目录，默认 out",
)
@force_option
def command(source: Path | None, directory: Path, *, is_forced: bool) -> int:
    """Publish the example and say what came out."""
    import time

    from yusuan.cli.commands.publish import publish_into
    from yusuan.cli.example import NAME, example_source
    from yusuan.pipeline import Run
    from yusuan.reports.check.report import Report
    from yusuan.reports.check.words import in_lines
    from yusuan.writers import FORMATS

    found = source or example_source()
    if found is None:
        raise Refusal(say("找不到示例 {name}；请在源码目录中运行，或写明它的位置", name=NAME))
    began = time.monotonic()
    run = Run(found)
    written = publish_into(run, directory, FORMATS, is_draft=False, is_forced=is_forced)
    report = Report.of(run, is_internal=True)
    if written is None:
        show_all(in_lines(report), err=True)
        return FOUND_ERRORS
    show_all(_summary(run, report))
    show_all(_files(directory, written.sizes))
    show_removed(written)
    show_all(_next(found, directory, written.sizes))
    show(say("用时 {seconds} 秒", seconds=f"{time.monotonic() - began:.1f}"))
    return 0


def _summary(run: Run, report: Report) -> Iterator[Line]:
    budget = run.budget
    indicators = sum(len(project.indicators) for project in budget.projects)
    yield (Painted(report.department, "cyan", is_bold=True),)
    yield (
        say(
            "{units} 个预算单位，{lines} 条明细，{projects} 个项目，{indicators} 条绩效指标",
            units=len(budget.units),
            lines=len(budget.lines),
            projects=len(budget.projects),
            indicators=indicators,
        ),
    )
    yield ("",)
    rows = [(name, Painted(figure, is_bold=True), change) for name, figure, change in _figures(run)]
    yield from columns(rows, right=[1], indent=2)
    yield ("",)
    yield (Painted("核对结果", is_bold=True),)
    yield from columns(_counts(report), right=[1], indent=2)
    if report.findings:
        text = "没有错误；{n} 项警告和提示留给人看：yusuan check {source}"
        yield ("  ", say(text, n=len(report.findings), source=run.source))


_HEADLINES = (
    ("收入总计", "summary", "收入总计", "收入/预算数"),
    ("支出合计", "expenditure", "合计", "合计"),
    ("其中：基本支出", "expenditure", "合计", "基本支出"),
    ("其中：项目支出", "expenditure", "合计", "项目支出"),
    ("“三公”经费", "three_public", "“三公”经费小计", "资金性质/合计"),
)


def _figures(run: Run) -> Iterator[tuple[str, str, str]]:
    """Headline figures as printed, with the change from last year where the dataset states it."""
    from yusuan.core.money import format_amount
    from yusuan.core.terms import Direction
    from yusuan.documents.figures import PrintedFigures
    from yusuan.narrative.sentence import FigureName

    figures = PrintedFigures(run.printed, run.budget.prior_year)
    units = {table.id: table.spec for table in run.printed}
    for title, *place in _HEADLINES:
        name = FigureName(*place)
        amount, key = figures.level(name)
        if key is None:
            continue
        spec, prior = units[name.table], figures.prior(name)
        change = ""
        if prior is not None:
            direction = Direction.of(amount - prior)
            by = format_amount(abs(amount - prior), spec.unit, spec.decimals, grouped=True)
            change = say("比上年{direction} {by}", direction=direction.value, by=by)
        printed = format_amount(amount, spec.unit, spec.decimals, grouped=True)
        yield title, f"{printed} {spec.unit.label}", change


_COLOURS: Mapping[str, str] = {
    "passed": "green",
    "failed": "yellow",
    "rounding": "cyan",
    "refused": "red",
}


def _counts(report: Report) -> list[tuple[str, Painted]]:
    rows = [(_label(s), Painted(f"{n:,}", _COLOURS.get(s.value))) for s, n in report.counts.items()]
    return [*rows, ("由表义推导的勾稽关系", Painted(f"{report.identities:,}", "cyan"))]


def _label(status: Status) -> str:

    return status.label


def _files(directory: Path, sizes: Mapping[str, int]) -> Iterator[Line]:
    yield ("",)
    yield (Painted("写出的文件", is_bold=True),)
    folders: dict[str, list[int]] = {}
    for name, size in sizes.items():
        folder, slash, _ = name.partition("/")
        folders.setdefault(folder + slash, []).append(size)
    rows = [
        (
            str(directory / name) + ("/" if name.endswith("/") else ""),
            in_bytes(sum(each)),
            say("{n} 个文件", n=len(each)) if name.endswith("/") else "",
        )
        for name, each in folders.items()
    ]
    yield from columns(rows, right=[1], indent=2)


def _next(source: Path, directory: Path, sizes: Mapping[str, int]) -> Iterator[Line]:
    yield ("",)
    yield (Painted("接下来", is_bold=True),)
    page = next((name for name in sizes if name.endswith(".html")), "")
    rows: list[tuple[Part, ...]] = [
        ("用浏览器打开", Painted(str(directory / page), "cyan")),
        ("一个数的来历", f"yusuan explain {source} expenditure 合计 基本支出"),
        ("全部勾稽关系", "yusuan rules --derived"),
        ("做自己的", "yusuan new 我的部门 --workbook"),
    ]
    yield from columns(rows, indent=2)
