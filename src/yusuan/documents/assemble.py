"""Assemble a publication from the public budget, printed tables and the edition."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.numerals import list_number, year_in_characters
from yusuan.core.outcomes import Severity, Status
from yusuan.documents.explain import explain, line_in_words
from yusuan.documents.figures import PrintedFigures, words
from yusuan.documents.grids import Captions, table_grid
from yusuan.documents.pictures import plain_words
from yusuan.documents.publication import Cover, Part, Publication, Section
from yusuan.documents.sections import BUILD, Material

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from yusuan.core.budget import Department, DepartmentalBudget
    from yusuan.core.outcomes import Outcomes
    from yusuan.editions.edition import Edition
    from yusuan.identities.identity import Identity
    from yusuan.tables.table import Table


@dataclass(frozen=True, slots=True)
class Checked:
    """Printed tables with what is known about them; the note says how their figures were rounded."""

    tables: Sequence[Table]
    identities: Sequence[Identity]
    outcomes: Outcomes
    rounding_note: str


def assemble(
    budget: DepartmentalBudget,
    checked: Checked,
    edition: Edition,
    *,
    name: Callable[[str, str], str],
    package: Mapping[str, bytes],
    is_draft: bool = False,
    leaves_out_purchases: bool = False,
) -> Publication:
    """Build the tree every writer reads. `budget` is the public view, never the full one."""
    tables = checked.tables
    department = budget.department
    captions = Captions(
        f"{department.code} {department.name}", f"预算年度：{department.fiscal_year}"
    )
    figures = PrintedFigures(tables, budget.prior_year)
    title = f"{department.short_name or department.name}{department.fiscal_year}年{edition.document}公开"
    material = Material(budget, figures, edition, captions, leaves_out_purchases)
    return Publication(
        title=title,
        department=department.name,
        fiscal_year=department.fiscal_year,
        edition=edition.id,
        date=department.dated,
        cover=_cover(title, department),
        contents_title="目录",
        parts=(
            Part(
                "tables",
                f"{edition.document}公开表",
                tuple(_table_section(table, edition, captions) for table in tables),
            ),
            Part(
                "explanation", f"{edition.document}信息公开情况说明", tuple(_explanation(material))
            ),
        ),
        plain_words=plain_words(material, name),
        is_draft=is_draft,
        rounding_note=checked.rounding_note,
        outcome_note=outcome_note(checked.outcomes),
        tables=tuple(tables),
        explanations=explain(tables, checked.identities, name),
        lines=tuple((line, line_in_words(line, budget, name)) for line in budget.lines),
        package=package,
    )


def outcome_note(outcomes: Outcomes) -> str:
    """One line that says what was checked, so that "no findings" differs from "did not run"."""
    counts = outcomes.summary()
    failed = Counter(o.severity for o in outcomes.every if o.status is Status.FAILED)
    return (
        f"本文件由同一套预算明细生成，发布前完成{sum(counts.values())}项检查：通过{counts['passed']}项，"
        f"尾差{counts['rounding']}项，不适用{counts['not_applicable']}项，数据不足{counts['insufficient']}项；"
        f"错误{failed[Severity.ERROR]}项，提醒和改进建议{failed[Severity.WARNING] + failed[Severity.INFO]}项。"
    )


def _cover(title: str, department: Department) -> Cover:
    date = department.dated
    signed = department.sign_offs
    return Cover(
        title,
        department.name,
        f"{year_in_characters(date.year)}年{list_number(date.month)}月",
        (
            ("保密审查", signed.secrecy_review, _day(signed.secrecy_reviewed_on)),
            ("负责人审签", signed.head, _day(signed.head_signed_on)),
        ),
    )


def _day(date: dt.date | None) -> str:
    return "" if date is None else f"{date.year}年{date.month}月{date.day}日"


def _table_section(table: Table, edition: Edition, captions: Captions) -> Section:
    return Section(
        table.id,
        f"{edition.title_prefix}{table.spec.title}",
        (table_grid(table, captions),),
        is_landscape=table.spec.is_wide,
        is_table=True,
    )


def _explanation(material: Material) -> Iterable[Section]:
    for n, spec in enumerate(material.edition.sections, start=1):
        blocks = list(BUILD[spec.id](material))
        if n == 1:
            blocks.insert(0, material.say(material.edition.introduction))
        yield Section(
            spec.id,
            f"{list_number(n)}、{spec.title}",
            tuple(blocks) or (words("无"),),
            is_landscape=spec.id == "procurement",
            starts_page=n == 1 or spec.id in {"projects", "procurement", "assets"},
        )
