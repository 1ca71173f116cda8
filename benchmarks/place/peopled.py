"""Make a place of any size with people signed in; run in a process of its own, prints them as JSON.

python -m benchmarks.place.peopled TIMES SPLIT
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from yusuan.web.starting import start

if TYPE_CHECKING:
    from yusuan.web.accounts.models import User

# How many of each role are signed in.
_PREPARERS, _REVIEWERS, _DIVISION = 215, 30, 5


def main(times: int, split: int) -> None:
    """Make it."""
    start()
    from django.core.management import call_command

    from benchmarks.place.scaled import make_scaled
    from yusuan.web.acting import building

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    size = make_scaled(times, split)
    with building():
        people = [*_preparers(), *_reviewers(), *_division()]
    sys.stdout.write(json.dumps({"size": size, "people": people}))


def _preparers() -> list[dict[str, Any]]:
    from yusuan.web.accounts.models import User
    from yusuan.web.budgets.models import Part

    made = []
    # Spread over departments, and several in most.
    for part in Part.objects.exclude(unit=None).order_by("pk")[:_PREPARERS]:
        user = User.objects.get(username=f"preparer-{part.unit_id}")
        rows = list(part.rows.filter(record="lines").values_list("pk", flat=True)[:50])
        made.append(_person("preparer", user, [part.book_id], [part.pk], rows))
    return made


def _reviewers() -> list[dict[str, Any]]:
    from yusuan.web.accounts.models import User
    from yusuan.web.budgets.models import Book

    made = []
    for book in Book.objects.order_by("pk")[:_REVIEWERS]:
        user = User.objects.get(username=f"reviewer-{book.department_id}")
        parts = list(book.parts.exclude(unit=None).values_list("pk", flat=True))
        made.append(_person("reviewer", user, [book.pk], parts, []))
    return made


def _division() -> list[dict[str, Any]]:
    from benchmarks.place.scaled import enrol
    from yusuan.web.budgets.models import Book
    from yusuan.web.policy import Role, ScopeKind

    made = []
    books = list(Book.objects.order_by("pk").values_list("pk", flat=True)[:40])
    for number in range(_DIVISION):
        user = enrol(f"division-{number}", Role.BUDGET_DIVISION, ScopeKind.ALL, "")
        made.append(_person("division", user, books, [], []))
    return made


def _person(
    role: str, user: User, books: list[int], parts: list[int], rows: list[int]
) -> dict[str, Any]:
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return {
        "role": role,
        "session": store.session_key,
        "books": books,
        "parts": parts,
        "rows": rows,
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
