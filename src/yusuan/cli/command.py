"""How commands look: their help, with examples; options many of them share."""

from __future__ import annotations

import datetime as dt
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from yusuan.cli.bounded import ask_for, bounded, too_large
from yusuan.cli.failures import Refusal, show_tracebacks, work_on
from yusuan.reports.lines import clipped_path, columns, plain, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from yusuan.reports.lines import Line

    Decorator = Callable[[Any], Any]


def _ask_for_debug(_ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        show_tracebacks()


def debug_option(*, is_hidden: bool) -> Decorator:
    """`--debug`, understood before and after the name of the command."""
    return click.option(
        "--debug",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        hidden=is_hidden,
        callback=_ask_for_debug,
        help="程序出错时显示完整的调用栈",
    )


def _allow_memory(_ctx: click.Context, _param: click.Parameter, value: int | None) -> None:
    ask_for(memory=None if value is None else value << 20)


def _allow_seconds(_ctx: click.Context, _param: click.Parameter, value: int | None) -> None:
    ask_for(seconds=value)


def limit_options(*, is_hidden: bool, is_first: bool = False) -> Decorator:
    """`--memory` and `--timeout`, understood before and after the name of the command.

    Only before it (`is_first`) the environment speaks too, so that it never outweighs what was typed.
    """
    memory = click.option(
        "--memory",
        type=click.IntRange(256, 1_000_000),
        metavar="MB",
        envvar="YUSUAN_MEMORY" if is_first else None,
        expose_value=False,
        hidden=is_hidden,
        callback=_allow_memory,
        help="每条命令、批量核对时每个进程的内存上限，MB（默认 2048；也可用环境变量 YUSUAN_MEMORY）",
    )
    timeout = click.option(
        "--timeout",
        type=click.IntRange(1, 86400),
        metavar="SECONDS",
        envvar="YUSUAN_TIMEOUT" if is_first else None,
        expose_value=False,
        hidden=is_hidden,
        callback=_allow_seconds,
        help="每条命令、批量核对时每份文件的处理器时限，秒（默认 600；也可用环境变量 YUSUAN_TIMEOUT）",
    )
    return lambda function: timeout(memory(function))


class Spoken(click.Command):
    """A command whose help is laid out by the width of Chinese characters and speaks Chinese."""

    def get_help(self, ctx: click.Context) -> str:
        """The whole help text."""
        usage = " ".join((ctx.command_path, *self.collect_usage_pieces(ctx)))
        lines: list[Line] = [(f"用法：{usage}",), ("",)]
        lines += [(text,) for text in (self.help or "").splitlines()]
        for title, rows in self.sections(ctx):
            lines += [("",), (title,), *columns(rows, indent=2)]
        if self.epilog:
            lines += [("",), ("例子：",)]
            lines += [(f"  {text}",) for text in self.epilog.splitlines()]
        return plain(lines).decode().rstrip("\n")

    def sections(self, ctx: click.Context) -> list[tuple[str, list[tuple[str, str]]]]:
        """Titled lists of the help text."""
        options = (param for param in self.get_params(ctx) if isinstance(param, click.Option))
        return [("选项：", [_row(option, ctx) for option in options if not option.hidden])]

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Placeholders of the usage line."""
        pieces = super().collect_usage_pieces(ctx)
        return ["[选项]" if piece == "[OPTIONS]" else piece for piece in pieces]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, explained like every other option."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份帮助"
        return option


# What the program says of itself when it is the process a user started, whose commands get one of their own.
ALONE = "alone"
_MOST_NAMED = 2
_WIDEST_NAME = 80


class Bounded(Spoken):
    """A command that needs no more memory and time than it may, and says so in words where that is too little."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  click's signature
        """Run it, in a process of its own where this one belongs to the program."""
        run = partial(super().invoke, ctx)
        about = _about(ctx)
        work_on(about)
        try:
            return bounded(run, about) if ctx.find_root().obj == ALONE else run()
        except MemoryError as error:
            raise too_large(about) from error


def _about(ctx: click.Context) -> str:
    """What a command works on, in the words it was given; its own name where it reads nothing."""
    given = (ctx.params.get(param.name or "") for param in ctx.command.params if _is_read(param))
    named = [path for one in given for path in (one if isinstance(one, tuple) else (one,)) if path]
    more = "…" if len(named) > _MOST_NAMED else ""
    shown = "、".join(clipped_path(path, _WIDEST_NAME) for path in named[:_MOST_NAMED])
    return shown + more or ctx.command_path


def _is_read(param: click.Parameter) -> bool:
    return isinstance(param, click.Argument) and isinstance(param.type, click.Path)


def _row(option: click.Option, ctx: click.Context) -> tuple[str, str]:
    """How an option is written, and what it does."""
    names, _ = option.get_help_record(ctx) or ("", "")
    return names, (option.help or "") + ("（必填）" if option.required else "")


def command(explanation: str, examples: str, *, shows_limits: bool = False) -> Decorator:
    """Make a function a command; the first line of the explanation stands in lists of commands."""

    def decorate(function: Callable[..., object]) -> click.Command:
        function = debug_option(is_hidden=True)(function)
        function = limit_options(is_hidden=not shows_limits)(function)
        return click.command(cls=Bounded, help=explanation, epilog=examples)(function)

    return decorate


# What systems take at most, in bytes.
_LONGEST_PATH = 4096


class PathType(click.Path):
    """A path a system may have: one it can never have is refused before anybody tries to open it."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:  # noqa: ANN401  click's signature
        """The path; raises Refusal."""
        written = os.fspath(value)
        if "\0" in written:
            raise Refusal(say("路径不能含有空字符：{path}", path=Path(written)))
        # Another system's encoding may lack a character, and says so where the path is used.
        length = len(written.encode("utf-8", "surrogatepass"))
        if length > _LONGEST_PATH:
            raise Refusal(say("路径过长：共 {n} 字节，至多 {most}", n=length, most=_LONGEST_PATH))
        return super().convert(value, param, ctx)


source_argument = click.argument("source", metavar="SOURCE", type=PathType(path_type=Path))
output_option = click.option(
    "-o",
    "--output",
    type=PathType(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="写入文件（默认写到标准输出）",
)


force_option = click.option(
    "--force", "is_forced", is_flag=True, help="覆盖已有的、不是上次写出的文件"
)
directory_option = click.option(
    "-o",
    "--output",
    "directory",
    required=True,
    type=PathType(path_type=Path, file_okay=False),
    metavar="DIR",
    help="写入的目录",
)


earlier_option = click.option(
    "--earlier",
    "earlier",
    multiple=True,
    type=PathType(path_type=Path),
    metavar="PATH",
    help="本年或上年已公开的版本（目录、开放数据包、PDF），可多次给出：核对涉密金额不会由前后两版推算出来",
)


def format_option(*formats: str) -> Decorator:
    """`--format`; the first is the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        help="输出格式（默认为第一种）",
    )


def this_year() -> int:
    """The year on the wall: the fiscal year people mean when they name none."""
    return dt.datetime.now(tz=dt.UTC).astimezone().year
