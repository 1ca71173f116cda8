"""Rules that only a later step can satisfy: before it, their findings tell nobody of a mistake.

Who enters figures in autumn cannot know what is approved in February, nor sign for secrecy: such findings are shown,
but no submission waits for them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from yusuan.rules.books import release

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yusuan.core.outcomes import Outcome

APPROVAL = "approval"
PUBLICATION = "publication"
_STEPS = (APPROVAL, PUBLICATION)
# By id of the rule: the step that supplies what it asks for.
AWAITED: Mapping[str, str] = MappingProxyType(
    {
        "approved-amounts-are-given": APPROVAL,
        # Who releases it and on which day.
        **{rule.id: PUBLICATION for rule in release.RULES},
    }
)


def due_by(step: str, outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The outcomes that count when a step is taken: not those of rules that a later step satisfies.

    `step` is "" before approval, `APPROVAL`, or `PUBLICATION`, before which everything counts.
    """
    later = frozenset(_STEPS[_STEPS.index(step) + 1 :] if step else _STEPS)
    return [one for one in outcomes if AWAITED.get(one.rule) not in later]
