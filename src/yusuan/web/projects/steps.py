"""The steps of a project, each a value; and taking one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yusuan.core.errors import NotReady
from yusuan.web.acting import acting
from yusuan.web.policy import actions as a
from yusuan.web.projects.checking import problems_of
from yusuan.web.projects.models import Project, Review
from yusuan.web.visible import subject_of_project

if TYPE_CHECKING:
    from yusuan.web.acting import Act
    from yusuan.web.policy import Actor, Allow, Verdict

S = Project.State


@dataclass(frozen=True, slots=True)
class ProjectStep:
    """A step from one state to another; a review says of which kind, and a project enters the library with both."""

    name: str
    label: str
    from_: tuple[S, ...]
    to: S
    allow: Allow
    review: Review.Kind | None = None
    is_return: bool = False
    needs_clean: bool = False


STEPS: tuple[ProjectStep, ...] = (
    ProjectStep(
        "submit", "提交审核", (S.DECLARED,), S.DEPARTMENT_REVIEW, a.PROJECT_EDIT, needs_clean=True
    ),
    ProjectStep(
        "accept_department",
        "部门审核通过",
        (S.DEPARTMENT_REVIEW,),
        S.FINANCE_REVIEW,
        a.PROJECT_DEPARTMENT,
        Review.Kind.DEPARTMENT,
    ),
    ProjectStep(
        "return_department",
        "退回单位",
        (S.DEPARTMENT_REVIEW,),
        S.DECLARED,
        a.PROJECT_DEPARTMENT,
        Review.Kind.DEPARTMENT,
        is_return=True,
    ),
    ProjectStep(
        "accept_finance",
        "业务科审核通过",
        (S.FINANCE_REVIEW,),
        S.IN_LIBRARY,
        a.PROJECT_FINANCE,
        Review.Kind.FINANCE,
    ),
    ProjectStep(
        "return_finance",
        "退回单位",
        (S.FINANCE_REVIEW,),
        S.DECLARED,
        a.PROJECT_FINANCE,
        Review.Kind.FINANCE,
        is_return=True,
    ),
    ProjectStep(
        "accept_performance",
        "绩效科审核通过",
        (S.FINANCE_REVIEW,),
        S.IN_LIBRARY,
        a.PROJECT_PERFORMANCE,
        Review.Kind.PERFORMANCE,
    ),
    ProjectStep(
        "return_performance",
        "退回单位",
        (S.FINANCE_REVIEW,),
        S.DECLARED,
        a.PROJECT_PERFORMANCE,
        Review.Kind.PERFORMANCE,
        is_return=True,
    ),
    ProjectStep(
        "end", "结束项目", (S.IN_LIBRARY, S.SELECTED, S.EXECUTING), S.ENDED, a.PROJECT_SELECT
    ),
)
BY_NAME = {step.name: step for step in STEPS}
_BOTH = {Review.Kind.FINANCE, Review.Kind.PERFORMANCE}


def chain_of_project(project: Project) -> str:
    """The chain a project's entries go to: its division's of its first year."""
    from yusuan.web.journal.chain import chain_of

    return chain_of(project.department.division_id, project.first_year)


def offered(actor: Actor, project: Project) -> list[tuple[ProjectStep, Verdict]]:
    """The steps from where it stands that this actor may take."""
    found = [
        (step, step.allow.decide(actor, subject_of_project(project)))
        for step in STEPS
        if project.state in step.from_
    ]
    given = _reviews(project)
    return [(step, verdict) for step, verdict in found if verdict and step.review not in given]


def take(actor: Actor, project: Project, name: str, reason: str = "") -> None:
    """Take a step; raises NotAllowed, and NotReady with what is missing."""
    step = BY_NAME[name]
    missing = (
        [one.message for one in problems_of(project) if one.blocks] if step.needs_clean else []
    )
    with acting(actor, step.allow, subject_of_project(project)) as act:
        locked = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
        step.allow.require(actor, subject_of_project(locked))
        if locked.state not in step.from_:
            raise NotReady(_("项目现在是“%(state)s”") % {"state": locked.get_state_display()})
        if step.is_return and not reason.strip():
            raise NotReady(_("请写明退回原因"))
        if locked.revision != project.revision:
            raise NotReady(_("项目刚刚被改过，请看过再办理"))
        if missing:
            raise NotReady("；".join(missing))
        _taken(act, locked, step, reason)


def _taken(act: Act, project: Project, step: ProjectStep, reason: str) -> None:
    before = {"state": project.state, "is_returned": project.is_returned}
    if step.review is not None:
        Review.objects.create(
            project=project,
            kind=step.review,
            is_accepted=not step.is_return,
            reason=reason.strip(),
            user_id=act.actor.user_id,
            at=act.at,
            of_revision=project.revision,
        )
    if step.to is not S.IN_LIBRARY or _reviews(project) >= _BOTH:
        project.state = step.to
        project.is_returned = step.is_return
        if step.is_return:
            # What was accepted of it was accepted as it stood.
            project.revision += 1
    project.save()
    after = {"state": project.state, "is_returned": project.is_returned, "step": step.label}
    act.record(project, before, after, chain=chain_of_project(project), note=reason.strip())


def _reviews(project: Project) -> set[Review.Kind]:
    """The kinds of review that accepted the project as it stands."""
    accepted = project.reviews.filter(is_accepted=True, of_revision=project.revision)
    return {Review.Kind(kind) for kind in accepted.values_list("kind", flat=True)}
