"""Who may do what: one `Allow` a permission decides on objects and filters lists. Default deny."""

from yusuan.web.policy.actions import ACTIONS
from yusuan.web.policy.allow import Actor, Allow, Grant, Reach, Subject, Verdict
from yusuan.web.policy.roles import Role, ScopeKind

__all__ = ["ACTIONS", "Actor", "Allow", "Grant", "Reach", "Role", "ScopeKind", "Subject", "Verdict"]
