"""Publications, the gates they passed, and their files."""

from __future__ import annotations

from django.db import models

from yusuan.web.accounts.models import User
from yusuan.web.budgets.models import Book
from yusuan.web.versions.models import Version


class Publication(models.Model):
    """A version on its way to the public; a correction supersedes an earlier one and keeps it.

    What it was made of never changes: to make files anew is to prepare another publication, whose gates are shut.
    """

    class State(models.TextChoices):
        """Where it is."""

        MAKING = "making", "正在生成"
        MADE = "made", "待审签"
        FAILED = "failed", "未能生成"
        PUBLISHED = "published", "已公开"
        ABANDONED = "abandoned", "已放弃"

    book = models.ForeignKey(Book, models.PROTECT, related_name="publications")
    version = models.ForeignKey(Version, models.PROTECT, related_name="publications")
    state = models.CharField(max_length=12, choices=State.choices, default=State.MAKING)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    # Of a correction: why.
    reason = models.TextField(blank=True)
    # What the files say of themselves: when they are public, and when the budget was approved.
    dated = models.DateField()
    approved_on = models.DateField()
    # The version's dataset with the circumstances of this publication: `yusuan publish` of it gives these files.
    dataset = models.BinaryField()
    dataset_sha256 = models.CharField(max_length=64)
    # Of the list of files; what gates decide about.
    digest = models.CharField(max_length=64, blank=True)
    # Why it could not be made.
    error = models.TextField(blank=True)
    # What is masked with its ground, and what a correction changes: found when the files were made.
    masked = models.JSONField(default=list)
    difference = models.JSONField(default=dict)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="publications_asked")
    asked_at = models.DateTimeField()
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="publications_made"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    # The digest of the journal's chain when it was published: printed beside the files.
    journal_head = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("book", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("book",),
                condition=models.Q(state__in=("making", "made")),
                name="one_publication_under_way",
            ),
        )

    def __str__(self) -> str:
        return f"{self.book_id} {self.state}"

    @property
    def task_key(self) -> str:
        """What the queue calls it."""
        return f"publication:{self.pk}"


class Gate(models.Model):
    """A decision at a gate, about exactly the files whose digest it names."""

    class Kind(models.TextChoices):
        """Which gate."""

        SECRECY = "secrecy", "保密审查"
        HEAD = "head", "负责人审签"

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="gates")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    is_passed = models.BooleanField()
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    user = models.ForeignKey(User, models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        ordering = ("publication", "at", "id")

    def __str__(self) -> str:
        return f"{self.publication_id} {self.kind}"


class File(models.Model):
    """A published file, kept under its digest."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("publication", "name")
        constraints = (
            models.UniqueConstraint(fields=("publication", "name"), name="one_file_a_name"),
        )

    def __str__(self) -> str:
        return self.name
