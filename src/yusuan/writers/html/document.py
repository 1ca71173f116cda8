"""Write a publication as one web page: works from a file, loads nothing, readable without its script."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from yusuan.documents.publication import (
    Chart,
    ChartKind,
    Figure,
    Grid,
    Heading,
    Paragraph,
    ProjectList,
)
from yusuan.writers.html.charts import ChartView, view_bars
from yusuan.writers.html.explained import Explained
from yusuan.writers.html.flow import view_flow
from yusuan.writers.html.grids import GridView, view_grid
from yusuan.writers.html.narrow import style as narrow_style
from yusuan.writers.html.page import page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.documents.publication import Part, PlainBlock, Publication
    from yusuan.tables.table import CellKey, Table

PLAIN_WORDS = "一分钟看懂"
# A section with this many headings gets a list of its own to jump from.
_MANY_HEADINGS = 6
# Page, part, section: the official text's own headings come below.
_SECTION_LEVEL = 3
_FLOW_ROOM = 30


def write_html(publication: Publication, downloads: Sequence[tuple[str, str]] = ()) -> bytes:
    """The publication as a self-contained page, UTF-8; `downloads` are files written beside it, by what they are."""
    view = PageView(publication)
    # Places of figures become known while the blocks are viewed.
    plain_words, parts = view.plain_words, view.parts
    shown = (
        page(__package__, "page")
        .with_style(narrow_style(view.rooms))
        .render(
            publication=publication,
            plain_words_title=PLAIN_WORDS,
            plain_words=plain_words,
            parts=parts,
            downloads=downloads,
            figures=view.explained.as_json(view.mentions, view.anchored),
        )
    )
    return shown.encode()


# ── Blocks ───────────────────────────────────────────────────────────────────────────────────


class InlineView(NamedTuple):
    """Words, or a figure with the number of its explanation and of this mention of it."""

    text: str
    is_figure: bool
    figure: int | None = None
    mention: int | None = None


class ParagraphView(NamedTuple):
    """A paragraph."""

    kind: str
    inlines: tuple[InlineView, ...]


class HeadingView(NamedTuple):
    """A heading at its HTML level, which never skips one."""

    kind: str
    text: str
    level: int
    id: str


class PictureView(NamedTuple):
    """A picture."""

    kind: str
    chart: ChartView
    notes: tuple[ParagraphView, ...]


class TableView(NamedTuple):
    """A table."""

    kind: str
    table: GridView


class ProjectsView(NamedTuple):
    """The list of projects, and the units to choose from where there are several."""

    kind: str
    list: ProjectList
    units: tuple[str, ...]


BlockView = ParagraphView | HeadingView | PictureView | TableView | ProjectsView


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section with its blocks, and the headings to list before them where there are many."""

    id: str
    title: str
    blocks: tuple[BlockView, ...]
    is_landscape: bool
    starts_page: bool

    @property
    def jumps(self) -> tuple[HeadingView, ...]:
        """The top headings of a long section."""
        headings = tuple(b for b in self.blocks if isinstance(b, HeadingView))
        top = min((heading.level for heading in headings), default=0)
        found = tuple(heading for heading in headings if heading.level == top)
        return found if len(found) >= _MANY_HEADINGS else ()


@dataclass(frozen=True, slots=True)
class PartView:
    """A part with its sections."""

    id: str
    title: str
    sections: tuple[SectionView, ...]


@dataclass
class PageView:
    """What the page shows, with every figure numbered once and every place it stands known."""

    publication: Publication
    mentions: list[tuple[int, str]] = field(default_factory=list)
    anchored: set[int] = field(default_factory=set)
    # The table of the flow needs the first.
    rooms: set[int] = field(default_factory=lambda: {_FLOW_ROOM})
    headings: int = 0

    @cached_property
    def explained(self) -> Explained:
        """What the page knows of every figure."""
        return Explained(self.publication)

    @cached_property
    def numbers(self) -> Mapping[CellKey, int]:
        """The number of each explanation in the page."""
        return self.explained.numbers

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """The official tables by identifier."""
        return {table.id: table for table in self.publication.tables}

    @cached_property
    def plain_words(self) -> tuple[BlockView, ...]:
        """The summary in plain words."""
        return tuple(
            self._blocks(self.publication.plain_words, PLAIN_WORDS, above=_SECTION_LEVEL - 1)
        )

    @cached_property
    def parts(self) -> tuple[PartView, ...]:
        """The official text."""
        return tuple(
            PartView(part.id, part.title, tuple(self._sections(part)))
            for part in self.publication.parts
        )

    def _sections(self, part: Part) -> Iterator[SectionView]:
        for section in part.sections:
            yield SectionView(
                # A table and the section that talks about it may bear the same name.
                f"{part.id}-{section.id}",
                section.title,
                tuple(self._blocks(section.blocks, section.title, above=_SECTION_LEVEL)),
                section.is_landscape,
                section.starts_page,
            )

    def _blocks(
        self, blocks: Sequence[PlainBlock], place: str, *, above: int
    ) -> Iterator[BlockView]:
        deepest, stand = above, self._standing if above == _SECTION_LEVEL else self._repeated
        for block in blocks:
            match block:
                case Paragraph():
                    yield ParagraphView("paragraph", tuple(self._inlines(block, place)))
                case Heading():
                    deepest = min(above + max(1, block.level - 1), deepest + 1, 6)
                    self.headings += 1
                    name = f"x-{block.id}" if block.id else f"h{self.headings}"
                    yield HeadingView("heading", block.text, deepest, name)
                case Grid():
                    shown = view_grid(block, self._table_of(block), stand)
                    self.rooms.add(shown.room)
                    yield TableView("table", shown)
                case Chart():
                    view = view_flow if block.kind is ChartKind.FLOW else view_bars
                    notes = tuple(
                        ParagraphView("paragraph", tuple(self._inlines(note, place)))
                        for note in block.notes
                    )
                    yield PictureView("chart", view(block, self._number), notes)
                case ProjectList():
                    units = tuple(dict.fromkeys(entry.unit for entry in block.entries))
                    yield ProjectsView("projects", block, units if len(units) > 1 else ())

    def _inlines(self, paragraph: Paragraph, place: str) -> Iterator[InlineView]:
        for inline in paragraph.inlines:
            if not isinstance(inline, Figure):
                yield InlineView(inline.text, is_figure=False)
                continue
            number = self._number(inline.key)
            if number is not None:
                self.mentions.append((number, place))
            mention = None if number is None else len(self.mentions) - 1
            yield InlineView(inline.text, is_figure=True, figure=number, mention=mention)

    def _number(self, key: CellKey | None) -> int | None:
        return None if key is None else self.numbers.get(key)

    def _standing(self, key: CellKey | None) -> tuple[int | None, str]:
        """A figure in the official text: links lead to the first cell that prints it."""
        number = self._number(key)
        if number is None or number in self.anchored:
            return number, ""
        self.anchored.add(number)
        return number, self.explained.place(number)

    def _repeated(self, key: CellKey | None) -> tuple[int | None, str]:
        return self._number(key), ""

    def _table_of(self, grid: Grid) -> Table | None:
        """The official table a grid prints: its figures say so, or its identifier where it is empty."""
        for row in grid.rows:
            for cell in row:
                if cell.key is not None:
                    return self.tables.get(cell.key.table)
        return self.tables.get(grid.id)
