"""What must not stand in the repository: other people's sentences, and traces of the machine it was written on."""

from __future__ import annotations

import re
import subprocess
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.samples_path import samples_dir
from yusuan.catalog import departmental_economic, functional, laws
from yusuan.editions import EDITIONS
from yusuan.tables.spec import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parents[2]
SEED = "hebei-qinhuangdao-zfw-2024-budget.txt"
_LONGEST_BORROWED = 11
_RUN = re.compile(rf"[\u4e00-\u9fff]{{{_LONGEST_BORROWED + 1},}}")

_TITLE = re.compile("《([^《》]+)》")
# Keys of the example's TOML files that hold names of things: projects, indicators, documents, units.
_NAMING_KEYS = frozenset({"name", "short_name", "basis", "title", "responsible", "division_name"})
# Names that stand inside other texts.
_NAMES = (
    "秦皇岛经济技术开发区工委政法委",
    "家事法律服务中心和知识产权服务中心",
    "部门预算信息公开情况说明",
    "财政拨款“三公”经费预算情况及增减变化原因",
)

# Absolute paths of a machine, and the words of a place of work; written apart so as not to find themselves.
_TRACES = (
    *(f"/{folder}/" for folder in ("work", "tmp/w", "root", "home/user", "Users")),
    *("sub" + "agent", "Clau" + "de", "Anthro" + "pic", "Chat" + "GPT", "Copi" + "lot"),
    "language " + "model",
)
_WORK_WORDS = ("hel" + "per", "col" + "league", "this ses" + "sion", "the br" + "ief")


@lru_cache(maxsize=1)
def tracked_texts() -> dict[str, str]:
    """Every text file git knows or would add, by name."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    texts = {}
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b"\0"
        if b"\0" not in content:
            texts[name] = content.decode("utf-8", errors="replace")
    return texts


def test_no_trace_of_the_machine_it_was_written_on() -> None:
    found = [
        (name, trace)
        for name, text in tracked_texts().items()
        for trace in _TRACES
        if trace.lower() in text.lower()
    ]
    assert found == []


def test_no_words_of_the_place_of_work() -> None:
    pattern = re.compile(rf"\b(?:{'|'.join(_WORK_WORDS)})s?\b", re.IGNORECASE)
    found = [
        (name, match[0])
        for name, text in tracked_texts().items()
        if name != "uv.lock"
        for match in pattern.finditer(text)
    ]
    assert found == []


# ── Sentences of the published document ──────────────────────────────────────────────────────


def _example_names(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for inner, content in value.items():
            yield from _example_names(content, inner)
    elif isinstance(value, list):
        for content in value:
            yield from _example_names(content, key)
    elif isinstance(value, str) and key in _NAMING_KEYS:
        yield value


def _official_names() -> Iterator[str]:
    for make in EDITIONS.values():
        edition = make(2024)
        yield from (section.title for section in edition.sections)
        for spec in edition.tables:
            yield spec.title
            for panel in spec.panels:
                yield from (part for column in panel.columns for part in column.header)
                if not isinstance(panel.rows, Tree):
                    yield from (row.label for row in panel.rows)
    for book in (functional(2024), departmental_economic(2024)):
        yield from (entry.name for entry in book.search(""))
    yield from (law.title for law in laws().values())


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """Names of things, longest first: these may be the published ones."""
    found = {*_NAMES, *_official_names()}
    for path in (ROOT / "examples").rglob("*.toml"):
        written = path.read_text(encoding="utf-8")
        found |= set(_example_names(tomllib.loads(written)))
        found |= set(_TITLE.findall(written))
    for path in (ROOT / "src/yusuan/catalog").rglob("*.csv"):
        found |= {
            cell
            for line in path.read_text(encoding="utf-8").split("\n")
            for cell in line.split(",")
        }
    return tuple(sorted(found, key=len, reverse=True))


def _is_name(borrowed: str) -> bool:
    """Tell whether nothing but names, with at most a few words between, is borrowed."""
    if any(borrowed in name for name in names()):
        return True
    rest = borrowed
    for name in names():
        if len(name) >= 4:
            rest = rest.replace(name, "\n")
    return max(map(len, rest.split("\n"))) <= _LONGEST_BORROWED


@lru_cache(maxsize=1)
def published() -> frozenset[str]:
    """Every run of twelve Chinese characters in the document, across its line breaks."""
    document = "".join((samples_dir() / SEED).read_text(encoding="utf-8").split())
    size = _LONGEST_BORROWED + 1
    return frozenset(
        run[n : n + size] for run in _RUN.findall(document) for n in range(len(run) - size + 1)
    )


def _borrowed(runs: Iterable[str]) -> Iterator[str]:
    """The longest stretches of some runs that stand in the document."""
    size = _LONGEST_BORROWED + 1
    for run in runs:
        start = 0
        while start <= len(run) - size:
            end = start
            while end <= len(run) - size and run[end : end + size] in published():
                end += 1
            if end > start:
                yield run[start : end + size - 1]
            start = end + 1


def test_no_sentence_is_borrowed_from_the_published_document() -> None:
    found = {
        (borrowed, name)
        for name, text in tracked_texts().items()
        for borrowed in _borrowed(_RUN.findall(text))
        if not _is_name(borrowed)
    }
    assert sorted(found) == []


def test_a_borrowed_sentence_would_be_found() -> None:
    document = "".join((samples_dir() / SEED).read_text(encoding="utf-8").split())
    sentence = max(_RUN.findall(document), key=len)
    assert list(_borrowed([f"我们说{sentence}吧"])) == [sentence]
    assert not _is_name(sentence)
