"""Tables from plain specs: `<` continues the cell at the left, `^` the cell above; figures know where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tests.recognition.provinces.ledger import DEPARTMENT, YEAR, Fen
from yusuan.core.grid import RawCell, RawDocument, RawGrid, TextBlock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.core.grid import Block, Box

_WIDE, _HIGH = 60.0, 18.0


@dataclass(frozen=True)
class Style:
    """How a place prints amounts."""

    unit: str = "万元"
    decimals: int = 2
    nil: str = ""
    comma: bool = True
    drops_zeros: bool = False

    def printed(self, amount: int) -> str:
        """An amount as printed."""
        if amount == 0:
            return self.nil
        scale = 1_000_000 if self.unit == "万元" else 100
        text = f"{amount / scale:{',' if self.comma else ''}.{self.decimals}f}"
        return text.rstrip("0").rstrip(".") if self.drops_zeros and "." in text else text


@dataclass(frozen=True, eq=False)
class Sheet:
    """A table of a place: its lines above, header and body; `breaks` are rows a new page begins with.

    `again` says how many lines of the header a following page repeats.
    """

    name: str
    above: tuple[str, ...]
    header: str
    body: Sequence[Any]
    style: Style | None = None
    below: tuple[str, ...] = ()
    breaks: tuple[int, ...] = ()
    again: bool = False
    empty_rows: int = 0
    is_official: bool = True


@dataclass(frozen=True, eq=False)
class Place:
    """An invented place, how it prints, and its tables."""

    name: str
    style: Style
    sheets: tuple[Sheet, ...]
    title: str = f"{DEPARTMENT}{YEAR}年部门预算"
    before: tuple[str, ...] = ()


@dataclass
class Printed:
    """A document and where its official figures stand: (page, box) → sheet and amount in fen."""

    document: RawDocument
    figures: dict[tuple[int, Box], tuple[str, int]] = field(default_factory=dict)
    pages: dict[int, str] = field(default_factory=dict)


def rows_of(header: str) -> list[list[str]]:
    """The rows of a header; `/` inside a word is a line break."""
    return [
        [word.strip().replace("/", "\n") for word in line.split("|")]
        for line in header.strip("\n").split("\n")
        if line.strip()
    ]


def printed(place: Place) -> Printed:
    """A place's document."""
    found = Printed(RawDocument(place.name, "pdf", ()))
    blocks: list[Block] = [TextBlock(text, 1) for text in (place.title, *place.before)]
    page = 1
    for sheet in place.sheets:
        style = sheet.style or place.style
        header = rows_of(sheet.header)
        body = [list(row) for row in sheet.body]
        body += [[""] * len(body[0])] * sheet.empty_rows
        cuts = [0, *sheet.breaks, len(body)]
        for n, (first, last) in enumerate(pairwise(cuts)):
            page += 1
            found.pages[page] = sheet.name
            if n == 0:
                blocks += [TextBlock(text, page) for text in sheet.above]
            heads = header if n == 0 or sheet.again else []
            matrix: list[Sequence[object]] = [*heads, *body[first:last]]
            blocks.append(_grid(matrix, style, page, sheet, found))
        blocks += [TextBlock(text, page) for text in sheet.below]
    found.document = RawDocument(place.name, "pdf", tuple(blocks), pages=page)
    return found


def _grid(
    matrix: Sequence[Sequence[object]], style: Style, page: int, sheet: Sheet, found: Printed
) -> RawGrid:
    width = max(map(len, matrix))
    assert all(len(row) == width for row in matrix), (sheet.name, [len(row) for row in matrix])
    cells = []
    for r, row in enumerate(matrix):
        for c, word in enumerate(row):
            if word in ("<", "^"):
                continue
            across = 1
            while c + across < width and row[c + across] == "<":
                across += 1
            down = 1
            while r + down < len(matrix) and matrix[r + down][c] == "^":
                down += 1
            text = style.printed(word) if isinstance(word, Fen) else str(word)
            box = (c * _WIDE, r * _HIGH, (c + across) * _WIDE, (r + down) * _HIGH)
            cells.append(RawCell(text, r, c, down, across, page, box))
            is_figure = any(sign.isdecimal() for sign in text)
            if isinstance(word, Fen) and is_figure and sheet.is_official:
                found.figures[page, box] = (sheet.name, int(word))
    return RawGrid(tuple(cells), len(matrix), width, page)
