"""The economic classes that forms and laws name together: personnel, operating and three-public spending."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.core.terms import BasicKind
from yusuan.tables.codeset import CodeSet

if TYPE_CHECKING:
    from yusuan.core.codes import Code

# Where facts are entered, personnel expenditure is 301 and 303, operating expenditure all the rest.
PERSONNEL = CodeSet.of("301", "303")

TRAVEL_FOR_TEACHING = CodeSet.of("3021201")
OVERSEAS_TRAVEL = CodeSet.of("30212")
OTHER_TRAVEL = CodeSet.of("30212", without=("3021201",))
VEHICLE_PURCHASE = CodeSet.of("31013", "30913")
VEHICLE_OPERATION = CodeSet.of("30231")
VEHICLES = VEHICLE_PURCHASE | VEHICLE_OPERATION
HOSPITALITY = CodeSet.of("30217")
THREE_PUBLIC = OVERSEAS_TRAVEL | VEHICLES | HOSPITALITY

MEETINGS = CodeSet.of("30215")
TRAINING = CodeSet.of("30216")
# What the total of some forms holds beyond the three items.
THREE_PUBLIC_FORM = THREE_PUBLIC | MEETINGS | TRAINING


@lru_cache(maxsize=4096)
def kind_of(economic: Code | None) -> BasicKind:
    """The kind of basic expenditure an economic class is by the usual division; publishers may divide otherwise."""
    return BasicKind.PERSONNEL if PERSONNEL.admits(economic) else BasicKind.OPERATING
