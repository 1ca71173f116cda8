"""Every finding stands or is waived, never both, never neither; a waiver file that is wrong says where."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yusuan.core.errors import ReadError
from yusuan.core.outcomes import Outcome, Outcomes, Severity, Status, Where
from yusuan.rules.waiver_file import read_waivers
from yusuan.rules.waivers import Examined, Verdict, Waiver, Waivers

DAY = dt.date(2026, 11, 22)
TITLES = {"summary": "部门预算收支总表"}
SOURCE = Examined("区/甲局.pdf", "某区甲局（本级）", 2026)
RULES = ("sums-agree", "names-agree")

_places = st.builds(
    Where,
    table=st.sampled_from(["summary", "revenue"]),
    row=st.sampled_from(["合计", "2010101 行政运行"]),
    column=st.sampled_from(["支出/合计", "支出/基本支出"]),
)
_outcomes = st.builds(
    Outcome,
    rule=st.sampled_from(RULES),
    status=st.sampled_from(Status),
    severity=st.sampled_from(Severity),
    where=st.lists(_places, max_size=2).map(tuple),
)
_waivers = st.builds(
    Waiver,
    number=st.just(0),
    rule=st.sampled_from(RULES),
    reason=st.just("已说明"),
    verdict=st.sampled_from(Verdict),
    approver=st.just("张某"),
    expires=st.sampled_from([DAY, DAY - dt.timedelta(1)]),
    year=st.sampled_from([2025, 2026, 2027]),
    source=st.sampled_from(["", "某区甲局（本级）", "*甲局*", "乙局"]),
    table=st.sampled_from(["", "summary", "部门预算 收支总表", "revenue"]),
    row=st.sampled_from(["", "2010101", "合计"]),
    column=st.sampled_from(["", "合计", "支出/基本支出"]),
)


@given(st.lists(_outcomes, max_size=8), st.lists(_waivers, max_size=5))
def test_every_outcome_stands_or_is_waived(said: list[Outcome], entries: list[Waiver]) -> None:
    waivers = Waivers("w.toml", tuple(entries))
    applied = waivers.apply(Outcomes.of(said), SOURCE, TITLES, on=DAY)
    standing = applied.outcomes.every
    assert len(standing) + len(applied.waived) == len(said)
    # In the same order, changed by nothing but the note on a waiver that is over.
    rest = iter(standing)
    gone = iter(applied.waived)
    for outcome in said:
        if any(waived.outcome is outcome for waived in applied.waived):
            assert next(gone).outcome == outcome
            assert outcome.is_finding
        else:
            kept = next(rest)
            assert kept.hint.endswith(outcome.hint)
            assert (kept.rule, kept.status, kept.where) == (
                outcome.rule,
                outcome.status,
                outcome.where,
            )
    for waived in applied.waived:
        assert waived.waiver.rule == waived.outcome.rule
        assert not waived.waiver.has_expired(DAY)
        assert waived.waiver.year <= SOURCE.year
        assert waived.is_carried_over == (waived.waiver.year < SOURCE.year)
    assert all(waiver.has_expired(DAY) for waiver in applied.expired)


def _waiver(**parts: object) -> str:
    entry = {
        "rule": "sums-agree",
        "reason": "已说明",
        "verdict": "accepted",
        "approver": "张某",
        "expires": "2026-12-31",
        "year": 2026,
    } | parts
    lines = (
        f"{k} = {v if isinstance(v, int) else chr(34) + str(v) + chr(34)}" for k, v in entry.items()
    )
    return "[[waiver]]\n" + "\n".join(lines) + "\n"


FINDING = Outcome(
    "sums-agree",
    Status.FAILED,
    where=(Where("甲局.pdf", 3, "summary", "2010101 行政运行", "支出/基本支出"),),
)


@pytest.mark.parametrize(
    ("parts", "covers"),
    [
        ({}, True),
        ({"rule": "names-agree"}, False),
        ({"source": "某区甲局(本级)"}, True),
        ({"source": "甲局.pdf"}, True),
        ({"source": "区/*.pdf"}, True),
        ({"source": "*乙局*"}, False),
        ({"source": "[某]区甲局（本级）"}, False),
        ({"table": "部门预算收支总表", "row": "2010101", "column": "基本支出"}, True),
        ({"table": "部门预算收支总表", "row": "20101"}, False),
        ({"column": "支出"}, False),
        ({"year": 2025}, True),
        ({"year": 2027}, False),
        ({"expires": "2026-11-22"}, True),
        ({"expires": "2026-11-21"}, False),
    ],
)
def test_what_a_waiver_covers(parts: dict[str, object], covers: bool) -> None:  # noqa: FBT001  a case
    waivers = read_waivers(_waiver(**parts).encode(), "w.toml")
    applied = waivers.apply(Outcomes.of([FINDING]), SOURCE, TITLES, on=DAY)
    assert bool(applied.waived) is covers
    assert bool(applied.outcomes.blocking) is not covers


def test_one_in_force_goes_before_one_that_is_over_and_this_year_before_the_last() -> None:
    text = (
        _waiver(expires="2020-01-01")
        + _waiver(year=2025, verdict="false-alarm")
        + _waiver(reason="今年的")
    )
    waivers = read_waivers(text.encode(), "w.toml")
    (waived,) = waivers.apply(Outcomes.of([FINDING]), SOURCE, TITLES, on=DAY).waived
    assert waived.waiver.number == 3


def test_a_waiver_that_is_over_says_so_beside_the_finding() -> None:
    waivers = read_waivers(_waiver(expires="2026-01-31").encode(), "w.toml")
    applied = waivers.apply(Outcomes.of([FINDING]), SOURCE, TITLES, on=DAY)
    assert "2026-01-31到期" in applied.outcomes.findings[0].hint
    assert applied.used() == {1}


def test_results_rest_on_which_waivers_are_over_not_on_the_day() -> None:
    waivers = read_waivers(_waiver(expires="2026-11-22").encode(), "w.toml")
    assert waivers.fingerprint(DAY) == waivers.fingerprint(dt.date(2026, 1, 1))
    assert waivers.fingerprint(DAY) != waivers.fingerprint(dt.date(2026, 11, 23))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            _waiver() + _waiver(verdict="ok"),
            "w.toml 第8行（第2条） “verdict”：读到 “ok”；应为confirmed、accepted、false-alarm",
        ),
        (_waiver(expires="明年"), "第1行（第1条） “expires”：读到 “明年”；应为日期，如 2027-03-31"),
        (_waiver(year="今年"), "“year”：读到 “今年”；应为2000–2100 的年度"),
        (_waiver(approver=" "), "“approver”：读到 “ ”；应为批准人的姓名"),
        (_waiver(rul="x"), "“rul”：读到 没有这一项；应为rule、source"),
        ("[[waiver]]\nrule = 'x'\n", "“expires”：读到 没有写；应为日期"),
        ("waiver = 3", "读到 waiver 不是列表"),
        ("[[waivers]]\n", "读到 waivers；应为一条或多条 [[waiver]]"),
        ("[[waiver]]\nrule = x\n", "w.toml 第2行：读到 不合 TOML 写法"),
        ("waiver = [1]", "（第1条）：读到 “1”"),
    ],
)
def test_a_wrong_file_says_which_entry_what_was_found_and_what_is_allowed(
    text: str, said: str
) -> None:
    with pytest.raises(ReadError) as caught:
        read_waivers(text.encode(), "w.toml")
    assert said in str(caught.value)


@given(st.binary(max_size=300))
def test_any_bytes_are_waivers_or_faults(content: bytes) -> None:
    with suppress(ReadError):
        assert read_waivers(content, "w.toml").content_digest
