"""docs/tables.md: what every edition prints, and which money every row and column counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.reference.example import YEAR
from tools.reference.markdown import code, table
from yusuan.catalog import names
from yusuan.editions import EDITIONS
from yusuan.tables.region import in_words
from yusuan.tables.spec import Tree

if TYPE_CHECKING:
    from yusuan.editions.edition import Edition
    from yusuan.tables.region import Region
    from yusuan.tables.spec import Panel, TableSpec

_AXES = {
    "function": "functional code (功能科目)",
    "economic": "departmental economic code (经济科目)",
}


def page() -> str:
    """Every edition, one after another; a table laid out as in an earlier one refers to it."""
    text = ""
    known: dict[str, tuple[str, TableSpec]] = {}
    for make in EDITIONS.values():
        edition = make(YEAR)
        text += _edition(edition)
        for spec in edition.tables:
            text += _table(edition, spec, known.get(spec.id))
            known.setdefault(spec.id, (edition.id, spec))
    return text


def _edition(edition: Edition) -> str:
    rows = (
        (
            str(n),
            code(spec.id),
            spec.title,
            spec.unit.label,
            "landscape" if spec.is_wide else "",
            spec.nil_statement,
        )
        for n, spec in enumerate(edition.tables, start=1)
    )
    sections = "、".join(f"{s.title}（`{s.id}`）" for s in edition.sections)
    return (
        f"## Edition `{edition.id}`\n\n{edition.title}。Form: {'；'.join(edition.sources)}.\n\n"
        + table(("", "id", "title", "unit", "page", "printed when empty"), rows)
        + f"Sections of the explanation: {sections}。\n\n"
    )


def _table(edition: Edition, spec: TableSpec, before: tuple[str, TableSpec] | None) -> str:
    text = f"### `{edition.id}` · `{spec.id}` {spec.title}\n\n"
    if before is not None and (before[1].panels, before[1].region) == (spec.panels, spec.region):
        return text + f"Rows and columns as in `{before[0]}`.\n\n"
    text += f"Counts: {_words(spec.region)}。\n\n"
    return text + "".join(_panel(spec, n) for n in range(len(spec.panels)))


def _panel(spec: TableSpec, number: int) -> str:
    panel, region = spec.panels[number], spec.panel_regions[number]
    columns = (
        (code(panel.column_path(column)), _words(region & column.region))
        for column in panel.columns
    )
    return table(("column", "which money"), columns) + _rows(panel)


def _rows(panel: Panel) -> str:
    if isinstance(panel.rows, Tree):
        deepest = panel.rows.deepest.name.lower()
        return (
            f"Rows: `{panel.rows.total}`, then every {_AXES[panel.rows.dimension]} with money, "
            f"parents first, down to the {deepest} level.\n\n"
        )
    rows = (
        (code(row.id), row.label, _words(row.region) if row.region is not None else "")
        for row in panel.rows
        if row.label
    )
    return table(("row", "printed as", "which money, within the column's"), rows)


def _words(region: Region) -> str:
    return "（无）" if region.is_empty else in_words(region, names(YEAR))
