"""What every finding must be for a reader: short, grouped, with an id of its own and a pair for its two figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.rules.presented import LONGEST, grouped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.outcomes import Outcome, Outcomes


def flat(outcome: Outcome) -> Iterator[Outcome]:
    yield outcome
    for proof in outcome.proofs:
        yield from flat(proof)


def assert_readable(outcomes: Outcomes) -> None:
    ids = [finding.id for finding in outcomes.findings]
    assert all(ids)
    assert len(set(ids)) == len(ids)
    for finding in outcomes.findings:
        assert finding.message
        for one in flat(finding):
            for text in (one.message, one.hint, one.suggestion):
                assert len(text) <= LONGEST, text
                assert text == grouped(text)
            if one.expected is not None and one.actual is not None:
                assert one.pair is not None
