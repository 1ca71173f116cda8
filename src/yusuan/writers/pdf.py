"""Write a publication as a tagged PDF/A-3a and PDF/UA-1 file that carries its own open data."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from yusuan.documents.publication import Chart, Grid, Heading, Paragraph
from yusuan.writers.pdf_grid import Frame, fit, grid_source, text_width
from yusuan.writers.pdf_markup import literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yusuan.documents.publication import Block, Part, Publication, Section

STANDARDS = ("a-3a", "ua-1")
CHINA = dt.timezone(dt.timedelta(hours=8))

# The type area of GB/T 9704 for text; tables use more of the page. Points, as pdf_template.typ sets them.
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
            pdf_standards=list(STANDARDS),
            timestamp=int(midnight.timestamp()),
        )
    if not isinstance(pdf, bytes):
        raise TypeError(f"Typst returned {type(pdf).__name__}, expected bytes")
    return pdf


@lru_cache(maxsize=1)
def _fonts() -> Any:
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
    return files("yusuan.writers").joinpath("pdf_template.typ").read_text(encoding="utf-8")


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
        f"#set document(title: {literal(publication.title)}, "
        f"author: {literal(publication.department)}, "
        f"keywords: ({', '.join(map(literal, keywords))},), "
        f"date: datetime(year: {day.year}, month: {day.month}, day: {day.day}))\n"
    )


def _attachments(package: Mapping[str, bytes]) -> Iterator[str]:
    for (stored, _), name in zip(_stored(package), package, strict=True):
        mime_type = MIME_TYPES.get(Path(name).suffix.lower(), "application/octet-stream")
        yield (
            f'#pdf.attach({literal(name)}, read("/{stored}", encoding: none), '
            f'relationship: "source", mime-type: "{mime_type}", '
            f"description: {literal(f'开放数据：{name}')})\n"
        )


def _cover(publication: Publication) -> str:
    cover = publication.cover
    # A title of two lines breaks before the year, not inside a word.
    title = re.sub(r"\s*(?<=\S)(?=\d{4}\s*年)", "\n", cover.title, count=1)
    sign_offs = "".join(f"({', '.join(map(literal, line))}), " for line in cover.sign_offs)
    return (
        f"#cover({literal(title)}, {literal(cover.department)}, "
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
        height = frame.height
        if part_title:
            yield self._heading(part_title, 1, "part")
            height -= _title_height(part_title, frame, PART_SIZE, below=22)
        yield self._heading(section.title, 2, "table" if section.is_table else "section")
        height -= _title_height(section.title, frame, TABLE_SIZE, below=11)
        room = replace(frame, height=height)
        for block in section.blocks:
            yield self._block(block, room if section.is_table else frame)

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
        self.level = min(level, self.level + 1)
        is_listed = str(look in {"part", "table", "section"}).lower()
        return (
            f"#[#heading(level: {self.level}, outlined: {is_listed}, bookmarked: true, "
            f"{literal(text)}) <{look}>]\n"
        )

    def _block(self, block: Block, room: Frame) -> str:
        match block:
            case Paragraph():
                return f"#par({literal(block.text)})\n"
            case Heading():
                look = "subsection" if block.level <= 2 else "minor"
                return self._heading(block.text, block.level + 1, look)
            case Grid():
                return self._grid(block, room)
            case Chart():
                return ""  # pictures are for the screen

    def _grid(self, grid: Grid, room: Frame) -> str:
        layout = fit(grid, room)
        if layout.fits and layout.size >= room.sizes[-1] or self.frame is TURNED:
            return grid_source(grid, layout, room)
        # Too wide to be read upright: a page of its own on its side.
        turned = grid_source(grid, fit(grid, TURNED), TURNED)
        return f"#page(flipped: true, margin: {MARGINS[TURNED]})[\n{turned}]\n"
