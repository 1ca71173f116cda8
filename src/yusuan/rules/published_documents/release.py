"""Published in time: within twenty days of the approval, where the document tells both dates."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Status, Where
from yusuan.rules.published_documents.paper import finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.rules.published_documents.paper import Line, Paper

_DAYS = 20
_DATE = r"(20\d{2})[年\-/.](\d{1,2})[月\-/.](\d{1,2})日?"
_PUBLISHED = re.compile(rf"(?:发布|公开|公布|上网)(?:时间|日期)[:]?{_DATE}")
_APPROVED = (
    re.compile(rf"批复(?:时间|日期)[:]?{_DATE}"),
    re.compile(rf"(?:财政[部厅局]|主管部门)(?:已)?于{_DATE}(?:正式)?批复"),
    re.compile(rf"{_DATE},?[^,。;]{{0,20}}财政[部厅局](?:正式)?批复"),
)


@dataclass(frozen=True, slots=True)
class Dates:
    """When the budget was approved and when it was published, with the place that says so."""

    approved: dt.date | None = None
    published: dt.date | None = None
    where: tuple[Where, ...] = ()


def check_release(paper: Paper, dates: Dates | None = None) -> Iterator[Outcome]:
    """Late publication (预算法第十四条; 条例第六条 for units); silent where a date is not known."""
    known = dates or stated_dates(paper.lines)
    if known.approved is None or known.published is None:
        return
    law = "budget-law-regulation-6" if paper.is_unit else "budget-law-14"
    days = (known.published - known.approved).days
    if days <= _DAYS:
        yield Outcome("late", Status.PASSED, law=law, where=known.where)
        return
    yield finding(
        "late",
        f"{known.approved:%Y-%m-%d} 批复，{known.published:%Y-%m-%d} 公开，隔了 {days} 天，超过 {_DAYS} 天。",
        f"批复后 {_DAYS} 日内公开；请说明延迟的原因。",
        known.where or (Where(paper.source),),
        law=law,
    )


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
    for pattern in patterns:
        match = pattern.search(text)
        if match:
            try:
                return dt.date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                return None
    return None
