"""Places as they are written and listed: 预算明细!I5, lines.csv 第17行."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

CELL = pattern(r"(?P<head>.*(?:!| 第))(?P<own>[A-Z]*\d+)(?P<tail>行?)")
NAMED = 3


def line_name(number: int) -> str:
    """What findings call a line by its number, counted from 0."""
    return f"第{number + 1}笔"


def listed(places: Sequence[str], count: int) -> str:
    """Some places in words, what they share said once: 预算明细!I5、I9、I12 等 14 处."""
    said: list[str] = []
    before = ("", "")
    for place in places:
        match = CELL.fullmatch(place)
        around = (match["head"], match["tail"]) if match else (place, "")
        if match and around == before:
            said[-1] = f"{said[-1].removesuffix(match['tail'])}、{match['own']}{match['tail']}"
        else:
            said.append(place)
        before = around
    return "、".join(said) + (f" 等 {count} 处" if count > len(places) else "")
