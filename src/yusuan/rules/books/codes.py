"""Codes and names: classification, procurement catalogue, units and government economic classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.catalog import (
    ProcurementCode,
    departmental_economic,
    functional,
    government_economic_of,
    procurement,
)
from yusuan.core import records as r
from yusuan.core.codes import Level
from yusuan.core.errors import CatalogError
from yusuan.core.outcomes import Severity, Where
from yusuan.rules.books._words import at, judged
from yusuan.rules.books.tables.codes import printed_names_agree
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, on_either, on_facts
from yusuan.tables.spec import Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from yusuan.catalog import Classification, Entry
    from yusuan.core.codes import Code
    from yusuan.rules.spec import FactsCheck, Subject, Verdict
    from yusuan.tables.table import Row, Table

_CLASSIFICATIONS: dict[str, Callable[[int], Classification]] = {
    "function": functional,
    "economic": departmental_economic,
}
_UNIT_DIGITS = 6


def _unknown(catalogue: Classification, codes: Iterable[Code], field: str) -> Iterator[Verdict]:
    for wanted in sorted(codes):
        try:
            catalogue.entry(wanted)
        except CatalogError as error:
            near = "、".join(
                f"{entry.code} {entry.name}"
                for entry in catalogue
                if str(entry.code) in error.nearest
            )
            offered = f"；相近的有 {near}" if near else ""
            message = f"{catalogue.year} 年科目目录里没有 {wanted}{offered}"
            yield failed(
                message, at(r.LINES, str(wanted), field), suggestion=", ".join(error.nearest)
            )


def functions_known(subject: Subject) -> Iterable[Verdict]:
    """Function codes stand in the catalogue of the year, which is rebuilt from disclosures and not complete."""
    budget = subject.budget
    codes = {line.function for line in budget.lines} | {
        project.function for project in budget.projects if project.function is not None
    }
    return judged(_unknown(functional(subject.form.year), codes, "function"), applies=codes)


def economics_known(subject: Subject) -> Iterable[Verdict]:
    """Economic codes stand in the catalogue of the year; a sub-item (目) is local and not looked up."""
    codes = {
        section
        for line in subject.budget.lines
        if line.economic is not None and (section := line.economic.at(Level.SECTION)) is not None
    }
    return judged(
        _unknown(departmental_economic(subject.form.year), codes, "economic"), applies=codes
    )


def _named(
    subject: Subject, *, is_verified: bool
) -> Iterator[tuple[Table, Row, Entry, Classification]]:
    """Rows by code with the catalogue's entry, where the entry is as certain as asked."""
    for table in subject.tables.values():
        for panel, rows in zip(table.spec.panels, table.rows, strict=True):
            if isinstance(panel.rows, Tree):
                catalogue = _CLASSIFICATIONS[panel.rows.dimension](subject.form.year)
                for row in rows:
                    entry = catalogue.get(row.code) if row.code else None
                    if entry is not None and entry.verified is is_verified:
                        yield table, row, entry, catalogue


def _names_agree(*, is_verified: bool) -> FactsCheck:
    def check(subject: Subject) -> Iterable[Verdict]:
        """A row's name is the catalogue's name of its code, or one it had; brackets and blanks may differ."""
        rows = list(_named(subject, is_verified=is_verified))
        return judged(
            (
                failed(
                    f"{table.spec.title} {row.code} 的名称是“{row.label}”，目录为“{entry.name}”",
                    Where(table=table.spec.title, row=str(row.code)),
                    suggestion=entry.name,
                )
                for table, row, entry, book in rows
                if row.label != entry.name and not book.accepts(entry.code, row.label)
            ),
            applies=rows,
        )

    return check


def government_counterparts(subject: Subject) -> Iterable[Verdict]:
    """Every economic section has a government one for the unit's nature. Silent on unknown codes."""
    natures = {unit.code: unit for unit in subject.budget.units}
    pairs = {
        (section, natures[line.unit].is_public_institution)
        for line in subject.budget.lines
        if line.unit in natures
        and line.economic is not None
        and (section := line.economic.at(Level.SECTION)) is not None
        and section in departmental_economic(subject.form.year)
    }
    return judged(
        (
            failed(
                f"{economic} 在{'事业单位' if is_institution else '行政（参公）单位'}没有对应的政府预算支出经济分类",
                at(r.LINES, str(economic), "economic"),
            )
            for economic, is_institution in sorted(pairs)
            if not _has_counterpart(economic, is_institution, subject.form.year)
        ),
        applies=pairs,
    )


def _has_counterpart(economic: Code, is_institution: bool, year: int) -> bool:  # noqa: FBT001
    return (
        government_economic_of(economic, is_public_institution=is_institution, year=year)
        is not None
    )


