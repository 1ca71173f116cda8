"""Published in time: within twenty days of the approval, where the document tells both dates."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Status, Where
from yusuan.core.patterns import pattern
from yusuan.rules.evidence import Dates
from yusuan.rules.paper.findings import finding, unchecked

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from yusuan.rules.evidence import Evidence, Line

_DAYS = 20
_DATE = r"(20\d{2})[年\-/.](\d{1,2})[月\-/.](\d{1,2})日?"
_PUBLISHED = pattern(rf"(?:发布|公开|公布|上网)(?:时间|日期)[:]?{_DATE}")
_APPROVED = (
    pattern(rf"批复(?:时间|日期)[:]?{_DATE}"),
    pattern(rf"(?:财政[部厅局]|主管部门)(?:已)?于{_DATE}(?:正式)?批复"),
    pattern(rf"{_DATE},?[^,。;]{{0,20}}财政[部厅局](?:正式)?批复"),
)


def check_release(evidence: Evidence) -> Iterator[Outcome]:
    """Late publication (预算法第十四条; 条例第六条 for units); silent where no date is given and one not stated."""
    dates = evidence.paper.dates
    known = _together(dates, stated_dates(evidence.paper.lines))
    where = known.where or (Where(evidence.source),)
    if known.approved is None or known.published is None:
        if dates is not None:
            missing = "批复日期" if known.approved is None else "公开日期"
            yield unchecked(
                "late",
                f"不知道{missing}，是否在批复后 {_DAYS} 日内公开未能核对。",
                f"请同时给出{missing}。",
                where,
            )
        return
    law = "budget-law-regulation-6" if evidence.is_unit else "budget-law-14"
    days = (known.published - known.approved).days
    if days < 0 and dates is None:
        return  # Dates of other things, as it seems.
    if days < 0:
        yield unchecked(
            "late",
            f"公开日期 {known.published:%Y-%m-%d} 早于批复日期 {known.approved:%Y-%m-%d}，未能核对。",
            "请核对这两个日期。",
            where,
        )
    elif days <= _DAYS:
        yield Outcome("late", Status.PASSED, law=law, where=known.where)
    else:
        yield finding(
            "late",
            f"{known.approved:%Y-%m-%d} 批复，{known.published:%Y-%m-%d} 公开，隔了 {days} 天，超过 {_DAYS} 天。",
            f"批复后 {_DAYS} 日内公开；请说明延迟的原因。",
            where,
            law=law,
        )


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
