"""Last year's budget beside this year's facts: its figures are the 上年数, whatever form it is at hand in.

A dataset gives its public view, a published document what was read of it; figures are found by what they mean, so that
the form of last year may be another.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.catalog import names
from yusuan.core.budget import LastYear
from yusuan.core.errors import RecognitionRefused, SecretsExposed
from yusuan.core.money import last_digit
from yusuan.pipeline import Inspection, Run, open_source
from yusuan.rules.books.against._pair import is_same_name
from yusuan.tables.stated import figures_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from yusuan.core.budget import DepartmentalBudget, StatedFigure
    from yusuan.core.terms import Stage
    from yusuan.editions.edition import Edition
    from yusuan.tables.table import Table


def with_last_year(run: Run, path: Path) -> Run:
    """The same facts with last year's figures from another source; raises RecognitionRefused where they are not.

    A figure given with the facts stays where both agree; where they do not, the published one is taken and the
    contradiction is a finding.
    """
    other = open_source(path)
    views: tuple[DepartmentalBudget, ...] = ()
    if isinstance(other, Inspection):
        tables = _of_document(run, other, path)
    else:
        tables, views = _of_facts(run, other, path)
    figures = tuple(figures_for(run.edition.tables, tables, names(run.edition.year - 1)))
    if not figures:
        raise _refused(path, "没有读到可用的数")
    known = held_against(run.budget, run.edition, figures, str(path))
    wrong = {published for _, published in known.contradicted}
    given = {(s.table, s.row, s.column): s for s in run.budget.prior_year}
    agreed = [
        published if published in wrong else given.pop(_name(published), published)
        for published in figures
    ]
    taken = {_name(figure) for figure in figures}
    rest = [figure for figure in run.budget.prior_year if _name(figure) not in taken]
    budget = replace(run.budget, prior_year=(*agreed, *rest))
    beside = replace(run, earlier=(*run.earlier, *views), last_year=known)
    # As if the facts had been read so.
    vars(beside).update({"budget": budget, "edition": run.edition})
    return beside


def _name(figure: StatedFigure) -> tuple[str, str, str]:
    return figure.table, figure.row, figure.column


def held_against(
    budget: DepartmentalBudget, edition: Edition, figures: Sequence[StatedFigure], source: str
) -> LastYear:
    """What the figures given say against those published; half a last digit says nothing."""
    published = {_name(figure): figure for figure in figures}
    hidden = {spec.id: last_digit(spec.unit, spec.decimals) // 2 for spec in edition.tables}
    contradicted = tuple(
        (given, there)
        for given in budget.prior_year
        if (there := published.get(_name(given))) is not None
        and abs(given.amount - there.amount) > hidden[given.table]
    )
    return LastYear(source, tuple(figures), contradicted)


def _of_facts(
    run: Run, other: Run, path: Path
) -> tuple[tuple[Table, ...], tuple[DepartmentalBudget, ...]]:
    """The tables as they were printed, of what the public could see, and that view."""
    own, theirs = run.budget.department, other.budget.department
    _require_year(run, theirs.fiscal_year, path)
    if own.code != theirs.code and not is_same_name(own.name, theirs.name):
        raise _refused(path, _of_another(theirs.name, own.name))
    _require_stage(run, other.edition.stage, path)
    try:
        view = other.released
    except SecretsExposed as error:
        said = "其中不公开的金额可以被推算出来，不能取用；请改用上年公开的文件"
        raise _refused(path, said) from error
    return Run.of(view).printed, (view,)


def _of_document(run: Run, other: Inspection, path: Path) -> tuple[Table, ...]:
    """The tables as printed and read; raises RecognitionRefused, too, where the document is not understood."""
    department = run.budget.department
    try:
        found, evidence = other.disclosure, other.evidence
    except RecognitionRefused as reason:
        raise _refused(path, str(reason)) from reason
    _require_year(run, found.year, path)
    is_named = bool(found.department) and is_same_name(found.department, department.name)
    if not is_named and not evidence.paper.says(department.name):
        raise _refused(path, _of_another(found.department, department.name))
    if evidence.is_unit and len(run.budget.units) > 1:
        raise _refused(path, "是单位预算，本部门有多个预算单位；请用部门预算")
    _require_stage(run, evidence.stage, path)
    return other.printed


def _require_year(run: Run, year: int, path: Path) -> None:
    wanted = run.budget.department.fiscal_year - 1
    if year != wanted:
        raise _refused(path, f"是 {year} 年的，应为 {wanted} 年的")


def _require_stage(run: Run, stage: Stage, path: Path) -> None:
    if stage is not run.edition.stage:
        raise _refused(path, f"不是{run.edition.document}，不能与本年比较")


def _of_another(theirs: str, own: str) -> str:
    named = f"是“{theirs}”的" if theirs else "没有写明是哪个部门的"
    return f"{named}，不是“{own}”的；部门更名、合并的，请直接填写上年数"


def _refused(path: Path, said: str) -> RecognitionRefused:
    return RecognitionRefused(f"--last-year 的 {path.name} {said}")
