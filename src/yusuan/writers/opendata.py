"""Open data: a Frictionless data package with fiscal meaning, CSV and JSON, and digests of every file."""

from __future__ import annotations

import hashlib
import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from yusuan.core import fields as f
from yusuan.core import records as r
from yusuan.core.dataset import dump
from yusuan.core.money import yuan
from yusuan.core.spreadsheets import in_csv
from yusuan.documents.secrecy.mask import holds_secrets
from yusuan.editions import EDITIONS
from yusuan.editions import edition as find_edition
from yusuan.tables.table import print_amount

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.core.budget import Department, DepartmentalBudget
    from yusuan.tables.table import Table

    Sheets = Mapping[str, Sequence[Mapping[str, str]]]

Json = dict[str, Any]
CELL_COLUMNS = ("table", "row", "label", "column", "amount", "printed", "unit")
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
INTERNAL = "【含涉密内容，仅供内部交换，不得公开】"
# Why something was late stays in the house.
KEPT = "【含内部留存内容，仅供内部交换，不得公开】"
DRAFT = "【草案，仅供征求意见，不是公开文本】"
_CELLS = "公开表格的每个数字：表、行、列、金额（元）和印出的样子"


def write_opendata(
    budget: DepartmentalBudget,
    tables: Sequence[Table],
    *,
    created: dt.date,
    is_draft: bool = False,
    notes: Sequence[str] = (),
) -> dict[str, bytes]:
    """All files of the package by name; `notes` say how figures were rounded and what was checked.

    Give the public view to publish. A draft, and a budget that still holds classified content, which is for
    internal exchange only, say so in title and licence: nobody may take either for the publication.
    """
    warning = INTERNAL if holds_secrets(budget) else DRAFT if is_draft else ""
    if budget.department.timing_reason and not warning:
        warning = KEPT
    sheets = dump(budget)
    if budget.approved is None:
        del sheets[r.APPROVED.name]
    if not budget.transfers:
        del sheets[r.TRANSFERS.name]
    cells = list(cell_rows(tables))
    files = {
        f"{record.name}.csv": _csv(
            [field.name for field in _fields(record, sheets)], _values(record, sheets)
        )
        for record in _records(sheets)
    }
    files["cells.csv"] = _csv(CELL_COLUMNS, cells)
    files["budget.json"] = _json(_everything(sheets, cells))
    files["README.md"] = _readme(budget.department, _records(sheets), warning, notes).encode()
    schemas = {name: _resource_schema(name, sheets) for name in (*sheets, "cells")}
    files["datapackage.json"] = _json(
        _descriptor(budget.department, files, schemas, created, warning)
    )
    files["manifest.json"] = _json(_manifest(files, created))
    return dict(sorted(files.items()))


def _records(sheets: Sheets) -> list[r.Record]:
    return [record for record in r.RECORDS if record.name in sheets]


def cell_rows(tables: Iterable[Table]) -> Iterator[tuple[str, ...]]:
    """Every printed figure under CELL_COLUMNS, in reading order; blank cells are left out."""
    for table in tables:
        for cell in table.figures():
            amount = yuan(cell.value)
            printed, unit = print_amount(cell, table.spec), table.spec.unit.label
            yield table.id, cell.row, cell.label, cell.key.column, amount, printed, unit


def _fields(record: r.Record, sheets: Sheets) -> list[f.Field]:
    """The fields of a record; one that is kept in the house has no place where it is not filled in."""
    return [
        field
        for field in record.fields
        if not field.is_internal or any(row[field.name] for row in sheets[record.name])
    ]


def _values(
    record: r.Record, sheets: Mapping[str, Sequence[Mapping[str, str]]]
) -> Iterator[list[str]]:
    for row in sheets[record.name]:
        yield [row[field.name] for field in _fields(record, sheets)]


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    return in_csv(chain([header], rows)).encode()


def _json(content: Json) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _everything(
    sheets: Mapping[str, Sequence[Mapping[str, str]]], cells: Iterable[Sequence[str]]
) -> Json:
    """The same records and cells as one JSON object; amounts stay decimal strings in yuan."""
    content: Json = {
        record.name: [
            {field.name: _json_value(field, row[field.name]) for field in _fields(record, sheets)}
            for row in sheets[record.name]
        ]
        for record in _records(sheets)
    }
    content["department"] = content["department"][0]
    return content | {"cells": [dict(zip(CELL_COLUMNS, row, strict=True)) for row in cells]}


