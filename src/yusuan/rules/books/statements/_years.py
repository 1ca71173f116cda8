"""Years the text compares that cannot be meant: they break the rule on years, which looks at the paper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.narrative.agreement.contradiction import Kind
from yusuan.rules.books import rule
from yusuan.rules.books.statements._judged import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.outcomes import Outcome
    from yusuan.rules.evidence import Evidence

_HINT = "请核对年度：本年度与比较的年度各是哪一年。"


def years_compared(evidence: Evidence) -> Iterator[Outcome]:
    """A change is from an earlier year to this one."""
    years = rule("wrong-year")
    for verdict in said(evidence, Kind.YEAR):
        yield years.outcome(replace(verdict, hint=_HINT, law="arithmetic"), evidence)
