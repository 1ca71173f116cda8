"""One thing of each kind in each scope, with a word in it that nobody out of scope may ever read."""

from __future__ import annotations

from dataclasses import dataclass

from tests.web.place.small import DAY, YEAR, actor
from yusuan.web.accounts.models import Membership, User
from yusuan.web.acting import Act, building
from yusuan.web.budgets.checking import checked, forget
from yusuan.web.budgets.models import Book, Ceiling, Import, Part, Row
from yusuan.web.clock import now
from yusuan.web.comments.models import Comment, Thread, Waiver
from yusuan.web.journal.chain import Said, append
from yusuan.web.organisation.models import FiscalYear, Standard
from yusuan.web.policy import Role
from yusuan.web.policy.actions import APPROVE, EDIT
from yusuan.web.projects.models import Project
from yusuan.web.publication.models import File, Publication
from yusuan.web.store import keep as keep_file
from yusuan.web.store import set_digest
from yusuan.web.tasks.models import Task
from yusuan.web.versions.freezing import keep
from yusuan.web.versions.models import Version
from yusuan.web.visible import chain_of_book
from yusuan.web.workflow.models import Step
from yusuan.web.workflow.states import BookState, PartState

# Each role by the sign of its label, and who holds it over the first unit, department and division, or over all.
USERS = {
    "单": "preparer0",
    "部": "reviewer0",
    "业": "finance0",
    "绩": "performance0",
    "预": "budget",
    "公": "publisher0",
    "保": "secrecy0",
    "负": "head0",
    "审": "auditor",
    "管": "administrator",
}
OF_ALL = "预审管"
# Yuan, as they are kept; and all ways in which pages print them.
SIBLINGS_AMOUNT, FOREIGN_AMOUNT = "98765432.10", "87654321.20"
_BEFORE = YEAR - 1


@dataclass(frozen=True)
class Things:
    """What belongs to one unit, and to the department it is of; `secret` stands in each of them."""

    secret: str
    book: Book
    part: Part
    # A part of the same department that was handed in.
    handed_in: Part
    row: Row
    project: Project
    # In the library, to be chosen.
    accepted: Project
    thread: Thread
    waiver: Waiver
    taken: Import
    version: Version
    later: Version
    # Of the year before, which is approved.
    approved: Book
    publication: Publication
    file: File
    page: File
    task: Task
    user: User
    membership: Membership
    standard: Standard


@dataclass(frozen=True)
class World:
    """The first unit; the second, of the same department; the first of another department and division."""

    own: Things
    sibling: Things
    foreign: Things


def make_world() -> World:
    """Make everything, in the small place."""
    with building():
        FiscalYear.objects.create(
            year=_BEFORE,
            state=FiscalYear.State.OPEN,
            edition="hebei",
            division="130100",
            division_name="鹤山市",
        )
        FiscalYear.objects.create(
            year=YEAR + 1, edition="hebei", division="130100", division_name="鹤山市"
        )
        Standard.objects.create(
            year_id=_BEFORE,
            code="gongyong",
            name="公用经费",
            per=Standard.Per.STAFF,
            amount=100,
            function="2010101",
            economic="30201",
            nature="公用经费",
        )
        first, second = Book.objects.order_by("pk")
        _mark(first, 1, SIBLINGS_AMOUNT)
        _mark(second, 0, FOREIGN_AMOUNT)
        own = _department(first, "暗号部甲")
        foreign = _department(second, "暗号部乙")
        world = World(
            own=_things(first, own, 0, "暗号甲一"),
            sibling=_things(first, own, 1, "暗号甲二"),
            foreign=_things(second, foreign, 0, "暗号乙一"),
        )
    forget()
    return world


def _mark(book: Book, unit: int, amount: str) -> None:
    """A unit has a line of an amount that no other has."""
    part = book.parts.exclude(unit=None).order_by("unit")[unit]
    row = next(one for one in part.rows.filter(record="lines") if not one.values.get("project"))
    row.values["amount"] = amount
    row.save()


@dataclass(frozen=True)
class _Department:
    secret: str
    approved: Book
    versions: tuple[Version, Version]
    publication: Publication
    task: Task


def _act(username: str) -> Act:
    return Act(actor(username), APPROVE, now())


