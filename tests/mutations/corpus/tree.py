"""What a mutation is, and the hands that make one: places in a publication and what can be done there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from yusuan.core.outcomes import Severity
from yusuan.documents.publication import Grid, GridCell, Paragraph

if TYPE_CHECKING:
    from yusuan.documents.publication import Block, Heading, Publication, Section
    from yusuan.synthetic.draw import Draw
    from yusuan.tables.table import CellKey


@dataclass(frozen=True, slots=True)
class Place:
    """Where the damage stands: section or table by id and title, then row and column, or words beside it."""

    section: str
    title: str = ""
    row: str = ""
    column: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Mutation:
    """A publication with one defect, and what a finding about it must say.

    `rules` are the finding classes any of which names the defect. `cells` are the figures a located finding may
    name (two, where a figure stands in the wrong column), and `right` the amount that belongs there, fen.
    """

    kind: str
    publication: Publication
    place: Place
    before: str
    after: str
    rules: frozenset[str]
    severity: Severity = Severity.ERROR
    cells: tuple[CellKey, ...] = ()
    right: int | None = None


# What a maker of one kind gives: everything but the kind's name, or None where a publication offers no chance.
Maker: TypeAlias = Callable[["Publication", "Draw"], "Mutation | None"]


class Address(NamedTuple):
    """A block of a publication: part, section and block by number."""

    part: int
    section: int
    block: int


class At(NamedTuple):
    """A block with its address and section."""

    address: Address
    section: Section
    block: Block


class Spot(NamedTuple):
    """A cell of a grid: where the grid stands, and row and place in the row (not the column: spans)."""

    at: At
    grid: Grid
    row: int
    place: int

    @property
    def cell(self) -> GridCell:
        """The cell itself."""
        return self.grid.rows[self.row][self.place]

    @property
    def label(self) -> str:
        """The first words of the row that are no number."""
        texts = [cell.text for cell in self.grid.rows[self.row]]
        return next((text for text in texts if text and not _is_number(text)), "")


def _is_number(text: str) -> bool:
    return text.replace(".", "").replace(",", "").replace("-", "").rstrip("%").isdecimal()


def blocks(publication: Publication) -> Iterator[At]:
    """Every block in reading order."""
    for p, part in enumerate(publication.parts):
        for s, section in enumerate(part.sections):
            for b, block in enumerate(section.blocks):
                yield At(Address(p, s, b), section, block)


def section_blocks(publication: Publication, section_id: str) -> Iterator[At]:
    """The blocks of the narrative sections of one id."""
    return (a for a in blocks(publication) if a.section.id == section_id and not a.section.is_table)


def spots(publication: Publication, *section_ids: str) -> Iterator[Spot]:
    """Every body cell of every grid, in some sections or in all."""
    for at in blocks(publication):
        if isinstance(at.block, Grid) and (not section_ids or at.section.id in section_ids):
            for r, row in enumerate(at.block.rows[at.block.header_rows :], at.block.header_rows):
                for c in range(len(row)):
                    yield Spot(at, at.block, r, c)


def amounts(publication: Publication) -> Iterator[Spot]:
    """The filled amounts of the official tables."""
    return (
        spot
        for spot in spots(publication)
        if spot.at.section.is_table and spot.cell.key is not None and spot.cell.amount
    )


def with_blocks(publication: Publication, address: Address, *new: Block) -> Publication:
    """The publication with one block replaced by others, or by none."""

    def change(section: Section) -> Section:
        kept = section.blocks
        return replace(section, blocks=(*kept[: address.block], *new, *kept[address.block + 1 :]))

    return with_section(publication, address, change)


def with_section(
    publication: Publication, address: Address, change: Callable[[Section], Section | None]
) -> Publication:
    """The publication with one section changed, or gone where the change gives None."""
    part = publication.parts[address.part]
    changed = change(part.sections[address.section])
    sections = (
        *part.sections[: address.section],
        *(() if changed is None else (changed,)),
        *part.sections[address.section + 1 :],
    )
    parts = tuple(
        replace(one, sections=sections) if n == address.part else one
        for n, one in enumerate(publication.parts)
    )
    return replace(publication, parts=parts)


def with_text(publication: Publication, spot: Spot, text: str) -> Publication:
    """The publication with one cell printing something else."""
    return with_cells(publication, spot, {(spot.row, spot.place): text})


def with_cells(
    publication: Publication, spot: Spot, texts: dict[tuple[int, int], str]
) -> Publication:
    """The publication with some cells of one grid printing something else; no amount is kept beside them."""
    rows = tuple(
        tuple(
            replace(cell, text=texts[r, c], amount=None) if (r, c) in texts else cell
            for c, cell in enumerate(row)
        )
        for r, row in enumerate(spot.grid.rows)
    )
    return with_rows(publication, spot, rows)


def with_rows(
    publication: Publication, spot: Spot, rows: tuple[tuple[GridCell, ...], ...]
) -> Publication:
    """The publication with other rows in one grid."""
    return with_blocks(publication, spot.at.address, replace(spot.grid, rows=rows))


def reworded(
    paragraph: Paragraph, before: str, after: str, *, figure: int | None = None
) -> Paragraph:
    """The paragraph with words replaced once: in its n-th inline, or in the first that holds them."""
    inlines = list(paragraph.inlines)
    for n, inline in enumerate(inlines):
        if before in inline.text and figure in {None, n}:
            inlines[n] = replace(inline, text=inline.text.replace(before, after, 1))
            return Paragraph(tuple(inlines))
    msg = f"{before!r} is not in the paragraph"
    raise ValueError(msg)


def title_of(at: At) -> str:
    """The title a reader sees above a block."""
    return at.section.title


def headings_before(publication: Publication, at: At) -> Iterator[Heading]:
    """The headings of the section above a block, nearest first."""
    from yusuan.documents.publication import Heading

    section = publication.parts[at.address.part].sections[at.address.section]
    for block in reversed(section.blocks[: at.address.block]):
        if isinstance(block, Heading):
            yield block
