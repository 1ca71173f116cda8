"""`yusuan journal`: whether the journal is what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from yusuan.cli.bounded import unlimited_time
from yusuan.cli.command import command as _command
from yusuan.cli.failures import FOUND_ERRORS
from yusuan.cli.installed import about_the_place, home_option
from yusuan.cli.screen import show, show_all
from yusuan.reports.lines import say

if TYPE_CHECKING:
    from pathlib import Path

_HELP = """日志：核对每一条都没有被改动、抽走或截断

日志按业务科和年度各成一链，每条的摘要包含前一条的摘要。
verify 从头重新计算；相符时退出码为 0，不符时为 1 并写明在哪里。"""
_EXAMPLES = """yusuan journal verify
yusuan journal verify --home /srv/yusuan"""


@_command(_HELP, _EXAMPLES)
@click.argument("action", metavar="verify", type=click.Choice(["verify"]))
@home_option
def command(action: str, home: Path | None) -> int:  # noqa: ARG001  there is one
    """Verify every chain."""
    unlimited_time()
    with about_the_place():
        from yusuan.web.starting import start

        start(home)
        from yusuan.web.journal.verify import breaks, counted

        faults = [str(one) for one in breaks()]
        chains, entries = counted()
    if faults:
        show_all([(fault,) for fault in faults])
        show(say("日志不可信：{n} 处不符。请保留现场，与备份比对。", n=len(faults)))
        return FOUND_ERRORS
    show(
        say("日志完好：{chains} 条链，{entries} 条记录，首尾相接。", chains=chains, entries=entries)
    )
    return 0
