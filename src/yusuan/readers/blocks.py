"""What the readers of published documents share: bounded input, tidy text, grids without holes, contents lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yusuan.core.errors import Fault, ReadError, UnsupportedFormat
from yusuan.core.grid import RawCell, RawGrid
from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

READ_FORMATS = (
    "PDF、Word（.docx）、表格（.xlsx、.xls、.ods）、网页（.html）、文本（.txt）、"
    "图片（.png、.jpg、.tif）或它们的压缩包（.zip）"
)
# What programs used in offices write, and what is read instead.
SAVE_AS = {
    **dict.fromkeys((".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt"), ".docx 或 .pdf"),
    **dict.fromkeys((".et", ".ett", ".xlsb"), ".xlsx"),
    **dict.fromkeys((".ofd", ".ceb", ".cebx", ".dps", ".ppt", ".pptx", ".xps", ".caj"), ".pdf"),
    **dict.fromkeys((".mht", ".mhtml"), ".html"),
}
# What Office files before 2007 begin with.
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
LARGEST_FILE = 64 * 1024 * 1024
# A document of 2,000 pages has fewer; what has more was made to hurt.
MOST_CELLS = 300_000
# Of these in tables. Sheets store blank ones with lines around them that are in none.
MOST_IN_TABLES = 150_000
MOST_COLUMNS = 500
# Characters. A document of 2,000 pages has two million.
MOST_TEXT = 4_000_000
# A grid with more places for each cell than this stays as it is: blanks would outweigh the file.
_MOST_PLACES_PER_CELL = 8
_BLANK = pattern(r"[^\S\n]+")
_LINE_ENDS = pattern(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
# Invisible characters that split words or turn the reading direction.
_INVISIBLE = pattern("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\xad\x00-\x08\x0e-\x1f]")
_LONGEST_ENTRY = 300
_LEADERS = r"(?:\t|[ \u3000]{2,}|\s*[.…·．‥。_-]{3,})"
_PAGE = r"(?:-?\s*\d{1,3}\s*-?|错误[!！].*)"
_CONTENTS = pattern(rf"\s*(?P<title>\S.*?){_LEADERS}\s*(?P<page>{_PAGE})\s*")
_FAR_APART = pattern(r"\t+|[ \u3000\xa0]{3,}")
CAPTION = pattern(
    r"(?:(?:金额|货币|计量)?单位|编制(?:单位|部门|日期)|(?:预算)?(?:部门|单位)(?:名称|编码)?|填报(?:单位|日期)|"
    r"预算年度|年度|截止时间|公开\s*\d+\s*表|附?[件表]\s*\d+(?:-\d+)*)\s*(?:[:：].*|(?<=[件表\d]))",
    re.DOTALL,
)


def fault(path: Path, found: str, allowed: str) -> ReadError:
    """What is wrong with a document as a whole."""
    return ReadError(str(path), [Fault(path.name, "", found, allowed)])


def unsupported(path: Path, found: str) -> UnsupportedFormat:
    """What a document is when nobody reads it; `found` says what to save it as."""
    error = fault(path, found, READ_FORMATS)
    return UnsupportedFormat(error.source, error.faults)


class Quota:
    """How much of one thing a file may make: counted as it is made, so that little is made of a bomb.

    A few bytes may be used a million times (a shared text, a list's number, a repeated row); what is read of a
    file is bounded by this, never by how long reading took.
    """

    def __init__(self, most: int, what: str, refuse: Callable[[str, str], ReadError]) -> None:
        self.most = most
        self.what = what
        self.refuse = refuse
        self.used = 0

    def take(self, number: int, place: str = "") -> None:
        """Count some more; raises ReadError when it is too much, naming the place where it became so."""
        self.used += number
        if self.used > self.most:
            found = f"{self.what} {self.used}{place and f'（读到{place}）'}"
            raise self.refuse(found, f"至多 {self.most}；请核对文件是否完好，或拆分后分别读取")


def text_quota(refuse: Callable[[str, str], ReadError]) -> Quota:
    """How many characters the texts of a document may have together, each as often as it is shown."""
    return Quota(MOST_TEXT, "文字的字数", refuse)


def content_of(path: Path, largest: int = LARGEST_FILE) -> bytes:
    """The bytes of a file; too many, or none that can be read, is a fault."""
    try:
        if path.stat().st_size > largest:
            raise fault(path, "文件过大", f"{largest // 2**20} MB 以内的文件")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise fault(path, f"无法打开（{reason}）", "可以读取的文件") from error


def tidy(text: str) -> str:
    """Text as a person reads it: one space for many, no blank lines, no invisible characters."""
    lines = _LINE_ENDS.sub("\n", _INVISIBLE.sub("", text)).split("\n")
    return "\n".join(filter(None, (_BLANK.sub(" ", line).strip() for line in lines)))


def contents_entry(text: str) -> tuple[str, str] | None:
    """Title and page label of a line of a table of contents; None for any other line."""
    match = _CONTENTS.fullmatch(text) if len(text) <= _LONGEST_ENTRY else None
    if match is None or not re.search(r"[^\W\d_]", match["title"]):
        return None
    return tidy(match["title"]), match["page"].strip().strip("-").strip()


def text_parts(text: str) -> list[str]:
    """A line of text, tidy; a line of captions set far apart gives each of them."""
    parts = [part for far in _FAR_APART.split(text) if (part := tidy(far))]
    if len(parts) > 1 and any(CAPTION.fullmatch(part) for part in parts):
        return parts
    whole = tidy(text)
    return [whole] if whole else []


def whole_grid(
    cells: Iterable[RawCell], rows: int, columns: int, *, name: str = "", is_ruled: bool = True
) -> RawGrid:
    """A grid in reading order in which every place belongs to a cell: blank ones are made up.

    Only a grid that is almost empty is left with holes.
    """
    listed = sorted(cells, key=lambda cell: (cell.row, cell.column))
    if rows * columns <= _MOST_PLACES_PER_CELL * len(listed):
        taken = {
            (row, column)
            for cell in listed
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        }
        listed += _blanks(taken, rows, columns)
        listed.sort(key=lambda cell: (cell.row, cell.column))
    return RawGrid(tuple(listed), rows, columns, is_ruled=is_ruled, name=name)


def _blanks(taken: Collection[tuple[int, int]], rows: int, columns: int) -> list[RawCell]:
    return [
        RawCell("", row, column)
        for row in range(rows)
        for column in range(columns)
        if (row, column) not in taken
    ]
