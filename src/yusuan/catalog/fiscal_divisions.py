"""Fiscal divisions (财政区划): GB/T 2260 codes, and zones that finance treats as divisions of their own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from yusuan.catalog.entries import Provenance, nearest, provenance, rows
from yusuan.core.errors import CatalogError

_DIGITS = 6


@dataclass(frozen=True, slots=True)
class FiscalDivision:
    """A division that has a budget, or whose budget is part of its parent's (实施条例第二条)."""

    code: str
    name: str
    in_gb2260: bool
    provenance: Provenance

    @property
    def parent(self) -> FiscalDivision | None:
        """The nearest recorded division above, or None for a province."""
        above = (self.code[:digits].ljust(_DIGITS, "0") for digits in (4, 2))
        return next((d for c in above if c != self.code and (d := divisions().get(c))), None)

    @property
    def lineage(self) -> tuple[FiscalDivision, ...]:
        """The province first, then every recorded level down to this division."""
        return (*self.parent.lineage, self) if self.parent else (self,)

    @property
    def full_name(self) -> str:
        """The name with its province and prefecture, none of them said twice."""
        names: list[str] = []
        for division in self.lineage:
            stem = division.name.removesuffix("市")
            # 秦皇岛经济技术开发区 already names its city.
            if names and stem.startswith(names[-1].removesuffix("市")):
                names.pop()
            names.append(division.name)
        return "".join(names)


def division(code: str) -> FiscalDivision:
    """The division of a code of 2, 4 or 6 digits; raises CatalogError offering the nearest known."""
    padded = code.ljust(_DIGITS, "0")
    found = divisions().get(padded)
    if found is None:
        raise CatalogError(f"no fiscal division {code} is recorded", _offered(padded))
    return found


@lru_cache(maxsize=1)
def divisions() -> dict[str, FiscalDivision]:
    """All recorded divisions by six-digit code, in code order."""
    recorded = (
        FiscalDivision(row["code"], row["name"], row["in_gb2260"] == "true", provenance(row))
        for row in rows("divisions")
    )
    return {each.code: each for each in sorted(recorded, key=lambda each: each.code)}


def _offered(wanted: str) -> tuple[str, ...]:
    siblings = [code for code in divisions() if code[:4] == wanted[:4]]
    return tuple(nearest(wanted, siblings) or nearest(wanted, divisions()))
