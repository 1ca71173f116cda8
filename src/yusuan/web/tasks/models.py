"""The queue."""

from __future__ import annotations

from django.db import models

from yusuan.web.budgets.models import Book


class Task(models.Model):
    """Something to be done once: `kind` names the function, which may be run again after a crash (idempotent)."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "排队"
        RUNNING = "running", "进行中"
        DONE = "done", "完成"
        FAILED = "failed", "失败"

    kind = models.CharField(max_length=40)
    # What it is about, such as "publication:3": one unfinished task a kind and key.
    key = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    # Whose people may see how far it is, beside the one who asked.
    book = models.ForeignKey(Book, models.CASCADE, null=True, blank=True, related_name="tasks")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=40, blank=True)
    # A lease is alive while this number grows: no clock is compared with another.
    beats = models.PositiveIntegerField(default=0)
    # For people only.
    heartbeat = models.DateTimeField(null=True, blank=True)
    progress = models.CharField(max_length=120, blank=True)
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)
    asked_by = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("state", "id"), name="tasks_by_state"),)
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "key"),
                condition=models.Q(state__in=("waiting", "running")),
                name="one_unfinished_task",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.state}"

    @property
    def is_finished(self) -> bool:
        """Tell whether nothing more becomes of it."""
        return self.state in {self.State.DONE, self.State.FAILED}
