"""Money of objectives a text names, against project spending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.outcomes import Pair, Severity
from yusuan.core.patterns import pattern
from yusuan.core.terms import Nature
from yusuan.narrative.figures import AMOUNT, figure_in
from yusuan.rules.books._words import money
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed, passed
from yusuan.tables.region import ALL_FUNDING, OWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict
    from yusuan.tables.table import Cell

_OBJECTIVES = pattern(
    rf"绩效目标[^。;；\n\d]{{0,30}}(?:项目)?[^。;；\n\d]{{0,12}}(?:\d+个[^。;；\n\d]{{0,6}})?[,，]?[^。;；\n\d]{{0,12}}(?:涉及|覆盖|金额|资金)[^。;；\n\d]{{0,20}}(?P<amount>{AMOUNT.pattern})"
)
_EVALUATED = pattern(r"评价|自评|监控|跟踪|完成|上年|部门整体|整体支出")
_YEAR = pattern(r"(?<!\d)(20\d\d)年")


def objectives_within_projects(evidence: Evidence) -> Iterator[Verdict]:
    """Objectives are set for projects, so their money is no more than all project spending the tables print."""
    printed = _project_spending(evidence)
    clean, places = evidence.squeezed
    for match in _OBJECTIVES.finditer(clean) if printed is not None else ():
        start = max(clean.rfind(sign, 0, match.start()) for sign in "。;；\n") + 1
        years = {int(year) for year in _YEAR.findall(clean[start : match.start()])}
        found = AMOUNT.search(match["amount"])
        if found is None or printed is None or not years <= {evidence.year}:
            continue
        if (
            _EVALUATED.search(clean[start : match.end()])
            or "项目" not in clean[start : match.end()]
        ):
            continue
        stated = figure_in(found)
        limit = printed.value + (0 if printed.printed is None else printed.printed.half_digit)
        if stated.interval.low <= limit:
            yield passed()
            continue
        where = evidence.where(places[match.start()])
        yield failed(
            f"编报绩效目标的项目涉及 {stated}，大于表中全部项目支出 {money(printed.value)}",
            *((where,) if printed.where is None else (where, printed.where)),
            expected=printed.value,
            actual=stated.fen,
        )


def _project_spending(evidence: Evidence) -> Cell | None:
    """The largest total of project spending of the year's own tables, where no money is left out of it.

    A total of one fund is no limit where the tables, or the text, know of more money than that fund's.
    """
    own = [
        cell
        for table in evidence.tables
        for cell in table.cells.values()
        if cell.region.ledger == OWN and cell.amount is not None and not cell.region.is_empty
    ]
    projects = [cell for cell in own if _is_of_projects(cell)]
    largest = max(projects, key=_by_extent, default=None)
    if largest is None or not _is_total(largest):
        return None
    if largest.region.funding == ALL_FUNDING:
        return largest
    beside = [c.value for c in own if c.key[:2] == largest.key[:2]]
    known = max(beside, default=0)
    said = max((figure.fen or 0 for figure in evidence.amounts), default=0)
    return largest if max(said, *(cell.value for cell in own)) <= known else None


def _is_of_projects(cell: Cell) -> bool:
    """Tell whether a cell holds project spending; a table of two columns leaves 经营支出 and the like with it."""
    nature = cell.region.nature
    return Nature.PROJECT in nature and Nature.BASIC not in nature


def _is_total(cell: Cell) -> bool:
    return cell.region.function.within is None and cell.region.economic.within is None


def _by_extent(cell: Cell) -> tuple[int, bool, int]:
    return cell.value, _is_total(cell), len(cell.region.funding)


RULES = (
    Rule(
        id="objectives-are-within-project-spending",
        claim="编报绩效目标的项目金额不超过项目支出",
        law="budget-law-14",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对编报绩效目标的项目金额与项目支出合计。",
        check=objectives_within_projects,
        needs=(Part.PRINT, Part.TEXT, Part.TABLES),
        pair=Pair.TEXT,
    ),
)