def units_follow_department(subject: Subject) -> Iterable[Verdict]:
    """A six-digit unit code starts with its department's three. Silent on codes of another make."""
    department = subject.budget.department.code
    units = [u for u in subject.budget.units if len(u.code) == _UNIT_DIGITS and u.code.isdigit()]
    if len(department) != _UNIT_DIGITS // 2:
        return []
    return judged(
        (
            failed(
                f"预算单位编码 {unit.code}（{unit.name}）不以部门编码 {department} 开头",
                at(r.UNITS, unit.code, "code"),
            )
            for unit in units
            if not unit.code.startswith(department)
        ),
        applies=units,
    )


def purchases_well_formed(subject: Subject) -> Iterable[Verdict]:
    """A catalogue code is A, B or C and four pairs of digits, none after an empty one."""
    lines = subject.budget.procurement
    return judged(
        (
            failed(
                f"采购品目“{line.name}”的编码 {line.catalogue_code} 不合格式（A、B、C 加八位数字，两位一级）",
                at(r.PROCUREMENT, line.project, "catalogue_code"),
            )
            for line in lines
            if not line.classified and _procurement_code(line.catalogue_code) is None
        ),
        applies=lines,
    )


def purchases_recorded(subject: Subject) -> Iterable[Verdict]:
    """A catalogue code is one of those met so far, under its name. The list is a small part of the official one."""
    known = [
        (line, found)
        for line in subject.budget.procurement
        if not line.classified and (found := _procurement_code(line.catalogue_code)) is not None
    ]
    return judged(
        (
            failed(
                f"采购品目“{line.name}”的编码 {found} 未收录，相近的有 {'、'.join(near)}",
                at(r.PROCUREMENT, line.project, "catalogue_code"),
            )
            for line, found in known
            if (near := _nearest(found)) is not None
        ),
        applies=known,
    )


def _procurement_code(text: str) -> ProcurementCode | None:
    try:
        return ProcurementCode(text)
    except ValueError:
        return None


def _nearest(wanted: ProcurementCode) -> list[str] | None:
    """None when the code is recorded; else codes that are near it."""
    try:
        procurement(wanted)
    except CatalogError as error:
        return [f"{code} {procurement(ProcurementCode(code)).name}" for code in error.nearest]
    return None


RULES = (
    Rule(
        id="function-codes-are-known",
        claim="功能分类科目在当年目录里",
        law="classification",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对科目编码；确为当年科目的，可忽略此提醒并告知维护人补充目录。",
        check=on_facts(functions_known),
    ),
    Rule(
        id="economic-codes-are-known",
        claim="部门经济分类科目在当年目录里",
        law="classification",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对科目编码；确为当年科目的，可忽略此提醒并告知维护人补充目录。",
        check=on_facts(economics_known),
    ),
    Rule(
        id="codes-carry-their-official-names",
        claim="科目编码与名称相符",
        law="classification",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照当年政府收支分类科目核对编码和名称，并检查由此生成的合计。",
        check=on_either(_names_agree(is_verified=True), printed_names_agree),
        needs=(),
    ),
    Rule(
        id="codes-carry-their-expected-names",
        claim="科目编码与名称相符（目录中的名称尚未核实）",
        law="classification",
        severity=Severity.INFO,
        dimension=Dimension.TRUTHFULNESS,
        hint="目录里的名称未经核实，请对照当年科目判断哪一个有误。",
        check=on_facts(_names_agree(is_verified=False)),
    ),
    Rule(
        id="economic-codes-have-government-counterparts",
        claim="部门经济分类都能对应到政府预算支出经济分类",
        law="caiyu-2017-98",
        severity=Severity.INFO,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对单位性质和经济科目，例如行政单位一般没有绩效工资。",
        check=on_facts(government_counterparts),
    ),
    Rule(
        id="unit-codes-follow-the-department",
        claim="预算单位编码以部门编码开头",
        law="practice",
        severity=Severity.INFO,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对部门编码和单位编码。",
        check=on_facts(units_follow_department),
    ),
    Rule(
        id="procurement-codes-are-well-formed",
        claim="采购品目编码符合格式",
        law="caiku-2022-31",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请从政府采购品目分类目录中选取编码。",
        check=on_facts(purchases_well_formed),
    ),
    Rule(
        id="procurement-codes-are-recorded",
        claim="采购品目编码在已收录的目录里",
        law="caiku-2022-31",
        severity=Severity.INFO,
        dimension=Dimension.TRUTHFULNESS,
        hint="目录只收录了常用品目；请对照官方目录核对此编码。",
        check=on_facts(purchases_recorded),
    ),
)
