"""The pages name everything there is, and lead where they say."""

from __future__ import annotations

import inspect
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from tools.docs import pages
from tools.reference.errors import every as every_exception
from tools.reference.glossary import enums
from yusuan.cli.main import COMMANDS, cli
from yusuan.core.outcomes import Severity, Status
from yusuan.core.records import NARRATIVE_TEXTS, RECORDS
from yusuan.editions import EDITIONS
from yusuan.rules.books import book

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
MARKDOWN = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "examples/*.md", "benchmarks/*.md")
    for path in ROOT.glob(pattern)
)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@lru_cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def page(name: str) -> str:
    return text(DOCS / name)


# ── Nothing is left out ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    assert f"## `yusuan {name}`" in page("commands.md")


def test_every_option_is_documented() -> None:
    import click

    context = click.Context(cli, info_name="yusuan")
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        section = page("commands.md").split(f"## `yusuan {name}`", 1)[1].split("\n## ", 1)[0]
        for param in command.params:
            if isinstance(param, click.Option) and not param.hidden:
                assert param.opts[-1] in section, (name, param.opts)


def test_the_rule_shown_in_the_help_exists() -> None:
    shown = re.findall(r"^ *yusuan rules ([a-z][\w-]+)$", page("commands.md"), re.MULTILINE)
    assert shown
    assert set(shown) <= {rule.id for rule in book()}


def test_every_rule_is_documented() -> None:
    missing = [rule.id for rule in book() if f"#### `{rule.id}`" not in page("rules.md")]
    assert not missing


def test_the_rules_outside_the_books_are_documented() -> None:
    from yusuan.documents.secrecy import gate

    for rule in (gate.SHARED, gate.STATED):
        assert f"`{rule}`" in page("rules.md")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_every_field_is_documented(record: object) -> None:
    from yusuan.core.records import Record

    assert isinstance(record, Record)
    section = page("dataset.md").split(f"### `{record.name}` {record.label}\n", 1)[1]
    section = section.split("\n### ", 1)[0]
    for field in record.fields:
        assert f"| `{field.name}` | {field.label} |" in section


def test_every_narrative_text_is_documented() -> None:
    assert [name for name in NARRATIVE_TEXTS if f"`{name}`" not in page("dataset.md")] == []


def test_every_table_is_documented() -> None:
    for make in EDITIONS.values():
        edition = make(2024)
        for spec in edition.tables:
            assert f"### `{edition.id}` · `{spec.id}` {spec.title}\n" in page("tables.md")


def test_every_exception_is_documented() -> None:
    from yusuan.core import errors

    known = every_exception()
    raised = [
        value
        for _, value in inspect.getmembers(errors, inspect.isclass)
        if issubclass(value, Exception)
    ]
    assert set(raised) == set(known)
    assert [
        kind.__name__ for kind in known if f"| `{kind.__name__}` |" not in page("errors.md")
    ] == []


def test_the_tree_in_the_module_is_the_tree_there_is() -> None:
    from yusuan.core import errors

    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__ or "")
    assert drawn == [kind.__name__ for kind in every_exception()[1:]]


def test_every_status_and_severity_is_documented() -> None:
    for member in (*Status, *Severity):
        assert f"| `{member.value}` | {member.label} |" in page("outcomes.md")


def test_every_part_the_code_writes_is_on_a_page() -> None:
    """A page without cog marks would silently stop following the code."""
    written = {path.name for path in pages()}
    assert written == {
        *("commands.md", "dataset.md", "errors.md", "glossary.md"),
        *("outcomes.md", "rules.md", "scoring.md", "tables.md", "working-place-states.md"),
    }


# ── The glossary ─────────────────────────────────────────────────────────────────────────────


def identifiers() -> list[str]:
    rows = re.findall(r"^\| `([^`]+)` \|", page("glossary.md"), re.MULTILINE)
    assert rows
    return rows


def test_every_member_of_every_vocabulary_is_in_the_glossary() -> None:
    named = set(identifiers())
    for kind in enums():
        for member in kind:
            assert f"{kind.__name__}.{member.name}" in named


def test_identifiers_of_the_glossary_are_unique() -> None:
    assert len(identifiers()) == len(set(identifiers()))


def test_what_the_glossary_names_exists() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    defined = set(re.findall(r"^class (\w+)", source, re.MULTILINE))
    assert {name for name in identifiers() if "." not in name} <= defined


def test_a_chinese_term_stands_for_one_class() -> None:
    classes = page("glossary.md").split("## Classes and values", 1)[1].split("\n## ", 1)[0]
    terms = re.findall(r"^\| `\w+` \| ([^|]+) \|", classes, re.MULTILINE)
    assert len(terms) == len(set(terms))


# ── Links ────────────────────────────────────────────────────────────────────────────────────


def _anchor(heading: str) -> str:
    """The name GitHub gives a heading."""
    plain = re.sub(r"[`*]", "", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    for groups in _LINK.findall(text(path)):
        target = unquote(next(filter(None, groups)))
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        found = (path.parent / name).resolve() if name else path
        assert found.exists(), f"{path.name}: {target}"
        if anchor:
            assert anchor in {_anchor(h) for h in _HEADING.findall(text(found))}, target


def test_every_page_is_in_the_index() -> None:
    index = page("README.md")
    for path in DOCS.glob("*.md"):
        assert path.name == "README.md" or f"({path.name})" in index, path.name


# ── The front page ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_two_commands_set_everything_up(name: str) -> None:
    first = re.findall(r"```\w*\n(.*?)```", text(ROOT / name), re.DOTALL)[0]
    assert [line.split("#")[0].strip() for line in first.splitlines()] == ["make demo", "make test"]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "docs/填报指南.md"])
def test_commands_shown_exist(name: str) -> None:
    shown = re.findall(r"^yusuan (\S+)", text(ROOT / name), re.MULTILINE)
    assert shown
    assert set(shown) <= set(COMMANDS)


def test_the_guide_shows_messages_as_they_are() -> None:
    """What the clerks' guide quotes of fields is what fields say."""
    from yusuan.core import fields as f

    guide = page("填报指南.md")
    assert f.AMOUNT.allowed in guide
    assert f.FUNCTION.allowed.partition("（")[0] in guide
    assert f.ECONOMIC.allowed.partition("（")[0] in guide


def test_every_dependency_has_its_reason() -> None:
    import tomllib

    project = tomllib.loads(text(ROOT / "pyproject.toml"))
    wanted = [
        *project["project"]["dependencies"],
        *(one for group in project["project"]["optional-dependencies"].values() for one in group),
        *(one for group in project["dependency-groups"].values() for one in group),
    ]
    reasons = text(DOCS / "decisions" / "dependencies.md")
    names = [re.split(r"[\[<>=~! ]", requirement)[0] for requirement in wanted]
    assert [name for name in names if not re.search(rf"\b{re.escape(name)}\b", reasons)] == []
