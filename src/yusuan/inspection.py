"""The second path: a published document is read, recognised and checked like what we derive ourselves.

file ──read──▶ grids ──recognise──▶ tables ──check──▶ outcomes
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Outcomes, Severity, Status, Where
from yusuan.editions.edition import CLASSIC_TREE
from yusuan.identities.causes import (
    check_identities,
    one_for_each_difference,
    under_their_causes,
)
from yusuan.identities.derive import identities
from yusuan.identities.infer import infer
from yusuan.identities.inferred_figures import Inferred, with_hint
from yusuan.narrative.clauses.clause import Topic
from yusuan.readers.document import read_document
from yusuan.recognition.code_rows import code_tables
from yusuan.recognition.disclosure import recognise
from yusuan.recognition.goals import department_objectives
from yusuan.recognition.holdings import asset_holdings, published_purchases
from yusuan.recognition.inferred import doubts
from yusuan.recognition.loose_figures import loose_figures
from yusuan.recognition.notes import name_lines, noted_tables, passages
from yusuan.recognition.projects import PublishedProject, published_projects
from yusuan.recognition.running_costs import running_costs
from yusuan.recognition.sections_found import paper_of
from yusuan.recognition.target_forms import form_projects, objective_forms
from yusuan.recognition.told import NOTHING_TOLD, Told
from yusuan.rules.paper import check_document
from yusuan.rules.paper.pages import check_pages
from yusuan.rules.published.codes import check_codes, under_wrong_codes
from yusuan.rules.published.elsewhere import check_running_costs, check_stated
from yusuan.rules.published.figures import check_figures
from yusuan.rules.published.goals import check_goals, check_sums
from yusuan.rules.published.item_names import check_items
from yusuan.rules.published.names import author, check_names
from yusuan.rules.published.projects import check_projects
from yusuan.rules.published.prose import Published, check_published
from yusuan.rules.published.repeats import check_repeats
from yusuan.rules.published.wording import check_published_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from yusuan.core.budget import DepartmentObjective, Project
    from yusuan.core.grid import RawDocument
    from yusuan.core.holdings import Purchases
    from yusuan.core.money import Printed
    from yusuan.identities.identity import Identity
    from yusuan.identities.misreading import Doubt
    from yusuan.recognition.disclosure import Disclosure
    from yusuan.rules.paper import Dates
    from yusuan.rules.published.goals import ObjectiveForm
    from yusuan.tables.table import CellKey, Table


@dataclass(frozen=True)
class Inspection:
    """One published document taken down the path; each step happens when it is first asked for."""

    source: Path
    # When it was approved and published, where it does not say so itself.
    dates: Dates | None = None
    # What the user says of it, where it does not say so itself or says it wrongly.
    told: Told = NOTHING_TOLD

    @cached_property
    def document(self) -> RawDocument:
        """Grids and text blocks as the format holds them."""
        return read_document(self.source)

    @cached_property
    def as_read(self) -> Disclosure:
        """The document understood; raises RecognitionRefused where its year would be a guess."""
        return recognise(self.document, self.told)

    @cached_property
    def disclosure(self) -> Disclosure:
        """The document understood, its misread figures put right (`inferred` says which)."""
        return replace(self.as_read, tables=self.inferred.tables)

    @cached_property
    def doubts(self) -> dict[CellKey, Doubt]:
        """How the figures were read that a picture or a damaged text layer may have changed."""
        return doubts(self.document, self.as_read.tables)

    @cached_property
    def inferred(self) -> Inferred:
        """The tables with misread figures put right, and what was put right or remains in doubt."""
        tables = self.as_read.tables
        return infer(tables, identities(tables), self.doubts) if self.doubts else Inferred(tables)

    @property
    def title(self) -> str:
        """Whose document it is, and of which year."""
        found = self.disclosure
        kind = "" if found.kind is None else found.kind.value
        return f"{found.department} {found.year} {kind}".strip()

    @property
    def printed(self) -> tuple[Table, ...]:
        """The tables with their figures as printed."""
        return self.disclosure.tables

    @property
    def titles(self) -> dict[str, str]:
        """The printed title of each table."""
        return {table.id: table.spec.title for table in self.printed}

    @cached_property
    def identities(self) -> tuple[Identity, ...]:
        """What the tables' meaning promises."""
        return identities(self.printed)

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        """The projects whose objective tables are printed."""
        coded = (found.project for found in self.coded_projects)
        return (*coded, *form_projects(self.objective_forms))

    @cached_property
    def coded_projects(self) -> tuple[PublishedProject, ...]:
        """The projects whose objective tables print their code."""
        return published_projects(self.document.grids, str(self.source))

    @cached_property
    def objective_forms(self) -> tuple[ObjectiveForm, ...]:
        """The objective forms that name their project without a code."""
        return objective_forms(self.document)

    @cached_property
    def objectives(self) -> tuple[DepartmentObjective, ...]:
        """The department's own objectives, from its text."""
        return department_objectives(self.document.text.split("\n"))

    @cached_property
    def purchases(self) -> Purchases | None:
        """The procurement table; None where there is none."""
        return published_purchases(self.disclosure.others, str(self.source), self.disclosure.unit)

    @cached_property
    def outcomes(self) -> Outcomes:
        """Everything that was checked; what fails because of something else stands under it."""
        found = one_for_each_difference(under_wrong_codes(under_their_causes(self._checks())))
        return Outcomes.of(with_hint(found, self.document.doubtful_pages))

    def _checks(self) -> Iterator[Outcome]:
        """The figures, the text, the projects, the document as a whole; then what was doubted or refused."""
        found = self.disclosure
        published = Published(str(self.source), found.year, found.stage, self.printed, found.texts)
        yield from check_identities(self.printed, self.identities)
        yield from self._text_against_tables(published)
        yield from self._wording_and_holdings()
        yield from self._codes_and_names(published)
        yield from check_goals(self.objective_forms, published)
        yield from check_sums(found.form for found in self.coded_projects)
        yield from check_projects(
            self.projects, self.objectives, year=found.year, tree=CLASSIC_TREE
        )
        yield from check_document(paper_of(found), self.dates)
        document = self.document
        yield from check_pages(document.source, document.blank_pages, document.cut_pages)
        yield from self.inferred.outcomes(self.doubts)
        yield from self._refusals()
        yield from self._remarks()

    def _text_against_tables(self, published: Published) -> Iterator[Outcome]:
        """Stated figures against regions, and against the figures that are no region."""
        costs = [(one.printed, one.where) for one in running_costs(self.document)]
        yield from check_published(published)
        yield from check_running_costs(published, costs)
        yield from check_stated(published, Topic.PROCUREMENT, self._procured())
        yield from check_figures(published, loose_figures(self.disclosure))
        yield from check_repeats(published)

    def _codes_and_names(self, published: Published) -> Iterator[Outcome]:
        """Codes and names of rows, and names in the text."""
        found = self.disclosure
        lines = name_lines(found)
        yield from check_codes(code_tables(found), found.year)
        yield from check_names(lines, author(lines, found.department))
        yield from check_items(published)

    def _wording_and_holdings(self) -> Iterator[Outcome]:
        found, source = self.disclosure, str(self.source)
        return check_published_text(
            tuple(passages(found)),
            noted_tables(found),
            asset_holdings(found.others, source, found.unit),
            self.purchases,
            self.printed,
        )

    def _procured(self) -> list[tuple[Printed, Where]]:
        """The total of the procurement table."""
        found = self.purchases
        return [] if found is None or found.total is None else [(found.total, found.total_place)]

    def _refusals(self) -> list[Outcome]:
        return [
            Outcome(
                "table-recognised",
                Status.REFUSED,
                Severity.INFO,
                f"“{refusal.title or '未命名的表'}”未予采信：{refusal.reason}",
                "请对照原件人工核对这张表。",
                "practice",
                where=(Where(str(self.source), refusal.page, refusal.title),),
            )
            for refusal in self.disclosure.refused
        ]

    def _remarks(self) -> list[Outcome]:
        """What the reader did not read: nothing printed is passed over without a word."""
        return [
            Outcome(
                "document-read-whole",
                Status.REFUSED,
                Severity.INFO,
                remark,
                "请对照原件人工核对未读出的部分。",
                "practice",
                where=(Where(str(self.source)),),
            )
            for remark in self.document.remarks
        ]