def _json_value(field: f.Field, written: str) -> str | int | bool | list[str] | None:
    if field.kind.name == f.NAMES:
        return written.split("、") if written else []
    if written == "":
        return None
    if field.kind is f.WHOLE:
        return int(written)
    return written == "是" if field.kind is f.FLAG else written


def _document(department: Department) -> str:
    """What the package holds: a budget, or the accounts of its year."""
    if department.edition not in EDITIONS:
        return "部门预算"
    return find_edition(department.edition, department.fiscal_year).document


def _descriptor(
    department: Department,
    files: Mapping[str, bytes],
    schemas: Mapping[str, Json],
    created: dt.date,
    warning: str,
) -> Json:
    year = department.fiscal_year
    title = f"{warning} {department.name}{year}年{_document(department)}".lstrip()
    titles = {record.name: record.label for record in r.RECORDS} | {"cells": "公开表格数字"}
    slug = re.sub(r"[^a-z0-9]+", "-", f"{department.division}-{department.code}".lower()).strip("-")
    return {
        # The published schema of "fiscal-data-package" demands this value here, and validators that see
        # the other name fetch a schema from the network. The fiscal properties are below.
        "profile": "tabular-data-package",
        "profiles": {"fiscal": "1.0-rc.1", "tabular": "*"},
        "name": f"departmental-budget-{slug}-{year}",
        "title": title,
        "description": f"{title}数据。金额以元为单位；public budget of one department, in yuan.",
        "version": str(year),
        "created": f"{created.isoformat()}T00:00:00Z",
        # What is not the publication may not be passed on as if it were: such a package carries no licence.
        "licenses": [] if warning else [LICENCE],
        "sources": [{"title": title}],
        "contributors": [{"title": department.name, "role": "publisher"}],
        "keywords": ["部门预算", "预算公开", "departmental budget", "fiscal"],
        "countryCode": "CN",
        "granularity": "aggregated",
        "fiscalPeriod": {"start": f"{year}-01-01", "end": f"{year}-12-31"},
        "model": _fiscal_model(),
        "resources": [
            _resource(name, titles[name], files) | {"schema": schema}
            for name, schema in schemas.items()
        ],
    }


def _resource(name: str, title: str, files: Mapping[str, bytes]) -> Json:
    content = files[f"{name}.csv"]
    return {
        "name": name,
        "title": title,
        "profile": "tabular-data-resource",
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{_digest(content)}",
    }


def _manifest(files: Mapping[str, bytes], created: dt.date) -> Json:
    return {
        "algorithm": "sha256",
        "created": created.isoformat(),
        "files": [
            {"path": name, "bytes": len(content), "sha256": _digest(content)}
            for name, content in sorted(files.items())
        ],
    }


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _readme(
    department: Department, records: Iterable[r.Record], warning: str, notes: Sequence[str]
) -> str:
    rows = "\n".join(f"| `{record.name}.csv` | {record.label} |" for record in records)
    above = f"{warning}\n\n" if warning else ""
    said = "".join(f"\n{note}\n" for note in notes if note)
    licence = "无" if warning else f"{LICENCE['title']} ({LICENCE['path']})"
    return f"""# {department.name}{department.fiscal_year}年{_document(department)}开放数据

{above}| 文件 | 内容 |
|---|---|
{rows}
| `cells.csv` | {_CELLS} |
| `budget.json` | 以上全部内容的 JSON |
| `datapackage.json` | 每个文件、每个字段的说明（Frictionless Data Package，财政扩展） |
| `manifest.json` | 每个文件的大小和 SHA-256 |

文本均为 UTF-8；金额以元为单位，至多两位小数；空白表示没有，0 表示有此项而为零。
CSV 的文字如以 = + - @ 开头而又不是数，前面加 '，以免电子表格当作公式计算；`budget.json` 照原样。
`lines.csv` 是全部表格的来源，一行一笔资金；`cells.csv` 的 `printed` 与公开文件逐字一致。
{said}
Licence: {licence}
"""


# --- what the columns mean: types, keys, and the fiscal model of the lines ---------------------------------

