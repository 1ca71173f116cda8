"""`yusuan backup`: everything a place is, in a folder that proves itself, while the place is used."""

from __future__ import annotations

from pathlib import Path

import click

from yusuan.cli.bounded import unlimited_time
from yusuan.cli.command import PathType
from yusuan.cli.command import command as _command
from yusuan.cli.installed import Failed, about_the_place, home_option
from yusuan.cli.screen import show
from yusuan.reports.lines import in_bytes, say

_HELP = """备份系统：数据库、公开文件和设置，写成一个可以核验的目录

可以在系统运行时进行，写出的是同一时刻的内容；写完后逐个文件读回核对。
DIR 须不存在或为空。密钥默认不在备份里：恢复后各人重新登录即可。"""
_EXAMPLES = """yusuan backup 备份/2026-12-01 --home /srv/yusuan
yusuan backup 备份/2026-12-02 --with-secret"""


@_command(_HELP, _EXAMPLES)
@click.argument("target", metavar="DIR", type=PathType(path_type=Path))
@home_option
@click.option("--with-secret", is_flag=True, help="连同密钥一起备份；备份须像密码一样保管")
def command(target: Path, home: Path | None, *, with_secret: bool) -> None:
    """Write the backup and say what is in it."""
    unlimited_time()
    with about_the_place():
        from yusuan.web.serving.backup import back_up
        from yusuan.web.starting import start

        place = start(home)
        made = back_up(place, target, with_secret=with_secret)
        said = "已备份 {home} 到 {target}：{n} 个文件，{size}，已读回核对"
        size = in_bytes(made.size)
        show(say(said, home=place.home, target=target, n=made.files, size=size))
        if made.damaged:
            named = "、".join(made.damaged)
            raise Failed(say("备份已写出，但有公开文件早已损坏：{named}", named=named))
