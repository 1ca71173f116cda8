"""`yusuan editions`: the forms that are built in."""

from __future__ import annotations

import click

from yusuan.cli.command import command as _command
from yusuan.cli.command import format_option
from yusuan.cli.screen import deliver, show_all
from yusuan.reports.lines import Painted, columns, in_json, say

_HELP = """版式：列出内置的公开版式

版式规定公开哪些表、哪些说明、次序、标题和金额单位。"""
_EXAMPLES = """yusuan editions
yusuan editions --year 2024 --format json"""


@_command(_HELP, _EXAMPLES)
@click.option("--year", type=click.IntRange(2018, 2100), help="预算年度，默认本年")
@format_option("text", "json")
def command(year: int | None, form: str) -> None:
    """List the editions."""
    from yusuan.cli.command import this_year
    from yusuan.editions import EDITIONS

    found = [make(year or this_year()) for make in EDITIONS.values()]
    if form == "json":
        content = [
            {
                "id": edition.id,
                "title": edition.title,
                "year": edition.year,
                "tables": [spec.id for spec in edition.tables],
                "sections": [section.id for section in edition.sections],
                "sources": list(edition.sources),
            }
            for edition in found
        ]
        deliver(in_json(content), None)
        return
    rows = [
        (
            Painted(edition.id, is_bold=True),
            edition.title,
            say("{n} 张表", n=len(edition.tables)),
            say("{n} 项说明", n=len(edition.sections)),
            "；".join(edition.sources),
        )
        for edition in found
    ]
    show_all(columns(rows))
