"""Where an installation keeps what it has: `YUSUAN_HOME`, a folder with settings, secret, database and files."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yusuan.core.errors import Misconfigured
from yusuan.web.policy.roles import Role

SETTINGS = "yusuan.toml"
SECRET = "secret.key"  # noqa: S105  the name of a file
DATABASE = "place.sqlite3"
FILES = "files"
STATIC = "static"
# Who approves, signs, publishes or administers proves it twice.
_TWO_STEPS = (
    Role.BUDGET_DIVISION,
    Role.PUBLISHER,
    Role.SECRECY_REVIEWER,
    Role.HEAD,
    Role.ADMINISTRATOR,
)
# What the file of settings may say; `serving/yusuan.toml` explains each.
OPTIONS = frozenset(
    {"hosts", "https", "listen", "port", "workers", "database_url", "demo", "mfa_roles"}
)


@dataclass(frozen=True, slots=True)
class Installation:
    """An installation, as its folder and the environment describe it."""

    home: Path
    options: dict[str, Any]

    @property
    def database_url(self) -> str:
        """Of the database: `DATABASE_URL`, the settings, or a file in the folder."""
        kept = os.environ.get("DATABASE_URL") or self.options.get("database_url")
        return str(kept or f"sqlite:///{self.home / DATABASE}")

    @property
    def files(self) -> Path:
        """Published and uploaded files, named by digest."""
        return self.home / FILES

    @property
    def is_demo(self) -> bool:
        """Tell whether this is the example county: it is shown on every page."""
        return bool(self.options.get("demo", False))

    @property
    def mfa_roles(self) -> frozenset[Role]:
        """The roles that sign in with two steps; none in the example. Raises Misconfigured for an unknown one."""
        named = self.options.get("mfa_roles", () if self.is_demo else _TWO_STEPS)
        try:
            return frozenset(Role(name) for name in named)
        except (TypeError, ValueError) as error:
            raise Misconfigured(f"{SETTINGS} 的 mfa_roles 有误：{error}") from error

    @property
    def hosts(self) -> list[str]:
        """The names it answers to."""
        return list(self.options.get("hosts", ["127.0.0.1", "localhost"]))

    @property
    def secret(self) -> str:
        """The key sessions are signed with; raises Misconfigured where nobody made one."""
        try:
            return (self.home / SECRET).read_text(encoding="ascii").strip()
        except OSError as error:
            raise Misconfigured(
                f"{self.home / SECRET} 不能读取；请运行 yusuan serve 建立"
            ) from error


def installation() -> Installation:
    """The installation that `YUSUAN_HOME` names; raises Misconfigured."""
    named = os.environ.get("YUSUAN_HOME")
    if not named:
        raise Misconfigured("环境变量 YUSUAN_HOME 没有设置")
    home = Path(named)
    try:
        options = tomllib.loads((home / SETTINGS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        options = {}
    except (OSError, ValueError) as error:
        raise Misconfigured(f"{home / SETTINGS} 不能读取：{error}") from error
    return Installation(home, options)
