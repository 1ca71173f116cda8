"""Trust before blame: where many sums of one kind fail, the reading is doubted, not the publisher.

A published table nearly always adds up, and one wrong figure breaks one or two sums of a kind. Sums of a kind that
fail by the dozen were asked of something we misunderstood: they are refused together, with the reason. Where one
table disagrees with all others by the same power of ten, its money unit is misstated: that is one finding.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Severity, Status, Where
from yusuan.identities.identity import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from yusuan.identities.evaluate import Figures
    from yusuan.identities.identity import Identity
    from yusuan.tables.table import Cell

# So many failures of one kind, and so large a share of what was compared (percent), are no slip of the publisher.
_MANY, _SHARE = 3, 30
_WAN = 10_000
# 10,000 yuan and 10,000,000,000 yuan, in fen.
_LEAST_MONEY, _MOST_MONEY = 1_000_000, 1_000_000_000_000


@dataclass(frozen=True, slots=True)
class Kind:
    """Identities asked for the same reason: columns of a row, rows of a column, or one table against another."""

    sort: str
    tables: tuple[str, ...]
    columns: tuple[str, ...]


def kind_of(identity: Identity) -> Kind:
    """What an identity was asked for."""
    tables = tuple(sorted({key.table for key in identity} | {identity.absent_from} - {""}))
    if len(tables) > 1:
        return Kind("tables", tables, ())
    columns = tuple(dict.fromkeys(key.column for key in identity))
    if len({key.row for key in identity}) == 1:
        return Kind("row", tables, columns)
    return Kind("column", tables, columns)


def trusted(
    identities: Sequence[Identity], outcomes: Sequence[Outcome], figures: Figures
) -> tuple[list[Outcome], list[Outcome]]:
    """The outcomes with doubted kinds refused, and what is said of each doubted kind instead."""
    members: dict[Kind, list[int]] = defaultdict(list)
    for n, identity in enumerate(identities):
        if any(figures.cells[key].value for key in identity):
            members[kind_of(identity)].append(n)
    kept, said = list(outcomes), []
    for kind, numbers in _worst_first(members, outcomes):
        failed = [n for n in numbers if kept[n].status is Status.FAILED]
        if not _is_doubted([outcomes[n] for n in failed], len(numbers)):
            continue
        for n in numbers:
            kept[n] = unsaid(kept[n])
        said.append(_refused(kind, len(failed), len(numbers), figures))
    wrong = _misstated(identities, figures)
    if wrong:
        behind = _under(wrong, identities, outcomes)
        for n in behind:
            kept[n] = unsaid(kept[n])
        return kept, [
            *_units(wrong, [outcomes[n] for n in behind], figures),
            *(o for o in said if not _is_about(o, wrong, figures)),
        ]
    return kept, said


def unsaid(outcome: Outcome) -> Outcome:
    """The outcome refused without a word: what is said of all of its kind is said once, elsewhere."""
    return replace(
        outcome, status=Status.REFUSED, severity=Severity.INFO, message="", hint="", proofs=()
    )


def _worst_first(
    members: Mapping[Kind, list[int]], outcomes: Sequence[Outcome]
) -> list[tuple[Kind, list[int]]]:
    def failing(item: tuple[Kind, list[int]]) -> int:
        return -sum(outcomes[n].status is Status.FAILED for n in item[1])

    return sorted(members.items(), key=failing)


def _is_doubted(failed: Sequence[Outcome], asked: int) -> bool:
    """Tell whether failures are many and unlike each other; one slip leaves one difference wherever it is felt."""
    apart = {abs((o.actual or 0) - (o.expected or 0)) for o in failed}
    return len(apart) >= _MANY and len(failed) * 100 >= asked * _SHARE


def _refused(kind: Kind, failed: int, asked: int, figures: Figures) -> Outcome:
    titles = [figures.specs[table].title for table in kind.tables]
    if kind.sort == "tables":
        what = "之间"
    else:
        named = f"“{kind.columns[0] or '金额'}”"
        what = f"各行{named}与其他各栏" if kind.sort == "row" else f"{named}一栏各行"
    message = (
        f"“{'”与“'.join(titles)}”{what}的关系有 {asked} 项可比，其中 {failed} 项不符：多半是本程序对表意的理解"
        "与原表口径不同，这一类关系未作判断。"
    )
    return Outcome(
        "table-recognised",
        Status.REFUSED,
        Severity.INFO,
        message,
        "请对照原件人工核对这一类关系。",
        "practice",
        where=tuple(Where(table=title) for title in titles),
    )


# --- units ------------------------------------------------------------------------------------------------


def _misstated(identities: Sequence[Identity], figures: Figures) -> dict[str, int]:
    """Tables that stand to the figures of all others as 元 to 万元 (1) or 万元 to 元 (-1)."""
    off: dict[tuple[str, str], list[int]] = defaultdict(list)
    for identity in identities:
        cells = [figures.cells[key] for key in identity]
        if identity.rule != "cross-table" or len(cells) != 2 or not all(c.value for c in cells):  # noqa: PLR2004
            continue
        left, right = cells
        scale = _scale(left.value, right.value)
        if identity.relation is Relation.AT_MOST and _says_nothing(left, right, scale, figures):
            continue
        off[left.key.table, right.key.table].append(scale)
        off[right.key.table, left.key.table].append(-scale)
    tables = {table for pair in off for table in pair}
    found: dict[str, int] = {}
    for table in sorted(tables):
        against = [scales for (one, _), scales in off.items() if one == table]
        for scale in (1, -1):
            agreed = [
                scales.count(scale) * 100 >= len(scales) * (100 - _SHARE) for scales in against
            ]
            if all(agreed) and sum(map(len, against)) >= _MANY:
                found[table] = scale
    if len(found) == 2:  # noqa: PLR2004
        # Two tables that disagree with each other only: no department lives on so little, or on so much.
        found = {
            table: scale for table, scale in found.items() if _is_absurd(table, scale, figures)
        }
    return found if len(found) == 1 else {}


def _says_nothing(part: Cell, whole: Cell, scale: int, figures: Figures) -> bool:
    """Tell whether a part may be what it is: any share of its whole, in the unit stated or the one meant."""
    if part.value == whole.value or part.value > whole.value * _WAN:
        return False
    units = {figures.specs[cell.key.table].unit for cell in (part, whole)}
    # A share that happens to be a ten thousandth is told from the same digits in another unit by the unit.
    return not scale or (part.value < whole.value and len(units) == 1)


def _is_absurd(table: str, scale: int, figures: Figures) -> bool:
    """Tell whether the largest figure of a table is no year's money of a department in its stated unit."""
    largest = max(abs(cell.value) for key, cell in figures.cells.items() if key.table == table)
    return largest < _LEAST_MONEY if scale < 0 else largest >= _MOST_MONEY


