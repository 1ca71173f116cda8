"""Codes with their names, for whoever types one or the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.catalog import departmental_economic, functional, procurement_catalogue
from yusuan.core.codes import Level
from yusuan.core.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.web.budgets.models import Book

_MOST = 20


def suggested(kind: str, typed: str, year: int) -> list[dict[str, str]]:
    """At most twenty of the codes that may stand in a field of this kind."""
    if not typed:
        return []
    found = []
    for digits, name in _known(kind, year):
        if _fits(typed, digits, name):
            found.append({"code": digits, "name": name})
            if len(found) == _MOST:
                break
    return found


def units_named(book: Book, typed: str) -> list[dict[str, str]]:
    """At most twenty of the units that have a part in the book."""
    if not typed:
        return []
    known = book.parts.exclude(unit=None).order_by("unit").values_list("unit", "unit__name")
    found = [{"code": code, "name": name} for code, name in known if _fits(typed, code, name)]
    return found[:_MOST]


def _fits(typed: str, code: str, name: str) -> bool:
    return code.startswith(typed) or typed in name


def _known(kind: str, year: int) -> Iterator[tuple[str, str]]:
    try:
        if kind == "function":
            for entry in functional(year):
                if entry.code.level is Level.ITEM:
                    yield entry.code.digits, entry.name
        elif kind == "economic":
            for entry in departmental_economic(year):
                if entry.code.level is not Level.CATEGORY:
                    yield entry.code.digits, entry.name
        elif kind == "catalogue":
            for purchase in procurement_catalogue().values():
                yield purchase.code.digits, purchase.name
    except CatalogError:
        return
