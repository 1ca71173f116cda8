"""One row of a published document under two codes: its tables against each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from yusuan.catalog import folded, functional, latest_year
from yusuan.core.codes import Level
from yusuan.core.errors import CatalogError
from yusuan.narrative.item_names import codes_named
from yusuan.rules.spec import failed

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from yusuan.core.outcomes import Where
    from yusuan.rules.evidence import CodeRow, CodeTable
    from yusuan.rules.spec import Verdict


def codes_between_tables(
    tables: Sequence[CodeTable], year: int, named: Container[Where] = ()
) -> Iterator[Verdict]:
    """One row under two codes: the name stands in both tables, the code in one of them only.

    Siblings never share a name; rows in `named` were found against the classification already.
    """
    coded = [table for table in tables if table.coded]
    homes: Counter[str] = Counter(d for t in coded for d in {row.digits for row in t.coded})
    reported: set[tuple[str, str]] = set()
    for one, other in combinations(coded, 2):
        mine, theirs = _only_in(one, other), _only_in(other, one)
        for name in (name for name in mine if name in theirs):
            if len(mine[name]) != 1 or len(theirs[name]) != 1:
                continue
            pair = sorted(
                ((mine[name][0], one), (theirs[name][0], other)),
                key=lambda place: (_is_known(place[0], year), homes[place[0].digits]),
            )
            (wrong, table), (right, _) = pair
            key = (table.title, wrong.digits)
            known = wrong.where in named and _are_siblings(wrong, right)
            if key not in reported and not known and _is_misprint(wrong, right, table):
                reported.add(key)
                yield _differing(wrong, right, table)


def _only_in(one: CodeTable, other: CodeTable) -> dict[str, list[CodeRow]]:
    known = {row.digits for row in other.coded}
    found: dict[str, list[CodeRow]] = defaultdict(list)
    for row in one.coded:
        if row.digits not in known and row.name:
            found[row.plain].append(row)
    return found


def _is_known(row: CodeRow, year: int) -> bool:
    found = row.code
    if found is None or len(row.pieces[0]) not in {3, 5, 7}:
        return False
    try:
        entry = functional(year).get(found)
    except CatalogError:
        return True
    return entry is not None and folded(entry.name) == row.plain


def _is_misprint(wrong: CodeRow, right: CodeRow, table: CodeTable) -> bool:
    """Tell a slip of the code from two items that share a name (行政运行 under two 款)."""
    if wrong.code is None or len(wrong.digits) != len(right.digits):
        return True
    # Not where a column names units or projects: they may stand under several codes.
    if _are_siblings(wrong, right) and codes_named(wrong.name, Level.ITEM, latest_year()):
        return True
    parent = wrong.code.parent
    return parent is not None and parent.digits not in {row.digits for row in table.coded}


def _are_siblings(one: CodeRow, other: CodeRow) -> bool:
    """Tell whether two codes stand under one 款."""
    return (
        one.code is not None
        and other.code is not None
        and one.code.level is other.code.level is Level.ITEM
        and one.code.parent == other.code.parent
    )


def _differing(wrong: CodeRow, right: CodeRow, table: CodeTable) -> Verdict:
    return failed(
        f"{table.title}中“{wrong.name}”的科目编码印为“{wrong.printed}”，{right.where.table}为“{right.printed}”",
        wrong.where,
        right.where,
        suggestion=right.printed,
    )
