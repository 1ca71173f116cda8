"""The printed name of a classification code in a year, for tables and sentences."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.catalog.classification import departmental_economic, functional
from yusuan.core.codes import code

if TYPE_CHECKING:
    from collections.abc import Callable

# Printed for a code no catalogue has; the rule `known-codes` warns about it.
UNKNOWN = "（科目表中没有此编码）"


@lru_cache
def names(year: int) -> Callable[[str, str], str]:
    """A function from dimension (function, economic) and digits to the name printed that year."""
    books = {"function": functional(year), "economic": departmental_economic(year)}

    def name(dimension: str, digits: str) -> str:
        entry = books[dimension].get(code(digits))
        return UNKNOWN if entry is None else entry.name

    return name
