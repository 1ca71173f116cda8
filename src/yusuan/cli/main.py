"""The program: finds the command, loads it alone, and lets no traceback reach a user."""

from __future__ import annotations

import importlib
import os
import sys
import warnings
from contextvars import copy_context
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, NoReturn

import click

from yusuan.cli.command import ALONE, Spoken, debug_option, limit_options
from yusuan.cli.failures import explain_failure, show_tracebacks
from yusuan.cli.screen import show
from yusuan.core.garbage import collect_seldom
from yusuan.reports.lines import say

if TYPE_CHECKING:
    from collections.abc import Sequence

# In the order people meet them.
COMMANDS = (
    "demo",
    "new",
    "import",
    "check",
    "read",
    "publish",
    "open",
    "serve",
    "backup",
    "restore",
    "doctor",
    "journal",
    "cells",
    "explain",
    "convert",
    "diff",
    "editions",
    "tables",
    "rules",
    "codes",
)
_HELP = """部门预算：一套明细生成全部公开表，自动核对，写出各种格式。

SOURCE 是数据集目录、工作簿（.xlsx）或开放数据包（目录或 .zip）；
check、cells、read 也读已公开的文件（PDF、Word、Excel、网页、文本）。
退出码：0 没有错误，1 查出错误，2 无法继续，130 中断。"""
_EXAMPLES = """yusuan demo
yusuan new 我的部门 --workbook
yusuan check 我的部门.xlsx
yusuan publish 我的部门.xlsx -o 公开"""


class Program(Spoken, click.Group):
    """A group that imports a command only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Names in the order of help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        module = importlib.import_module(f"yusuan.cli.commands.{name}")
        found: click.Command = module.command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, offering near names when there is none."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            import difflib

            near = difflib.get_close_matches(name, COMMANDS, 1)
            hint = say("；您要的可能是 {name}", name=near[0]) if near else ""
            raise click.UsageError(say("没有命令 {name}", name=name) + hint, ctx)
        return super().resolve_command(ctx, args)

    def sections(self, ctx: click.Context) -> list[tuple[str, list[tuple[str, str]]]]:
        """Commands first, then options."""
        rows = []
        for name in COMMANDS:
            loaded = self.get_command(ctx, name)
            text = (loaded.help or "") if loaded is not None else ""
            rows.append((name, text.split("\n", 1)[0]))
        return [("命令：", rows), *super().sections(ctx)]

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        *_: object,
        **extra: Any,  # noqa: ANN401  click's signature
    ) -> NoReturn:
        """Run, and turn whatever happens into an exit code."""
        extra.pop("standalone_mode", None)
        # What a command chooses (limits, tracebacks) is gone with its run: the caller may go on.
        sys.exit(copy_context().run(self._run, args, prog_name or "yusuan", **extra))

    def _run(
        self,
        args: Sequence[str] | None,
        prog_name: str,
        **extra: Any,  # noqa: ANN401  click's signature
    ) -> int:
        show_tracebacks(are_shown=False)
        try:
            code = super().main(args, prog_name, standalone_mode=False, **extra)
        except Exception as error:  # noqa: BLE001  the one place where every failure ends
            code = explain_failure(error)
        return code if isinstance(code, int) else 0


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        show(f"yusuan {version('yusuan')}")
        ctx.exit()


def _begin_again_in_utf8() -> None:
    """Where the environment knows ASCII only, no Chinese file name can be told from its bytes: begin again without it.

    Reports and their names are then the same as anywhere; the terminal shows what it can.
    """
    if sys.getfilesystemencoding() == "ascii" and hasattr(os, "execv"):
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606  ourselves


@click.group(cls=Program, help=_HELP, epilog=_EXAMPLES, invoke_without_command=True)
@debug_option(is_hidden=False)
@limit_options(is_hidden=False, is_first=True)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="显示版本",
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Show the help when no command is named."""
    if ctx.invoked_subcommand is None:
        show(ctx.get_help())


def main() -> None:
    """Entry point of the console script."""
    _begin_again_in_utf8()
    collect_seldom()
    if not sys.warnoptions:
        # Libraries warn developers, in English and in the words of the file.
        warnings.simplefilter("ignore")
    for stream in (sys.stdout, sys.stderr):
        # A terminal in another encoding shows “?” for what it cannot print.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    cli(obj=ALONE)
