"""Functional codes by the names prose prints for 类, 款 and 项, and how prose prints them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.catalog import folded, functional
from yusuan.core.codes import Level, code
from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from yusuan.catalog import Entry
    from yusuan.core.codes import Code
    from yusuan.narrative.clauses.clause import Subject
    from yusuan.narrative.figures import Span

# 一般公共服务支出(类)统计信息事务(款)统计管理(项), with 支出 and the brackets' place at the writer's choice;
# what the heading above has said may be left out: 统计信息事务(款)统计管理(项), 统计管理(项).
_WORDS = r"(?:(?!\(?\d{0,3}[类款项]\))[^。；，：\d])"
HEADING = pattern(
    r"(?P<number>\d{1,2}[.、．]|\(\d{1,2}\)|[①-⑳])?"
    r"(?:(?P<category>[一-龥、]{2,24})\((?:\d{3})?类\)(?:支出)?)?"
    rf"(?:(?P<section>{_WORDS}{{2,40}}?)\((?:\d{{2}})?款\)(?:支出)?)?"
    rf"(?:(?P<item>{_WORDS}{{2,50}}?)\((?:\d{{2}})?项\))?"
    r"(?:(?<=[类款项]\))|(?<=[类款项]\)支出))(?:支出)?(?:科目)?",
    re.ASCII,
)
LEVEL_MARK = pattern(r"[类款项]\)")
# 2010301行政运行, (2010301)行政运行, 行政运行(2010301): the same by its code.
CODED = pattern(
    r"(?:(?<![\d.,])(?P<number>\d{1,2}[.、．]|\(\d{1,2}\)|[①-⑳])|(?<![A-Za-z\d.,]))"
    r"(?:\(?(?P<code>2\d{6}|2\d{4}|2\d{2})\)?[-—：、]?(?P<after>[一-龥][一-龥、()]{1,60})"
    r"|(?P<before>[一-龥、]{2,40}(?:\([类款项]\))?)\((?P<behind>2\d{6}|2\d{4}|2\d{2})\))",
    re.ASCII,
)
# What may follow a name: how much, when, and what of it.
_AFTER_NAME = pattern(
    r"(?:\([类款项]\))?(?:支出)?(?=$|\(|当年|本年|上年|年初|财政拨款|一般公共预算|预算|决算|调整|安排|执行|为|共|合计|拟|、|情况|基本支出|项目支出|经费)"
)
_UNIT_WORDS = tuple("元万亿千个人平台套辆年月号项份批本户位名次件条")
_FIRST_YEAR, _LONGEST = 2014, 60


@dataclass(frozen=True, slots=True)
class CodedItem:
    """A code with a name beside it: the code's names above it and the name printed, and where they stand."""

    code: Code
    names: tuple[str, ...]
    span: Span


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


def coded_item(match: re.Match[str], year: int) -> CodedItem | None:
    """Read a match of `CODED`; None where it is no item: a number of something, or an unknown name.

    Names of any year count. An unknown name is believed only beside seven digits that are a code.
    """
    member = code(match["code"] or match["behind"])
    year = max(year, _FIRST_YEAR)
    if match["code"]:
        name, end = _name_at_start(match["after"], member, year)
        span = (match.start(), match.start("after") + end)
    else:
        name = _name_at_end(match["before"], year)
        span = (match.end("before") - len(name), match.end())
    if not name or _is_of_another_level(match.string, span[1], member):
        return None
    known = functional(year)
    above = [known.get(part) for part in member.lineage[:-1]]
    names = [
        entry.name if entry is not None else part.digits
        for part, entry in zip(member.lineage, above, strict=False)
    ]
    return CodedItem(member, (*names, name), span)


def _name_at_start(run: str, member: Code, year: int) -> tuple[str, int]:
    """The name a run of words begins with, and where it ends."""
    known = _full_names(year)
    name = next(
        (
            run[:end]
            for end in range(min(len(run), _LONGEST), 1, -1)
            if run[:end] in known and _AFTER_NAME.match(run, end)
        ),
        "",
    )
    if not name and not _NAME_ENDS.match(run):
        stop = next((m for m in _NAME_ENDS.finditer(run) if m.start() > 1), None)
        name = run[: stop.start()] if stop else run
        is_believed = member.level is Level.ITEM and functional(year).get(member) is not None
        if not is_believed or name.startswith(_UNIT_WORDS):
            return "", 0
    after = _AFTER_NAME.match(run, len(name))
    return name, after.end() if after else len(name)


_LEVEL_MARK = pattern(r"\(([类款项])\)")


def _is_of_another_level(text: str, end: int, member: Code) -> bool:
    """Tell 2010301一般公共服务支出(类)…, whose names follow one by one, from a name with its own level."""
    mark = _LEVEL_MARK.match(text, end) or _LEVEL_MARK.match(text, max(0, end - 3))
    return mark is not None and mark[1] != member.level.label


_NAME_ENDS = pattern(r"[()、]|支出|当年|本年|上年|年初|预算|决算|安排|执行数")


def _name_at_end(run: str, year: int) -> str:
    plain, known = re.sub(r"\([类款项]\)$", "", run), _full_names(year)
    starts = range(max(0, len(plain) - _LONGEST), len(plain) - 1)
    return next((plain[start:] for start in starts if plain[start:] in known), "")


