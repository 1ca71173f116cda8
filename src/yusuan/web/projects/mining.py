"""Fill the library of known indicators from what was published here, or from a dataset; the source goes with each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.preparation.indicators import Known, mined, ranked
from yusuan.web.acting import as_the_system
from yusuan.web.journal.chain import PLACE_CHAIN, Said
from yusuan.web.projects.models import KnownIndicator

if TYPE_CHECKING:
    from yusuan.core.budget import DepartmentalBudget

_OFFERED = 8


def keep(budget: DepartmentalBudget) -> int:
    """Keep the indicators of a budget that is public; those known from the same source are replaced. How many."""
    department = budget.department
    source = f"{department.name}{department.fiscal_year}年部门预算"
    found = list(mined(budget, source))
    with as_the_system("指标库") as said:
        KnownIndicator.objects.filter(source=source).delete()
        KnownIndicator.objects.bulk_create(
            KnownIndicator(
                kind=one.kind,
                name=one.name[:120],
                target=one.target[:60],
                category=one.category,
                function=one.function,
                source=source[:160],
            )
            for one in found
        )
        after = {"source": source, "count": len(found)}
        said.append(
            Said(PLACE_CHAIN, "indicators", "projects.knownindicator", source[:80], None, after)
        )
    return len(found)


def offered(kind: str, typed: str, category: str, function: str) -> list[Known]:
    """The likest known indicators of a kind, each with its source."""
    stored = KnownIndicator.objects.filter(kind=kind)
    known = [
        Known(one.kind, one.name, one.target, one.category, one.function, one.source)
        for one in stored
    ]
    return ranked(known, kind, typed, category, function)[:_OFFERED]
