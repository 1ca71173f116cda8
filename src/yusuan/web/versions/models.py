"""Frozen datasets and their lines."""

from __future__ import annotations

from typing import Any

from django.db import models

from yusuan.core.errors import SpecError
from yusuan.web.accounts.models import User
from yusuan.web.budgets.models import Book


class Version(models.Model):
    """A book at a step: the bytes the command line reads (a zipped dataset folder), never changed."""

    class Event(models.TextChoices):
        """What froze it."""

        FIRST_UP = "first_up", "一上"
        CEILINGS = "ceilings", "控制数"
        SECOND_UP = "second_up", "二上"
        APPROVED = "approved", "批复"
        PUBLISHED = "published", "公开"
        CORRECTED = "corrected", "更正"

    book = models.ForeignKey(Book, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    event = models.CharField(max_length=12, choices=Event.choices)
    dataset = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    rules_hash = models.CharField(max_length=64)
    # How many findings of each severity, and those that were waived.
    outcomes = models.JSONField()
    author = models.ForeignKey(User, models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ("book", "number")
        constraints = (
            models.UniqueConstraint(fields=("book", "number"), name="one_number_a_book"),
        )

    def __str__(self) -> str:
        return f"{self.book_id} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  as Django's
        """Keep it for the first time; raises SpecError ever after."""
        _only_once(self)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:  # noqa: ANN401, ARG002
        """Never: raises SpecError."""
        raise SpecError("a version stays")


class Line(models.Model):
    """A budget line of a version, with the columns of `warehouse/sql.py`: the same queries run here. Fen."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="lines")
    unit = models.CharField(max_length=20)
    fund = models.CharField(max_length=20)
    source = models.CharField(max_length=20)
    origin = models.CharField(max_length=20)
    function = models.CharField(max_length=7)
    economic = models.CharField(max_length=5, null=True)  # noqa: DJ001  as in the warehouse: no class is NULL
    nature = models.CharField(max_length=20)
    project = models.CharField(max_length=40)
    amount = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.version_id} {self.function} {self.amount}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  as Django's
        """Keep it for the first time; raises SpecError ever after."""
        _only_once(self)
        super().save(*args, **kwargs)


def _only_once(kept: models.Model) -> None:
    if kept.pk is not None and not kept._state.adding:  # noqa: SLF001  what Django knows of it
        raise SpecError(f"{kept._meta.label_lower} {kept.pk} never changes")  # noqa: SLF001
