"""Codes and names of a published document's rows: against the classification, and between its tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from yusuan.catalog import departmental_economic, folded, functional
from yusuan.core.codes import Level
from yusuan.core.errors import CatalogError
from yusuan.core.outcomes import Outcome, Severity, Status
from yusuan.core.patterns import pattern
from yusuan.rules.published.codes_between import codes_between_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.catalog import Classification, Entry
    from yusuan.core.codes import Code
    from yusuan.core.outcomes import Where
    from yusuan.rules.evidence import CodeRow, CodeTable, Evidence

_PIECES = ("类", "款", "项")
_WIDTHS = (3, 2, 2)
_SHOWN = 4
_CLOSE = 0.6
_HINT = "请对照当年政府收支分类科目核对编码和名称，并检查由此生成的合计。"


def check_codes(evidence: Evidence) -> Iterator[Outcome]:
    """Every outcome on codes and names of rows."""
    tables, year = evidence.code_tables, evidence.year
    for table in tables:
        yield from lost_zeros(table)
    try:
        books = {True: departmental_economic(year), False: functional(year)}
    except CatalogError:
        yield from codes_between_tables([t for t in tables if not t.is_economic], year)
        return
    pairs = Counter(
        pair for t in tables for pair in {(row.digits, row.plain) for row in t.coded if row.name}
    )
    named = [o for t in tables for o in names_of_codes(t, books[t.is_economic], pairs)]
    yield from named
    seen = {place for o in named for place in o.where}
    yield from codes_between_tables([t for t in tables if not t.is_economic], year, seen)
    yield from former_names([t for t in tables if not t.is_economic], books[False], year)


# --- format -----------------------------------------------------------------------------------------------


def lost_zeros(table: CodeTable) -> Iterator[Outcome]:
    """款 and 项 have two digits; a spreadsheet that takes 02 for a number prints 2."""
    wrong = [row for row in table.coded if any(len(piece) == 1 for piece in row.pieces[1:])]
    if not table.coded:
        return
    if not wrong:
        yield Outcome("code-format", Status.PASSED)
        return
    shown = "、".join(
        f"“{row.printed}”（{row.name}）应为“{_restored(row)}”" for row in wrong[:_SHOWN]
    )
    more = f"等 {len(wrong)} 行" if len(wrong) > _SHOWN else ""
    yield Outcome(
        "code-format",
        Status.FAILED,
        Severity.WARNING,
        f"{table.title}的科目编码丢了前导零：{shown}{more}。",
        "请把编码列设成文本格式，款、项补足两位。",
        "practice",
        where=tuple(row.where for row in wrong),
    )


def _restored(row: CodeRow) -> str:
    return "|".join(p if n == 0 else p.rjust(2, "0") for n, p in enumerate(row.pieces))


# --- names ------------------------------------------------------------------------------------------------


def names_of_codes(
    table: CodeTable, book: Classification, pairs: Mapping[tuple[str, str], int] | None = None
) -> Iterator[Outcome]:
    """A row named like another code of the classification; serial numbers in the place of codes.

    `pairs` counts the tables of the document that print a code with a name: where another table speaks against a
    row, the document contradicts itself, and a name that was only remembered does no more than tell which is wrong.
    """
    by_name = _by_name(book)
    wrong: list[tuple[CodeRow, str]] = []
    for row in table.coded:
        found = row.code
        entry = None if found is None else book.get(found)
        if found is None or not row.name or book.accepts(found, row.name):
            continue
        sibling = _sibling(row, found, book, pairs or {})
        if sibling is not None:
            wrong.append((row, f"“{row.name}”应为 {sibling}"))
            continue
        if entry is not None and _is_like(row, entry):
            continue
        rival = _named_code(row, found, by_name)
        # A name may stand under several 款; only a code whose own name is known, or a sibling, tells.
        is_sure = (entry is not None and entry.verified) or (rival and rival.parent == found.parent)
        if rival is not None and is_sure:
            wrong.append((row, f"“{row.name}”应为 {rival}"))
        elif (
            entry is not None
            and entry.verified
            and found.level is Level.CATEGORY
            and not book.was_called(found, row.plain)
        ):
            wrong.append((row, f"{found} 的名称应为“{entry.name}”，不是“{row.name}”"))
    if not wrong:
        yield Outcome("codes-and-names-agree", Status.PASSED)
        return
    shown = "；".join(f"“{row.printed} {row.name}”：{words}" for row, words in wrong[:_SHOWN])
    more = f"等 {len(wrong)} 行" if len(wrong) > _SHOWN else ""
    serial = "，款级编码像是按行排的流水号" if _is_serial([row for row, _ in wrong]) else ""
    yield Outcome(
        "codes-and-names-agree",
        Status.FAILED,
        Severity.WARNING,
        f"{table.title}有科目编码与名称不符{serial}：{shown}{more}。",
        _HINT,
        "classification",
        where=tuple(row.where for row, _ in wrong),
    )


def _sibling(
    row: CodeRow, found: Code, book: Classification, pairs: Mapping[tuple[str, str], int]
) -> Code | None:
    """The code under the same parent whose very name the row bears instead of its own."""
    entry = book.get(found)
    if entry is None or found.parent is None or folded(entry.name) == row.plain:
        return None
    rival = next((e for e in book.children(found.parent) if folded(e.name) == row.plain), None)
    if rival is None or rival.code == found:
        return None
    if book.was_called(found, row.plain):
        return None
    is_backed = (rival.code.digits, row.plain) in pairs or (
        found.digits,
        folded(entry.name),
    ) in pairs
    if is_backed or (entry.verified and pairs.get((found.digits, row.plain), 1) == 1):
        return rival.code
    return None


def _by_name(book: Classification) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in book:
        if entry.verified:
            found[_stem(entry.name)].append(entry)
    return found


_TAIL = pattern(r"(?:费用|经费|支出|费)+$")


def _stem(name: str) -> str:
    return _TAIL.sub("", folded(name)) or folded(name)


def _is_like(row: CodeRow, entry: Entry) -> bool:
    mine, theirs = _stem(row.name), _stem(entry.name)
    if mine in theirs or theirs in mine:
        return True
    return SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= _CLOSE


def _named_code(row: CodeRow, found: Code, by_name: Mapping[str, list[Entry]]) -> Code | None:
    """The one code of the row's own level and category (or of any) that bears its name."""
    rivals = [e.code for e in by_name.get(_stem(row.name), ()) if e.code.level is found.level]
    near = [rival for rival in rivals if rival.category == found.category]
    chosen = near or rivals
    return chosen[0] if len(chosen) == 1 and chosen[0] != found else None


