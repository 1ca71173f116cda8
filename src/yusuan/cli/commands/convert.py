"""`yusuan convert`: dataset folder ↔ workbook ↔ open data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from yusuan.cli.command import (
    PathType,
    beside_last_year,
    earlier_option,
    force_option,
    last_year_option,
)
from yusuan.cli.command import command as _command
from yusuan.cli.failures import Refusal
from yusuan.cli.screen import show, show_removed
from yusuan.reports.lines import in_bytes, say

if TYPE_CHECKING:
    from yusuan.disk import Terms, Written
    from yusuan.pipeline import Run

_HELP = """转换：数据集目录、工作簿、开放数据包三种形式互换，内容不变

B 的形式由名称决定：.xlsx 为工作簿，.zip 或 datapackage.json 为开放数据包，
已有的开放数据包目录仍写成开放数据包，其余为数据集目录；也可用 --to 指明。
内容原样保留，包括标为涉密的内容：转换是内部交换，不是公开（公开用 publish）。
--public 只写可以公开的内容：涉密的字段写成“涉密”；不公开的金额还能推算出来时不写出，以 1 退出。
--last-year 指明上年的数据或已公开的文件，上年数由它取得，一并写入 B。
B 已经存在时须加 --force 才会覆盖；新旧文件一步替换，不会各有一半。"""
_EXAMPLES = """yusuan convert 我的部门 我的部门.xlsx
yusuan convert 我的部门.xlsx 我的部门
yusuan convert 我的部门 我的部门.zip
yusuan convert 我的部门 填好上年数.xlsx --last-year 2025年预算公开.pdf
yusuan convert 我的部门 可公开 --to opendata --public"""
_KINDS = ("folder", "workbook", "opendata")
_DESCRIPTOR = "datapackage.json"


@_command(_HELP, _EXAMPLES)
@click.argument("a", type=PathType(path_type=Path))
@click.argument("b", type=PathType(path_type=Path))
@click.option("--to", "kind", type=click.Choice(_KINDS), help="写成哪种形式")
@click.option("--public", "is_public", is_flag=True, help="只写可以公开的内容")
@earlier_option
@last_year_option
@force_option
def command(
    a: Path,
    b: Path,
    kind: str | None,
    *,
    is_public: bool,
    earlier: tuple[Path, ...],
    last_year: Path | None,
    is_forced: bool,
) -> None:
    """Read A and write it as B."""
    from yusuan.disk import Terms, mode_of
    from yusuan.pipeline import Run, published_before

    run = beside_last_year(Run(a, published_before(earlier)), last_year)
    has_secrets = run.has_secrets
    for remark in run.budget.remarks:
        show(remark, err=True)
    if is_public:
        run = Run.of(run.released)
    kind = kind or kind_of(b)
    # What is secret is read by nobody who could not read the source.
    mode = None if is_public else mode_of(a)
    written = _WRITERS[kind](
        run, b, Terms(stale=_replaced, sources=_given(a, last_year), mode=mode, is_forced=is_forced)
    )
    count = sum(written.sizes.values())
    said = {"folder": "数据集目录", "workbook": "工作簿", "opendata": "开放数据包"}[kind]
    show(say("已写成{kind}：{path}（{size}）", kind=said, path=b, size=in_bytes(count)))
    show_removed(written)
    if has_secrets and is_public:
        show("其中标为涉密的内容已写成“涉密”；已核对，不公开的金额不能由它推算出来。", err=True)
    elif has_secrets:
        show(say("注意：{path} 含有标为涉密的内容，只供内部使用，不得公开。", path=b), err=True)


def _given(*paths: Path | None) -> list[Path]:
    return [path for path in paths if path is not None]


def kind_of(target: Path) -> str:
    """What a target's name, or what is already there, asks for."""
    suffix = target.suffix.lower()
    if suffix in {".xlsx", ".xlsm"}:
        return "workbook"
    is_package = target.name == _DESCRIPTOR or (target / _DESCRIPTOR).is_file()
    if suffix == ".zip" or is_package:
        return "opendata"
    if suffix and not target.is_dir() and suffix.isascii() and suffix[1:].isalpha():
        raise Refusal(say("无法由“{name}”判断写成哪种形式，请用 --to 指明", name=target.name))
    return "folder"


def _folder(run: Run, target: Path, terms: Terms) -> Written:
    from yusuan.disk import write_set
    from yusuan.writers.folder import write_folder

    return write_set(target, write_folder(run.budget), terms)


def _workbook(run: Run, target: Path, terms: Terms) -> Written:
    from yusuan.writers.workbook.document import write_workbook

    return _one_file(target, write_workbook(run.budget), terms)


def _opendata(run: Run, target: Path, terms: Terms) -> Written:
    from yusuan.disk import write_set
    from yusuan.writers import package

    created = run.budget.department.dated
    files = package(run.budget, run.printed, created=created)
    if target.suffix.lower() == ".zip":
        from yusuan.disk.archive import zipped

        return _one_file(target, zipped(files), terms)
    directory = target.parent if target.name == _DESCRIPTOR else target
    return write_set(directory, files, terms)


def _replaced(directory: Path) -> list[str]:
    """What would be read beside, or before, what is written: a project that is gone must not come back."""
    from yusuan.disk import MANIFEST, listed, parts_in

    package = [*listed(directory), MANIFEST] if (directory / _DESCRIPTOR).is_file() else []
    return [*parts_in(directory), *package]


def _one_file(target: Path, content: bytes, terms: Terms) -> Written:
    from yusuan.disk import Written, write_file

    write_file(target, content, terms)
    return Written({target.name: len(content)})


_WRITERS = {"folder": _folder, "workbook": _workbook, "opendata": _opendata}
