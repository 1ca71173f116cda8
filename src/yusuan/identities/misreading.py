"""How figures are misread in pictures: what a text may have been meant to be, and how likely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.money import MoneyUnit, amount_or_none, format_amount
from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from yusuan.tables.spec import TableSpec

# Read with more than this, a figure is what is printed, unless it lost what recognition typically loses.
SURE = 0.97
# Digits in one piece, with a stain or a stroke beside them.
_ONE_FIGURE = pattern(r"\D{0,3}\d[\d.,，]*\s?[^\d\s]{0,2}")
_HARDLY = 0.7
_UNREADABLE = 0.5
_NEVER_CERTAIN = 1e-3
# What recognition itself offers is so much likelier than what it does not.
_RIVAL = 0.1


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure as recognised: its text, how sure (0 to 1), and other ways to read it, likeliest first."""

    text: str
    score: float
    rivals: tuple[str, ...] = ()

    def odds_against(self, proposed: int | None, spec: TableSpec) -> float:
        """How much likelier it is than not that the figure is not the one proposed (fen; None is a blank)."""
        odds = self.score / (1 - self.score + _NEVER_CERTAIN)
        is_rival = any(amount_in(rival, spec.unit) == proposed for rival in self.rivals)
        return odds * _RIVAL if is_rival and proposed is not None else odds


def amount_in(text: str, unit: MoneyUnit) -> int | None:
    """The amount a text stands for, fen; None where it is none."""
    amount = amount_or_none(text, unit)
    return None if amount is None else amount.fen


def provisional(text: str, unit: MoneyUnit, decimals: int) -> int | None:
    """The amount the digits of a text may mean when its marks are unreadable, fen; None where they may mean several."""
    if not _ONE_FIGURE.fullmatch(text.strip()):
        return None
    digits = "".join(letter for letter in text if letter in "0123456789")
    fraction = decimals if any(mark in text for mark in ".,， ") else 0
    fen = int(digits) * unit.value // int(10**fraction)
    return -fen if text.strip()[:1] in {"-", "－", "−"} else fen


def is_plausible(doubt: Doubt, proposed: int | None, spec: TableSpec) -> bool:
    """Tell whether what was read may be a misreading of an amount (fen; None is a blank)."""
    if proposed is None:
        return False
    if any(amount_in(rival, spec.unit) == proposed for rival in doubt.rivals):
        return True
    read = _bare(doubt.text)
    if not read:
        return doubt.score <= _UNREADABLE
    return any(_is_misread(read, meant, doubt.score) for meant in _written(proposed, spec))


def _is_misread(read: str, meant: str, score: float) -> bool:
    if _is_lost(read, meant):
        return True
    most = 0 if score >= SURE else 1 if score >= _HARDLY else 2
    return _distance(read, meant) <= most


def _bare(text: str) -> str:
    return "".join(text.replace(",", "").replace("，", "").split())


def _written(fen: int, spec: TableSpec) -> list[str]:
    """The ways to print an amount: with the decimals it needs, and with as many as the table's longest figure has."""
    fewest = 0
    while fen * 10**fewest % spec.unit.value:
        fewest += 1
    most = max(fewest, spec.decimals)
    return [format_amount(fen, spec.unit, decimals) for decimals in range(fewest, most + 1)]


def _is_lost(read: str, meant: str) -> bool:
    """What recognition loses without noticing: the point, or one of two equal digits side by side."""
    if "." not in read and read == meant.replace(".", ""):
        return True
    return len(meant) == len(read) + 1 and any(
        meant[n] == meant[n - 1] and meant[:n] + meant[n + 1 :] == read
        for n in range(1, len(meant))
    )


def _distance(one: str, other: str) -> int:
    """How many signs must be changed, added or left out to make one text of another."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        above, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (a != b))
    return row[-1]
