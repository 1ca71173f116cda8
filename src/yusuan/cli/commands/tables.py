"""`yusuan tables`: the tables of an edition, and what each figure of one counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from yusuan.cli.command import command as _command
from yusuan.cli.command import format_option
from yusuan.cli.failures import Refusal
from yusuan.cli.screen import deliver, show_all
from yusuan.reports.lines import Painted, columns, in_json, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.editions.edition import Edition
    from yusuan.reports.lines import Line
    from yusuan.tables.region import Region
    from yusuan.tables.spec import Panel, TableSpec

_HELP = """表样：列出版式中的表，或说明一张表的行、列各统计什么资金

TABLE 是表的标识或表名；不写则列出全部表。"""
_EXAMPLES = """yusuan tables
yusuan tables three_public
yusuan tables 支出总表 --edition national --format json"""


@_command(_HELP, _EXAMPLES)
@click.argument("table", required=False)
@click.option(
    "--edition", default="hebei", metavar="NAME", help="版式，见 yusuan editions；默认 hebei"
)
@click.option("--year", type=click.IntRange(2018, 2100), help="预算年度，默认本年")
@format_option("text", "json")
def command(table: str | None, edition: str, year: int | None, form: str) -> None:
    """List tables, or show one spec."""
    from yusuan.cli.command import this_year
    from yusuan.editions import edition as find_edition

    found = find_edition(edition, year or this_year())
    if table is None:
        rows = [_summary(spec) for spec in found.tables]
        if form == "json":
            deliver(in_json(rows), None)
        else:
            show_all(columns([tuple(row.values()) for row in rows]))
        return
    spec = _find(found, table)
    if form == "json":
        deliver(in_json(_as_json(spec, found.year)), None)
    else:
        show_all(_in_lines(spec, found.year))


def _summary(spec: TableSpec) -> dict[str, str]:
    return {"id": spec.id, "title": spec.title, "unit": spec.unit.label}


def _find(edition: Edition, wanted: str) -> TableSpec:
    from yusuan.cli.lookup import folded

    aim = folded(wanted)
    for spec in edition.tables:
        if aim in {folded(spec.id), folded(spec.title)}:
            return spec
    near = [spec for spec in edition.tables if aim and aim in folded(spec.id + spec.title)]
    if len(near) == 1:
        return near[0]
    known = "、".join(f"{spec.id}（{spec.title}）" for spec in near or edition.tables)
    raise Refusal(say("找不到唯一的表“{wanted}”；可选：{names}", wanted=wanted, names=known))


def _in_lines(spec: TableSpec, year: int) -> Iterator[Line]:
    yield (Painted(spec.title, is_bold=True), f"  {spec.id}  ", say("单位：{u}", u=spec.unit.label))
    yield ("统计范围", "  ", _words(spec.region, year))
    if spec.nil_statement:
        yield ("空表说明", "  ", spec.nil_statement)
    for panel in spec.panels:
        yield ("",)
        if panel.title:
            yield (Painted(panel.title, is_bold=True), "  ", _words(panel.region, year))
        yield (Painted("列", is_bold=True),)
        rows = [(panel.column_path(c), _words(c.region, year)) for c in panel.columns]
        yield from columns(rows, indent=2)
        yield (Painted("行", is_bold=True),)
        yield from columns(_rows(panel, year), indent=2)


def _rows(panel: Panel, year: int) -> list[tuple[str, str]]:
    from yusuan.tables.spec import Tree

    if isinstance(panel.rows, Tree):
        kind = {"function": "功能科目", "economic": "部门经济科目"}[panel.rows.dimension]
        deepest = panel.rows.deepest.label
        return [(panel.rows.total, say("按{kind}逐级列到{level}", kind=kind, level=deepest))]
    return [
        (row.label, _words(row.region, year) if row.region else "标题行")
        for row in panel.rows
        if row.label
    ]


def _words(region: Region, year: int) -> str:
    from yusuan.catalog import names
    from yusuan.tables.region import in_words

    return "没有这类资金" if region.is_empty else in_words(region, names(year))


def _as_json(spec: TableSpec, year: int) -> dict[str, Any]:
    return {
        **_summary(spec),
        "decimals": spec.decimals,
        "region": _words(spec.region, year),
        "nil_statement": spec.nil_statement,
        "panels": [
            {
                "title": panel.title,
                "region": _words(panel.region, year),
                "columns": [
                    {"column": panel.column_path(c), "region": _words(c.region, year)}
                    for c in panel.columns
                ],
                "rows": [{"label": row, "region": words} for row, words in _rows(panel, year)],
            }
            for panel in spec.panels
        ],
    }
