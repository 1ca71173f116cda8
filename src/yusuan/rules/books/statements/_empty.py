"""Money the text names where the table for it is empty: no figure of it stands anywhere to be compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.outcomes import Where
from yusuan.core.patterns import pattern
from yusuan.core.terms import Fund
from yusuan.narrative.clauses.clause import Metric, Topic
from yusuan.rules.books._stated import THREE_PUBLIC, regions_of
from yusuan.rules.spec import failed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.narrative.clauses.clause import Clause, Subject
    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict

# Tables of words: reasons, objectives. They print no money rightly. Revenue of a fund may be left for next year.
_OF_WORDS = pattern(r"说明|原因|绩效|目标|目录|收入")
_SPENT = frozenset({Topic.EXPENDITURE, Topic.BASIC, Topic.PROJECT})


class _Kind(NamedTuple):
    """Tables of one kind: their identifier, the word of their titles, the fund they are of (None: three-public)."""

    table: str
    word: str
    fund: Fund | None = None

    def is_of(self, subject: Subject) -> bool:
        if self.fund is None:
            return subject.topic in THREE_PUBLIC
        return subject.money is self.fund and subject.topic in _SPENT

    def is_named_by(self, title: str) -> bool:
        """Tell whether a title is of this kind of money and of no other: some forms print these fees by fund."""
        named = [kind for kind in _KINDS if kind.word in title]
        return named == [self] and not _OF_WORDS.search(title)


_KINDS = (
    _Kind("three_public", "三公"),
    _Kind("government_funds", "政府性基金", Fund.GOVERNMENT_FUNDS),
    _Kind("state_capital", "国有资本经营", Fund.STATE_CAPITAL),
)
_NAMED = 3


def empty_tables(evidence: Evidence) -> Iterator[Verdict]:
    """Where the text names money, the table for it is not empty. Silent where any table of its kind prints a figure."""
    if evidence.paper.has_unread_pages or evidence.doubtful_pages:
        return
    for kind in _KINDS:
        title = _empty(evidence, kind)
        stated = list(_stated(evidence, kind)) if title else []
        if stated:
            yield _against(evidence, title, stated)


def _empty(evidence: Evidence, kind: _Kind) -> str:
    """The title of the empty table of a kind; none where one of that kind has figures, or was not trusted."""
    titled = [table for table in evidence.paper.noted if kind.is_named_by(table.title)]
    is_filled = any(table.has_figures for table in titled) or any(
        table.id == kind.table
        and any(cell.value or not cell.recognised for cell in table.cells.values())
        for table in evidence.tables
    )
    is_refused = any(kind.word in refusal.title for refusal in evidence.refused)
    return "" if not titled or is_filled or is_refused else titled[0].title


def _stated(evidence: Evidence, kind: _Kind) -> Iterator[Clause]:
    """Levels of the year of a kind of money that no figure of the tables is held against."""
    for clause in evidence.prose.of(Metric.LEVEL):
        is_own = (clause.period.year, clause.period.stage) == (evidence.year, evidence.stage)
        if not is_own or not clause.is_sure or clause.printed is None or not clause.printed.fen:
            continue
        subject = evidence.named(clause.subject)
        if kind.is_of(subject) and not any(evidence.counterparts.of(regions_of(subject))):
            yield clause


def _against(evidence: Evidence, title: str, stated: Sequence[Clause]) -> Verdict:
    words = list(dict.fromkeys(f"{c.subject.label} {c.amount}" for c in stated))
    more = f"等 {len(words)} 项" if len(words) > _NAMED else ""
    largest = max(c.printed.fen for c in stated if c.printed is not None)
    return failed(
        f"{title}是空表，没有金额，文字却写明{'、'.join(words[:_NAMED])}{more}",
        *dict.fromkeys(evidence.where(c.span[0], c.subject.label) for c in stated),
        Where(evidence.source, table=title),
        expected=0,
        actual=largest,
    )
