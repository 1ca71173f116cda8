"""Who may do what, written by hand: role × action × state × own or foreign scope × whose hands were in it before.

The tables below are the law here; nothing in them is taken from the code.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.web.place.small import actor
from yusuan.web.accounts.models import User
from yusuan.web.acting import building
from yusuan.web.budgets.models import Book, Part
from yusuan.web.policy import ACTIONS, Actor, Grant, Role, ScopeKind, Subject
from yusuan.web.projects.models import Project
from yusuan.web.visible import (
    books as books_of,
)
from yusuan.web.visible import (
    parts as parts_of,
)
from yusuan.web.visible import (
    projects as projects_of,
)
from yusuan.web.visible import (
    subject_of_book,
    subject_of_part,
    subject_of_project,
)
from yusuan.web.workflow.states import BookState
from yusuan.web.workflow.transitions import TRANSITIONS, Of

if TYPE_CHECKING:
    from yusuan.web.policy import Allow
    from yusuan.web.workflow.transitions import Transition

# 单: unit preparer, 部: department reviewer, 业: finance division, 绩: performance, 预: budget division,
# 公: publisher, 保: secrecy reviewer, 负: head, 审: auditor, 管: administrator.
ROLES = """
action               单 部 业 绩 预 公 保 负 审 管
read                 x x x x x x x x x .
edit                 x . . . . . . . . .
edit_department      . x . . . . . . . .
submit_part          x . . . . . . . . .
review_part          . x . . . . . . . .
submit_book          . x . . . . . . . .
return_book          . . x . x . . . . .
ceilings             . . . . x . . . . .
approve              . . . . x . . . . .
approve_units        . x . . . . . . . .
lock                 . . . . x . . . . .
open_year            . . . . x . . . . .
comment              x x x x x x x x x .
settle               . x x x x . . . x .
waive                x x . . . . . . . .
approve_waiver       . x x . x . . . . .
project_edit         x . . . . . . . . .
project_department   . x . . . . . . . .
project_finance      . . x . . . . . . .
project_performance  . . . x . . . . . .
project_select       x x . . . . . . . .
prepare_publication  . . . . . x . . . .
secrecy              . . . . . . x . . .
head_signs           . . . . . . . x . .
publish              . . . . . x . . . .
read_publication     . x x x x x x x x .
read_journal         . x x x x . . . x .
base_data            . . . . x . . . . x
users                . . . . . . . . . x
"""
# Only in these states; an action that is not here is for every state.
STATES = """
edit                 first_up/entering second_up/entering
edit_department      first_up/entering second_up/entering
submit_part          first_up/entering second_up/entering
review_part          first_up/submitted first_up/accepted second_up/submitted second_up/accepted
submit_book          first_up second_up
return_book          first_review second_review
ceilings             first_review second_up
approve              second_review
approve_units        approved published corrected
waive                first_up second_up
project_edit         declared in_library selected
project_department   department_review
project_finance      finance_review
project_performance  finance_review
project_select       in_library selected
prepare_publication  approved published corrected
secrecy              made
head_signs           made
publish              made
"""
# Not by whoever had this hand in it: two persons.
HANDS = """
review_part          submitted
approve              submitted
approve_waiver       asked
secrecy              asked head
head_signs           asked secrecy
"""
_BOOK = [
    "first_up",
    "first_review",
    "second_up",
    "second_review",
    "approved",
    "published",
    "corrected",
]
_PART = [f"{book}/{part}" for book in _BOOK for part in ("entering", "submitted", "accepted")]
_PROJECT = [
    "declared",
    "department_review",
    "finance_review",
    "in_library",
    "selected",
    "executing",
    "ended",
]
_PUBLICATION = ["making", "made", "failed", "published", "abandoned"]
EVERY_STATE = [*_BOOK, *_PART, *_PROJECT, *_PUBLICATION, None]
EVERY_HAND = ("submitted", "accepted", "approved", "asked", "secrecy", "head")
MYSELF, ANOTHER = 7, 8
OWN = Subject("unit-1", "department-1", "division-1")
FOREIGN = Subject("unit-2", "department-2", "division-2")
DAY = dt.date(2026, 1, 5)


def table(text: str) -> dict[str, list[str]]:
    return {line.split()[0]: line.split()[1:] for line in text.strip().splitlines()}


MAY = {
    action: {role for role, mark in zip(Role, marks, strict=True) if mark == "x"}
    for action, marks in table(ROLES).items()
    if action != "action"
}
IN_STATES = table(STATES)
NOT_BY = table(HANDS)


def who(role: Role, kind: ScopeKind) -> Actor:
    """Somebody who holds one role over what `OWN` is in."""
    scope = {
        ScopeKind.UNIT: "unit-1",
        ScopeKind.DEPARTMENT: "department-1",
        ScopeKind.DIVISION: "division-1",
        ScopeKind.ALL: "",
    }[kind]
    return Actor(MYSELF, "somebody", "某人", (Grant(role, kind, scope),), DAY)


def test_the_table_names_every_action() -> None:
    assert set(MAY) == set(ACTIONS)
    assert set(IN_STATES) <= set(MAY)
    assert set(NOT_BY) <= set(MAY)


def test_the_table_has_the_roles_in_order() -> None:
    initials = [role.label[0] for role in Role]
    heads = table(ROLES)["action"]
    assert heads == ["部" if one == "主" else one for one in initials]


@pytest.mark.parametrize("allow", ACTIONS.values(), ids=ACTIONS)
def test_every_cell(allow: Allow) -> None:
    """Each role and scope, each state, own and foreign, each hand of the actor or of another."""
    hands: list[tuple[tuple[str, int], ...]] = [(), *(((hand, ANOTHER),) for hand in EVERY_HAND)]
    hands += [((hand, MYSELF),) for hand in EVERY_HAND]
    cases = product(Role, ScopeKind, EVERY_STATE, (OWN, FOREIGN), hands)
    for role, kind, state, place, held in cases:
        expected = (
            role in MAY[allow.action]
            and (place is OWN or kind is ScopeKind.ALL)
            and (allow.action not in IN_STATES or state in IN_STATES[allow.action])
            and not any(
                hand in NOT_BY.get(allow.action, ()) and user == MYSELF for hand, user in held
            )
        )
        verdict = allow.decide(who(role, kind), replace(place, state=state, hands=held))
        assert bool(verdict) is expected, (allow.action, role, kind, state, place, held)
        assert bool(verdict.reason) is not expected


def test_a_unit_does_not_reach_what_has_no_unit() -> None:
    """The department's own part, and the book, are not a unit's."""
    preparer = who(Role.UNIT_PREPARER, ScopeKind.UNIT)
    place = replace(OWN, unit=None, state="first_up/entering")
    assert not ACTIONS["edit"].decide(preparer, place)
    assert not ACTIONS["read"].decide(preparer, place)


def test_nobody_without_a_role_does_anything() -> None:
    nobody = Actor(MYSELF, "nobody", "无", (), DAY)
    for allow, state in product(ACTIONS.values(), EVERY_STATE):
        assert not allow.decide(nobody, replace(OWN, state=state))
        assert allow.reach(nobody).is_empty


# --- lists and objects -----------------------------------------------------------------------------------


def usernames() -> list[str]:
    return list(User.objects.values_list("username", flat=True))


def in_a_state(allow: Allow, subject: Subject) -> Subject:
    """In a state the action is for: lists do not ask for the state."""
    return replace(subject, state=next(iter(allow.states or {None})))


@pytest.mark.parametrize("allow", ACTIONS.values(), ids=ACTIONS)
def test_lists_hold_just_what_decide_permits(allow: Allow, books: list[Book]) -> None:
    part = books[0].parts.exclude(unit=None).select_related("unit").first()
    assert part is not None
    assert part.unit is not None
    with building():
        Project.objects.create(
            code="P-1",
            unit=part.unit,
            department=books[0].department,
            name="一个项目",
            category="specific",
            first_year=2026,
            last_year=2028,
        )
    for username in usernames():
        asked = actor(username)
        permitted = {
            part.pk
            for part in Part.objects.select_related("book__department")
            if allow.decide(asked, in_a_state(allow, subject_of_part(part)))
        }
        assert {part.pk for part in parts_of(asked, allow)} == permitted, username
        permitted = {
            book.pk
            for book in Book.objects.select_related("department")
            if allow.decide(asked, in_a_state(allow, subject_of_book(book)))
        }
        listed = {book.pk for book in books_of(asked, allow)}
        if allow.reach(asked).units:
            # A unit's people find the book their unit's part is in; the book as a whole is not theirs.
            assert (
                permitted <= listed <= permitted | {part.book_id for part in parts_of(asked, allow)}
            )
        else:
            assert listed == permitted, username
        for project in Project.objects.select_related("department"):
            may = bool(allow.decide(asked, in_a_state(allow, subject_of_project(project))))
            assert projects_of(asked, allow).filter(pk=project.pk).exists() is may, username


# --- steps ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", TRANSITIONS, ids=lambda step: step.name)
def test_a_step_starts_where_its_permission_is_for(step: Transition) -> None:
    """No step is offered that its permission then refuses for the state, for any state of the book."""
    if step.is_of_publication:
        assert step.allow.action == "publish"
        return
    assert step.allow.states is not None
    if step.of is Of.BOOK:
        assert set(step.from_) <= step.allow.states
    else:
        up = (BookState.FIRST_UP, BookState.SECOND_UP)
        assert {f"{book}/{part}" for book in up for part in step.from_} <= step.allow.states


def test_who_hands_in_never_approves() -> None:
    """Of each step that decides on what another handed in."""
    deciding = {step.name for step in TRANSITIONS if "submitted" in step.allow.not_hands}
    assert deciding == {"accept_part", "return_part", "approve"}
