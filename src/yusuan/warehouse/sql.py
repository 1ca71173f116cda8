"""Write a table spec as one query. Plain SQL: DuckDB, SQLite and PostgreSQL read it alike.

The query works on `lines(department, unit, fund, source, origin, function, economic, nature, project, amount)`
with the labels and codes of `lines.csv` and amounts in fen. It gives `panel`, `row`, `column` and `amount`:
a listed row and a column are named by their number, a row of a tree by its code, the total row by ''.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from yusuan.core.codes import Level
from yusuan.core.terms import BasicKind, Nature, Origin
from yusuan.tables.classes import PERSONNEL
from yusuan.tables.region import ALL_FUNDING, ALL_KINDS, ALL_NATURES, ALL_ORIGINS, OWN, leaves
from yusuan.tables.spec import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yusuan.core.terms import Fund, RevenueSource
    from yusuan.tables.codeset import CodeSet
    from yusuan.tables.region import Funding, Region
    from yusuan.tables.spec import Panel, TableSpec

Term = TypeVar("Term", Origin, Nature)

COLUMNS = {
    "department": "VARCHAR",
    "unit": "VARCHAR",
    "fund": "VARCHAR",
    "source": "VARCHAR",
    "origin": "VARCHAR",
    "function": "VARCHAR",
    "economic": "VARCHAR",
    "nature": "VARCHAR",
    "project": "VARCHAR",
    "amount": "BIGINT",
}


def cells_query(spec: TableSpec) -> str:
    """The figures of a table, for each department; a cell no line falls into gives no row."""
    return "\nUNION ALL\n".join(_panel_query(spec, n) for n in range(len(spec.panels)))


def _panel_query(spec: TableSpec, number: int) -> str:
    panel, region = spec.panels[number], spec.panel_regions[number]
    row, rows, takes_row = _rows(panel)
    columns = [column.region for column in panel.columns]
    return f"""\
SELECT department, {number} AS panel, {row} AS "row", c.n AS "column", SUM(amount) AS amount
FROM lines CROSS JOIN ({rows}) AS r CROSS JOIN ({_numbers(columns)}) AS c
WHERE {predicate(region)}
AND {takes_row}
AND {_choice("c.n", columns)}
GROUP BY department, {row}, c.n"""  # noqa: S608  specs are ours, and labels are quoted


def _rows(panel: Panel) -> tuple[str, str, str]:
    """What names a row, the series of r.n, and when a line stands in row r.n."""
    axis = panel.rows
    if isinstance(axis, Tree):
        digits = range(Level.CATEGORY, axis.deepest + 1, 2)
        name = f"substr({axis.dimension}, 1, r.n)"
        values = _series((0, *digits))
        return name, values, f"length({axis.dimension}) >= r.n"
    regions = [listed.region for listed in axis]
    return "CAST(r.n AS VARCHAR)", _numbers(regions), _choice("r.n", regions)


def _numbers(regions: Iterable[Region | None]) -> str:
    return _series(n for n, region in enumerate(regions) if region is not None)


def _series(numbers: Iterable[int]) -> str:
    """A subquery with one column n: engines differ in how they name columns of VALUES."""
    return " UNION ALL ".join(f"SELECT {n} AS n" for n in numbers)


def _choice(number: str, regions: Iterable[Region | None]) -> str:
    cases = [
        f"WHEN {n} THEN {predicate(region)}"
        for n, region in enumerate(regions)
        if region is not None
    ]
    return f"CASE {number} {' '.join(cases)} END"


def predicate(region: Region) -> str:
    """Which lines a region admits, as a condition; the warehouse keeps no lines of other ledgers."""
    if region.is_empty or region.ledger != OWN or not region.government.is_everything:
        return "FALSE"
    conditions = [
        "" if region.funding == ALL_FUNDING else _funding(region.funding),
        _members("origin", region.origin, ALL_ORIGINS),
        _members("nature", region.nature, ALL_NATURES),
        _kind(region.kind),
        _codes("function", region.function),
        _codes("economic", region.economic),
        "" if region.unit is None else _one_of("unit", region.unit),
        "" if region.project is None else _one_of("project", region.project),
    ]
    return " AND ".join(condition for condition in conditions if condition) or "TRUE"


def _kind(kind: frozenset[BasicKind]) -> str:
    """Personnel spending by its economic classes, operating spending as the rest."""
    if kind == ALL_KINDS:
        return ""
    personnel = _codes("economic", PERSONNEL)
    return personnel if BasicKind.PERSONNEL in kind else f"NOT coalesce({personnel}, FALSE)"


def _members(column: str, admitted: frozenset[Term], universe: frozenset[Term]) -> str:
    """What is in, or what is out where that is shorter to say."""
    left_out = universe - admitted
    if not left_out:
        return ""
    if len(left_out) < len(admitted):
        return f"NOT {_one_of(column, (term.value for term in left_out))}"
    return _one_of(column, (term.value for term in admitted))


def _funding(funding: frozenset[Funding]) -> str:
    """Sources by fund, since engines differ in how they compare pairs."""
    by_fund: dict[Fund, list[RevenueSource]] = defaultdict(list)
    for fund, source in funding:
        by_fund[fund].append(source)
    pairs = (
        f"{_one_of('fund', [fund.value])} AND {_one_of('source', (s.value for s in found))}"
        for fund, found in by_fund.items()
    )
    return f"({' OR '.join(sorted(pairs))})"


def _codes(column: str, codes: CodeSet) -> str:
    """Levels have fixed widths, so a branch is what starts with its code."""
    if codes.is_everything:
        return ""
    within = f"{column} IS NOT NULL" if codes.within is None else _starts(column, codes.within)
    return f"{within} AND NOT {_starts(column, codes.without)}" if codes.without else within


def _starts(column: str, branches: Iterable[object]) -> str:
    by_width: dict[int, list[str]] = defaultdict(list)
    for branch in map(str, branches):
        by_width[len(branch)].append(branch)
    alike = (_one_of(f"substr({column}, 1, {width})", found) for width, found in by_width.items())
    return f"({' OR '.join(sorted(alike))})"


def _one_of(column: str, values: Iterable[str]) -> str:
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in sorted(values))
    return f"{column} IN ({listed})"


def unplaced_query(spec: TableSpec) -> str:
    """The lines that would be lost: admitted by a panel, but in none of its leaf rows or columns."""
    conditions = [f"NOT {_funding(ALL_FUNDING)}"]
    for panel, region in zip(spec.panels, spec.panel_regions, strict=True):
        if panel.is_partial:
            continue
        if isinstance(panel.rows, Tree):
            row = f"{panel.rows.dimension} IS NOT NULL"
        else:
            row = _in_a_leaf([listed.region for listed in panel.rows])
        column = _in_a_leaf([column.region for column in panel.columns])
        conditions.append(f"{predicate(region)} AND NOT coalesce({row} AND {column}, FALSE)")
    return f"SELECT * FROM lines WHERE ({') OR ('.join(conditions)})"  # noqa: S608  as above


def _in_a_leaf(regions: Sequence[Region | None]) -> str:
    placed = leaves(regions)
    conditions = [predicate(r) for n, r in enumerate(regions) if r is not None and n in placed]
    return f"(({') OR ('.join(conditions)}))"
