"""Projects of the library, their records as typed, reviews, choices into years, and known indicators."""

from __future__ import annotations

from django.db import models

from yusuan.core.terms import ProjectCategory
from yusuan.web.accounts.models import User
from yusuan.web.organisation.models import Department, FiscalYear, Unit


class Project(models.Model):
    """A project on its way: declared, reviewed by the department, by finance and performance, in the library."""

    class State(models.TextChoices):
        """Where it is."""

        DECLARED = "declared", "申报中"
        DEPARTMENT_REVIEW = "department_review", "部门审核"
        FINANCE_REVIEW = "finance_review", "财政审核"
        IN_LIBRARY = "in_library", "已入库"
        SELECTED = "selected", "已列入预算"
        EXECUTING = "executing", "执行中"
        ENDED = "ended", "已结束"

    code = models.CharField(max_length=40, primary_key=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="projects")
    department = models.ForeignKey(Department, models.PROTECT, related_name="projects")
    name = models.CharField(max_length=120)
    category = models.CharField(
        max_length=20, choices=[(c.value, c.value) for c in ProjectCategory]
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.DECLARED)
    is_returned = models.BooleanField(default=False)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    # Records by name as in `budgets.Row.values`: projects (one), costing, objectives, indicators, lines, procurement.
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("department", "unit", "code")

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """What a reviewer said of a project, at one revision of it."""

    class Kind(models.TextChoices):
        """Who looks at what."""

        DEPARTMENT = "department", "部门审核"
        FINANCE = "finance", "业务科审核"
        PERFORMANCE = "performance", "绩效科审核"

    project = models.ForeignKey(Project, models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    is_accepted = models.BooleanField()
    reason = models.TextField(blank=True)
    user = models.ForeignKey(User, models.PROTECT)
    at = models.DateTimeField()
    of_revision = models.PositiveIntegerField()

    class Meta:
        ordering = ("project", "at", "id")

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind}"


class Choice(models.Model):
    """A project chosen into the budget of a year."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="choices")
    year = models.ForeignKey(FiscalYear, models.PROTECT, related_name="choices")
    user = models.ForeignKey(User, models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ("year", "project")
        constraints = (models.UniqueConstraint(fields=("project", "year"), name="chosen_once"),)

    def __str__(self) -> str:
        return f"{self.project_id} in {self.year_id}"


class KnownIndicator(models.Model):
    """An indicator that a published document uses, offered to whoever writes one; `source` says which."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    target = models.CharField(max_length=60)
    category = models.CharField(max_length=20, blank=True)
    function = models.CharField(max_length=7, blank=True)
    source = models.CharField(max_length=160)

    class Meta:
        ordering = ("kind", "name", "id")

    def __str__(self) -> str:
        return self.name
