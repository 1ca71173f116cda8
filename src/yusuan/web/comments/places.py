"""Where threads are pinned: a field of a row, a figure of a table, a text, a project, or the book as a whole.

What a place is called is said here, from what stands there: whoever asks only points at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from yusuan.core import records as r
from yusuan.core.dataset.sheets import label_of
from yusuan.web.asking import whole
from yusuan.web.budgets.findings import called
from yusuan.web.budgets.models import Book, Part, Row
from yusuan.web.budgets.tables import figure_named, named_figure
from yusuan.web.visible import parts, projects, sees_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.web.comments.models import Thread
    from yusuan.web.policy import Actor
    from yusuan.web.projects.models import Project

_FIGURE, _TEXT, _PROJECT = "figure:", "text:", "project:"


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a book: whose it is, what finds it again, and what people call it.

    `anchor` is a field of the row, or `figure:<table>:<name>`, `text:<name>`, `project:<code>`.
    """

    book: Book
    about: str
    part: Part | None = None
    row: Row | None = None
    anchor: str = ""


def place(actor: Actor, book: Book, given: Mapping[str, str]) -> Place:
    """The place that `row` and `field`, `figure`, `section` or `project` point at; 404 for one out of reach."""
    if whole(given.get("row", "")) is not None:
        mine = parts(actor).filter(book=book)
        rows = Row.objects.select_related("part__unit")
        return at_row(
            get_object_or_404(rows, pk=given["row"], part__in=mine), given.get("field", "")
        )
    if given.get("figure"):
        table, _, number = given["figure"].rpartition("/")
        name = named_figure(actor, book.pk, table, number)
        return Place(book, name, anchor=f"{_FIGURE}{table}:{name}"[:200])
    if given.get("section"):
        if given["section"] not in r.NARRATIVE_NAMES or not sees_whole(actor, book):
            raise Http404
        name = r.NARRATIVE_NAMES[given["section"]]
        return Place(book, f"文字说明 {name}", anchor=f"{_TEXT}{given['section']}")
    if given.get("project"):
        project = get_object_or_404(
            projects(actor).filter(department=book.department_id), pk=given["project"]
        )
        return at_project(project, book)
    return Place(book, book.department.name)


def at_row(row: Row, field: str = "") -> Place:
    """A field of a row, or the row as a whole; called by words that stay when the row is gone."""
    known = r.BY_NAME[row.record].field(field) is not None
    value = row.values.get(field, "")
    about = f"{called(row)} {label_of(row.record, field)}“{value[:60]}”" if known else called(row)
    return Place(row.part.book, about, row.part, row, field if known else "")


def at_project(project: Project, book: Book) -> Place:
    """A project of the library, in a book of its department; its unit's people see it there."""
    part = book.parts.filter(unit=project.unit_id).select_related("unit").first()
    if part is not None:
        part.book = book
    return Place(book, f"项目 {project.name}", part, anchor=f"{_PROJECT}{project.pk}")


def book_of(project: Project) -> Book | None:
    """The book in which a project is spoken of: the newest of its department."""
    found = Book.objects.filter(department=project.department_id).order_by("-year")
    return found.select_related("department__division", "year").first()


def address_of(actor: Actor, thread: Thread) -> str:
    """Where the thread's place is looked at; the book where it is gone."""
    if thread.row is not None:
        at = reverse("budgets:part", args=[thread.row.part_id])
        return f"{at}?record={thread.row.record}#row-{thread.row_id}"
    kind, _, rest = thread.anchor.partition(":")
    if f"{kind}:" == _FIGURE:
        table, _, name = rest.partition(":")
        number = figure_named(actor, thread.book_id, table, name)
        if number is not None:
            return reverse("budgets:figure", args=[thread.book_id, table, number])
    if f"{kind}:" == _TEXT:
        return f"{reverse('budgets:texts', args=[thread.book_id])}#t-{rest}"
    if f"{kind}:" == _PROJECT:
        return reverse("projects:one", args=[rest])
    return reverse("budgets:book", args=[thread.book_id])


def is_gone(thread: Thread) -> bool:
    """Tell whether the row it was about has been removed."""
    return thread.part_id is not None and thread.row_id is None and ":" not in thread.anchor
