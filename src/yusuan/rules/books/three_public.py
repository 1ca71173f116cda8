"""Three-public spending: vehicles split, the total's parts visible (财预〔2016〕143号)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.catalog import departmental_economic
from yusuan.core.codes import code
from yusuan.core.outcomes import Pair, Severity, Where
from yusuan.rules.books._three_public_total import printed_total_shows_parts
from yusuan.rules.books._words import judged, listed, money
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, insufficient, on_either, passed
from yusuan.tables import classes
from yusuan.tables.region import ALL_FUNDING, OWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.core.codes import Code
    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Subject, Verdict
    from yusuan.tables.table import Cell, Table

_TABLE = "three_public"
_PURCHASE = frozenset({code("31013"), code("30913")})
_OPERATION = frozenset({code("30231")})
_VEHICLES = _PURCHASE | _OPERATION


def _cells(table: Table) -> dict[frozenset[Code], Cell]:
    """The figures of all funds by the economic codes they hold, the first of each; items may be rows or columns."""
    panel = table.spec.panels[0]
    of_all_funds = {
        panel.column_path(column)
        for column in panel.columns
        if column.region.funding == ALL_FUNDING and column.region.ledger == OWN
    }
    cells: dict[frozenset[Code], Cell] = {}
    for cell in table.cells.values():
        within = cell.region.economic.within
        if cell.key.column in of_all_funds and within and not cell.region.economic.without:
            cells.setdefault(within, cell)
    return cells


def vehicles_split(subject: Subject) -> Iterable[Verdict]:
    """Purchase and operation of vehicles stand apart. Silent where nothing is spent on vehicles."""
    table = subject.tables.get(_TABLE)
    cells = {} if table is None else _cells(table)
    whole = cells.get(_VEHICLES)
    if table is None or whole is None or not whole.value:
        return []
    missing = [
        label
        for label, codes in (("购置费", _PURCHASE), ("运行维护费", _OPERATION))
        if codes not in cells
    ]
    return judged(
        (
            failed(
                f"{table.spec.title}公务用车购置及运行维护费 {money(whole.value)}，没有单列公务用车{label}",
                Where(table=table.spec.title, row=whole.row, column=whole.key.column),
            )
            for label in missing
        ),
        applies=True,
    )


def printed_vehicles_split(evidence: Evidence) -> Iterator[Verdict]:
    """Purchase and operation of vehicles stand apart in the printed table."""
    for table in evidence.tables:
        if table.id != _TABLE:
            continue
        cells = [cell for cell in table.cells.values() if not cell.region.is_empty]
        together = [c for c in cells if c.region.economic == classes.VEHICLES and c.value]
        split = (classes.VEHICLE_PURCHASE, classes.VEHICLE_OPERATION)
        if together and not any(cell.region.economic in split for cell in cells):
            where = together[0].where or Where(table=table.spec.title)
            yield failed(f"“{table.spec.title}”的公务用车费用没有分列购置费和运行维护费", where)
        elif together:
            yield passed()


def total_shows_parts(subject: Subject) -> Iterable[Verdict]:
    """The rows printed make up the total. Names what the form sums and does not list; never calls the total wrong."""
    table = subject.tables.get(_TABLE)
    if table is None or table.is_nil:
        return []
    cells = _cells(table)
    total_codes = max(cells, key=len)
    total, parts = cells[total_codes], [c for codes, c in cells.items() if codes != total_codes]
    if not all(cell.recognised for cell in (total, *parts)):
        return [insufficient(f"{table.spec.title}有未读出的数", Where(table=table.spec.title))]
    seen: set[Code] = set()
    visible = 0
    for codes, cell in sorted(cells.items(), key=lambda item: -len(item[0])):
        if codes != total_codes and not codes & seen:
            seen |= codes
            visible += cell.value
    hidden = total_codes - seen
    if total.value == visible or not hidden:
        return [passed()]
    message = (
        f"{table.spec.title}合计 {money(total.value)}，列出的各项只有 {money(visible)}，"
        f"其余 {money(total.value - visible)} 属于没有列出的{_names(sorted(hidden), subject.form.year)}"
    )
    return [
        failed(
            message,
            Where(table=table.spec.title, row=total.row, column=total.key.column),
            expected=visible,
            actual=total.value,
        )
    ]


def _names(codes: Sequence[Code], year: int) -> str:
    catalogue = departmental_economic(year)
    return listed(f"{c} {entry.name if (entry := catalogue.get(c)) else ''}".strip() for c in codes)


RULES = (
    Rule(
        id="vehicles-are-split",
        claim="公务用车分列购置费和运行维护费",
        law="caiyu-2016-143",
        severity=Severity.ERROR,
        dimension=Dimension.DETAIL,
        hint="请分列公务用车购置费和公务用车运行维护费，没有的填 0 或留空。",
        check=on_either(vehicles_split, printed_vehicles_split),
        needs=(),
    ),
    Rule(
        id="three-public-total-shows-its-parts",
        claim="“三公”经费表合计的各组成部分都已列出",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请在表内加列缺少的行，或者在表下注明合计还包含哪些支出。",
        check=on_either(total_shows_parts, printed_total_shows_parts),
        needs=(),
        pair=Pair("列出各项", "合计"),
    ),
)
