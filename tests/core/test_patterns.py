"""Patterns of modules compile when they are first used, and all of them do compile."""

from __future__ import annotations

import ast
import gc
import importlib
import pickle
import pkgutil
import re
import sys
from pathlib import Path
from typing import AnyStr

import pytest

import yusuan
from yusuan.core.patterns import pattern

SOURCES = sorted(Path(yusuan.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize(
    ("text", "subject"), [("a(b)?", "xABya"), (b"a(b)?", b"xABya")], ids=["text", "bytes"]
)
def test_it_answers_as_a_compiled_one(text: AnyStr, subject: AnyStr) -> None:
    ours, theirs = pattern(text, re.IGNORECASE), re.compile(text, re.IGNORECASE)
    assert ours.pattern == theirs.pattern
    assert ours.findall(subject) == theirs.findall(subject)
    assert ours.sub(text[:0], subject) == theirs.sub(text[:0], subject)
    assert [m.span() for m in ours.finditer(subject)] == [
        m.span() for m in theirs.finditer(subject)
    ]
    assert ours.groups == theirs.groups
    assert ours.flags == theirs.flags


def test_nothing_is_compiled_before_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = re.compile

    def watched(text: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(text)
        return real(text, flags)

    monkeypatch.setattr(re, "compile", watched)
    one = pattern("first use")
    assert (one.pattern, compiled) == ("first use", [])
    assert one.search("a first use")
    assert one.fullmatch("first use")
    assert compiled == ["first use"]


def test_a_pattern_survives_pickling() -> None:
    again = pickle.loads(pickle.dumps(pattern("a+")))  # noqa: S301  what was just written
    assert again.fullmatch("aa")


def test_every_pattern_of_the_source_compiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "yusuan.web.desk.settings")
    for module in pkgutil.walk_packages(yusuan.__path__, "yusuan."):
        # What starts something when it is imported holds no pattern.
        if not module.name.endswith(("__main__", ".wsgi")):
            importlib.import_module(module.name)
    kind = type(pattern(""))
    # By identity of the class: some objects answer isinstance by running code.
    found = [one for one in gc.get_objects() if type(one) is kind]
    assert len(found) > 300
    for one in found:
        assert one.groups >= 0, one
    assert "yusuan.pipeline" in sys.modules


def test_no_module_compiles_when_it_is_imported() -> None:
    assert {path.name: found for path in SOURCES if (found := _at_import(path))} == {}


def _at_import(path: Path) -> list[int]:
    """The lines of a source that compile outside of every function."""
    found = []
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        for child in ast.iter_child_nodes(waiting.pop()):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                continue
            if isinstance(child, ast.Attribute) and ast.unparse(child) == "re.compile":
                found.append(child.lineno)
            waiting.append(child)
    return found
