"""The example county as an installation: made once, made again when the program that makes it has changed."""

from __future__ import annotations

import hashlib
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from yusuan.core.errors import Misconfigured
from yusuan.web.installation import SECRET, SETTINGS
from yusuan.web.serving.preparing import RUN, bring_up_to_date

if TYPE_CHECKING:
    from yusuan.web.county import Login

_WEB = Path(__file__).resolve().parents[1]
# Written last: an example that was left half-made is not there.
_MADE = "example.made"


def clear_old(home: Path) -> None:
    """Remove an example that was left half-made, or by another version; raises Misconfigured for a real place."""
    if not (home / SECRET).exists():
        return
    options = tomllib.loads((home / SETTINGS).read_text(encoding="utf-8"))
    if not options.get("demo", False):
        raise Misconfigured(f"{home} 是正式的系统，不能改作示例；请用 --home 另指一个空目录")
    made = home / _MADE
    if made.exists() and made.read_text(encoding="ascii") == _version():
        return
    for one in home.iterdir():
        if one.name == RUN:
            continue
        if one.is_dir():
            shutil.rmtree(one)
        else:
            one.unlink()


def make_example(home: Path) -> list[Login]:
    """Make the county where it is not there yet; who can sign in."""
    from yusuan.web.accounts.models import User
    from yusuan.web.clock import today
    from yusuan.web.county import make_county
    from yusuan.web.county.make import logins

    made = home / _MADE
    if made.exists():
        return logins()
    bring_up_to_date()
    if User.objects.exists():
        raise Misconfigured("数据库里已有用户，不在其中建立示例；请换一个空的数据库")
    known = make_county(today())
    made.write_text(_version(), encoding="ascii")
    return known


def _version() -> str:
    """Digest of the tables and of the story."""
    sources = [*_WEB.glob("*/migrations/*.py"), *_WEB.glob("county/**/*.py")]
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(path.read_bytes())
    return digest.hexdigest()
