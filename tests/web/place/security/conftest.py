"""The world of the security tests, made once a module and left as it was by each request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import caches
from django.db import transaction

from tests.web.place.publication.approved import AT
from tests.web.place.security.asking import Asker, sessions
from tests.web.place.security.world import make_world
from yusuan.web.clock import stopped

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def _world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Asker]:  # noqa: ANN401
    with django_db_blocker.unblock(), stopped(AT), transaction.atomic():
        try:
            caches["default"].clear()
            yield Asker(make_world(), sessions())
        finally:
            transaction.set_rollback(True)


@pytest.fixture
def asker(_world: Asker, db: None) -> Iterator[Asker]:
    """Whoever asks, in a world with a thing of each kind, on a day within the twenty."""
    with stopped(AT):
        yield _world


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What was checked stays checked: each request is rolled back, and forgotten where it wrote."""
