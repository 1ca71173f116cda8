"""Budget lines as the rows of a table: what is the same in all of them is said once, above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yusuan.reports.origin import TITLES, told_apart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_STYLES = {"amount": "right", "fund": "short", "nature": "short"}
_NAMES = frozenset({"unit", "function", "economic", "project"})


def in_columns(lines: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Columns, rows and what is common to all, for a template."""
    kept, common = told_apart(lines)
    styles = [(name, _STYLES.get(name, "named" if name in _NAMES else "")) for name in kept]
    return {
        "columns": [{"title": TITLES[name], "kind": kind} for name, kind in styles],
        "lines": [[(line[name], kind) for name, kind in styles] for line in lines],
        "common": common,
    }
