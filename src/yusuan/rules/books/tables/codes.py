"""Codes and names of a published document's rows: against the classification, and between its tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.catalog import departmental_economic, folded, functional
from yusuan.core.codes import Level
from yusuan.core.errors import CatalogError
from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.narrative.agreement.contradiction import Kind
from yusuan.rules.books.statements._judged import said
from yusuan.rules.books.statements._names import misplaced
from yusuan.rules.books.tables._codes_between import codes_between_tables
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed, passed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.catalog import Classification, Entry
    from yusuan.core.codes import Code
    from yusuan.rules.evidence import CodeRow, CodeTable, Evidence
    from yusuan.rules.spec import Verdict

_PIECES = ("类", "款", "项")
_WIDTHS = (3, 2, 2)
_SHOWN = 4
_CLOSE = 0.6


def _functional(evidence: Evidence) -> list[CodeTable]:
    return [table for table in evidence.code_tables if not table.is_economic]


def _names(evidence: Evidence) -> tuple[Verdict, ...]:
    """What the classification of the year says of the names; nothing where there is none of that year."""
    tables, year = evidence.code_tables, evidence.year
    try:
        books = {True: departmental_economic(year), False: functional(year)}
    except CatalogError:
        return ()
    pairs = Counter(
        pair for t in tables for pair in {(row.digits, row.plain) for row in t.coded if row.name}
    )
    return tuple(v for t in tables for v in names_of_codes(t, books[t.is_economic], pairs))


def printed_names_agree(evidence: Evidence) -> Iterable[Verdict]:
    """No row bears the name of another code of the classification. Silent on names nobody verified."""
    return evidence.once(_names)


def one_code_in_all_tables(evidence: Evidence) -> Iterator[Verdict]:
    """A row stands under one code in all tables. Silent on rows found against the classification already."""
    seen = {place for verdict in evidence.once(_names) for place in verdict.where}
    yield from codes_between_tables(_functional(evidence), evidence.year, seen)


def codes_are_whole(evidence: Evidence) -> Iterator[Verdict]:
    """款 and 项 have two digits. Silent on codes printed in one piece."""
    for table in evidence.code_tables:
        yield from lost_zeros(table)


def names_are_of_the_year(evidence: Evidence) -> Iterator[Verdict]:
    """A 类, 款 or 项 bears its name of the year in tables and text, and one name only; the three stand below each other."""
    try:
        catalogue = functional(evidence.year)
    except CatalogError:
        pass
    else:
        yield from former_names(_functional(evidence), catalogue, evidence.year)
    yield from said(evidence, Kind.NAME)
    yield from misplaced(evidence)


# --- format -----------------------------------------------------------------------------------------------


def lost_zeros(table: CodeTable) -> Iterator[Verdict]:
    """款 and 项 have two digits; a spreadsheet that takes 02 for a number prints 2."""
    wrong = [row for row in table.coded if any(len(piece) == 1 for piece in row.pieces[1:])]
    if not table.coded:
        return
    if not wrong:
        yield passed()
        return
    shown = "、".join(
        f"“{row.printed}”（{row.name}）应为“{_restored(row)}”" for row in wrong[:_SHOWN]
    )
    more = f"等 {len(wrong)} 行" if len(wrong) > _SHOWN else ""
    yield failed(f"{table.title}的科目编码丢了前导零：{shown}{more}", *(row.where for row in wrong))


def _restored(row: CodeRow) -> str:
    return "|".join(p if n == 0 else p.rjust(2, "0") for n, p in enumerate(row.pieces))


# --- names ------------------------------------------------------------------------------------------------


def names_of_codes(
    table: CodeTable, book: Classification, pairs: Mapping[tuple[str, str], int] | None = None
) -> Iterator[Verdict]:
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
        yield passed()
        return
    shown = "；".join(f"“{row.printed} {row.name}”：{words}" for row, words in wrong[:_SHOWN])
    more = f"等 {len(wrong)} 行" if len(wrong) > _SHOWN else ""
    serial = "，款级编码像是按行排的流水号" if _is_serial([row for row, _ in wrong]) else ""
    yield failed(
        f"{table.title}有科目编码与名称不符{serial}：{shown}{more}",
        *(row.where for row, _ in wrong),
        severity=Severity.WARNING,
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


@lru_cache(maxsize=8)
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


def former_names(tables: Sequence[CodeTable], book: Classification, year: int) -> Iterator[Verdict]:
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
        yield failed(
            f"{'、'.join(dict.fromkeys(row.where.table for row in rows))}把 {member} 写作“{rows[0].name}”，"
            f"{year} 年政府收支分类科目的名称是“{entry.name}”",
            *(row.where for row in rows),
            suggestion=entry.name,
        )


RULES = (
    Rule(
        id="code-name-mismatch",
        claim="科目名称与当年科目一致",
        law="classification",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请改用当年的科目名称。",
        check=names_are_of_the_year,
        needs=(Part.PRINT,),
        looks_through=True,
    ),
    Rule(
        id="code-format",
        claim="科目编码位数正确",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请把编码列设成文本格式，款、项补足两位。",
        check=codes_are_whole,
        needs=(Part.PRINT,),
    ),
    Rule(
        id="code-differs-between-tables",
        claim="同一科目在各表中编码相同",
        law="classification",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照当年政府收支分类科目核对编码和名称，并检查由此生成的合计。",
        check=one_code_in_all_tables,
        needs=(Part.PRINT,),
        looks_through=True,
    ),
)
