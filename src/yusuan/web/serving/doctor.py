"""The doctor: what an installation stands on, looked at one after the other, each with what to do."""

from __future__ import annotations

import datetime as dt
import shutil
import stat
from dataclasses import dataclass
from enum import Enum
from time import time
from typing import TYPE_CHECKING

from yusuan.web.installation import FILES, OPTIONS, SECRET, SETTINGS
from yusuan.web.serving.backup import LAST
from yusuan.web.serving.preparing import RESTORING, RUN, has_administrator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from yusuan.web.installation import Installation

_DAY = 86_400.0
_BACKUP_AGE = 7 * _DAY
_LITTLE = 1 << 30
_TOO_LITTLE = 200 << 20
_MOST_SHOWN = 3
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class State(Enum):
    """How something is."""

    WELL = "正常"
    NOTE = "注意"
    BROKEN = "故障"


@dataclass(frozen=True, slots=True)
class Said:
    """One line: how what is, and what to do."""

    state: State
    about: str
    text: str


def examined(place: Installation) -> Iterator[Said]:
    """Every line, in the order in which one depends on the other; Django is set up."""
    yield _permissions(place.home)
    yield _settings(place)
    yield _space(place.home)
    reached = _reached(place)
    yield reached
    if reached.state is not State.BROKEN:
        checks: tuple[Callable[[Installation], Said], ...] = (
            _durable,
            _migrations,
            _writable,
            _triggers,
            _journal,
            _files,
            _clock,
            _administrator,
        )
        for check in checks:
            yield _answered(check, place)
            if check is _migrations and _pending():
                return
    yield _worker(place.home)
    yield _left_over(place.home)
    yield _backup(place.home)


def _answered(check: Callable[[Installation], Said], place: Installation) -> Said:
    """What a check says; a database that fails meanwhile is an answer."""
    from django.db import DatabaseError

    try:
        return check(place)
    except DatabaseError as error:
        return Said(State.BROKEN, "数据库", f"查询失败：{' '.join(str(error).split())[:120]}")


def _permissions(home: Path) -> Said:
    about = "目录权限"
    secret = home / SECRET
    if secret.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return Said(State.BROKEN, about, f"{secret} 能被别人读取；请运行 chmod 600 {secret}")
    if home.stat().st_mode & stat.S_IRWXO:
        return Said(State.NOTE, about, f"{home} 能被别人打开；请运行 chmod 700 {home}")
    return Said(State.WELL, about, f"{home} 只有所有者能打开")


def _settings(place: Installation) -> Said:
    about = "设置"
    unknown = sorted(set(place.options) - OPTIONS)
    if unknown:
        named = "、".join(unknown)
        return Said(State.NOTE, about, f"{SETTINGS} 里有不认识的选项 {named}；请核对拼写")
    if place.is_demo:
        return Said(State.NOTE, about, "这是示例县，密码公开，不作正式使用")
    listens = place.options.get("listen", "127.0.0.1")
    if listens not in _LOOPBACK and not place.options.get("https", False):
        said = f"监听 {listens} 而没有 HTTPS，密码会明文传送；请经反向代理提供 HTTPS（docs/deploying.md）"
        return Said(State.NOTE, about, said)
    return Said(State.WELL, about, f"{SETTINGS} 可以读取")


def _space(home: Path) -> Said:
    free = shutil.disk_usage(home).free
    text = f"剩余 {free >> 20} MB"
    if free < _TOO_LITTLE:
        return Said(State.BROKEN, "磁盘空间", f"{text}；请立即清理，写满后不能保存")
    if free < _LITTLE:
        return Said(State.NOTE, "磁盘空间", f"{text}；请清理")
    return Said(State.WELL, "磁盘空间", text)


def _reached(_: Installation) -> Said:
    from django.db import DatabaseError, connection

    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
    except DatabaseError as error:
        reason = " ".join(str(error).split())[:160]
        return Said(State.BROKEN, "数据库", f"不能使用（{reason}）；请检查设置，或从备份恢复")
    return Said(State.WELL, "数据库", f"{connection.display_name} 可以连接")


def _durable(_: Installation) -> Said:
    """What was answered must be on the disk."""
    from django.db import connection

    about = "写入方式"
    asked = {
        "sqlite": (("PRAGMA journal_mode", "wal"), ("PRAGMA synchronous", "2")),
        "postgresql": (("SHOW fsync", "on"), ("SHOW synchronous_commit", "on")),
    }[connection.vendor]
    for question, wanted in asked:
        with connection.cursor() as cursor:
            cursor.execute(question)
            row = cursor.fetchone()
        if row is None or str(row[0]) != wanted:
            name = question.split()[-1]
            said = f"{name} 是 {row and row[0]}，应为 {wanted}；断电时可能丢失已保存的内容"
            return Said(State.BROKEN, about, said)
    return Said(State.WELL, about, "保存即落盘")


