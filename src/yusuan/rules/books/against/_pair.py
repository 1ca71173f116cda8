"""Two published documents together: how they are related, and what must then agree.

The relation is read from the documents (whose, which year, budget or accounts, department or unit), never
from the order they are named in. Where it cannot be told, nothing is compared.
"""

from __future__ import annotations

import enum
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.errors import RecognitionRefused
from yusuan.core.patterns import pattern
from yusuan.narrative.clauses.clause import Stage
from yusuan.rules.evidence import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.rules.evidence import Evidence

_SHORTEST_NAME = 4
_PLACE_END = pattern(r"[省市区县州盟旗]")
_PLACE = pattern(r".*[省市区县州盟旗]")


class Relation(enum.Enum):
    """What the second document is to the first."""

    PRIOR_YEAR = "上一年度的同类文件"
    BUDGET = "同一年度的预算"
    UNIT = "所属单位的同类文件"
    ORIGINAL = "同一文件的另一次公开"


# What is told holds for the source alone; the relation is the same the other way round.
_AS_SOURCE = "请把这份文件作为 SOURCE、另一份放在 --against 后，并用 "


class Pair(NamedTuple):
    """Two documents in their parts: `late` is checked against `early` (a department against its unit)."""

    relation: Relation
    late: Evidence
    early: Evidence


class Related(NamedTuple):
    """What the documents beside one are to it; `refused` are those of which that cannot be told, and why."""

    refused: Sequence[tuple[Evidence, str]]
    earlier: Mapping[Relation, Sequence[tuple[Evidence, Evidence]]]
    originals: Sequence[Evidence]
    # A department with those of its units that are at hand.
    units: Sequence[tuple[Evidence, Sequence[Evidence]]]


def related(given: Evidence) -> Related:
    """How each document beside this one is related to it."""
    refused: list[tuple[Evidence, str]] = []
    earlier: dict[Relation, list[tuple[Evidence, Evidence]]] = {
        Relation.PRIOR_YEAR: [],
        Relation.BUDGET: [],
    }
    originals: list[Evidence] = []
    units: dict[int, tuple[Evidence, list[Evidence]]] = {}
    for other in given.beside:
        try:
            pair = relate(given, other)
        except RecognitionRefused as reason:
            refused.append((other, str(reason)))
            continue
        if pair.relation is Relation.UNIT:
            units.setdefault(id(pair.late), (pair.late, []))[1].append(pair.early)
        elif pair.relation is Relation.ORIGINAL:
            originals.append(other)
        else:
            earlier[pair.relation].append((pair.late, pair.early))
    return Related(refused, earlier, originals, tuple(units.values()))


def relate(one: Evidence, other: Evidence) -> Pair:
    """The relation of two documents; raises RecognitionRefused with the reason, in Chinese."""
    one, other = _named(one, other), _named(other, one)
    years = one.year - other.year
    stages = {one.stage, other.stage}
    if one.is_unit is not other.is_unit:
        return _unit(*((one, other) if other.is_unit else (other, one)))
    if not is_same_name(one.department, other.department):
        msg = (
            f"“{one.department}”与“{other.department}”不是同一个部门（单位），也不是部门与所属单位；"
            f"如名称读错，{_AS_SOURCE}--publisher 指定"
        )
        raise RecognitionRefused(msg)
    late, early = (one, other) if years > 0 else (other, one)
    if years == 0 and len(stages) == 1:
        return Pair(Relation.ORIGINAL, one, other)
    if years == 0:
        late, early = (one, other) if one.stage is Stage.FINAL else (other, one)
        return Pair(Relation.BUDGET, late, early)
    if abs(years) == 1 and len(stages) == 1:
        return Pair(Relation.PRIOR_YEAR, late, early)
    kinds = f"{one.year}年{one.stage.value}与{other.year}年{other.stage.value}"
    msg = f"{kinds}没有可以直接核对的关系（应为相邻年度的同类文件，或同一年度的预算和决算）；"
    msg += f"如年度或种类读错，{_AS_SOURCE}--year、--kind 指定"
    raise RecognitionRefused(msg)


def _named(side: Evidence, other: Evidence) -> Evidence:
    """The document with its department: where it does not say whose it is, the other's if its text names that."""
    if side.is_unit is None:
        msg = f"看不出“{side.source}”是部门的还是单位的，预算还是决算；{_AS_SOURCE}--kind 指定"
        raise RecognitionRefused(msg)
    name = _bare(other.department)
    own = _bare(side.department)
    # A place alone (某市某区) is nobody's name: the cover of a district's documents begins with it.
    is_told = len(own) >= _SHORTEST_NAME and not _PLACE.fullmatch(own)
    if not is_told and len(name) >= _SHORTEST_NAME and side.paper.says(name):
        return replace(side, department=other.department)
    if not is_told:
        msg = f"看不出“{side.source}”是哪个部门（单位）的文件；{_AS_SOURCE}--publisher 指定"
        raise RecognitionRefused(msg)
    return side


def _unit(department: Evidence, unit: Evidence) -> Pair:
    if department.year != unit.year or department.stage is not unit.stage:
        msg = "部门文件与单位文件的年度或种类（预算、决算）不同；"
        msg += f"如读错，{_AS_SOURCE}--year、--kind 指定"
        raise RecognitionRefused(msg)
    if not _belongs(department, unit):
        msg = f"“{department.department}”的文件没有提到“{unit.department}”，不能断定是所属单位"
        raise RecognitionRefused(msg)
    return Pair(Relation.UNIT, department, unit)


def _belongs(department: Evidence, unit: Evidence) -> bool:
    name = _bare(unit.department)
    if len(name) < _SHORTEST_NAME:
        return False
    if is_same_name(department.department, unit.department) or name.startswith(
        _bare(department.department)
    ):
        return True
    return any(map(department.paper.says, (name, *_without_places(name, department))))


def _without_places(name: str, department: Evidence) -> Iterator[str]:
    """The name without the places both names begin with: 青溪县水文中心 for 云岭省青溪县水文中心."""
    whole = _bare(department.department)
    for place in _PLACE_END.finditer(name):
        shared, rest = name[: place.end()], name[place.end() :]
        if whole.startswith(shared) and len(rest) > _SHORTEST_NAME:
            yield rest


def is_same_name(one: str, other: str) -> bool:
    """Tell whether two printed names are of one department: equal, or one the other's longer form."""
    first, second = sorted((_bare(one), _bare(other)), key=len)
    return first == second or (len(first) >= _SHORTEST_NAME and second.endswith(first))


def _bare(name: str) -> str:
    bare = plain(name)
    for suffix in ("(本级)", "(本部)", "(机关)", "本级", "本部"):
        bare = bare.removesuffix(suffix)
    return bare