@lru_cache(maxsize=16)
def _full_names(year: int) -> frozenset[str]:
    """Every name of this year or before, with and without its last 支出."""
    names = {folded(entry.name) for entry in functional(year).until_now()}
    return frozenset(names | {name.removesuffix("支出") for name in names} - {""})


def accepted(member: Code, name: str, year: int) -> bool:
    """Tell whether a printed name, with or without its last 支出, cannot be called wrong for a code."""
    known = functional(max(year, _FIRST_YEAR))
    return known.accepts(member, name) or known.accepts(member, name + "支出")


def is_verified(member: Code, year: int) -> bool:
    """Tell whether the name of a code in this year was read in a document."""
    entry = functional(max(year, _FIRST_YEAR)).get(member)
    return entry is not None and entry.verified


def bearer(subject: Subject, year: int) -> tuple[Entry, Code] | None:
    """The entry of a printed code and the code whose name stands beside it; None where the name may be its own."""
    own, wanted = subject.code, _key(subject.names[-1])
    known = functional(max(year, _FIRST_YEAR))
    entry = None if own is None else known.get(own)
    if own is None or entry is None:
        return None
    bearers = _names_of_level(own.level, max(year, _FIRST_YEAR)).get(wanted, frozenset())
    own_name = _key(entry.name)
    if not bearers or own in bearers or wanted in own_name or own_name in wanted:
        return None
    if accepted(own, subject.names[-1], year):
        return None
    near = min(
        bearers,
        key=lambda code: (code.parent != own.parent, code.digits[:3] != own.digits[:3], code),
    )
    return entry, near


@dataclass(frozen=True, slots=True)
class NamedItem:
    """The names of 类, 款 and 项 (empty: not said), the code they stand for, and where the first one begins."""

    names: tuple[str, ...]
    code: Code | None
    start: int


def named_item(match: re.Match[str], above: tuple[str, str], year: int) -> NamedItem | None:
    """Read a match of `HEADING` below the 类 and 款 said above it; None where it names nothing of the kind.

    A name alone (专业(项)规划) is believed where it is a known one or something above it says what it is part of.
    """
    year = max(year, _FIRST_YEAR)
    category, section, item = (match[level] or "" for level in ("category", "section", "item"))
    if category:
        first = category_in(category, year)
        start = match.end("category") - len(first)
        names = tuple(name for name in (first, section, item) if name)
        return NamedItem(names, code_by_names(names, year).code, start)
    level = Level.SECTION if section else Level.ITEM
    run = section or item
    if not run:
        return None
    first = _last_known(run, level, year)
    if not first and not (item and section) and not any(above):
        return None
    first = first or _LIST_NUMBER.sub("", run)
    start = match.end("section" if section else "item") - len(first)
    section, item = (first, item) if section else (above[1], first)
    found = _below(above[0], section, item, year)
    if found is None:
        names = (above[0], section, item) if item else (above[0], section)
        return NamedItem(names, None, start)
    known = functional(year)
    entries = [known.get(part) for part in found.lineage]
    printed = (above[0] if _is_within(found, above[0], year) else "", section, item)
    names = tuple(
        name or ("" if entry is None else entry.name)
        for name, entry in zip(printed, entries, strict=False)
    )
    return NamedItem(names, found, start)


_LIST_NUMBER = pattern(
    r"^(?:其中)?(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、)?"
)


def _last_known(run: str, level: Level, year: int) -> str:
    """The longest known name of a level that a run of words ends with."""
    known = _names_of_level(level, year)
    starts = range(len(run) - 1)
    return next((run[start:] for start in starts if _key(run[start:]) in known), "")


def _is_within(member: Code, category: str, year: int) -> bool:
    return any(member.within(one) for one in codes_named(category, Level.CATEGORY, year))


def _below(category: str, section: str, item: str, year: int) -> Code | None:
    """The one code of a 款, or of its 项, below the 类 said above; a 类 its 款 is not in was said of other things."""
    within = set(codes_named(category, Level.CATEGORY, year))
    if section:
        sections = codes_named(section, Level.SECTION, year)
        within = {one for one in sections if any(one.within(c) for c in within)} or set(sections)
    found = within
    if item:
        items = codes_named(item, Level.ITEM, year)
        found = {one for one in items if any(one.within(parent) for parent in within)}
    elif not section:
        return None
    return found.pop() if len(found) == 1 else None


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


def codes_named(name: str, level: Level, year: int) -> frozenset[Code]:
    """The codes of a level that bear a name in this year or bore it before."""
    return _names_of_level(level, max(year, _FIRST_YEAR)).get(_key(name), frozenset())


def _names_of_level(level: Level, year: int) -> dict[str, frozenset[Code]]:
    return _names(year)[level]


@lru_cache(maxsize=16)
def _names(year: int) -> dict[Level, dict[str, frozenset[Code]]]:
    """Every name of this year or before, without its last 支出, with the codes that bore it."""
    pairs = {(e.code, e.name) for e in functional(year).until_now()}
    names: dict[Level, dict[str, frozenset[Code]]] = {level: {} for level in Level}
    for member, name in pairs:
        key, of_level = _key(name), names[member.level]
        of_level[key] = of_level.get(key, frozenset()) | {member}
    return names
