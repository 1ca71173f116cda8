"""Where prose begins anew: paragraphs and numbered items, where nothing said before is inherited.

Text layers break lines anywhere, so a line begins a paragraph only where the one before has come to an end
(a mark, an amount) or where it is numbered itself; in doubt it goes on.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.narrative.forms.tokens import TOKENS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ITEM_NUMBER = pattern(TOKENS["item_number"])
_ENDED = pattern(r"(?:[。；！？]|[万亿千百\d]元|\d%)$")
# What goes on with a sentence whose amount ended the line.
_GOES_ON = pattern(
    r"[，。；：、()]|[比较与同占和及]|增|减|下降|上升|持平|其中|主要|用于|完成|为|是|的"
)
_TAIL = 4


def line_starts(text: str, places: Sequence[int]) -> tuple[int, ...]:
    """The signs of a squeezed text before which a line ended; `places` says where each came from."""
    following = {bisect_right(places, n) for n, sign in enumerate(text) if sign in "\n\f\r"}
    return tuple(i for i in sorted(following) if 0 < i < len(places))


def paragraph_starts(squeezed: str, lines: Sequence[int]) -> Iterator[int]:
    """The line starts that surely begin something new."""
    for place in lines:
        before = squeezed[max(0, place - _TAIL) : place].rstrip()
        if before.endswith(("，", "、", "(")):
            continue
        has_ended = _ENDED.search(before) and not _GOES_ON.match(squeezed, place)
        if has_ended or ITEM_NUMBER.match(squeezed, place):
            yield place
