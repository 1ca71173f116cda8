"""Threads pinned to a place, and waivers of warnings."""

from __future__ import annotations

from django.db import models

from yusuan.web.accounts.models import User
from yusuan.web.budgets.models import Book, Part, Row


class Thread(models.Model):
    """What was said about one place: a cell of a row, a project, a table's figure or a sentence."""

    class State(models.TextChoices):
        """Whether it still asks for something."""

        OPEN = "open", "待答复"
        ANSWERED = "answered", "已答复"
        SETTLED = "settled", "已解决"

    book = models.ForeignKey(Book, models.CASCADE, related_name="threads")
    part = models.ForeignKey(Part, models.CASCADE, null=True, blank=True, related_name="threads")
    # The row it moves with; None where the place is a figure or a sentence.
    row = models.ForeignKey(Row, models.SET_NULL, null=True, blank=True, related_name="threads")
    # The field of the row, or the address of a figure (table/row/column) or sentence.
    anchor = models.CharField(max_length=200)
    # What stood there when it was opened, in words: shown even when the row is gone.
    about = models.CharField(max_length=300)
    is_question = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("book", "id")

    def __str__(self) -> str:
        return f"{self.book_id} {self.about}"


class Comment(models.Model):
    """One thing somebody said in a thread."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments")
    user = models.ForeignKey(User, models.PROTECT)
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        ordering = ("thread", "at", "id")

    def __str__(self) -> str:
        return self.text[:40]


class Waiver(models.Model):
    """Why a warning stands: the core's fields (`rules/waivers.py`), by whom it was asked and approved."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="waivers")
    rule = models.CharField(max_length=80)
    # The id of the finding, as reports print it.
    finding = models.CharField(max_length=40)
    message = models.TextField()
    reason = models.TextField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="waivers_asked")
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="waivers_approved"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    expires = models.DateField()
    is_withdrawn = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("book", "id")

    def __str__(self) -> str:
        return f"{self.book_id} {self.rule}"
