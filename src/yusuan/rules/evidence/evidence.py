"""One source as rules see it, and the evidence beside it when documents are compared."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar

from yusuan.catalog import folded
from yusuan.core.outcomes import Where
from yusuan.identities.derive import identities
from yusuan.narrative.figures import squeeze
from yusuan.rules.evidence.counterparts import Counterparts
from yusuan.rules.evidence.lines import place_of
from yusuan.rules.evidence.paper import Paper

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from yusuan.core.budget import DepartmentObjective, Project
    from yusuan.core.codes import Code
    from yusuan.core.grid import TextBlock
    from yusuan.core.holdings import Holdings, Purchases
    from yusuan.core.terms import IndicatorKind
    from yusuan.identities.identity import Identity
    from yusuan.identities.inferred_figures import Inferred
    from yusuan.identities.misreading import Doubt
    from yusuan.narrative.clauses.clause import Prose, Stage, Subject
    from yusuan.rules.evidence.parts import (
        CodeTable,
        LooseFigure,
        ObjectiveForm,
        PlacedFigure,
        Refusal,
    )
    from yusuan.rules.spec import Subject as Facts
    from yusuan.tables.table import CellKey, Table

_Found = TypeVar("_Found")
# So much of a sentence is enough to search for it.
_QUOTED, _BEFORE = 18, 12


@dataclass(frozen=True, eq=False)
class Evidence:
    """What one source says, in the terms rules look at. A part the source does not have is empty or None.

    `facts` are there where the tables were derived, and stand for the paper that is not yet written.
    """

    source: str
    year: int
    stage: Stage
    tables: Sequence[Table] = ()
    # The text outside tables, in reading order.
    texts: Sequence[TextBlock] = ()
    # Whose, empty where nobody is named; whether of a unit, None where the kind is unknown.
    department: str = ""
    is_unit: bool | None = None
    indicator_tree: Mapping[IndicatorKind, IndicatorKind] = field(default_factory=dict)

    projects: tuple[Project, ...] = ()
    objectives: tuple[DepartmentObjective, ...] = ()
    # Objective forms that name their project alone, and the amounts of those that print its code.
    forms: Sequence[ObjectiveForm] = ()
    coded_forms: Sequence[ObjectiveForm] = ()
    holdings: Holdings | None = None
    purchases: Purchases | None = None
    # Figures that sum no lines of their own: 机关运行经费; one-row tables.
    running_costs: Sequence[PlacedFigure] = ()
    loose_figures: Sequence[LooseFigure] = ()
    code_tables: Sequence[CodeTable] = ()
    paper: Paper = field(default_factory=Paper)

    # What nobody trusted, what the reader did not read, which figures were put right or are in doubt.
    refused: Sequence[Refusal] = ()
    remarks: Sequence[str] = ()
    inferred: Inferred | None = None
    doubts: Mapping[CellKey, Doubt] = field(default_factory=dict)
    doubtful_pages: frozenset[int] = frozenset()

    facts: Facts | None = None
    beside: Sequence[Evidence] = ()

    @cached_property
    def identities(self) -> tuple[Identity, ...]:
        """What the tables' meaning promises."""
        return identities(self.tables)

    @cached_property
    def text(self) -> str:
        """All text outside tables, a line a block."""
        return "\n".join(block.text for block in self.texts)

    @cached_property
    def squeezed(self) -> tuple[str, Sequence[int]]:
        """The text without blanks, in half-width signs, and the place in the text of each of its characters."""
        return squeeze(self.text)

    @cached_property
    def prose(self) -> Prose:
        """The clauses of the text."""
        from yusuan.narrative.clauses.read import read_prose

        return read_prose(self.text, year=self.year, stage=self.stage, names=self._row_names)

    @cached_property
    def counterparts(self) -> Counterparts:
        """The figures of the tables by what they mean."""
        return Counterparts(self.tables)

    def once(self, work: Callable[[Evidence], _Found]) -> _Found:
        """What several rules work out of this evidence, worked out when the first of them asks."""
        if work not in self._known:
            self._known[work] = work(self)
        found: _Found = self._known[work]
        return found

    @cached_property
    def _known(self) -> dict[Callable[[Evidence], Any], Any]:
        return {}

    @property
    def title(self) -> str:
        """The document as a message names it."""
        kind = "单位" if self.is_unit else "部门"
        return f"{self.department}{self.year}年{kind}{self.stage.value}"

    def named(self, subject: Subject) -> Subject:
        """The subject with its functional code, where the document's own tables alone say which it is."""
        if subject.code is not None or not subject.names:
            return subject
        wanted = tuple(_plain(name) for name in subject.names)
        fitting = [code for code, names in self._lineages.items() if _fits(wanted, names)]
        return replace(subject, code=fitting[0]) if len(fitting) == 1 else subject

    @cached_property
    def _row_names(self) -> Mapping[str, frozenset[Code]]:
        """The functional codes of this document's tables by the names printed for them."""
        found: dict[str, set[Code]] = {}
        for code, names in self._lineages.items():
            found.setdefault(names[-1], set()).add(code)
        return {name: frozenset(codes) for name, codes in found.items() if name}

    @cached_property
    def _lineages(self) -> Mapping[Code, tuple[str, ...]]:
        """The functional codes of the tables' rows with the names printed for 类, 款 and 项."""
        printed = {
            row.code: _plain(row.label)
            for table in self.tables
            for rows in table.rows
            for row in rows
            if row.code is not None and row.code.digits.startswith("2")
        }
        return {code: tuple(printed.get(part, "") for part in code.lineage) for code in printed}

    def where(self, place: int, row: str = "") -> Where:
        """Where a place of the text (an offset into it) stands: page and box of its sentence, and its words."""
        n = max(0, bisect_right(self.starts, place) - 1)
        block, start = self.texts[n], self.starts[n]
        begin = max(self.text.rfind(mark, 0, place) + 1 for mark in "\n。")
        begin = max(begin, place - _BEFORE)
        words = "".join(self.text[begin : place + _QUOTED].split())
        page, box = place_of(block, *self._sentence(place, start, block))
        return Where(self.source, page, "文字说明", row or f"“{words}…”", box=box)

    def _sentence(self, place: int, start: int, block: TextBlock) -> tuple[int, int]:
        """From where to where in its paragraph the sentence around a place reaches."""
        at = place - start
        begin = block.text.rfind("。", 0, at) + 1
        end = block.text.find("。", at) + 1
        return begin, end or len(block.text)

    @cached_property
    def starts(self) -> Sequence[int]:
        """Where each paragraph begins in the text."""
        return tuple(accumulate((len(block.text) + 1 for block in self.texts[:-1]), initial=0))


def _fits(said: Sequence[str], printed: Sequence[str]) -> bool:
    """Tell whether the names said are those of a row; what a sentence leaves out may be any."""
    return len(said) == len(printed) and all(
        not one or one == other for one, other in zip(said, printed, strict=True)
    )


def _plain(name: str) -> str:
    return folded(name).removesuffix("支出")
