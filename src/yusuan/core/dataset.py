"""From sheets of written fields to a budget, and back: the one loader behind every interchange format.

A reader turns its format into `Sheet`s; everything that can be wrong with the content is found here, all at
once, and said in the reader's words for a place (file and line, sheet and cell).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from yusuan.core import records as r
from yusuan.core.budget import (
    MASK,
    AssetHolding,
    BudgetLine,
    BudgetUnit,
    CostItem,
    Department,
    DepartmentalBudget,
    DepartmentObjective,
    ObjectiveIndicator,
    PaymentPlan,
    PerformanceIndicator,
    PerformanceObjective,
    ProcurementLine,
    Project,
    SignOff,
    StatedFigure,
)
from yusuan.core.code_names import NAME_FIELDS, typed_names, written_beside
from yusuan.core.errors import Fault, Faults, ReadError
from yusuan.core.terms import Rounding

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from _typeshed import DataclassInstance

Values = dict[str, Any]
MOST_ROWS = 200_000
# The files of a dataset folder: what is called so there is read, and what is not is the user's own.
PARTS = (
    "department.toml",
    "lines.csv",
    "objectives.toml",
    "procurement.csv",
    "assets.csv",
    "prior_year.csv",
    "projects/*.toml",
    "narrative/*.md",
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """Written fields of one record, and how the format names the place of each."""

    written: Mapping[str, str]
    place: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All records of one kind as a format holds them.

    `absent` are required columns it lacks; `is_whole` is False where part of it could not be read. Both have
    been said, so that what follows from them is not.
    """

    record: r.Record
    rows: Sequence[SheetRow]
    absent: frozenset[str] = frozenset()
    is_whole: bool = True


def _nothing_amiss(_head: Values) -> Mapping[str, str]:
    return {}


def load(
    source: str,
    sheets: Mapping[str, Sheet],
    faults: Iterable[Fault] = (),
    amiss: Callable[[Values], Mapping[str, str]] = _nothing_amiss,
) -> DepartmentalBudget:
    """Build the budget; raises ReadError with every fault of every sheet (and those already found).

    A sheet that could not be read at all is left out of `sheets`: its fault has been said. `amiss` says
    which fields of the department hold what nobody knows, and what is allowed.
    """
    found = faults if isinstance(faults, Faults) else Faults(faults)
    parsed = {
        record.name: _parse(sheets[record.name], found) if record.name in sheets else []
        for record in r.RECORDS
    }
    if "department" in sheets and not parsed["department"]:
        found.append(Fault(r.DEPARTMENT.label, "", "", "一行部门信息"))
    for head, row in parsed["department"]:
        for name, allowed in amiss(head).items():
            place, label = row.place(name), _label("department", name)
            found.append(Fault(place, label, f"“{head[name]}”", allowed))
    unread = parsed.keys() - {
        name for name, sheet in sheets.items() if sheet.is_whole and not sheet.absent
    }
    if parsed["lines"] and not parsed["units"] and "units" not in unread:
        found.append(Fault(r.UNITS.label, "", "", "至少一个预算单位"))
        unread.add("units")
    found += _contradictions(parsed, unread)
    beside = {name: [(v, row.place) for v, row in rows] for name, rows in parsed.items()}
    names = typed_names(beside, found)
    if found:
        raise ReadError(source, found)
    return replace(
        _assemble({name: [_own(v) for v, _ in rows] for name, rows in parsed.items()}),
        code_names=names,
    )


def _own(values: Values) -> Values:
    """The fields of a record itself: names of codes are kept once, not with every row."""
    return {name: value for name, value in values.items() if name not in NAME_FIELDS}


def _parse(sheet: Sheet, faults: Faults) -> list[tuple[Values, SheetRow]]:
    parsed = []
    for row in sheet.rows:
        for name in row.written:
            if sheet.record.field(name) is None:
                known = "、".join(field.name for field in sheet.record.fields)
                faults.append(Fault(row.place(name), name, "", f"已知的字段（{known}）"))
        parsed.append((_values(sheet, row, faults), row))
    return parsed


