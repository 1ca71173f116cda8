"""A row's boxes as HTML: written here and not in a template, for a page has thousands of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yusuan.web.budgets.entry.sheet import Column

_SUGGESTED = frozenset({"function", "economic", "catalogue", "unit"})
_DIGITS = frozenset({"amount", "number"})


def boxes(
    columns: Iterable[Column], row: int | str, place: str, values: Mapping[str, str]
) -> SafeString:
    """The cells of a row to be typed into; `place` is what a listener is told of the row."""
    return mark_safe(  # noqa: S308  what was typed is escaped, all else is ours
        "".join(
            f'<td class="{column.kind}">{_box(column, f"v-{row}-{column.field.name}", place, values)}</td>'
            for column in columns
        )
    )


def _box(column: Column, name: str, place: str, values: Mapping[str, str]) -> str:
    field = column.field.name
    typed = escape(values.get(field, ""))
    said = f'name="{name}" data-field="{field}" aria-label="{escape(column.field.label)} {escape(place)}"'
    if column.kind == "wide":
        return f'<textarea rows="1" {said}>{typed}</textarea>'
    more = f' list="list-{field}"' if column.choices else ""
    if column.kind in _SUGGESTED:
        more += f' data-names-of="{column.kind}"'
    if column.kind in _DIGITS:
        more += ' inputmode="decimal"'
    return f'<input {said} value="{typed}" autocomplete="off"{more}>'


def texts(columns: Iterable[Column], values: Mapping[str, str]) -> SafeString:
    """The cells of a row to be read."""
    return mark_safe(  # noqa: S308  as above
        "".join(f'<td class="{column.kind}">{_text(column, values)}</td>' for column in columns)
    )


def _text(column: Column, values: Mapping[str, str]) -> str:
    written = values.get(column.field.name, "")
    return escape(
        written if column.kind == "amount" else column.field.kind.words.get(written, written)
    )
