"""`yusuan import`: an export of a budget system into a dataset folder."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from yusuan.cli.command import PathType, force_option
from yusuan.cli.command import command as _command
from yusuan.cli.failures import Refusal
from yusuan.cli.screen import show, show_all
from yusuan.reports.lines import Painted, clipped, columns, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.readers.export import Export
    from yusuan.readers.export.lines import Imported
    from yusuan.readers.export.mapping import ColumnMap
    from yusuan.reports.lines import Line

_HELP = """导入：把预算一体化系统导出的表（.xlsx、.xls、.csv）变成数据集的预算明细

先认出每一栏是什么并列出来，存入 DIR/import.toml：可以修改，下次照用。再把表中的小计、
合计与各行逐一核对；有一处不符、有一行读不懂，就列出单元格，什么也不写。
DIR 还没有数据集时新建一个，部门信息待补；已有时先列出差别，加 --force 才替换预算明细。"""
_EXAMPLES = """yusuan import 导出.xlsx --into 我的部门
yusuan import 导出.xlsx --into 我的部门 --mapping 对应关系.toml
yusuan import 导出.xlsx --into 我的部门 --force"""
REMEMBERED = "import.toml"
_WIDEST = 30


@_command(_HELP, _EXAMPLES)
@click.argument("file", metavar="FILE", type=PathType(path_type=Path))
@click.option(
    "--into",
    "directory",
    required=True,
    type=PathType(path_type=Path, file_okay=False),
    metavar="DIR",
    help="写入的数据集目录",
)
@click.option(
    "--mapping",
    type=PathType(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="对应关系文件（默认用 DIR/import.toml，没有时自动提出）",
)
@click.option(
    "--edition", default="national", metavar="NAME", help="新建数据集的版式，默认 national"
)
@click.option("--year", type=click.IntRange(2018, 2100), help="预算年度，默认取表名中的年份")
@force_option
def command(
    file: Path,
    directory: Path,
    mapping: Path | None,
    edition: str,
    year: int | None,
    *,
    is_forced: bool,
) -> None:
    """Propose, show and remember a mapping; hold the sums; write lines, projects and units."""
    from yusuan.core.errors import ReadError
    from yusuan.readers.export import read_export
    from yusuan.readers.export.lines import imported

    given = _given(mapping or directory / REMEMBERED, is_needed=mapping is not None)
    export = read_export(file, given)
    show_all(_shown(export))
    _remember(directory, export.mapping, given if mapping is None else None)
    if export.open_questions:
        asked = "；".join(export.open_questions)
        kept = directory / REMEMBERED
        raise Refusal(say("还不能导入：{asked}。请改 {kept} 后再运行", asked=asked, kept=kept))
    found = imported(export.sheet, export.mapping)
    for remark in found.remarks:
        show(remark)
    if len(found.faults):
        raise ReadError(str(file), list(found.faults), count=len(found.faults))
    if not found.lines:
        raise Refusal(say("{file} 中没有一行可以导入的明细", file=file))
    year = year or export.year
    for said in found.other_names(year) if year else ():
        show(said)
    show_all(_summary(found))
    _write(file, directory, found, edition, year, is_forced=is_forced)


# --- the mapping ------------------------------------------------------------------------------------------


def _given(file: Path, *, is_needed: bool) -> ColumnMap | None:
    from yusuan.readers.export.mapping import read_mapping
    from yusuan.readers.inside import file_content

    if not is_needed and not file.is_file():
        return None
    try:
        text = file_content(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(say("{file} 不是 UTF-8 文本", file=file)) from error
    return read_mapping(str(file), text)


def _shown(export: Export) -> Iterator[Line]:
    from yusuan.readers.export.propose import columns_of
    from yusuan.readers.office.xlsx_cells import column_letters

    mapping = export.mapping
    title = say(
        "对应关系（工作表“{sheet}”，金额单位 {unit}）",
        sheet=mapping.sheet,
        unit=mapping.unit or "未写明",
    )
    yield (Painted(title, is_bold=True),)
    rows = [
        (
            column_letters(one.number),
            clipped(one.header, _WIDEST),
            mapping.columns[one.header],
            clipped(one.texts[0] if one.texts else "", _WIDEST),
        )
        for one in columns_of(export.sheet, mapping.header)
    ]
    yield from columns([("列", "表头", "读作", "例"), *rows], indent=2)
    if mapping.words:
        yield ("  词语：" + "、".join(f"{word} = {said}" for word, said in mapping.words.items()),)
    if export.others:
        yield (say("其他工作表没有读：{names}", names="、".join(export.others[:5])),)


def _remember(directory: Path, mapping: ColumnMap, known: ColumnMap | None) -> None:
    """Keep the mapping where the next run finds it; a file that says the same is left as its author wrote it."""
    from yusuan.disk import Terms, write_file
    from yusuan.readers.export.mapping import written_mapping
    from yusuan.writers.folder import quoted

    if mapping == known:
        return
    if directory.exists() and not directory.is_dir():
        raise Refusal(say("{path} 不是目录", path=directory))
    directory.mkdir(parents=True, exist_ok=True)
    text = written_mapping(mapping, quoted)
    write_file(directory / REMEMBERED, text.encode(), Terms(is_forced=True))


def _summary(found: Imported) -> Iterator[Line]:
    from yusuan.core.money import MoneyUnit, format_amount

    def shown(fen: int) -> str:
        return format_amount(fen, MoneyUnit.YUAN, grouped=True)

    by_fund: Counter[str] = Counter()
    for line in found.lines:
        by_fund[line.fund.value] += line.amount
    yield (
        say(
            "{rows} 行变成 {lines} 条明细，合计 {amount} 元；{sums} 处小计、合计核对相符",
            rows=found.rows,
            lines=len(found.lines),
            amount=shown(found.amount),
            sums=found.sums,
        ),
    )
    yield from columns([(fund, shown(fen)) for fund, fen in by_fund.items()], right=[1], indent=2)
    if not found.sums:
        yield (Painted("表中没有小计、合计可以核对：请与批复数核对总额。", "yellow"),)


# --- the dataset ------------------------------------------------------------------------------------------


def _write(
    file: Path, directory: Path, found: Imported, edition: str, year: int | None, *, is_forced: bool
) -> None:
    from yusuan.core.errors import ReadError
    from yusuan.disk import Terms, parts_in, write_file, write_set
    from yusuan.pipeline import read
    from yusuan.writers.folder import write_folder

    if not any((directory / name).exists() for name in ("department.toml", "部门.toml")):
        from yusuan.editions import edition as find_edition

        if year is None:
            raise Refusal(say("{file} 的表名没有年份，请加 --year", file=file))
        find_edition(edition, year)
        files, todo = _fresh(found, edition, year)
        write_set(directory, files, Terms(stale=parts_in, sources=[file], is_forced=is_forced))
        show(say("已新建数据集 {path}", path=directory))
        show(
            say(
                "接下来：在 department.toml 里补全{todo}，然后运行 yusuan check {path}",
                todo="、".join(todo),
                path=directory,
            )
        )
        return
    try:
        old = read(directory)
    except ReadError:
        if not is_forced:
            raise
        # Its department is not filled in yet: of it only the lines are replaced.
        lines = write_folder(replace(_blank(edition, year or 0), lines=tuple(found.lines)))
        write_file(directory / "lines.csv", lines["lines.csv"], Terms(is_forced=True))
        show(say("已替换 {path} 的 lines.csv；其余各表还读不出，没有改动", path=directory))
        return
    new = merged(old, found)
    if new == old:
        show(say("与 {path} 现有的明细一致，没有改动", path=directory))
        return
    _show_changes(old, new)
    if not is_forced:
        raise Refusal(
            say("{path} 已有预算明细，没有改动；确认上面的差别后加 --force 替换", path=directory)
        )
    files = write_folder(new)
    write_set(directory, files, Terms(stale=parts_in, sources=[file], is_forced=True))
    show(say("已替换 {path} 的预算明细", path=directory))


def _show_changes(old: DepartmentalBudget, new: DepartmentalBudget) -> None:
    from yusuan.cli.commands.diff import in_lines
    from yusuan.pipeline import Run
    from yusuan.reports.comparison import Comparison

    show("与现有明细的差别：")
    show_all(in_lines(Comparison(Run.of(old), Run.of(new))))


def merged(old: DepartmentalBudget, found: Imported) -> DepartmentalBudget:
    """The budget with the lines of the export; units and projects it does not have are added, the others kept."""
    units = {unit.code for unit in old.units}
    strangers = [code for code in found.units if code not in units]
    if strangers:
        named = "、".join(f"{code} {found.units[code]}" for code in strangers[:5])
        raise Refusal(
            say("数据集里没有这些预算单位：{named}；请先登记（单位性质要填）", named=named)
        )
    known = {project.code: project for project in old.projects}
    projects = dict(known)
    for one in found.projects:
        before = known.get(one.code)
        projects[one.code] = (
            one
            if before is None
            else replace(before, fiscal_amount=one.fiscal_amount, other_amount=one.other_amount)
        )
    names = {
        name[:2]: name for name in (*found.new_names(old.department.fiscal_year), *old.code_names)
    }
    return replace(
        old,
        lines=tuple(found.lines),
        projects=tuple(projects.values()),
        code_names=tuple(sorted(names.values())),
    )


def _blank(edition: str, year: int) -> DepartmentalBudget:
    """A budget of a department nobody has named yet."""
    from yusuan.core.budget import Department, DepartmentalBudget

    return DepartmentalBudget(Department("", "", "", "", edition, year))


def _fresh(found: Imported, edition: str, year: int) -> tuple[dict[str, bytes], list[str]]:
    """The files of a dataset that holds what the export tells, and what of the department it does not tell."""
    from yusuan.core import records as r
    from yusuan.writers.folder import quoted, write_folder

    budget = replace(
        _blank(edition, year),
        lines=tuple(found.lines),
        projects=tuple(found.projects),
        code_names=tuple(found.new_names(year)),
    )
    files = write_folder(budget)
    told = {"edition": quoted(edition), "fiscal_year": str(year)}
    rows = []
    for field in r.DEPARTMENT.fields:
        if field.is_required or field.name == "approved_on":
            value = told.get(field.name)
            blank = "# " if field.name == "approved_on" else ""
            rows.append(f"{blank}{field.name} = {value or quoted('')}  # {field.label}")
    for code, name in found.units.items():
        rows += ["", "[[units]]", f"code = {quoted(code)}", f"name = {quoted(name)}"]
        nature = r.UNITS.field("nature")
        allowed = nature.kind.allowed if nature else ""
        rows.append(f'nature = ""  # 单位性质：{allowed}')
    todo = [f.label for f in r.DEPARTMENT.fields if f.is_required and f.name not in told]
    files["department.toml"] = ("\n".join(rows) + "\n").encode()
    return files, [*todo, "单位性质"]
