"""Users and the roles they hold."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from yusuan.web.policy import Role, ScopeKind


class User(AbstractUser):
    """A person; signs in with a user name. `name` is what others read."""

    name = models.CharField("姓名", max_length=60)
    # Set by whoever made or reset the password: it is changed at the next sign-in.
    must_change_password = models.BooleanField(default=False)

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name or self.username


class Membership(models.Model):
    """A role held over a scope from a day to a day; `scope` is a code (unit, department, division), "" for all."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(role.value, role.label) for role in Role])
    scope_kind = models.CharField(max_length=12, choices=[(k.value, k.label) for k in ScopeKind])
    scope = models.CharField(max_length=20, blank=True)
    begins = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("user", "begins", "role")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "role", "scope_kind", "scope", "begins"), name="role_held_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.scope}"
