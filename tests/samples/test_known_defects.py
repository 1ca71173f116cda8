"""The real documents scored: what a careful reader found, what we find, and that nobody has to judge a finding twice.

`tests/samples/*.toml` judges every finding on the samples as true or false; one that is not judged fails here.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.samples.judged import (
    SAMPLES,
    assert_every_finding_is_judged_once,
    false_findings,
    findings,
    fits,
    judgements,
)
from tests.samples_path import samples_dir
from yusuan.core.outcomes import Severity

# Kinds the requirement is about; names and formats are counted, and expected to be found as well.
MEASURED = {"arithmetic", "cross_table", "text_vs_table", "growth_rate", "text_internal"}
MOST_FALSE_ERRORS, MOST_FALSE = 1, 3
LEAST_RECALL = 0.9


def known(stem: str) -> list[dict[str, Any]]:
    every = json.loads((samples_dir() / "known.json").read_text(encoding="utf-8"))["defects"]
    return [defect for defect in every if defect["file"] == judgements(stem)["file"]]


def found(stem: str) -> set[int]:
    """The positions in known.json of the defects that some finding names."""
    return {
        place
        for judged in judgements(stem)["finding"]
        if judged["is_true"] and any(fits(outcome, judged) for outcome in findings(stem))
        for place in judged["known"]
    }


@pytest.mark.parametrize("stem", list(SAMPLES))
def test_every_finding_is_judged_once(stem: str) -> None:
    assert_every_finding_is_judged_once(stem)


@pytest.mark.parametrize("stem", list(SAMPLES))
def test_false_alarms_stay_within_what_a_reader_bears(stem: str) -> None:
    false = false_findings(stem)
    assert len(false) <= MOST_FALSE
    assert sum(o.severity is Severity.ERROR for o in false) <= MOST_FALSE_ERRORS


def test_nine_of_ten_true_defects_are_found() -> None:
    total: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    for stem in SAMPLES:
        for place, defect in enumerate(known(stem)):
            total[defect["kind"]] += 1
            hit[defect["kind"]] += place in found(stem)
    measured = sum(hit[kind] for kind in MEASURED)
    assert measured >= LEAST_RECALL * sum(total[kind] for kind in MEASURED), (hit, total)
    assert hit.total() >= LEAST_RECALL * total.total(), (hit, total)


def test_what_only_rounds_is_never_a_finding() -> None:
    book = json.loads((samples_dir() / "known.json").read_text(encoding="utf-8"))
    for entry in book["rounding_only"]:
        stem = Path(entry["file"]).stem
        for printed in filter(None, entry["printed"].split("; ")):
            rivals = [
                o for o in findings(stem) if f"{printed}万元，文中为" in o.message.replace(",", "")
            ]
            assert rivals == []
