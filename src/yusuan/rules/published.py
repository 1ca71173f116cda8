"""What a published document must agree with besides its tables' identities: its own text.

Text is compared with tables through regions: a sentence that names a function item, a fund or a three-public
item states a figure that some table prints. Where the words fit several figures, the text is wrong only if it
agrees with none of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from yusuan.core.money import MoneyUnit, last_digit
from yusuan.core.outcomes import Outcome, Severity, Status, Where
from yusuan.narrative.agreement import Kind
from yusuan.narrative.clause import Metric, Stage
from yusuan.narrative.clauses import read_prose
from yusuan.narrative.contradictions import contradictions
from yusuan.rules.carried import Carried
from yusuan.rules.evaluate import Figures, in_unit, place_in_words
from yusuan.rules.stated import regions_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.core.grid import TextBlock
    from yusuan.core.money import Printed
    from yusuan.narrative.agreement import Claim
    from yusuan.narrative.clause import Clause, Prose
    from yusuan.narrative.figures import Span
    from yusuan.tables.region import Region
    from yusuan.tables.table import Cell, Table

_HINT_TEXT = "请核对这几处文字，改成互相一致的说法。"
_HINT = "请对照批复核对这一处，把文字和表格改成同一个数。"


@dataclass(frozen=True)
class Published:
    """A recognised document as rules see it."""

    source: str
    year: int
    stage: Stage
    tables: Sequence[Table]
    texts: Sequence[TextBlock]

    @cached_property
    def text(self) -> str:
        """All text outside tables, a line a block."""
        return "\n".join(block.text for block in self.texts)

    @cached_property
    def prose(self) -> Prose:
        """The clauses of the text."""
        return read_prose(self.text, year=self.year, stage=self.stage)

    @cached_property
    def cells(self) -> Mapping[Region, list[Cell]]:
        """The figures of the tables by what they mean, once members without money have left."""
        found: dict[Region, list[Cell]] = defaultdict(list)
        for table in self.tables:
            for cell in table.cells.values():
                if not cell.region.is_empty:
                    found[self.carried.reduce(cell.region)].append(cell)
        return found

    @cached_property
    def carried(self) -> Carried:
        """What the tables say was carried from year to year."""
        return Carried.read(self.tables)

    def where(self, place: int, row: str = "") -> Where:
        """Where a place of the text (an offset into it) stands: page and box of its paragraph."""
        block = self.texts[max(0, bisect_right(self._starts, place) - 1)]
        return Where(self.source, block.page, "文字说明", row, box=block.box)

    @cached_property
    def _starts(self) -> Sequence[int]:
        return tuple(accumulate((len(block.text) + 1 for block in self.texts[:-1]), initial=0))


def check_published(published: Published) -> Iterator[Outcome]:
    """Every stated figure against the tables, then what the text says against itself."""
    wrong: dict[Span, Outcome] = {}
    for clause, outcome in _compared(published):
        if outcome.status is Status.FAILED:
            wrong[clause.span] = outcome
        else:
            yield outcome
    same: dict[tuple[str, int | None], Outcome] = {}
    behind: dict[Span, list[Outcome]] = defaultdict(list)
    for claim, outcome in _contradictions(published):
        # Two levels of one thing, and the tables say which is wrong: that is the finding, and this its proof.
        causes = [span for span in claim.spans if span in wrong]
        if claim.kind is Kind.LEVELS and claim.is_finding and causes:
            behind[causes[0]].append(outcome)
        else:
            yield outcome
    for span, outcome in wrong.items():
        found = replace(outcome, proofs=tuple(behind[span]))
        # The same wrong figure said twice of one subject is one finding with two places.
        key = found.where[0].row, found.actual
        same[key] = _joined(same[key], found) if key in same else found
    yield from same.values()


def _joined(one: Outcome, other: Outcome) -> Outcome:
    where = (*one.where, *(w for w in other.where if w not in one.where))
    return replace(one, where=where, proofs=(*one.proofs, *other.proofs))


def _compared(published: Published) -> Iterator[tuple[Clause, Outcome]]:
    """The levels of this year that some table prints, compared with it."""
    figures = Figures.of(published.tables)
    for clause in published.prose.of(Metric.LEVEL):
        if clause.period.year == published.year and clause.period.stage is published.stage:
            outcome = _compare(published, clause, figures)
            if outcome is not None:
                yield clause, outcome


def _contradictions(published: Published) -> Iterator[tuple[Claim, Outcome]]:
    """What the text says against itself; a claim the words leave open did not apply."""
    for claim in contradictions(published.prose):
        places = (published.where(span[0]) for span in claim.spans)
        yield (
            claim,
            Outcome(
                claim.kind.value,
                claim.status,
                claim.severity,
                claim.message,
                _HINT_TEXT if claim.status is Status.FAILED else "",
                "budget-law-14",
                where=tuple(dict.fromkeys(places)),
            ),
        )


def _compare(published: Published, clause: Clause, figures: Figures) -> Outcome | None:
    stated = clause.printed
    if stated is None:
        return None
    candidates = [
        cell
        for region in regions_of(clause.subject)
        for cell in published.cells.get(published.carried.reduce(region), ())
    ]
    known = [cell for cell in candidates if cell.recognised]
    if not known:
        return None
    statuses = [_status(stated, cell) for cell in known]
    where = published.where(clause.span[0], clause.subject.label)
    for status in (Status.PASSED, Status.ROUNDING):
        if status in statuses:
            agreeing = known[statuses.index(status)]
            return _outcome(status, "", (where, figures.places[agreeing.key]), stated, agreeing)
    cell = known[0]
    spec = figures.specs[cell.key.table]
    unit = MoneyUnit.WAN_YUAN.label
    message = (
        f"文字说明“{clause.text.strip()}”中{clause.subject.label} {stated} {unit} ≠ "
        f"{place_in_words(cell, spec)} {in_unit(cell.value, spec)}。"
    )
    return _outcome(Status.FAILED, message, (where, figures.places[cell.key]), stated, cell)


def _status(stated: Printed, cell: Cell) -> Status:
    """Compare by printed precision; a figure cut off instead of rounded is off by less than one digit."""
    difference = abs(stated.fen - cell.value)
    own = 0 if cell.printed is None else cell.printed.half_digit
    if difference == 0:
        return Status.PASSED
    if difference <= stated.half_digit + own or difference < last_digit(
        stated.unit, stated.decimals
    ):
        return Status.ROUNDING
    return Status.FAILED


def _outcome(
    status: Status, message: str, where: Iterable[Where], stated: Printed, cell: Cell
) -> Outcome:
    return Outcome(
        "text-disagrees-with-table",
        status,
        Severity.ERROR,
        message,
        _HINT if status is Status.FAILED else "",
        "budget-law-14",
        cell.value,
        stated.fen,
        tuple(where),
    )
