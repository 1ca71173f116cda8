"""A publication as plain text a person can read and a diff can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.documents.publication import Chart, Figure, Grid, Heading, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.documents.publication import PlainBlock, Publication


def plain_text(publication: Publication) -> str:
    """Cover, sections and tables, a line a row; merged cells print once."""
    return "\n".join(_lines(publication)) + "\n"


def outline(publication: Publication) -> str:
    """The order of a document and what its form prints: titles, heads of official tables, sentences with figures."""
    return "\n".join(_outline(publication)) + "\n"


def _outline(publication: Publication) -> Iterator[str]:
    for part in publication.parts:
        yield f"\n# {part.title}"
        for section in part.sections:
            yield f"## {section.title}{'（横排）' if section.is_landscape else ''}"
            for block in section.blocks:
                if isinstance(block, Grid) and section.is_table:
                    for row in block.rows[: block.header_rows]:
                        yield " | ".join(cell.text for cell in row)
                    yield from block.notes
                elif isinstance(block, Paragraph) and any(
                    isinstance(x, Figure) for x in block.inlines
                ):
                    yield block.text


def _lines(publication: Publication) -> Iterator[str]:
    cover = publication.cover
    yield f"# {cover.title}"
    yield f"{cover.department}　{cover.date_in_characters}"
    yield from (f"{label}：{name} {date}" for label, name, date in cover.sign_offs)
    yield publication.rounding_note
    for part in publication.parts:
        yield f"\n# {part.title}"
        for section in part.sections:
            yield f"\n## {section.title}{'（横排）' if section.is_landscape else ''}"
            for block in section.blocks:
                yield from _block(block)
    yield "\n# 通俗版"
    for plain in publication.plain_words:
        yield from _block(plain)


def _block(block: PlainBlock) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, Heading):
        yield f"{'#' * (block.level + 1)} {block.text}"
    elif isinstance(block, Grid):
        captions = (block.caption_left, block.caption_middle, block.caption_right)
        yield "　".join(c for c in captions if c)
        for row in block.rows:
            yield " | ".join("　" * cell.indent + cell.text.replace("\n", "⏎") for cell in row)
        yield from block.notes
    elif isinstance(block, Chart):
        yield f"[图] {block.title}：{block.alternative}"
        yield from (note.text for note in block.notes)
    else:
        yield f"[项目] {block.title}"
        for entry in block.entries:
            indicators = "；".join(entry.indicators)
            yield f"{entry.name} | {entry.text} | {entry.objective} | {indicators} | {entry.unit} | {entry.responsible}"
