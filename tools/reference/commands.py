"""docs/commands.md: the help of every command, and the exit codes."""

from __future__ import annotations

import click

from tools.reference.markdown import code, fence, table
from yusuan.cli import failures
from yusuan.cli.main import COMMANDS, cli

_EXIT_CODES = {
    0: "fine; warnings and advice may stand",
    failures.FOUND_ERRORS: "findings of severity `error` stand, or publication was refused",
    failures.CANNOT_GO_ON: "cannot go on: a source that cannot be read, a request that cannot be met",
    failures.INTERRUPTED: "interrupted",
}


def exit_codes() -> str:
    """What the exit code of any command means."""
    return table(
        ("exit code", "meaning"), ((code(str(n)), said) for n, said in _EXIT_CODES.items())
    )


def helps() -> str:
    """The help of the program and of every command."""
    program = click.Context(cli, info_name="yusuan")
    text = "## `yusuan`\n\n" + fence(cli.get_help(program))
    for name in COMMANDS:
        command = cli.get_command(program, name)
        if command is not None:
            context = click.Context(command, info_name=name, parent=program)
            text += f"## `yusuan {name}`\n\n" + fence(command.get_help(context))
    return text
