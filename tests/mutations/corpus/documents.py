"""What is wrong with the document as a whole: notes, titles of another year, parts that are not there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.mutations.corpus.tree import (
    Mutation,
    Place,
    blocks,
    section_blocks,
    with_blocks,
    with_section,
)
from yusuan.core.outcomes import Severity
from yusuan.documents.publication import Grid, Paragraph, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.mutations.corpus.tree import At, Maker
    from yusuan.documents.publication import Publication, Section
    from yusuan.synthetic.draw import Draw

NIL_FALSE = frozenset({"nil-note-under-filled-table", "nil-statement-contradicted"})
NIL_MISSING = frozenset({"empty-tables-carry-a-note"})
OLD_YEAR = frozenset({"wrong-year"})
TABLE_MISSING = frozenset({"required-tables-are-present"})
SECTION_MISSING = frozenset({"sections-have-text"})
# Printed by every budget (预算法 14, 财预〔2016〕143号), so never optional.
_REQUIRED_TABLES = ("summary", "revenue", "expenditure", "appropriation_summary", "general_basic")
_REQUIRED_SECTIONS = ("agency_running_costs", "three_public", "procurement", "assets", "terms")


def _tables(publication: Publication) -> Iterator[tuple[At, Grid]]:
    for at in blocks(publication):
        if at.section.is_table and isinstance(at.block, Grid):
            yield at, at.block


def _noted(publication: Publication, at: At, grid: Grid, *notes: str) -> Publication:
    return with_blocks(publication, at.address, replace(grid, notes=notes))


def _is_empty(publication: Publication, at: At) -> bool:
    return next(t.is_nil for t in publication.tables if t.id == at.section.id)


def _nil_note_false(publication: Publication, draw: Draw) -> Mutation | None:
    chosen = [(at, g) for at, g in _tables(publication) if not _is_empty(publication, at)]
    at, grid = draw.one(chosen)
    note = draw.one(("注：本部门本年无此项支出，空表列示。", "备注：本表无数据。"))
    changed = _noted(publication, at, grid, note)
    place = Place(at.section.id, at.section.title, words=note)
    return Mutation("", changed, place, "", note, NIL_FALSE)


def _nil_note_missing(publication: Publication, draw: Draw) -> Mutation | None:
    chosen = [(at, g) for at, g in _tables(publication) if _is_empty(publication, at) and g.notes]
    if not chosen:
        return None
    at, grid = draw.one(chosen)
    changed = _noted(publication, at, grid)
    place = Place(at.section.id, at.section.title)
    return Mutation("", changed, place, grid.notes[0], "", NIL_MISSING, severity=Severity.WARNING)


def _old_year_in_caption(publication: Publication, draw: Draw) -> Mutation | None:
    """A table that still says last year's budget year above it."""
    year = str(publication.fiscal_year)
    chosen = [(at, g) for at, g in _tables(publication) if year in g.caption_middle]
    if not chosen:
        return None
    at, grid = draw.one(chosen)
    old = grid.caption_middle.replace(year, str(publication.fiscal_year - 1))
    changed = with_blocks(publication, at.address, replace(grid, caption_middle=old))
    place = Place(at.section.id, at.section.title, words=old)
    return Mutation("", changed, place, grid.caption_middle, old, OLD_YEAR)


def _old_year_in_title(publication: Publication, draw: Draw) -> Mutation | None:
    """A table titled with last year, as when last year's file was the model."""
    old = publication.fiscal_year - 1
    (at, _) = draw.one(list(_tables(publication)))
    title = f"{old}年{at.section.title}"
    changed = with_section(publication, at.address, lambda s: replace(s, title=title))
    place = Place(at.section.id, at.section.title, words=title)
    return Mutation("", changed, place, at.section.title, title, OLD_YEAR)


def _old_year_in_text(publication: Publication, draw: Draw) -> Mutation | None:
    """An amount of this year told as last year's: `2024年安排机关运行经费…`."""
    year = publication.fiscal_year
    chosen = [
        (at, at.block, n)
        for section in ("agency_running_costs", "three_public", "procurement")
        for at in section_blocks(publication, section)
        if isinstance(at.block, Paragraph)
        for n, inline in enumerate(at.block.inlines)
        if f"{year}年" in inline.text and n == 0 and f"{year - 1}年" not in at.block.text
    ]
    if not chosen:
        return None
    at, paragraph, n = draw.one(chosen)
    inlines = list(paragraph.inlines)
    inlines[n] = Text(inlines[n].text.replace(f"{year}年", f"{year - 1}年"))
    new = Paragraph(tuple(inlines))
    place = Place(at.section.id, at.section.title, words=new.text)
    changed = with_blocks(publication, at.address, new)
    return Mutation("", changed, place, f"{year}年", f"{year - 1}年", OLD_YEAR)


def _without_section(publication: Publication, at: At) -> Publication:
    return with_section(publication, at.address, lambda _: None)


def _table_gone(publication: Publication, draw: Draw) -> Mutation | None:
    chosen = [at for at, _ in _tables(publication) if at.section.id in _REQUIRED_TABLES]
    if not chosen:
        return None
    at = draw.one(chosen)
    place = Place(at.section.id, at.section.title)
    changed = _without_section(publication, at)
    return Mutation("", changed, place, at.section.title, "", TABLE_MISSING)


def _section_gone(publication: Publication, draw: Draw) -> Mutation | None:
    chosen: dict[str, At] = {}
    for section in _REQUIRED_SECTIONS:
        for at in section_blocks(publication, section):
            chosen.setdefault(section, at)
    if not chosen:
        return None
    at = draw.one(list(chosen.values()))
    place = Place(at.section.id, at.section.title)
    changed = _without_section(publication, at)
    return Mutation("", changed, place, at.section.title, "", SECTION_MISSING)


def _section_empty(publication: Publication, draw: Draw) -> Mutation | None:
    """A required section whose title stands over nothing."""
    chosen: dict[str, At] = {}
    for section in ("agency_running_costs", "three_public", "assets"):
        for at in section_blocks(publication, section):
            chosen.setdefault(section, at)
    if not chosen:
        return None
    at = draw.one(list(chosen.values()))

    def emptied(section: Section) -> Section:
        return replace(section, blocks=())

    place = Place(at.section.id, at.section.title)
    changed = with_section(publication, at.address, emptied)
    rules = SECTION_MISSING | {"section-without-text"}
    return Mutation("", changed, place, at.section.title, "", rules)


DOCUMENTS: Mapping[str, Maker] = {
    "nil-note-under-figures": _nil_note_false,
    "nil-note-missing": _nil_note_missing,
    "old-year-in-caption": _old_year_in_caption,
    "old-year-in-title": _old_year_in_title,
    "old-year-in-text": _old_year_in_text,
    "table-removed": _table_gone,
    "section-removed": _section_gone,
    "section-emptied": _section_empty,
}
