"""The printed name of a classification code in a year, for tables and sentences.

The catalogue's name where it was read in an official source; else the name typed by the clerk, who has the year's table
at hand, before one that was only remembered.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.catalog.classification import CLASSIFICATIONS
from yusuan.core.codes import code

if TYPE_CHECKING:
    from collections.abc import Callable

    from yusuan.core.dataset.code_names import CodeName

# Printed in drafts for a code nobody named; a final document is refused (`function-codes-are-known`, `economic-…`).
UNKNOWN = "〔科目名称待填〕"


@lru_cache
def names(year: int, typed: tuple[CodeName, ...] = ()) -> Callable[[str, str], str]:
    """A function from dimension (function, economic) and digits to the name printed that year."""
    books = {of: CLASSIFICATIONS[of](year) for of in ("function", "economic")}
    given = {(of, digits): named for of, digits, named in typed}

    def name(dimension: str, digits: str) -> str:
        entry = books[dimension].get(code(digits))
        if entry is not None and entry.verified:
            return entry.name
        return given.get((dimension, digits)) or (UNKNOWN if entry is None else entry.name)

    return name
