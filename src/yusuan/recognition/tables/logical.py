"""Put a table together again: pages joined, repeated headers dropped, header paths over every column."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from yusuan.core.grid import RawCell, RawGrid, TextBlock
from yusuan.core.patterns import pattern
from yusuan.recognition.tables.aligned import aligned
from yusuan.vocabulary.folding import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.grid import Block

_AMOUNT = pattern(r"[￥¥]?[-+−]?(?:\d{1,3}(?:,\d{3})*|\d+)(?:\.\d+)?(?:万?元)?")
_CODE = pattern(r"\d{3}(\d{2}){0,2}")
_COLUMN_NUMBERS = pattern(r"栏次|行次")
_MOST_HEADERS = 7


@dataclass(frozen=True, slots=True)
class Line:
    """A body row: one cell per column (None where nothing stands)."""

    cells: tuple[RawCell | None, ...]

    def text(self, column: int) -> str:
        """The text in a column, blanks at the ends removed."""
        cell = self.cells[column]
        return "" if cell is None else cell.text.strip()

    def over(self, column: int) -> RawCell | None:
        """The cell of another column that spans over this one: a label over two panels, say."""
        for cell in self.cells[:column]:
            if cell is not None and cell.column < column < cell.column + cell.colspan:
                return cell
        return None

    def label(self, column: int) -> str:
        """The text in a column of labels, or the one that spans over it."""
        cell = None if self.cells[column] is not None else self.over(column)
        return self.text(column) if cell is None else cell.text.strip()


@dataclass(frozen=True, slots=True)
class Logical:
    """A whole table: header path of each column, body rows, and the text that stood above and below it."""

    header: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]
    above: tuple[TextBlock, ...] = ()
    below: tuple[TextBlock, ...] = ()
    grids: tuple[RawGrid, ...] = field(default=())

    @property
    def page(self) -> int | None:
        """The first page the table stands on."""
        return self.grids[0].page if self.grids else None

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.header)


def logical_tables(blocks: Sequence[Block]) -> list[Logical]:
    """Every table of a document, parts on following pages joined to the first."""
    found: list[Logical] = []
    above: list[TextBlock] = []
    for block in blocks:
        if isinstance(block, TextBlock):
            above.append(block)
            continue
        titles, own = lifted(block)
        above += titles
        previous = found[-1] if found else None
        grid = own if previous is None else aligned(own, previous.grids[-1])
        header, lines = split_header(grid)
        if previous is not None and _continues(previous, header, lines, above):
            found[-1] = Logical(
                previous.header,
                previous.lines + tuple(lines),
                previous.above,
                (),
                (*previous.grids, grid),
            )
        else:
            if previous is not None:
                found[-1] = _with_below(previous, above)
            # A new table keeps its own columns.
            header, lines = (header, lines) if grid is own else split_header(own)
            found.append(Logical(header, tuple(lines), tuple(above), (), (own,)))
        above = []
    if found:
        found[-1] = _with_below(found[-1], above)
    return found


_HEAD_LINE = pattern(
    r".*表(\(.*\))?|.*单位[:].*|.*(部门|编制)(名称|单位)?[:].*|(公开|附)?表?[\d一二三四五六七八九十-]{1,4}表?|.*年度?"
)


def lifted(grid: RawGrid) -> tuple[list[TextBlock], RawGrid]:
    """The rows above a header that hold a title, a name or a unit only, as the text they are; and the rest."""
    rows: dict[int, list[RawCell]] = {}
    for cell in grid.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell)
    blocks: list[TextBlock] = []
    first = 0
    while first < grid.rows - 1 and _is_head_line(rows.get(first, []), grid):
        blocks += [TextBlock(c.text, c.page or grid.page, c.box) for c in rows.get(first, [])]
        first += 1
    if not blocks:
        return [], grid
    kept = tuple(replace(c, row=c.row - first) for c in grid.cells if c.row >= first)
    return blocks, replace(grid, cells=kept, rows=grid.rows - first)


def _is_head_line(cells: Sequence[RawCell], grid: RawGrid) -> bool:
    """Tell whether a row is a title or a line of names: few cells, none reaching into the rows below."""
    words = [folded(cell.text) for cell in cells]
    if not cells:
        return False
    is_short = len(cells) * 2 <= grid.columns and all(cell.rowspan == 1 for cell in cells)
    return is_short and all(_HEAD_LINE.fullmatch(word) for word in words)


def _with_below(table: Logical, below: Sequence[TextBlock]) -> Logical:
    return replace(table, below=tuple(below))


def unstacked(table: Logical) -> Logical:
    """A long table printed as two or three stacks side by side under the same headers, put back in one."""
    whole, table = table, _without_asides(table)
    for stacks in (3, 2):
        width, rest = divmod(table.width, stacks)
        parts = [_ungrouped(table.header[n * width : (n + 1) * width]) for n in range(stacks)]
        has_codes = any("编码" in word for path in parts[0] for word in path) if parts[0] else False
        if rest == 0 and width > 1 and has_codes and all(part == parts[0] for part in parts):
            pieces = [_cut(line, width, stacks) for line in table.lines]
            lines = tuple(Line(piece[n]) for n in range(stacks) for piece in pieces)
            kept = tuple(line for line in lines if any(line.cells))
            header = table.header[:width]
            if any(_GROUP.fullmatch(path[0]) for path in map(_words, header) if path):
                header = tuple(
                    tuple(word for word in path if not _GROUP.fullmatch(folded(word)))
                    for path in header
                )
            return replace(table, header=header, lines=kept)
    return whole


_ASIDE = pattern(r"序号|行次|备注")


def _without_asides(table: Logical) -> Logical:
    """The table without columns of row numbers and remarks, which stand beside stacks and in none."""
    kept = [
        n
        for n, path in enumerate(table.header)
        if not (path and _ASIDE.fullmatch(folded(path[-1])))
    ]
    if len(kept) == table.width:
        return table
    places = {n: place for place, n in enumerate(kept)}
    lines = tuple(
        Line(
            tuple(
                cell if cell is None else replace(cell, column=places[n])
                for n, cell in enumerate(line.cells)
                if n in places
            )
        )
        for line in table.lines
    )
    header = tuple(table.header[n] for n in kept)
    return replace(table, header=header, lines=lines)


_GROUP = pattern(r"(人员|(日常)?公用)(经费|支出)")


def _words(path: Sequence[str]) -> tuple[str, ...]:
    return tuple(folded(word) for word in path)


def _ungrouped(header: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Header paths without the words that group stacks (人员经费 over one, 公用经费 over the others)."""
    return [tuple(word for word in path if not _GROUP.fullmatch(word)) for path in _folded(header)]


