"""An identity (勾稽关系): figures that must agree because of what they mean."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.tables.table import CellKey


class Relation(enum.Enum):
    """How the left figure relates to the sum of the right ones."""

    EQUAL = "等于"
    SUM = "等于各项之和"
    AT_MOST = "不大于"
    NOTHING = "应为空"


@dataclass(frozen=True, slots=True)
class Identity:
    """`left` relates to the sum of `right`; `dimension` names what the parts differ in."""

    relation: Relation
    left: CellKey
    right: tuple[CellKey, ...] = ()
    dimension: str = ""
    # The table that should print a row for `left`'s code and does not.
    absent_from: str = ""

    def __iter__(self) -> Iterator[CellKey]:
        yield self.left
        yield from self.right

    @property
    def rule(self) -> str:
        """The finding class a failure belongs to."""
        table = self.left.table
        is_within = all(key.table == table for key in self.right)
        return "table-arithmetic" if is_within else "cross-table"

    @property
    def is_equation(self) -> bool:
        """Tell whether a difference in either direction is wrong."""
        return self.relation is not Relation.AT_MOST
