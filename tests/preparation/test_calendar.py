"""Days of the law are counted from the day after what happened, and said in words."""

from __future__ import annotations

import datetime as dt

import pytest

from yusuan.core.errors import CatalogError
from yusuan.core.outcomes import Outcome, Status
from yusuan.preparation.awaited import APPROVAL, AWAITED, PUBLICATION, due_by
from yusuan.preparation.calendar import Period, countdown, last_day
from yusuan.rules.books import book

DAY = dt.date(2026, 2, 10)


@pytest.mark.parametrize(
    ("period", "last"),
    [
        (Period.APPROVAL, dt.date(2026, 3, 2)),
        (Period.UNIT_APPROVAL, dt.date(2026, 2, 25)),
        (Period.PUBLICATION, dt.date(2026, 3, 2)),
    ],
)
def test_the_last_day(period: Period, last: dt.date) -> None:
    assert last_day(period, DAY) == last


def test_before_the_law_there_is_none() -> None:
    with pytest.raises(CatalogError):
        last_day(Period.APPROVAL, dt.date(2010, 1, 1))


@pytest.mark.parametrize(
    ("days", "words"), [(3, "还有 3 天"), (1, "还有 1 天"), (0, "今天截止"), (-2, "已逾期 2 天")]
)
def test_in_words(days: int, words: str) -> None:
    assert countdown(DAY + dt.timedelta(days=days), DAY) == words


def test_rules_that_wait_are_rules() -> None:
    assert set(AWAITED) <= {rule.id for rule in book()}


def test_what_a_later_step_supplies_does_not_count_before_it() -> None:
    signed, given, other = (
        Outcome(rule, Status.FAILED)
        for rule in ("head-has-signed", "approved-amounts-are-given", "approved-amounts-are-kept")
    )
    every = [signed, given, other]
    assert due_by("", every) == [other]
    assert due_by(APPROVAL, every) == [given, other]
    assert due_by(PUBLICATION, every) == every
