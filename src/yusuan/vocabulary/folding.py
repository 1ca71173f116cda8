"""Printed words made comparable: without blanks, full-width forms, list numbers."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

from yusuan.core.patterns import pattern
from yusuan.tables.spec import without_list_number

_FULL = str.maketrans("（）：，“”〔〕［］％＋｢｣", '():,""[][]%+""')
_LIST_MARK = pattern(
    r"^(?:\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}\)|[①-⑳]|[一二三四五六七八九十]{1,3}[.]|第[一二三四五六七八九十]+部分)"
)


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """A printed word without what typesetting adds: blanks, full-width forms, list numbers."""
    squeezed = "".join(unicodedata.normalize("NFKC", text).translate(_FULL).split())
    word = without_list_number(squeezed).removeprefix("其中:").replace("其它", "其他")
    word = _LIST_MARK.sub("", word) or word
    return without_list_number(word) or word


def expanded(pattern: str) -> tuple[str, ...]:
    """Every spelling of a word written with choices: `[上年|年初]结转<和|、>结余` has six.

    One of what square brackets hold is needed; what angle brackets hold may be left out.
    """
    pieces: list[tuple[str, ...]] = []
    for piece in re.split(r"(<[^<>]*>|\[[^\[\]]*\])", pattern):
        choices = tuple(piece[1:-1].split("|")) if piece[:1] in {"<", "["} else (piece,)
        pieces.append((*choices, "") if piece.startswith("<") else choices)
    return tuple(dict.fromkeys("".join(chosen) for chosen in product(*pieces)))
