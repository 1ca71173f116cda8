"""How commands look: their help in the chosen language, with examples; options many of them share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from yusuan.cli.failures import show_tracebacks
from yusuan.reports.language import example, say, speak
from yusuan.reports.lines import columns, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from yusuan.reports.lines import Line

    Decorator = Callable[[Any], Any]


def _choose_language(_ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    try:
        speak(value)
    except ValueError as error:
        raise click.UsageError(say("不支持的语言“{value}”；可用 zh 或 en", value=value)) from error


def _ask_for_debug(_ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        show_tracebacks()


def language_option(*, is_hidden: bool) -> Decorator:
    """`--lang`, understood before and after the name of the command."""
    return click.option(
        "--lang",
        metavar="zh|en",
        is_eager=True,
        expose_value=False,
        hidden=is_hidden,
        callback=_choose_language,
        help="界面语言（也可用环境变量 YUSUAN_LANG）",
    )


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


class Spoken(click.Command):
    """A command whose help is laid out by the width of Chinese characters and speaks either language."""

    def get_help(self, ctx: click.Context) -> str:
        """The whole help text."""
        usage = " ".join((ctx.command_path, *self.collect_usage_pieces(ctx)))
        lines: list[Line] = [(f"{say('用法：')}{usage}",), ("",)]
        lines += [(text,) for text in say(self.help or "").splitlines()]
        for title, rows in self.sections(ctx):
            lines += [("",), (title,), *columns(rows, indent=2)]
        if self.epilog:
            lines += [("",), (say("例子："),)]
            lines += [(f"  {text}",) for text in example(self.epilog).splitlines()]
        return plain(lines).decode().rstrip("\n")

    def sections(self, ctx: click.Context) -> list[tuple[str, list[tuple[str, str]]]]:
        """Titled lists of the help text."""
        options = (param for param in self.get_params(ctx) if isinstance(param, click.Option))
        return [(say("选项："), [_row(option, ctx) for option in options if not option.hidden])]

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Placeholders of the usage line."""
        pieces = super().collect_usage_pieces(ctx)
        return [say("[选项]") if piece == "[OPTIONS]" else piece for piece in pieces]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, explained like every other option."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份帮助"
        return option


def _row(option: click.Option, ctx: click.Context) -> tuple[str, str]:
    """How an option is written, and what it does."""
    names, _ = option.get_help_record(ctx) or ("", "")
    return names, say(option.help or "") + (say("（必填）") if option.required else "")


def command(explanation: str, examples: str) -> Decorator:
    """Make a function a command; the first line of the explanation stands in lists of commands."""

    def decorate(function: Callable[..., object]) -> click.Command:
        for option in (debug_option(is_hidden=True), language_option(is_hidden=True)):
            function = option(function)
        return click.command(cls=Spoken, help=explanation, epilog=examples)(function)

    return decorate


source_argument = click.argument("source", metavar="SOURCE", type=click.Path(path_type=Path))
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
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
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="写入的目录",
)


earlier_option = click.option(
    "--earlier",
    "earlier",
    multiple=True,
    type=click.Path(path_type=Path),
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
