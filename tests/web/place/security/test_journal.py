"""The history of an object is read by whoever reads the object, whatever kind of thing it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.web.place.security.world import OF_ALL, USERS
from yusuan.web.acting import building
from yusuan.web.clock import now
from yusuan.web.journal.chain import PLACE_CHAIN, Said, append
from yusuan.web.visible import chain_of_book

if TYPE_CHECKING:
    from django.db.models import Model

    from tests.web.place.security.asking import Asker
    from tests.web.place.security.world import Things

OF_UNIT = ("part", "row", "project", "thread", "waiver")
OF_DEPARTMENT = ("book", "version", "approved", "publication")
# The people of the place are its keepers' to read of.
OF_PLACE = ("user", "membership")


def _written(things: Things, name: str) -> tuple[str, str]:
    """An entry about a thing, in its chain."""
    what: Model = getattr(things, name)
    kind = what._meta.label_lower
    chain = PLACE_CHAIN if name in OF_PLACE else chain_of_book(things.book)
    said = Said(chain, "edit", kind, str(what.pk), None, {"note": things.secret})
    with building():
        append([said], "budget", "某人", now())
    return kind, str(what.pk)


@pytest.mark.parametrize("name", [*OF_UNIT, *OF_DEPARTMENT, *OF_PLACE])
def test_who_reads_a_history(name: str, asker: Asker) -> None:
    world = asker.world
    with asker.undone():
        read = {}
        for things in (world.own, world.sibling, world.foreign):
            at = reverse("journal:object", args=_written(things, name))
            for who in USERS:
                answer = asker.client(who).get(at)
                if answer.status_code != 404:
                    read[who, things.secret] = things.secret in answer.content.decode()
        for (who, secret), is_read in read.items():
            assert is_read
            if name in OF_PLACE:
                assert who in "预管"
            elif who not in OF_ALL:
                assert secret != world.foreign.secret, who
            else:
                assert who != "管"
        if name in OF_UNIT:
            assert ("单", world.sibling.secret) not in read
        else:
            assert not any(who == "单" for who, _ in read)
        assert read