def _pending() -> int:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _migrations(_: Installation) -> Said:
    pending = _pending()
    if pending:
        said = f"有 {pending} 项表结构更新没有进行；请先备份，再运行 yusuan serve"
        return Said(State.BROKEN, "表结构", said)
    return Said(State.WELL, "表结构", "与程序一致")


def _writable(_: Installation) -> Said:
    """Write and take it back."""
    from django.contrib.sessions.models import Session
    from django.db import DatabaseError, transaction

    from yusuan.web.clock import now

    try:
        with transaction.atomic():
            Session.objects.create(session_key="doctor", session_data="", expire_date=now())
            transaction.set_rollback(True)
    except DatabaseError as error:
        reason = " ".join(str(error).split())[:120]
        return Said(State.BROKEN, "写入", f"不能写入（{reason}）；请检查权限、磁盘和占用")
    return Said(State.WELL, "写入", "可以写入")


def _triggers(_: Installation) -> Said:
    from django.db import connection

    from yusuan.web.journal.triggers import missing

    if missing(connection):
        said = "防止改写日志的触发器不在；请运行 yusuan serve 重新建立，并核对日志"
        return Said(State.BROKEN, "日志保护", said)
    return Said(State.WELL, "日志保护", "日志只能追加")


def _journal(_: Installation) -> Said:
    from yusuan.web.journal.verify import breaks, counted

    faults = [str(one) for one in breaks()]
    if faults:
        return Said(State.BROKEN, "日志", f"{_shown(faults)}；请保留现场，与备份比对")
    return Said(State.WELL, "日志", f"{counted()[0]} 条链，{counted()[1]} 条，首尾相接")


def _files(place: Installation) -> Said:
    from yusuan.web.serving.proof import file_faults

    faults = list(file_faults(place.files))
    if faults:
        return Said(State.BROKEN, "公开文件", f"{_shown(faults)}；请从备份恢复")
    return Said(State.WELL, "公开文件", "与摘要一致")


def _clock(_: Installation) -> Said:
    from yusuan.web.clock import now
    from yusuan.web.journal.models import Entry

    last = Entry.objects.order_by("-at").values_list("at", flat=True).first()
    if last is not None and now() < last - dt.timedelta(minutes=1):
        return Said(
            State.BROKEN, "时钟", f"早于日志的最后一条（{last:%Y-%m-%d %H:%M}）；请校正系统时间"
        )
    return Said(State.WELL, "时钟", "不早于日志的最后一条")


def _administrator(_: Installation) -> Said:
    if has_administrator():
        return Said(State.WELL, "管理员", "有可用的管理员")
    return Said(State.BROKEN, "管理员", "没有可用的管理员；请运行 yusuan serve --prepare 建立")


def _worker(home: Path) -> Said:
    """By its sign of life, where the place is served."""
    from yusuan.core.errors import NotReady
    from yusuan.web.serving.serving import locked
    from yusuan.web.serving.supervisor import TASKS_ALIVE

    try:
        with locked(home, patience=0.0):
            return Said(State.NOTE, "运行", "没有启动；运行 yusuan serve 启动")
    except NotReady:
        pass
    silence = time() - (home / RUN / TASKS_ALIVE).stat().st_mtime
    if silence > 60:  # noqa: PLR2004  it says so every five seconds
        said = f"后台任务进程 {silence:.0f} 秒没有动静；请重新启动 yusuan serve"
        return Said(State.BROKEN, "运行", said)
    return Said(State.WELL, "运行", "网页和后台任务都在运行")


def _left_over(home: Path) -> Said:
    from yusuan.web.serving.packing import is_digest

    if (home / RESTORING).exists():
        return Said(State.BROKEN, "残留", "上次恢复没有完成；请再次运行 yusuan restore --replace")
    old = time() - _DAY
    left = [
        p for p in (home / FILES).rglob("*") if not is_digest(p.name) and p.stat().st_mtime < old
    ]
    aside = sorted(p.name for p in home.glob("before-*"))
    if left:
        return Said(State.NOTE, "残留", f"{FILES} 里有 {len(left)} 个中断时留下的文件，可以删除")
    if aside:
        return Said(
            State.NOTE, "残留", f"恢复前的内容还留着：{'、'.join(aside)}；确认无用后可以删除"
        )
    return Said(State.WELL, "残留", "没有中断留下的文件")


def _backup(home: Path) -> Said:
    try:
        age = time() - (home / RUN / LAST).stat().st_mtime
    except OSError:
        return Said(
            State.NOTE, "备份", "还没有备份过；请定时运行 yusuan backup（docs/deploying.md）"
        )
    if age > _BACKUP_AGE:
        return Said(State.NOTE, "备份", f"上次是 {age / _DAY:.0f} 天前；请检查定时任务")
    return Said(State.WELL, "备份", f"上次是 {age / 3600:.0f} 小时前")


def _shown(faults: list[str]) -> str:
    more = f" 等 {len(faults)} 处" if len(faults) > _MOST_SHOWN else ""
    return "；".join(faults[:_MOST_SHOWN]) + more
