"""Where somebody may go, by the permissions they hold. A new room adds one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

from yusuan.web.policy.actions import BASE_DATA, OPEN_YEAR, READ, READ_JOURNAL, USERS

if TYPE_CHECKING:
    from yusuan.web.policy import Actor, Allow


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the navigation: shown to whoever holds the permission over anything."""

    label: str
    view: str
    allow: Allow | None


PLACES = (
    Place("待办", "home", None),
    Place("预算", "budgets:list", READ),
    Place("年度", "workflow:years", OPEN_YEAR),
    Place("项目库", "projects:list", READ),
    Place("公开", "publication:list", READ),
    Place("批注", "comments:list", READ),
    Place("基础数据", "organisation:home", BASE_DATA),
    Place("用户", "accounts_users:list", USERS),
    Place("日志", "journal:list", READ_JOURNAL),
)


def places_of(actor: Actor, path: str) -> list[dict[str, object]]:
    """The entries somebody sees, and which of them is the present one."""
    found: list[dict[str, object]] = []
    for place in PLACES:
        if place.allow is not None and place.allow.reach(actor).is_empty:
            continue
        try:
            at = reverse(place.view)
        except NoReverseMatch:
            continue
        is_here = path == at if at == "/" else path.startswith(at)
        found.append({"label": place.label, "at": at, "is_here": is_here})
    return found
