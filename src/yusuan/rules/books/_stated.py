"""Which table figures a subject of prose may stand for, by region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.terms import (
    APPROPRIATION_SPENDING,
    CARRIED,
    SPENT,
    Fund,
    Nature,
    Origin,
    RevenueSource,
)
from yusuan.narrative.clauses.clause import Extent, Topic
from yusuan.tables import classes
from yusuan.tables.codeset import CodeSet
from yusuan.tables.region import (
    APPROPRIATED_FUNDING,
    EVERYTHING,
    OPERATING_SPENDING,
    PERSONNEL_SPENDING,
    Region,
    funds,
    sources,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.narrative.clauses.clause import Subject

THREE_PUBLIC = frozenset(
    {
        *(Topic.THREE_PUBLIC, Topic.OVERSEAS_TRAVEL, Topic.OFFICIAL_VEHICLES),
        *(Topic.VEHICLE_PURCHASE, Topic.VEHICLE_OPERATION, Topic.OFFICIAL_HOSPITALITY),
    }
)
_BASIC = frozenset({Nature.BASIC})
_ECONOMIC = {
    Topic.THREE_PUBLIC: classes.THREE_PUBLIC,
    Topic.OVERSEAS_TRAVEL: classes.OVERSEAS_TRAVEL,
    Topic.OFFICIAL_VEHICLES: classes.VEHICLES,
    Topic.VEHICLE_PURCHASE: classes.VEHICLE_PURCHASE,
    Topic.VEHICLE_OPERATION: classes.VEHICLE_OPERATION,
    Topic.OFFICIAL_HOSPITALITY: classes.HOSPITALITY,
    # Printed by three-public forms that list them beside; economic tables print basic spending only.
    Topic.MEETINGS: classes.MEETINGS,
    Topic.TRAINING: classes.TRAINING,
}
_BASIC_KINDS = {
    Topic.PERSONNEL: PERSONNEL_SPENDING,
    Topic.OPERATING: OPERATING_SPENDING,
}
_WHOLES = frozenset({Topic.REVENUE, Topic.EXPENDITURE, Topic.BOTH, Topic.CARRY_OVER, Topic.CLOSING})
# What 结转结余 may mean: brought forward, with or without the unit's own balances, or left at the end.
_LEFT = (
    Region(nature=frozenset({Nature.CLOSING_BALANCE})),
    Region(nature=frozenset({Nature.CLOSING_BALANCE, Nature.SURPLUS_DISTRIBUTION})),
)
_BALANCES = (
    Region(origin=CARRIED),
    Region(origin=CARRIED - {Origin.OWN_BALANCE}),
    Region(origin=frozenset({Origin.OWN_BALANCE})),
    *_LEFT,
)
_OTHER_REVENUE = (
    RevenueSource.OTHER,
    RevenueSource.SUPERIOR_GRANT,
    RevenueSource.SUBSIDIARY_REMITTANCE,
    RevenueSource.SPECIAL_ACCOUNT,
)
_GRANTED = Region(origin=frozenset({Origin.CURRENT_YEAR}))
_SPENT_FROM_BOTH = frozenset({Topic.EXPENDITURE, Topic.FUNCTION, Topic.BASIC, Topic.PROJECT})
_NATURES = {
    Topic.BASIC: Nature.BASIC,
    Topic.PROJECT: Nature.PROJECT,
    Topic.BUSINESS: Nature.BUSINESS,
    Topic.SUPERIOR_REMITTANCE: Nature.SUPERIOR_REMITTANCE,
    Topic.SUBSIDIARY_GRANT: Nature.SUBSIDIARY_GRANT,
}


def regions_of(subject: Subject) -> tuple[Region, ...]:
    """The regions a stated figure may mean, likeliest first; empty when no table prints such a figure."""
    regions = list(_regions(subject))
    if subject.extent is Extent.GRANTED:
        regions = [region & _GRANTED for region in regions]
    elif subject.topic in _SPENT_FROM_BOTH:
        # Last, as most amounts are of all money: forms set apart what was granted this year.
        regions += [region & _GRANTED for region in regions]
    return tuple(dict.fromkeys(region.normal() for region in regions))


def _regions(subject: Subject) -> Iterator[Region]:
    topic = subject.topic
    if topic in _WHOLES:
        yield from _whole(subject)
    elif topic in _NATURES:
        nature = Region(nature=frozenset({_NATURES[topic]})) & _of_item(subject)
        yield _money(subject) & nature
        if topic is Topic.PROJECT:  # forms with two natures call all that is not basic so
            yield _money(subject) & Region(nature=SPENT - _BASIC) & _of_item(subject)
        if subject.money is None:
            # Texts that explain the appropriation say "basic expenditure" and mean the appropriated part.
            yield Region(APPROPRIATED_FUNDING) & nature
            yield Region(funds(Fund.GENERAL_PUBLIC)) & nature
    elif topic is Topic.FUNCTION and subject.code is not None:
        yield from _function(subject)
    elif topic is Topic.ECONOMIC:
        yield from _class(subject)
    elif topic in _ECONOMIC:
        yield Region(APPROPRIATED_FUNDING, nature=APPROPRIATION_SPENDING, economic=_ECONOMIC[topic])
    elif topic in _BASIC_KINDS:
        yield Region(funds(Fund.GENERAL_PUBLIC)) & _BASIC_KINDS[topic] & _of_item(subject)


def _whole(subject: Subject) -> Iterator[Region]:
    """Revenue, expenditure, both, or what is carried over, of the money said."""
    money = _money(subject)
    match subject.topic:
        case Topic.REVENUE:
            yield money
            yield money & Region(origin=frozenset({Origin.CURRENT_YEAR}))
            if subject.money is RevenueSource.OTHER:
                # Forms that list no grants from above and remittances from below count them as other revenue.
                yield Region(sources(*_OTHER_REVENUE))
        case Topic.EXPENDITURE:
            yield money & Region(nature=SPENT)
            yield money
        case Topic.CARRY_OVER:
            yield from (money & balance for balance in _BALANCES)
        case Topic.CLOSING:
            yield from (money & balance for balance in _LEFT)
        case _:
            yield money


def _class(subject: Subject) -> Iterator[Region]:
    """An economic class of basic spending."""
    if subject.code is None:
        return
    economic = Region(economic=CodeSet(frozenset({subject.code})), nature=_BASIC)
    for money in (Region(funds(Fund.GENERAL_PUBLIC)), Region(APPROPRIATED_FUNDING), EVERYTHING):
        yield money & economic


def _function(subject: Subject) -> Iterator[Region]:
    if subject.code is None:
        return
    codes = CodeSet(frozenset({subject.code}))
    yield Region(funds(Fund.GENERAL_PUBLIC), nature=APPROPRIATION_SPENDING, function=codes)
    yield Region(APPROPRIATED_FUNDING, nature=APPROPRIATION_SPENDING, function=codes)
    yield Region(nature=SPENT, function=codes)


def _of_item(subject: Subject) -> Region:
    """The code whose basic or project spending is meant; everything where it is the document's."""
    return (
        EVERYTHING if subject.code is None else Region(function=CodeSet(frozenset({subject.code})))
    )


def _money(subject: Subject) -> Region:
    if subject.money is None:
        return EVERYTHING
    if subject.money is RevenueSource.APPROPRIATION:
        return Region(APPROPRIATED_FUNDING)
    if isinstance(subject.money, Fund):
        return Region(funds(subject.money))
    return Region(sources(subject.money))
