"""Write what was read of a published document: CSV files, one JSON file, or a tabular data package."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from yusuan.core.spreadsheets import in_csv
from yusuan.recognition.profile import profile_record
from yusuan.reports.reading.sheets import left_grids, sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from yusuan.core.grid import RawGrid
    from yusuan.reports.reading import Reading, Sheet, Value
    from yusuan.tables.table import Table

Json = dict[str, Any]
FORMATS = ("csv", "json", "package")
_EVERY_TYPE: Mapping[str, Json] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean", "trueValues": ["是"], "falseValues": ["否"]},
}


def write_reading(reading: Reading, form: str) -> dict[str, bytes]:
    """The files of a reading by relative name; equal readings give equal bytes. KeyError for another form."""
    return {"csv": _as_csv, "json": _as_json, "package": _as_package}[form](reading)


def document_record(reading: Reading) -> Json:
    """Whose document it is, of which year, how sure that is, and how much was understood."""
    document, found = reading.document, reading.found
    record: Json = {
        "source": document.source,
        "format": document.format,
        "pages": document.pages,
        "kind": None,
        "year": None,
        "department": None,
        "refusal": reading.refusal or None,
    }
    if found is not None:
        record["kind"] = None if found.kind is None else found.kind.value
        record["year"] = found.year
        record["department"] = found.department or None
        record["profile"] = profile_record(found.profile)
    record["tables"] = [_table_record(table) for table in reading.tables]
    record["contents"] = [{"title": title, "page": page} for title, page in document.outline]
    record["remarks"] = list(document.remarks)
    record["attachment"] = _attachment_record(reading)
    return record


def _table_record(table: Table) -> Json:
    pages = {c.where.page for c in table.cells.values() if c.where is not None}
    return {
        "id": table.id,
        "title": table.spec.title,
        "unit": table.spec.unit.label,
        "decimals": table.spec.decimals,
        "pages": sorted(page for page in pages if page is not None),
        "rows": sum(map(len, table.rows)),
        "figures": sum(1 for _ in table.figures()),
    }


def _attachment_record(reading: Reading) -> Json | None:
    if reading.attached is None:
        return None
    return {
        "compared": reading.compared,
        "differences": [outcome.message for outcome in reading.attached],
    }


# --- CSV --------------------------------------------------------------------------------------------------


def _as_csv(reading: Reading) -> dict[str, bytes]:
    files: dict[str, bytes] = {"document.json": _json(document_record(reading))}
    for sheet in sheets(reading):
        files[f"{sheet.name}.csv"] = _csv(sheet)
    for number, (_, grid) in enumerate(left_grids(reading), 1):
        files[f"grids/{number:03}.csv"] = _matrix(grid)
    return files


def _csv(sheet: Sheet) -> bytes:
    return _written([[column.name for column in sheet.columns], *map(_row, sheet.rows)])


def _row(row: Sequence[Value]) -> list[str]:
    return [_text(value) for value in row]


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _matrix(grid: RawGrid) -> bytes:
    """A grid as it stands; a cell over several places is written in its first one."""
    rows = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        if cell.row < grid.rows and cell.column < grid.columns:
            rows[cell.row][cell.column] = cell.text
    return _written(rows)


def _written(rows: Iterable[Sequence[str]]) -> bytes:
    return in_csv(rows).encode(errors="replace")


# --- JSON -------------------------------------------------------------------------------------------------


def _json(content: Json) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode(errors="replace")


def _as_json(reading: Reading) -> dict[str, bytes]:
    """Everything in one file; texts are exact, nothing is guarded."""
    content: Json = {"document": document_record(reading)}
    for sheet in sheets(reading):
        names = [column.name for column in sheet.columns]
        content[sheet.name] = [dict(zip(names, row, strict=True)) for row in sheet.rows]
    return {"reading.json": _json(content)}


# --- package ----------------------------------------------------------------------------------------------


def _as_package(reading: Reading) -> dict[str, bytes]:
    written = list(sheets(reading))
    files = {f"{sheet.name}.csv": _csv(sheet) for sheet in written}
    record = document_record(reading)
    title = " ".join(
        str(record[name]) for name in ("department", "year", "kind") if record[name] is not None
    )
    descriptor: Json = {
        "profile": "tabular-data-package",
        "name": "published-budget-reading",
        "title": title or "部门预决算公开文本的读取结果",
        "description": "由公开文本读出：金额以元为单位，印出的数在旁；text cells that a spreadsheet "
        "would calculate begin with an apostrophe.",
        "sources": [{"title": title or "公开文本", "path": _file_name(record["source"])}],
        "document": record,
        "resources": [_resource(sheet, files[f"{sheet.name}.csv"]) for sheet in written],
    }
    files["datapackage.json"] = _json(descriptor)
    return files


def _file_name(source: str) -> str:
    return re.split(r"[\\/]", source)[-1]


def _resource(sheet: Sheet, content: bytes) -> Json:
    return {
        "name": sheet.name,
        "title": sheet.title,
        "profile": "tabular-data-resource",
        "path": f"{sheet.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [
                {"name": column.name, "title": column.title, **_EVERY_TYPE[column.type]}
                for column in sheet.columns
            ],
            "missingValues": [""],
        },
    }
