"""One wrong figure is one finding: what fails because of it stands under it as proof.

A figure that is wrong breaks every identity it is in. Where the figure can be named, the finding is about the
figure and the value that makes everything agree; the failed sums are its proofs. Where several corrections are
equally simple, the finding is the first failed identity and says so.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from yusuan.core.money import MoneyUnit, last_digit
from yusuan.core.outcomes import Outcome, Pair, Severity, Status
from yusuan.identities.evaluate import Figures, evaluate, in_unit, place_in_words
from yusuan.identities.locate import search
from yusuan.identities.scope import within_scope
from yusuan.identities.trust import trusted
from yusuan.identities.witnesses import settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.core.money import Printed
    from yusuan.core.outcomes import Where
    from yusuan.identities.correction import Change, Location
    from yusuan.identities.identity import Identity
    from yusuan.identities.locate import Search
    from yusuan.tables.table import Table

_NOTHING_STATED: Mapping[Where, Printed] = MappingProxyType({})
_HINT = "请对照批复核对这一格，并按批复数更正；下列关系随之成立。"


def check_identities(
    tables: Iterable[Table],
    identities: Iterable[Identity],
    stated: Mapping[Where, Printed] = _NOTHING_STATED,
) -> tuple[Outcome, ...]:
    """The outcome of every identity, in order; those that fail or cannot be evaluated, under their causes.

    `stated` is what the text says of figures, by their place: a witness where several corrections are equally simple.
    """
    tables, identities = tuple(tables), tuple(identities)
    figures = Figures.of(tables)
    outcomes = [evaluate(identity, figures) for identity in identities]
    outcomes, doubted = trusted(identities, outcomes, figures)
    outcomes, apart = within_scope(identities, outcomes, figures)
    failed = {i: o for i, o in zip(identities, outcomes, strict=True) if o.status is Status.FAILED}
    if failed:
        said = {key: stated[place] for key, place in figures.places.items() if place in stated}
        found = _searched(tables, identities, outcomes)
        located = (settled(one, said) for one in found.locations)
        outcomes = list(_by_cause(zip(identities, outcomes, strict=True), failed, figures, located))
        apart += _unsought(found)
    return (*_one_for_each_unread_figure(outcomes), *doubted, *apart)


def one_for_each_difference(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The same difference in several places has one cause: the first finding tells it, the others prove it."""
    outcomes = tuple(outcomes)
    same: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if _is_of_sums(outcome):
            same[_difference(outcome)].append(outcome)
    for outcome in outcomes:
        group = same[_difference(outcome)] if _is_of_sums(outcome) else []
        if len(group) < 2:  # noqa: PLR2004  alone
            yield outcome
        elif outcome is group[0]:
            yield _with_others(group)


def _is_of_sums(outcome: Outcome) -> bool:
    return (
        outcome.status is Status.FAILED
        and outcome.rule in {"table-arithmetic", "cross-table"}
        and _difference(outcome) != 0
    )


def _difference(outcome: Outcome) -> int:
    return abs((outcome.actual or 0) - (outcome.expected or 0))


def _with_others(group: Sequence[Outcome]) -> Outcome:
    """The finding that explains most, with the others of the same difference as its proofs."""
    first = max(group, key=lambda one: len(one.proofs))
    others = [other for other in group if other is not first]
    proofs = tuple(
        proof for other in others for proof in (replace(other, proofs=()), *other.proofs)
    )
    where = tuple(dict.fromkeys((*first.where, *(p for o in others for p in o.where))))
    return replace(
        first,
        message=f"{first.message.removesuffix('。')}；同一差额另见 {len(others)} 处。",
        where=where,
        proofs=(*first.proofs, *proofs),
    )


def _searched(
    tables: Sequence[Table], identities: Sequence[Identity], outcomes: Sequence[Outcome]
) -> Search:
    """Where the errors most likely are, by the identities that were not refused."""
    pairs = zip(identities, outcomes, strict=True)
    return search(tables, [i for i, o in pairs if o.status is not Status.REFUSED])


def _unsought(found: Search) -> Iterator[Outcome]:
    """Where the search ended at its bound: what fails is told relation by relation, and why."""
    if found.unsought:
        yield Outcome(
            "table-recognised",
            Status.REFUSED,
            Severity.INFO,
            f"有 {found.unsought} 项不成立的关系只逐项列出，没有归到出错的那一格：错误太多、互相牵连，"
            f"查找原因以 {found.most // 10_000} 万步为限，已经用完。",
            "请先更正已经指明的各格，再核对一次；步数有定，同一文件每次查到的都一样。",
            "practice",
        )


