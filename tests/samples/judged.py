"""The judged documents: what a careful reader says of each, and the program's findings on it."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.rules.readable import assert_readable
from tests.samples_path import samples_dir
from yusuan.pipeline import Inspection

if TYPE_CHECKING:
    from yusuan.core.outcomes import Outcome

_HERE = Path(__file__).parent
SAMPLES = {path.stem: path for path in sorted(_HERE.glob("*.toml"))}
PROVINCES = {path.stem: path for path in sorted(_HERE.glob("provinces/*.toml"))}


@lru_cache
def judgements(stem: str) -> dict[str, Any]:
    """What was judged of one document."""
    return tomllib.loads((SAMPLES | PROVINCES)[stem].read_text(encoding="utf-8"))


@lru_cache
def inspected(stem: str) -> Inspection:
    """One judged document as the program sees it."""
    return Inspection(samples_dir() / judgements(stem)["file"])


def findings(stem: str) -> tuple[Outcome, ...]:
    """Everything the program finds on it."""
    return inspected(stem).outcomes.findings


def fits(outcome: Outcome, judged: dict[str, Any]) -> bool:
    """Tell whether a finding is the one that was judged: its rule, first page and a number of its message."""
    page = outcome.where[0].page if outcome.where else None
    return (
        outcome.rule == judged["rule"]
        and page == judged.get("page")
        # Messages set thousands off, judgements were written as the pages print.
        and judged["says"].replace(",", "") in outcome.message.replace(",", "")
    )


def assert_every_finding_is_judged_once(stem: str) -> None:
    """Nobody has to judge a finding twice, none goes unjudged, and all of them can be read."""
    assert_readable(inspected(stem).outcomes)
    listed = judgements(stem).get("finding", [])
    for outcome in findings(stem):
        fitting = [judged for judged in listed if fits(outcome, judged)]
        page = outcome.where[0].page if outcome.where else None
        assert len(fitting) == 1, f"judge {outcome.rule}, page {page}: {outcome.message[:60]}"


def false_findings(stem: str) -> list[Outcome]:
    """The findings that say something wrong of the document."""
    wrong = [judged for judged in judgements(stem).get("finding", []) if not judged["is_true"]]
    return [found for found in findings(stem) if any(fits(found, judged) for judged in wrong)]
