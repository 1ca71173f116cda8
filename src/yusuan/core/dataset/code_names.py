"""Names of classification codes as the clerk typed them, beside the codes of lines, projects and purchases.

A code of the year that no catalogue has keeps the name it was given here. A code is named once: two names for one code
are a fault. Codes above it that lack a name too are named in the same field, highest first: 类名/款名/项名.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from yusuan.core import records as r
from yusuan.core.codes import code
from yusuan.core.errors import Fault, Faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from yusuan.core.budget import DepartmentalBudget


class CodeName(NamedTuple):
    """A name typed for a code of one classification (function, economic, procurement)."""

    classification: str
    code: str
    name: str


class Beside(NamedTuple):
    """A field that holds a code, and the field beside it that holds the code's name."""

    record: r.Record
    code: str
    name: str
    classification: str


BESIDE = (
    Beside(r.LINES, "function", "function_name", "function"),
    Beside(r.LINES, "economic", "economic_name", "economic"),
    Beside(r.PROJECTS, "function", "function_name", "function"),
    Beside(r.PROCUREMENT, "catalogue_code", "catalogue_name", "procurement"),
)
NAME_FIELDS = frozenset(beside.name for beside in BESIDE)
_PROCUREMENT = "procurement"


def typed_names(
    rows: Mapping[str, Iterable[tuple[Mapping[str, Any], Callable[[str], str]]]],
    faults: Faults,
) -> tuple[CodeName, ...]:
    """The names beside codes in the rows of each record (values, place of a field); says contradictions."""
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for beside in BESIDE:
        for values, place in rows.get(beside.record.name, ()):
            written, named = values[beside.code], values[beside.name]
            if written is None or not named:
                continue
            for digits, name in _paired(beside, str(written), named, place, faults):
                key = (beside.classification, digits)
                known, where = first.setdefault(key, (name, place(beside.name)))
                if known != name:
                    label = _label(beside)
                    allowed = f"同一编码同一名称（{where} 是“{known}”）"
                    faults.append(Fault(place(beside.name), label, f"{digits} 的“{name}”", allowed))
    return tuple(CodeName(*key, name) for key, (name, _) in sorted(first.items()))


def _label(beside: Beside) -> str:
    field = beside.record.field(beside.name)
    return beside.name if field is None else field.label


def _lineage(beside: Beside, written: str) -> tuple[str, ...]:
    if beside.classification == _PROCUREMENT:
        return (written,)
    return tuple(str(member) for member in code(written).lineage)


def _paired(
    beside: Beside,
    written: str,
    named: Sequence[str],
    place: Callable[[str], str],
    faults: Faults,
) -> Iterator[tuple[str, str]]:
    """Each name with its code, the last with the code itself."""
    lineage = _lineage(beside, written)
    if len(named) > len(lineage):
        found = f"“{'/'.join(named)}”有 {len(named)} 级"
        allowed = f"至多 {len(lineage)} 级（编码 {written}）"
        faults.append(Fault(place(beside.name), _label(beside), found, allowed))
        return
    yield from zip(lineage[len(lineage) - len(named) :], named, strict=True)


def names_in_use(budget: DepartmentalBudget) -> tuple[CodeName, ...]:
    """The typed names that still stand beside a code of the budget, or above one."""
    used = {
        (beside.classification, digits)
        for beside in BESIDE
        for written in {getattr(row, beside.code) for row in _rows(budget, beside.record)}
        if written is not None
        for digits in _lineage(beside, str(written))
    }
    return tuple(name for name in budget.code_names if name[:2] in used)


def _rows(budget: DepartmentalBudget, record: r.Record) -> tuple[Any, ...]:
    rows: tuple[Any, ...] = getattr(budget, record.name)
    return (*rows, *budget.budgeted) if record is r.LINES else rows


def written_beside(
    record: str, values: Mapping[str, Any], names: Mapping[tuple[str, str], str]
) -> dict[str, tuple[str, ...] | None]:
    """The name fields of one row: the code's name, with those of the codes above it from the highest named."""
    found: dict[str, tuple[str, ...] | None] = {}
    for beside in BESIDE:
        if beside.record.name != record:
            continue
        written = values[beside.code]
        known = (
            ()
            if written is None
            else tuple(
                names.get((beside.classification, digits))
                for digits in _lineage(beside, str(written))
            )
        )
        # A gap below a named code cannot be written: names go down to the code itself.
        path: list[str] = []
        for name in reversed(known):
            if name is None:
                break
            path.insert(0, name)
        found[beside.name] = tuple(path) or None
    return found
