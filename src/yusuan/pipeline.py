"""The path of data, in six verbs. Read this first.

prepare and publish   facts ──derive──▶ tables ──check──▶ outcomes ──assemble──▶ publication ──write──▶ files
inspect a disclosure  file ──read──▶ grids, texts ──recognise──▶ evidence ──check──▶ outcomes

A `Run` takes facts down the first path, an `Inspection` a published document down the second; both are checked as
`Evidence`, by one list of checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from yusuan.catalog import names
from yusuan.core.errors import NotPublishable, SecretsExposed
from yusuan.core.outcomes import Outcomes
from yusuan.editions import edition as find_edition
from yusuan.readers import is_document, read_source
from yusuan.recognition.told import NOTHING_TOLD, Told
from yusuan.rules.check import check as _check
from yusuan.rules.evidence import Evidence
from yusuan.rules.presented import presented
from yusuan.rules.spec import Form, Subject
from yusuan.rules.traced import traced
from yusuan.tables.derive import derive as _derive
from yusuan.tables.region import BUDGETED
from yusuan.writers import FORMATS, package
from yusuan.writers import write as _write

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from yusuan.core.budget import DepartmentalBudget, DepartmentObjective, LastYear, Project
    from yusuan.core.grid import RawDocument
    from yusuan.core.places import Places
    from yusuan.documents.publication import Publication
    from yusuan.documents.secrecy.gate import PublicView
    from yusuan.editions.edition import Edition
    from yusuan.identities.identity import Identity
    from yusuan.identities.rounding import Rounded
    from yusuan.recognition.disclosure import Disclosure
    from yusuan.rules.evidence import Dates
    from yusuan.tables.spec import TableSpec
    from yusuan.tables.table import Table


def read(source: Path, places: Places | None = None) -> DepartmentalBudget:
    """Read a dataset folder, a workbook or an open-data package; raises ReadError with every fault.

    `places` is told where each record was read.
    """
    return read_source(source, places)


def published_before(
    paths: Sequence[Path], directory: Path | None = None
) -> tuple[DepartmentalBudget, ...]:
    """The public views published before: those named, and those the folder to write into holds; raises ReadError."""
    from yusuan.readers.publications import published_in, read_publication

    held = () if directory is None else tuple(published_in(directory))
    return (*(view for path in paths for view in read_publication(path)), *held)


def derive(budget: DepartmentalBudget, edition: Edition) -> tuple[Table, ...]:
    """Derive the edition's tables, exact to the fen; beside final accounts stands what was budgeted."""
    return _filled(budget, edition.tables, edition.year)


def _filled(budget: DepartmentalBudget, specs: Sequence[TableSpec], year: int) -> tuple[Table, ...]:
    name = names(year, budget.code_names)
    beside = {BUDGETED: budget.budgeted} if budget.budgeted else {}
    organs = frozenset(u.code for u in budget.units if not u.is_public_institution)
    return tuple(_derive(spec.of_organs(organs), budget.lines, name, beside) for spec in specs)


def evidence_of_facts(
    budget: DepartmentalBudget,
    tables: tuple[Table, ...],
    edition: Edition,
    source: str = "",
    last_year: LastYear | None = None,
) -> Evidence:
    """The evidence of facts: the tables derived from them, the form they fill, and last year's publication."""
    form = Form(
        edition.year,
        edition.indicator_tree,
        {spec.id: spec.title for spec in edition.tables},
        {spec.id: spec.nil_statement for spec in edition.tables},
        {section.id: section.title for section in edition.sections},
        edition.sentences,
        edition.stage,
        edition.prints_budget,
    )
    return Evidence(
        source,
        edition.year,
        edition.stage,
        tables,
        department=budget.department.name,
        indicator_tree=edition.indicator_tree,
        projects=budget.projects,
        objectives=budget.objectives,
        remarks=budget.remarks,
        facts=Subject(budget, {table.id: table for table in tables}, form, last_year),
    )


def recognise(document: RawDocument, told: Told = NOTHING_TOLD) -> Disclosure:
    """Understand a published document, its misread figures put right; raises RecognitionRefused where in doubt."""
    from yusuan.recognition.disclosure import recognise as understand
    from yusuan.recognition.inferred import put_right

    return put_right(understand(document, told))


