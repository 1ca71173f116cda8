"""From departmental to government economic classification (财预〔2017〕98号)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from yusuan.catalog.classification import departmental_economic
from yusuan.catalog.entries import Provenance, provenance, rows
from yusuan.core.codes import Code, Level, code
from yusuan.core.errors import CatalogError


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The government section (款) of a departmental one, by the nature of the spending unit."""

    administrative: Code | None
    public_institution: Code | None
    provenance: Provenance


def government_economic_of(
    economic: Code, *, is_public_institution: bool, year: int
) -> Code | None:
    """The government economic section that spending of a departmental section is reported under.

    Institutions under the Civil Servants Law (参公) count as administrative. A sub-item follows its
    section. None: no counterpart (30107 绩效工资 of an administrative unit). A category has several.
    """
    section = economic.at(Level.SECTION)
    if section is None:
        raise CatalogError(
            f"{economic} is a category: only sections (款) have a government counterpart",
            [str(entry.code) for entry in departmental_economic(year).children(economic)[:3]],
        )
    departmental_economic(year).entry(section)
    found = next((c for c in _counterparts().get(section, ()) if c.provenance.covers(year)), None)
    if found is None:
        raise CatalogError(f"no government economic counterpart recorded for {section} in {year}")
    return found.public_institution if is_public_institution else found.administrative


@lru_cache(maxsize=1)
def _counterparts() -> dict[Code, tuple[Counterpart, ...]]:
    known: dict[Code, tuple[Counterpart, ...]] = {}
    for row in rows("economic_mapping"):
        counterpart = Counterpart(
            _optional(row["administrative"]), _optional(row["public_institution"]), provenance(row)
        )
        departmental = code(row["departmental"])
        known[departmental] = (*known.get(departmental, ()), counterpart)
    return known


def _optional(digits: str) -> Code | None:
    return code(digits) if digits else None
