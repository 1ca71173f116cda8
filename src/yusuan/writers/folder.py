"""Write a budget as a dataset folder: one canonical layout, pleasant to read, review and diff."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from yusuan.core import fields as f
from yusuan.core import records as r
from yusuan.core.dataset import files
from yusuan.core.errors import Fault, ReadError
from yusuan.core.patterns import pattern
from yusuan.core.spreadsheets import in_csv
from yusuan.editions.stated import sheets_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.core.budget import DepartmentalBudget

Written = dict[str, str]
_BARE = frozenset({f.AMOUNT, f.NUMBER, f.PERCENT, f.WHOLE, f.DATE})
_MONTHS = ("march", "june", "october", "december")
_SIGN_OFFS = ("secrecy_review", "secrecy_reviewed_on", "head", "head_signed_on")
# What a blank stands for anyway.
_DEFAULTS = {"early_notice": "否", "periods": "1"}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n"}
_FILE_NAME = pattern(r"[\w-][\w .-]*", re.ASCII)
_NOT_IN_A_NAME = pattern(r"[^0-9A-Za-z_-]+")


def write_folder(budget: DepartmentalBudget) -> dict[str, bytes]:
    """All files of the dataset folder by relative name; `read_folder` of them gives an equal budget."""
    sheets = sheets_of(budget)
    texts = {
        files.HEAD: _department(sheets),
        "lines.csv": _csv(r.LINES, sheets["lines"]),
        **dict(_projects(sheets)),
        files.OBJECTIVES: _objectives(sheets),
        **{
            name: _csv(record, sheets[record.name])
            for name, record in files.TABLES.items()
            if record is not r.LINES and sheets[record.name]
        },
        **dict(_narrative(sheets["narrative"])),
    }
    return {name: text.encode() for name, text in texts.items()}


def _csv(record: r.Record, rows: Iterable[Mapping[str, str]]) -> str:
    """Rows of a record as CSV under the identifiers of its fields; masks and names only where there are any."""
    rows = list(rows)
    names = [
        field.name
        for field in record.fields
        if field.kind.name not in {f.NAMES, f.CODE_NAME.name, f.STAGE.name}
        or any(row[field.name] for row in rows)
    ]
    return in_csv([names, *([row[name] for name in names] for row in rows)])


def _department(sheets: Mapping[str, Sequence[Written]]) -> str:
    head = sheets["department"][0]
    apart = (*_SIGN_OFFS, "overall_objective")
    blocks = [_block(r.DEPARTMENT, head, without=apart)]
    sign_offs = _block(r.DEPARTMENT, {name: head[name] for name in _SIGN_OFFS})
    if sign_offs:
        blocks.append("[sign_offs]\n" + sign_offs)
    return "\n".join(blocks + _tables("units", r.UNITS, sheets["units"]))


def _projects(sheets: Mapping[str, Sequence[Written]]) -> Iterator[tuple[str, str]]:
    children = (
        ("costing", r.COSTING),
        ("objectives", r.PROJECT_OBJECTIVES),
        ("indicators", r.INDICATORS),
    )
    of = {record.name: _by(sheets[record.name], "project") for _, record in children}
    projects = sheets["projects"]
    digits = max(2, len(str(len(projects))))
    for number, project in enumerate(projects, start=1):
        blocks = [_block(r.PROJECTS, project, without=_MONTHS) + _payment_plan(project)]
        for name, record in children:
            rows = of[record.name].get(project["code"], [])
            blocks += _tables(name, record, rows, without=("project",))
        stem = _NOT_IN_A_NAME.sub("-", project["code"])[:60].strip("-")
        yield f"projects/{number:0{digits}d}-{stem}.toml", "\n".join(blocks)


def _payment_plan(project: Written) -> str:
    steps = [f"{month} = {project[month]}" for month in _MONTHS if project[month]]
    return f"payment_plan = {{ {', '.join(steps)} }}\n" if steps else ""


def _objectives(sheets: Mapping[str, Sequence[Written]]) -> str:
    indicators = _by(sheets["objective_indicators"], "objective")
    overall = sheets["department"][0]["overall_objective"]
    blocks = [f"overall = {_string(overall)}\n"] if overall else []
    by_group = groupby(sheets["objectives"], key=lambda row: (row["group"], row["responsible"]))
    for (title, responsible), members in by_group:
        answering = f"responsible = {_string(responsible)}\n" if responsible else ""
        blocks.append(f"[[groups]]\ntitle = {_string(title)}\n{answering}")
        for row in members:
            text = f"[[groups.objectives]]\ntext = {_string(row['text'])}\n"
            blocks.append(text + _inline_indicators(indicators.get(row["number"], [])))
    return "\n".join(blocks)


def _inline_indicators(rows: Sequence[Written]) -> str:
    if not rows:
        return ""
    lines = (
        f"  {{ name = {quoted(row['name'])}, target = {quoted(row['target'])} }},\n" for row in rows
    )
    return f"indicators = [\n{''.join(lines)}]\n"


def _narrative(rows: Iterable[Written]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if not _FILE_NAME.fullmatch(row["name"]):
            allowed = f"能作文件名的说明项（如 {'、'.join(r.NARRATIVE_TEXTS)}）"
            raise ReadError("narrative", [Fault("文字说明", "说明项", row["name"], allowed)])
        yield f"narrative/{row['name']}.md", row["text"] + "\n"


# --- TOML -------------------------------------------------------------------------------------------------


def _tables(
    key: str, record: r.Record, rows: Iterable[Written], without: Sequence[str] = ()
) -> list[str]:
    return [f"[[{key}]]\n" + _block(record, row, without) for row in rows]


def _block(record: r.Record, row: Mapping[str, str], without: Sequence[str] = ()) -> str:
    """One `key = value` a line, in the order of the record; blanks and defaults are left out."""
    return "".join(
        f"{field.name} = {_value(field, row[field.name])}\n"
        for field in record.fields
        if field.name not in without
        and row.get(field.name, "") not in {"", _DEFAULTS.get(field.name, "")}
    )


def _value(field: f.Field, written: str) -> str:
    if field.kind in _BARE:
        return written
    if field.kind is f.FLAG:
        return "true" if written == "是" else "false"
    if field.kind.name == f.NAMES:
        return f"[{', '.join(quoted(name) for name in written.split('、'))}]"
    return _string(written)


def _string(text: str) -> str:
    """A string on one line, or on several where the text has several."""
    if "\n" not in text:
        return quoted(text)
    escaped = "".join(_ESCAPES[c] if c in '\\"' else c for c in text)
    return f'"""\n{escaped}"""'


def quoted(text: str) -> str:
    """A text as a TOML string on one line."""
    return f'"{"".join(_ESCAPES.get(c, c) for c in text)}"'


def _by(rows: Iterable[Written], field: str) -> dict[str, list[Written]]:
    groups: dict[str, list[Written]] = {}
    for row in rows:
        groups.setdefault(row[field], []).append(row)
    return groups
