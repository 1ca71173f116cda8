"""What the columns of an open-data package mean: types, keys, and the fiscal model of the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yusuan.core import fields as f
from yusuan.core import records as r

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Sheets = Mapping[str, Sequence[Mapping[str, str]]]

Json = dict[str, Any]
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
    "unit": ("units", "code"),
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


def resource_schema(name: str, sheets: Sheets) -> Json:
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
        "fields": [_field(field, is_line=record is r.LINES) for field in record.fields],
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


def fiscal_model() -> Json:
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
