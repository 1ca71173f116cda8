"""Days given on the command line: when a document was approved and published, and what counts as today."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.cli.failures import Refusal
from yusuan.reports.language import say

if TYPE_CHECKING:
    import datetime as dt

    import click

    from yusuan.inspection import Inspection
    from yusuan.pipeline import Run


def day(_ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:
    """A day as an option gives it; None where it is not given. Refuses what is no date."""
    return None if value is None else _date(value, param, "2024-02-08")


def today_or(_ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date:
    """The day asked for, today where none is: the only clock in a check."""
    import datetime as dt

    if value is None:
        return dt.datetime.now(tz=dt.UTC).astimezone().date()
    return _date(value, param, "2026-11-22")


def _date(value: str, param: click.Parameter, example: str) -> dt.date:
    import datetime as dt

    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        said = say(
            "{name} 应为日期，如 {example}；读到“{value}”",
            name=param.opts[0],
            example=example,
            value=value,
        )
        raise Refusal(said) from error


def dated(
    opened: Run | Inspection, approved: dt.date | None, published: dt.date | None
) -> Run | Inspection:
    """The same source, checked with these days (预算法第十四条); refuses them for what is not yet published."""
    from yusuan.inspection import Inspection
    from yusuan.rules.paper import Dates

    if approved is None and published is None:
        return opened
    if not isinstance(opened, Inspection):
        raise Refusal(
            say("--approved-on、--published-on 只用于已公开的文件（PDF、Word、Excel、网页、文本）")
        )
    return replace(opened, dates=Dates(approved, published))
