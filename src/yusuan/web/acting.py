"""The one way to write: permission, state, one transaction, and a journal entry for each thing changed.

    with acting(actor, EDIT, subject_of_part(part)) as act:
        row.save()
        act.record(row, before, after, chain=...)

Leaving the block without an entry is an error: nothing is written unsaid. Outside of such a block the database refuses
to write to the rooms' tables (`guarded`), but for those that hold nothing of a budget (`_FREE`).
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import transaction
from django.forms.models import model_to_dict

from yusuan.core.errors import SpecError
from yusuan.core.patterns import pattern
from yusuan.web.clock import now
from yusuan.web.journal.chain import PLACE_CHAIN, Said, append

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Model

    from yusuan.web.policy import Actor, Allow, Subject

_IS_ACTING: ContextVar[bool] = ContextVar("acting", default=False)
# Signs of life, repeated answers, the queue and what somebody looked at: no budget is in them.
_FREE = frozenset(
    {
        "budgets_presence",
        "budgets_import",
        "workflow_lastlook",
        "tasks_task",
        "accounts_user",
    }
)
_WRITES = pattern(r'(?i)\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?')


@dataclass
class Act:
    """What is being done, by whom, and what has been said of it so far."""

    actor: Actor
    allow: Allow
    at: dt.datetime
    said: list[Said] = field(default_factory=list)
    # Set by whoever found nothing to change: a save of what stands there already.
    is_idle: bool = False

    def record(
        self,
        what: Model,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
        *,
        chain: str = PLACE_CHAIN,
        note: str = "",
    ) -> None:
        """Say what became of an object; `chain` is `chain_of(division, year)` where it belongs to a budget."""
        kind = what._meta.label_lower  # noqa: SLF001  Django's way to name a model
        self.said.append(Said(chain, self.allow.action, kind, str(what.pk), before, after, note))


def as_record(what: Model) -> dict[str, Any]:
    """An object's fields, as the journal keeps them."""
    kept = model_to_dict(what, fields=[f.name for f in what._meta.concrete_fields])  # noqa: SLF001
    return {
        name: value for name, value in kept.items() if not isinstance(value, (bytes, memoryview))
    }


@contextmanager
def acting(actor: Actor, allow: Allow, subject: Subject) -> Iterator[Act]:
    """One transaction in which `actor` does what `allow` permits to `subject`; raises NotAllowed.

    The subject is read inside the transaction by whoever needs its state to be certain: see `locked` of a room.
    """
    allow.require(actor, subject)
    with transaction.atomic(), _open():
        act = Act(actor, allow, now())
        yield act
        if not act.said and not act.is_idle:
            raise SpecError(f"{allow.action} wrote without a journal entry")
        append(act.said, actor.username, actor.name, act.at)


@contextmanager
def as_the_system(what: str) -> Iterator[list[Said]]:
    """A write nobody in particular asks for (a finished task, the first administrator): journalled under 系统."""
    with transaction.atomic(), _open():
        said: list[Said] = []
        yield said
        if not said:
            raise SpecError(f"{what} wrote without a journal entry")
        append(said, "", f"系统：{what}", now())


def of_oneself(username: str, name: str, said: Said) -> None:
    """Journal what somebody did to their own account (signing in, a password), or who was refused there."""
    with transaction.atomic(), _open():
        append([said], username, name, now())


@contextmanager
def _open() -> Iterator[None]:
    token = _IS_ACTING.set(True)
    try:
        yield
    finally:
        _IS_ACTING.reset(token)


def guarded(
    execute: Callable[..., Any],
    sql: str,
    params: Any,  # noqa: ANN401
    many: bool,  # noqa: FBT001
    context: dict[str, Any],
) -> Any:  # noqa: ANN401
    """Refuse a write to a room's table that no act asked for."""
    found = _WRITES.match(sql)
    if found is not None and not _IS_ACTING.get():
        table = found.group(1).lower()
        if table.partition("_")[0] in _rooms() and table not in _FREE:
            raise SpecError(f"a write to {table} outside of an act")
    return execute(sql, params, many, context)


@cache
def _rooms() -> frozenset[str]:
    """What the tables of our rooms begin with: a new room is guarded from its first table on."""
    configs = apps.get_app_configs()
    return frozenset(one.label for one in configs if one.name.startswith("yusuan.web."))


def guard(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Put the guard before a new connection (signal `connection_created`)."""
    if guarded not in connection.execute_wrappers:
        connection.execute_wrappers.append(guarded)


@contextmanager
def building() -> Iterator[None]:
    """Migrations, restoring a backup and making the example: the only writes without an actor."""
    with _open():
        yield
