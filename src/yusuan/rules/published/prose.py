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

from yusuan.catalog import folded
from yusuan.core.money import last_digit
from yusuan.core.outcomes import Outcome, Severity, Status, Where
from yusuan.narrative.agreement.contradiction import Kind
from yusuan.narrative.clauses.clause import Metric, Stage
from yusuan.narrative.clauses.read import read_prose
from yusuan.narrative.contradictions import contradictions
from yusuan.rules.published.counterparts import Counterparts
from yusuan.rules.published.stated import regions_of
from yusuan.rules.published.text_causes import consequences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.core.codes import Code
    from yusuan.core.grid import TextBlock
    from yusuan.core.money import Printed
    from yusuan.narrative.agreement.contradiction import Claim
    from yusuan.narrative.clauses.clause import Clause, Prose, Subject
    from yusuan.narrative.figures import Span
    from yusuan.rules.published.counterparts import Counterpart
    from yusuan.tables.table import Table

# Claims that only compare levels; a level the tables refute is the cause of their failing.
_OF_LEVELS = frozenset({Kind.LEVELS, Kind.ITEMS, Kind.PARTS, Kind.BALANCE})
# So much of a sentence is enough to search for it.
_QUOTED, _BEFORE = 18, 12
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
    def counterparts(self) -> Counterparts:
        """The figures of the tables by what they mean."""
        return Counterparts(self.tables)

    def named(self, subject: Subject) -> Subject:
        """The subject with its functional code, where the document's own tables alone say which it is."""
        if subject.code is not None or not subject.names:
            return subject
        wanted = tuple(_plain(name) for name in subject.names)
        fitting = [code for code, names in self._lineages.items() if names == wanted]
        return replace(subject, code=fitting[0]) if len(fitting) == 1 else subject

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
        """Where a place of the text (an offset into it) stands: page and box of its paragraph, and its words."""
        block = self.texts[max(0, bisect_right(self._starts, place) - 1)]
        begin = max(self.text.rfind(mark, 0, place) + 1 for mark in "\n。")
        begin = max(begin, place - _BEFORE)
        words = "".join(self.text[begin : place + _QUOTED].split())
        return Where(self.source, block.page, "文字说明", row or f"“{words}…”", box=block.box)

    @cached_property
    def _starts(self) -> Sequence[int]:
        return tuple(accumulate((len(block.text) + 1 for block in self.texts[:-1]), initial=0))


def _plain(name: str) -> str:
    return folded(name).removesuffix("支出")


def check_published(published: Published) -> Iterator[Outcome]:
    """Every stated figure against the tables, then what the text says against itself."""
    wrong: dict[Span, tuple[Clause, Outcome]] = {}
    agreed: set[Span] = set()
    for clause, outcome in _compared(published):
        if outcome.status is Status.FAILED:
            wrong[clause.span] = clause, outcome
        else:
            agreed.add(clause.span)
            yield outcome
    behind: dict[Span, list[Outcome]] = defaultdict(list)
    found = list(_contradictions(published))
    causes = _causes(published, wrong, [claim for claim, _ in found])
    for n, (claim, outcome) in enumerate(found):
        if n in causes:
            behind[causes[n]].append(outcome)
        elif claim.kind in _OF_LEVELS and claim.is_finding and agreed.issuperset(claim.spans):
            # The tables say the same of every level: what the sentence leaves out stands there.
            yield replace(outcome, status=Status.NOT_APPLICABLE, message="", hint="")
        else:
            yield outcome
    same: dict[tuple[str, int | None], Outcome] = {}
    for span, (_, outcome) in wrong.items():
        explained = replace(outcome, proofs=tuple(behind[span]))
        # The same wrong figure said twice of one subject is one finding with two places.
        key = explained.where[0].row, explained.actual
        same[key] = _joined(same[key], explained) if key in same else explained
    yield from same.values()


def _causes(
    published: Published, wrong: Mapping[Span, tuple[Clause, Outcome]], claims: Sequence[Claim]
) -> dict[int, Span]:
    """The wrong figure behind each claim that fails because of one, by the claim's position."""
    failed = {n: claim for n, claim in enumerate(claims) if claim.is_finding}
    right = {
        span: (clause, outcome.expected)
        for span, (clause, outcome) in wrong.items()
        if outcome.expected is not None
    }
    numbers = list(failed)
    found = consequences(
        published.text, right, list(failed.values()), published.year, published.stage
    )
    causes = {numbers[n]: span for n, span in found.items()}
    for n, claim in failed.items():
        # Levels that contradict each other, and the tables say which is wrong: that is the finding.
        refuted = [span for span in claim.spans if span in wrong]
        if claim.kind in _OF_LEVELS and n not in causes and refuted:
            causes[n] = refuted[0]
    return causes


def _joined(one: Outcome, other: Outcome) -> Outcome:
    where = (*one.where, *(w for w in other.where if w not in one.where))
    return replace(one, where=where, proofs=(*one.proofs, *other.proofs))


def _compared(published: Published) -> Iterator[tuple[Clause, Outcome]]:
    """The levels of this year that some table prints, compared with it."""
    for clause in published.prose.of(Metric.LEVEL):
        if clause.period.year == published.year and clause.period.stage is published.stage:
            outcome = _compare(published, clause)
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


def _compare(published: Published, clause: Clause) -> Outcome | None:
    stated = clause.printed
    if stated is None:
        return None
    subject = published.named(clause.subject)
    found = list(published.counterparts.of(regions_of(subject)))
    if not found:
        return None
    statuses = [agreement(stated, one.value, one.half_digit) for one in found]
    where = published.where(clause.span[0], subject.label)
    for status in (Status.PASSED, Status.ROUNDING):
        if status in statuses:
            return _outcome(status, "", where, stated, found[statuses.index(status)])
    message = (
        f"文字说明“{said(clause)}”中{subject.label} {stated} {stated.unit.label} ≠ "
        f"{found[0].words}。"
    )
    return _outcome(Status.FAILED, message, where, stated, found[0])


def said(clause: Clause) -> str:
    """The words of a clause without the heading above it."""
    return clause.text.strip().rpartition("\n")[2]


def agreement(stated: Printed, fen: int, half_digit: int = 0) -> Status:
    """Compare by printed precision; a figure cut off instead of rounded is off by less than one digit."""
    difference = abs(stated.fen - fen)
    if difference == 0:
        return Status.PASSED
    if difference <= stated.half_digit + half_digit or difference < last_digit(
        stated.unit, stated.decimals
    ):
        return Status.ROUNDING
    return Status.FAILED


def _outcome(
    status: Status, message: str, where: Where, stated: Printed, found: Counterpart
) -> Outcome:
    return Outcome(
        "text-disagrees-with-table",
        status,
        Severity.ERROR,
        message,
        _HINT if status is Status.FAILED else "",
        "budget-law-14",
        found.value,
        stated.fen,
        (where, *found.where),
    )
