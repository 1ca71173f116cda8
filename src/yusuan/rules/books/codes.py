"""Codes and names: classification, procurement catalogue, units and government economic classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.catalog import (
    CLASSIFICATIONS,
    ProcurementCode,
    departmental_economic,
    folded,
    government_economic_of,
    procurement,
)
from yusuan.catalog.meant import LABELS, MISPLACED, meant
from yusuan.core import records as r
from yusuan.core.codes import Level, code
from yusuan.core.errors import CatalogError
from yusuan.core.outcomes import Severity
from yusuan.rules.books._words import at, judged
from yusuan.rules.books.tables.codes import printed_names_agree
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, on_either, on_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.catalog import Classification
    from yusuan.core.codes import Code
    from yusuan.rules.spec import Subject, Verdict

_UNIT_DIGITS = 6


def _unknown(used: Iterable[Code], subject: Subject, field: str, level: Level) -> Iterator[Verdict]:
    """Codes down to a level that would be printed without a name: not in the catalogue, and not named."""
    catalogue = CLASSIFICATIONS[field](subject.form.year)
    named = {digits: name for of, digits, name in subject.budget.code_names if of == field}
    for wanted in sorted(set(used)):
        lacking = [
            one
            for one in wanted.lineage
            if one.level <= level and one.digits not in named and one not in catalogue
        ]
        if not lacking:
            continue
        above = "、".join(str(one) for one in lacking if one != wanted)
        offered = meant(field, catalogue.year, wanted.digits, named.get(wanted.digits, ""))
        said = f"{catalogue.year} 年{LABELS[field]}目录里没有 {wanted}"
        if MISPLACED in offered:
            hint = f"请改填{LABELS[field]}的编码，{wanted} 移到它自己的一栏。"
            yield failed(f"{said}；{offered}", at(r.LINES, str(wanted), field), hint=hint)
            continue
        said += (
            f" 的上级 {above}" if wanted not in lacking else f"和它的上级 {above}" if above else ""
        )
        said += "，也没有填写它的名称" + (f"；{offered}" if offered else "")
        yield failed(said, at(r.LINES, str(wanted), field))


def functions_known(subject: Subject) -> Iterable[Verdict]:
    """Function codes stand in the catalogue of the year, or were named: none is printed without a name."""
    budget = subject.budget
    codes = {line.function for line in budget.lines} | {
        project.function for project in budget.projects if project.function is not None
    }
    return judged(
        _unknown(codes, subject, "function", Level.ITEM),
        applies=codes,
    )


def economics_known(subject: Subject) -> Iterable[Verdict]:
    """Economic codes stand in the catalogue of the year, or were named; a sub-item (目) is local, not looked up."""
    codes = {line.economic for line in subject.budget.lines if line.economic is not None}
    return judged(
        _unknown(codes, subject, "economic", Level.SECTION),
        applies=codes,
    )


def _typed(subject: Subject) -> Iterator[tuple[str, Code, str, Classification]]:
    """The names typed beside classification codes: field, code, name, catalogue."""
    for of, digits, name in subject.budget.code_names:
        if of in CLASSIFICATIONS:
            yield of, code(digits), name, CLASSIFICATIONS[of](subject.form.year)


def official_names(subject: Subject) -> Iterable[Verdict]:
    """A name typed beside a code is its official one, or one it had: else the name or the code is a slip."""
    return _names_agree(subject, is_verified=True)


def expected_names(subject: Subject) -> Iterable[Verdict]:
    """A typed name is the one remembered for its code, and no other code's where the catalogue lacks this one."""
    return _names_agree(subject, is_verified=False)


def _names_agree(subject: Subject, *, is_verified: bool) -> Iterable[Verdict]:
    typed = [
        one
        for one in _typed(subject)
        if ((entry := one[3].get(one[1])) is not None and entry.verified) is is_verified
    ]
    return judged(
        (
            failed(message, at(r.LINES, str(wanted), field))
            for field, wanted, name, book in typed
            if (message := _disagreement(book, wanted, name))
        ),
        applies=typed,
    )


def _disagreement(catalogue: Classification, wanted: Code, name: str) -> str:
    """What is odd about a name typed for a code; empty where nothing is."""
    entry = catalogue.get(wanted)
    if catalogue.accepts(wanted, name):
        return ""
    bearing = [one for one in catalogue if folded(one.name) == folded(name)]
    beside = [one for one in bearing if one.code.parent == wanted.parent]
    # A name many codes bear (行政运行) points to the one beside this code, or nowhere.
    other = beside if len(bearing) > 1 else bearing
    says = f"；“{name}”是 {other[0].code} 的名称" if other else ""
    if entry is not None:
        return f"{wanted} 填写的名称是“{name}”，目录为“{entry.name}”{says}"
    return f"目录里没有 {wanted}{says}" if says else ""


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
        claim="功能分类科目在当年目录里，或者填写了名称",
        law="classification",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对编码；确为当年科目的，在“功能科目名称”栏填写科目表上的名称（上级也缺的写“类名/款名/项名”）。",
        check=on_facts(functions_known),
    ),
    Rule(
        id="economic-codes-are-known",
        claim="部门经济分类科目在当年目录里，或者填写了名称",
        law="classification",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对编码；确为当年科目的，在“部门经济科目名称”栏填写科目表上的名称（上级也缺的写“类名/款名”）。",
        check=on_facts(economics_known),
    ),
    Rule(
        id="codes-carry-their-official-names",
        claim="科目编码与名称相符",
        law="classification",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照当年政府收支分类科目核对编码和名称，并检查由此生成的合计。",
        check=on_either(official_names, printed_names_agree),
        needs=(),
    ),
    Rule(
        id="codes-carry-their-expected-names",
        claim="科目编码与名称相符（目录中的名称尚未核实）",
        law="classification",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照当年科目核对：编码对，就按填写的名称印出；编码错了，请改编码。",
        check=on_facts(expected_names),
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
