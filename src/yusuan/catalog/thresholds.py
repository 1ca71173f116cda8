"""Dated thresholds from law and practice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.catalog.entries import toml
from yusuan.catalog.law_references import LawReference, law
from yusuan.core.errors import CatalogError

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class Parameter:
    """A threshold with the days from which each value holds; whole numbers, money in fen."""

    id: str
    what: str
    measure: str
    values: tuple[tuple[dt.date, int], ...]
    law_id: str
    last_checked: dt.date
    verified: bool

    @property
    def law(self) -> LawReference:
        """The ground of the threshold."""
        return law(self.law_id)

    def on(self, day: dt.date) -> int:
        """The value in force on a day; raises CatalogError before the first one."""
        in_force = [value for since, value in self.values if since <= day]
        if not in_force:
            first = self.values[0][0].isoformat()
            raise CatalogError(f"parameter {self.id!r} has no value on {day.isoformat()}", (first,))
        return in_force[-1]


def parameter(parameter_id: str) -> Parameter:
    """The threshold of an id; raises CatalogError when unknown."""
    found = parameters().get(parameter_id)
    if found is None:
        start = parameter_id.split("-", maxsplit=1)[0]
        raise CatalogError(
            f"no parameter {parameter_id!r}", [known for known in parameters() if start in known]
        )
    return found


@lru_cache(maxsize=1)
def parameters() -> dict[str, Parameter]:
    """All thresholds by id."""
    return {
        key: Parameter(
            id=key,
            what=table["what"],
            measure=table["measure"],
            values=tuple(sorted((value["since"], value["value"]) for value in table["values"])),
            law_id=table["law"],
            last_checked=table["last_checked"],
            verified=table["verified"],
        )
        for key, table in toml("parameters").items()
    }
