"""The lines of a document by where they stand: on the cover, short as a headline, in the body, over a column."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from yusuan.core.grid import TextBlock
from yusuan.core.patterns import pattern
from yusuan.vocabulary.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.grid import RawDocument, RawGrid

_COVER_LINES, _HEADLINE, _HEAD_ROWS, _HEAD_LENGTH = 8, 60, 4, 20
# A name broken over lines, with the year above it and the kind below, takes so many lines at most.
_TITLE_LINES = 4
_LEADERS = pattern(r"(?:\.{3,}|…+|·{3,})\d*$")
_ALONE = pattern(r"\(?(20\d{2})年度?\)?")
# The cover ends where the contents or the first section begins.
_COVER_ENDS = pattern(
    r".*目\s*[录次]$|第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、|[(（][一二三]{1,2}[)）]"
)


@dataclass(frozen=True)
class Lines:
    """The lines of a document by where they stand, folded."""

    cover: tuple[str, ...]
    headlines: tuple[str, ...]
    body: tuple[str, ...]
    heads: tuple[str, ...]
    # Cells in the first rows of tables, which may hold a label or a year of their own.
    labels: tuple[str, ...]
    # Years that are the only one a table has a cell for.
    cell_years: tuple[tuple[int, str], ...]
    file: str

    @classmethod
    def of(cls, document: RawDocument) -> Lines:
        """Sort the lines of a document; a line printed twice counts once."""
        texts = [b.text for b in document.blocks if isinstance(b, TextBlock) and b.text.strip()]
        words = [w for w in map(_bare, texts) if w]
        names = [folded(grid.name) for grid in document.grids if grid.name]
        return cls(
            tuple(_cover(document)),
            tuple(dict.fromkeys(w for w in (*words, *names) if len(w) <= _HEADLINE)),
            tuple(w for w in words if len(w) > _HEADLINE),
            tuple(dict.fromkeys(_column_heads(document.grids))),
            tuple(dict.fromkeys(_labels(document.grids))),
            tuple(dict.fromkeys(_cell_years(document.grids))),
            folded(PurePath(document.source).stem),
        )

    @property
    def openings(self) -> tuple[str, ...]:
        """Lines of the cover, and neighbours joined: a long name or title breaks over lines."""
        return tuple(word for words in self.beginnings for word in words)

    @property
    def beginnings(self) -> Iterator[tuple[str, ...]]:
        """From each line of the cover on: it alone, then with one more line joined, and so on."""
        for start in range(len(self.cover)):
            stops = range(start + 1, min(start + _TITLE_LINES, len(self.cover)) + 1)
            yield tuple("".join(self.cover[start:stop]) for stop in stops)


def alone(word: str) -> int | None:
    """The year of a line or cell that says nothing else: 2026年度, (2026年)."""
    found = _ALONE.fullmatch(word) if "20" in word else None
    return int(found[1]) if found else None


def _bare(text: str) -> str:
    """A folded line without the dots and the page number of a table of contents."""
    return _LEADERS.sub("", folded(text))


def _cover(document: RawDocument) -> Iterator[str]:
    """What stands before the contents and the first section, on the first page with a text."""
    page: int | None = None
    count = 0
    for block in document.blocks:
        if not isinstance(block, TextBlock):
            if count:
                return
            continue
        text = block.text.strip()
        word = folded(text)
        if not word:
            continue
        page = block.page if not count else page
        is_over = count and (block.page != page or _COVER_ENDS.match(text))
        if is_over or count == _COVER_LINES or len(word) > _HEADLINE:
            return
        count += 1
        yield word


def _column_heads(grids: Sequence[RawGrid]) -> Iterator[str]:
    for grid in grids:
        for cell in grid.cells:
            text = folded(cell.text) if cell.row < _HEAD_ROWS else ""
            if len(text) <= _HEAD_LENGTH and ("年" in text or text.endswith("数")):
                yield text


def _labels(grids: Sequence[RawGrid]) -> Iterator[str]:
    """The lines of head cells; a label and what it names often stand in neighbouring cells."""
    for grid in grids:
        head = sorted(
            (c for c in grid.cells if c.row < _HEAD_ROWS), key=lambda c: (c.row, c.column)
        )
        before = ""
        for cell in head:
            word = folded(cell.text)
            if word and len(word) <= _HEADLINE:
                yield word
                if before.endswith(":"):
                    yield before + word
            before = word or before


def _cell_years(grids: Sequence[RawGrid]) -> Iterator[tuple[int, str]]:
    for grid in grids:
        said = [(year, c) for c in grid.cells if (year := alone(folded(c.text))) is not None]
        if len({year for year, _ in said}) == 1 and said[0][1].row < _HEAD_ROWS:
            yield said[0][0], folded(said[0][1].text)
