"""From sheets of written fields to a budget, and back: the one loader behind every interchange format.

A reader turns its format into `Sheet`s; everything that can be wrong with the content is found here, all at
once, and said in the reader's words for a place (file and line, sheet and cell).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from yusuan.core import records as r
from yusuan.core.allowed import Allowed, nothing_known
from yusuan.core.budget import (
    MASK,
    AssetHolding,
    BudgetLine,
    BudgetUnit,
    ControlTotal,
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
from yusuan.core.terms import Rounding, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from _typeshed import DataclassInstance

    from yusuan.core.allowed import Meant
    from yusuan.core.places import Places

Values = dict[str, Any]
MOST_ROWS = 200_000
# The files of a dataset folder: what is called so there is read, and what is not is the user's own.
PARTS = (
    "department.toml",
    "lines.csv",
    "objectives.toml",
    "procurement.csv",
    "assets.csv",
    "approved.csv",
    "prior_year.csv",
    "projects/*.toml",
    "narrative/*.md",
    "部门.toml",
    "预算明细.csv",
    "部门绩效目标.toml",
    "政府采购.csv",
    "国有资产.csv",
    "上年数.csv",
    "项目/*.toml",
    "文字说明/*.md",
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


def _as_written(_head: Values, _figure: Values) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue and the editions know of what was written: the core knows neither.

    `amiss` says which fields of the department hold what nobody knows, and what is allowed; `named` gives a figure of
    last year the contract's names, or says which of its fields is unknown and what is allowed; `meant` which codes are
    near one that is not right.
    """

    amiss: Callable[[Values], Mapping[str, str]] = _nothing_amiss
    named: Callable[[Values, Values], Mapping[str, str] | tuple[str, str]] = _as_written
    meant: Meant = nothing_known


_NOTHING = Known()


def load(
    source: str,
    sheets: Mapping[str, Sheet],
    faults: Iterable[Fault] = (),
    known: Known = _NOTHING,
    places: Places | None = None,
    *,
    remarks: Iterable[str] = (),
) -> DepartmentalBudget:
    """Build the budget; raises ReadError with every fault of every sheet (and those already found).

    A sheet that could not be read at all is left out of `sheets`: its fault has been said. `places` is told where each
    record was read; `remarks` say what was passed over.
    """
    found = faults if isinstance(faults, Faults) else Faults(faults)
    heads = sheets["department"].rows if "department" in sheets else ()
    year = next((head.written.get("fiscal_year", "") for head in heads), "")
    allowed = Allowed(known.meant, year)
    parsed = {
        record.name: _parse(sheets[record.name], found, allowed) if record.name in sheets else []
        for record in r.RECORDS
    }
    if "department" in sheets and not parsed["department"]:
        found.append(Fault(r.DEPARTMENT.label, "", "", "一行部门信息"))
    for head, row in parsed["department"]:
        for name, takes in known.amiss(head).items():
            place, label = row.place(name), _label("department", name)
            found.append(Fault(place, label, f"“{head[name]}”", takes))
        _name_figures(head, parsed["prior_year"], known.named, found)
    unread = parsed.keys() - {
        name for name, sheet in sheets.items() if sheet.is_whole and not sheet.absent
    }
    if parsed["lines"] and not parsed["units"] and "units" not in unread:
        found.append(Fault(r.UNITS.label, "", "", "至少一个预算单位"))
        unread.add("units")
    found += _contradictions(parsed, unread, allowed)
    beside = {name: [(v, row.place) for v, row in rows] for name, rows in parsed.items()}
    names = typed_names(beside, found)
    if found:
        raise ReadError(source, found)
    if places is not None:
        places.keep(beside)
    budget = replace(
        _assemble({name: [_own(v) for v, _ in rows] for name, rows in parsed.items()}),
        code_names=names,
        remarks=tuple(remarks),
    )
    return budget if r.APPROVED.name in sheets else replace(budget, approved=None)


def _own(values: Values) -> Values:
    """The fields of a record itself: names of codes are kept once, not with every row."""
    return {name: value for name, value in values.items() if name not in NAME_FIELDS}


def _name_figures(
    head: Values,
    rows: Iterable[tuple[Values, SheetRow]],
    named: Callable[[Values, Values], Mapping[str, str] | tuple[str, str]],
    faults: Faults,
) -> None:
    """Give last year's figures the contract's names; what is blank has been said."""
    for values, row in rows:
        if any(values[name] is None for name in _FIGURE):
            continue
        found = named(head, values)
        if isinstance(found, tuple):
            field, allowed = found
            label = _label("prior_year", field)
            faults.append(Fault(row.place(field), label, f"“{values[field][:_SHOWN]}”", allowed))
        else:
            values.update(found)


_FIGURE = ("table", "row", "column")


def _parse(sheet: Sheet, faults: Faults, allowed: Allowed) -> list[tuple[Values, SheetRow]]:
    parsed = []
    for row in sheet.rows:
        for name in row.written:
            if sheet.record.field(name) is None:
                known = "、".join(field.label for field in sheet.record.fields)
                faults.append(Fault(row.place(name), name, "", f"已知的字段（{known}）"))
        parsed.append((_values(sheet, row, faults, allowed), row))
    return parsed


def _values(sheet: Sheet, row: SheetRow, faults: Faults, allowed: Allowed) -> Values:
    record, absent = sheet.record, sheet.absent
    values: Values = {}
    for field in record.fields:
        raw = row.written.get(field.name, "").strip()
        values[field.name] = None
        if raw == "":
            if field.is_required and field.name not in absent:
                takes = allowed.of(field, row.written)
                faults.append(Fault(row.place(field.name), field.label, "空白", takes))
            continue
        try:
            values[field.name] = field.kind.parse(raw)
        except (ValueError, KeyError):
            shown = raw if len(raw) <= _SHOWN else raw[:_SHOWN] + "…"
            takes = allowed.of(field, row.written)
            faults.append(Fault(row.place(field.name), field.label, f"“{shown}”", takes))
    return values


