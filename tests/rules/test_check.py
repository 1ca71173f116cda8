"""What a whole check says: identities and rules, counted by status; a rule that cannot go on is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.rules.budgets import changed_budget, evidence_of, subject_of
from yusuan.core.errors import CatalogError, SpecError
from yusuan.core.outcomes import Status
from yusuan.documents.secrecy.gate import public_view
from yusuan.rules.books import book
from yusuan.rules.check import check
from yusuan.rules.spec import Part, run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict


def test_a_sound_budget_passes_identities_and_rules() -> None:
    subject = subject_of(changed_budget({}))
    said = check(evidence_of(subject))
    assert said.findings == ()
    on_facts = {rule.id for rule in book() if not rule.needs or Part.FACTS in rule.needs}
    assert {outcome.rule for outcome in said.every} > on_facts
    assert said.summary()["passed"] > len(on_facts)


def test_a_rule_that_cannot_go_on_is_refused_with_its_reason() -> None:
    def broken(_: Evidence) -> Iterable[Verdict]:
        raise CatalogError("no functional classification for 1949")

    (outcome,) = run(
        [replace(book()[0], check=broken)], evidence_of(subject_of(changed_budget({})))
    )
    assert outcome.status is Status.REFUSED
    assert "1949" in outcome.message


def test_a_finding_cites_its_ground() -> None:
    budget = changed_budget({"department": [{"nth": 1, "published_on": "2024-03-12"}]})
    (late,) = [o for o in run(book(), evidence_of(subject_of(budget))) if o.is_finding]
    assert late.message.endswith("（预算法第十四条）。")
    assert late.blocks_publication


def test_a_rule_without_a_hint_is_refused_at_import() -> None:
    with pytest.raises(SpecError, match="needs id, claim, law and hint"):
        replace(book()[0], hint="")


def test_figures_and_last_years_figures_are_found_by_their_contract_names() -> None:
    subject = subject_of(changed_budget({}))
    assert subject.amount("expenditure", "合计", "项目支出") == 19_000_000
    assert subject.amount("expenditure", "合计", "经营支出") is None
    assert subject.amount("no_such_table", "合计", "项目支出") is None
    stated = subject.prior("expenditure", "合计", "项目支出")
    assert stated is not None
    assert stated.amount == 15_000_000
    assert subject.prior("expenditure", "合计", "经营支出") is None


def test_the_public_view_of_a_sound_budget_is_sound() -> None:
    """Open data is checked too: what is masked there breaks no rule."""
    ground = {"mask_ground": "示例定密依据"}
    secret = {
        "projects": [
            {"nth": 1, "classified": "amount、name", **ground},
            {"nth": 3, "classified": "purpose"},
        ]
    }
    view = public_view(changed_budget(secret)).budget
    assert [
        o.message for o in run(book(), evidence_of(subject_of(view))) if o.blocks_publication
    ] == []
