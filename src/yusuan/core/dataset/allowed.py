"""What a field takes, as a fault says it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from yusuan.core.errors import MOST_FAULTS
from yusuan.core.fields import ECONOMIC, FUNCTION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.core.fields import Field

# What a code, or the name typed for it, may stand for: classification, year, what is written, name.
Meant: TypeAlias = Callable[[str, int, str, str], str]


def nothing_known(_dimension: str, _year: int, _written: str, _name: str) -> str:
    """Where there is no catalogue."""
    return ""


class Allowed:
    """What a field takes; of a code that is not right also which are near, for as many as anybody reads."""

    def __init__(self, meant: Meant, year: str) -> None:
        self._meant = meant
        self._left = MOST_FAULTS
        year = year.strip()
        self._year = int(year) if year.isdecimal() and len(year) == _DIGITS_OF_A_YEAR else None

    def of(self, field: Field, written: Mapping[str, str], allowed: str = "") -> str:
        """In words."""
        allowed = allowed or field.kind.allowed
        if field.kind not in {FUNCTION, ECONOMIC} or self._year is None or not self._left:
            return allowed
        self._left -= 1
        code, name = (written.get(key, "").strip() for key in (field.name, f"{field.name}_name"))
        known = self._meant(field.kind.name, self._year, code, name)
        return f"{allowed}；{known}" if known else allowed


_DIGITS_OF_A_YEAR = 4