def _is_serial(rows: Sequence[CodeRow]) -> bool:
    numbers = [int(row.pieces[-1]) for row in rows if len(row.pieces) > 1]
    return len(numbers) > _SHOWN and numbers == sorted(numbers) and numbers[-1] - numbers[0] < 20  # noqa: PLR2004


def former_names(tables: Sequence[CodeTable], book: Classification, year: int) -> Iterator[Outcome]:
    """A 类, 款 or 项 under the name of an earlier year, or under two names in one document."""
    found: dict[tuple[Code, str], list[CodeRow]] = defaultdict(list)
    used: dict[Code, Counter[str]] = defaultdict(Counter)
    for table in tables:
        for row in table.rows:
            if row.code is not None and row.name:
                found[row.code, row.plain].append(row)
                used[row.code][row.plain] += 1
    for (member, plain), rows in found.items():
        entry = book.get(member)
        if entry is None or not entry.verified or folded(entry.name) == plain:
            continue
        official = folded(entry.name)
        if book.accepts(member, plain) or not (
            book.was_called(member, plain)
            or (used[member][official] and len(official) == len(plain))
        ):
            continue
        yield Outcome(
            "code-name-mismatch",
            Status.FAILED,
            Severity.WARNING,
            f"{'、'.join(dict.fromkeys(row.where.table for row in rows))}把 {member} 写作“{rows[0].name}”，"
            f"{year} 年政府收支分类科目的名称是“{entry.name}”。",
            "请改用当年的科目名称。",
            "classification",
            where=tuple(row.where for row in rows),
            suggestion=entry.name,
        )


# --- what a wrong code breaks ------------------------------------------------------------------------------


def under_wrong_codes(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Put the sums that fail because a row stands under a wrong code below the finding on that code."""
    every = tuple(outcomes)
    causes = [
        n
        for n, outcome in enumerate(every)
        if outcome.rule == "code-differs-between-tables" and outcome.status is Status.FAILED
    ]
    proofs: dict[int, list[Outcome]] = defaultdict(list)
    moved: set[int] = set()
    for n, outcome in enumerate(every):
        if outcome.rule not in {"table-arithmetic", "cross-table"} or not outcome.is_finding:
            continue
        rows = {place.row for place in outcome.where if place.row}
        for cause in causes:
            codes = {_digits(place) for place in every[cause].where}
            if rows & codes and rows <= codes | {""}:
                proofs[cause].append(outcome)
                moved.add(n)
                break
    return tuple(
        replace(outcome, proofs=(*outcome.proofs, *proofs[n])) if n in proofs else outcome
        for n, outcome in enumerate(every)
        if n not in moved
    )


def _digits(place: Where) -> str:
    first, *rest = place.row.split("|")
    return first + "".join(piece.rjust(2, "0") for piece in rest)