def evidence_of(
    found: Disclosure, dates: Dates | None = None, beside: Sequence[Evidence] = ()
) -> Evidence:
    """The evidence of a document understood; `dates` are told by the user, `beside` is what it is compared with."""
    from yusuan.recognition.evidence_of import evidence_of as _evidence_of

    return _evidence_of(found, dates, beside)


def check(evidence: Evidence) -> Outcomes:
    """Check what meaning promises (identities) and what law and practice ask (rules)."""
    return _check(evidence)


def assemble(run: Run, *, is_draft: bool = False) -> Publication:
    """Mask, round and lay out what the public may see."""
    from yusuan.documents.assemble import Checked, outcome_note
    from yusuan.documents.assemble import assemble as _assemble

    department = run.budget.department
    public = run.released
    notes = (run.rounded.report.in_words, outcome_note(run.outcomes))
    attached = package(
        public, run.printed, created=department.dated, is_draft=is_draft, notes=notes
    )
    return _assemble(
        public,
        Checked(run.printed, run.identities, run.outcomes, run.rounded.report.in_words, run.quoted),
        run.edition,
        name=run.name,
        package=attached,
        is_draft=is_draft,
        leaves_out_purchases=len(public.procurement) < len(run.budget.procurement),
    )


def write(publication: Publication, formats: Collection[str] = FORMATS) -> dict[str, bytes]:
    """Write the publication in the formats asked for: relative file names and their bytes."""
    return _write(publication, formats)


@dataclass(frozen=True)
class Run:
    """One source taken down the path; each step happens when it is first asked for."""

    source: Path
    # Public views published before, of this year and of last: what they tell counts.
    earlier: tuple[DepartmentalBudget, ...] = ()
    # Last year's publication, where its figures were taken (`last_year.with_last_year`).
    last_year: LastYear | None = None

    @classmethod
    def of(
        cls,
        budget: DepartmentalBudget,
        edition: Edition | None = None,
        earlier: Sequence[DepartmentalBudget] = (),
    ) -> Run:
        """Start from facts already in memory, printed in the edition they name or in the one given."""
        run = cls(Path(), tuple(earlier))
        # Where a cached property keeps its value: as if the step had been taken.
        vars(run).update({"budget": budget} | ({"edition": edition} if edition else {}))
        return run

    @cached_property
    def places(self) -> Places:
        """Where each record was read; filled when the facts are read."""
        from yusuan.core.places import Places

        return Places()

    @cached_property
    def budget(self) -> DepartmentalBudget:
        """The facts."""
        return read(self.source, self.places)

    @property
    def title(self) -> str:
        """Whose budget it is, and of which year."""
        return f"{self.budget.department.name} {self.budget.department.fiscal_year}"

    @property
    def titles(self) -> dict[str, str]:
        """The title of each table."""
        return {spec.id: spec.title for spec in self.edition.tables}

    @property
    def name(self) -> Callable[[str, str], str]:
        """The printed name of a code: dimension (function, economic) and digits."""
        return names(self.edition.year, self.budget.code_names)

    @cached_property
    def edition(self) -> Edition:
        """The edition the department names; raises CatalogError when nobody knows it."""
        return find_edition(self.budget.department.edition, self.budget.department.fiscal_year)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables, exact to the fen."""
        return derive(self.budget, self.edition)

    @cached_property
    def evidence(self) -> Evidence:
        """What rules look at."""
        return evidence_of_facts(
            self.budget, self.tables, self.edition, str(self.source), self.last_year
        )

    @property
    def identities(self) -> tuple[Identity, ...]:
        """What the tables' meaning promises."""
        return self.evidence.identities

    @cached_property
    def outcomes(self) -> Outcomes:
        """What every check said, and whether anything classified could be worked out."""
        said = check(self.evidence)
        every = (*said.every, *presented(self.public.exposures))
        return Outcomes.of(traced(every, self.budget.lines, self.tables, self.places))

    @cached_property
    def travelling(self) -> Outcomes:
        """The outcomes as a report may say them that is passed on: nothing classified or withheld is in them."""
        if not self.has_secrets:
            return self.outcomes
        from yusuan.documents.secrecy.redaction import Redaction

        return Redaction.of(self.budget, self.public.withheld).applied(self.outcomes)

    @cached_property
    def rounded(self) -> Rounded:
        """The tables as printed, rounded the way the department chose, and what rounding did."""
        from yusuan.identities.rounding import rounded

        return rounded(self.tables, self.identities, self.budget.department.rounding)

    @property
    def printed(self) -> tuple[Table, ...]:
        """The tables as printed."""
        return self.rounded.tables

    @cached_property
    def quoted(self) -> tuple[Table, ...]:
        """Tables that sentences quote and nobody prints, rounded like those printed."""
        from yusuan.identities.derive import identities
        from yusuan.identities.rounding import rounded

        edition = self.edition
        tables = _filled(self.budget, edition.quoted, edition.year)
        return rounded(tables, identities(tables), self.budget.department.rounding).tables

    @cached_property
    def public(self) -> PublicView:
        """The budget with everything classified masked, and what would give it away; `released` is for writing."""
        from yusuan.documents.secrecy.gate import public_view

        return public_view(self.budget, self.earlier)

    @cached_property
    def has_secrets(self) -> bool:
        """Tell whether the facts hold anything that may not be published."""
        from yusuan.documents.secrecy.mask import holds_secrets

        return holds_secrets(self.budget)

    @property
    def released(self) -> DepartmentalBudget:
        """What may leave the house; raises SecretsExposed, for a draft too, where a secret could be worked out."""
        exposures = self.public.exposures
        if exposures:
            raise SecretsExposed(tuple(presented(exposures)))
        return self.public.budget

    def publish(
        self, formats: Collection[str] = FORMATS, *, is_draft: bool = False
    ) -> dict[str, bytes]:
        """Assemble and write; raises NotPublishable where an error-level finding forbids a final document.

        SecretsExposed forbids a draft as well.
        """
        blocking = self.outcomes.blocking
        if blocking and not is_draft:
            msg = f"{len(blocking)} error-level findings"
            raise NotPublishable(msg)
        return write(assemble(self, is_draft=is_draft), formats)


