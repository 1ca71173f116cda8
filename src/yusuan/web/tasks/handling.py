"""Who does a task: functions registered by kind, in modules named `<room>/background.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import autodiscover_modules

from yusuan.core.errors import SpecError

if TYPE_CHECKING:
    from collections.abc import Callable

    # Raises TakenOver where somebody else has the task now, or the worker is to stop.
    Progress = Callable[[str], None]
    Result = dict[str, Any]
    Run = Callable[[dict[str, Any], Progress], Result]
    Done = Callable[[dict[str, Any], Result], None]
    Failed = Callable[[dict[str, Any], str], None]


@dataclass(frozen=True, slots=True)
class Handler:
    """What becomes of a kind of task.

    `run` may be called again after it was killed at any moment: what it writes must not mind. `done` and `failed`
    write in the transaction in which the task ends, so they happen once, and never for a task of somebody else.
    """

    run: Run
    done: Done | None = None
    failed: Failed | None = None


_HANDLERS: dict[str, Handler] = {}


def handles(
    kind: str, *, done: Done | None = None, failed: Failed | None = None
) -> Callable[[Run], Run]:
    """Register a function for a kind of task: it is given the arguments and `progress`, and answers with a result."""

    def register(run: Run) -> Run:
        if kind in _HANDLERS:
            raise SpecError(f"two handlers of {kind}")
        _HANDLERS[kind] = Handler(run, done, failed)
        return run

    return register


def handler_of(kind: str) -> Handler | None:
    """Who does it; None where nobody does."""
    return _HANDLERS.get(kind)


def load_handlers() -> None:
    """Import every room's `background.py`."""
    autodiscover_modules("background")
