"""docs/errors.md: the exceptions, as a tree and one by one."""

from __future__ import annotations

import inspect
from dataclasses import fields

from tools.reference.markdown import code, fence, one_line, table
from yusuan.core.errors import Fault, YusuanError

_FAULT = {
    "place": "file and line, or sheet and cell",
    "field": "the field, by the label clerks see",
    "found": "what was read; empty where nothing was",
    "allowed": "what would be right",
}


def every(kind: type[YusuanError] = YusuanError) -> list[type[YusuanError]]:
    """An exception and all below it, depth first, in the order of their module."""
    return [kind, *(deeper for child in kind.__subclasses__() for deeper in every(child))]


def tree() -> str:
    """The exceptions by what they are a kind of."""
    return fence("\n".join(_branch(YusuanError)))


def _branch(kind: type[YusuanError], first: str = "", rest: str = "") -> list[str]:
    lines = [first + kind.__name__]
    children = kind.__subclasses__()
    for child in children:
        is_last = child is children[-1]
        fork, bar = ("└── ", "    ") if is_last else ("├── ", "│   ")
        lines += _branch(child, rest + fork, rest + bar)
    return lines


def meanings() -> str:
    """What each exception means."""
    rows = ((code(kind.__name__), one_line(inspect.getdoc(kind) or "")) for kind in every())
    return table(("exception", "meaning"), rows)


def fault() -> str:
    """The parts of a fault."""
    return table(("part", "says"), ((code(f.name), _FAULT[f.name]) for f in fields(Fault)))
