"""What a save asks for, out of the JSON or the form it came as; raises NotReady for what no page of ours sends."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yusuan.core.errors import NotReady
from yusuan.web.asking import whole
from yusuan.web.budgets.saving import MOST_CHANGES, Change, Edit, Inserted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.web.budgets.models import Row

_NO_ROW = 2**63
_UNREADABLE = "保存请求不完整，请刷新页面后重试"


@dataclass(frozen=True, slots=True)
class Look:
    """What a page that stands open shows, and has seen of it."""

    record: str
    page: str
    revision: str
    tab: str
    place: str
    # Rows that stand on the page, on whichever page of the list they are by now.
    rows: frozenset[int]


def look_of(body: bytes) -> Look:
    """The look a script asks for."""
    try:
        asked = _loaded(body)
        record, page, revision, tab, place = (
            str(asked.get(name, "")) for name in ("record", "page", "revision", "tab", "place")
        )
        rows = frozenset(int(row) for row in asked.get("rows", ())[:MOST_CHANGES])
        return Look(record, page, revision, tab, place, rows)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotReady(_UNREADABLE) from error


def edit_of(body: bytes) -> Edit:
    """The edit a script sends."""
    try:
        asked = _loaded(body)
        return Edit(
            str(asked["operation"]),
            [_change(one) for one in asked.get("changes", ())],
            [_inserted(one) for one in asked.get("inserted", ())],
            [(_number(one["row"]), _texts(one["values"])) for one in asked.get("removed", ())],
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotReady(_UNREADABLE) from error


def _loaded(body: bytes) -> Any:  # noqa: ANN401  JSON
    """What a script sends; raises ValueError for what no database keeps: NUL, half a character."""
    asked = json.loads(body)
    said = json.dumps(asked, ensure_ascii=False)
    said.encode()
    if "\\u0000" in said:
        raise ValueError
    return asked


def _number(value: Any) -> int:  # noqa: ANN401  JSON
    """The number of a row; raises ValueError for one that no row can have."""
    number = int(value)
    if not 0 <= number < _NO_ROW:
        raise ValueError
    return number


def _change(one: Mapping[str, Any]) -> Change:
    row = one["row"]
    if isinstance(row, bool) or not isinstance(row, (int, str)):
        raise TypeError
    if isinstance(row, int):
        _number(row)
    texts = (one["field"], one.get("old", ""), one.get("new", ""))
    if not all(isinstance(text, str) for text in texts):
        raise TypeError
    return Change(row, *texts)


def _inserted(one: Mapping[str, Any]) -> Inserted:
    before = one.get("before")
    return Inserted(
        str(one["token"]), str(one["record"]), None if before is None else _number(before)
    )


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    if not all(isinstance(value, str) for value in values.values()):
        raise TypeError
    return dict(values)


def edit_of_form(posted: Mapping[str, str], rows: Mapping[int, Row], record: str) -> Edit:
    """The edit of a page without scripts: fields `v-<row>-<field>`, each row with the revision it was shown at."""
    changes: list[Change] = []
    is_new = False
    for name, new in posted.items():
        parts = name.split("-", 2)
        if len(parts) != 3 or parts[0] != "v":  # noqa: PLR2004  v, row, field
            continue
        _, at, field = parts
        if at == "new":
            if new.strip():
                is_new = True
                changes.append(Change("new", field, "", new))
            continue
        number = whole(at)
        row = None if number is None else rows.get(number)
        if row is None:
            continue
        present = row.values.get(field, "")
        is_as_shown = posted.get(f"r-{at}") == str(row.revision)
        if new != present:
            # Shown at another revision: what it was then is not known, so the two are asked about.
            changes.append(Change(row.pk, field, present if is_as_shown else "", new))
    inserted = [Inserted("new", record)] if is_new else []
    return Edit(str(posted.get("operation", "")), changes, inserted)
