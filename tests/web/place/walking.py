"""Walk through a place as somebody: every page that links lead to, one of each kind."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Page

# One of each role, in the example county.
USERS = (
    "jiaoyu-danwei1",
    "jiaoyu-shenhe",
    "jkw-ke",
    "jixiao-ke",
    "yusuan-ke",
    "jiaoyu-gongkai",
    "jiaoyu-baomi",
    "jiaoyu-fuze",
    "shenji",
    "guanliyuan",
)
_LEFT_OUT = ("account_logout",)
_LINKS = "() => [...document.querySelectorAll('a[href]:not([download])')].map(a => a.href)"


@dataclass(frozen=True)
class Step:
    """A page that was reached: its kind (view and tab) and its address."""

    kind: str
    address: str


def kind_of(address: str) -> str | None:
    """The view an address leads to, with the tab it shows; None where no page of the place is."""
    parts = urlsplit(address)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    tab = parse_qs(parts.query).get("record", [""])[0]
    return f"{found.view_name} {tab}".strip()


def walk(
    context: BrowserContext, home: str, known: set[str] | None = None
) -> Iterator[tuple[Step, Page]]:
    """Each kind of page once, breadth first, with the page standing open; downloads and refusals are passed over.

    What is `known` from another walk is walked through and not shown again.
    """
    page = context.new_page()
    shown = set() if known is None else known
    seen: set[str] = set()
    waiting = deque([home])
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if kind is None or kind in seen or kind in _LEFT_OUT:
            continue
        seen.add(kind)
        answer = context.request.get(address)
        if (
            not answer.ok
            or "text/html" not in answer.headers.get("content-type", "")
            or "attachment" in (answer.headers.get("content-disposition", ""))
        ):
            continue
        page.goto(address)
        if kind not in shown:
            shown.add(kind)
            yield Step(kind, address), page
        links = (urldefrag(urljoin(address, link)).url for link in page.evaluate(_LINKS))
        waiting.extend(link for link in links if link.startswith(home))
    page.close()
