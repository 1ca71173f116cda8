"""`yusuan read`: what a published document says, as tables anybody can go on with, and as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from yusuan.cli.bounded import start_clock
from yusuan.cli.command import PathType, directory_option, force_option, format_option
from yusuan.cli.command import command as _command
from yusuan.cli.failures import CANNOT_GO_ON, Refusal, explain_failure, work_on
from yusuan.cli.screen import show, show_all, show_removed
from yusuan.cli.told import told_options
from yusuan.core.patterns import pattern
from yusuan.reports.lines import columns, on_one_line, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.recognition.told import Told
    from yusuan.reports.reading import Reading

_HELP = """读取公开文本：表格、每一个数、文字说明、项目和指标

DOC 是公布的预算、决算：PDF、Word（.docx）、表格（.xlsx、.xls、.ods）、网页、文本，
或只装有其中一份的 .zip；扫描件和图片须装 yusuan[scan]。
写出已识别的表、每一个数的出处（页、表、行、列、位置、印出的样子、金额、口径）、
文字说明中的数、项目、绩效指标和资金支出计划；拿不准的不作猜测，列在 refused 中，
没有识别的表格原样写出。PDF 附有开放数据的，与印出的数逐一比较，以印出的为准。
给出几个 DOC 时各写一个子目录，一个读不出不影响其余。

csv 的文本如以 = + - @ 开头而又不是数，前面加 '，以免电子表格当作公式计算；json 照原样。"""
_EXAMPLES = """yusuan read 公开.pdf -o 读出
yusuan read 公开.docx 公开.pdf -o 读出 --format json
yusuan read 公开.pdf -o 读出 --show 7
yusuan read 公开.pdf -o 读出 --show all --format package"""
# What its manifest calls a set of this command.
_SET = "yusuan read"
_PAGES = pattern(r"\d{1,4}(?:-\d{1,4})?(?:,\d{1,4}(?:-\d{1,4})?)*")


def _pages(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    plain = None if value is None else "".join(value.split()).replace("，", ",").replace("–", "-")
    if plain is not None and plain != "all" and not _PAGES.fullmatch(plain):
        raise click.UsageError(
            say("“{value}”不是页码；应为 7、3-5、1,4 或 all", value=str(value)[:40])
        )
    return plain


@_command(_HELP, _EXAMPLES)
@click.argument(
    "sources",
    metavar="DOC...",
    nargs=-1,
    required=True,
    type=PathType(path_type=Path),
)
@directory_option
@format_option("csv", "json", "package")
@click.option(
    "--show",
    "shown",
    metavar="PAGE",
    callback=_pages,
    help="在页面图像上标出读懂的内容：7、3-5、1,4 或 all；只限 PDF",
)
@click.option("--attachment", "is_attached", is_flag=True, help="把 PDF 所附的文件也写出来")
@force_option
@told_options
def command(
    sources: tuple[Path, ...],
    directory: Path,
    form: str,
    shown: str | None,
    told: Told,
    *,
    is_attached: bool,
    is_forced: bool,
) -> int:
    """Read documents, each into its directory; 2 when one of them could not be read."""
    from yusuan.core.errors import YusuanError
    from yusuan.disk import Terms, write_set

    failed: list[Path] = []
    for source, target in zip(sources, _targets(sources, directory), strict=True):
        try:
            start_clock()
            work_on(source)
            files, reading = _read(source, form, shown, is_attached=is_attached, told=told)
            terms = Terms(of=f"{_SET} {source.name}", sources=sources, is_forced=is_forced)
            written = write_set(target, files, terms)
            _report(reading, target, len(written.sizes))
            show_removed(written)
        except (YusuanError, OSError, click.ClickException) as error:
            failed.append(source)
            explain_failure(error)
    if failed and len(sources) > 1:
        said = say(
            "{n} 个文件没有读出：{names}", n=len(failed), names="、".join(map(on_one_line, failed))
        )
        show(said, err=True)
    return CANNOT_GO_ON if failed else 0


def _targets(sources: Sequence[Path], directory: Path) -> list[Path]:
    """The directory itself for one document; a subdirectory each, named after the file, for several."""
    if len(sources) == 1:
        return [directory]
    taken: set[str] = set()
    found = []
    for source in sources:
        stem = source.stem or "document"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        found.append(directory / name)
    return found


def _read(
    source: Path, form: str, shown: str | None, *, is_attached: bool, told: Told
) -> tuple[dict[str, bytes], Reading]:
    """The files of a reading, and what was read."""
    from yusuan.reports.reading import attached_files, reading_of
    from yusuan.reports.reading.files import write_reading

    attached = attached_files(source)
    reading = reading_of(source, attached, told)
    is_pdf = reading.document.format == "pdf"
    if shown is not None and not is_pdf:
        raise Refusal(say("{source} 没有页面图像：--show 只限 PDF", source=source))
    if is_attached and not attached:
        raise Refusal(say("{source} 没有附件", source=source))
    files = write_reading(reading, form)
    if shown is not None:
        from yusuan.reports.reading.drawing import pictures

        files |= pictures(source, reading, numbers(shown, reading.document.pages or 0))
    if is_attached:
        files |= {f"attachment/{name}": content for name, content in attached.items()}
    return files, reading


def numbers(shown: str, last: int) -> list[int]:
    """The pages asked for, in order; refused when none of them exists."""
    if shown == "all":
        return list(range(1, last + 1))
    found: set[int] = set()
    for part in shown.split(","):
        first, _, end = part.partition("-")
        found |= set(range(int(first), int(end or first) + 1))
    kept = sorted(number for number in found if 1 <= number <= last)
    if not kept:
        raise Refusal(say("没有第 {pages} 页：全文共 {last} 页", pages=shown, last=last))
    return kept


def _report(reading: Reading, target: Path, count: int) -> None:
    """Say what was read of a document, a line a table."""
    found, source = reading.found, on_one_line(reading.document.source)
    if found is None:
        show(say("{source}：{reason}", source=source, reason=reading.refusal))
    else:
        kind = "" if found.kind is None else found.kind.value
        show(f"{found.department} {found.year} {kind}".strip())
        rows = [
            (
                table.id,
                table.spec.title,
                table.spec.unit.label,
                str(sum(1 for _ in table.figures())),
            )
            for table in reading.tables
        ]
        if rows:
            show_all(columns(rows, right=[3], indent=2))
        clauses = 0 if reading.evidence is None else len(reading.evidence.prose.clauses)
        show(
            say(
                "文字说明 {clauses} 处，项目 {projects} 个；未予采信的表 {refused} 张，见 refused",
                clauses=clauses,
                projects=len(reading.projects),
                refused=len(found.refused),
            )
        )
    for remark in reading.document.remarks:
        show(say("注意：{remark}", remark=remark), err=True)
    if reading.attached is not None:
        said = say(
            "所附开放数据：与印出的数比较 {compared} 个，{differing} 个不符（以印出的为准）",
            compared=reading.compared,
            differing=len(reading.attached),
        )
        show(said, err=bool(reading.attached))
    show(say("已写入 {target}（{count} 个文件）", target=target, count=count))
