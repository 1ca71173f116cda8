"""Chains of entries; append-only, by triggers as well (`triggers.py`)."""

from __future__ import annotations

from django.db import models


class Head(models.Model):
    """The end of a chain (`chain`: division/year, or "place"): locked while an entry is added."""

    chain = models.CharField(max_length=40, primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence}"


class Entry(models.Model):
    """Who did what to which object, when, and what it was before and after; canonical JSON is digested."""

    chain = models.CharField(max_length=40)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    # No foreign key: an entry stands whatever becomes of the user.
    username = models.CharField(max_length=150)
    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=60)
    # app.model, and its key.
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    note = models.TextField(blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("chain", "sequence")
        constraints = (
            models.UniqueConstraint(fields=("chain", "sequence"), name="one_entry_a_number"),
        )
        indexes = (models.Index(fields=("kind", "key"), name="entries_of_an_object"),)

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence} {self.action}"
