"""Release: sign-offs before publication, and the days the law counts (预算法 14, 实施条例 6, 信息公开条例 17)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from yusuan.catalog import parameter
from yusuan.core import records as r
from yusuan.core.outcomes import Severity, Status, Where
from yusuan.core.patterns import pattern
from yusuan.core.terms import Stage
from yusuan.rules.books._words import at
from yusuan.rules.dimension import Dimension
from yusuan.rules.evidence import Dates
from yusuan.rules.spec import Rule, failed, insufficient, on_either, on_facts, passed

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.catalog import Parameter
    from yusuan.core.budget import Department
    from yusuan.rules.evidence import Evidence, Line
    from yusuan.rules.spec import Subject, Verdict

# Budgets are approved from the people's congress in winter on; a departmental one within the year itself.
_EARLIEST = (12, 1)


# Where a clerk writes down what cannot be undone any more: a true date with a reason beats a false one.
_RECORD = (
    "请按实际情况填写日期，不要倒填；确属此情形的，在“部门”表填写“逾期或补办原因”和“原因批准人”"
    "（数据集目录是 department.toml 的 timing_reason、timing_approver）后即可公开，原因只留存，不公开。"
)
_RECORDED = "原因和批准人只留存，不写入公开文件；请确认日期和原因属实。"


def _late(department: Department, message: str, *where: Where, law: str = "") -> Verdict:
    """Something that happened too late: an error, until somebody answers for it by name."""
    reason, approver = department.timing_reason, department.timing_approver
    if reason and approver:
        said = f"{message}；已记录原因“{reason}”，由{approver}批准"
        return failed(said, *where, severity=Severity.WARNING, hint=_RECORDED, law=law)
    lacks = "；写了原因，没有写批准人" if reason else ""
    return failed(f"{message}{lacks}", *where, hint=_RECORD, law=law)


def secrecy_reviewed(subject: Subject) -> Iterable[Verdict]:
    """Somebody reviewed the text for secrets before it was published. Cannot see how well."""
    department = subject.budget.department
    signed, published = department.sign_offs, department.published_on
    if not signed.secrecy_review:
        return [failed("没有填写保密审查人", at(r.DEPARTMENT, field="secrecy_review"))]
    day = signed.secrecy_reviewed_on
    if day is None:
        return [failed("没有填写保密审查日期", at(r.DEPARTMENT, field="secrecy_reviewed_on"))]
    if published is not None and day > published:
        message = f"保密审查日期 {day} 晚于公开日期 {published}"
        places = [at(r.DEPARTMENT, field=name) for name in ("secrecy_reviewed_on", "published_on")]
        return [_late(department, message, *places)]
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
        place = at(r.DEPARTMENT, field="approved_on" if approved is None else "published_on")
        message = f"没有填写{missing}，无法判断是否按期公开"
        hint = "请按批复文件和实际公开的日期填写；还不知道的先空着，不要估计。"
        return [insufficient(message, place, hint=hint)]
    limit = parameter("publication-days")
    places = [at(r.DEPARTMENT, field=name) for name in ("published_on", "approved_on")]
    said = _within(limit, approved, published, places)
    if said.status is Status.PASSED:
        return [said]
    return [_late(department, said.message, *places, law=said.law)]


def _within(
    limit: Parameter, approved: dt.date, published: dt.date, where: Sequence[Where]
) -> Verdict:
    days, most = (published - approved).days, limit.on(approved)
    if days <= most:
        return passed(*where, law=limit.law_id)
    message = (
        f"{approved} 批复，{published} 公开，历时 {days} 日，超过 {most} 日的期限 {days - most} 日"
    )
    return failed(message, *where, law=limit.law_id)


_DATE = r"(20\d{2})[年\-/.](\d{1,2})[月\-/.](\d{1,2})日?"
_DATED = pattern(_DATE)
_PUBLISHED = pattern(rf"(?:发布|公开|公布|上网)(?:时间|日期)[:]?{_DATE}")
_APPROVED = (
    # Not when a project, a plan or a post was approved.
    pattern(rf"(?<!项目)(?<!立项)(?<!可研)(?<!规划)(?<!机构)(?<!编制)批复(?:时间|日期)[:]?{_DATE}"),
    pattern(rf"(?:财政[部厅局]|主管部门)(?:已)?于{_DATE}(?:正式)?批复"),
    pattern(rf"{_DATE},?[^,。;]{{0,20}}财政[部厅局](?:正式)?批复"),
)


def printed_in_time(evidence: Evidence) -> Iterator[Verdict]:
    """Published in time by the dates told or printed. Silent where no date is told and one is not printed."""
    dates = evidence.paper.dates
    known = _together(dates, stated_dates(evidence.paper.lines))
    where = known.where or (Where(evidence.source),)
    limit = parameter("unit-publication-days" if evidence.is_unit else "publication-days")
    if known.approved is None or known.published is None:
        if dates is not None:
            missing = "批复日期" if known.approved is None else "公开日期"
            yield insufficient(
                f"不知道{missing}，是否在批复后按期公开未能核对",
                *where,
                hint=f"请同时给出{missing}。",
            )
        return
    if known.approved < limit.values[0][0]:
        return  # Nothing bound units before the regulation did.
    if dates is None and not _approves(known.approved, evidence):
        return  # Something else was approved that day.
    if known.published >= known.approved:
        yield _within(limit, known.approved, known.published, where)
    # Where nobody told them, they seem to be dates of other things.
    elif dates is not None:
        yield insufficient(
            f"公开日期 {known.published} 早于批复日期 {known.approved}，未能核对",
            *where,
            hint="请核对这两个日期。",
        )


def _approves(day: dt.date, evidence: Evidence) -> bool:
    """Tell whether a budget or accounts of this year may have been approved on a day."""
    if evidence.stage is Stage.FINAL:
        return day.year == evidence.year + 1
    return dt.date(evidence.year - 1, *_EARLIEST) <= day <= dt.date(evidence.year, 12, 31)


def _together(given: Dates | None, stated: Dates) -> Dates:
    """The dates given, and those the document states where one is not given."""
    if given is None:
        return stated
    where = given.where if given.approved and given.published else (*given.where, *stated.where)
    return Dates(given.approved or stated.approved, given.published or stated.published, where)


def stated_dates(lines: Sequence[Line]) -> Dates:
    """The dates a document states of itself, the first of each."""
    published, approved, where = None, None, []
    for line in lines:
        text = line.plain
        if not _DATED.search(text):
            continue
        found = _first(text, (_PUBLISHED,)) if published is None else None
        if found is not None:
            published = found
            where.append(line.where)
        found = _first(text, _APPROVED) if approved is None else None
        if found is not None:
            approved = found
            where.append(line.where)
    return Dates(approved, published, tuple(where))


def _first(text: str, patterns: Sequence[re.Pattern[str]]) -> dt.date | None:
    for one in patterns:
        match = one.search(text)
        if match:
            try:
                return dt.date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                return None
    return None


def published_after_approval(subject: Subject) -> Iterable[Verdict]:
    """What is published has been approved. Silent without both dates."""
    department = subject.budget.department
    approved, published = department.approved_on, department.published_on
    if approved is None or published is None:
        return []
    if published >= approved:
        return [passed()]
    message = f"公开日期 {published} 早于批复日期 {approved}"
    places = [at(r.DEPARTMENT, field=name) for name in ("published_on", "approved_on")]
    return [_late(department, message, *places)]


def approved_for_the_year(subject: Subject) -> Iterable[Verdict]:
    """The approval falls into the fiscal year or the month before; of accounts, a year later. Silent without a date."""
    department = subject.budget.department
    approved = department.approved_on
    year = department.fiscal_year + (subject.form.stage is Stage.FINAL)
    if approved is None:
        return []
    if dt.date(year - 1, *_EARLIEST) <= approved <= dt.date(year, 12, 31):
        return [passed()]
    own = (
        f"{'决算' if subject.form.stage is Stage.FINAL else '预算'}年度 {department.fiscal_year} 年"
    )
    message = f"批复日期 {approved} 与{own}不符"
    return [failed(message, at(r.DEPARTMENT, field="approved_on"))]


RULES = (
    Rule(
        id="secrecy-was-reviewed",
        claim="公开之前经过保密审查",
        law="disclosure-regulation-17",
        severity=Severity.ERROR,
        dimension=Dimension.COMPLETENESS,
        hint="请先完成保密审查，由审查人填写姓名和当天日期；没有审查的不要填写，可先用 --draft 写出草案。",
        check=on_facts(secrecy_reviewed),
    ),
    Rule(
        id="head-has-signed",
        claim="公开之前经负责人审签",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.COMPLETENESS,
        hint="请送负责人审签后填写姓名和日期；没有审签的空着，不要补填日期，此项不妨碍公开。",
        check=on_facts(head_signed),
    ),
    Rule(
        id="published-in-time",
        claim="批复后二十日内公开",
        law="budget-law-14",
        severity=Severity.ERROR,
        dimension=Dimension.TIMELINESS,
        hint="请核对两个日期；确已超期的，说明延迟的原因。",
        check=on_either(published_in_time, printed_in_time),
        needs=(),
    ),
    Rule(
        id="published-after-approval",
        claim="公开在批复之后",
        law="budget-law-14",
        severity=Severity.ERROR,
        dimension=Dimension.TIMELINESS,
        hint="请核对批复文件的日期；未经批复的预算不能公开，可先用 --draft 写出草案。",
        check=on_facts(published_after_approval),
    ),
    Rule(
        id="approved-for-the-year",
        claim="批复日期与预算年度相符",
        law="budget-law-52",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对批复日期和预算年度，其中一个可能是上年的；日期属实的不必改动。",
        check=on_facts(approved_for_the_year),
    ),
)
