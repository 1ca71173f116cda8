"""The states of a department's book and of a unit's part of it."""

from __future__ import annotations

from django.db import models


class PartState(models.TextChoices):
    """A unit's part."""

    ENTERING = "entering", "填报中"
    SUBMITTED = "submitted", "已报部门"
    ACCEPTED = "accepted", "部门已审"


class BookState(models.TextChoices):
    """A department's book: 一上, 控制数, 二上, 批复, 公开."""

    FIRST_UP = "first_up", "一上编制"
    FIRST_REVIEW = "first_review", "一上审核"
    SECOND_UP = "second_up", "控制数已下、二上编制"
    SECOND_REVIEW = "second_review", "二上审核"
    APPROVED = "approved", "已批复"
    PUBLISHED = "published", "已公开"
    CORRECTED = "corrected", "已更正公开"


# In these the parts of a book may be typed into.
OPEN_STATES = frozenset({BookState.FIRST_UP, BookState.SECOND_UP})
