"""What a batch leaves in its directory besides the report of each document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from yusuan.batch.league import league_tables
from yusuan.batch.record import State
from yusuan.reports.language import is_english, say
from yusuan.reports.lines import in_json
from yusuan.writers.atomic import write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from yusuan.batch.record import Record
    from yusuan.batch.summary import Summary
    from yusuan.reports.league.table import LeagueTable

# Too many for a page, and there for programs in their own file.
_NOT_ON_THE_PAGE = "findings"
_FILES = ("batch.xlsx", "league.csv", "findings.csv", "causes.csv", "batch.json")


def write_tables(
    directory: Path,
    summary: Summary,
    records: Callable[[], Iterable[Record]],
    passed_over: int,
) -> None:
    """index.html, league.csv, findings.csv, causes.csv, batch.xlsx and batch.json, each complete or not at all."""
    from yusuan.reports.league.csv import write_league_csv
    from yusuan.reports.league.xlsx import write_league_xlsx

    tables = [_spoken(table) for table in league_tables(summary, records)]
    by_id = {table.id: table for table in tables}
    for name in ("league", "findings", "causes"):
        write_file(directory / f"{name}.csv", write_league_csv(by_id[name]))
    write_file(directory / "batch.xlsx", write_league_xlsx(tables, on=summary.on))
    shown = [table for table in tables if table.id != _NOT_ON_THE_PAGE]
    write_file(directory / "batch.json", in_json(_as_json(summary, shown, passed_over)))
    # Last: where it stands, everything it leads to stands.
    write_file(directory / "index.html", _page(summary, shown, passed_over))


def _spoken(table: LeagueTable) -> LeagueTable:
    """The table with its own words in the language of the interface."""
    return replace(
        table,
        title=say(table.title),
        columns=tuple(replace(column, label=say(column.label)) for column in table.columns),
        terms={value: say(word) for value, word in table.terms.items()},
        note=say(table.note),
    )


def _page(summary: Summary, tables: list[LeagueTable], passed_over: int) -> bytes:
    from yusuan.reports.league.html import LeaguePage, write_league_html

    found = summary.findings
    lost = summary.documents - summary.checked
    counts = [
        (say("公开文件"), summary.documents, ""),
        (say("未能核对"), lost, "errors" if lost else ""),
        (say("错误"), found["error"], "errors" if found["error"] else ""),
        (say("警告"), found["warning"], "warnings" if found["warning"] else ""),
        (say("提示"), found["info"], ""),
        (say("已豁免"), summary.waived, ""),
        (say("不是公开文件，略过"), passed_over, ""),
    ]
    page = LeaguePage(
        title=say("批量核对结果"),
        language="en" if is_english() else "zh-CN",
        counts=[(label, f"{n:,}", look) for label, n, look in counts],
        tables=tables,
        files=[(name, name) for name in _FILES],
        words={
            "filter": say("筛选：部门、文件、规则或问题中的词，以空格分开"),
            "left": say("符合的文件：#"),
            "open": say("打开"),
        },
    )
    return write_league_html(page)


def _as_json(summary: Summary, tables: list[LeagueTable], passed_over: int) -> dict[str, Any]:
    return {
        "on": summary.on.isoformat(),
        "documents": summary.documents,
        "states": {state.value: summary.states[state] for state in State},
        "findings": summary.findings,
        "waived": summary.waived,
        "passed_over": passed_over,
        "tables": {
            table.id: [
                {column.key: cell for column, cell in zip(table.columns, row, strict=True)}
                for row in table.rows
            ]
            for table in tables
        },
    }