def _department(book: Book, secret: str) -> _Department:
    run = checked(book).run
    assert run is not None
    n = 0 if secret.endswith("甲") else 1
    event = Version.Event
    act = _act("budget")
    first, second = (
        keep(act, book, one, run.budget, {}, "0" * 64) for one in (event.FIRST_UP, event.SECOND_UP)
    )
    approved = Book.objects.create(
        department=book.department,
        year_id=_BEFORE,
        since=now(),
        state=BookState.APPROVED,
    )
    Part.objects.create(book=approved, since=now())
    version = keep(act, approved, event.APPROVED, run.budget, {}, "0" * 64)
    Ceiling.objects.create(book=book, measure="合计", amount=10**13)
    publisher = User.objects.get(username=f"publisher{n}")
    made = Publication.objects.create(
        book=approved,
        version=version,
        state=Publication.State.MADE,
        reason=secret,
        dated=DAY,
        approved_on=DAY,
        dataset=version.dataset,
        dataset_sha256=version.sha256,
        masked=[{"record": "项目", "name": secret, "fields": "金额", "ground": secret}],
        asked_by=publisher,
        asked_at=now(),
    )
    digests = {}
    for name in ("公开.html", "数据.csv"):
        content = f"{name} {secret}".encode()
        digests[name] = keep_file(content)
        File.objects.create(publication=made, name=name, sha256=digests[name], size=len(content))
    made.digest = set_digest(digests)
    made.save()
    task = Task.objects.create(
        kind="publication.make",
        key=made.task_key,
        book=approved,
        state=Task.State.FAILED,
        error=secret,
        at=now(),
    )
    return _Department(secret, approved, (first, second), made, task)


def _things(book: Book, department: _Department, unit: int, secret: str) -> Things:
    n = 0 if "甲" in secret else 1
    parts = list(book.parts.exclude(unit=None).order_by("unit"))
    part, last = parts[unit], parts[-1]
    last.state = PartState.SUBMITTED
    last.save()
    user = User.objects.get(username=f"preparer{n}" + ("b" if unit else ""))
    row = part.rows.filter(record="lines").first()
    assert row is not None
    return Things(
        secret=secret,
        book=book,
        part=part,
        handed_in=last,
        row=row,
        project=_project(part, f"P{n}{unit}", secret, Project.State.DECLARED),
        accepted=_project(part, f"L{n}{unit}", secret, Project.State.IN_LIBRARY),
        thread=_thread(part, row, user, secret),
        waiver=_waiver(part, row, user, secret),
        taken=_import(part, user, secret),
        version=department.versions[0],
        later=department.versions[1],
        approved=department.approved,
        publication=department.publication,
        file=department.publication.files.get(name="数据.csv"),
        page=department.publication.files.get(name="公开.html"),
        task=department.task,
        user=user,
        membership=user.memberships.get(role=Role.UNIT_PREPARER),
        standard=Standard.objects.get(),
    )


def _project(part: Part, code: str, secret: str, state: Project.State) -> Project:
    assert part.unit_id is not None
    said = {"name": secret, "code": code, "unit": part.unit_id, "category": "部门预算项目"}
    return Project.objects.create(
        code=code,
        unit_id=part.unit_id,
        department=part.book.department,
        name=secret,
        category="部门预算项目",
        state=state,
        first_year=YEAR,
        last_year=YEAR + 2,
        content={"projects": [said]},
    )


def _thread(part: Part, row: Row, user: User, secret: str) -> Thread:
    made = Thread.objects.create(
        book=part.book, part=part, row=row, anchor="amount", about=secret, is_question=True
    )
    Comment.objects.create(thread=made, user=user, at=now(), text=secret)
    return made


def _waiver(part: Part, row: Row, user: User, secret: str) -> Waiver:
    chain = chain_of_book(part.book)
    Step.objects.create(
        book=part.book, part=part, transition="return_part", user=user, at=now(), reason=secret
    )
    said = Said(chain, EDIT.action, "budgets.row", str(row.pk), {"values": {}}, {"note": secret})
    append([said], user.username, user.name, now())
    return Waiver.objects.create(
        book=part.book,
        rule="rule",
        finding=f"finding-{part.pk}",
        message=secret,
        reason=secret,
        asked_by=user,
        asked_at=now(),
        expires=DAY.replace(year=2099),
    )


def _import(part: Part, user: User, secret: str) -> Import:
    rows = [[one.record, dict(one.values)] for one in part.rows.all()]
    typed = [*rows, ["costing", {"item": secret}]]
    return Import.objects.create(
        part=part,
        user=user,
        at=now(),
        name=f"{secret}.xlsx",
        sha256=keep_file(secret.encode()),
        state=Import.State.READ,
        seen_revision=part.revision,
        rows=typed,
        before=rows,
    )
