"""Lines as messages name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.money import MoneyUnit, format_amount
from yusuan.core.place_words import line_name
from yusuan.rules.books._words import at

if TYPE_CHECKING:
    from yusuan.core.budget import BudgetLine
    from yusuan.core.outcomes import Where


def place(n: int, field: str = "amount") -> Where:
    """The place of a field of the n-th line, counted from 0."""
    return at(r.LINES, line_name(n), field)


def called(n: int, line: BudgetLine) -> str:
    """A line by its number and what it is for."""
    codes = [line.unit, str(line.function), str(line.economic or ""), line.project]
    return f"明细{line_name(n)}（{' '.join(part for part in codes if part)}）"


def in_yuan(fen: int) -> str:
    """An amount as it is typed into a line."""
    return f"{format_amount(fen, MoneyUnit.YUAN, 0 if fen % 100 == 0 else 2, grouped=True)}元"
