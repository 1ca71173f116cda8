"""A form of a sentence: a template over classes of tokens, and what a sentence of that form says."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.narrative.forms.tokens import TOKENS

if TYPE_CHECKING:
    from collections.abc import Iterator


class Effect(enum.Enum):
    """What a form does to the reading of a text."""

    LEVEL = "an amount of the subject before it"
    LEVELS = "amounts of several subjects with one unit behind the last"
    COUNT = "a number of things"
    NIL = "nothing of the subject before it"
    CHANGE = "more or less than at a base, by an amount or a rate"
    AGAINST = "above, below or as much as the budget; an amount behind it is the difference"
    COMPLETION = "a rate of completion"
    SHARE = "a share of a whole"
    OF_WHICH = "what follows are parts of what stood before"
    MADE_OF = "what follows are all the parts of what stood before"
    REASON = "why"
    PURPOSE = "what for"
    HEADING = "an explained item by its names"
    CODED = "an explained item by its code and name"
    NUMBERED = "an item of a list within a sentence"
    MARK = "a mark between clauses"


_SLOT = pattern(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Form:
    """One form. Tokens of the template stand in braces (`tokens.TOKENS`), the rest is a regular expression."""

    effect: Effect
    template: str
    # Signs of which a stretch of text holds at least one where the form may stand; empty: it may stand anywhere.
    signs: str = ""

    def may_stand(self, signs: frozenset[str]) -> bool:
        """Tell by the signs of a stretch of text whether looking for the form is worth while."""
        return not self.signs or not signs.isdisjoint(self.signs)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The template with its tokens spelled out."""
        return pattern(_SLOT.sub(lambda slot: TOKENS[slot[1]], self.template), re.ASCII)

    def matches(self, text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
        """Where the form stands in a stretch of text."""
        return self.pattern.finditer(text, start, stop)
