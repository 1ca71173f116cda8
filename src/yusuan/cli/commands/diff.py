"""`yusuan diff`: what changed between two versions or two years, by how much, in which tables."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from yusuan.cli.command import PathType, format_option
from yusuan.cli.command import command as _command
from yusuan.cli.screen import deliver, show_all, warn_of_secrets
from yusuan.reports.lines import Painted, clipped, columns, in_json, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.reports.comparison import Comparison, FigureChange, RecordChange
    from yusuan.reports.lines import Line

_HELP = """比较两个版本或两个年度：哪些数变了，变了多少，在哪些表

A 为旧，B 为新，都可以是任何 SOURCE。先给出主要变动的文字表述，再按表列出
变动的数，最后列出增加、删去和改动的明细、项目、指标等。
年度不同时，名称相同的项目视为同一项目。
比较的是全部内容，包括标为涉密的：结果只供内部使用，JSON 中注明 internal。"""
_EXAMPLES = """yusuan diff 一上 二上
yusuan diff 2023年.xlsx 2024年.xlsx
yusuan diff 一上 二上 --format json"""
_WIDEST = 40
_MARKS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}


@_command(_HELP, _EXAMPLES)
@click.argument("a", type=PathType(path_type=Path))
@click.argument("b", type=PathType(path_type=Path))
@format_option("text", "json")
def command(a: Path, b: Path, form: str) -> None:
    """Compare two sources."""
    from yusuan.pipeline import Run
    from yusuan.reports.comparison import Comparison

    comparison = Comparison(Run(a), Run(b))
    warn_of_secrets(comparison.old, comparison.new)
    if form == "json":
        deliver(in_json(_as_json(comparison)), None)
    else:
        show_all(_in_lines(comparison))


def _in_lines(comparison: Comparison) -> Iterator[Line]:
    if not comparison.figures and not comparison.records:
        yield (Painted("两者完全一致。", "green"),)
        return
    for sentence in comparison.sentences:
        yield (Painted(sentence, is_bold=True),)
    if not comparison.figures:
        yield ("公开表中的数没有变化。",)
    for spec, changes in groupby(comparison.figures, key=lambda change: change.spec):
        yield ("",)
        title = say("{table}（{unit}）", table=spec.title, unit=spec.unit.label)
        yield (Painted(title, is_bold=True),)
        head = tuple(map(say, ("行", "列", "原数", "现数", "增减")))
        rows = [_figure(change) for change in changes]
        yield from columns([head, *rows], right=[2, 3, 4], indent=2)
    for record, group in groupby(comparison.records, key=lambda change: change.record):
        yield ("",)
        yield (Painted(record.label, is_bold=True),)
        for change in group:
            yield from _record(change)


def _figure(change: FigureChange) -> tuple[str, ...]:
    row = change.label if change.row in change.label else f"{change.row} {change.label}"
    sign = "+" if change.change > 0 else ""
    return (
        clipped(row, _WIDEST),
        change.column,
        _printed(change.old, change) or "—",
        _printed(change.new, change) or "—",
        f"{sign}{_printed(change.change, change)}",
    )


def _printed(fen: int | None, change: FigureChange) -> str:
    from yusuan.core.money import format_amount

    return "" if fen is None else format_amount(fen, change.spec.unit, change.spec.decimals)


def _record(change: RecordChange) -> Iterator[Line]:
    mark, colour = _MARKS[change.kind]
    yield ("  ", Painted(f"{mark} {clipped(change.name, 2 * _WIDEST)}", colour))
    for label, old, new in change.fields:
        was, now = clipped(old, _WIDEST) or "—", clipped(new, _WIDEST) or "—"
        yield (f"      {label}：{was} → {now}",)


def _as_json(comparison: Comparison) -> dict[str, Any]:
    return {
        "old": str(comparison.old.source),
        "new": str(comparison.new.source),
        "internal": comparison.old.has_secrets or comparison.new.has_secrets,
        "sentences": list(comparison.sentences),
        "figures": [_figure_as_json(change) for change in comparison.figures],
        "records": [_record_as_json(change) for change in comparison.records],
    }


def _figure_as_json(change: FigureChange) -> dict[str, Any]:
    from yusuan.core.money import yuan

    return {
        "table": change.spec.id,
        "row": change.row,
        "label": change.label,
        "column": change.column,
        "old": None if change.old is None else yuan(change.old),
        "new": None if change.new is None else yuan(change.new),
        "change": yuan(change.change),
        "sentence": change.sentence,
    }


def _record_as_json(change: RecordChange) -> dict[str, Any]:
    fields: Sequence[dict[str, str]] = [
        {"field": label, "old": old, "new": new} for label, old, new in change.fields
    ]
    return {
        "record": change.record.name,
        "name": change.name,
        "change": change.kind,
        "fields": list(fields),
    }
