"""Write a publication as a tagged PDF/A-3a and PDF/UA-1 file that carries its own open data."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

from yusuan.documents.publication import Chart, Grid, Heading, Paragraph
from yusuan.writers.pdf.grid import Frame, fit, grids_source, joined, text_width
from yusuan.writers.pdf.text import exact, literal, prints_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import typst

    from yusuan.documents.publication import Block, Part, Publication, Section

CHINA = dt.timezone(dt.timedelta(hours=8))

# The type area of GB/T 9704 for text; tables use more of the page. Points, as template.typ sets them.
TYPE_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
TEXT = Frame(width=442.2, height=637.8, sizes=TYPE_SIZES[1:], roomiest=3.0)
UPRIGHT = Frame(width=467.7, height=680.3, sizes=TYPE_SIZES, roomiest=6.0)
TURNED = Frame(width=717.2, height=453.5, sizes=TYPE_SIZES, roomiest=6.0)
MARGINS = {
    TEXT: "(top: 37mm, bottom: 35mm, left: 28mm, right: 26mm)",
    UPRIGHT: "(top: 30mm, bottom: 27mm, left: 24mm, right: 21mm)",
    TURNED: "(top: 28mm, bottom: 22mm, left: 22mm, right: 22mm)",
}
PART_SIZE, TABLE_SIZE = 20.0, 18.0
# Left free for the headings above a table within text, and as much again for a wrong guess.
HEADINGS = 100.0
FOOT = 0.3
SUBSECTION = 2

MIME_TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".toml": "application/toml",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


def write_pdf(publication: Publication) -> bytes:
    """The publication as PDF; equal publications give equal bytes."""
    import typst

    midnight = dt.datetime.combine(publication.date, dt.time(), CHINA)
    with TemporaryDirectory() as folder:
        for name, content in _stored(publication.package):
            Path(folder, name).write_bytes(content)
        compiler = typst.Compiler(font_paths=_fonts(), root=folder)
        pdf = compiler.compile(
            input=source(publication).encode(),
            format="pdf",
            pdf_standards=["a-3a", "ua-1"],
            timestamp=int(midnight.timestamp()),
        )
    if not isinstance(pdf, bytes):
        raise TypeError(f"Typst returned {type(pdf).__name__}, expected bytes")
    return pdf


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    import pylopdf_fonts_zh_cn as wheel
    import typst

    # Only the fonts of the wheel: the same pages on every machine.
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[wheel.serif_path().parent],
    )


@lru_cache(maxsize=1)
def _template() -> str:
    return files("yusuan.writers.pdf").joinpath("template.typ").read_text(encoding="utf-8")


def _stored(package: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The attachments under names that no file system objects to."""
    return ((f"attached-{i}", content) for i, content in enumerate(package.values()))


def source(publication: Publication) -> str:
    """The whole document as Typst source."""
    return "".join(
        (
            f"#let is-draft = {str(publication.is_draft).lower()}\n",
            _template(),
            _metadata(publication),
            *_attachments(publication.package),
            _cover(publication),
            _contents(publication),
            *_Body().parts(publication.parts),
        )
    )


def _metadata(publication: Publication) -> str:
    day = publication.date
    keywords = ("部门预算", f"{publication.fiscal_year}年", publication.department)
    return (
        f"#set document(title: {exact(publication.title)}, "
        f"author: {exact(publication.department)}, "
        f"keywords: ({', '.join(map(exact, keywords))},), "
        f"date: datetime(year: {day.year}, month: {day.month}, day: {day.day}))\n"
    )


def _attachments(package: Mapping[str, bytes]) -> Iterator[str]:
    for (stored, _), name in zip(_stored(package), package, strict=True):
        mime_type = MIME_TYPES.get(Path(name).suffix.lower(), "application/octet-stream")
        yield (
            f'#pdf.attach({exact(name)}, read("/{stored}", encoding: none), '
            f'relationship: "source", mime-type: "{mime_type}", '
            f"description: {exact(f'开放数据：{name}')})\n"
        )


def _cover(publication: Publication) -> str:
    cover = publication.cover
    sign_offs = "".join(f"({', '.join(map(literal, line))}), " for line in cover.sign_offs)
    return (
        f"#cover({literal(cover.title)}, {literal(cover.department)}, "
        f"{literal(cover.date_in_characters)}, ({sign_offs}))\n"
    )


