"""Actors, subjects, and the value that decides between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from yusuan.core.errors import NotAllowed
from yusuan.web.policy.roles import Role, ScopeKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held over a scope (a code; "" for all)."""

    role: Role
    kind: ScopeKind
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody at a day, with the roles held that day."""

    user_id: int
    username: str
    name: str
    grants: tuple[Grant, ...]
    on: dt.date

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held over anything."""
        return frozenset(grant.role for grant in self.grants)


@dataclass(frozen=True, slots=True)
class Subject:
    """What something is done to, as far as permission asks: where it belongs, its state, who had a hand in it."""

    unit: str | None = None
    department: str | None = None
    division: str | None = None
    state: str | None = None
    # User ids by the part they had in it: "submitted", "secrecy", …
    hands: tuple[tuple[str, int], ...] = ()

    def is_in(self, grant: Grant) -> bool:
        """Tell whether a grant reaches it."""
        if grant.kind is ScopeKind.ALL:
            return True
        at = {
            ScopeKind.UNIT: self.unit,
            ScopeKind.DEPARTMENT: self.department,
            ScopeKind.DIVISION: self.division,
        }[grant.kind]
        return at is not None and at == grant.scope


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes, or no with a reason people can read."""

    is_allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.is_allowed


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything an actor reaches with an action."""

    is_all: bool = False
    units: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Tell whether it reaches nothing."""
        return not (self.is_all or self.units or self.departments or self.divisions)

    def q(self, *, unit: str | None, department: str | None, division: str | None) -> Q:
        """The rows it reaches, given the look-ups of unit, department and division codes from the row."""
        if self.is_all:
            return Q()
        found = Q(pk__in=())
        looked = ((unit, self.units), (department, self.departments), (division, self.divisions))
        for path, codes in looked:
            if path is not None and codes:
                found |= Q(**{f"{path}__in": codes})
        return found


@dataclass(frozen=True, slots=True)
class Allow:
    """A permission: who, in which states, and whose hands must be others' (two persons where law asks)."""

    action: str
    label: str
    roles: frozenset[Role]
    # None: in every state.
    states: frozenset[str] | None = None
    # Parts of `Subject.hands` the actor must not have had.
    not_hands: tuple[str, ...] = ()

    def decide(self, actor: Actor, subject: Subject) -> Verdict:
        """Whether the actor may, and if not why."""
        held = [grant for grant in actor.grants if grant.role in self.roles]
        if not held:
            names = "、".join(role.label for role in Role if role in self.roles)
            return Verdict(is_allowed=False, reason=f"“{self.label}”由{names}办理")
        if not any(subject.is_in(grant) for grant in held):
            return Verdict(is_allowed=False, reason="不在您负责的范围内")
        if self.states is not None and subject.state not in self.states:
            return Verdict(is_allowed=False, reason=f"现在的状态不能“{self.label}”")
        for hand, user in subject.hands:
            if hand in self.not_hands and user == actor.user_id:
                said = f"“{self.label}”须由另一人办理：您已办理过前一步"
                return Verdict(is_allowed=False, reason=said)
        return Verdict(is_allowed=True)

    def require(self, actor: Actor, subject: Subject) -> None:
        """Raise NotAllowed, with the reason, for an actor who may not."""
        verdict = self.decide(actor, subject)
        if not verdict:
            raise NotAllowed(verdict.reason)

    def reach(self, actor: Actor) -> Reach:
        """What lists show: the scopes of the same grants that `decide` asks."""
        held = [grant for grant in actor.grants if grant.role in self.roles]

        def scopes(kind: ScopeKind) -> frozenset[str]:
            return frozenset(grant.scope for grant in held if grant.kind is kind)

        return Reach(
            is_all=any(grant.kind is ScopeKind.ALL for grant in held),
            units=scopes(ScopeKind.UNIT),
            departments=scopes(ScopeKind.DEPARTMENT),
            divisions=scopes(ScopeKind.DIVISION),
        )


def allow(
    action: str,
    label: str,
    roles: Collection[Role],
    states: Collection[str] | None = None,
    not_hands: tuple[str, ...] = (),
) -> Allow:
    """An `Allow` from plain collections."""
    return Allow(
        action, label, frozenset(roles), None if states is None else frozenset(states), not_hands
    )
