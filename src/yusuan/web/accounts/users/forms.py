"""What an administrator fills in."""

from __future__ import annotations

from typing import Any

from django import forms

from yusuan.web.accounts.models import User
from yusuan.web.organisation.models import Department, Division, Unit
from yusuan.web.policy import Role, ScopeKind

# Over what each role may be held.
SCOPES = {
    Role.UNIT_PREPARER: ScopeKind.UNIT,
    Role.DEPARTMENT_REVIEWER: ScopeKind.DEPARTMENT,
    Role.PUBLISHER: ScopeKind.DEPARTMENT,
    Role.SECRECY_REVIEWER: ScopeKind.DEPARTMENT,
    Role.HEAD: ScopeKind.DEPARTMENT,
    Role.FINANCE_DIVISION: ScopeKind.DIVISION,
    Role.PERFORMANCE: ScopeKind.ALL,
    Role.BUDGET_DIVISION: ScopeKind.ALL,
    Role.AUDITOR: ScopeKind.ALL,
    Role.ADMINISTRATOR: ScopeKind.ALL,
}
_MODELS: dict[ScopeKind, type[Unit | Department | Division]] = {
    ScopeKind.UNIT: Unit,
    ScopeKind.DEPARTMENT: Department,
    ScopeKind.DIVISION: Division,
}


class UserForm(forms.Form):
    """A new user."""

    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{2,39}$",
        label="用户名",
        help_text="小写字母、数字、点、横线，3 到 40 个",
        error_messages={"invalid": "用户名只用小写字母、数字、点和横线，3 到 40 个"},
    )
    name = forms.CharField(label="姓名", max_length=User._meta.get_field("name").max_length)  # noqa: SLF001


class RoleForm(forms.Form):
    """A role from a day."""

    role = forms.ChoiceField(label="岗位", choices=[(role.value, role.label) for role in Role])
    scope = forms.CharField(
        label="范围的编码",
        required=False,
        max_length=20,
        help_text="单位经办填单位编码，部门的岗位填部门编码，业务科填科室编码，其余不填",
    )
    begins = forms.DateField(label="从哪天起", widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        """The scope must be there, of the kind the role is held over."""
        given: dict[str, Any] = super().clean() or {}
        if "role" not in given:
            return given
        role = Role(given["role"])
        kind = SCOPES[role]
        scope = given.get("scope", "")
        given["kind"] = kind
        if kind is ScopeKind.ALL:
            given["scope"] = ""
        elif not _MODELS[kind].objects.filter(pk=scope).exists():
            self.add_error(
                "scope", f"没有编码为“{scope}”的{kind.label}；{role.label}须填{kind.label}的编码"
            )
        return given
