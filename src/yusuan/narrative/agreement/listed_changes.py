"""Parts of a change that a sentence lists without saying that they are all: a sum that does not come out is a note.

三公经费减少4.20万元，其中：公务接待费减少1.70万元，公务用车运行维护费减少3.50万元. What is not named hardly ever changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity, Status
from yusuan.core.terms import RevenueSource
from yusuan.narrative.agreement.amounts import added, has_value, printed_value, said_amount
from yusuan.narrative.agreement.contradiction import Claim, Kind, passed
from yusuan.narrative.agreement.parts import is_complete
from yusuan.narrative.clauses.clause import Metric, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.narrative.clauses.clause import Clause, Prose

# Items of three-public spending that are no part of another of them.
_ITEMS = frozenset(
    {
        *(Topic.OVERSEAS_TRAVEL, Topic.VEHICLE_PURCHASE),
        *(Topic.VEHICLE_OPERATION, Topic.OFFICIAL_HOSPITALITY),
    }
)
_WHOLES = frozenset({Topic.REVENUE, Topic.THREE_PUBLIC})
_FEWEST = 3


def check_listed_changes(prose: Prose) -> Iterator[Claim]:
    """Hold a change against the listed changes of its parts, each a kind of its own."""
    for whole in prose.of(Metric.CHANGE):
        if whole.subject.topic not in _WHOLES or whole.part_of is not None or not has_value(whole):
            continue
        parts = _parts(prose, whole)
        topics = {part.subject.topic for part in parts}
        if len(parts) < _FEWEST or is_complete(whole.subject.topic, topics):
            continue
        claim = _sum(whole, parts)
        if claim is not None:
            yield claim


def _parts(prose: Prose, whole: Clause) -> list[Clause]:
    found = [
        part
        for part in prose.of(Metric.CHANGE)
        if part.part_of is not None
        and prose.clauses[part.part_of].subject == whole.subject
        and (part.section, part.item, part.base) == (whole.section, whole.item, whole.base)
        and part.span > whole.span
    ]
    is_apart = len({part.subject for part in found}) == len(found)
    return found if is_apart and all(_is_kind(whole, p) and has_value(p) for p in found) else []


def _is_kind(whole: Clause, part: Clause) -> bool:
    """Tell whether no other part of the list may hold this one too."""
    if whole.subject.topic is Topic.THREE_PUBLIC:
        return part.subject.topic in _ITEMS
    is_all_grants = part.subject.money is RevenueSource.APPROPRIATION
    is_same_side = part.subject.topic is whole.subject.topic
    return is_same_side and part.subject.money is not None and not is_all_grants


def _sum(whole: Clause, parts: Sequence[Clause]) -> Claim | None:
    agreement = added(whole, parts)
    if agreement is None:
        return None
    if not agreement.is_beyond:
        return passed(Kind.CHANGE_PARTS, whole, *parts, rounded=agreement.difference != 0)
    right = printed_value(whole, agreement.computed.value)
    listed = " + ".join(said_amount(part) for part in parts)
    return Claim(
        Kind.CHANGE_PARTS,
        Status.FAILED,
        (whole.span, *(part.span for part in parts)),
        f"{whole.subject.label}增减额：所列各部分 {listed} = {right}，文中总数为{said_amount(whole)}；"
        "如有未列出的部分，请写明，否则请核对。",
        Severity.INFO,
        expected=right,
        actual=said_amount(whole),
    )
