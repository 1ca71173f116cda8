"""`yusuan doctor`: what an installation stands on, each line with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.cli.bounded import unlimited_time
from yusuan.cli.command import command as _command
from yusuan.cli.failures import FOUND_ERRORS
from yusuan.cli.installed import about_the_place, home_option
from yusuan.cli.screen import show_all
from yusuan.reports.lines import Painted, columns, say

if TYPE_CHECKING:
    from pathlib import Path

_HELP = """体检：目录、设置、数据库、日志、公开文件、运行情况

每项写明正常、注意或故障，以及该怎么办。没有故障时退出码为 0，有故障时为 1。"""
_EXAMPLES = """yusuan doctor
yusuan doctor --home /srv/yusuan"""
_COLOURS = {"正常": "green", "注意": "yellow", "故障": "red"}


@_command(_HELP, _EXAMPLES)
@home_option
def command(home: Path | None) -> int:
    """Look at everything."""
    unlimited_time()
    with about_the_place():
        from yusuan.web.serving.doctor import State, examined
        from yusuan.web.starting import start

        found = list(examined(start(home)))
    rows = [(Painted(s.state.value, _COLOURS[s.state.value]), s.about, s.text) for s in found]
    show_all(columns(rows))
    broken = sum(one.state is State.BROKEN for one in found)
    if not broken:
        show_all([("没有故障。",)])
        return 0
    show_all([(say("{n} 项故障，请按上面各行处理。", n=broken),)])
    return FOUND_ERRORS
