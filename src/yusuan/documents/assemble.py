"""Assemble a publication from the public budget, printed tables and the edition."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.numerals import list_number, year_in_characters
from yusuan.core.outcomes import Severity, Status
from yusuan.documents.explain import explain, line_in_words
from yusuan.documents.figures import words
from yusuan.documents.grids import Captions, table_grid
from yusuan.documents.pictures import plain_words
from yusuan.documents.publication import Cover, Heading, Part, Publication, Section
from yusuan.documents.sections import Material, section_blocks
from yusuan.editions.edition import SectionSpec
from yusuan.narrative.known import KnownFigures

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from yusuan.core.budget import Department, DepartmentalBudget
    from yusuan.core.outcomes import Outcomes
    from yusuan.editions.edition import Edition, PartSpec
    from yusuan.identities.identity import Identity
    from yusuan.tables.table import Table


@dataclass(frozen=True, slots=True)
class Checked:
    """Printed tables with what is known about them; the note says how their figures were rounded.

    `quoted` are tables that sentences take figures from and nobody prints.
    """

    tables: Sequence[Table]
    identities: Sequence[Identity]
    outcomes: Outcomes
    rounding_note: str
    quoted: Sequence[Table] = ()


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
        f"{department.code} {department.name}", f"{edition.document_year}：{department.fiscal_year}"
    )
    figures = KnownFigures((*tables, *checked.quoted), budget.prior_year)
    title = f"{department.short_name or department.name}{department.fiscal_year}年{edition.document}公开"
    material = Material(budget, figures, edition, captions, name, leaves_out_purchases)
    return Publication(
        title=title,
        department=department.name,
        fiscal_year=department.fiscal_year,
        edition=edition.id,
        document=edition.document,
        date=department.dated,
        cover=_cover(title, department),
        contents_title="目录",
        parts=tuple(_part(spec, material) for spec in edition.parts),
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
        # A line for nobody is not printed: who has not signed signs on paper.
        tuple(
            (label, name, _day(day))
            for label, name, day in (
                ("保密审查", signed.secrecy_review, signed.secrecy_reviewed_on),
                ("负责人审签", signed.head, signed.head_signed_on),
            )
            if name
        ),
    )


def _day(date: dt.date | None) -> str:
    return "" if date is None else f"{date.year}年{date.month}月{date.day}日"


def _part(spec: PartSpec, material: Material) -> Part:
    title = spec.title.format_map(material.words)
    return Part(spec.id, title, tuple(_sections(spec, material)))


def _sections(part: PartSpec, material: Material) -> Iterable[Section]:
    """The tables and sections of a part in its order; sections are counted through the part."""
    printed = {table.id: table for table in material.figures.tables}
    number = 0
    for each in part.contents:
        tables = [printed[name] for name in material.edition.tables_of(each)]
        if isinstance(each, SectionSpec):
            number += not each.number
            counted = each.number or (f"{list_number(number)}、" if len(part.contents) > 1 else "")
            yield _text_section(each, counted, tables, part, material)
        else:
            yield from (_table_section(table, material) for table in tables)


def _table_section(table: Table, material: Material) -> Section:
    return Section(
        table.id,
        table_title(table, material.edition),
        (table_grid(table, material.captions),),
        is_landscape=table.spec.is_wide,
        is_table=True,
    )


def table_title(table: Table, edition: Edition) -> str:
    """The title over a table, after its number where the form numbers its tables."""
    title = f"{edition.title_prefix}{table.spec.title}"
    return f"{table.spec.number}　{title}" if table.spec.number else title


def _text_section(
    spec: SectionSpec, number: str, tables: Sequence[Table], part: PartSpec, material: Material
) -> Section:
    is_first = spec is part.sections[0]
    blocks = section_blocks(spec, material)
    if is_first and part.introduction is not None:
        blocks.insert(0, material.say(part.introduction))
    for table in tables:
        blocks.append(Heading(table_title(table, material.edition)))
        blocks.append(table_grid(table, material.captions))
    return Section(
        spec.id,
        f"{number}{spec.title}",
        tuple(blocks) or (words("无"),),
        is_landscape=spec.id == "procurement" or any(table.spec.is_wide for table in tables),
        starts_page=is_first or spec.id in {"projects", "procurement", "assets"} or bool(tables),
    )
