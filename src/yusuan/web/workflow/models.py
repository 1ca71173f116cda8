"""Steps that were taken."""

from __future__ import annotations

from django.db import models

from yusuan.web.accounts.models import User
from yusuan.web.budgets.models import Book, Part


class Step(models.Model):
    """A transition that somebody took, of a book or of one part of it."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="steps")
    part = models.ForeignKey(Part, models.CASCADE, null=True, blank=True, related_name="steps")
    transition = models.CharField(max_length=40)
    user = models.ForeignKey(User, models.PROTECT)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("book", "at", "id")

    def __str__(self) -> str:
        return f"{self.book_id} {self.transition}"

    @property
    def label(self) -> str:
        """The step in words."""
        from yusuan.web.workflow.transitions import BY_NAME

        known = BY_NAME.get(self.transition)
        return self.transition if known is None else known.label


class LastLook(models.Model):
    """When somebody last looked at a book: what changed since is said on the home page."""

    user = models.ForeignKey(User, models.CASCADE)
    book = models.ForeignKey(Book, models.CASCADE)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "book"), name="one_last_look"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.book_id}"