_CELL_FIELDS = (
    ("table", "表", "string", "official table, as `yusuan tables` names it"),
    ("row", "行", "string", "classification code, 合计, or the printed label without list number"),
    ("label", "行标题", "string", "row label as printed"),
    ("column", "列", "string", "printed header path, levels joined by /"),
    ("amount", "金额（元）", "number", "amount in yuan"),
    ("printed", "印出的数字", "string", "the figure as printed in the document"),
    ("unit", "印出的单位", "string", "money unit of the printed figure"),
)
_TYPES: dict[f.Kind, Json] = {
    f.AMOUNT: {"type": "number"},
    f.NUMBER: {"type": "number"},
    f.PERCENT: {"type": "number"},
    f.WHOLE: {"type": "integer"},
    f.DATE: {"type": "date"},
    f.FLAG: {"type": "boolean", "trueValues": ["是"], "falseValues": ["否"]},
}
_PATTERNS = {f.FUNCTION: r"\d{7}", f.ECONOMIC: r"\d{5}(\d{2})?"}
_PRIMARY_KEYS = {
    "units": "code",
    "projects": "code",
    "objectives": "number",
    "assets": "category",
    "narrative": "name",
}
# Field of any record that names a row of another.
_REFERENCES = {
    **dict.fromkeys(("unit", "payer", "receiver"), ("units", "code")),
    "project": ("projects", "code"),
    "objective": ("objectives", "number"),
}
# Fiscal Data Package column types: what each column of `lines` classifies.
_COLUMN_TYPES = {
    "unit": "administrative-classification:generic:code:full",
    "function": "functional-classification:generic:code:full",
    "economic": "economic-classification:generic:code:full",
    "project": "activity:generic:project:code",
    "amount": "value",
}


def _resource_schema(name: str, sheets: Sheets) -> Json:
    """The table schema of a resource; references are declared where every one of them resolves.

    A line that was masked names no unit and no project.
    """
    record = next((record for record in r.RECORDS if record.name == name), None)
    if record is None:
        return {
            "fields": [
                {"name": n, "title": title, "type": kind, "description": about}
                for n, title, kind, about in _CELL_FIELDS
            ],
            "missingValues": [""],
        }
    schema: Json = {
        "fields": [_field(field, is_line=record is r.LINES) for field in _fields(record, sheets)],
        "missingValues": [""],
    }
    if name in _PRIMARY_KEYS:
        schema["primaryKey"] = _PRIMARY_KEYS[name]
    keys = [
        {"fields": field.name, "reference": {"resource": resource, "fields": of}}
        for field in record.fields
        if (found := _REFERENCES.get(field.name)) is not None
        for resource, of in (found,)
        if {row[field.name] for row in sheets[name]} <= {"", *(row[of] for row in sheets[resource])}
    ]
    return schema | ({"foreignKeys": keys} if keys else {})


def _field(field: f.Field, *, is_line: bool) -> Json:
    described: Json = {"name": field.name, "title": field.label}
    described |= _TYPES.get(field.kind, {"type": "string"})
    described["description"] = field.help or field.kind.allowed
    constraints: Json = {"required": True} if field.is_required else {}
    if field.kind.choices and field.kind is not f.FLAG:
        constraints["enum"] = list(field.kind.choices)
    if field.kind in _PATTERNS:
        constraints["pattern"] = _PATTERNS[field.kind]
    if constraints:
        described["constraints"] = constraints
    if is_line and field.name in _COLUMN_TYPES:
        described["columnType"] = _COLUMN_TYPES[field.name]
    return described


def _fiscal_model() -> Json:
    """The logical model: one measure, and the dimensions a line is sorted by."""

    def dimension(field: str, kind: str, *, resource: str = "lines", **more: str) -> Json:
        attribute = {field: {"source": field, "resource": resource}}
        return {"attributes": attribute, "primaryKey": field, "dimensionType": kind, **more}

    return {
        "measures": {
            "amount": {
                "source": "amount",
                "resource": "lines",
                "currency": "CNY",
                "phase": "approved",
            }
        },
        "dimensions": {
            "fiscal_year": dimension("fiscal_year", "datetime", resource="department"),
            "unit": dimension("unit", "classification", classificationType="administrative"),
            "function": dimension("function", "classification", classificationType="functional"),
            "economic": dimension("economic", "classification", classificationType="economic"),
            "project": dimension("project", "activity"),
            **{name: dimension(name, "other") for name in ("fund", "source", "origin", "nature")},
        },
    }
