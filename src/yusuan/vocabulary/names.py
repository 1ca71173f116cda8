"""Names of the classifications as labels print them: which code a name stands for, among what stands around it."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.catalog import CLASSIFICATIONS
from yusuan.core.codes import Level
from yusuan.core.errors import CatalogError
from yusuan.vocabulary.folding import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.core.codes import Code


@lru_cache(maxsize=8192)
def plain(name: str) -> str:
    """A classification's name without what forms add or leave out: 支出 at the end, brackets, （类）."""
    word = folded(name)
    for level in ("(类)", "(款)", "(项)", "[类]", "[款]", "[项]"):
        word = word.removesuffix(level)
    word = word.replace("(", "").replace(")", "").replace('"', "")
    return word.removesuffix("支出") or word


@lru_cache(maxsize=16)
def _named(kind: str, year: int) -> Mapping[str, Sequence[Code]]:
    found: dict[str, list[Code]] = defaultdict(list)
    try:
        book = CLASSIFICATIONS[kind](year)
    except CatalogError:
        return found
    for entry in book:
        for named in (entry, *book.all_names(entry.code)):
            codes = found[plain(named.name)]
            # Names of one code follow one another, and some names hundreds of codes have.
            if codes[-1:] != [entry.code]:
                codes.append(entry.code)
    return found


def codes_named(kind: str, label: str, year: int) -> Sequence[Code]:
    """Every code of a classification (function, economic, government) with a name; empty when none has it."""
    return _named(kind, year).get(plain(label), ())


def category_named(label: str, year: int) -> Code | None:
    """The functional category a label names, by this year's or a former name."""
    found = codes_named("function", label, year)
    return next((c for c in found if c.level is Level.CATEGORY), None)


def code_named(kind: str, label: str, year: int, around: Code | None) -> Code | None:
    """The code a name stands for below the row above it: a child, a sibling, an uncle, else a new category.

    Names recur (行政运行 in many 款): without a place to stand only a name that one code has is understood.
    """
    found = codes_named(kind, label, year)
    if not found:
        return None
    for branch in reversed(around.lineage if around is not None else ()):
        below = [c for c in found if c.parent == branch]
        if below:  # 其他…支出 may stand twice below a code: the one that ends its list is meant
            return below[-1]
    tops = [c for c in found if c.level is Level.CATEGORY]
    if len(tops) == 1:
        return tops[0]
    return found[0] if len(found) == 1 else None
