"""`yusuan new`: a dataset folder or a workbook to start from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from yusuan.cli.command import PathType, force_option
from yusuan.cli.command import command as _command
from yusuan.cli.failures import Refusal
from yusuan.cli.screen import show
from yusuan.reports.lines import say

if TYPE_CHECKING:
    from collections.abc import Iterator

_HELP = """新建：带一个小例子的数据集目录，或者工作簿

例子中的部门可以直接核对和公开，照着改成自己的内容即可。
数据集目录附有“填写说明.md”，逐项写明填什么；工作簿有下拉选项和批注。"""
_EXAMPLES = """yusuan new 我的部门
yusuan new 我的部门 --workbook
yusuan new 我的部门 --edition national --year 2026"""
_GUIDE = "填写说明.md"
_FILES = {
    "department": "department.toml",
    "units": "department.toml [[units]]",
    "lines": "lines.csv",
    "projects": "projects/*.toml",
    "costing": "projects/*.toml [[costing]]",
    "project_objectives": "projects/*.toml [[objectives]]",
    "indicators": "projects/*.toml [[indicators]]",
    "objectives": "objectives.toml [[groups.objectives]]",
    "objective_indicators": "objectives.toml indicators",
    "procurement": "procurement.csv",
    "assets": "assets.csv",
    "approved": "approved.csv",
    "transfers": "transfers.csv",
    "prior_year": "prior_year.csv",
    "narrative": "narrative/*.md",
}


@_command(_HELP, _EXAMPLES)
@click.argument("directory", metavar="DIR", type=PathType(path_type=Path))
@click.option(
    "--edition", default="hebei", metavar="NAME", help="版式，见 yusuan editions；默认 hebei"
)
@click.option("--year", type=click.IntRange(2018, 2100), help="预算年度，默认本年")
@click.option("--workbook", "is_workbook", is_flag=True, help="新建工作簿而不是目录")
@force_option
def command(
    directory: Path, edition: str, year: int | None, *, is_workbook: bool, is_forced: bool
) -> None:
    """Write a small example that people change into their own."""
    from yusuan.cli.command import this_year
    from yusuan.editions import edition as find_edition

    year = year or this_year()
    find_edition(edition, year)
    make = _workbook if is_workbook else _folder
    target = make(directory, edition, year, is_forced=is_forced)
    show(say("已新建 {path}", path=target))
    show(say("接下来：改成自己的内容，然后运行 yusuan check {path}", path=target))


def _workbook(directory: Path, edition: str, year: int, *, is_forced: bool) -> Path:
    from yusuan.disk import Terms, write_file
    from yusuan.writers.workbook.document import write_workbook

    if not directory.name:
        raise Refusal(say("{path} 不是文件名；请写明工作簿的名称", path=directory))
    is_named = directory.suffix.lower() == ".xlsx"
    target = directory if is_named else directory.with_name(f"{directory.name}.xlsx")
    content = write_workbook(edition=edition, fiscal_year=year)
    write_file(target, content, Terms(is_forced=is_forced))
    return target


def _folder(directory: Path, edition: str, year: int, *, is_forced: bool) -> Path:
    from yusuan.disk import Terms, parts_in, write_set
    from yusuan.writers.folder import write_folder
    from yusuan.writers.workbook.example import example_department

    files = write_folder(example_department(edition=edition, fiscal_year=year))
    guide = "\n".join(_guide()).encode()
    write_set(directory, files | {_GUIDE: guide}, Terms(stale=parts_in, is_forced=is_forced))
    return directory


def _guide() -> Iterator[str]:
    """Every field of every file: what it is called, what it takes, whether it may stay blank."""
    from yusuan.core import records as r

    yield "# 填写说明"
    yield ""
    yield "金额一律以元计，至多两位小数。CSV 的表头和 TOML 的键可以用字段名，也可以用中文名称（TOML 中文键要加引号）。"
    for record in r.RECORDS:
        yield ""
        yield f"## {record.label}：`{_FILES[record.name]}`"
        yield ""
        if record is r.NARRATIVE:
            yield "每项文字一个文件，文件名如下："
            yield ""
            for name, use in r.NARRATIVE_TEXTS.items():
                yield f"- `{name}.md`，或 `{r.NARRATIVE_NAMES[name]}.md`：{use}"
            continue
        yield "| 字段 | 名称 | 必填 | 填什么 |"
        yield "|---|---|---|---|"
        for field in record.fields:
            need = "是" if field.is_required else ""
            takes = f"{field.kind.allowed}；{field.help}" if field.help else field.kind.allowed
            yield f"| `{field.name}` | {field.label} | {need} | {takes} |"
    yield ""
