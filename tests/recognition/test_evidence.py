"""One document, one evidence: nothing printed is lost in it, and nothing is put together twice."""

from __future__ import annotations

from functools import lru_cache

import pytest

from tests.example import EXAMPLE
from tests.samples_path import samples_dir
from yusuan.core.grid import RawGrid
from yusuan.pipeline import Inspection, Run
from yusuan.recognition import disclosure
from yusuan.rules.check import check

SEED = "hebei-qinhuangdao-zfw-2024-budget.txt"
SAMPLES = [
    SEED,
    "shanghai-wanli-2024-budget.pdf",
    "shanghai-putuo-planning-2024-final-accounts.pdf",
]


@lru_cache
def sample(name: str) -> Inspection:
    return Inspection(samples_dir() / name)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_line_and_cell_is_a_passage_in_reading_order(name: str) -> None:
    inspection = sample(name)
    printed = [
        text
        for block in inspection.document.blocks
        for text in (
            [cell.text for cell in block.cells if cell.text.strip()]
            if isinstance(block, RawGrid)
            else [block.text]
        )
    ]
    paper = inspection.evidence.paper
    assert [line.text for line in paper.passages] == printed
    # The contents page is told from the body, and both together are everything.
    assert len(paper.lines) + sum(line.is_listed for line in paper.passages) == len(printed)
    assert [line.text for line in paper.texts] == [
        block.text for block in inspection.evidence.texts
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_table_seen_is_taken_left_or_refused(name: str) -> None:
    found = sample(name).disclosure
    fates = list(disclosure.fates(found.document, found))
    assert len(fates) == len(found.unstacked)
    assert len(found.tables) + len(found.others) + len(found.refused) == len(found.unstacked)
    evidence = sample(name).evidence
    assert (evidence.tables, evidence.refused) == (found.tables, found.refused)


def test_tables_are_put_together_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    for step in ("logical_tables", "unstacked"):
        real = getattr(disclosure, step)

        def counted(given: object, step: str = step, real: object = real) -> object:
            calls.append(step)
            assert callable(real)
            return real(given)

        monkeypatch.setattr(disclosure, step, counted)
    inspection = Inspection(samples_dir() / SEED)
    assert inspection.outcomes.every
    assert list(disclosure.fates(inspection.document, inspection.disclosure))
    assert calls.count("logical_tables") == 1
    assert calls.count("unstacked") == len(inspection.disclosure.whole)


def test_facts_and_print_are_judged_by_the_same_sums() -> None:
    facts, paper = Run(EXAMPLE).evidence, sample(SEED).evidence
    assert (facts.year, facts.stage) == (paper.year, paper.stage)
    assert facts.facts is not None
    assert paper.facts is None
    sums = {"table-arithmetic", "cross-table"}
    said = [{o.rule for o in check(one).every} for one in (facts, paper)]
    assert said[0] & sums == said[1] & sums != set()
    # Facts are no paper yet: nothing is said of a contents page or of wording that does not exist.
    assert "secrecy-mark-left" not in said[0]
    assert "secrecy-mark-left" in said[1]


def test_a_date_told_and_a_document_beside_come_with_the_evidence() -> None:
    old = sample("shanghai-wanli-2024-budget.pdf").evidence
    beside = Inspection(samples_dir() / SEED, beside=(old,)).outcomes
    (refused,) = [o for o in beside.every if o.rule == "against-relation"]
    assert refused.where[1].file == old.source
