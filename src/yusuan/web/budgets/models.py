"""Drafts: a department's book of a year, its parts by unit, and rows as they were typed.

A row keeps what was typed, field by field, whether or not it can be understood: `core.records` says what fields a
record has, and `dataset.py` turns rows into facts as the readers of folders and workbooks do.
"""

from __future__ import annotations

from django.db import models

from yusuan.core.records import RECORDS
from yusuan.core.terms import ControlMeasure
from yusuan.web.accounts.models import User
from yusuan.web.organisation.models import Department, FiscalYear, Unit
from yusuan.web.workflow.states import BookState, PartState


class Book(models.Model):
    """The budget of a department for a year, on its way from opening to publication."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="books")
    year = models.ForeignKey(FiscalYear, models.PROTECT, related_name="books")
    state = models.CharField(max_length=20, choices=BookState.choices, default=BookState.FIRST_UP)
    is_returned = models.BooleanField(default=False)
    # By when the step it is in must be taken, and when it came into it.
    due = models.DateField(null=True, blank=True)
    since = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-year", "department")
        constraints = (
            models.UniqueConstraint(fields=("department", "year"), name="one_book_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.department_id} {self.year_id}"


class Part(models.Model):
    """What one unit enters; the part without a unit is the department's own: texts, objectives, last year."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="parts")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="parts")
    state = models.CharField(max_length=20, choices=PartState.choices, default=PartState.ENTERING)
    is_returned = models.BooleanField(default=False)
    since = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("book", models.F("unit").asc(nulls_first=True))
        constraints = (
            models.UniqueConstraint(fields=("book", "unit"), name="one_part_a_unit"),
            models.UniqueConstraint(
                fields=("book",), condition=models.Q(unit=None), name="one_department_part"
            ),
        )

    def __str__(self) -> str:
        return f"{self.book_id}/{self.unit_id or 'department'}"


class Row(models.Model):
    """A record as it was typed: `values` maps a field of `core.records` to its text; absent is blank."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="rows")
    record = models.CharField(max_length=30, choices=[(r.name, r.label) for r in RECORDS])
    position = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("part", "record", "position", "id")
        indexes = (models.Index(fields=("part", "record", "position"), name="row_in_place"),)

    def __str__(self) -> str:
        return f"{self.part_id}/{self.record}/{self.position}"


class Import(models.Model):
    """A workbook somebody sent: read where no page is served, shown, and taken over when confirmed, once."""

    class State(models.TextChoices):
        """How far it is."""

        READING = "reading", "正在读取"
        READ = "read", "已读取"
        REFUSED = "refused", "没有采用"

    part = models.ForeignKey(Part, models.CASCADE, related_name="imports")
    user = models.ForeignKey(User, models.CASCADE)
    at = models.DateTimeField()
    name = models.CharField(max_length=200)
    # Of the file, under which it is kept.
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    # Why it could not be used: in words, and by sheet and cell.
    error = models.TextField(blank=True)
    faults = models.JSONField(default=list)
    # The part's revision the preview was made against, and the one its confirmation left.
    seen_revision = models.PositiveIntegerField(default=0)
    done_revision = models.PositiveIntegerField(null=True, blank=True)
    # Rows as (record, values): those of the workbook, and those that stood here before.
    rows = models.JSONField(default=list)
    before = models.JSONField(default=list)
    undone = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.part_id} {self.name}"


class Operation(models.Model):
    """A save that was done: the same id sent again gets the same answer and changes nothing."""

    id = models.CharField(max_length=40, primary_key=True)
    part = models.ForeignKey(Part, models.CASCADE)
    user = models.ForeignKey(User, models.CASCADE)
    at = models.DateTimeField()
    answer = models.JSONField()

    def __str__(self) -> str:
        return self.id


class Presence(models.Model):
    """Who has a part open, in which tab; forgotten a minute after the last sign of life."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, models.CASCADE)
    tab = models.CharField(max_length=40)
    place = models.CharField(max_length=60, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("part", "tab"), name="one_sign_a_tab"),)

    def __str__(self) -> str:
        return f"{self.user_id} at {self.part_id}"


class Ceiling(models.Model):
    """What finance allows (控制数) or approved (批复数), fen: of a unit, or of the whole department (no unit)."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="ceilings")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    measure = models.CharField(max_length=20, choices=[(m.value, m.value) for m in ControlMeasure])
    amount = models.BigIntegerField()
    is_approved = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("book", "is_approved", models.F("unit").asc(nulls_first=True), "measure")
        constraints = (
            models.UniqueConstraint(
                fields=("book", "unit", "measure", "is_approved"), name="one_ceiling_a_unit"
            ),
            models.UniqueConstraint(
                fields=("book", "measure", "is_approved"),
                condition=models.Q(unit=None),
                name="one_ceiling_a_department",
            ),
        )

    def __str__(self) -> str:
        return f"{self.book_id} {self.unit_id} {self.measure}"