def _cut(line: Line, width: int, stacks: int) -> list[tuple[RawCell | None, ...]]:
    """A row cut into its stacks; a label merged over two stacks stays with the figure at its right."""
    parts = [list(line.cells[n * width : (n + 1) * width]) for n in range(stacks)]
    for left, right in pairwise(parts):
        label = next((cell for cell in left if cell is not None), None)
        if label is not None and sum(c is not None for c in left) == 1 and not any(right[:-1]):
            is_wide = label.colspan > width - left.index(label)
            if is_wide and right[-1] is not None:
                right[left.index(label)] = label
                left[left.index(label)] = None
    return [tuple(part) for part in parts]


# --- headers ----------------------------------------------------------------------------------------------


def dense(grid: RawGrid) -> list[list[RawCell | None]]:
    """The grid as a matrix in which a spanning cell stands in every place it covers."""
    matrix: list[list[RawCell | None]] = [[None] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        for r in range(cell.row, min(cell.row + cell.rowspan, grid.rows)):
            for c in range(cell.column, min(cell.column + cell.colspan, grid.columns)):
                matrix[r][c] = cell
    return matrix


def split_header(grid: RawGrid) -> tuple[tuple[tuple[str, ...], ...], list[Line]]:
    """Header paths and body rows of one grid; the row of column numbers belongs to neither."""
    matrix = dense(grid)
    first = next(
        (n for n, row in enumerate(matrix) if _is_body(row, n) or _is_below(matrix, n)), len(matrix)
    )
    if _names_no_amounts(matrix, first):
        first = 0
    heads = [row for row in matrix[:first] if not _is_column_numbers(row)]
    lines = []
    for n, row in enumerate(matrix[first:], start=first):
        if not _is_column_numbers(row):
            lines.append(Line(tuple(_own(cell, n, c) for c, cell in enumerate(row))))
    return _paths(heads, grid.columns), lines


def _names_no_amounts(matrix: Sequence[Sequence[RawCell | None]], first: int) -> bool:
    """Tell whether rows taken for a header leave most columns of amounts without a word: they are body rows."""
    width = len(matrix[0]) if matrix else 0
    amounts = [
        c
        for c in range(width)
        if any(
            (cell := row[c]) is not None and _is_money("".join(cell.text.split()))
            for row in matrix[first:]
        )
    ]
    bare = [
        c for c in amounts if not any(text for row in matrix[:first] for text in [_texts(row)[c]])
    ]
    return bool(first and amounts) and len(bare) * 2 > len(amounts)


def _own(cell: RawCell | None, row: int, column: int) -> RawCell | None:
    """A body cell in its own place only, so that a merged figure is read once."""
    if cell is None or not cell.text.strip():
        return None
    return cell if (cell.row, cell.column) == (row, column) else None


def _texts(row: Sequence[RawCell | None]) -> list[str]:
    return ["" if cell is None else "".join(cell.text.split()) for cell in row]


def _is_column_numbers(row: Sequence[RawCell | None]) -> bool:
    """栏次 1 2 3 …: numbers that balance like money and are none."""
    filled = [text for text in _texts(row) if text]
    texts = [text for text in filled if text.strip(_STARS)]
    if texts and _COLUMN_NUMBERS.fullmatch(texts[0]):
        return True
    if not all(text.isdecimal() and len(text) < 3 for text in texts):  # noqa: PLR2004
        return False
    numbers = [int(text) for text in texts]
    fewest = 1 if len(filled) > len(texts) else 3
    return len(numbers) >= fewest and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


_STARS = "*＊×"


def _is_body(row: Sequence[RawCell | None], number: int) -> bool:
    if _is_column_numbers(row):
        return False
    texts = _texts(row)
    if number >= _MOST_HEADERS or any(_is_money(text) or _CODE.fullmatch(text) for text in texts):
        return True
    if texts and texts[0].isdecimal() and any(texts[1:]):
        return True
    filled = {text for text in texts if text}
    if filled == {"合计"} or (texts and texts[0].startswith("其中")):
        return True
    return any(_BODY_LABEL.match(text) for text in filled)


_BODY_LABEL = pattern(
    r"[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|\d+[.、．]\s*\D"
)


def _is_below(matrix: Sequence[Sequence[RawCell | None]], number: int) -> bool:
    """Tell whether a row stands below a whole header: every column has its word, and none is divided by this row.

    A word of a header divides a cell that spans columns, or fills a place the rows above leave empty.
    """
    own = [cell for cell in matrix[number] if cell is not None and cell.row == number]
    filled = [cell for cell in own if cell.text.strip()]
    if number == 0 or not filled:
        return False
    above = [[row[c] for row in matrix[:number]] for c in range(len(matrix[number]))]
    heads = [next((c for c in reversed(column) if c and c.text.strip()), None) for column in above]
    if any(head is None for head in heads):
        return False
    return all(
        (head := heads[cell.column]) is not None and head.colspan in {1, cell.colspan}
        for cell in filled
    ) and not _adds_words(filled, heads)


def _adds_words(filled: Sequence[RawCell], heads: Sequence[RawCell | None]) -> bool:
    """Tell whether a row gives most columns a word: then it is a second line of the header."""
    return len(filled) * 2 > len(heads) and len(heads) > _NARROW


_NARROW = 2


def _is_money(text: str) -> bool:
    text = unicodedata.normalize("NFKC", text)
    return ("." in text or "," in text) and bool(_AMOUNT.fullmatch(text))


def _paths(heads: Sequence[Sequence[RawCell | None]], columns: int) -> tuple[tuple[str, ...], ...]:
    """Per column the header words from the top; an empty place belongs to the word at its left.

    Text layers give merged headers as a word and empty places after it. An empty place continues the word at
    its left only where a word stands below it.
    """
    rows = [_texts(row) for row in heads]
    for n, row in enumerate(rows[:-1]):
        below = rows[n + 1]
        for c in range(1, columns):
            if (
                not row[c]
                and below[c]
                and row[c - 1]
                and _may_span(heads[n][c - 1], n)
                and (n == 0 or rows[n - 1][c - 1] == rows[n - 1][c])
            ):
                row[c] = row[c - 1]
    paths = []
    for c in range(columns):
        path: list[str] = []
        for row in rows:
            if row[c] and (not path or path[-1] != row[c]):
                path.append(row[c])
        paths.append(tuple(path))
    return tuple(paths)


def _may_span(cell: RawCell | None, row: int) -> bool:
    """Tell whether a word may head the empty place at its right: not one that reaches down beside it."""
    return cell is None or cell.row + cell.rowspan <= row + 1


# --- pages ------------------------------------------------------------------------------------------------


def _continues(
    previous: Logical,
    header: tuple[tuple[str, ...], ...],
    lines: Sequence[Line],
    between: Sequence[TextBlock],
) -> bool:
    """Tell whether a grid is the next page of the table before it: same columns, nothing new announced."""
    if len(header) != previous.width or (
        _has_title(between) and not _repeats_title(previous, header, between)
    ):
        return False
    if _folded(header) == _folded(previous.header):
        return True
    is_bare = not any(header) and bool(lines)
    similar = sum(a == b for a, b in zip(_folded(header), _folded(previous.header), strict=True))
    return is_bare or similar * 4 >= previous.width * 3


def _folded(header: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    return [tuple(folded(word) for word in path) for path in header]


_TITLE = pattern(r".{4,40}表(\(.{0,8}\))?$")


def _has_title(between: Sequence[TextBlock]) -> bool:
    return any(_TITLE.fullmatch(folded(block.text)) or block.level for block in between)


def _repeats_title(
    previous: Logical, header: Sequence[Sequence[str]], between: Sequence[TextBlock]
) -> bool:
    """Tell whether the only title between is the table's own again, its heads below it as before."""
    titles = {_bare_title(b.text) for b in between if _TITLE.fullmatch(folded(b.text)) or b.level}
    own = next((t for t in captions(previous.above) if _TITLE.fullmatch(t)), "")
    return titles == {_bare_title(own)} and (
        not any(header) or _folded(header) == _folded(previous.header)
    )


def _bare_title(title: str) -> str:
    """A title without the words that say it goes on: (续), 续表."""
    return re.sub(r"\(?续(表)?[一二三四五\d]*\)?", "", folded(title))


def captions(above: Sequence[TextBlock]) -> Iterator[str]:
    """The lines above a table, nearest first, as folded text."""
    for block in reversed(above):
        yield folded(block.text)
