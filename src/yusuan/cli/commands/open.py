"""`yusuan open`: a page in the browser for people who would rather not type."""

from __future__ import annotations

from importlib.util import find_spec

import click

from yusuan.cli.bounded import limits, unlimited_time
from yusuan.cli.command import command as _command
from yusuan.cli.failures import Refusal, tracebacks_are_shown
from yusuan.cli.screen import show
from yusuan.reports.lines import say

_HELP = """打开网页：把文件拖进浏览器，核对、查来历、公开

在这台电脑上启动一个只有本机能打开的网页：放入工作簿、压缩的数据集目录或已公开的文件，
即可看到是什么、有哪些问题、每个数由哪些明细构成，并写出全部公开格式。
文件不离开这台电脑，结束时全部清除。按 Ctrl-C，或在网页上点“结束”。"""
_EXAMPLES = """yusuan open
yusuan open --port 8123 --no-browser"""
_NEEDED = ("django", "waitress")


@_command(_HELP, _EXAMPLES, shows_limits=True)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="端口，默认由系统选一个空闲的",
)
@click.option("--no-browser", "is_quiet", is_flag=True, help="不打开浏览器，只显示网址")
def command(port: int, *, is_quiet: bool) -> None:
    """Serve the page until it is ended."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        said = "网页所需的组件没有安装（{names}）；请运行 pip install 'yusuan[web]' 后重试"
        raise Refusal(say(said, names="、".join(missing)))
    from yusuan.web.desk.serving import PortRefused, serve

    # Each file has limits of its own; the page stands for as long as it is used.
    unlimited_time()
    try:
        serve(
            port,
            limits(),
            lambda address: _opened(address, is_quiet=is_quiet),
            shows_tracebacks=tracebacks_are_shown(),
        )
    except PortRefused as error:
        said = "端口 {port} 不能使用（{reason}）；请换一个，或不写 --port"
        raise Refusal(say(said, port=port, reason=error.reason)) from error
    show("已结束，放入的文件和写出的副本都已清除。")


def _opened(address: str, *, is_quiet: bool) -> None:
    show(say("网页：{address}", address=address))
    show("只有这台电脑能打开；按 Ctrl-C，或在网页上点“结束”。")
    if not is_quiet:
        import webbrowser

        webbrowser.open(address)
