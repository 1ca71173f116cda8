"""Editions: which tables a place prints in a year, in which order, unit and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yusuan.core.errors import CatalogError
from yusuan.editions.accounts import accounts
from yusuan.editions.guangdong import guangdong
from yusuan.editions.hebei import hebei
from yusuan.editions.jiangsu import jiangsu
from yusuan.editions.national import national, national_eight
from yusuan.editions.shanghai import shanghai
from yusuan.editions.sichuan import sichuan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from yusuan.editions.edition import Edition

EDITIONS: Mapping[str, Callable[[int], Edition]] = {
    "hebei": hebei,
    "national": national,
    "national-8": national_eight,
    "shanghai": shanghai,
    "guangdong": guangdong,
    "jiangsu": jiangsu,
    "sichuan": sichuan,
    "accounts": accounts,
}


def edition(name: str, year: int) -> Edition:
    """The edition of a name and fiscal year; raises CatalogError for a name nobody knows."""
    if name not in EDITIONS:
        msg = f"no edition {name!r}"
        raise CatalogError(msg, tuple(EDITIONS))
    return EDITIONS[name](year)


def unknown(head: Mapping[str, Any]) -> dict[str, str]:
    """Which of a department's edition and fiscal year nobody knows, and in Chinese what is allowed."""
    name, year = head["edition"], head["fiscal_year"]
    if name is not None and name not in EDITIONS:
        return {"edition": "、".join(EDITIONS)}
    if name is None or year is None:
        return {}
    try:
        edition(name, year)
    except CatalogError as error:
        return {"fiscal_year": f"{'、'.join(error.nearest)} 年起的四位年份"}
    return {}
