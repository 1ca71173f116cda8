"""An edition as a value: which tables a place prints in a year, in which order, unit and words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from yusuan.core.errors import SpecError
from yusuan.core.terms import IndicatorKind, Stage
from yusuan.narrative.sentence import Sentence
from yusuan.tables.region import BUDGETED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from yusuan.core.money import MoneyUnit
    from yusuan.narrative.sentence import EachItem
    from yusuan.tables.spec import TableSpec


# Stands in a part for every table that no part names.
TABLES = "*"


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A narrative section the edition prints: its id (what fills it) and its title.

    `says` are its paragraphs where it is made of sentences only, `tables` the official tables that stand in it below
    its text. A section without a `number` of its own is counted (一、) with those beside it.
    """

    id: str
    title: str
    says: tuple[Sentence | EachItem, ...] = ()
    tables: tuple[str, ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class PartSpec:
    """A part of the document: its title (`{department}`, `{year}`), its sections and the ids of its tables, in order."""

    id: str
    title: str
    contents: tuple[SectionSpec | str, ...]
    # What its first section begins with.
    introduction: Sentence | None = None

    @property
    def sections(self) -> tuple[SectionSpec, ...]:
        """The sections alone."""
        return tuple(each for each in self.contents if isinstance(each, SectionSpec))


@dataclass(frozen=True, eq=False)
class Edition:
    """The form of one place and year. `but` makes another from it; nobody asks which edition it is."""

    id: str
    title: str
    year: int
    tables: tuple[TableSpec, ...]
    # The order of the document: where its texts stand, and where its tables.
    parts: tuple[PartSpec, ...]
    indicator_tree: Mapping[IndicatorKind, IndicatorKind]
    overview: tuple[tuple[str, tuple[Sentence, ...]], ...]
    agency_running_costs: tuple[Sentence, ...]
    three_public: tuple[Sentence, ...]
    terms: tuple[tuple[str, str], ...]
    procurement_note: str
    title_prefix: str = ""
    equipment_threshold: str = "20万元"
    # Tables sentences quote and nobody prints: what was budgeted for each item, beside its final amount.
    quoted: tuple[TableSpec, ...] = ()
    # What its amounts are: budgeted, or final.
    stage: Stage = Stage.BUDGET
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        placed = Counter(self._placed())
        wrong = [name for name, times in placed.items() if times > 1]
        wrong += sorted({spec.id for spec in self.tables} ^ set(placed))
        if wrong:
            msg = f"{self.id}: tables must stand in one place each: {wrong}"
            raise SpecError(msg)

    def _placed(self) -> Iterator[str]:
        """The ids of the tables in the order of the document."""
        for part in self.parts:
            for each in part.contents:
                yield from self.tables_of(each)

    def tables_of(self, each: SectionSpec | str) -> tuple[str, ...]:
        """The ids of the tables that stand where a part names this: in a section, by name, or all others."""
        if isinstance(each, SectionSpec):
            return each.tables
        if each != TABLES:
            return (each,)
        named = {
            name
            for part in self.parts
            for other in part.contents
            for name in (other.tables if isinstance(other, SectionSpec) else (other,))
        }
        return tuple(spec.id for spec in self.tables if spec.id not in named)

    @property
    def sections(self) -> tuple[SectionSpec, ...]:
        """The narrative sections of all parts, in order."""
        return tuple(section for part in self.parts for section in part.sections)

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
        return "部门决算" if self.is_final else "部门预算"

    @property
    def document_year(self) -> str:
        """What the year of the document is called: 预算年度 or 决算年度."""
        return f"{self.document.removeprefix('部门')}年度"

    @property
    def is_final(self) -> bool:
        """Tell whether it tells what became of a year: what was bought, and what is held at its end."""
        return self.stage is Stage.FINAL

    @property
    def prints_budget(self) -> bool:
        """Tell whether it sets the budget of the year beside its amounts."""
        specs = (*self.tables, *self.quoted)
        return any(
            column.region.ledger == BUDGETED
            for spec in specs
            for panel in spec.panels
            for column in panel.columns
        )

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence with figures, those of the sections the national explanation has first."""
        said = tuple(sentence for _, sentences in self.overview for sentence in sentences)
        of_sections = tuple(
            sentence
            for section in self.sections
            for sentence in section.says
            if isinstance(sentence, Sentence)
        )
        return (*said, *self.agency_running_costs, *self.three_public, *of_sections)

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
