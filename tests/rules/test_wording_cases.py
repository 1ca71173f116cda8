"""Rules on wording have case files too: documents of made-up places, read as any document is.

Each line of `each` is a document of its own under the title; `text` is a whole one. Fails are found, the rest is silent.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from yusuan.core.outcomes import Status
from yusuan.pipeline import Inspection
from yusuan.rules.books.wording import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = Path(__file__).resolve().parent / "wording"
TITLE = "青岩县水务局2025年部门预算"


def documents(kind: str) -> Iterator[Any]:
    for path in sorted(CASES.glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        texts = [(c, text) for c in content[kind] for text in c.get("each", [c.get("text")])]
        for n, (case, text) in enumerate(texts):
            whole = f"{case.get('title', TITLE)}\n{text}\n"
            name = f"{path.stem}-{kind}-{n}"
            yield pytest.param(path.stem, whole, case.get("message", []), id=name)


def found(rule: str, text: str, folder: Path) -> list[str]:
    if "<table>" in text:
        title, _, rest = text.partition("\n")
        text = f"<html><body><h1>{title}</h1>{rest}</body></html>"
    path = folder / "document"
    path.write_text(text, encoding="utf-8")
    outcomes = Inspection(path).outcomes.every
    return [o.message for o in outcomes if o.rule == rule and o.status is Status.FAILED]


def test_every_rule_on_wording_has_a_case() -> None:
    assert {rule.id for rule in RULES} <= {path.stem for path in CASES.glob("*.toml")}


@pytest.mark.parametrize(("rule", "text", "message"), list(documents("fail")))
def test_what_is_wrong_is_found(rule: str, text: str, message: list[str], tmp_path: Path) -> None:
    said = found(rule, text, tmp_path)
    assert said
    for words in message:
        assert any(words in one for one in said), (words, said)


@pytest.mark.parametrize(("rule", "text", "message"), [*documents("pass"), *documents("near-miss")])
def test_what_is_right_is_silent(rule: str, text: str, message: list[str], tmp_path: Path) -> None:
    assert not message
    assert found(rule, text, tmp_path) == []
