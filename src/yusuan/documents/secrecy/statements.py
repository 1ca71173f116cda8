"""Open texts that state a withheld amount after all: outright, as a share, a change, a product, a part of the plan.

An amount of three digits and more is looked for in the texts of the department. A rounder or vaguer one is a
coincidence, unless the sentence names the project or the text is one of the project's own. What another project says
of itself is its own money, and is passed over unless it names this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core import records as r
from yusuan.core.budget import MASK
from yusuan.core.measure import COUNTED
from yusuan.core.money import FEN_PER_YUAN, round_half_up
from yusuan.core.patterns import pattern
from yusuan.narrative.quantities import cost_statements
from yusuan.rules.texts import Text, open_texts
from yusuan.vocabulary.money_words import money_in, numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.core.budget import DepartmentalBudget, Project
    from yusuan.core.outcomes import Where

# So many digits are no coincidence.
_TELLING = 3
_LEAST_DIGITS = 2
# Shorter names stand in many sentences that mean something else.
_SHORTEST_NAME = 4
_SENTENCE = pattern(r"[^。；;！!？?\n]+")
_SHARE = pattern(r"(?:占|比重|比例|份额)[^，,。；;]{0,16}?(\d+(?:\.\d+)?)\s*[%％]")
_CHANGE = pattern(r"增|减|上升|下降|提高|降低|多|少")
# 80000 and 8 are both 80,000 yuan, in 元 and in 万元.
_SCALES = (1, 1_000, 10_000, 100_000_000)


@dataclass(frozen=True, slots=True)
class Amount:
    """A withheld amount, fen: of a project or of one of its costing items; `words` name it."""

    project: str
    words: tuple[str, ...]
    fen: int
    # The shares of it that are paid by a date, in percent; what it was last year, where that was printed.
    steps: tuple[Decimal, ...] = ()
    last_year: int | None = None
    # Of the project, not of an item: its own texts speak of nothing else.
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that states a withheld amount, and where it stands."""

    project: str
    place: str
    where: Where


class _Sentence(NamedTuple):
    text: Text
    words: str
    plain: str
    named: frozenset[int]


@dataclass(frozen=True)
class Search:
    """Look for withheld amounts in a public view; `totals` are printed sums a share may be of, fen."""

    amounts: Sequence[Amount]
    totals: Mapping[str, Sequence[int]]
    percent: int
    projects: frozenset[str]

    def in_texts(self, public: DepartmentalBudget) -> Iterator[Statement]:
        """Every sentence of every text that states one of the amounts."""
        if not self.amounts:
            return
        for text in _every(public):
            for sentence in _SENTENCE.findall(text.content):
                said = _Sentence(text, sentence, plain(sentence), _named(sentence))
                found = next((a for a in self.amounts if self._states(said, a)), None)
                if found is not None:
                    yield Statement(found.project, text.place, text.where)

    def _states(self, said: _Sentence, amount: Amount) -> bool:
        is_own = said.text.owner == amount.project
        is_named = (is_own and amount.is_whole) or any(word in said.plain for word in amount.words)
        is_others = said.text.owner in self.projects and not is_own
        if is_others and not (is_named and amount.is_whole):
            return False
        if not is_named:
            return any(_is_rounded(fen, amount.fen) for fen in said.named)
        numbers = _uncounted(said.words) if is_own and amount.is_whole else ()
        return any(_is_bare(number, amount.fen) for number in numbers) or any(
            self._is_near(fen, amount.fen) for fen in self._meant(said, amount)
        )

    def _meant(self, said: _Sentence, amount: Amount) -> Iterator[Decimal]:
        """Every amount a sentence that names the project may be speaking of."""
        sentence = said.words
        for fen in said.named:
            yield Decimal(fen)
            yield from (Decimal(fen) * 100 / step for step in amount.steps if step)
            if amount.last_year is not None and _CHANGE.search(sentence):
                yield from (Decimal(amount.last_year + fen), Decimal(amount.last_year - fen))
        for share in _SHARE.findall(sentence):
            yield from (Decimal(share) * t / 100 for t in self.totals.get(amount.project, ()))
        for product in cost_statements(sentence):
            value = product.computed.value
            yield Decimal(value.numerator) / Decimal(value.denominator)

    def _is_near(self, fen: Decimal, amount: int) -> bool:
        return abs(fen - amount) * 100 <= self.percent * amount


def _every(public: DepartmentalBudget) -> Iterator[Text]:
    """The texts, and the targets that are words."""
    yield from open_texts(public)
    for project in public.projects:
        about = MASK if "name" in project.classified else project.name
        for indicator in project.indicators:
            said = str(indicator.target)
            yield Text(r.INDICATORS, project.code, "target", said, about=about)
    for number, objective in enumerate(public.objectives, start=1):
        for measured in objective.indicators:
            owner, said = str(number), str(measured.target)
            yield Text(r.OBJECTIVE_INDICATORS, owner, "target", said, about=measured.name)


def _named(sentence: str) -> frozenset[int]:
    return frozenset(fen for said in money_in(sentence) for fen in said.amounts)


def words_for(project: Project) -> tuple[str, ...]:
    """What a sentence calls a project by."""
    name = plain(project.name)
    return (project.code, *([name] if len(name) >= _SHORTEST_NAME else []))


def plain(text: str) -> str:
    """A text without blanks."""
    return "".join(text.split())


def _is_rounded(said: int, amount: int) -> bool:
    """Tell whether a figure is an amount as somebody rounded it or cut it off, to digits that are no coincidence."""
    if said <= 0 or amount <= 0 or len(str(said).rstrip("0")) < _TELLING:
        return False
    step = 1
    while said % (step * 10) == 0:
        step *= 10
    return said in {round_half_up(amount, step), amount // step * step}


def _uncounted(sentence: str) -> Iterator[Decimal]:
    """Numbers nothing is counted with, that are no mark of a list and no year."""
    for start, end, number in numbers_in(sentence):
        behind = sentence[end:].lstrip()
        is_mark = start == 0 or len(str(number).strip("0.")) < _LEAST_DIGITS
        if not (is_mark or behind[:1] in _COUNTING or behind[:2] in COUNTED):
            yield number


_COUNTING = frozenset("%％‰年月日号第米吨亩升度字分周名位-/.") | COUNTED


def _is_bare(number: Decimal, amount: int) -> bool:
    """Tell whether a number without a unit is the amount in some unit."""
    return any(number * scale * FEN_PER_YUAN == amount for scale in _SCALES)