def _under(
    wrong: Iterable[str], identities: Sequence[Identity], outcomes: Sequence[Outcome]
) -> list[int]:
    """The relations that fail between a table of a misstated unit and others."""
    return [
        n
        for n, (identity, outcome) in enumerate(zip(identities, outcomes, strict=True))
        if outcome.status is Status.FAILED
        and identity.rule == "cross-table"
        and any(key.table in wrong for key in identity)
    ]


def _scale(one: int, other: int) -> int:
    """1 where the first is the second ten thousand times over (to its printed digits), -1 the other way round."""
    for scale, larger, smaller in ((1, one, other), (-1, other, one)):
        if smaller and abs(larger - smaller * _WAN) * 1000 <= abs(larger):
            return scale
    return 0


def _units(
    wrong: Mapping[str, int], proofs: Sequence[Outcome], figures: Figures
) -> Iterator[Outcome]:
    for table, scale in wrong.items():
        spec = figures.specs[table]
        stated, meant = ("万元", "元") if scale > 0 else ("元", "万元")
        yield Outcome(
            "wrong-unit",
            Status.FAILED,
            Severity.ERROR,
            f"“{spec.title}”注明单位为{stated}，表中数字与其他各表同口径的数相差一万倍：单位疑应为{meant}。",
            "请核对表头的金额单位，改成与表中数字相符的单位；逐格数字不必改。",
            "arithmetic",
            where=(Where(table=spec.title),),
            proofs=tuple(proofs),
        )


def _is_about(outcome: Outcome, wrong: Iterable[str], figures: Figures) -> bool:
    titles = {figures.specs[table].title for table in wrong}
    return any(place.table in titles for place in outcome.where)
