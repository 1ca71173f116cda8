"""An item named by the names above it, however they are set apart: brackets, codes, level words, dashes, nothing.

农林水支出（类）水利（款）防汛（项）, 农林水支出（213）水利（03）防汛（14）, 【农林水支出】【水利】【防汛】, 水利——防汛: two names, the
second of a code below the first, are enough to be sure. Names are those of the document's own rows, then the catalogue's.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from yusuan.catalog import functional
from yusuan.core.codes import Level
from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yusuan.core.codes import Code

    # Names of rows, folded and without 支出 at the end, with their codes.
    Names = Mapping[str, frozenset[Code]]
    # Names with their codes, by their first two signs.
    Index = dict[str, list[tuple[str, frozenset[Code]]]]
    # The document's own names, the catalogue's.
    Books = tuple[Index, Index]

_FIRST_YEAR, _SHORTEST = 2014, 2
# Between two names: a closed bracket, a code, a level, a dash; an open bracket or a code before the next.
_BETWEEN = pattern(
    r"支出?(?![一-龥])|[)】>》]|\((?:\d{2,7})?[类款项]?\)|[类款项](?!级|[一-龥]*[类款项]?费)[：、]?|[-—－/·>＞.]"
)
_OPENING = pattern(r"[(【<《]|\d{2,7}(?=[类款项]?[一-龥【(])")
# What may stand behind the last name.
_ENDS = pattern(
    r"$|[：，。；、(\d]|(?:支出|科目|项目)?(?:$|[：，。；、(\d]|当年|本年|上年|年初|全年|财政拨款|一般公共预算|预算|决算|调整|安排|执行|为|共|合计|拟"
    r"|列支|开支|核定|下达|批复|完成|经费|基本支出|项目支出|主要|用于|反映|比|较)"
)


class ItemPath(NamedTuple):
    """The names printed, the code they lead to, and where they stand."""

    names: tuple[str, ...]
    code: Code
    start: int
    end: int


def item_paths(text: str, start: int, stop: int, books: Books) -> Iterator[ItemPath]:
    """The items named in a stretch of squeezed text by two names or more, by the names of the first book that has them."""
    own, catalogue = books
    place = start
    while place < stop - _SHORTEST:
        head = text[place : place + 2]
        found = None
        if head in catalogue or head in own:
            found = _path(text, place, stop, books)
        if found is None:
            place += 1
            continue
        yield found
        place = found.end


def _path(text: str, place: int, stop: int, books: Books) -> ItemPath | None:
    names: list[str] = []
    above: frozenset[Code] = frozenset()
    end = place
    while len(names) < len(Level):
        step = _step(text, end, stop, books, above)
        if step is None:
            break
        name, above, end = step
        names.append(name)
        end = _skipped(text, end, stop)
    while end > place and text[end - 1 : end] in _OPEN:
        end -= 1
    subject = _SUBJECT.match(text, end, stop)
    if len(names) == 1 and subject is not None:
        # “卫生健康支出”科目68万元, 类级科目: the word behind makes sure that the name is one.
        above = frozenset(code for code in above if code.level is Level.CATEGORY)
    elif len(names) < 2:  # noqa: PLR2004
        return None
    end = subject.end() if subject is not None else end
    if len(above) != 1 or not _ENDS.match(text, end, stop):
        return None
    return ItemPath(tuple(names), next(iter(above)), place, end)


_SUBJECT = pattern(r"(?:[类款项]级)?科目")
_OPEN = ("(", "【", "<", "《")


def _step(
    text: str, place: int, stop: int, books: Books, above: frozenset[Code]
) -> tuple[str, frozenset[Code], int] | None:
    """The longest name that stands here and is of a code below those above."""
    for book in books:
        for name, codes in book.get(text[place : place + 2], ()):
            if not text.startswith(name, place, stop):
                continue
            below = frozenset(c for c in codes if _is_below(c, above))
            if below and (above or any(c.level is not Level.ITEM for c in below)):
                end = place + len(name)
                end += len(_SPENDING) if text.startswith(_SPENDING, end, stop) else 0
                return text[place:end], below, end
    return None


_SPENDING = "支出"


def _is_below(code: Code, above: frozenset[Code]) -> bool:
    return not above or any(code != one and code.within(one) for one in above)


def _skipped(text: str, place: int, stop: int) -> int:
    """Where the next name may begin: behind the marks after a name."""
    while place < stop:
        mark = _BETWEEN.match(text, place, stop) or _OPENING.match(text, place, stop)
        if mark is None or mark.end() == place:
            break
        place = mark.end()
    return place


def indexed(names: Names) -> Index:
    """Names by their first two signs, the longest first."""
    found: Index = {}
    for name in sorted(names, key=len, reverse=True):
        if len(name) >= _SHORTEST:
            found.setdefault(name[:2], []).append((name, names[name]))
    return found


@lru_cache(maxsize=16)
def catalogue_index(year: int) -> Index:
    """Every functional name of this year or before, with its codes."""
    found: dict[str, set[Code]] = {}
    for entry in functional(max(year, _FIRST_YEAR)).until_now():
        name = entry.name.translate(_BRACKETS).removesuffix(_SPENDING)
        found.setdefault(name, set()).add(entry.code)
    return indexed({name: frozenset(codes) for name, codes in found.items()})


_BRACKETS = str.maketrans("（）", "()")
