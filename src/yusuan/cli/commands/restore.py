"""`yusuan restore`: a backup put in the place of an installation, proved before it is used."""

from __future__ import annotations

import os
from pathlib import Path

import click

from yusuan.cli.bounded import unlimited_time
from yusuan.cli.command import PathType
from yusuan.cli.command import command as _command
from yusuan.cli.installed import about_the_place, home_option
from yusuan.cli.screen import show
from yusuan.reports.lines import say

_HELP = """恢复系统：核验备份，再放到 --home

先核对清单、日志的链和公开文件的摘要，都通过才替换；不通过时什么也不改。
系统须已停止。--home 里已有系统时要加 --replace，原有内容移到其中的 before-日期 目录，不删除。"""
_EXAMPLES = """yusuan restore 备份/2026-12-01 --home /srv/yusuan-new
yusuan restore 备份/2026-12-01 --replace"""


@_command(_HELP, _EXAMPLES)
@click.argument("source", metavar="DIR", type=PathType(path_type=Path))
@home_option
@click.option("--replace", "replaces", is_flag=True, help="替换已有的系统，原有内容留在一旁")
def command(source: Path, home: Path | None, *, replaces: bool) -> None:
    """Restore and say where what was there is."""
    unlimited_time()
    with about_the_place():
        from yusuan.web.serving.restore import put_back
        from yusuan.web.serving.serving import locked
        from yusuan.web.starting import choose

        os.umask(0o077)
        place = choose(home)
        with locked(place):
            aside = put_back(place, source, replaces=replaces)
        show(say("已从 {source} 恢复到 {home}；日志和公开文件已核对", source=source, home=place))
        if aside is not None:
            show(say("原有内容在 {path}", path=place / aside))
