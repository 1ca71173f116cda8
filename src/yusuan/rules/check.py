"""Check a budget: every identity its tables imply, then every rule of the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.errors import YusuanError
from yusuan.core.outcomes import Outcome, Outcomes, Status
from yusuan.identities.causes import check_identities
from yusuan.identities.derive import identities
from yusuan.rules.books import book

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yusuan.rules.spec import Rule, Subject
    from yusuan.tables.table import Table


def check(subject: Subject, tables: Sequence[Table]) -> Outcomes:
    """All outcomes: identities of the tables given (exact or as printed), then the rules on the subject."""
    return Outcomes.of((*check_identities(tables, identities(tables)), *run(book(), subject)))


def run(rules: Iterable[Rule], subject: Subject) -> list[Outcome]:
    """The outcomes of some rules. A rule that cannot go on is refused with its reason, never a finding."""
    outcomes: list[Outcome] = []
    for rule in rules:
        try:
            outcomes += rule.run(subject)
        except YusuanError as reason:
            refused = f"规则“{rule.claim}”无法执行：{reason}"
            outcomes.append(Outcome(rule.id, Status.REFUSED, rule.severity, refused, law=rule.law))
    return outcomes
