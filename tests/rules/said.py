"""What some rules of the book say of evidence made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Where
from yusuan.core.terms import Stage
from yusuan.rules.books import rule
from yusuan.rules.evidence import Evidence, Line, Paper
from yusuan.rules.spec import run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from yusuan.core.outcomes import Outcome

HERE = Where("a.pdf")
BARE = Evidence("a.pdf", 2024, Stage.BUDGET, is_unit=False)


def said_by(evidence: Evidence, *rules: str) -> list[Outcome]:
    """The outcomes of some rules, those that did not apply left out."""
    outcomes = run(map(rule, rules), evidence)
    return [outcome for outcome in outcomes if outcome.message or outcome.status.value == "passed"]


def lines(*texts: str, where: Where = HERE) -> tuple[Line, ...]:
    """A text that starts with # is a heading."""
    return tuple(Line(text.removeprefix("#"), where, int(text.startswith("#"))) for text in texts)


def paper(passages: Sequence[Line] = (), **parts: Any) -> Evidence:  # noqa: ANN401  parts of a paper
    """Evidence that is nothing but paper."""
    return replace(BARE, paper=Paper(tuple(passages), **parts))
