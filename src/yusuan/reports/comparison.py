"""Compare two versions, or two years, of a budget: figures by table, and the facts behind them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.dataset import dump
from yusuan.core.money import format_amount
from yusuan.core.terms import Direction
from yusuan.narrative.sentence import Change, FigureName, Sentence
from yusuan.tables.spec import without_list_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.pipeline import Run
    from yusuan.tables.spec import TableSpec
    from yusuan.tables.table import Cell, CellKey

    Written = dict[str, str]

# What makes a record the same one in both versions; where records repeat, their order decides.
_IDENTITY = {
    "department": (),
    "units": ("code",),
    "lines": ("unit", "fund", "source", "origin", "function", "economic", "nature", "project"),
    "projects": ("code",),
    "costing": ("project", "name"),
    "project_objectives": ("project", "text"),
    "indicators": ("project", "kind", "name"),
    "objectives": ("group", "text"),
    "objective_indicators": ("objective", "name"),
    "procurement": ("project", "name", "catalogue_code"),
    "assets": ("category",),
    "approved": ("unit", "measure"),
    "transfers": ("payer", "receiver", "nature", "source"),
    "prior_year": ("table", "row", "column"),
    "narrative": ("name",),
}


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A printed figure that differs; None where the cell is blank or not there."""

    spec: TableSpec
    row: str
    label: str
    column: str
    old: int | None
    new: int | None

    @property
    def change(self) -> int:
        """New minus old, a blank counting as nothing, fen."""
        return (self.new or 0) - (self.old or 0)

    @property
    def sentence(self) -> str:
        """The change in words: 行政运行（基本支出）减少5.36万元."""
        said = Direction.of(self.change)
        amount = format_amount(abs(self.change), self.spec.unit, self.spec.decimals)
        by = f"{amount}{self.spec.unit.label}" if self.change else ""
        return f"{without_list_number(self.label)}（{self.column}）{said.value}{by}"


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record added, removed, or changed in some fields: by label, old and new text."""

    record: r.Record
    name: str
    kind: str
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Two sources side by side."""

    old: Run
    new: Run

    @cached_property
    def figures(self) -> tuple[FigureChange, ...]:
        """The printed figures that differ, in the order of the new tables."""
        return tuple(self._figures())

    def _figures(self) -> Iterator[FigureChange]:
        specs = {t.id: t.spec for t in (*self.old.printed, *self.new.printed)}
        before = {key: cell for t in self.old.printed for key, cell in t.cells.items()}
        after = {key: cell for t in self.new.printed for key, cell in t.cells.items()}
        for table_id, spec in specs.items():
            for key in dict.fromkeys((*after, *before)):
                old, new = before.get(key), after.get(key)
                cell = new or old
                if key.table != table_id or cell is None or _amount(old) == _amount(new):
                    continue
                yield FigureChange(
                    spec, cell.row, cell.label, key.column, _amount(old), _amount(new)
                )

    @cached_property
    def records(self) -> tuple[RecordChange, ...]:
        """The facts added, removed and changed, in the order of the dataset."""
        return tuple(compare_records(self.old.budget, self.new.budget))

    @property
    def sentences(self) -> tuple[str, ...]:
        """The main changes in words, where anything changed in them."""
        said = ("".join(p.text for p in s.fill(self, {})) for s in _headlines(self.new))
        still = Direction.UNCHANGED.value
        return tuple(s for s in said if any(d.value in s for d in Direction if d.value != still))

    def level(self, name: FigureName) -> tuple[int, CellKey | None]:
        """The new version's amount."""
        return _levels(self.new).get(name, 0), None

    def prior(self, name: FigureName) -> int | None:
        """The old version's amount."""
        return _levels(self.old).get(name, 0)


def _amount(cell: Cell | None) -> int | None:
    return None if cell is None else cell.amount


def _levels(run: Run) -> dict[FigureName, int]:
    return {
        FigureName(table.id, cell.row, cell.key.column): cell.value
        for table in run.printed
        for cell in table.figures()
    }


