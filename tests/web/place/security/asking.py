"""Ask an address as somebody, see what was written meanwhile, and leave everything as it was."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from tests.web.place.security.world import FOREIGN_AMOUNT, SIBLINGS_AMOUNT, USERS
from yusuan.core.terms import ControlMeasure
from yusuan.preparation.ceilings import entered
from yusuan.web.budgets.checking import checked, forget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.place.security.addresses import Address
    from tests.web.place.security.world import Things, World

_WRITES = re.compile(
    r'(?i)\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+"?(\w+)'
)
# A session is not what this is about; what somebody looked at is remembered by looking.
_PASSED_OVER = frozenset({"django_session", "workflow_lastlook"})
STRANGER = ""


@dataclass(frozen=True)
class Answer:
    """What came back, and the tables that were written to."""

    status: int
    text: str
    headers: dict[str, str]
    written: tuple[str, ...]


@contextmanager
def written_to() -> Iterator[list[str]]:
    """The tables written to, in order."""
    tables: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001
        found = _WRITES.match(sql)
        if found is not None and found.group(1) not in _PASSED_OVER:
            tables.append(found.group(1))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield tables


class Asker:
    """Asks as each user of the world; what is asked twice by GET is answered from memory."""

    def __init__(self, world: World, sessions: dict[str, str]) -> None:
        self.world = world
        self._sessions = sessions
        self._handlers = {checks: ClientHandler(checks) for checks in (False, True)}
        self._known: dict[tuple[str, str, str], Answer] = {}

    def client(self, who: str, *, checks: bool = False) -> Client:
        """A browser with the session of a role; "" is a stranger."""
        client = Client(raise_request_exception=False, enforce_csrf_checks=checks)
        # The middleware, with its list of static files, is set up once.
        client.handler = self._handlers[checks]
        if who != STRANGER:
            client.cookies["sessionid"] = self._sessions[who]
        return client

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Nothing of what is done inside stays."""
        with transaction.atomic():
            try:
                yield
            finally:
                transaction.set_rollback(True)
        forget()

    def words_of(self, things: Things) -> tuple[str, ...]:
        """What tells that a thing was read: its secret word, and the unit it is of."""
        unit = things.part.unit
        assert unit is not None
        return things.secret, unit.code, unit.name, *_printed(things, self.world)

    def read(self, who: str, address: Address, things: Things) -> Answer:
        """The answer to GET."""
        asked = (who, address.name, things.secret)
        if asked not in self._known:
            self._known[asked] = self.send(who, "GET", address, things)
        return self._known[asked]

    def send(
        self,
        who: str,
        method: str,
        address: Address,
        things: Things,
        data: dict[str, Any] | None = None,
        **more: Any,  # noqa: ANN401
    ) -> Answer:
        """The answer to a request; nothing of it stays."""
        at = reverse(address.name, args=list(address.args(things)))
        if method == "GET":
            data = address.query(things)
        elif data is None:
            data = address.data(things) if method == "POST" else {}
        client = self.client(who, checks=more.pop("checks", False))
        with transaction.atomic():
            try:
                with written_to() as tables:
                    if method == "POST" and address.is_json:
                        answer = client.post(at, data, content_type="application/json", **more)
                    elif method in {"GET", "POST"}:
                        answer = getattr(client, method.lower())(at, data, **more)
                    else:
                        answer = client.generic(method, at, **more)
                content = b"" if answer.streaming else answer.content
            finally:
                transaction.set_rollback(True)
        if tables:
            forget()
        text = content.decode(errors="replace")
        if answer.headers.get("Content-Type") == "application/json":
            text = json.dumps(json.loads(text), ensure_ascii=False)
        return Answer(answer.status_code, text, dict(answer.headers), tuple(tables))


def _printed(things: Things, world: World) -> tuple[str, ...]:
    """The amount of a unit's own line and of its whole department: yuan and ten thousands, grouped or not."""
    if things is world.own:
        return ()
    run = checked(things.book).run
    assert run is not None
    whole = Decimal(entered(run.budget.lines, "", ControlMeasure.TOTAL)) / 100
    line = Decimal(SIBLINGS_AMOUNT if things is world.sibling else FOREIGN_AMOUNT)
    return tuple(
        text
        for yuan in (line, whole)
        for text in (f"{yuan}", f"{yuan:,}", f"{yuan / 10000:.2f}", f"{yuan / 10000:,.2f}")
    )


def signed_in_as(username: str) -> str:
    """The key of a session in which a user has just signed in."""
    import time

    from yusuan.web.accounts.models import User

    client = Client()
    client.force_login(
        User.objects.get(username=username),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    assert session.session_key is not None
    return session.session_key


def sessions() -> dict[str, str]:
    """A session for each role."""
    return {sign: signed_in_as(username) for sign, username in USERS.items()}
