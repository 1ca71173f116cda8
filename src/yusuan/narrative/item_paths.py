"""An item named by the names above it, however they are set apart: brackets, codes, level words, dashes, nothing.

农林水支出（类）水利（款）防汛（项）, 农林水支出（213）水利（03）防汛（14）, 【农林水支出】【水利】【防汛】, 水利——防汛: two names, the
second of a code below the first, are enough to be sure. Names are those of the document's own rows, then the catalogue's.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from yusuan.catalog import folded, functional
from yusuan.core.codes import Level
from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from yusuan.core.codes import Code

    # Names of rows, folded and without 支出 at the end, with their codes.
    Names = Mapping[str, frozenset[Code]]

_FIRST_YEAR, _LONGEST, _SHORTEST = 2014, 40, 2
# Between two names: a closed bracket, a code, a level, a dash; an open bracket or a code before the next.
_BETWEEN = pattern(
    r"支出?(?![一-龥])|[)】>》]|\((?:\d{2,7})?[类款项]?\)|[类款项](?![一-龥]*[类款项]?费)|[-—－/·>＞.]"
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


def item_paths(text: str, start: int, stop: int, year: int, rows: Names) -> Iterator[ItemPath]:
    """The items named in a stretch of squeezed text by two names or more, from the outermost in."""
    known = _lexicon(max(year, _FIRST_YEAR))
    heads = _heads(max(year, _FIRST_YEAR))
    place = start
    while place < stop - _SHORTEST:
        found = None
        if text[place : place + 2] in heads or text[place : place + 2] in rows:
            found = _path(text, place, stop, known, rows)
        if found is None:
            place += 1
            continue
        yield found
        place = found.end


def _path(text: str, place: int, stop: int, known: Names, rows: Names) -> ItemPath | None:
    names: list[str] = []
    above: frozenset[Code] = frozenset()
    end = place
    while len(names) < len(Level):
        step = _step(text, end, stop, known, rows, above)
        if step is None:
            break
        name, codes, end = step
        names.append(name)
        above = codes
        end = _skipped(text, end, stop)
    while end > place and text[end - 1 : end] in _OPEN:
        end -= 1
    if len(names) < 2 or len(above) != 1 or not _ENDS.match(text, end, stop):  # noqa: PLR2004
        return None
    return ItemPath(tuple(names), next(iter(above)), place, end)


_OPEN = ("(", "【", "<", "《")


def _step(
    text: str, place: int, stop: int, known: Names, rows: Names, above: frozenset[Code]
) -> tuple[str, frozenset[Code], int] | None:
    """The longest name that stands here and is of a code below those above."""
    for end in range(min(stop, place + _LONGEST), place + 1, -1):
        word = text[place:end]
        key = folded(word).removesuffix("支出")
        for names in (rows, known):
            codes = names.get(key, frozenset())
            below = frozenset(c for c in codes if _is_below(c, above))
            if below and (above or any(c.level is not Level.ITEM for c in below)):
                return word, below, end
    return None


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


@lru_cache(maxsize=16)
def _lexicon(year: int) -> Names:
    found: dict[str, set[Code]] = {}
    for entry in functional(year).until_now():
        found.setdefault(folded(entry.name).removesuffix("支出"), set()).add(entry.code)
    return {name: frozenset(codes) for name, codes in found.items() if len(name) >= _SHORTEST}


@lru_cache(maxsize=16)
def _heads(year: int) -> frozenset[str]:
    """The first two signs of every name of a 类 or 款."""
    return frozenset(
        name[:2]
        for name, codes in _lexicon(year).items()
        if any(code.level is not Level.ITEM for code in codes)
    )
