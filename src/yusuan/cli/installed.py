"""What commands of the working place share: the folder they are about, and failures that end with 1."""

from __future__ import annotations

from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from yusuan.cli.command import PathType
from yusuan.cli.failures import FOUND_ERRORS, Refusal
from yusuan.reports.lines import say

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEEDED = ("django", "allauth", "gunicorn", "whitenoise", "psycopg", "dj_database_url")

home_option = click.option(
    "--home",
    type=PathType(path_type=Path, file_okay=False),
    metavar="DIR",
    help="系统所在的目录（默认为环境变量 YUSUAN_HOME，没有设置时为 ~/.local/share/yusuan）",
)


class Failed(Refusal):
    """What ends a command of the working place: 1, as the other answer than 0."""

    exit_code = FOUND_ERRORS


@contextmanager
def about_the_place() -> Iterator[None]:
    """Say in words why the place cannot be served, kept or looked at; raises Failed."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        said = "系统所需的组件没有安装（{names}）；请运行 pip install 'yusuan[web]' 后重试"
        raise Failed(say(said, names="、".join(missing)))
    import sqlite3

    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    from yusuan.core.errors import Misconfigured, NotReady, system_reason

    try:
        yield
    except (Misconfigured, NotReady) as error:
        raise Failed(str(error)) from error
    except ImproperlyConfigured as error:
        raise Failed(say("设置不能使用：{reason}", reason=error)) from error
    except (DatabaseError, sqlite3.Error) as error:
        raise Failed(of_database(error)) from error
    except OSError as error:
        said = "文件无法读写：{reason} {file}"
        reason, file = system_reason(error), str(error.filename or "")
        raise Failed(say(said, reason=reason, file=file)) from error


def of_database(error: Exception) -> str:
    """What a database says, in words for what happens most."""
    reason = " ".join(str(error).split())
    known = {
        "database is locked": "数据库正被另一个程序占用，请稍后重试；没有改动任何内容",
        "disk I/O error": "数据库所在的磁盘读写出错或已满，请检查；没有改动任何内容",
        "disk is full": "数据库所在的磁盘已满，请清理后重试；没有改动任何内容",
        "readonly database": "数据库文件不可写，请检查目录的权限",
        "unable to open database file": "数据库文件不能打开，请检查目录的权限",
        "not a database": "数据库文件已损坏，请用 yusuan restore 从备份恢复",
        "malformed": "数据库文件已损坏，请用 yusuan restore 从备份恢复",
        "Connection refused": "连不上数据库，请检查它是否在运行、DATABASE_URL 是否正确",
        "password authentication failed": "数据库拒绝了用户名或密码，请检查 DATABASE_URL",
    }
    found = (words for mark, words in known.items() if mark in reason)
    return next(found, say("数据库不能使用：{reason}", reason=reason[:200]))
