"""A version taken down the path of `pipeline` again: its bytes are read as the command line reads them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from yusuan.core.errors import NotReady
from yusuan.pipeline import Run
from yusuan.web.budgets.checking import checked
from yusuan.web.publication.frozen import budget_of
from yusuan.web.versions.models import Version

if TYPE_CHECKING:
    from yusuan.web.budgets.models import Book

_KEPT = 32


def run_of_version(version: Version) -> Run:
    """The facts of a version and all that follows from them; kept in this process, since no version ever changes."""
    return _run(version.pk, version.sha256)


@lru_cache(maxsize=_KEPT)
def _run(pk: int, _sha256: str) -> Run:
    return Run.of(budget_of(bytes(Version.objects.values_list("dataset", flat=True).get(pk=pk))))


def run_of_draft(book: Book) -> Run:
    """The book as it stands now; raises NotReady where something in it cannot be read."""
    run = checked(book).run
    if run is None:
        raise NotReady("草稿还有内容没有读懂，不能对照；请先改正。")
    return run
