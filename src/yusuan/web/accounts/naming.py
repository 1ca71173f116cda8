"""Roles and scopes in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.web.organisation.models import Department, Division, Unit
from yusuan.web.policy import ScopeKind

if TYPE_CHECKING:
    from yusuan.web.policy import Grant


def scope_in_words(kind: ScopeKind, scope: str) -> str:
    """What a role is held over, by its name."""
    if kind is ScopeKind.ALL:
        return kind.label
    models: dict[ScopeKind, type[Unit | Department | Division]] = {
        ScopeKind.UNIT: Unit,
        ScopeKind.DEPARTMENT: Department,
        ScopeKind.DIVISION: Division,
    }
    found = models[kind].objects.filter(pk=scope).values_list("name", flat=True).first()
    return str(found or scope)


def in_words(grant: Grant) -> str:
    """A role held, in words."""
    return f"{grant.role.label}：{scope_in_words(grant.kind, grant.scope)}"
