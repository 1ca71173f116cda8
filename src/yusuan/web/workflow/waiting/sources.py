"""All that can wait for somebody, in the order a home page shows it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from yusuan.web.workflow.waiting import books, others

if TYPE_CHECKING:
    from yusuan.web.policy import Actor
    from yusuan.web.workflow.waiting.values import Group, Item, Source

SOURCES: tuple[Source, ...] = (
    books.PARTS,
    books.BOOKS,
    others.PUBLICATIONS,
    others.THREADS,
    others.WAIVERS_ASKED,
    others.PROJECTS_DECLARED,
)
_NEVER = dt.date.max
_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


def waiting_for(actor: Actor) -> dict[Group, list[Item]]:
    """Everything that waits for somebody, by kind: what was sent back first, then by last day, then the longest."""
    found: dict[Group, list[Item]] = {}
    for source in SOURCES:
        if source.concerns(actor):
            for item in source.find(actor, actor.on):
                found.setdefault(item.group, []).append(item)
    for items in found.values():
        items.sort(key=_urgency)
    return found


def _urgency(item: Item) -> tuple[bool, dt.date, dt.datetime, str]:
    return not item.is_returned, item.due or _NEVER, item.since or _LONG_AGO, item.title
