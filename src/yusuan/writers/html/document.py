"""Write a publication as one web page: works from a file, loads nothing, readable without its script."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from yusuan.documents.publication import Chart, Figure, Grid, Heading, Paragraph
from yusuan.writers.html import printable
from yusuan.writers.html.charts import ChartView, view_chart
from yusuan.writers.html.grids import GridView, view_grid
from yusuan.writers.html.page import page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markupsafe import Markup

    from yusuan.documents.publication import Block, Part, Publication
    from yusuan.tables.table import CellKey, Table

PLAIN_WORDS = "看懂这份预算"
# A section with this many headings gets a list of its own to jump from.
_MANY_HEADINGS = 6
# Page, part, section: the official text's own headings come below.
_SECTION_LEVEL = 3


def write_html(publication: Publication) -> bytes:
    """The publication as a self-contained page, UTF-8."""
    view = PageView(publication)
    # Places of figures become known while the blocks are viewed.
    plain_words, parts = view.plain_words, view.parts
    shown = page(__package__, "page").render(
        publication=publication,
        plain_words_title=PLAIN_WORDS,
        plain_words=plain_words,
        parts=parts,
        figures=view.figures_json(),
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


class TableView(NamedTuple):
    """A table."""

    kind: str
    table: GridView


BlockView = ParagraphView | HeadingView | PictureView | TableView


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
    headings: int = 0

    @cached_property
    def numbers(self) -> Mapping[CellKey, int]:
        """The number of each explanation in the page."""
        return {key: n for n, key in enumerate(self.publication.explanations)}

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

    def _blocks(self, blocks: Sequence[Block], place: str, *, above: int) -> Iterator[BlockView]:
        deepest, stand = above, self._standing if above == _SECTION_LEVEL else self._repeated
        for block in blocks:
            match block:
                case Paragraph():
                    yield ParagraphView("paragraph", tuple(self._inlines(block, place)))
                case Heading():
                    deepest = min(above + max(1, block.level - 1), deepest + 1, 6)
                    self.headings += 1
                    yield HeadingView("heading", block.text, deepest, f"h{self.headings}")
                case Grid():
                    yield TableView("table", view_grid(block, self._table_of(block), stand))
                case Chart():
                    yield PictureView("chart", view_chart(block, self._number))

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

    def _standing(self, key: CellKey | None) -> tuple[int | None, bool]:
        """A figure in the official text: links lead to the first cell that prints it."""
        number = self._number(key)
        is_first = number is not None and number not in self.anchored
        if number is not None:
            self.anchored.add(number)
        return number, is_first

    def _repeated(self, key: CellKey | None) -> tuple[int | None, bool]:
        return self._number(key), False

    def _table_of(self, grid: Grid) -> Table | None:
        """The official table a grid prints: its figures say so, or its identifier where it is empty."""
        for row in grid.rows:
            for cell in row:
                if cell.key is not None:
                    return self.tables.get(cell.key.table)
        return self.tables.get(grid.id)

    def figures_json(self) -> Markup:
        """The explanations by number, and where sentences mention them, safe inside a script element."""
        from markupsafe import Markup

        mentioned: dict[int, list[list[object]]] = {}
        for n, (number, place) in enumerate(self.mentions):
            mentioned.setdefault(number, []).append([n, printable(place)])
        entries = [
            [
                printable(one.name),
                printable(one.printed),
                printable(one.region),
                self._others(key, one.same_as),
                self._others(key, one.sum_of),
                self._others(key, one.part_of),
                mentioned.get(n, []),
                int(n in self.anchored),
            ]
            for n, (key, one) in enumerate(self.publication.explanations.items())
        ]
        text = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
        # In JSON these three stand only inside strings, where an escape means the same.
        for sign in "<>&":
            text = text.replace(sign, f"\\u{ord(sign):04x}")
        return Markup(text)  # noqa: S704 - no sign that HTML knows is left

    def _others(self, key: CellKey, keys: Sequence[CellKey]) -> list[int]:
        return [self.numbers[other] for other in keys if other != key and other in self.numbers]
