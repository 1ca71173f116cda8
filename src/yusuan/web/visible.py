"""What an actor sees: the same grants that decide on one object filter every list of them.

Each list of a view begins here; a page that looks an object up takes it from here too, so that what is out of scope is
not there (404), whoever guesses its address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from yusuan.web.budgets.models import Book, Part
from yusuan.web.organisation.models import Department, Unit
from yusuan.web.policy import Subject
from yusuan.web.policy.actions import READ
from yusuan.web.projects.models import Project

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from yusuan.web.policy import Actor, Allow

# Where a row says whose it is: of a book, of a project, of what belongs to a book, of a part.
AT_BOOK = {"unit": None, "department": "department_id", "division": "department__division_id"}
AT_PROJECT = AT_BOOK | {"unit": "unit_id"}
BELOW_BOOK = {
    "unit": None,
    "department": "book__department_id",
    "division": "book__department__division_id",
}
AT_PART = BELOW_BOOK | {"unit": "unit_id"}


def books(actor: Actor, allow: Allow = READ) -> QuerySet[Book]:
    """The books in reach; a unit's people see the book their unit has a part in."""
    reach = allow.reach(actor)
    q = reach.q(**AT_BOOK)
    if reach.units:
        q |= Q(pk__in=Part.objects.filter(unit__in=reach.units).values("book"))
    return Book.objects.filter(q).select_related("department__division", "year")


def whole_books(actor: Actor) -> QuerySet[Book]:
    """The books somebody reads whole, and not only a unit's part of."""
    found = Book.objects.filter(READ.reach(actor).q(**AT_BOOK))
    return found.select_related("department__division", "year")


def sees_whole(actor: Actor, book: Book) -> bool:
    """Tell whether somebody reads the whole book, and not only a unit's part of it."""
    return bool(READ.decide(actor, subject_of_book(book)))


def parts(actor: Actor, allow: Allow = READ) -> QuerySet[Part]:
    """The parts in reach: a unit's people see their own unit's, and the department's own part with no unit not."""
    q = allow.reach(actor).q(**AT_PART)
    return Part.objects.filter(q).select_related("unit", "book__department__division", "book__year")


def departments(actor: Actor, allow: Allow = READ) -> QuerySet[Department]:
    """The departments in reach."""
    reach = allow.reach(actor)
    q = reach.q(unit=None, department="code", division="division_id")
    if reach.units:
        q |= Q(memberships__unit__in=reach.units)
    return Department.objects.filter(q).distinct()


def units(actor: Actor, allow: Allow = READ) -> QuerySet[Unit]:
    """The units in reach, whichever department they belong to today."""
    q = allow.reach(actor).q(
        unit="code",
        department="memberships__department_id",
        division="memberships__department__division_id",
    )
    return Unit.objects.filter(q).distinct()


def projects(actor: Actor, allow: Allow = READ) -> QuerySet[Project]:
    """The projects in reach."""
    q = allow.reach(actor).q(**AT_PROJECT)
    return Project.objects.filter(q).select_related("unit", "department__division")


def subject_of_book(book: Book, *hands: tuple[str, int]) -> Subject:
    """A book, as permissions see it."""
    department = book.department
    return Subject(None, department.code, department.division_id, book.state, hands)


def subject_of_part(part: Part, *hands: tuple[str, int]) -> Subject:
    """A part; its state is "<book state>/<part state>"."""
    department = part.book.department
    state = f"{part.book.state}/{part.state}"
    return Subject(part.unit_id, department.code, department.division_id, state, hands)


def subject_of_project(project: Project, *hands: tuple[str, int]) -> Subject:
    """A project of the library."""
    department = project.department
    return Subject(project.unit_id, department.code, department.division_id, project.state, hands)


def chain_of_book(book: Book) -> str:
    """The chain of the journal a book's entries go to."""
    from yusuan.web.journal.chain import chain_of

    return chain_of(book.department.division_id, book.year_id)
