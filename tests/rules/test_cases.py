"""Every rule has a case file, readable by a budget officer: it passes, it fails, and it nearly fails."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.rules.budgets import changed_budget, evidence_of, subject_of
from yusuan.core.errors import SpecError
from yusuan.core.money import yuan
from yusuan.core.outcomes import Outcome, Severity, Status
from yusuan.core.records import RECORDS
from yusuan.rules.books import book, checked, collect, rule
from yusuan.rules.spec import Part

CASES = Path(__file__).resolve().parents[1] / "cases"
KINDS = ("pass", "fail", "near-miss")
# Rules on print are tried on documents: test_wording_cases.
ON_FACTS = [known.id for known in book() if Part.FACTS in known.needs]
_SAID = {"says", "findings", "message", "difference", "status"}
_SHEETS = {record.name for record in RECORDS} | {"tables"}


def variants(rule_id: str, kind: str) -> list[dict[str, Any]]:
    """The budgets of one kind a case file describes; one, or several."""
    content = tomllib.loads((CASES / f"{rule_id}.toml").read_text(encoding="utf-8"))
    described = content[kind]
    return described if isinstance(described, list) else [described]


def outcomes(rule_id: str, case: dict[str, Any]) -> list[Outcome]:
    """What the one rule says about the base budget with the case's changes."""
    unknown = set(case) - _SAID - _SHEETS
    assert not unknown, f"{rule_id}: not a sheet or an expectation: {unknown}"
    return list(
        rule(rule_id).run(evidence_of(subject_of(changed_budget(case), case.get("tables"))))
    )


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {path.stem for path in CASES.glob("*.toml")} == set(ON_FACTS)


def test_the_base_budget_has_no_findings() -> None:
    subject = subject_of(changed_budget({}))
    found = [
        outcome
        for known in book()
        for outcome in known.run(evidence_of(subject))
        if outcome.is_finding
    ]
    assert [outcome.message for outcome in found] == []


@pytest.mark.parametrize("rule_id", ON_FACTS)
def test_a_case_describes_all_three_kinds(rule_id: str) -> None:
    content = tomllib.loads((CASES / f"{rule_id}.toml").read_text(encoding="utf-8"))
    assert set(content) == set(KINDS)


@pytest.mark.parametrize("rule_id", ON_FACTS)
def test_a_budget_that_keeps_the_rule_passes(rule_id: str) -> None:
    for case in variants(rule_id, "pass"):
        found = outcomes(rule_id, case)
        assert {outcome.status for outcome in found} == {Status.PASSED}, found


@pytest.mark.parametrize("rule_id", ON_FACTS)
def test_a_budget_that_breaks_the_rule_is_found(rule_id: str) -> None:
    expected = Status.INSUFFICIENT if rule_id == "targets-can-be-read" else Status.FAILED
    for case in variants(rule_id, "fail"):
        found = [outcome for outcome in outcomes(rule_id, case) if outcome.status is expected]
        assert len(found) == case.get("findings", 1), found
        for outcome in found:
            _is_complete(outcome, rule_id)
        for words in _listed(case.get("message", [])):
            assert any(words in outcome.message for outcome in found), (words, found)
        if "difference" in case:
            assert case["difference"] in {yuan(o.difference) for o in found if o.difference}, found


@pytest.mark.parametrize("rule_id", ON_FACTS)
def test_a_budget_that_only_looks_wrong_is_left_alone(rule_id: str) -> None:
    for case in variants(rule_id, "near-miss"):
        found = outcomes(rule_id, case)
        assert Status.FAILED not in {outcome.status for outcome in found}, found
        if "status" in case:
            assert {outcome.status.value for outcome in found} == {case["status"]}, found


def _is_complete(outcome: Outcome, rule_id: str) -> None:
    """A finding says what, where, by which rule and what to do next."""
    known = rule(rule_id)
    assert outcome.message
    assert outcome.where
    assert outcome.law == known.law
    if outcome.status is Status.FAILED:
        assert outcome.severity is known.severity
        assert outcome.hint == known.hint


def _listed(words: str | list[str]) -> list[str]:
    return [words] if isinstance(words, str) else words


# ── The book itself ──────────────────────────────────────────────────────────────────────────


def test_ids_are_kebab_case_and_unique() -> None:
    ids = Counter(known.id for known in book())
    assert max(ids.values()) == 1
    assert all(name == name.lower() and "_" not in name and "-" in name for name in ids)


def test_texts_for_clerks_are_chinese_sentences() -> None:
    for known in book():
        assert known.hint.endswith("。"), known.id
        assert not known.claim.endswith("。"), known.id


def test_every_check_says_in_its_docstring_what_it_looks_at() -> None:
    assert [known.id for known in book() if not known.check.__doc__] == []


def test_a_repeated_id_is_refused() -> None:
    with pytest.raises(SpecError, match="two rules"):
        checked((book()[0], book()[0]))


def test_a_law_nobody_explains_is_refused() -> None:
    from dataclasses import replace

    with pytest.raises(SpecError, match="no-such-law"):
        checked((replace(book()[0], law="no-such-law"),))


def test_a_module_without_rules_is_refused() -> None:
    with pytest.raises(SpecError, match="has no RULES"):
        collect(("yusuan.rules.books._words",))


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(SpecError, match="no rule"):
        rule("no-such-rule")


def test_no_warning_blocks_publication() -> None:
    warned = Outcome("x", Status.FAILED, Severity.WARNING)
    assert not warned.blocks_publication
