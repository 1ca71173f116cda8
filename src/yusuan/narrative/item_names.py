"""Functional codes by the names prose prints for 类, 款 and 项, and how prose prints them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.catalog import folded, functional
from yusuan.core.codes import Level

if TYPE_CHECKING:
    from yusuan.core.codes import Code

# 一般公共服务支出(类)统计信息事务(款)统计管理(项), with 支出 and the brackets' place at the writer's choice.
HEADING = re.compile(
    r"(?P<number>\d{1,2}[.、．]|\(\d{1,2}\)|[①-⑳])?(?P<category>[一-龥、]{2,24})\(类\)(?:支出)?"
    r"(?:(?P<section>[^。；，：\d]{2,40}?)\(款\)(?:支出)?(?:(?P<item>[^。；，：\d]{2,50}?)\(项\))?)?(?:支出)?"
)
_FIRST_YEAR = 2014


@dataclass(frozen=True, slots=True)
class NamedCode:
    """The code that printed names stand for (None: not known), and its names in the year asked for.

    A name that was never read in a document of that year is left empty.
    """

    code: Code | None
    verified: tuple[str, ...] = ()


def code_by_names(names: tuple[str, ...], year: int) -> NamedCode:
    """Find the code three names lead to; names of earlier years and a wrong 款 are understood.

    None when an item's name is unknown under the names above it, or fits two codes.
    """
    wanted = tuple(_key(name) for name in names)
    return _code_by_names(wanted, max(year, _FIRST_YEAR))


def category_in(run: str, year: int) -> str:
    """Cut a run of words down to the category name it ends with: 安排教育支出 is 教育支出."""
    tail = "支出" if run.endswith("支出") else ""
    words = run.removesuffix("支出")
    known = _names_of_level(Level.CATEGORY, max(year, _FIRST_YEAR))
    longest = max((name for name in known if words.endswith(name)), key=len, default=words)
    return longest + tail


def _key(name: str) -> str:
    return folded(name).removesuffix("支出")


@lru_cache(maxsize=1024)
def _code_by_names(wanted: tuple[str, ...], year: int) -> NamedCode:
    levels = tuple(Level)
    found: set[Code] | None = None
    for level, name in zip(levels, wanted, strict=False):
        codes = _names_of_level(level, year).get(name, frozenset())
        below = {c for c in codes if found is None or any(c.within(parent) for parent in found)}
        # A wrong 款 does not hide an item that only one 款 of the category has.
        if below or level is not Level.SECTION or len(wanted) < len(levels):
            found = below
    if not found or len(found) > 1:
        return NamedCode(None)
    code = found.pop()
    if code.level is not levels[len(wanted) - 1]:
        return NamedCode(None)
    known = functional(year)
    entries = [known.get(part) for part in code.lineage]
    return NamedCode(code, tuple(e.name if e is not None and e.verified else "" for e in entries))


def _names_of_level(level: Level, year: int) -> dict[str, frozenset[Code]]:
    return _names(year)[level]


@lru_cache(maxsize=16)
def _names(year: int) -> dict[Level, dict[str, frozenset[Code]]]:
    """Every name of this year or before, without its last 支出, with the codes that bore it."""
    pairs = {(e.code, e.name) for then in range(_FIRST_YEAR, year + 1) for e in functional(then)}
    names: dict[Level, dict[str, frozenset[Code]]] = {level: {} for level in Level}
    for code, name in pairs:
        key, of_level = _key(name), names[code.level]
        of_level[key] = of_level.get(key, frozenset()) | {code}
    return names
