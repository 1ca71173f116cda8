"""Every command is documented, with examples that can be copied, in both languages."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path

import click
import pytest

import yusuan.cli
from tests.cli.command_line import process, run
from yusuan.cli.main import COMMANDS, cli
from yusuan.reports.language.english import ENGLISH

SOURCES = sorted(Path(yusuan.cli.__file__).parent.rglob("*.py"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _command(name: str) -> click.Command:
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


def test_every_module_of_a_command_is_listed() -> None:
    commands = Path(yusuan.cli.__file__).parent / "commands"
    modules = {p.stem for p in commands.glob("*.py")} - {"__init__"}
    rooms = {p.parent.name for p in commands.glob("*/__init__.py")}
    assert modules | rooms == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_explains_itself_and_all_its_options(name: str) -> None:
    text = run(name, "--help").stdout
    assert text.startswith(f"用法：yusuan {name}")
    assert "例子：\n  yusuan" in text
    for param in _command(name).params:
        if isinstance(param, click.Option) and not param.hidden:
            assert param.help
            assert param.help in text
        if isinstance(param, click.Argument):
            assert param.make_metavar(click.Context(_command(name))).strip("[]") in text


@pytest.mark.parametrize("name", COMMANDS)
def test_the_examples_of_a_command_are_valid(name: str) -> None:
    lines = (_command(name).epilog or "").splitlines()
    assert lines
    for line in lines:
        program, called, *args = shlex.split(line)
        assert (program, called) == ("yusuan", name)
        _command(name).make_context(name, args, parent=click.Context(cli))


def test_the_list_of_commands_stands_in_the_help() -> None:
    text = run("--help").stdout
    assert run().stdout == text
    for name in COMMANDS:
        assert f"  {name}" in text


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_speaks_english(name: str) -> None:
    text = run("--lang", "en", *([name] if name else []), "--help").stdout
    head, _, _ = text.partition("Examples:")
    # Names of rows and printed marks stay what they are.
    rest = re.sub("合计|草案|涉密", "", head)
    assert not CHINESE.search(rest), CHINESE.findall(rest)
    assert run(*([name] if name else []), "--help", YUSUAN_LANG="en_US.UTF-8").stdout == text


def _spoken() -> set[str]:
    """Texts given to `say`, and help of options, as the source has them."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            said = node.args[:1] if name == "say" else []
            said += [k.value for k in node.keywords if k.arg == "help"]
            found |= {
                part.value
                for part in said
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            }
    return found


def test_every_text_of_the_interface_has_its_english() -> None:
    assert {t for t in _spoken() if CHINESE.search(t)} - set(ENGLISH) == set()


def test_english_fills_the_same_slots() -> None:
    slots = re.compile(r"\{\w+\}")
    for chinese, english in ENGLISH.items():
        assert set(slots.findall(english)) == set(slots.findall(chinese)), chinese


def test_help_loads_neither_the_domain_nor_heavy_libraries() -> None:
    timed = process("--help", PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rsplit("|", 1)[-1].strip() for line in timed.stderr.decode().splitlines()}
    heavy = {"rich", "jinja2", "duckdb", "highspy", "numpy", "openpyxl", "xlsxwriter", "typst"}
    # Of the core, the tools patterns and data classes are made with.
    domain = {"yusuan.core.money", "yusuan.core.errors", "yusuan.core.terms", "yusuan.tables"}
    assert loaded.isdisjoint(heavy | domain | {"lxml", "yusuan.pipeline", "yusuan.catalog"})
    assert len(loaded) < 150