@dataclass(frozen=True)
class Inspection:
    """One published document taken down the path; each step happens when it is first asked for."""

    source: Path
    # When it was approved and published, where it does not say so itself.
    dates: Dates | None = None
    # What the user says of it, where it does not say so itself or says it wrongly.
    told: Told = NOTHING_TOLD
    # The documents it is compared with.
    beside: tuple[Evidence, ...] = ()

    @cached_property
    def document(self) -> RawDocument:
        """Grids and text blocks as the format holds them."""
        from yusuan.readers.document import read_document

        return read_document(self.source)

    @cached_property
    def disclosure(self) -> Disclosure:
        """The document understood; raises RecognitionRefused where its year would be a guess."""
        return recognise(self.document, self.told)

    @cached_property
    def evidence(self) -> Evidence:
        """What rules look at."""
        return evidence_of(self.disclosure, self.dates, self.beside)

    @property
    def title(self) -> str:
        """Whose document it is, and of which year."""
        found = self.disclosure
        kind = "" if found.kind is None else found.kind.value
        return f"{found.department} {found.year} {kind}".strip()

    @property
    def name(self) -> Callable[[str, str], str]:
        """The name of a code in the document's year: dimension (function, economic) and digits."""
        return names(self.disclosure.year)

    @property
    def printed(self) -> tuple[Table, ...]:
        """The tables with their figures as printed."""
        return self.disclosure.tables

    @property
    def titles(self) -> dict[str, str]:
        """The printed title of each table."""
        return {table.id: table.spec.title for table in self.printed}

    @property
    def identities(self) -> tuple[Identity, ...]:
        """What the tables' meaning promises."""
        return self.evidence.identities

    @property
    def projects(self) -> tuple[Project, ...]:
        """The projects whose objective tables are printed."""
        return self.evidence.projects

    @property
    def objectives(self) -> tuple[DepartmentObjective, ...]:
        """The department's own objectives, from its text."""
        return self.evidence.objectives

    @cached_property
    def outcomes(self) -> Outcomes:
        """Everything that was checked; what fails because of something else stands under it."""
        return check(self.evidence)

    @property
    def travelling(self) -> Outcomes:
        """The same: what is published holds no secrets of ours."""
        return self.outcomes

    @property
    def has_secrets(self) -> bool:
        """Tell whether the facts hold anything that may not be published: never."""
        return False


def open_source(path: Path, told: Told = NOTHING_TOLD) -> Run | Inspection:
    """A dataset, workbook or package as a `Run`; a published document as an `Inspection`, with what is told of it."""
    return Inspection(path, told=told) if is_document(path) else Run(path)
