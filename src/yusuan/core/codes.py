"""Classification codes: compared by level, never by bare prefix."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import lru_cache

from yusuan.core.patterns import pattern

_CODE = pattern(r"[0-9]{3}(?:[0-9]{2}){0,2}")


class Level(enum.IntEnum):
    """Depth of a classification code; the value is its number of digits."""

    CATEGORY = 3
    SECTION = 5
    ITEM = 7

    @property
    def label(self) -> str:
        """The Chinese name of the level."""
        return {3: "类", 5: "款", 7: "项"}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """A functional or economic classification code of 3, 5 or 7 digits (类, 款, 项 or 目)."""

    digits: str

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.digits):
            msg = f"not a classification code: {self.digits!r} (3, 5 or 7 digits expected)"
            raise ValueError(msg)

    def __str__(self) -> str:
        return self.digits

    @property
    def level(self) -> Level:
        """The level the number of digits stands for."""
        return Level(len(self.digits))

    @property
    def parent(self) -> Code | None:
        """The code one level up, or None for a category."""
        return None if len(self.digits) == Level.CATEGORY else code(self.digits[:-2])

    @property
    def category(self) -> Code:
        """The category (类) the code belongs to."""
        return code(self.digits[:3])

    @property
    def lineage(self) -> tuple[Code, ...]:
        """The category first, then every level down to this code."""
        return _lineage(self.digits)

    def at(self, level: Level) -> Code | None:
        """The ancestor (or self) at a level; None when this code is less deep."""
        return code(self.digits[: level.value]) if len(self.digits) >= level.value else None

    def within(self, other: Code) -> bool:
        """Tell whether this code is the other or lies below it."""
        # Levels have fixed widths, so among valid codes a prefix is an ancestor.
        return self.digits.startswith(other.digits)


@lru_cache(maxsize=8192)
def _lineage(digits: str) -> tuple[Code, ...]:
    return tuple(code(digits[:n]) for n in range(3, len(digits) + 1, 2))


@lru_cache(maxsize=8192)
def code(digits: str) -> Code:
    """Intern a code: the same digits give the same object. Raises ValueError when malformed."""
    return Code(digits)
