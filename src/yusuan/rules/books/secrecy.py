"""Secrecy: masks have a ground, name real fields, and what they hide stands nowhere else (保守国家秘密法 22, 35)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yusuan.core import records as r
from yusuan.core.budget import MASK
from yusuan.core.outcomes import Severity
from yusuan.rules.books._words import at_project, judged, project_name
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, on_facts
from yusuan.rules.texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.rules.spec import Subject, Verdict
    from yusuan.rules.texts import Text

# Short words and customary grounds stand in many places without giving anything away.
_TELLING = 6
_CUSTOMARY_FIELDS = frozenset({"basis"})
_TELLING_GROUND = 12
# What masking leaves: the word in texts, nothing in numbers, 0 in a withheld amount, 1 in periods.
_MASKED = {MASK, "None", "", "0", "1"}


def _parts(subject: Subject) -> Iterator[tuple[r.Record, str, Any]]:
    """Everything that can carry a mask, with the project it belongs to."""
    for project in subject.budget.projects:
        yield r.PROJECTS, project.code, project
        for record, parts in (
            (r.COSTING, project.costing),
            (r.PROJECT_OBJECTIVES, project.objectives),
            (r.INDICATORS, project.indicators),
        ):
            for part in parts:
                yield record, project.code, part
    for line in subject.budget.procurement:
        yield r.PROCUREMENT, line.project, line


def _hides(part: Any) -> bool:  # noqa: ANN401  any record with a `classified` field
    """Tell whether a part still holds what its mask hides; a public view does not."""
    values = {str(getattr(part, name, None)) for name in part.classified}
    return not values <= _MASKED


def masks_have_grounds(subject: Subject) -> Iterable[Verdict]:
    """A project that hides anything records why. Silent on a public view, where the ground is masked too."""
    hiding = {code for _, code, part in _parts(subject) if part.classified and _hides(part)}
    projects = [p for p in subject.budget.projects if p.code in hiding]
    return judged(
        (
            failed(
                f"{project_name(project)}有涉密内容，没有填写定密依据",
                at_project(project, "mask_ground"),
            )
            for project in projects
            if not project.mask_ground
        ),
        applies=projects,
    )


def secrets_stay_secret(subject: Subject) -> Iterable[Verdict]:
    """No classified text stands in an open one. Compares literally; an amount beside 涉密 is no leak."""
    every = [(text, _squeezed(text.content)) for text in texts(subject.budget)]
    secrets = [(text, said) for text, said in every if text.is_classified and _tells(text, said)]
    if not secrets:
        return []
    spoken = [(text, said) for text, said in every if not text.is_classified]
    return judged(
        (
            failed(f"{secret.place}标为涉密，其内容又出现在{text.place}", text.where, secret.where)
            for secret, hidden in secrets
            for text, said in spoken
            if hidden in said
        ),
        applies=True,
    )


def _squeezed(content: str) -> str:
    return "".join(content.split()).rstrip("。；;.")


def _tells(text: Text, said: str) -> bool:
    return len(said) >= (_TELLING_GROUND if text.field in _CUSTOMARY_FIELDS else _TELLING)


RULES = (
    Rule(
        id="masks-have-a-ground",
        claim="涉密内容记有定密依据",
        law="secrecy-law-22",
        severity=Severity.ERROR,
        dimension=Dimension.MANNER,
        hint="请填写定密依据；不属于国家秘密的，不得标为涉密。",
        check=on_facts(masks_have_grounds),
    ),
    Rule(
        id="secret-texts-stay-secret",
        claim="涉密内容没有出现在其他文字里",
        law="disclosure-regulation-14",
        severity=Severity.ERROR,
        dimension=Dimension.MANNER,
        hint="请删去公开文字里的涉密内容，或者把该处一并标为涉密。",
        check=on_facts(secrets_stay_secret),
    ),
)
