"""The queue."""

from __future__ import annotations

from django.db import models


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
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=40, blank=True)
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

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.state}"
