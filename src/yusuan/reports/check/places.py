"""Where findings lie: numbered frames on the pages of a source, in points from the top left; or excerpts of tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from yusuan.rules.presented import grouped
from yusuan.tables.table import print_amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.core.grid import Box
    from yusuan.core.outcomes import Where
    from yusuan.reports.check.report import Finding, Report
    from yusuan.tables.table import Row, Table

# More places than this of one finding only hide the page.
_MOST_PLACES = 24
_MOST_PROOFS = 16


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of a finding on a page; without a box it means the page as a whole.

    `order` counts the places of a finding from 0, the most telling first; a proof's place has none of its own.
    """

    finding: Finding
    page: int
    box: Box | None
    order: int
    is_proof: bool = False

    @property
    def id(self) -> str:
        """A name unique in the report."""
        return f"m{self.finding.number}-{self.order}"


def marks_of(report: Report, findings: Iterable[Finding]) -> dict[int, list[Mark]]:
    """The marks on each page that has any, in the order of the findings."""
    pages: dict[int, list[Mark]] = defaultdict(list)
    for finding in findings:
        for mark in _marks(report, finding):
            pages[mark.page].append(mark)
    return dict(sorted(pages.items()))


def _marks(report: Report, finding: Finding) -> list[Mark]:
    own = _on_pages(report, finding.outcome.where)
    marks = [Mark(finding, page, box, n) for n, (page, box) in enumerate(own[:_MOST_PLACES])]
    proofs = (where for proof in finding.outcome.proofs for where in proof.where)
    others = [place for place in _on_pages(report, proofs) if place not in own and place[1]]
    marks += [
        Mark(finding, page, box, len(marks) + n, is_proof=True)
        for n, (page, box) in enumerate(others[:_MOST_PROOFS])
    ]
    return marks


def _on_pages(report: Report, places: Iterable[Where]) -> list[tuple[int, Box | None]]:
    """The places on pages of the report's own source, each once."""
    found = dict.fromkeys(
        (where.page, where.box)
        for where in places
        if where.page is not None and where.file in {"", report.source}
    )
    boxed = {page for page, box in found if box is not None}
    # Beside a place with a box, the same page as a whole says nothing.
    return [(page, box) for page, box in found if box is not None or page not in boxed]


def first_place(report: Report, finding: Finding) -> tuple[int, Box | None] | None:
    """The most telling place of a finding on a page; None where it has none."""
    places = _on_pages(report, finding.outcome.where)
    boxed = [place for place in places if place[1] is not None]
    return next(iter(boxed or places), None)


# --- where a source has no pages: what stands around a finding in its table ---------------------------------

# Rows and columns shown on either side of a marked figure, and tables shown for one finding.
_AROUND = 2
_ALL_COLUMNS = 7
MOST_EXCERPTS = 3


class ExcerptRow(NamedTuple):
    """A row: code, label, figures each with whether it is meant, and whether rows are left out above."""

    code: str
    label: str
    figures: tuple[tuple[str, bool], ...]
    is_marked: bool
    is_after_gap: bool


class Excerpt(NamedTuple):
    """A piece of a table around the figures a finding is about."""

    title: str
    unit: str
    columns: tuple[str, ...]
    rows: tuple[ExcerptRow, ...]


def excerpts(tables: Sequence[Table], places: Sequence[Where]) -> tuple[Excerpt, ...]:
    """The pieces of tables some places lie in, at most three of them."""
    found: list[Excerpt] = []
    for table in tables:
        meant = [w for w in places if w.row and w.table in {table.id, table.spec.title}]
        if meant:
            found += _of(table, meant)
    return tuple(found[:MOST_EXCERPTS])


def _of(table: Table, meant: Sequence[Where]) -> Iterator[Excerpt]:
    marked = {(w.row, w.column) for w in meant}
    for n, (panel, rows) in enumerate(zip(table.spec.panels, table.rows, strict=True)):
        paths = [panel.column_path(column) for column in panel.columns]
        hits = [
            (r, c)
            for r, row in enumerate(rows)
            for c, path in enumerate(paths)
            if (row.key, path) in marked
        ]
        if hits:
            yield _excerpt(table, n, rows, hits)


def _excerpt(
    table: Table, panel: int, rows: Sequence[Row], hits: Sequence[tuple[int, int]]
) -> Excerpt:
    spec, half = table.spec, table.spec.panels[panel]
    paths = [half.column_path(column) for column in half.columns]
    shown_rows = _near({r for r, _ in hits}, len(rows))
    shown_columns = list(range(len(paths)))
    if len(paths) > _ALL_COLUMNS:
        shown_columns = _near({c for _, c in hits}, len(paths))
    lines, above = [], -1
    for r in shown_rows:
        figures = []
        for c in shown_columns:
            cell = table.cell(panel, rows[r], c)
            printed = "" if cell is None else grouped(print_amount(cell, spec))
            figures.append((printed, (r, c) in hits))
        row = rows[r]
        code = "" if row.code is None else str(row.code)
        is_marked = any(hit[0] == r for hit in hits)
        lines.append(ExcerptRow(code, row.label, tuple(figures), is_marked, above + 1 < r))
        above = r
    columns = tuple(paths[c] for c in shown_columns)
    return Excerpt(spec.title, spec.unit.label, columns, tuple(lines))


def _near(hits: set[int], size: int) -> list[int]:
    """The first place, the places hit and their neighbours."""
    near = {n + step for n in hits for step in range(-_AROUND, _AROUND + 1)}
    return sorted(n for n in near | {0} if 0 <= n < size)
