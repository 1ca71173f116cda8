"""Where a stretch of a paragraph stands on the page: over its own lines, not over the whole paragraph."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yusuan.core.grid import Box, TextBlock


def place_of(block: TextBlock, begin: int, end: int) -> tuple[int | None, Box | None]:
    """Page and box of the characters from `begin` to `end`; the paragraph's where its lines are not known.

    What goes on overleaf is shown where it begins.
    """
    if not block.lines or begin >= end:
        return block.page, block.box
    starts = [start for start, _, _ in block.lines]
    first = max(0, bisect_right(starts, begin) - 1)
    last = max(first, bisect_right(starts, end - 1) - 1)
    page = block.lines[first][1]
    boxes = [
        _part(block, n, begin, end) for n in range(first, last + 1) if block.lines[n][1] == page
    ]
    return page, (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _part(block: TextBlock, n: int, begin: int, end: int) -> Box:
    """The part of a line from one character to another; characters are as wide as their kind is."""
    start, _, (left, top, right, bottom) = block.lines[n]
    stop = block.lines[n + 1][0] if n + 1 < len(block.lines) else len(block.text)
    text = block.text[start:stop].rstrip()
    if right - left < bottom - top or not text:
        # Set from top to bottom, or turned.
        return left, top, right, bottom
    step = (right - left) / (_wide(text) or 1)
    return (
        left + step * _wide(text[: max(0, begin - start)]),
        top,
        left + step * _wide(text[: max(0, end - start)]),
        bottom,
    )


def _wide(text: str) -> int:
    return 2 * len(text) - len(text.encode("ascii", "ignore"))
