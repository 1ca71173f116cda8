"""A piece of work, and where pieces come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

from yusuan.web.workflow.clocks import Countdown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from yusuan.web.policy import Actor, Allow


@dataclass(frozen=True, slots=True)
class Group:
    """What kind of work it is: its key in addresses, and what people call it."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits for somebody; `note` says what there is to know before opening it."""

    group: Group
    title: str
    view: str
    arguments: tuple[object, ...]
    note: str = ""
    due: dt.date | None = None
    since: dt.datetime | None = None
    is_returned: bool = False

    @property
    def at(self) -> str:
        """Where it is done; "" where the room is not there."""
        try:
            return reverse(self.view, args=self.arguments)
        except NoReverseMatch:
            return ""

    def countdown(self, on: dt.date) -> Countdown | None:
        """How long it may still take."""
        return None if self.due is None else Countdown(self.due, on)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a kind of work comes from: asked only of those who hold one of the permissions; one query."""

    allows: tuple[Allow, ...]
    find: Callable[[Actor, dt.date], Iterable[Item]]

    def concerns(self, actor: Actor) -> bool:
        """Tell whether anything of it could be the actor's."""
        return any(allow.roles & actor.roles for allow in self.allows)
