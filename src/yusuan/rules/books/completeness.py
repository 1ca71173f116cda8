"""Completeness: tables, sections, notes and levels the law asks for (预算法 14, 实施条例 6), stated or printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.outcomes import Severity, Where
from yusuan.core.terms import APPROPRIATED, Nature
from yusuan.rules.books._words import at, judged
from yusuan.rules.books.paper._required import (
    printed_levels,
    printed_nil_statements,
    printed_tables,
)
from yusuan.rules.books.paper._sections import printed_sections
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, on_either, on_facts
from yusuan.tables.spec import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.core.codes import Code
    from yusuan.rules.spec import Subject, Verdict

_PERSONNEL = frozenset({"301", "303"})


def tables_present(subject: Subject) -> Iterable[Verdict]:
    """Every table of the form is there. Cannot see whether a document also printed it."""
    missing = [t for t in subject.form.table_titles if t not in subject.tables]
    return judged(
        (
            failed(f"缺少{subject.form.table_titles[t]}", Where(table=subject.form.table_titles[t]))
            for t in missing
        ),
        applies=subject.form.table_titles,
    )


def nil_statements(subject: Subject) -> Iterable[Verdict]:
    """A table without a figure says so. Cannot see a note that a publication added by hand."""
    empty = [t for t in subject.tables.values() if t.is_nil]
    return judged(
        (
            failed(f"{t.spec.title}没有数据，也没有空表说明", Where(table=t.spec.title))
            for t in empty
            if not subject.form.nil_statements.get(t.id)
        ),
        applies=empty,
    )


def levels_reached(subject: Subject) -> Iterable[Verdict]:
    """No printed code stops above the level the law asks for. Cannot see money without any code."""
    trees = [
        (table, panel.rows, codes)
        for table in subject.tables.values()
        for panel, codes in zip(table.spec.panels, table.skeleton, strict=True)
        if isinstance(panel.rows, Tree) and codes
    ]
    return judged(
        (
            failed(
                f"{table.spec.title} {stopped} 只列到{stopped.level.label}级，应列到{axis.deepest.label}级",
                Where(table=table.spec.title, row=str(stopped)),
            )
            for table, axis, codes in trees
            for stopped in _leaves(codes)
            if stopped.level < axis.deepest
        ),
        applies=trees,
    )


def _leaves(codes: Iterable[Code]) -> Iterator[Code]:
    codes = tuple(codes)
    parents = {member.parent for member in codes}
    return (member for member in codes if member not in parents)


def _required_texts(budget: DepartmentalBudget) -> Iterator[tuple[str, str]]:
    """Section and text it cannot do without; half sentences only where there is money to speak of."""
    yield "duties", "duties"
    yield "special_funds", "special_funds"
    yield "other_matters", "other_matters"
    # A public view may leave out every purchase there is.
    if not budget.procurement and not any(project.is_withheld for project in budget.projects):
        yield "procurement", "procurement"
    if budget.projects:
        yield "overview", "project_summary"
    if any(
        line.nature is Nature.BASIC
        and line.fund in APPROPRIATED
        and line.economic is not None
        and line.economic.category.digits not in _PERSONNEL
        for line in budget.lines
    ):
        yield "agency_running_costs", "agency_running_costs"


def lines_are_of_the_stage(subject: Subject) -> Iterable[Verdict]:
    """The lines the tables are made of are final amounts in accounts, budgeted ones in a budget.

    Cannot see a stage nobody wrote down: a line without one is the document's own.
    """
    own, budget = subject.form.stage, subject.budget
    wrong = [line for line in budget.lines if line.stage not in {None, own}]
    stages = "、".join(sorted({line.stage.value for line in wrong if line.stage}))
    verdicts = []
    if wrong:
        verdicts.append(
            failed(
                f"有 {len(wrong)} 行明细的数据阶段是“{stages}”，本版式印的是{own.value}数",
                at(r.LINES, field="stage"),
            )
        )
    if budget.budgeted and not subject.form.prints_budget:
        verdicts.append(
            failed(
                f"有 {len(budget.budgeted)} 行明细的数据阶段是“预算”、其他行不是，本版式没有印年初预算的地方",
                at(r.LINES, field="stage"),
            )
        )
    return judged(verdicts, applies=budget.lines)


def sections_have_text(subject: Subject) -> Iterable[Verdict]:
    """Sections that figures cannot fill have their text; "无" is an answer. Cannot judge what it says."""
    titles = subject.form.section_titles
    wanted = [(s, t) for s, t in _required_texts(subject.budget) if s in titles]
    return judged(
        (
            failed(
                f"“{titles[section]}”一节缺少文字：{r.NARRATIVE_TEXTS[text]}",
                at(r.NARRATIVE, text, "text"),
            )
            for section, text in wanted
            if not subject.budget.narrative.get(text, "").strip()
        ),
        applies=wanted,
    )


def objectives_stated(subject: Subject) -> Iterable[Verdict]:
    """The department states an overall objective and breaks it down. Cannot judge either."""
    title = subject.form.section_titles.get("objectives")
    if title is None:
        return []
    gaps = (
        ("总体绩效目标", subject.budget.overall_objective.strip(), r.DEPARTMENT),
        ("分项绩效目标", subject.budget.objectives, r.OBJECTIVES),
    )
    return judged(
        (
            failed(
                f"“{title}”一节缺少{what}",
                at(record, field="overall_objective" if record is r.DEPARTMENT else "text"),
            )
            for what, stated, record in gaps
            if not stated
        ),
        applies=True,
    )


def known_texts(subject: Subject) -> Iterable[Verdict]:
    """Every text has a name some section prints. Cannot see an edition that asks for texts of its own."""
    return judged(
        (
            failed(f"说明项“{name}”没有对应的章节，公开文件不会印出这段文字", at(r.NARRATIVE, name))
            for name in subject.budget.narrative
            if name not in r.NARRATIVE_TEXTS
        ),
        applies=subject.budget.narrative,
    )


def units_described(subject: Subject) -> Iterable[Verdict]:
    """Every unit has rank and form of funding, which the section on institutions prints."""
    fields = (("rank", "单位规格"), ("funding_form", "经费保障形式"))
    return judged(
        (
            failed(
                f"预算单位 {unit.code} {unit.name}没有填写{label}", at(r.UNITS, unit.code, field)
            )
            for unit in subject.budget.units
            for field, label in fields
            if not getattr(unit, field)
        ),
        applies=subject.budget.units,
    )


def units_have_lines(subject: Subject) -> Iterable[Verdict]:
    """Every listed unit has money. Silent when there are no lines at all: then nothing is entered yet."""
    budget = subject.budget
    spending = {line.unit for line in budget.lines}
    return judged(
        (
            failed(f"预算单位 {unit.code} {unit.name}没有任何预算明细", at(r.UNITS, unit.code))
            for unit in budget.units
            if unit.code not in spending
        ),
        applies=budget.units and budget.lines,
    )


RULES = (
    Rule(
        id="lines-are-of-the-documents-stage",
        claim="明细的数据阶段与版式相符",
        law="budget-law-14",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="部门预算的明细不填数据阶段；决算的明细空白或填“决算”，年初预算的行另填“预算”。",
        check=on_facts(lines_are_of_the_stage),
    ),
    Rule(
        id="required-tables-are-present",
        claim="法定的各张表都已公开",
        law="caiyu-2016-143",
        severity=Severity.ERROR,
        dimension=Dimension.COMPLETENESS,
        hint="请补充公开这张表；没有数据的，公开空表并注明。",
        check=on_either(tables_present, printed_tables),
        needs=(),
    ),
    Rule(
        id="sections-have-text",
        claim="法定的说明事项都有文字",
        law="budget-law-14",
        severity=Severity.ERROR,
        dimension=Dimension.COMPLETENESS,
        hint="请补充这一部分；确无这项内容的，也应写明“无”。",
        check=on_either(sections_have_text, printed_sections),
        needs=(),
    ),
    Rule(
        id="empty-tables-carry-a-note",
        claim="空表附有无此项资金的说明",
        law="caiyu-2016-143",
        severity=Severity.ERROR,
        dimension=Dimension.COMPLETENESS,
        hint="请在表下注明“本表无数据”，或者写明本年没有此项收支。",
        check=on_either(nil_statements, printed_nil_statements),
        needs=(),
    ),
    Rule(
        id="codes-reach-their-level",
        claim="功能分类列到项，基本支出经济分类列到款",
        law="budget-law-regulation-6",
        severity=Severity.ERROR,
        dimension=Dimension.DETAIL,
        hint="请按规定的级次逐行列出。",
        check=on_either(levels_reached, printed_levels),
        needs=(),
    ),
    Rule(
        id="department-states-objectives",
        claim="部门公开整体绩效目标及其分解",
        law="budget-law-32",
        severity=Severity.ERROR,
        dimension=Dimension.COMPLETENESS,
        hint="请填写部门总体绩效目标，并分解到分项目标和责任科室。",
        check=on_facts(objectives_stated),
    ),
    Rule(
        id="texts-belong-to-a-section",
        claim="每段文字说明都有对应的章节",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.COMPLETENESS,
        hint="请核对说明项的名称，改用已有的名称。",
        check=on_facts(known_texts),
    ),
    Rule(
        id="units-are-described",
        claim="每个预算单位都填写规格和经费保障形式",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.COMPLETENESS,
        hint="请按机构编制批复和财政供给方式补填。",
        check=on_facts(units_described),
    ),
    Rule(
        id="units-have-lines",
        claim="每个预算单位都有预算明细",
        law="budget-law-8",
        severity=Severity.INFO,
        dimension=Dimension.COMPLETENESS,
        hint="请确认该单位本年确无收支，或者补录明细。",
        check=on_facts(units_have_lines),
    ),
)
