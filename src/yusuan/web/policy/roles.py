"""Roles, and over what they are held."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody does here."""

    UNIT_PREPARER = "unit_preparer"
    DEPARTMENT_REVIEWER = "department_reviewer"
    FINANCE_DIVISION = "finance_division"
    PERFORMANCE = "performance"
    BUDGET_DIVISION = "budget_division"
    PUBLISHER = "publisher"
    SECRECY_REVIEWER = "secrecy_reviewer"
    HEAD = "head"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """What people call it."""
        return _ROLES[self]


class ScopeKind(StrEnum):
    """Over what a role is held."""

    UNIT = "unit"
    DEPARTMENT = "department"
    DIVISION = "division"
    ALL = "all"

    @property
    def label(self) -> str:
        """What people call it."""
        return _SCOPES[self]


_ROLES = {
    Role.UNIT_PREPARER: "单位经办",
    Role.DEPARTMENT_REVIEWER: "主管部门审核",
    Role.FINANCE_DIVISION: "业务科",
    Role.PERFORMANCE: "绩效科",
    Role.BUDGET_DIVISION: "预算科",
    Role.PUBLISHER: "公开岗",
    Role.SECRECY_REVIEWER: "保密审查",
    Role.HEAD: "负责人",
    Role.AUDITOR: "审计、人大",
    Role.ADMINISTRATOR: "管理员",
}
_SCOPES = {
    ScopeKind.UNIT: "单位",
    ScopeKind.DEPARTMENT: "部门",
    ScopeKind.DIVISION: "业务科所管部门",
    ScopeKind.ALL: "全部",
}
