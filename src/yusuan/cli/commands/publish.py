"""`yusuan publish`: DOCX, PDF, XLSX, HTML and open data, all or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from yusuan.cli.command import command as _command
from yusuan.cli.command import directory_option, earlier_option, force_option, source_argument
from yusuan.cli.failures import FOUND_ERRORS
from yusuan.cli.screen import show, show_all, show_removed
from yusuan.reports.lines import columns, in_bytes, in_json, say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from yusuan.disk import Written
    from yusuan.pipeline import Run
    from yusuan.reports.check.report import Report
    from yusuan.reports.lines import Line

_HELP = """公开：写出 DOCX、PDF、XLSX、HTML 和开放数据

涉密内容先行隐去；不公开的金额能由公开的数、文字或以前公开的版本推算出来时，草案也不写出。
有其他错误级问题时不写出任何文件，列出问题并以 1 退出；加 --draft 则照常写出，每页标明“草案”。
全部文件齐备后才出现在目录中：目录里要么是上一次的全部文件，要么是这一次的。
再次公开同一份预算时替换上次的全部文件，这次不写的格式一并移除；
上次写出后改动过的、不是本程序写出的文件，须加 --force 才会覆盖；其他文件不动。"""
_EXAMPLES = """yusuan publish 我的部门 -o 公开
yusuan publish 我的部门.xlsx -o 公开 --formats docx,pdf
yusuan publish 我的部门 -o 征求意见 --draft"""


def _formats(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[str, ...]:
    from yusuan.writers import FORMATS

    if value == "all":
        return FORMATS
    asked = [name.strip().lower() for name in value.replace("，", ",").split(",") if name.strip()]
    unknown = [name for name in asked if name not in FORMATS]
    if unknown or not asked:
        allowed = ",".join(FORMATS)
        raise click.UsageError(
            say("没有格式“{names}”；可选：{allowed}", names=",".join(unknown), allowed=allowed)
        )
    return tuple(name for name in FORMATS if name in asked)


@_command(_HELP, _EXAMPLES)
@source_argument
@directory_option
@earlier_option
@click.option(
    "--formats",
    default="all",
    metavar="docx,pdf,…",
    callback=_formats,
    help="要写出的格式，以逗号分隔：docx,pdf,xlsx,html,opendata；默认全部",
)
@click.option("--draft", "is_draft", is_flag=True, help="写出草案，不因错误级问题而停止")
@force_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="结果的显示格式"
)
def command(
    source: Path,
    directory: Path,
    earlier: tuple[Path, ...],
    formats: tuple[str, ...],
    *,
    is_draft: bool,
    is_forced: bool,
    form: str,
) -> int:
    """Publish a source, or say what forbids it."""
    from yusuan.pipeline import Run, published_before
    from yusuan.reports.check.report import Report
    from yusuan.reports.check.words import in_lines

    run = Run(source, published_before(earlier, directory))
    written = publish_into(run, directory, formats, is_draft=is_draft, is_forced=is_forced)
    report = Report.of(run, is_internal=form == "text")
    if written is None:
        refused = tuple(f for f in report.findings if f.outcome.blocks_publication)
        if form == "json":
            _show_json(report, {})
        show_all(in_lines(report, refused), err=True)
        if run.public.exposures:
            show("不公开的金额可以被推算出来，公开文本和草案都未写出。", err=True)
        else:
            show("有错误级问题，未写出任何文件。改正后重试，或加 --draft 写出草案。", err=True)
        return FOUND_ERRORS
    if form == "json":
        _show_json(report, written.sizes)
    else:
        show(say("已写入 {directory}：", directory=directory))
        rows = [(name, in_bytes(size)) for name, size in written.sizes.items()]
        show_all(columns(rows, right=[1], indent=2))
        show_removed(written)
        show_all(withheld_as_well(run))
        show(report.summary)
    return 0


def withheld_as_well(run: Run) -> Iterator[Line]:
    """What else is not printed, so that nothing classified can be worked out: the clerk must know of it."""
    if run.public.companions:
        names = "、".join(run.public.companions)
        yield (say("为使涉密金额不能被推算，一并隐去了金额：{names}", names=names),)


def publish_into(
    run: Run, directory: Path, formats: Collection[str], *, is_draft: bool, is_forced: bool
) -> Written | None:
    """Write the publication into a directory as one set; None where findings forbid it."""
    from yusuan.cli.screen import progress
    from yusuan.disk import Terms, write_set
    from yusuan.pipeline import assemble, write

    with progress(len(formats) + 2) as step:
        step("读取并核对")
        if run.public.exposures or (run.outcomes.blocking and not is_draft):
            return None
        step("组织内容")
        publication = assemble(run, is_draft=is_draft)
        files: dict[str, bytes] = {}
        for name in formats:
            step(say("写出 {name}", name=name))
            files.update(write(publication, [name]))
        draft = f"{publication.title}（草案）"
        terms = Terms(
            of=draft if is_draft else publication.title,
            # A final publication takes the place of its draft, never the other way round.
            over=() if is_draft else (draft,),
            sources=() if run.source == Path() else (run.source,),
            is_forced=is_forced,
        )
        return write_set(directory, files, terms)


def _show_json(report: Report, sizes: Mapping[str, int]) -> None:
    from yusuan.cli.screen import deliver
    from yusuan.reports.check.words import as_json

    files = [{"name": name, "bytes": size} for name, size in sizes.items()]
    deliver(in_json(as_json(report) | {"files": files}), None)
