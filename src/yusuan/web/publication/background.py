"""What the worker does for publications."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from yusuan.web.acting import as_the_system
from yusuan.web.budgets.exchange.reading import read_file
from yusuan.web.clock import today
from yusuan.web.journal.chain import Said
from yusuan.web.publication.circumstances import Circumstances
from yusuan.web.publication.correcting import CORRECT, corrected_version, read_correction
from yusuan.web.publication.making import make
from yusuan.web.publication.models import File, Publication
from yusuan.web.publication.preparing import MAKE, journalled, prepare
from yusuan.web.store import keep, kept, set_digest
from yusuan.web.tasks.handling import handles
from yusuan.web.visible import chain_of_book

if TYPE_CHECKING:
    from yusuan.web.tasks.handling import Progress

_State = Publication.State


def _made(arguments: dict[str, Any], result: dict[str, Any]) -> None:
    """The files belong to the publication now, all of them, in the transaction in which the task ends."""
    publication = _waiting(arguments)
    if publication is None:
        return
    with as_the_system("生成公开文件") as said:
        before = journalled(publication)
        File.objects.bulk_create(
            File(publication=publication, name=name, sha256=digest, size=size)
            for name, digest, size in result["files"]
        )
        publication.digest = set_digest({name: digest for name, digest, _ in result["files"]})
        publication.masked, publication.difference = result["masked"], result["difference"]
        publication.state = _State.MADE
        _save(publication, before, said)


def _failed(arguments: dict[str, Any], message: str) -> None:
    publication = _waiting(arguments)
    if publication is None:
        return
    with as_the_system("生成公开文件") as said:
        before = journalled(publication)
        publication.state, publication.error = _State.FAILED, message
        _save(publication, before, said)


@handles(MAKE, done=_made, failed=_failed)
def run(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Make the files and keep them under their digests: made twice, they are the same."""
    publication = Publication.objects.get(pk=arguments["publication"])
    if publication.state != _State.MAKING:
        return {"files": [], "masked": [], "difference": {}}
    made = make(publication, progress)
    files = [[name, keep(content), len(content)] for name, content in sorted(made.files.items())]
    return {"files": files, "masked": made.masked, "difference": made.difference}


def _corrected(arguments: dict[str, Any], result: dict[str, Any]) -> None:
    """The version and the publication of a correction, by the one who sent it, as the task ends."""
    from yusuan.web.accounts.holding import actor_of
    from yusuan.web.accounts.models import User
    from yusuan.web.budgets.models import Book

    del result
    actor = actor_of(User.objects.get(pk=arguments["user"]), today())
    book = Book.objects.select_related("department", "year").get(pk=arguments["book"])
    budget = read_correction(arguments["name"], kept(arguments["file"]))
    version = corrected_version(actor, book, budget, arguments["reason"])
    told = dict(arguments["circumstances"])
    for name in ("dated", "secrecy_on", "head_on"):
        told[name] = None if told[name] is None else dt.date.fromisoformat(told[name])
    prepare(actor, book, Circumstances(**told), version, arguments["reason"])


@handles(CORRECT, done=_corrected)
def read(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Read a corrected dataset where no page is served; what is wrong with it is the task's error."""
    progress("读取更正后的数据")
    name, content = arguments["name"], kept(arguments["file"])
    # First in a process of its own, that may use so much memory and time.
    read_file(content, name)
    budget = read_correction(name, content)
    return {"lines": len(budget.lines)}


def _waiting(arguments: dict[str, Any]) -> Publication | None:
    """The publication, unless it was given up meanwhile."""
    found = Publication.objects.select_for_update().filter(
        pk=arguments["publication"], state=_State.MAKING
    )
    return found.first()


def _save(publication: Publication, before: dict[str, object], said: list[Said]) -> None:
    publication.revision += 1
    publication.save()
    kind = publication._meta.label_lower  # noqa: SLF001  Django's way to name a model
    said.append(
        Said(
            chain_of_book(publication.book),
            "make_publication",
            kind,
            str(publication.pk),
            before,
            journalled(publication),
        )
    )
