"""docs/working-place-states.md: the steps of 两上两下 and who may do what, from the values the place runs on."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools.reference.markdown import code, fence, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.web.workflow.transitions import Transition


def _ready() -> None:
    """Load the rooms in an installation of no content, unless they are loaded."""
    from django.apps import apps

    if apps.ready:
        return
    home = Path(tempfile.mkdtemp(prefix="yusuan-docs-"))
    (home / "secret.key").write_text("of the documentation: signs nothing\n", encoding="ascii")
    os.environ.update(YUSUAN_HOME=str(home), DJANGO_SETTINGS_MODULE="yusuan.web.settings")
    import django

    django.setup()


def _steps(of: str) -> Iterator[Transition]:
    _ready()
    from yusuan.web.workflow.transitions import TRANSITIONS

    return (step for step in TRANSITIONS if step.of == of)


def _state(of: str, value: str) -> str:
    from yusuan.web.workflow.states import BookState, PartState

    return str((BookState if of == "book" else PartState)(value).label)


def diagram(of: str) -> str:
    """The states and the steps between them, drawn."""
    _ready()
    from yusuan.web.workflow.states import BookState, PartState

    states = BookState if of == "book" else PartState
    lines = [f'    state "{one.label}" as {one.value}' for one in states]
    for step in _steps(of):
        if step.to is not None:
            lines.extend(f"    {start} --> {step.to}: {step.label}" for start in step.from_)
    return fence("\n".join(["stateDiagram-v2", *lines]), "mermaid")


def steps(of: str) -> str:
    """What each step needs, and what follows from it."""
    heads = ("步骤", "从", "到", "谁", "须", "之后")
    return table(heads, (_row(of, step) for step in _steps(of)))


def _row(of: str, step: Transition) -> tuple[str, ...]:
    from yusuan.web.policy import Role

    who = "、".join(role.label for role in Role if role in step.allow.roles)
    needs = [need.words for need in step.needs]
    if step.needs_reason:
        needs.append("写明理由")
    if step.allow.not_hands:
        needs.append("不是报送的人")
    if step.is_of_publication:
        needs.append("审签通过的文件")
    return (
        f"{step.label} {code(step.name)}",
        "、".join(_state(of, one) for one in step.from_),
        "不变" if step.to is None else _state(of, step.to),
        who,
        "；".join(needs),
        "；".join(_follows(step)),
    )


def _follows(step: Transition) -> Iterator[str]:
    if step.reopens_parts:
        yield "各单位重新填报"
    if step.approves:
        yield "没有另填批复数的，以现在的数为批复数"
    if step.freezes is not None:
        yield f"冻结版本（{step.freezes.label}）"
    if step.clock is not None:
        yield f"期限：{step.clock.label}"
    if step.notifies:
        yield f"列入{'、'.join(role.label for role in step.notifies)}的待办"


def permissions() -> str:
    """Who may do what."""
    _ready()
    from yusuan.web.policy import ACTIONS, Role

    return table(
        ("办理", *(role.label for role in Role)),
        (
            (
                f"{one.label} {code(one.action)}",
                *("●" if role in one.roles else "" for role in Role),
            )
            for one in ACTIONS.values()
        ),
    )