def _by_cause(
    outcomes: Iterable[tuple[Identity, Outcome]],
    failed: Mapping[Identity, Outcome],
    figures: Figures,
    locations: Iterable[Location],
) -> Iterator[Outcome]:
    """The outcomes, with those of one cause in one finding, where the first of them stood."""
    outcomes = tuple(outcomes)
    caused: dict[Identity, Iterator[Outcome]] = {}
    taken: set[Identity] = set()
    for location in locations:
        known = [i for i in location.identities if i in failed and i not in taken]
        if known:
            taken.update(known)
            caused[known[0]] = _findings(location, {i: failed[i] for i in known}, figures)
    for identity, outcome in outcomes:
        if identity in caused:
            yield from caused.pop(identity)
        elif identity not in taken:
            yield outcome


def _findings(
    location: Location, failed: Mapping[Identity, Outcome], figures: Figures
) -> Iterator[Outcome]:
    suggestion = location.suggestion(figures)
    if not location.is_unique:
        yield _undecided(location, tuple(failed.values()), suggestion, figures)
        return
    for change in location.best.changes:
        proofs = tuple(o for identity, o in failed.items() if change.key in identity)
        yield _located(change, proofs or tuple(failed.values()), suggestion, figures)


def _located(
    change: Change, proofs: Sequence[Outcome], suggestion: str, figures: Figures
) -> Outcome:
    """A figure that is wrong, and what it should be."""
    cell, spec = figures.cells[change.key], figures.specs[change.key.table]
    first = next((p for p in proofs if p.rule == "table-arithmetic"), proofs[0])
    found = "空白" if change.found is None else in_unit(change.found, spec)
    claim = "应为空白" if change.proposed is None else f"应为 {in_unit(change.proposed, spec)}"
    message = (
        f"{place_in_words(cell, spec)} 印为{found}，{claim}：由此 {len(proofs)} 项关系不成立，"
        f"疑为{change.slip.label}。"
    )
    return Outcome(
        first.rule,
        Status.FAILED,
        Severity.ERROR,
        message,
        _HINT,
        first.law,
        change.proposed or 0,
        change.found or 0,
        (figures.places[change.key],),
        suggestion,
        tuple(proofs),
        Pair.CORRECTION,
    )


def _undecided(
    location: Location, proofs: Sequence[Outcome], suggestion: str, figures: Figures
) -> Outcome:
    """Several figures might be the wrong one: the first failed identity, the likeliest figure named first."""
    first = proofs[0]
    likely = [
        figures.places[change.key]
        for correction in (location.best, *location.alternatives)
        for change in correction.changes
    ]
    where = tuple(dict.fromkeys((*likely, *first.where)))
    return replace(
        first, where=where, suggestion=suggestion, proofs=tuple(proofs) if len(proofs) > 1 else ()
    )


def _one_for_each_unread_figure(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """A figure nobody could read makes many identities insufficient: that is one thing to do, not many."""
    waiting: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.status is Status.INSUFFICIENT:
            waiting[outcome.message].append(outcome)
        else:
            yield outcome
    for same in waiting.values():
        places = tuple(dict.fromkeys(place for one in same for place in one.where))
        yield replace(same[0], where=places)


def under_their_causes(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Put what the text says under the wrong figure it confirms, instead of beside it."""
    outcomes = tuple(outcomes)
    located: dict[Where, int] = {
        o.where[0]: n
        for n, o in enumerate(outcomes)
        if o.status is Status.FAILED and o.proofs and o.where
    }
    proofs: dict[int, list[Outcome]] = defaultdict(list)
    moved: set[int] = set()
    for n, outcome in enumerate(outcomes):
        cause = _confirmed(outcome, outcomes, located)
        if cause is not None and cause != n:
            proofs[cause].append(outcome)
            moved.add(n)
    return tuple(
        replace(o, proofs=(*o.proofs, *proofs[n])) if n in proofs else o
        for n, o in enumerate(outcomes)
        if n not in moved
    )


_TEXT_DIGIT = last_digit(MoneyUnit.WAN_YUAN, 2)


def _confirmed(
    outcome: Outcome, outcomes: Sequence[Outcome], located: Mapping[Where, int]
) -> int | None:
    """The located figure whose right value the text states."""
    if outcome.rule != "text-disagrees-with-table" or outcome.status is not Status.FAILED:
        return None
    for place in outcome.where:
        n = located.get(place)
        if n is not None and outcome.actual is not None:
            right = outcomes[n].expected
            if right is not None and abs(right - outcome.actual) <= _TEXT_DIGIT:
                return n
    return None
