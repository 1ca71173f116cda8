"""Relations of one document: the cases of their rules are pages as printed, read by the real reader of web pages."""

from __future__ import annotations

import html
import tomllib
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from yusuan.core.outcomes import Outcome, Status
from yusuan.pipeline import Inspection
from yusuan.rules.books.relations import RULES
from yusuan.rules.spec import Rule, run

CASES = Path(__file__).resolve().parents[1] / "cases"
_LONGEST_MESSAGE = 200


def cases(kind: str) -> list[tuple[Rule, dict[str, Any]]]:
    """The cases of one kind of every rule on relations."""
    found = []
    for known in RULES:
        content = tomllib.loads((CASES / f"{known.id}.toml").read_text(encoding="utf-8"))
        found += [(known, case) for case in content[kind]]
    return found


def outcomes(known: Rule, case: dict[str, Any], folder: Path) -> list[Outcome]:
    """What a rule says of a printed page: `#` begins a heading, `|` a row of a table, all else is a paragraph."""
    body = []
    for mark, lines in groupby(case["print"].strip().splitlines(), key=lambda line: line[0]):
        if mark == "|":
            rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
            cells = ("".join(f"<td>{html.escape(text)}</td>" for text in row) for row in rows)
            body.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")
        else:
            tag = "h1" if mark == "#" else "p"
            body += [f"<{tag}>{html.escape(line.lstrip('# '))}</{tag}>" for line in lines]
    file = folder / "page.html"
    text = f"<html><head><meta charset='utf-8'></head><body>{''.join(body)}</body></html>"
    file.write_text(text, encoding="utf-8")
    return run([known], Inspection(file).evidence)


@pytest.mark.parametrize(("known", "case"), cases("pass"))
def test_what_keeps_the_relation_passes(known: Rule, case: dict[str, Any], tmp_path: Path) -> None:
    found = outcomes(known, case, tmp_path)
    assert {outcome.status for outcome in found} == {Status.PASSED}, found


@pytest.mark.parametrize(("known", "case"), cases("fail"))
def test_a_broken_relation_is_found_once(known: Rule, case: dict[str, Any], tmp_path: Path) -> None:
    found = [o for o in outcomes(known, case, tmp_path) if o.status is Status.FAILED]
    assert len(found) == 1, found
    assert all(words in found[0].message for words in case["message"]), found
    assert found[0].where
    assert len(found[0].message) <= _LONGEST_MESSAGE


@pytest.mark.parametrize(("known", "case"), cases("near-miss"))
def test_what_only_looks_wrong_is_left_alone(
    known: Rule, case: dict[str, Any], tmp_path: Path
) -> None:
    found = outcomes(known, case, tmp_path)
    assert not {Status.FAILED, Status.REFUSED} & {outcome.status for outcome in found}, found
