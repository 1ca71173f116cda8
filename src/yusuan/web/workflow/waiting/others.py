"""Questions, reasons, projects and publications that wait for somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from yusuan.web.comments.models import Comment, Thread, Waiver
from yusuan.web.policy import actions as a
from yusuan.web.projects.models import Project, Review
from yusuan.web.publication.models import Gate, Publication
from yusuan.web.visible import AT_PROJECT, BELOW_BOOK
from yusuan.web.workflow.waiting.values import Group, Item, Source

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from yusuan.web.policy import Actor

ANSWER = Group("answer", "答复询问")
SETTLE = Group("settle", "确认答复")
WAIVERS = Group("waivers", "同意说明")
DECLARE = Group("declare", "项目申报")
PROJECTS = Group("projects", "审核项目")
SIGN = Group("sign", "公开审签")
PUBLISH = Group("publish", "公开")


def _threads(actor: Actor, on: dt.date) -> Iterator[Item]:  # noqa: ARG001  one signature for all
    mine = a.WAIVE.reach(actor).q(**{**BELOW_BOOK, "unit": "part__unit_id"})
    first = Comment.objects.filter(thread=OuterRef("pk")).order_by("at", "id")
    open_ = Q(state=Thread.State.OPEN, is_question=True) & mine & ~Q(asker=actor.user_id)
    answered = Q(state=Thread.State.ANSWERED, asker=actor.user_id)
    threads = Thread.objects.annotate(
        asker=Subquery(first.values("user")[:1]),
        text=Subquery(first.values("text")[:1]),
        at=Subquery(first.values("at")[:1]),
    ).filter(open_ | answered)
    said = threads.values_list("pk", "state", "about", "text", "at", "book__department__name")
    for pk, state, about, text, at, department in said:
        group = ANSWER if state == Thread.State.OPEN else SETTLE
        title = f"{department}：{about}"
        yield Item(group, title, "comments:thread", (pk,), str(text or ""), since=at)


def _waivers(actor: Actor, on: dt.date) -> Iterator[Item]:
    mine = a.APPROVE_WAIVER.reach(actor).q(**BELOW_BOOK)
    asked = (
        Waiver.objects.filter(mine, approved_by=None, is_withdrawn=False, expires__gte=on)
        .exclude(asked_by=actor.user_id)
        .order_by("book")
        .values("book", "book__department__name", "book__year", "book__due")
        .annotate(n=Count("pk"))
    )
    for one in asked:
        title = f"{one['book__department__name']} {one['book__year']} 年预算"
        note = f"{one['n']} 项说明待同意"
        view = ("budgets:findings", (one["book"],))
        yield Item(WAIVERS, title, *view, note, one["book__due"])


def _projects(actor: Actor, on: dt.date) -> Iterator[Item]:  # noqa: ARG001
    own = a.PROJECT_EDIT.reach(actor).q(**AT_PROJECT) & Q(state=Project.State.DECLARED)
    department = a.PROJECT_DEPARTMENT.reach(actor).q(**AT_PROJECT) & Q(
        state=Project.State.DEPARTMENT_REVIEW
    )
    at_finance = Q(state=Project.State.FINANCE_REVIEW)
    finance = a.PROJECT_FINANCE.reach(actor).q(**AT_PROJECT) & at_finance & Q(finance=False)
    performance = (
        a.PROJECT_PERFORMANCE.reach(actor).q(**AT_PROJECT) & at_finance & Q(performance=False)
    )
    found = Project.objects.annotate(
        finance=_reviewed(Review.Kind.FINANCE), performance=_reviewed(Review.Kind.PERFORMANCE)
    ).filter(own | department | finance | performance)
    said = found.values_list("pk", "name", "unit__name", "state", "is_returned")
    for pk, name, unit, state, is_returned in said:
        is_own = state == Project.State.DECLARED
        label = Project.State(state).label
        yield Item(
            DECLARE if is_own else PROJECTS,
            name,
            "projects:one",
            (pk,),
            f"{unit}，已退回" if is_returned and is_own else f"{unit}，{label}",
            is_returned=is_returned and is_own,
        )


def _reviewed(kind: Review.Kind) -> Exists:
    """Whether a reviewer has accepted the project as it stands."""
    of = Review.objects.filter(project=OuterRef("pk"), kind=kind, is_accepted=True)
    return Exists(of.filter(of_revision=OuterRef("revision")))


def _publications(actor: Actor, on: dt.date) -> Iterator[Item]:  # noqa: ARG001
    passed = {kind: _passed(kind) for kind in Gate.Kind}
    secrecy = a.SECRECY.reach(actor).q(**BELOW_BOOK) & Q(secrecy=False)
    head = a.HEAD_SIGNS.reach(actor).q(**BELOW_BOOK) & Q(head=False)
    publish = a.PUBLISH.reach(actor).q(**BELOW_BOOK) & Q(secrecy=True, head=True)
    found = Publication.objects.annotate(
        secrecy=passed[Gate.Kind.SECRECY], head=passed[Gate.Kind.HEAD], due=F("book__due")
    ).filter(secrecy | head | publish, state=Publication.State.MADE)
    said = found.values_list(
        "pk", "book__department__name", "book__year", "secrecy", "head", "due", "asked_at"
    )
    for pk, department, year, is_reviewed, is_signed, due, at in said:
        group = PUBLISH if is_reviewed and is_signed else SIGN
        waits = [
            kind.label
            for kind, done in ((Gate.Kind.SECRECY, is_reviewed), (Gate.Kind.HEAD, is_signed))
            if not done
        ]
        note = f"待{'、'.join(waits)}" if waits else "审签完毕，可以公开"
        title = f"{department} {year} 年预算"
        yield Item(group, title, "publication:one", (pk,), note, due, at)


def _passed(kind: Gate.Kind) -> Exists:
    return Exists(Gate.objects.filter(publication=OuterRef("pk"), kind=kind, is_passed=True))


THREADS = Source((a.WAIVE, a.COMMENT), _threads)
WAIVERS_ASKED = Source((a.APPROVE_WAIVER,), _waivers)
PROJECTS_DECLARED = Source(
    (a.PROJECT_EDIT, a.PROJECT_DEPARTMENT, a.PROJECT_FINANCE, a.PROJECT_PERFORMANCE), _projects
)
PUBLICATIONS = Source((a.SECRECY, a.HEAD_SIGNS, a.PUBLISH), _publications)
