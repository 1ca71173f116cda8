"""Release: sign-offs before publication, and the days the law counts (预算法 14, 信息公开条例 17)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from yusuan.catalog import parameter
from yusuan.core import records as r
from yusuan.core.outcomes import Severity
from yusuan.rules.books._words import at
from yusuan.rules.spec import Rule, failed, insufficient, on_facts, passed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.rules.spec import Subject, Verdict

# Budgets are approved from the people's congress in winter on; a departmental one within the year itself.
_EARLIEST = (12, 1)


def secrecy_reviewed(subject: Subject) -> Iterable[Verdict]:
    """Somebody reviewed the text for secrets before it was published. Cannot see how well."""
    signed, published = subject.budget.department.sign_offs, subject.budget.department.published_on
    if not signed.secrecy_review:
        return [failed("没有填写保密审查人", at(r.DEPARTMENT, field="secrecy_review"))]
    day = signed.secrecy_reviewed_on
    if day is None:
        return [failed("没有填写保密审查日期", at(r.DEPARTMENT, field="secrecy_reviewed_on"))]
    if published is not None and day > published:
        message = f"保密审查日期 {day} 晚于公开日期 {published}"
        return [failed(message, at(r.DEPARTMENT, field="secrecy_reviewed_on"))]
    return [passed()]


def head_signed(subject: Subject) -> Iterable[Verdict]:
    """The head of the department signed. Cannot see a signature on paper."""
    signed = subject.budget.department.sign_offs
    for field, value, label in (
        ("head", signed.head, "审签负责人"),
        ("head_signed_on", signed.head_signed_on, "负责人审签日期"),
    ):
        if not value:
            return [failed(f"没有填写{label}", at(r.DEPARTMENT, field=field))]
    return [passed()]


def published_in_time(subject: Subject) -> Iterable[Verdict]:
    """Published within the days that count from approval. Without both dates: insufficient, never late."""
    department = subject.budget.department
    approved, published = department.approved_on, department.published_on
    if approved is None or published is None:
        missing = "批复日期" if approved is None else "公开日期"
        field = "approved_on" if approved is None else "published_on"
        return [
            insufficient(f"没有填写{missing}，无法判断是否按期公开", at(r.DEPARTMENT, field=field))
        ]
    days, limit = (published - approved).days, parameter("publication-days").on(approved)
    if days <= limit:
        return [passed()]
    message = f"财政部门 {approved} 批复，{published} 公开，历时 {days} 日，超过 {limit} 日的期限 {days - limit} 日"
    return [failed(message, at(r.DEPARTMENT, field="published_on"))]


def published_after_approval(subject: Subject) -> Iterable[Verdict]:
    """What is published has been approved. Silent without both dates."""
    department = subject.budget.department
    approved, published = department.approved_on, department.published_on
    if approved is None or published is None:
        return []
    if published >= approved:
        return [passed()]
    message = f"公开日期 {published} 早于批复日期 {approved}"
    return [failed(message, at(r.DEPARTMENT, field="published_on"))]


def approved_for_the_year(subject: Subject) -> Iterable[Verdict]:
    """The approval falls into the fiscal year or the month before. Silent without a date."""
    department = subject.budget.department
    approved, year = department.approved_on, department.fiscal_year
    if approved is None:
        return []
    if dt.date(year - 1, *_EARLIEST) <= approved <= dt.date(year, 12, 31):
        return [passed()]
    message = f"批复日期 {approved} 与预算年度 {year} 年不符"
    return [failed(message, at(r.DEPARTMENT, field="approved_on"))]


RULES = (
    Rule(
        id="secrecy-was-reviewed",
        claim="公开之前经过保密审查",
        law="disclosure-regulation-17",
        severity=Severity.ERROR,
        finding_class="missing-document",
        hint="请先完成保密审查，再填写审查人和日期。",
        check=on_facts(secrecy_reviewed),
    ),
    Rule(
        id="head-has-signed",
        claim="公开之前经负责人审签",
        law="practice",
        severity=Severity.WARNING,
        finding_class="missing-document",
        hint="请送负责人审签后填写姓名和日期。",
        check=on_facts(head_signed),
    ),
    Rule(
        id="published-in-time",
        claim="批复后二十日内公开",
        law="budget-law-14",
        severity=Severity.ERROR,
        finding_class="late",
        hint="请核对两个日期；确已超期的，尽快公开并说明情况。",
        check=on_facts(published_in_time),
    ),
    Rule(
        id="published-after-approval",
        claim="公开在批复之后",
        law="budget-law-14",
        severity=Severity.ERROR,
        finding_class="late",
        hint="请核对批复文件的日期；未经批复的预算不能公开。",
        check=on_facts(published_after_approval),
    ),
    Rule(
        id="approved-for-the-year",
        claim="批复日期与预算年度相符",
        law="budget-law-52",
        severity=Severity.WARNING,
        finding_class="wrong-year",
        hint="请核对批复日期和预算年度，其中一个可能是上年的。",
        check=on_facts(approved_for_the_year),
    ),
)
