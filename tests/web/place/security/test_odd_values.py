"""Whatever is written into an address, a field or a body: it is refused in words, and is no fault of the program."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

import yusuan.web
from tests.web.place.security.addresses import ADDRESSES, named

if TYPE_CHECKING:
    from tests.web.place.security.addresses import Address
    from tests.web.place.security.asking import Asker

ODD = {
    "a digit that is no number": "²",
    "too large for a database": "9" * 30,
    "too many digits": "9" * 5_000,
    "below nothing": "-1",
    "not a number": "nan",
    "a nul": "a\x00b",
    "a formula": "=1+1",
    "a path": "../../../etc/passwd",
    "a script": "<script>alert(1)</script>",
    "a week": "2026-W01-1",
    "before time": "0001-01-01",
    "after time": "9999-12-31",
    "nothing": "",
    "far too much": "长" * 5_000,
}
IN_QUERIES = {
    "a digit that is no number",
    "too many digits",
    "a nul",
    "a script",
    "a week",
}
IN_EACH_FIELD = {"a digit that is no number", "too many digits", "a nul"}
_HERE = Path(yusuan.web.__file__).parent
_ASKED = re.compile(r'(?:GET|POST|given|posted)\.get\(\s*"([\w-]+)"')
# Whatever a view reads from a query or a form by name.
FIELDS = sorted(
    {"old", "new"}
    | {
        name
        for file in _HERE.rglob("*.py")
        if "desk" not in file.parts
        for name in _ASKED.findall(file.read_text(encoding="utf-8"))
    }
)
GETS = [one for one in ADDRESSES if one.gets]
WITH_ARGUMENTS = [one for one in ADDRESSES if "<" in dict(named())[one.name]]
POSTS = [one for one in ADDRESSES if one.posts and not one.is_json]


def by_name(one: Address) -> str:
    return one.name


def somebody(address: Address) -> str:
    """Who gets furthest."""
    return (address.writes or address.reads or "管")[0]


def test_fields_are_found() -> None:
    assert {"page", "year", "row", "revision", "reason", "finding", "who", "old"} <= set(FIELDS)


@pytest.mark.parametrize("address", GETS, ids=by_name)
def test_odd_queries(address: Address, asker: Asker) -> None:
    at = reverse(address.name, args=list(address.args(asker.world.own)))
    client = asker.client(somebody(address))
    got = {
        what: client.get(at, dict.fromkeys(FIELDS, odd))
        for what, odd in ODD.items()
        if what in IN_QUERIES
    }
    assert {what: one.status_code for what, one in got.items() if one.status_code >= 500} == {}
    assert [what for what, one in got.items() if "<script>alert(1)" in _text(one)] == []


def _text(answer: Any) -> str:  # noqa: ANN401
    is_page = "html" in answer.headers.get("Content-Type", "")
    return "" if answer.streaming or not is_page else str(answer.content.decode(errors="replace"))


@pytest.mark.parametrize("address", POSTS, ids=by_name)
def test_odd_forms(address: Address, asker: Asker) -> None:
    sent = address.data(asker.world.own)
    who = somebody(address)
    wrong = {}
    for what, odd in ODD.items():
        forms = [dict.fromkeys(FIELDS, odd)]
        if what in IN_EACH_FIELD:
            forms += [sent | {name: odd} for name in sent]
        for form in forms:
            answer = asker.send(who, "POST", address, asker.world.own, form)
            if answer.status >= 500 or "<script>alert(1)" in answer.text:
                wrong[what, len(form)] = answer.status
    assert wrong == {}


@pytest.mark.parametrize("address", WITH_ARGUMENTS, ids=by_name)
def test_odd_addresses(address: Address, asker: Asker) -> None:
    args = list(address.args(asker.world.own))
    client = asker.client(somebody(address))
    method = "get" if address.gets else "post"
    wrong = {}
    for n, one in enumerate(args):
        odds = (
            [0, 2**31, 2**63, int("9" * 30), int("9" * 300)]
            if isinstance(one, int)
            else [odd for odd in ODD.values() if odd and "/" not in odd and len(odd) < 6_000]
        )
        for odd in odds:
            try:
                at = reverse(address.name, args=[*args[:n], odd, *args[n + 1 :]])
            except Exception:  # noqa: BLE001, S112  no such address
                continue
            answer = getattr(client, method)(at)
            if answer.status_code not in {200, 302, 400, 403, 404, 409}:
                wrong[at[:80]] = answer.status_code
    assert wrong == {}


ROW, PART = "ROW", "PART"
BODIES: dict[str, Any] = {
    "nothing": None,
    "a list": [],
    "a word": "x",
    "no operation": {"changes": []},
    "operation is a list": {"operation": [1] * 50},
    "changes are a number": {"operation": "a", "changes": 5},
    "a change is a word": {"operation": "a", "changes": ["x"]},
    "row too large": {"operation": "a", "changes": [{"row": 10**30, "field": "amount"}]},
    "row of digits": {"operation": "a", "changes": [{"row": "9" * 5000, "field": "amount"}]},
    "row is half": {"operation": "a", "changes": [{"row": 1.5, "field": "amount"}]},
    "no such field": {"operation": "a", "changes": [{"row": ROW, "field": "pk", "new": "1"}]},
    "a nul": {
        "operation": "a",
        "changes": [{"row": ROW, "field": "amount", "old": "x", "new": "\x00"}],
    },
    "half a character": {
        "operation": "a",
        "changes": [{"row": ROW, "field": "project", "old": "", "new": "\ud800"}],
    },
    "half a word": {
        "operation": "a",
        "inserted": [{"token": "\ud800", "record": "lines"}],
        "changes": [{"row": "\ud800", "field": "project", "old": "", "new": "x"}],
    },
    "a nul in the operation": {"operation": "a\x00", "changes": []},
    "no such record": {"operation": "a", "inserted": [{"token": "t", "record": "users"}]},
    "before too large": {
        "operation": "a",
        "inserted": [{"token": "t", "record": "lines", "before": 10**30}],
    },
    "removed too large": {"operation": "a", "removed": [{"row": 10**30, "values": {}}]},
    "removed without values": {"operation": "a", "removed": [{"row": 1, "values": []}]},
    "rows too large": {"record": "lines", "rows": [10**30]},
    "rows are words": {"record": "lines", "rows": ["x"]},
    "rows are a number": {"record": "lines", "rows": 3},
    "endless": {"record": "lines", "revision": 1e999, "page": float("inf"), "operation": "a"},
    "tab with a nul": {"record": "lines", "tab": "a\x00", "place": "\x00"},
}


@pytest.mark.parametrize("name", ["budgets:save", "budgets:state"])
def test_odd_bodies(name: str, asker: Asker) -> None:
    things = asker.world.own
    at = reverse(name, args=[things.part.pk])
    client = asker.client("单")
    bodies = {
        what: json.dumps(body).replace(f'"{ROW}"', str(things.row.pk))
        for what, body in BODIES.items()
    }
    bodies["too deep"] = "[" * 100_000
    bodies["no JSON"] = "{"
    bodies["no text"] = b"\xff\xfe"  # type: ignore[assignment]
    wrong = {}
    for what, body in bodies.items():
        with asker.undone():
            answer = client.post(
                at, body, content_type="application/json", headers={"Accept": "application/json"}
            )
        if answer.status_code not in {200, 400, 404, 409}:
            wrong[what] = answer.status_code
    assert wrong == {}


def test_one_operation_is_one_part_s(asker: Asker) -> None:
    """Two parts that are sent the same word for a save are two saves, or the second is refused in words."""
    own = asker.world.own
    sent = {"operation": "same", "changes": []}
    with asker.undone():
        for who, part in (("单", own.part), ("部", own.book.parts.get(unit=None))):
            answer = asker.client(who).post(
                reverse("budgets:save", args=[part.pk]),
                sent,
                content_type="application/json",
                headers={"Accept": "application/json"},
            )
            assert answer.status_code in {200, 409}, who
