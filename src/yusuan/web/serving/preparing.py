"""Making an installation and keeping it as this version wants it: folders, secret, settings, database, static files."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from yusuan.core.errors import Misconfigured
from yusuan.web.installation import FILES, SECRET, SETTINGS, STATIC

if TYPE_CHECKING:
    from collections.abc import Sequence

RUN = "run"
# Left by a restore that was stopped: nothing is started or made on top of it.
RESTORING = ".restoring"
_OWN = 0o700
_SETTINGS_TEXT = Path(__file__).with_name("yusuan.toml")


def lay_out(home: Path, *, is_demo: bool = False) -> bool:
    """Make what is missing of the folder, readable by its owner only; tell whether it is new.

    Raises Misconfigured for a folder that holds something else, or a restore half done.
    """
    if (home / RESTORING).exists():
        raise Misconfigured(f"{home} 上次的恢复没有完成；请再次运行 yusuan restore --replace")
    is_new = not (home / SECRET).exists()
    if is_new and home.is_dir() and any(one.name != RUN for one in home.iterdir()):
        raise Misconfigured(
            f"{home} 不是空目录，也没有 {SECRET}，不在其中建立；请用 --home 另指一个"
        )
    for folder in (home, home / RUN, home / FILES, home / STATIC):
        folder.mkdir(mode=_OWN, parents=True, exist_ok=True)
    if is_new:
        # It was empty: whoever made it did so for us. Of others it can only be told (the doctor does).
        with contextlib.suppress(PermissionError):
            home.chmod(_OWN)
        _write(home / SETTINGS, settings_text(is_demo=is_demo))
        _write(home / SECRET, secrets.token_urlsafe(48) + "\n")
    return is_new


def settings_text(*, is_demo: bool = False) -> str:
    """The file of settings: every option, commented out at its default."""
    text = _SETTINGS_TEXT.read_text(encoding="utf-8")
    return text + ("\ndemo = true\n" if is_demo else "")


def _write(path: Path, text: str) -> None:
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write(text)


def bring_up_to_date() -> None:
    """Database and static files as this version wants them; Django is set up."""
    from django.core.management import call_command

    from yusuan.web.acting import building

    with building():
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    call_command("clearsessions", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def has_administrator() -> bool:
    """Tell whether anybody could let others in."""
    from django.db.models import Q

    from yusuan.web.accounts.models import Membership
    from yusuan.web.clock import today
    from yusuan.web.policy import Role

    held = Membership.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True)
    return held.filter(Q(ends=None) | Q(ends__gt=today())).exists()


def faults_of(username: str, name: str, password: str) -> Sequence[str]:
    """What is wrong with a first administrator, in Chinese."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from yusuan.web.accounts.models import User

    user = User(username=username, name=name, password="!")  # noqa: S106  "!": none yet
    faults: list[str] = []
    try:
        user.full_clean()
    except ValidationError as error:
        faults += error.messages
    try:
        validate_password(password, user)
    except ValidationError as error:
        faults += error.messages
    return faults


def add_administrator(username: str, name: str, password: str) -> None:
    """The first administrator; nobody asked for it, so the journal says the system."""
    from yusuan.web.accounts.models import Membership, User
    from yusuan.web.acting import as_record, as_the_system
    from yusuan.web.clock import today
    from yusuan.web.journal.chain import PLACE_CHAIN, Said
    from yusuan.web.policy import Role, ScopeKind

    with as_the_system("建立首个管理员") as said:
        user = User(username=username, name=name)
        user.set_password(password)
        user.save()
        held = Membership.objects.create(
            user=user, role=Role.ADMINISTRATOR, scope_kind=ScopeKind.ALL, begins=today()
        )
        known = {"username": username, "name": name}
        said += [
            Said(PLACE_CHAIN, "users", "accounts.user", str(user.pk), None, known),
            Said(PLACE_CHAIN, "users", "accounts.membership", str(held.pk), None, as_record(held)),
        ]
