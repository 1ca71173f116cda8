"""What an export was found to hold, for whoever writes it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yusuan.catalog import CLASSIFICATIONS
from yusuan.core.codes import code
from yusuan.core.errors import CatalogError, Faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.budget import BudgetLine, Project
    from yusuan.core.dataset.code_names import CodeName

_SHOWN = 40


@dataclass(slots=True)
class Imported:
    """What an export holds: lines, projects and units in order, and in words what was done to get them."""

    lines: list[BudgetLine] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    names: dict[tuple[str, str], CodeName] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    remarks: list[str] = field(default_factory=list)
    # The sums that were held against the lines, and what they hold in all, fen.
    sums: int = 0
    rows: int = 0

    @property
    def amount(self) -> int:
        """All money, fen."""
        return sum(line.amount for line in self.lines)

    def new_names(self, year: int) -> list[CodeName]:
        """Names of codes that the catalogue of the year lacks, one a code, in order of code."""
        return sorted(name for name, known in self._names(year) if known is None)

    def other_names(self, year: int) -> list[str]:
        """In words: names that are not those of their codes in the catalogue of the year."""
        return [
            f"编码 {name.code} 在表中叫“{name.name[:_SHOWN]}”，科目表上是“{known}”，请核对编码。"
            for name, known in self._names(year)
            if known
        ]

    def _names(self, year: int) -> Iterator[tuple[CodeName, str | None]]:
        """Each name, with the catalogue's where it differs: empty where it agrees, None where the code is not there."""
        for name in self.names.values():
            try:
                book = CLASSIFICATIONS[name.classification](year)
            except CatalogError:
                continue
            entry = book.get(code(name.code))
            is_other = (
                entry is not None and entry.verified and not book.accepts(entry.code, name.name)
            )
            yield name, None if entry is None else (entry.name if is_other else "")
