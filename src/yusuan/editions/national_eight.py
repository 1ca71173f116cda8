"""The national form as printed before the state capital table joined: eight tables (财预〔2016〕143号)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.editions.national import national

if TYPE_CHECKING:
    from yusuan.editions.edition import Edition


@lru_cache
def national_eight(year: int) -> Edition:
    """The older national edition of a fiscal year; state capital money stands in its summaries only."""
    base = national(year)
    return base.but(
        id="national-8",
        title="全国通用部门预算公开（八张表，万元）",
        tables=tuple(table for table in base.tables if table.id != "state_capital"),
        sources=("财预〔2016〕143号",),
    )
