"""An edition as a value: which tables a place prints in a year, in which order, unit and words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from yusuan.core.terms import IndicatorKind, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from yusuan.core.money import MoneyUnit
    from yusuan.narrative.sentence import Sentence
    from yusuan.tables.spec import TableSpec


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A narrative section the edition prints: its id (what fills it) and its title."""

    id: str
    title: str


@dataclass(frozen=True, eq=False)
class Edition:
    """The form of one place and year. `but` makes another from it; nobody asks which edition it is."""

    id: str
    title: str
    year: int
    tables: tuple[TableSpec, ...]
    sections: tuple[SectionSpec, ...]
    indicator_tree: Mapping[IndicatorKind, IndicatorKind]
    introduction: Sentence
    overview: tuple[tuple[str, tuple[Sentence, ...]], ...]
    agency_running_costs: tuple[Sentence, ...]
    three_public: tuple[Sentence, ...]
    terms: tuple[tuple[str, str], ...]
    procurement_note: str
    title_prefix: str = ""
    equipment_threshold: str = "20万元"
    # What its amounts are: budgeted, or final.
    stage: Stage = Stage.BUDGET
    sources: tuple[str, ...] = ()

    def but(self, **changes: Any) -> Edition:  # noqa: ANN401  any field
        """The same edition with some fields changed."""
        return replace(self, **changes)

    def in_unit(self, unit: MoneyUnit) -> Edition:
        """The same edition printing all tables in another money unit."""
        return self.but(tables=tuple(table.but(unit=unit) for table in self.tables))

    def with_table(self, table_id: str, change: Callable[[TableSpec], TableSpec]) -> Edition:
        """The same edition with one table changed."""
        return self.but(tables=tuple(change(t) if t.id == table_id else t for t in self.tables))

    @property
    def document(self) -> str:
        """What is published in this form: 部门预算 or 部门决算."""
        return "部门决算" if self.stage is Stage.FINAL else "部门预算"

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence with figures, in the order of the national explanation."""
        said = tuple(sentence for _, sentences in self.overview for sentence in sentences)
        return (*said, *self.agency_running_costs, *self.three_public)

    def table(self, table_id: str) -> TableSpec:
        """Find a table; raises KeyError when the edition has none of that id."""
        for table in self.tables:
            if table.id == table_id:
                return table
        raise KeyError(table_id)


# The classic tree, 成本 below 产出; the form of 财预〔2021〕101号 puts 成本 at level 1.
CLASSIC_TREE: dict[IndicatorKind, IndicatorKind] = {
    IndicatorKind.QUANTITY: IndicatorKind.OUTPUT,
    IndicatorKind.QUALITY: IndicatorKind.OUTPUT,
    IndicatorKind.TIMELINESS: IndicatorKind.OUTPUT,
    IndicatorKind.COST: IndicatorKind.OUTPUT,
    IndicatorKind.ECONOMIC: IndicatorKind.OUTCOME,
    IndicatorKind.SOCIAL: IndicatorKind.OUTCOME,
    IndicatorKind.ENVIRONMENTAL: IndicatorKind.OUTCOME,
    IndicatorKind.SUSTAINABILITY: IndicatorKind.OUTCOME,
    IndicatorKind.BENEFICIARY: IndicatorKind.SATISFACTION,
}
