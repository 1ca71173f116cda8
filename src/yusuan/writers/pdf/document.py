"""Write a publication as a tagged PDF/A-3a and PDF/UA-1 file that carries its own open data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from yusuan.writers.paper.looks import NOTE, POINT
from yusuan.writers.paper.plan import plan
from yusuan.writers.paper.steps import Gap, Line, Placed, Turn
from yusuan.writers.pdf.amend import amended
from yusuan.writers.pdf.grid import table_source
from yusuan.writers.pdf.text import exact, literal, prints_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import typst

    from yusuan.documents.publication import Publication
    from yusuan.writers.paper.steps import Step

CHINA = dt.timezone(dt.timedelta(hours=8))

_SUSPECTS = b"/Suspects false"

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

    steps = plan(publication).out
    tables = [step.table for step in steps if isinstance(step, Placed) and step.table.grid.rows]
    midnight = dt.datetime.combine(publication.date, dt.time(), CHINA)
    with TemporaryDirectory() as folder:
        for name, content in _stored(publication.package):
            Path(folder, name).write_bytes(content)
        compiler = typst.Compiler(font_paths=_fonts(), root=folder)
        pdf = compiler.compile(
            input=source(publication, steps).encode(),
            format="pdf",
            pdf_standards=["a-3a", "ua-1"],
            timestamp=int(midnight.timestamp()),
        )
    if not isinstance(pdf, bytes):
        raise TypeError(f"Typst returned {type(pdf).__name__}, expected bytes")
    return _without_suspects(amended(pdf, tables))


def _without_suspects(pdf: bytes) -> bytes:
    """Leave out the entry that says no tag is in doubt: that is its default, and Poppler complains of it.

    As many spaces take its place: every offset in the file holds.
    """
    return pdf.replace(_SUSPECTS, b" " * len(_SUSPECTS), 1)


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


def source(publication: Publication, steps: Sequence[Step]) -> str:
    """The whole document as Typst source."""
    return "".join(
        (
            f"#let is-draft = {str(publication.is_draft).lower()}\n",
            _template(),
            _metadata(publication),
            *_attachments(publication.package),
            _cover(publication),
            _contents(publication),
            *_Body().steps(steps),
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
    return f"#pagebreak()\n#contents({literal(publication.contents_title)})\n"


@dataclass(slots=True)
class _Body:
    """Write the steps of the plan in order."""

    # PDF/UA forbids a heading two levels below the one before it.
    level: int = 0
    runs: int = 0

    def steps(self, steps: Iterable[Step]) -> Iterator[str]:
        """Every step as Typst source."""
        for step in steps:
            match step:
                case Turn():
                    yield self._turn(step)
                case Line():
                    yield _page_break(turns=step.turns_page) + self._line(step)
                case Gap():
                    yield f"#v({step.look.pitch / POINT:.2f}pt)\n"
                case Placed():
                    yield _page_break(turns=step.turns_page) + table_source(step.table)

    def _turn(self, turn: Turn) -> str:
        """A run of pages; what runs on has its title at the head of all pages but the first."""
        page = turn.page
        margins = ", ".join(
            f"{side}: {getattr(page, side) / POINT:.2f}pt"
            for side in ("top", "bottom", "left", "right")
        )
        self.runs += 1
        start = f"run-{self.runs}"
        header = (
            f"running-head(<{start}>, {literal(turn.running)})" if turn.running else "draft-head"
        )
        return (
            f"#set page(flipped: {str(page.is_landscape).lower()}, margin: ({margins}), "
            f'header: {header}, numbering: "1", footer: page-number("— 1 —"))\n'
            + ("#counter(page).update(1)\n" if turn.number == 1 else "")
            + (f"#[#metadata(none) <{start}>]\n" if turn.running else "")
        )

    def _line(self, line: Line) -> str:
        if not line.level:
            look = "note" if line.look is NOTE else "par"
            return f"#{look}({literal(line.text)})\n"
        if prints_nothing(line.text):
            return ""
        self.level = min(line.level, self.level + 1)
        return (
            f"#[#heading(level: {self.level}, outlined: {str(bool(line.entry)).lower()}, "
            f"bookmarked: true, {literal(line.text)}) <{line.look.name}>]\n"
        )


def _page_break(*, turns: bool) -> str:
    return "#pagebreak(weak: true)\n" if turns else ""
