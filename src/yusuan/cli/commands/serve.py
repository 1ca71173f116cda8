"""`yusuan serve`: the working place, for everybody who prepares, reviews and publishes budgets together."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from yusuan.cli.bounded import unlimited_time
from yusuan.cli.command import PathType
from yusuan.cli.command import command as _command
from yusuan.cli.installed import Failed, about_the_place, home_option
from yusuan.cli.screen import show
from yusuan.reports.lines import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yusuan.web.county import Login

_HELP = """启动多人使用的预算编制系统

第一次启动时在 --home 目录里建立设置、密钥和数据库，并在终端询问首个管理员；没有默认密码。
--demo 建立并打开示例县，显示每个角色的用户名和密码，只供试用。
网页进程和后台任务进程由这个命令看管，意外结束时重新启动；按 Ctrl-C 或发送 SIGTERM 全部停止。"""
_EXAMPLES = """yusuan serve --demo --home out/place --port 8123
yusuan serve --home /srv/yusuan --port 8000
yusuan serve --home /srv/yusuan --prepare"""
_OWNER_ONLY = 0o077


@_command(_HELP, _EXAMPLES)
@home_option
@click.option("--host", metavar="ADDRESS", help="监听的地址，默认 127.0.0.1，只有本机能打开")
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar="N", help="端口，默认 8000；0 由系统选一个"
)
@click.option("--workers", type=click.IntRange(1, 64), metavar="N", help="网页进程数，默认 2")
@click.option("--demo", "is_demo", is_flag=True, help="建立示例县，并显示各角色的登录名和密码")
@click.option("--prepare", "only_prepares", is_flag=True, help="只建立、更新和询问管理员，不启动")
@click.option(
    "--admin",
    "admin_file",
    type=PathType(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="首个管理员从文件读取（三行：用户名、姓名、密码），供没有终端时使用",
)
def command(
    home: Path | None,
    host: str | None,
    port: int | None,
    workers: int | None,
    admin_file: Path | None,
    *,
    is_demo: bool,
    only_prepares: bool,
) -> None:
    """Serve until told to stop."""
    with about_the_place():
        if not hasattr(os, "fork"):
            raise Failed("多人系统需要 Linux 或 macOS；在 Windows 上可用 yusuan open")
        from yusuan.web.serving import demo, preparing
        from yusuan.web.serving.serving import Listening, locked, serve
        from yusuan.web.starting import choose, start

        unlimited_time()
        os.umask(_OWNER_ONLY)
        place = choose(home)
        with locked(place) as lock:
            if is_demo:
                demo.clear_old(place)
            if preparing.lay_out(place, is_demo=is_demo):
                show(say("在 {home} 建立", home=place))
            options = start(place).options
            logins = _made(place, admin_file, is_demo=is_demo)
            if only_prepares:
                show("已准备好；去掉 --prepare 即可启动。")
                return
            at = Listening(
                host or options.get("listen", "127.0.0.1"),
                options.get("port", 8000) if port is None else port,
                workers or options.get("workers", 2),
            )
            serve(place, at, lock, lambda address: _opened(address, logins), _told)
            _told("已停止。")


def _made(home: Path, admin_file: Path | None, *, is_demo: bool) -> Sequence[Login]:
    """Everything up to date and somebody who can sign in; of the example, who."""
    from yusuan.web.serving import demo, preparing

    preparing.bring_up_to_date()
    if is_demo:
        show("正在准备示例县……", err=True)
        return demo.make_example(home)
    if not preparing.has_administrator():
        _first_administrator(admin_file)
    return ()


def _opened(address: str, logins: Sequence[Login]) -> None:
    show(address)
    for login in logins:
        show(f"{login.role}\t{login.user}\t{login.password}")
    _told("已启动；按 Ctrl-C 停止。")


def _told(text: str) -> None:
    import contextlib

    # A terminal that was closed must not keep anything from ending in order.
    with contextlib.suppress(OSError):
        show(text, err=True)


def _first_administrator(admin_file: Path | None) -> None:
    from yusuan.web.serving.preparing import add_administrator, faults_of

    if admin_file is not None:
        given = admin_file.read_text(encoding="utf-8").splitlines()
        username, name, password = [*map(str.strip, given), "", "", ""][:3]
        faults = faults_of(username, name, password)
        if faults:
            raise Failed(say("{file} 里的管理员不能建立：", file=admin_file) + " ".join(faults))
        add_administrator(username, name, password)
    elif sys.stdin.isatty():
        add_administrator(*_asked())
    else:
        raise Failed(
            "还没有管理员；请在终端运行一次 yusuan serve --prepare 按提示建立，"
            "没有终端时用 --admin FILE（三行：用户名、姓名、密码）"
        )
    show("管理员已建立。")


def _asked() -> tuple[str, str, str]:
    from yusuan.web.serving.preparing import faults_of

    show("还没有管理员。管理员建立用户、单位和年度，本身看不到预算数据。")
    while True:
        username = _prompt("用户名（登录用，如 zhangsan）").strip()
        name = _prompt("姓名").strip()
        password = _prompt("密码（至少 12 个字符，输入时不显示）", hide_input=True)
        if _prompt("再输入一次密码", hide_input=True) != password:
            show("两次输入的密码不同，请重新输入。", err=True)
            continue
        faults = faults_of(username, name, password)
        if not faults:
            return username, name, password
        for fault in faults:
            show(f"  {fault}", err=True)
        show("请重新输入。", err=True)


def _prompt(text: str, **how: Any) -> str:  # noqa: ANN401  click's options
    answer: str = click.prompt(text, prompt_suffix="：", **how)
    return answer
