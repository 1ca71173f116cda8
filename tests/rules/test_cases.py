"""Every rule has a case file, readable by a budget officer: it passes, it fails, and it nearly fails.

A case is a small budget changed in a few fields, or a small document as printed (`printed.py` says how it is
written); a rule that facts and documents are held to has cases of both kinds.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.rules.budgets import changed_budget, evidence_of, subject_of
from tests.rules.printed import KEYS, each_of, evidence_of_print, is_printed
from yusuan.core.errors import SpecError
from yusuan.core.money import yuan
from yusuan.core.outcomes import Outcome, Pair, Severity, Status
from yusuan.core.records import RECORDS
from yusuan.rules.books import book, checked, collect, rule
from yusuan.rules.check import check
from yusuan.rules.spec import Part, Rule, run

CASES = Path(__file__).resolve().parents[1] / "cases"
KINDS = ("pass", "fail", "near-miss")
EVERY = [known.id for known in book()]
_SAID = {"says", "findings", "message", "difference", "status", "severity"}
_SHEETS = {record.name for record in RECORDS} | {"tables", "last_year"}
_LONGEST_MESSAGE = 200


def is_on_facts(known: Rule) -> bool:
    """Tell whether facts are held to a rule; the rules on projects look at either."""
    return known.needs in {(), (Part.PROJECTS,), (Part.FACTS,)}


def variants(rule_id: str, kind: str) -> list[dict[str, Any]]:
    """The budgets and documents of one kind a case file describes; one, or several."""
    content = tomllib.loads((CASES / f"{rule_id}.toml").read_text(encoding="utf-8"))
    described = content[kind]
    listed = described if isinstance(described, list) else [described]
    return [one for case in listed for one in each_of(case)]


def outcomes(rule_id: str, case: dict[str, Any], folder: Path) -> list[Outcome]:
    """What the one rule says about the base budget with the case's changes, or about the case's document."""
    if is_printed(case):
        unknown = set(case) - _SAID - KEYS
        assert not unknown, f"{rule_id}: not a part of a document or an expectation: {unknown}"
        return run([rule(rule_id)], evidence_of_print(case, folder))
    unknown = set(case) - _SAID - _SHEETS
    assert not unknown, f"{rule_id}: not a sheet or an expectation: {unknown}"
    subject = subject_of(changed_budget(case), case.get("tables"), case.get("last_year"))
    return list(rule(rule_id).run(evidence_of(subject)))


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {path.stem for path in CASES.glob("*.toml")} == set(EVERY)


def test_the_base_budget_has_no_findings() -> None:
    evidence = evidence_of(subject_of(changed_budget({})))
    assert [o.message for o in run(book(), evidence) if o.is_finding] == []


def test_the_base_document_has_no_findings(tmp_path: Path) -> None:
    said = check(evidence_of_print({"exchange": []}, tmp_path))
    assert [o.message for o in said.findings] == []
    assert said.summary()["passed"] > len(book())


@pytest.mark.parametrize("rule_id", EVERY)
def test_a_case_describes_all_three_kinds_of_either_side(rule_id: str) -> None:
    content = tomllib.loads((CASES / f"{rule_id}.toml").read_text(encoding="utf-8"))
    assert set(content) == set(KINDS)
    known = rule(rule_id)
    sides = {False} if is_on_facts(known) else set()
    sides |= {True} if known.is_on_print and Part.PROJECTS not in known.needs else set()
    for kind in KINDS:
        assert {is_printed(case) for case in variants(rule_id, kind)} >= sides, kind


@pytest.mark.parametrize("rule_id", EVERY)
def test_what_keeps_the_rule_passes(rule_id: str, tmp_path: Path) -> None:
    for case in variants(rule_id, "pass"):
        found = outcomes(rule_id, case, tmp_path)
        # What rounding hides is kept, too.
        said = {Status.PASSED if o.status is Status.ROUNDING else o.status for o in found}
        is_silent = is_printed(case) and rule(rule_id).looks_through
        assert said == ({Status.PASSED} if said or not is_silent else set()), found


@pytest.mark.parametrize("rule_id", EVERY)
def test_what_breaks_the_rule_is_found(rule_id: str, tmp_path: Path) -> None:
    expected = {"targets-can-be-read": Status.INSUFFICIENT, "against-relation": Status.REFUSED}
    status = expected.get(rule_id, Status.FAILED)
    for case in variants(rule_id, "fail"):
        every = outcomes(rule_id, case, tmp_path)
        found = [outcome for outcome in every if outcome.status is status]
        assert len(found) == case.get("findings", 1), every
        for outcome in found:
            _is_complete(outcome, rule_id, is_print=is_printed(case))
        for words in _listed(case.get("message", [])):
            assert any(words in outcome.message for outcome in found), (words, found)
        if "difference" in case:
            assert case["difference"] in {yuan(o.difference) for o in found if o.difference}, found
        if "severity" in case:
            assert {outcome.severity.value for outcome in found} == {case["severity"]}, found


@pytest.mark.parametrize("rule_id", EVERY)
def test_what_only_looks_wrong_is_left_alone(rule_id: str, tmp_path: Path) -> None:
    for case in variants(rule_id, "near-miss"):
        found = outcomes(rule_id, case, tmp_path)
        assert Status.FAILED not in {outcome.status for outcome in found}, found
        if "status" in case:
            assert {outcome.status.value for outcome in found} == {case["status"]}, found


def _is_complete(outcome: Outcome, rule_id: str, *, is_print: bool) -> None:
    """A finding says what, where, by which rule and what to do next."""
    known = rule(rule_id)
    assert outcome.message
    assert outcome.where
    if outcome.status is Status.FAILED:
        assert outcome.hint
    if outcome.expected is not None and outcome.actual is not None:
        assert outcome.pair is not None, "its two figures have no names"
        # One side is right only where arithmetic leaves no other amount.
        assert outcome.pair != Pair.CORRECTION or rule_id == "purchases-add-up"
    if is_print:
        assert len(outcome.message) <= _LONGEST_MESSAGE
        return
    assert outcome.law == known.law
    if outcome.status is Status.FAILED:
        assert outcome.severity is known.severity


def _listed(words: str | list[str]) -> list[str]:
    return [words] if isinstance(words, str) else words


# ── The book itself ──────────────────────────────────────────────────────────────────────────


def test_ids_are_kebab_case_and_unique() -> None:
    ids = Counter(known.id for known in book())
    assert max(ids.values()) == 1
    assert all(name == name.lower() and "_" not in name for name in ids)


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
