"""Every command is documented, with examples that can be copied."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

import yusuan.cli
from tests.cli.command_line import process, run
from yusuan.cli.main import COMMANDS, cli

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


def test_the_interface_speaks_one_language() -> None:
    assert run("--lang", "en").exit_code == 2
    assert run("--help", YUSUAN_LANG="en").stdout == run("--help").stdout


def test_help_loads_neither_the_domain_nor_heavy_libraries() -> None:
    timed = process("--help", PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rsplit("|", 1)[-1].strip() for line in timed.stderr.decode().splitlines()}
    heavy = {"rich", "jinja2", "duckdb", "highspy", "numpy", "openpyxl", "xlsxwriter", "typst"}
    # Of the core, the tools patterns and data classes are made with.
    domain = {"yusuan.core.money", "yusuan.core.errors", "yusuan.core.terms", "yusuan.tables"}
    assert loaded.isdisjoint(heavy | domain | {"lxml", "yusuan.pipeline", "yusuan.catalog"})
    assert len(loaded) < 150