def _values(sheet: Sheet, row: SheetRow, faults: Faults) -> Values:
    record, absent = sheet.record, sheet.absent
    values: Values = {}
    for field in record.fields:
        raw = row.written.get(field.name, "").strip()
        values[field.name] = None
        if raw == "":
            if field.is_required and field.name not in absent:
                faults.append(Fault(row.place(field.name), field.label, "空白", field.kind.allowed))
            continue
        try:
            values[field.name] = field.kind.parse(raw)
        except (ValueError, KeyError):
            shown = raw if len(raw) <= _SHOWN else raw[:_SHOWN] + "…"
            faults.append(
                Fault(row.place(field.name), field.label, f"“{shown}”", field.kind.allowed)
            )
    return values


_SHOWN = 60


def _contradictions(
    parsed: Mapping[str, list[tuple[Values, SheetRow]]], unread: Collection[str]
) -> Iterator[Fault]:
    """What each field allows but the records together cannot mean."""
    yield from _repeated(parsed, "department", "", "只有一行部门信息")
    for name in ("units", "projects"):
        yield from _repeated(parsed, name, "code", "不重复的编码")
    yield from _repeated(parsed, "objectives", "number", "不重复的序号")
    yield from _repeated(parsed, "narrative", "name", "不重复的说明项")
    yield from _repeated(parsed, "assets", "category", "不重复的资产类别")
    units = {values["code"] for values, _ in parsed["units"]}
    projects = {values["code"] for values, _ in parsed["projects"]}
    objectives = {values["number"] for values, _ in parsed["objectives"]}
    references = [
        ("lines", "unit", "units", units, "预算单位表中已有的单位编码"),
        ("lines", "project", "projects", projects, "项目表中已有的项目编码"),
        ("projects", "unit", "units", units, "预算单位表中已有的单位编码"),
        *((n, "project", "projects", projects, "项目表中已有的项目编码") for n in _BY_PROJECT),
        (
            "objective_indicators",
            "objective",
            "objectives",
            objectives,
            "部门绩效目标表中已有的序号",
        ),
    ]
    for sheet, field, there, known, allowed in references:
        if there in unread:
            # Which codes it holds is not known.
            continue
        for values, row in parsed[sheet]:
            # Merged lines of a public view stand under the mask instead of a unit and a project.
            if values[field] not in {None, MASK} and values[field] not in known:
                yield Fault(row.place(field), _label(sheet, field), f"“{values[field]}”", allowed)
    for values, row in parsed["lines"]:
        # A field that is missing or could not be read has been said already.
        is_read = all(values[name] is not None for name in _LINE_FIELDS)
        if is_read and (values["economic"] is not None or not row.written.get("economic")):
            for contradiction in _line(_own(values)).contradictions():
                yield Fault(row.place("amount"), "", contradiction, "前后一致的一行")


_BY_PROJECT = ("costing", "project_objectives", "indicators", "procurement")
_LINE_FIELDS = ("unit", "fund", "source", "origin", "function", "nature", "amount")


def _label(sheet: str, name: str) -> str:
    """The label clerks see of a field."""
    record = next(record for record in r.RECORDS if record.name == sheet)
    field = record.field(name)
    return name if field is None else field.label


def _repeated(
    parsed: Mapping[str, list[tuple[Values, SheetRow]]], sheet: str, field: str, allowed: str
) -> Iterator[Fault]:
    label = _label(sheet, field) if field else ""
    seen: Counter[object] = Counter()
    for values, row in parsed[sheet]:
        value = values[field] if field else ""
        seen[value] += 1
        if value is not None and seen[value] == 2:  # noqa: PLR2004  said once, at the second
            shown = getattr(value, "value", value)
            yield Fault(row.place(field), label, f"“{shown}”重复", allowed)


def _line(values: Values) -> BudgetLine:
    return BudgetLine(**{**values, "project": values["project"] or ""})


def _given(values: Values, *names: str) -> Values:
    """The named values that are there, so that absent ones take the class's default."""
    return {name: values[name] for name in names if values[name] is not None}


