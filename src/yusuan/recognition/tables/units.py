"""The money unit a table states: above it, in its header or its first rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.money import MoneyUnit
from yusuan.core.patterns import pattern
from yusuan.recognition.tables.logical import captions
from yusuan.vocabulary.folding import folded

if TYPE_CHECKING:
    from yusuan.recognition.tables.logical import Logical

_UNIT = pattern(
    r"(?:金额|货币|计量)?单位[:：]?(?:人民币)?([万千]?元)|[(\[](?:单位[:：]?)?(?:金额单位[:：]?)?(?:人民币)?([万千]?元)[)\]]"
    r"|^(?:人民币)?([万千]?元)$"
)


def unit_of(table: Logical) -> MoneyUnit | None:
    """The money unit stated above the table, in its header or its first rows."""
    words = [*captions(table.above), *(folded(w) for path in table.header for w in path)]
    words += [folded(cell.text) for line in table.lines[:2] for cell in line.cells if cell]
    for word in words:
        match = _UNIT.search(word)
        if match:
            return MoneyUnit.from_label(match[1] or match[2] or match[3])
    return None