def _contents(publication: Publication) -> str:
    notes = [note for note in (publication.rounding_note, publication.outcome_note) if note]
    return (
        '#set page(numbering: "I", footer: page-number("I"))\n#counter(page).update(1)\n'
        f"#contents({literal(publication.contents_title)}, ({''.join(literal(note) + ', ' for note in notes)}))\n"
    )


def _title_height(title: str, frame: Frame, size: float, below: float) -> float:
    lines = math.ceil(text_width(title) * size / frame.width)
    return lines * 1.4 * size + below


@dataclass(slots=True)
class _Body:
    """Write parts in order, minding what the page before them looks like."""

    frame: Frame | None = None
    # PDF/UA forbids a heading two levels below the one before it.
    level: int = 0

    def parts(self, parts: tuple[Part, ...]) -> Iterator[str]:
        for part in parts:
            title = part.title
            for section in part.sections:
                yield from self.section(section, title)
                title = ""

    def section(self, section: Section, part_title: str) -> Iterator[str]:
        """A section, under the title of its part where it is the first."""
        frame = TURNED if section.is_landscape else UPRIGHT if section.is_table else TEXT
        starts_page = section.starts_page or bool(part_title)
        yield self._page(frame, starts_page=starts_page)
        if part_title:
            yield self._heading(part_title, 1, "part")
        if section.is_table:
            yield self._heading(section.title, 2, "table")
            height = frame.height - _title_height(section.title, frame, TABLE_SIZE, below=11)
            if part_title:
                height -= _title_height(part_title, frame, PART_SIZE, below=22)
        else:
            yield self._heading(section.title, 2, "section")
            height = frame.height - HEADINGS
        room = replace(frame, height=height)
        for blocks, below in pairwise((*_stacks(section.blocks), [])):
            # A heading and the first rows below it are not left at the foot of a page.
            if isinstance(blocks[0], Heading) and below and isinstance(below[0], Grid):
                yield f"#need({frame.height * FOOT:.0f}pt)\n"
            yield self._blocks(blocks, room, keep_whole=not section.is_table)

    def _page(self, frame: Frame, *, starts_page: bool) -> str:
        if frame == self.frame:
            return "#pagebreak(weak: true)\n" if starts_page else ""
        is_first = self.frame is None
        self.frame = frame
        turned = str(frame is TURNED).lower()
        return (
            f"#set page(flipped: {turned}, margin: {MARGINS[frame]}, "
            'numbering: "1", footer: page-number("— 1 —"))\n'
        ) + ("#counter(page).update(1)\n" if is_first else "")

    def _heading(self, text: str, level: int, look: str) -> str:
        if prints_nothing(text):
            return ""
        self.level = min(level, self.level + 1)
        is_listed = str(look in {"part", "table", "section"}).lower()
        return (
            f"#[#heading(level: {self.level}, outlined: {is_listed}, bookmarked: true, "
            f"{literal(text)}) <{look}>]\n"
        )

    def _blocks(self, blocks: Stack, room: Frame, *, keep_whole: bool) -> str:
        match blocks:
            case [Paragraph() as paragraph]:
                return f"#par({literal(paragraph.text)})\n"
            case [Heading() as heading]:
                look = "minor" if heading.level > SUBSECTION else "subsection"
                return self._heading(heading.text, heading.level + 1, look)
            case [Chart()]:
                return ""  # pictures are for the screen
            case _:
                grids = [block for block in blocks if isinstance(block, Grid)]
                return self._grids(grids, room, keep_whole=keep_whole)

    def _grids(self, grids: Sequence[Grid], room: Frame, *, keep_whole: bool) -> str:
        grid = joined(grids)
        layout = fit(grid, room)
        if layout.fits or room.width >= TURNED.width:
            return grids_source(grids, layout, room, is_whole=keep_whole and layout.pages == 1)
        # Too wide to be read upright: a page of its own on its side.
        turned = grids_source(grids, fit(grid, TURNED), TURNED)
        return f"#page(flipped: true, margin: {MARGINS[TURNED]})[\n{turned}]\n"


Stack: TypeAlias = "list[Block]"


def _stacks(blocks: Sequence[Block]) -> Iterator[Stack]:
    """Blocks one by one, save grids without captions of their own: they stand on the grid above."""
    stack: Stack = []
    for block in blocks:
        if stack and not _stands_on(block, stack[-1]):
            yield stack
            stack = []
        stack.append(block)
    if stack:
        yield stack


def _stands_on(block: Block, above: Block) -> bool:
    return (
        isinstance(block, Grid)
        and isinstance(above, Grid)
        and not (block.caption_left or block.caption_middle or block.caption_right or above.notes)
        and len(block.widths) == len(above.widths)
    )
