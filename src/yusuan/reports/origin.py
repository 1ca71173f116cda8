"""What stands behind one figure: the budget lines it sums, in words, and where else the same money is printed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.core.budget import BudgetLine
    from yusuan.documents.publication import Explanation
    from yusuan.pipeline import Inspection, Run
    from yusuan.tables.table import Cell, CellKey, Table


# What is said of a line, in the order of columns.
TITLES = {
    "unit": "单位",
    "fund": "资金性质",
    "function": "功能科目",
    "economic": "经济科目",
    "nature": "支出性质",
    "project": "项目",
    "amount": "金额",
}


@dataclass(frozen=True)
class Origin:
    """One figure with everything that stands behind and beside it."""

    run: Run
    table: Table
    cell: Cell

    @property
    def lines(self) -> tuple[BudgetLine, ...]:
        """The budget lines the figure sums."""
        from yusuan.tables.lines_behind import LinesBehind

        lines = self.run.budget.lines
        return tuple(lines[n] for n in LinesBehind(lines).of(self.cell.region))

    @cached_property
    def everywhere(self) -> Mapping[CellKey, Explanation]:
        """What is known about every printed figure."""
        return explanations(self.run)

    @property
    def explanation(self) -> Explanation | None:
        """What is known about this one; None where the cell is blank."""
        return self.everywhere.get(self.cell.key)

    @property
    def name(self) -> str:
        """Table, row and column in words."""
        from yusuan.documents.explain import title_of

        return title_of(self.table, self.cell)

    @property
    def region(self) -> str:
        """Which money it is, in words."""
        from yusuan.tables.region import in_words as region_in_words

        return region_in_words(self.cell.region, self.run.name)


def explanations(found: Run | Inspection) -> Mapping[CellKey, Explanation]:
    """What is known about every printed figure of a source."""
    from yusuan.documents.explain import explain

    return explain(found.printed, found.identities, found.name)


def in_words(run: Run, line: BudgetLine) -> dict[str, str]:
    """A budget line in words, by the names of its dimensions."""
    from yusuan.documents.explain import line_in_words

    return line_in_words(line, run.budget, run.name)._asdict()


def told_apart(lines: Sequence[Mapping[str, str]]) -> tuple[list[str], list[str]]:
    """The columns that tell lines in words apart, and what is the same in all of several: that is said once."""
    kept = [
        name
        for name in TITLES
        if name == "amount" or len(lines) == 1 or len({line[name] for line in lines}) > 1
    ]
    common = [lines[0][name] for name in TITLES if lines and name not in kept and lines[0][name]]
    return kept, common
