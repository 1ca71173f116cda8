"""What is public: all that a portal may show, and nothing else. Asks for no actor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.web.publication.models import Publication

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A file the public may have: its name in the publication, and where `store.kept` finds it."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Published:
    """A publication with its files; an earlier one stays, and names by what it was superseded."""

    publication: int
    department: str
    department_name: str
    year: int
    dated: dt.date
    digest: str
    reason: str
    supersedes: int | None
    superseded_by: int | None
    files: tuple[PublicFile, ...]

    @property
    def is_current(self) -> bool:
        """Tell whether nothing has taken its place."""
        return self.superseded_by is None


def published(department: str | None = None, year: int | None = None) -> tuple[Published, ...]:
    """Everything that is public, corrected editions too, newest first."""
    found = Publication.objects.filter(state=Publication.State.PUBLISHED)
    if department is not None:
        found = found.filter(book__department=department)
    if year is not None:
        found = found.filter(book__year=year)
    found = found.defer("dataset").select_related("book__department").prefetch_related("files")
    ordered = list(found.order_by("-published_at", "-pk"))
    superseded = {one.supersedes_id: one.pk for one in ordered}
    return tuple(
        Published(
            publication=one.pk,
            department=one.book.department_id,
            department_name=one.book.department.name,
            year=one.book.year_id,
            dated=one.dated,
            digest=one.digest,
            reason=one.reason,
            supersedes=one.supersedes_id,
            superseded_by=superseded.get(one.pk),
            files=tuple(PublicFile(f.name, f.sha256, f.size) for f in one.files.all()),
        )
        for one in ordered
    )
