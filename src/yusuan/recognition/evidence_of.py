"""One document as evidence: every part that rules look at, each put together once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.editions.edition import CLASSIC_TREE
from yusuan.recognition.code_rows import code_tables
from yusuan.recognition.figures import loose_figures, running_costs
from yusuan.recognition.holdings import asset_holdings, published_purchases
from yusuan.recognition.objectives import department_objectives, form_projects, objective_forms
from yusuan.recognition.paper import paper_of
from yusuan.recognition.projects import published_projects
from yusuan.rules.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.recognition.disclosure import Disclosure
    from yusuan.rules.evidence import Dates


def evidence_of(
    found: Disclosure, dates: Dates | None = None, beside: Sequence[Evidence] = ()
) -> Evidence:
    """The evidence of a document understood; `dates` are told by the user, `beside` is what it is compared with."""
    document, source = found.document, found.document.source
    forms = objective_forms(document)
    coded = published_projects(document.grids, source)
    return Evidence(
        source,
        found.year,
        found.stage,
        found.tables,
        found.texts,
        department=found.department,
        is_unit=found.is_unit,
        indicator_tree=CLASSIC_TREE,
        projects=(*(one.project for one in coded), *form_projects(forms)),
        objectives=department_objectives(document.text.split("\n")),
        forms=forms,
        coded_forms=tuple(one.form for one in coded),
        holdings=asset_holdings(found.others, source, found.unit),
        purchases=published_purchases(found.others, source, found.unit),
        running_costs=tuple(running_costs(document)),
        loose_figures=loose_figures(found),
        code_tables=code_tables(found),
        paper=paper_of(found, dates),
        refused=found.refused,
        remarks=document.remarks,
        inferred=found.inferred,
        doubts=found.doubts,
        doubtful_pages=document.doubtful_pages,
        beside=beside,
    )
