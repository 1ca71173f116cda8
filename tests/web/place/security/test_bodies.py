"""What a form, a query or a script names beside its address is looked for in one's own scope too, and does no more."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.urls import reverse

from tests.web.place.security.addresses import ADDRESSES
from tests.web.place.security.asking import written_to
from tests.web.place.security.world import USERS
from tests.web.place.small import PASSWORD
from yusuan.web.accounts.models import User
from yusuan.web.budgets.checking import checked
from yusuan.web.budgets.models import Row
from yusuan.web.clock import stopped
from yusuan.web.comments.models import Waiver

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.place.security.addresses import Address
    from tests.web.place.security.asking import Asker
    from tests.web.place.security.world import Things

BY_NAME = {one.name: one for one in ADDRESSES}
JSON: dict[str, Any] = {
    "content_type": "application/json",
    "headers": {"Accept": "application/json"},
}


@dataclass(frozen=True)
class Mixed:
    """One's own thing in the address, another's beside it."""

    who: str
    name: str
    args: Callable[[Things, Things], list[object]]
    data: Callable[[Things, Things], dict[str, Any]] = lambda _own, _other: {}
    status: int = 404
    is_json: bool = False


MIXED = {
    "a comment at another's row": Mixed(
        "部",
        "comments:open",
        lambda own, _: [own.book.pk],
        lambda _, other: {"text": "?", "row": str(other.row.pk)},
    ),
    "a project for another's unit": Mixed(
        "单",
        "projects:new",
        lambda *_: [],
        lambda _, other: {
            "name": "x",
            "category": "部门预算项目",
            "first_year": "2026",
            "last_year": "2027",
            "unit": other.part.unit_id,
        },
    ),
    "another's project into one's part": Mixed(
        "单", "projects:chosen", lambda own, other: [own.part.pk, other.accepted.pk]
    ),
    "one's project into another's part": Mixed(
        "单", "projects:chosen", lambda own, other: [other.part.pk, own.accepted.pk]
    ),
    "another's version beside one's own": Mixed(
        "部", "versions:diff", lambda own, other: [own.version.pk, other.version.pk]
    ),
    "one's version beside another's": Mixed(
        "部", "versions:diff", lambda own, other: [other.version.pk, own.version.pk]
    ),
    "another's draft": Mixed("部", "versions:diff", lambda _, other: [other.version.pk, 0]),
    "another's file": Mixed(
        "保", "publication:file", lambda own, other: [own.publication.pk, other.file.sha256]
    ),
    "another's page": Mixed(
        "保", "publication:page", lambda own, other: [own.publication.pk, other.page.sha256]
    ),
    "a gate for another's files": Mixed(
        "保",
        "publication:gate",
        lambda own, _: [own.publication.pk, "secrecy"],
        lambda _, other: {"decision": "pass", "digest": other.publication.digest},
        409,
    ),
    "a reason for another's warning": Mixed(
        "部",
        "comments:waive",
        lambda own, _: [own.book.pk],
        lambda _, other: {"finding": other.waiver.finding, "reason": "x"},
        302,
    ),
    "a save of another's row": Mixed(
        "单",
        "budgets:save",
        lambda own, _: [own.part.pk],
        lambda _, other: {
            "operation": "mixed",
            "changes": [
                {
                    "row": other.row.pk,
                    "field": "amount",
                    "old": other.row.values["amount"],
                    "new": "1.00",
                }
            ],
            "removed": [{"row": other.row.pk, "values": other.row.values}],
        },
        409,
        is_json=True,
    ),
}
SIBLINGS = frozenset(
    {
        "a project for another's unit",
        "another's project into one's part",
        "one's project into another's part",
        "a save of another's row",
    }
)
_OWN_TRACES = {"budgets_operation", "yusuan_cache"}


@pytest.mark.parametrize("what", MIXED)
def test_what_a_body_names_is_one_s_own_too(what: str, asker: Asker) -> None:
    mixed = MIXED[what]
    own, world = asker.world.own, asker.world
    others = [world.foreign, *([world.sibling] if what in SIBLINGS else [])]
    for other in others:
        before = _amount(other)
        at = reverse(mixed.name, args=mixed.args(own, other))
        client = asker.client(mixed.who)
        with asker.undone(), written_to() as tables:
            data = mixed.data(own, other)
            if BY_NAME[mixed.name].posts:
                answer = client.post(at, data, **(JSON if mixed.is_json else {}))
            else:
                answer = client.get(at)
            assert answer.status_code == mixed.status
            assert set(tables) <= _OWN_TRACES
            assert _amount(other) == before
            assert other.secret not in answer.content.decode(errors="replace")


def _amount(things: Things) -> str:
    return str(Row.objects.get(pk=things.row.pk).values["amount"])


# --- what a save may hold -----------------------------------------------------------------------------------


def _save(asker: Asker, who: str, part: int, asked: dict[str, Any]) -> int:
    before = list(Row.objects.order_by("pk").values())
    with asker.undone():
        answer = asker.client(who).post(
            reverse("budgets:save", args=[part]), {"operation": "bounds"} | asked, **JSON
        )
        is_changed = list(Row.objects.order_by("pk").values()) != before
    assert is_changed == (answer.status_code == 200)
    return answer.status_code


@pytest.mark.parametrize(
    ("record", "status"),
    [
        ("lines", 200),
        ("projects", 200),
        ("department", 409),
        ("narrative", 409),
        ("prior_year", 409),
        ("assets", 409),
        ("objectives", 409),
        ("approved", 409),
        ("users", 409),
    ],
)
def test_a_unit_adds_rows_of_its_own_kinds_only(record: str, status: int, asker: Asker) -> None:
    asked = {"inserted": [{"token": "t", "record": record}]}
    assert _save(asker, "单", asker.world.own.part.pk, asked) == status


def test_a_department_adds_no_lines(asker: Asker) -> None:
    own = asker.world.own.book.parts.get(unit=None)
    asked = {"inserted": [{"token": "t", "record": "lines"}]}
    assert _save(asker, "部", own.pk, asked) == 409


def test_a_row_is_of_no_other_unit(asker: Asker) -> None:
    own, sibling = asker.world.own, asker.world.sibling
    theirs = Row.objects.filter(part=sibling.part, record="projects").first()
    assert theirs is not None

    def typed(record: str, field: str, text: str | None) -> int:
        row = own.part.rows.filter(record=record).first()
        asked: dict[str, Any] = {"inserted": [{"token": "t", "record": record}]}
        at: object = "t" if row is None else row.pk
        old = "" if row is None else row.values.get(field, "")
        if row is not None:
            asked = {}
        change = {"row": at, "field": field, "old": old, "new": text}
        return _save(asker, "单", own.part.pk, asked | {"changes": [change]})

    assert typed("lines", "unit", sibling.part.unit_id) == 409
    assert typed("projects", "unit", sibling.part.unit_id) == 409
    assert typed("units", "code", "990099") == 409
    assert typed("lines", "project", theirs.values["code"]) == 409
    assert typed("projects", "code", theirs.values["code"]) == 409
    assert typed("procurement", "project", theirs.values["code"]) == 409
    # What is merely wrong is kept, for the check to find.
    assert typed("lines", "unit", "不知道") == 200


@pytest.mark.parametrize(
    "field",
    ["approved_on", "published_on", "secrecy_review", "head", "head_signed_on", "timing_approver"],
)
def test_nobody_types_who_released_it(field: str, asker: Asker) -> None:
    part = asker.world.own.book.parts.get(unit=None)
    row = part.rows.get(record="department")
    change = {"row": row.pk, "field": field, "old": row.values.get(field, ""), "new": "2026-01-01"}
    assert _save(asker, "部", part.pk, {"changes": [change]}) == 409


# --- mass assignment ----------------------------------------------------------------------------------------

# What nobody fills in by a form: added to each of them, it changes nothing.
ADDED = {
    "id": "1",
    "pk": "1",
    "state": "approved",
    "status": "approved",
    "is_staff": "on",
    "is_superuser": "on",
    "is_active": "",
    "must_change_password": "",
    "password": "heshan-shili-wanyi",
    "groups": "1",
    "user_permissions": "1",
    "user": "1",
    "user_id": "1",
    "actor": "1",
    "author": "1",
    "asked_by": "1",
    "approved_by": "1",
    "approved_by_id": "1",
    "approved_at": "2026-01-01",
    "published_by": "1",
    "published_at": "2026-01-01",
    "is_withdrawn": "on",
    "is_passed": "on",
    "is_approved": "on",
    "is_returned": "on",
    "is_accepted": "on",
    "due": "2099-01-01",
    "since": "2020-01-01",
    "at": "2020-01-01",
    "ends": "2020-01-01",
    "scope_kind": "all",
    "book": "2",
    "part": "2",
    "department_id": "x",
    "division": "x",
    "year": "2025",
    "done_revision": "0",
    "seen_revision": "0",
    "digest_": "0" * 64,
    "sha256": "0" * 64,
    "number": "99",
    "event": "published",
    "supersedes": "1",
    "content": "{}",
    "values": "{}",
}
_PASSING = {
    "at",
    "since",
    "asked_at",
    "approved_at",
    "digest",
    "previous",
    "id",
    "password",
    "secret",
    "date_joined",
    "last_login",
}


def _left(
    asker: Asker, address: Address, who: str, data: dict[str, Any]
) -> tuple[dict[str, list[str]], set[str]]:
    """All tables as a form leaves them, but for moments and digests; and the keys of what it made."""
    at = reverse(address.name, args=list(address.args(asker.world.own)))
    before = _keys()
    with asker.undone():
        asker.client(who).post(at, data)
        kept = {
            model._meta.label: [
                repr({k: v for k, v in row.items() if k not in _PASSING})
                for row in model.objects.values()
            ]
            for model in _models()
        }
        return kept, {key for _, key in _keys() - before}


def _keys() -> set[tuple[str, str]]:
    return {
        (model._meta.label, str(key))
        for model in _models()
        for key in model.objects.values_list("pk", flat=True)
    }


def _models() -> list[Any]:
    left_out = {"sessions", "contenttypes", "auth", "versions"}
    return [one for one in apps.get_models() if one._meta.app_label not in left_out]


# Each draws something by lot: a code, or a password.
_BY_LOT = {"projects:new"}


@pytest.mark.parametrize(
    "address",
    [one for one in ADDRESSES if one.writes and not one.is_json and one.name not in _BY_LOT],
    ids=lambda one: one.name,
)
def test_fields_a_form_does_not_have_change_nothing(address: Address, asker: Asker) -> None:
    data = address.data(asker.world.own)
    added = {name: text for name, text in ADDED.items() if name not in data}
    who = address.writes[0]
    plain, made = _left(asker, address, who, data)
    more, also = _left(asker, address, who, data | added)
    # What is made twice has other keys the second time, on some databases.
    keys = re.compile(rf"\b(?:{'|'.join(sorted(made | also)) or '-'})\b")

    def told(rows: list[str]) -> list[str]:
        return sorted(keys.sub("*", row) for row in rows)

    assert {label for label in plain if told(plain[label]) != told(more[label])} == set()


def test_a_new_project_is_as_declared(asker: Asker) -> None:
    address = BY_NAME["projects:new"]
    from yusuan.web.projects.models import Project

    with asker.undone():
        sent = address.data(asker.world.own) | ADDED | {"code": "MINE"}
        asker.client("单").post(reverse(address.name), sent)
        made = Project.objects.get(name="新项目")
        assert (made.state, made.revision, made.is_returned) == ("declared", 0, False)
        assert made.unit_id == asker.world.own.part.unit_id
        assert made.code != "MINE"


def test_a_new_user_holds_nothing(asker: Asker) -> None:
    address = BY_NAME["accounts_users:new"]
    with asker.undone():
        sent = address.data(asker.world.own) | ADDED | {"role": "administrator", "scope": ""}
        asker.client("管").post(reverse(address.name), sent)
        made = User.objects.get(username="neu-hier")
        assert not made.is_staff
        assert not made.is_superuser
        assert made.must_change_password
        assert made.memberships.count() == 0
        assert not made.check_password(ADDED["password"])


def test_the_world_has_a_warning(asker: Asker) -> None:
    assert checked(asker.world.own.book).warnings


# --- what cannot be taken back ------------------------------------------------------------------------------

FINAL: dict[str, Callable[[Things], list[object]]] = {
    "accounts_users:new": lambda _: [],
    "accounts_users:user": lambda own: [own.user.pk],
    "accounts_users:reset": lambda own: [own.user.pk],
    "accounts_users:activate": lambda own: [own.user.pk],
    "accounts_users:end_role": lambda own: [own.membership.pk],
    "publication:gate": lambda own: [own.publication.pk, "secrecy"],
    "publication:publish": lambda own: [own.publication.pk],
    "workflow:take": lambda own: ["book", own.book.pk, "approve"],
}


@pytest.mark.parametrize("name", FINAL)
def test_what_cannot_be_taken_back_asks_for_a_fresh_proof(name: str, asker: Asker) -> None:
    own = asker.world.own
    who = {"publication:gate": "保", "publication:publish": "公", "workflow:take": "预"}.get(
        name, "管"
    )
    late = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=31)
    with asker.undone(), stopped(late), written_to() as tables:
        at = reverse(name, args=FINAL[name](own))
        answer = asker.client(who).post(at, BY_NAME[name].data(own))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
        assert tables == []


def test_it_is_done_once_the_proof_is_given(asker: Asker) -> None:
    own = asker.world.own
    late = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=31)
    client = asker.client("保")
    with asker.undone():
        at = reverse("publication:gate", args=[own.publication.pk, "secrecy"])
        with stopped(late):
            asked = client.post(at, BY_NAME["publication:gate"].data(own))["Location"]
        assert client.post(asked, {"password": "falsch"}).status_code == 200
        assert own.publication.gates.count() == 0
        assert client.post(asked, {"password": PASSWORD}).status_code == 302
        assert own.publication.gates.get().reason == "再看"


def test_a_reason_is_agreed_to_once(asker: Asker) -> None:
    own = asker.world.own
    at = reverse("comments:approve_waiver", args=[own.waiver.pk])
    with asker.undone():
        assert asker.client("部").post(at).status_code == 302
        assert asker.client("业").post(at).status_code == 409
        assert Waiver.objects.get(pk=own.waiver.pk).approved_by == User.objects.get(
            username=USERS["部"]
        )
    with asker.undone():
        asker.client("部").post(reverse("comments:withdraw_waiver", args=[own.waiver.pk]))
        assert asker.client("业").post(at).status_code == 409
