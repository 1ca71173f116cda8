"""Every page a link leads to answers, for each role, and nothing is written by looking."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import resolve

from yusuan.web.journal.models import Entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from yusuan.web.budgets.models import Book

_LINK = re.compile(r'href="(/[^"#]*|\?[^"#]*)')
USERS = (
    "preparer0",
    "reviewer0",
    "finance0",
    "performance0",
    "budget",
    "publisher0",
    "secrecy0",
    "head0",
    "auditor",
    "administrator",
)
_MOST = 60


@pytest.mark.parametrize("user", USERS)
def test_links_lead_somewhere(
    user: str, signed_in: Callable[[str], Client], books: list[Book]
) -> None:
    client = signed_in(user)
    waiting = ["/"]
    seen: set[str] = set()
    bad: dict[str, int] = {}
    while waiting and len(seen) < _MOST:
        address = waiting.pop(0)
        kind = resolve(address.partition("?")[0]).view_name + address.partition("record=")[2]
        if kind in seen or address.startswith("/static/"):
            continue
        seen.add(kind)
        answer = client.get(address)
        if answer.status_code >= 400:
            bad[address] = answer.status_code
        if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
            for link in _LINK.findall(answer.content.decode()):
                full = link if link.startswith("/") else address.partition("?")[0] + link
                if not full.startswith("/static/"):
                    waiting.append(full.replace("&amp;", "&"))
    assert bad == {}
    assert len(seen) >= (2 if user == "administrator" else 8)
    assert Entry.objects.count() == 0
