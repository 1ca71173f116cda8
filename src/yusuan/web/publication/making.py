"""Make the files of a publication from its dataset, exactly as `yusuan publish` makes them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yusuan.core import records as r
from yusuan.core.dataset.dump import dump
from yusuan.core.errors import NotReady
from yusuan.disk import write_set
from yusuan.pipeline import Run, assemble, published_before, write
from yusuan.rules.presented import presented
from yusuan.web.publication.differing import difference, in_words
from yusuan.web.publication.frozen import budget_of
from yusuan.web.publication.models import Publication
from yusuan.web.store import kept
from yusuan.writers import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.core.outcomes import Outcome
    from yusuan.web.tasks.handling import Progress

CORRECTION = "更正说明.txt"
_PACKAGE = "opendata/"
_MOST_SAID = 20


@dataclass(frozen=True)
class Made:
    """The files by name, what is masked in them, and what a correction changes."""

    files: dict[str, bytes]
    masked: list[dict[str, str]]
    difference: dict[str, Any]


def make(publication: Publication, progress: Progress) -> Made:
    """Make all formats; raises NotReady with the findings that forbid it."""
    progress(_("读取并核对"))
    run = Run.of(budget_of(bytes(publication.dataset)), earlier=list(_earlier(publication)))
    _ask_leave(run)
    progress(_("组织内容"))
    assembled = assemble(run)
    files: dict[str, bytes] = {}
    for number, name in enumerate(FORMATS, start=1):
        told = {"name": name, "number": number, "of": len(FORMATS)}
        progress(_("写出 %(name)s（第 %(number)d 种，共 %(of)d 种）") % told)
        files.update(write(assembled, [name]))
    found: dict[str, Any] = {}
    if publication.supersedes is not None:
        progress(_("写出更正说明"))
        old = Run.of(budget_of(bytes(publication.supersedes.dataset)))
        found = difference(old, run)
        files[CORRECTION] = in_words(publication, found).encode()
    return Made(files, list(_masked(run)), found)


def _ask_leave(run: Run) -> None:
    """Raise what stands in the way, in words; the writing itself asks the gate once more."""
    if run.public.exposures:
        said = _("不公开的金额可以被推算出来，没有生成任何文件：")
        raise NotReady(said + _listed(presented(run.public.exposures)))
    if run.outcomes.blocking:
        raise NotReady(_("还有错误级问题，没有生成任何文件：") + _listed(run.outcomes.blocking))


def _listed(outcomes: Iterable[Outcome]) -> str:
    said = [f"{one.message}（{one.hint}）" if one.hint else one.message for one in outcomes]
    more = _("；另有 %(count)d 项") % {"count": len(said) - _MOST_SAID}
    return "；".join(said[:_MOST_SAID]) + (more if len(said) > _MOST_SAID else "")


def _earlier(publication: Publication) -> Iterator[DepartmentalBudget]:
    """What the department made public of this year and of last: it could give away what is masked now."""
    book = publication.book
    public = Publication.objects.filter(
        book__department=book.department_id,
        book__year__in=(book.year_id, book.year_id - 1),
        state=Publication.State.PUBLISHED,
    )
    for one in public.order_by("pk"):
        package = {
            file.name: kept(file.sha256) for file in one.files.filter(name__startswith=_PACKAGE)
        }
        if package:
            with TemporaryDirectory(prefix="yusuan-") as folder:
                write_set(Path(folder) / "public", package)
                yield from published_before([Path(folder) / "public"])


def _masked(run: Run) -> Iterator[dict[str, str]]:
    """Each thing that is masked: of what, which fields, and the ground; then what goes with it."""
    sheets = dump(run.budget)
    for record in r.RECORDS:
        for row in sheets[record.name]:
            if row.get("classified"):
                yield {
                    "record": record.label,
                    "name": row.get("name") or row.get("project") or row.get("text", ""),
                    "fields": row["classified"],
                    "ground": row.get("mask_ground", ""),
                }
    for name in run.public.companions:
        said = _("为使涉密金额不能被推算，一并隐去金额")
        yield {"record": _("一并隐去"), "name": name, "fields": _("金额"), "ground": said}
