"""The book of rules: one module per subject, each with its `RULES`; collected here, loudly when malformed."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

from yusuan.catalog import laws
from yusuan.core.errors import SpecError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.rules.spec import Rule


def collect(modules: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of some modules; raises SpecError for a module without rules, a repeated id, an unknown law."""
    rules: list[Rule] = []
    for name in modules:
        found = getattr(importlib.import_module(name), "RULES", ())
        if not found:
            raise SpecError(f"{name} has no RULES")
        rules += found
    return checked(rules)


def checked(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The same rules, once their ids are known to be unique and their laws to exist."""
    known: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in known:
            raise SpecError(f"two rules are called {rule.id!r}")
        if rule.law not in laws():
            raise SpecError(
                f"rule {rule.id!r} cites {rule.law!r}, which no catalogue entry explains"
            )
        known[rule.id] = rule
    return tuple(known.values())


# A check sheet goes through the document in this order; the other modules follow by name.
_FIRST = (
    "completeness",
    "paper.notes",
    "paper.pages",
    "text.marks",
    "paper.contents",
    "text.blanks",
    "statements.signs",
    "text.wording",
    "text.names",
    "paper.years",
    "tables.units",
    "statements.tables",
    "statements.changes",
    "statements.repeats",
    "statements.sums",
    "statements.rates",
    "statements.items",
    "tables.codes",
    "tables.forms",
    "tables.holdings",
)
_LAST = ("statements.reasons",)


def modules() -> tuple[str, ...]:
    """The modules of the book and its rooms, each with its `RULES`, in the order of a check sheet."""
    found = pkgutil.walk_packages(__path__, f"{__name__}.")
    names = (module.name for module in found if not module.ispkg)
    public = {name for name in names if not name.rpartition(".")[2].startswith("_")}
    first, last = ([f"{__name__}.{name}" for name in names] for names in (_FIRST, _LAST))
    return (*first, *sorted(public.difference(first, last)), *last)


@cache
def book() -> tuple[Rule, ...]:
    """Every rule, in the order of a check sheet; a document without projects asks for none."""
    return collect(modules())


def rule(rule_id: str) -> Rule:
    """The rule of an id; raises SpecError when there is none."""
    for known in book():
        if known.id == rule_id:
            return known
    raise SpecError(f"no rule {rule_id!r}")