def _assemble(parsed: Mapping[str, list[Values]]) -> DepartmentalBudget:
    head = parsed["department"][0]
    by_project: dict[str, dict[str, list[Values]]] = {
        name: _grouped(parsed[name], "project") for name in _BY_PROJECT
    }
    indicators = _grouped(parsed["objective_indicators"], "objective")
    return DepartmentalBudget(
        department=_department(head),
        units=tuple(BudgetUnit(**_given(v, *v)) for v in parsed["units"]),
        lines=tuple(_line(v) for v in parsed["lines"]),
        projects=tuple(_project(v, by_project) for v in parsed["projects"]),
        overall_objective=head["overall_objective"] or "",
        objectives=tuple(
            DepartmentObjective(
                v["group"],
                v["responsible"] or "",
                v["text"],
                tuple(ObjectiveIndicator(i["name"], i["target"]) for i in indicators[v["number"]]),
            )
            for v in parsed["objectives"]
        ),
        procurement=tuple(ProcurementLine(**_given(v, *v)) for v in parsed["procurement"]),
        assets=tuple(AssetHolding(**_given(v, *v)) for v in parsed["assets"]),
        prior_year=tuple(StatedFigure(**v) for v in parsed["prior_year"]),
        narrative={v["name"]: v["text"] or "" for v in parsed["narrative"]},
    )


def _grouped(rows: Sequence[Values], field: str) -> dict[Any, list[Values]]:
    groups: dict[Any, list[Values]] = defaultdict(list)
    for values in rows:
        groups[values[field]].append(values)
    return groups


_SIGN_OFFS = tuple(f.name for f in fields(SignOff))


def _department(head: Values) -> Department:
    own = [f.name for f in fields(Department) if f.name not in {"sign_offs", "rounding"}]
    return Department(
        **_given(head, *own),
        rounding=head["rounding"] or Rounding.ADDS_UP,
        sign_offs=SignOff(**_given(head, *_SIGN_OFFS)),
    )


def _project(values: Values, children: Mapping[str, Mapping[str, list[Values]]]) -> Project:
    def of(name: str, make: Callable[..., Any]) -> tuple[Any, ...]:
        return tuple(
            make(**_given(v, *(n for n in v if n != "project")))
            for v in children[name].get(values["code"], ())
        )

    plan = PaymentPlan(*(values[month] for month in _MONTHS))
    own = [name for name in values if name not in _MONTHS]
    return Project(
        **_given(values, *own),
        payment_plan=plan,
        costing=of("costing", CostItem),
        objectives=of("project_objectives", PerformanceObjective),
        indicators=of("indicators", PerformanceIndicator),
    )


_MONTHS = ("march", "june", "october", "december")


# --- back to sheets ---------------------------------------------------------------------------------------


def dump(budget: DepartmentalBudget) -> dict[str, list[dict[str, str]]]:
    """Write a budget as sheets of written fields; `load` of them gives an equal budget."""
    raw: dict[str, list[Values]] = {record.name: [] for record in r.RECORDS}
    department = budget.department
    raw["department"] = [
        _attributes(department)
        | _attributes(department.sign_offs)
        | {"overall_objective": budget.overall_objective}
    ]
    for name in ("units", "lines", "procurement", "assets", "prior_year"):
        raw[name] = [_attributes(item) for item in getattr(budget, name)]
    for project in budget.projects:
        withheld = {"fiscal_amount": None, "other_amount": None} if project.is_withheld else {}
        raw["projects"].append(_attributes(project) | _attributes(project.payment_plan) | withheld)
        for name, parts in (
            ("costing", project.costing),
            ("project_objectives", project.objectives),
            ("indicators", project.indicators),
        ):
            raw[name] += [_attributes(part) | {"project": project.code} for part in parts]
    for number, objective in enumerate(budget.objectives, start=1):
        raw["objectives"].append(_attributes(objective) | {"number": number})
        raw["objective_indicators"] += [
            _attributes(indicator) | {"objective": number} for indicator in objective.indicators
        ]
    raw["narrative"] = [{"name": n, "text": text} for n, text in budget.narrative.items()]
    names = {(of, digits): name for of, digits, name in budget.code_names}
    return {
        record.name: [
            _written(record, values | written_beside(record.name, values, names))
            for values in raw[record.name]
        ]
        for record in r.RECORDS
    }


def _attributes(item: DataclassInstance) -> Values:
    return {field.name: getattr(item, field.name) for field in fields(item)}


def _written(record: r.Record, values: Values) -> dict[str, str]:
    return {
        field.name: "" if values[field.name] is None else field.kind.write(values[field.name])
        for field in record.fields
    }