def _headlines(run: Run) -> Iterator[Sentence]:
    """A sentence for revenue, spending and three-public money, in words of the edition's own columns."""
    yield _sentence(
        "收入总计",
        FigureName("summary", "收入总计", "收入/预算数"),
        {
            "一般公共预算拨款收入": FigureName("summary", "一般公共预算拨款收入", "收入/预算数"),
            "政府性基金预算拨款收入": FigureName(
                "summary", "政府性基金预算拨款收入", "收入/预算数"
            ),
            "国有资本经营预算拨款收入": FigureName(
                "summary", "国有资本经营预算拨款收入", "收入/预算数"
            ),
            "财政专户管理资金收入": FigureName("summary", "财政专户管理资金收入", "收入/预算数"),
            "单位资金": FigureName("summary", "单位资金", "收入/预算数"),
            "上年结转结余": FigureName("summary", "上年结转结余", "收入/预算数"),
        },
        run,
    )
    natures = ("基本支出", "项目支出", "经营支出", "上解上级支出", "对附属单位补助支出")
    parts = {nature: FigureName("expenditure", "合计", nature) for nature in natures}
    yield _sentence("支出合计", FigureName("expenditure", "合计", "合计"), parts, run)
    total = next(
        (
            FigureName("three_public", row, "资金性质/合计")
            for row in ("“三公”经费小计", "合计")
            if FigureName("three_public", row, "资金性质/合计") in _levels(run)
        ),
        None,
    )
    if total is not None:
        items = ("因公出国（境）费", "公务用车购置及运维费", "公务接待费")
        shown = {item: FigureName("three_public", item, "资金性质/合计") for item in items}
        yield _sentence("“三公”经费", total, shown, run)


def _sentence(title: str, whole: FigureName, parts: Mapping[str, FigureName], run: Run) -> Sentence:
    known = {name: figure for name, figure in parts.items() if figure in _levels(run)}
    slots = {"whole": Change(whole)} | {f"p{n}": Change(f) for n, f in enumerate(known.values())}
    among = "，".join(f"{name}{{p{n}}}" for n, name in enumerate(known))
    return Sentence(f"{title}{{whole}}" + (f"，其中{among}" if known else "") + "。", slots)


# --- facts ------------------------------------------------------------------------------------------------


def compare_records(old: DepartmentalBudget, new: DepartmentalBudget) -> Iterator[RecordChange]:
    """The records added, removed and changed between two budgets."""
    before, after = dump(old), dump(new)
    _give_projects_their_new_codes(before, after)
    names = {row["code"]: row["name"] for row in (*before["projects"], *after["projects"])}
    for record in r.RECORDS:
        key = _IDENTITY[record.name]
        left, right = _keyed(before[record.name], key), _keyed(after[record.name], key)
        for place in dict.fromkeys((*right, *left)):
            one, other = left.get(place), right.get(place)
            name = _name(record, other or one or {}, names)
            if one is None:
                yield RecordChange(record, name, "added")
            elif other is None:
                yield RecordChange(record, name, "removed")
            elif one != other:
                yield RecordChange(record, name, "changed", _fields(record, one, other))


def _give_projects_their_new_codes(
    before: Mapping[str, list[Written]], after: Mapping[str, list[Written]]
) -> None:
    """A project keeps its name from year to year and gets a new code: take it for the same one."""
    new_codes = {row["code"] for row in after["projects"]}
    old_codes = {row["code"] for row in before["projects"]}
    arrived = {
        row["name"]: row["code"] for row in after["projects"] if row["code"] not in old_codes
    }
    renamed = {
        row["code"]: arrived[row["name"]]
        for row in before["projects"]
        if row["code"] not in new_codes and row["name"] in arrived
    }
    for record in r.RECORDS:
        for row in before[record.name]:
            if row.get("project") in renamed:
                row["project"] = renamed[row["project"]]
    for row in before["projects"]:
        row["code"] = renamed.get(row["code"], row["code"])


def _keyed(rows: Sequence[Written], key: Sequence[str]) -> dict[tuple[str, ...], Written]:
    seen: dict[tuple[str, ...], int] = defaultdict(int)
    keyed = {}
    for row in rows:
        place = tuple(row[name] for name in key)
        seen[place] += 1
        keyed[*place, str(seen[place])] = row
    return keyed


def _fields(record: r.Record, one: Written, other: Written) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (field.label, one[field.name], other[field.name])
        for field in record.fields
        if one[field.name] != other[field.name]
    )


def _name(record: r.Record, row: Written, projects: Mapping[str, str]) -> str:
    """What a person calls the record."""
    parts = [
        projects.get(row[name], row[name]) if name == "project" else row[name]
        for name in _IDENTITY[record.name]
    ]
    if record.name == "projects":
        parts.append(row["name"])
    return " ".join(part for part in parts if part) or record.label
