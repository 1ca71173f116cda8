"""The inspector on documents with one known defect each: what is found, where, and what is said without cause."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.mutations.corpus.mutation import KINDS, LOCATED, inspected, mutations
from tests.mutations.scoring import publication, tally
from tests.rules.readable import assert_readable
from yusuan.documents.publication import Grid

# Issue 3, "Must reach".
RECALL, LOCATED_RIGHT, MOST_FALSE = 0.95, 0.90, 2
_FEWEST_KINDS = 20


def test_there_are_kinds_enough_and_nearly_all_find_a_place() -> None:
    assert len(KINDS) >= _FEWEST_KINDS
    assert set(KINDS) > LOCATED
    found = Counter(
        m.kind for seed in range(4) for m in mutations(publication("hebei", seed), seed)
    )
    assert set(found) == set(KINDS)


def test_a_mutation_changes_the_document_and_nothing_else() -> None:
    made = publication("national", 1)
    clean = inspected(made, 1)
    for mutation in mutations(made, 1):
        changed = [
            (before, after)
            for one, other in zip(clean.parts, mutation.publication.parts, strict=True)
            for before, after in zip(one.sections, other.sections, strict=False)
            if before != after
        ]
        assert changed, mutation.kind
        if "removed" in mutation.kind and mutation.kind.startswith(("table", "section")):
            continue
        assert len(changed) == 1, mutation.kind
        before, after = changed[0]
        blocks = [(b, a) for b, a in zip(before.blocks, after.blocks, strict=False) if b != a]
        assert len(blocks) <= 1, mutation.kind
        for old, new in blocks:
            if isinstance(old, Grid) and isinstance(new, Grid) and len(old.rows) == len(new.rows):
                cells = [
                    1
                    for old_row, new_row in zip(old.rows, new.rows, strict=True)
                    for a, b in zip(old_row, new_row, strict=True)
                    if a.text != b.text
                ]
                assert len(cells) <= 2, mutation.kind


def test_the_same_seed_gives_the_same_mutations() -> None:
    made = publication("hebei", 2)
    assert list(mutations(made, 7)) == list(mutations(made, 7))
    assert list(mutations(made, 7)) != list(mutations(made, 8))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_defects_are_found_and_named_and_nothing_is_invented(seed: int) -> None:
    done = tally([seed], one_each=True, share=5, look=assert_readable)
    report = "\n".join(done.lines())
    assert done.recall >= RECALL, report
    assert done.located >= LOCATED_RIGHT, report
    assert done.most_false <= MOST_FALSE, report
