"""The score: laws of the deductions, the example of the documentation, and that no rule is left without a dimension."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.reports.reported import failed
from yusuan.catalog import laws
from yusuan.core.outcomes import Outcome, Outcomes, Severity, Status, Where
from yusuan.narrative.agreement.contradiction import Kind
from yusuan.rules.books import book
from yusuan.rules.check_items import Dimension, check_item, check_items
from yusuan.rules.scoring import score

ROOT = Path(__file__).resolve().parents[2]
RULES = sorted(check_items())
outcomes = st.builds(
    Outcome,
    st.sampled_from(RULES),
    st.sampled_from(Status),
    st.sampled_from(Severity),
    st.sampled_from("甲乙丙丁"),
    where=st.sampled_from([(), (Where(page=1),), (Where(page=2),)]),
)


@given(st.lists(outcomes, max_size=40), outcomes)
def test_marks_stay_in_bounds_and_a_finding_never_raises_one(
    every: list[Outcome], more: Outcome
) -> None:
    before, after = score(Outcomes.of(every)), score(Outcomes.of([*every, more]))
    for old, new in zip(before.marks, after.marks, strict=True):
        assert new.points is None or 0 <= new.points <= 100
        if more.status is Status.FAILED and old.points is not None and new.points is not None:
            assert new.points <= old.points
    assert after.total is None or 0 <= after.total <= 100


@given(st.lists(outcomes, max_size=20))
def test_what_is_told_twice_costs_once(every: list[Outcome]) -> None:
    once, twice = score(Outcomes.of(every)), score(Outcomes.of([*every, *every]))
    assert [m.points for m in once.marks] == [m.points for m in twice.marks]
    assert once.total == twice.total


@given(st.lists(outcomes.filter(lambda o: o.status is not Status.FAILED), max_size=20))
def test_what_could_not_be_checked_costs_nothing_and_earns_nothing(every: list[Outcome]) -> None:
    for mark in score(Outcomes.of(every)).marks:
        answered = [
            o
            for o in every
            if check_item(o.rule).dimension is mark.dimension
            and o.status in {Status.PASSED, Status.ROUNDING}
        ]
        assert mark.points == (100 if answered else None)


def test_the_example_of_the_documentation() -> None:
    rates = [failed("growth-rate", f"第{n}处") for n in range(4)]
    reasons = [
        failed("copied-from-another-item", text, severity=Severity.WARNING) for text in "甲乙"
    ]
    passed = [
        Outcome(rule, Status.PASSED)
        for rule in ("codes-reach-their-level", "contents-page-numbers")
    ]
    marks = score(Outcomes.of([failed("no-placeholder-is-left", "××"), *rates, *reasons, *passed]))
    assert [mark.points for mark in marks.marks] == [90, 100, None, 100, 64]
    assert marks.total_in_words == "81.2"
    page = (ROOT / "docs/scoring.md").read_text(encoding="utf-8")
    assert "7310 ÷ 90 = 81.2" in page
    assert "| 真实性 | four errors of one rule count as three: 30; two warnings: 6 | 64 |" in page


def test_nothing_checked_has_no_total() -> None:
    marks = score(Outcomes.of([Outcome("published-in-time", Status.NOT_APPLICABLE)]))
    assert (marks.total, marks.total_in_words) == (None, "")


# Hyphenated words of the code that name no rule.
_NO_RULES = {"false-alarm", "publication-days", "sme-reserve-share", "rounding-mode"}
_RULE = re.compile(r"[a-z]+(?:-[a-z]+)+")


def _named_in(path: Path) -> set[str]:
    constants = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {
        node.value
        for node in constants
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _RULE.fullmatch(node.value)
    }


def test_every_rule_of_an_inspection_has_its_dimension_on_purpose() -> None:
    source = ROOT / "src/yusuan"
    files = [path for path in source.glob("rules/*.py") if path.name != "check_items.py"]
    named = set().union(*map(_named_in, files)) - set(laws()) - _NO_RULES
    named |= {kind.value for kind in Kind} | {rule.id for rule in book()}
    assert "table-arithmetic" in check_items()
    assert sorted(named - check_items().keys()) == []


def test_a_rule_nobody_placed_counts_as_truthfulness() -> None:
    assert check_item("made-up-tomorrow").dimension is Dimension.TRUTHFULNESS