_SHOWN = 60


def _contradictions(
    parsed: Mapping[str, list[tuple[Values, SheetRow]]],
    unread: Collection[str],
    allowed: Allowed,
) -> Iterator[Fault]:
    """What each field allows but the records together cannot mean."""
    yield from _repeated(parsed, "department", "", "只有一行部门信息")
    for name in ("units", "projects"):
        yield from _repeated(parsed, name, "code", "不重复的编码")
    yield from _repeated(parsed, "objectives", "number", "不重复的序号")
    yield from _repeated(parsed, "narrative", "name", "不重复的说明项")
    yield from _repeated(parsed, "assets", "category", "不重复的资产类别")
    yield from _repeated(parsed, "approved", ("unit", "measure"), "每个单位的每个批复项一行")
    units = {values["code"] for values, _ in parsed["units"]}
    projects = {values["code"] for values, _ in parsed["projects"]}
    objectives = {values["number"] for values, _ in parsed["objectives"]}
    references = [
        ("lines", "unit", "units", units, "预算单位表中已有的单位编码"),
        ("lines", "project", "projects", projects, "项目表中已有的项目编码"),
        ("projects", "unit", "units", units, "预算单位表中已有的单位编码"),
        ("approved", "unit", "units", units, "预算单位表中已有的单位编码；全部门的留空"),
        *((n, "project", "projects", projects, "项目表中已有的项目编码") for n in _BY_PROJECT),
        (
            "objective_indicators",
            "objective",
            "objectives",
            objectives,
            "部门绩效目标表中已有的序号",
        ),
    ]
    for sheet, field, there, known, takes in references:
        if there in unread:
            # Which codes it holds is not known.
            continue
        for values, row in parsed[sheet]:
            # Merged lines of a public view stand under the mask instead of a unit and a project.
            if values[field] not in {None, MASK} and values[field] not in known:
                yield Fault(row.place(field), _label(sheet, field), f"“{values[field]}”", takes)
    for values, row in parsed["lines"]:
        # A field that is missing or could not be read has been said already.
        is_read = all(values[name] is not None for name in _LINE_FIELDS)
        if is_read and (values["economic"] is not None or not row.written.get("economic")):
            for name, takes in _line(_own(values)).contradictions():
                written, own = row.written.get(name, "").strip(), r.LINES.field(name)
                words = takes if own is None else allowed.of(own, row.written, takes)
                shown = f"“{written}”" if written else "空白"
                yield Fault(row.place(name), _label("lines", name), shown, words)


_BY_PROJECT = ("costing", "project_objectives", "indicators", "procurement")
_LINE_FIELDS = ("unit", "fund", "source", "origin", "function", "nature", "amount")


def _label(sheet: str, name: str) -> str:
    """The label clerks see of a field."""
    record = next(record for record in r.RECORDS if record.name == sheet)
    field = record.field(name)
    return name if field is None else field.label


def _repeated(
    parsed: Mapping[str, list[tuple[Values, SheetRow]]],
    sheet: str,
    key: str | tuple[str, str],
    allowed: str,
) -> Iterator[Fault]:
    """Records of one key; of two fields the second must be there, and tells where."""
    within, field = key if isinstance(key, tuple) else ("", key)
    label = _label(sheet, field) if field else ""
    seen: Counter[object] = Counter()
    for values, row in parsed[sheet]:
        value = values[field] if field else ""
        seen[values.get(within), value] += 1
        if value is not None and seen[values.get(within), value] == 2:  # noqa: PLR2004  said once, at the second
            shown = getattr(value, "value", value)
            yield Fault(row.place(field), label, f"“{shown}”重复", allowed)


def _line(values: Values) -> BudgetLine:
    return BudgetLine(**{**values, "project": values["project"] or ""})


def _by_stage(
    lines: Sequence[BudgetLine],
) -> tuple[tuple[BudgetLine, ...], tuple[BudgetLine, ...]]:
    """The document's own lines, and the budget's beside them; where all are of one stage they are its own."""
    own = tuple(line for line in lines if line.stage is not Stage.BUDGET)
    if not own:
        return tuple(lines), ()
    return own, tuple(line for line in lines if line.stage is Stage.BUDGET)


def _given(values: Values, *names: str) -> Values:
    """The named values that are there, so that absent ones take the class's default."""
    return {name: values[name] for name in names if values[name] is not None}


def _assemble(parsed: Mapping[str, list[Values]]) -> DepartmentalBudget:
    head = parsed["department"][0]
    by_project: dict[str, dict[str, list[Values]]] = {
        name: _grouped(parsed[name], "project") for name in _BY_PROJECT
    }
    indicators = _grouped(parsed["objective_indicators"], "objective")
    lines, budgeted = _by_stage([_line(v) for v in parsed["lines"]])
    return DepartmentalBudget(
        department=_department(head),
        units=tuple(BudgetUnit(**_given(v, *v)) for v in parsed["units"]),
        lines=lines,
        budgeted=budgeted,
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
        approved=tuple(ControlTotal(**_given(v, *v)) for v in parsed["approved"]),
        # A row prepared for a figure that nobody filled in states nothing.
        prior_year=tuple(
            StatedFigure(**v) for v in parsed["prior_year"] if v["amount"] is not None
        ),
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
    for name in ("units", "lines", "procurement", "assets", "approved", "prior_year"):
        raw[name] = [_attributes(item) for item in getattr(budget, name) or ()]
    raw["lines"] += [_attributes(line) for line in budget.budgeted]
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
