"""What somebody may have meant who typed a code that does not go there: in words, by digits and by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.catalog.classification import CLASSIFICATIONS, folded
from yusuan.catalog.entries import nearest
from yusuan.core.codes import Level, code
from yusuan.core.errors import CatalogError
from yusuan.core.plain_text import half_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.catalog.classification import Classification
    from yusuan.catalog.entries import Entry

MISPLACED = "疑填错了栏"
LABELS = {"function": "功能科目", "economic": "部门经济科目"}
# The level a clerk writes.
_LEVELS = {"function": Level.ITEM, "economic": Level.SECTION}
_NAMED = 3


def meant(dimension: str, year: int, written: str, name: str = "") -> str:
    """What a code, or the name typed for it, may stand for; empty where nothing is known.

    `dimension` is function or economic; `written` what stands in the field, which may be a name or nothing at all.
    """
    try:
        books = {of: CLASSIFICATIONS[of](year) for of in LABELS}
    except CatalogError:
        return ""
    own = books.pop(dimension)
    level = _LEVELS[dimension]
    digits = half_width(written)
    said: list[str] = []
    if digits.isdecimal():
        said += _of_another_level(own, digits, level)
        said += [] if said else _of_the_other(books, digits)
    named = [] if said else _called(own, name or digits, level)
    if named:
        said.append(f"名称相符的有 {_listed(named)}")
    elif not said and digits.isdecimal():
        known = [entry for entry in own if entry.code.level is level]
        near = nearest(digits, (entry.code.digits for entry in known))
        by_digits = {entry.code.digits: entry for entry in known}
        said += [f"相近的有 {_listed([by_digits[one] for one in near])}"] if near else []
    return "；".join(said)


def _listed(found: list[Entry]) -> str:
    more = f" 等 {len(found)} 个" if len(found) > _NAMED else ""
    return "、".join(f"{entry.code} {entry.name}" for entry in found[:_NAMED]) + more


def _entry(book: Classification, digits: str) -> Entry | None:
    try:
        return book.get(code(digits))
    except ValueError:
        return None


def _of_another_level(book: Classification, digits: str, level: Level) -> Iterator[str]:
    """A code above those that are written, with some below it."""
    entry = _entry(book, digits)
    if entry is not None and entry.code.level < level:
        below = [one for one in book if one.code.level is level and one.code.within(entry.code)]
        listed = f"，下面的{level.label}有 {_listed(below)}" if below else ""
        yield f"{digits} 是{entry.code.level.label}级“{entry.name}”{listed}"


def _of_the_other(books: dict[str, Classification], digits: str) -> Iterator[str]:
    """A code of the classification that stands in the next column."""
    for dimension, book in books.items():
        entry = _entry(book, digits)
        if entry is not None:
            yield f"{digits} 是{LABELS[dimension]}“{entry.name}”的编码，{MISPLACED}"


def _called(book: Classification, name: str, level: Level) -> list[Entry]:
    """The codes of a level under a name: those that bear it, else those that hold it."""
    wanted = folded(name.rpartition("/")[2])
    if not wanted or wanted.isdecimal():
        return []
    known: Iterable[Entry] = [entry for entry in book if entry.code.level is level]
    return [entry for entry in known if folded(entry.name) == wanted] or [
        entry for entry in known if wanted in folded(entry.name)
    ]
