"""What a file was found to hold, as plain values for the page: the check in short, tables, each figure's origin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yusuan.core.outcomes import Severity
from yusuan.documents.grids import Captions, table_grid
from yusuan.pipeline import Inspection
from yusuan.reports.check.words import in_words as profile_in_words
from yusuan.reports.lines import clean
from yusuan.reports.origin import explanations
from yusuan.reports.origin import in_words as line_in_words
from yusuan.tables.lines_behind import LinesBehind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yusuan.documents.publication import Explanation, GridCell
    from yusuan.pipeline import Run
    from yusuan.reports.check.report import Report
    from yusuan.rules.waivers import Applied
    from yusuan.tables.table import CellKey, Table


def summary(found: Run | Inspection, report: Report, applied: Applied | None) -> dict[str, Any]:
    """Whose it is, what it is, and how the check went."""
    is_document = isinstance(found, Inspection)
    severities = [finding.outcome.severity for finding in report.findings]
    return {
        "title": clean(report.department) or "未写明名称",
        "is_document": is_document,
        "what": _what(found),
        "profile": clean(profile_in_words(report.profile)) if report.profile else "",
        "counts": [
            {"severity": s.value, "label": s.label, "n": severities.count(s)} for s in Severity
        ],
        "has_errors": report.has_errors,
        "findings": len(severities),
        "waived": 0 if applied is None else len(applied.waived),
        "has_secrets": found.has_secrets,
        "pages": report.pages,
        "tables": [
            {"id": table.id, "title": clean(table.spec.title), "is_nil": table.is_nil}
            for table in found.printed
        ],
    }


def _what(found: Run | Inspection) -> str:
    if isinstance(found, Inspection):
        return f"已公开的文件，有 {len(found.printed)} 张表"
    budget = found.budget
    counted = (
        (len(budget.units), "个预算单位"),
        (len(budget.lines), "条明细"),
        (len(budget.projects), "个项目"),
    )
    return "部门预算数据：" + "，".join(f"{n:,} {word}" for n, word in counted)


def tables(found: Run | Inspection) -> Iterator[tuple[str, Any]]:
    """Files by name: `lines.json` with the lines in words, `table-N.json` with a table and its figures' origins."""
    known = explanations(found)
    numbers = {
        cell.key: f"{at}-{number}"
        for at, table in enumerate(found.printed)
        for number, cell in enumerate(table.figures())
    }
    lines = () if isinstance(found, Inspection) else found.budget.lines
    behind = LinesBehind(lines)
    if not isinstance(found, Inspection):
        yield "lines.json", [line_in_words(found, line) for line in lines]
    for at, table in enumerate(found.printed):
        figures = [
            _figure(known[cell.key], known, numbers) | {"lines": behind.of(cell.region)}
            for cell in table.figures()
        ]
        yield f"table-{at}.json", _laid_out(table, numbers) | {"figures": figures}


def _figure(
    known: Explanation, every: Mapping[CellKey, Explanation], numbers: Mapping[CellKey, str]
) -> dict[str, Any]:
    def beside(keys: Iterable[CellKey]) -> list[dict[str, str]]:
        # A blank part adds nothing.
        return [
            {"figure": numbers[k], "name": clean(every[k].name), "printed": every[k].printed}
            for k in keys
            if k in every
        ]

    return {
        "name": clean(known.name),
        "printed": known.printed,
        "region": clean(known.region),
        "groups": [
            {"title": title, "figures": figures}
            for title, keys in (
                ("同一笔钱还印在", known.same_as),
                ("由这些数相加", known.sum_of),
                ("是这些数的一部分", known.part_of),
            )
            if (figures := beside(keys))
        ],
    }


def _laid_out(table: Table, numbers: Mapping[CellKey, str]) -> dict[str, Any]:
    grid = table_grid(table, Captions("", ""))
    head, body = grid.rows[: grid.header_rows], grid.rows[grid.header_rows :]
    return {
        "title": clean(table.spec.title),
        "unit": grid.caption_right,
        "notes": [clean(note) for note in grid.notes],
        "head": [[_cell(cell, numbers) for cell in row] for row in head],
        "body": [[_cell(cell, numbers) for cell in row] for row in body],
    }


def _cell(cell: GridCell, numbers: Mapping[CellKey, str]) -> dict[str, Any]:
    return {
        "text": clean(cell.text),
        "colspan": cell.colspan,
        "rowspan": cell.rowspan,
        "align": cell.align.value,
        "indent": min(cell.indent, 4),
        "is_total": cell.is_total,
        "figure": numbers.get(cell.key, "") if cell.key and cell.amount is not None else "",
    }
