"""`yusuan codes`: a code's name by year, or codes by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import click

from yusuan.cli.command import command as _command
from yusuan.cli.command import format_option
from yusuan.cli.failures import Refusal
from yusuan.cli.screen import deliver, show_all
from yusuan.reports.lines import Painted, columns, in_json, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.catalog import Classification, Provenance
    from yusuan.catalog import Entry as CatalogueEntry
    from yusuan.reports.lines import Line

_HELP = """科目：查编码的名称，或按名称查编码

QUERY 是编码、编码的开头或名称的一部分；不写则列出各类。编码完整时还列出上级、
下级和各年度的名称。“未核”表示尚未在公开文件中读到过，只凭一般了解收录。"""
_EXAMPLES = """yusuan codes 2080505
yusuan codes 养老保险 --year 2024
yusuan codes A0201 --kind procurement --format json"""
_KINDS = {
    "function": "功能分类",
    "economic": "部门经济分类",
    "government": "政府经济分类",
    "procurement": "政府采购品目",
    "division": "财政区划",
}


class Entry(NamedTuple):
    """A code of any family, as found."""

    kind: str
    code: str
    name: str
    years: str
    is_verified: bool
    relation: str = ""


@_command(_HELP, _EXAMPLES)
@click.argument("query", required=False)
@click.option("--year", type=click.IntRange(2014, 2100), help="预算年度，默认本年")
@click.option("--kind", type=click.Choice(list(_KINDS)), help="只查一种编码")
@format_option("text", "json")
def command(query: str | None, year: int | None, kind: str | None, form: str) -> None:
    """Look a code up."""
    from yusuan.cli.command import this_year

    kinds = [kind] if kind else list(_KINDS)
    year = year or this_year()
    found = list(_find(query, year, kinds))
    if form == "json":
        deliver(in_json([_as_json(entry) for entry in found]), None)
    elif found:
        show_all(_in_lines(found))
    else:
        raise Refusal(say("没有与“{query}”相符的编码", query=query or "") + _near(query, year))


def _near(query: str | None, year: int) -> str:
    """Offer the codes that differ least from digits nobody knows."""
    from yusuan.core.codes import code
    from yusuan.core.errors import CatalogError

    near: list[str] = []
    for kind in ("function", "economic"):
        book = _classification(kind, year)
        try:
            if book is not None:
                book.entry(code(query or ""))
        except CatalogError as error:
            near += error.nearest
        except ValueError:
            return ""
    return say("；相近的有 {names}", names="、".join(near)) if near else ""


def _find(query: str | None, year: int, kinds: Iterable[str]) -> Iterator[Entry]:
    for kind in kinds:
        if kind == "procurement":
            yield from _procurement(query)
        elif kind == "division":
            yield from _divisions(query)
        else:
            yield from _classified(kind, query, year)


def _classification(kind: str, year: int) -> Classification | None:
    from yusuan.catalog import CLASSIFICATIONS
    from yusuan.core.errors import CatalogError

    try:
        return CLASSIFICATIONS[kind](year)
    except CatalogError:
        return None


def _classified(kind: str, query: str | None, year: int) -> Iterator[Entry]:
    book = _classification(kind, year)
    if book is None:
        return
    exact = _exact(book, query)
    if query is None:
        entries = [book.entry(c.code) for c in book.categories() if c.code is not None]
        yield from (_entry(kind, e.code.digits, e.name, e.provenance) for e in entries)
    elif exact is None:
        for entry in book.search(query):
            yield _entry(kind, entry.code.digits, entry.name, entry.provenance)
    else:
        yield from _around(kind, book, exact)


def _exact(book: Classification, query: str | None) -> CatalogueEntry | None:
    from yusuan.core.codes import code

    try:
        return book.get(code(query or ""))
    except ValueError:
        return None


def _around(kind: str, book: Classification, exact: CatalogueEntry) -> Iterator[Entry]:
    """A code with those above and below it, and with its names in other years."""
    digits = exact.code.digits
    for parent in exact.code.lineage[:-1]:
        above = book.get(parent)
        if above is not None:
            yield _entry(kind, parent.digits, above.name, above.provenance, "上级")
    for named in book.all_names(exact.code):
        relation = "" if named.name == exact.name else "另一年度"
        yield _entry(kind, digits, named.name, named.provenance, relation)
    for child in book.children(exact.code):
        yield _entry(kind, child.code.digits, child.name, child.provenance, "下级")


def _procurement(query: str | None) -> Iterator[Entry]:
    from yusuan.catalog import folded, procurement_catalogue

    for code, entry in procurement_catalogue().items():
        is_wanted = code.level == 1 if query is None else _matches(query, str(code), entry.name)
        if is_wanted and (query is None or folded(query)):
            yield _entry("procurement", str(code), entry.name, entry.provenance)


def _divisions(query: str | None) -> Iterator[Entry]:
    from yusuan.catalog import divisions

    if query is None:
        return
    for division in divisions().values():
        if _matches(query, division.code, division.name):
            yield _entry("division", division.code, division.name, division.provenance)


def _matches(query: str, digits: str, name: str) -> bool:
    from yusuan.catalog import folded

    wanted = folded(query)
    return digits.startswith(wanted.upper()) or wanted in folded(name)


def _entry(kind: str, digits: str, name: str, source: Provenance, relation: str = "") -> Entry:
    since, until = source.since or "", source.until or ""
    years = f"{since}–{until}" if since or until else ""
    return Entry(kind, digits, name, years, source.verified, relation)


def _in_lines(found: list[Entry]) -> Iterator[Line]:
    rows = [
        (
            _KINDS[entry.kind],
            Painted(entry.code, is_bold=not entry.relation),
            entry.name,
            entry.years,
            entry.relation or "",
            "" if entry.is_verified else "未核",
        )
        for entry in found
    ]
    yield from columns(rows)


def _as_json(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "code": entry.code,
        "name": entry.name,
        "years": entry.years,
        "verified": entry.is_verified,
        "relation": entry.relation,
    }
