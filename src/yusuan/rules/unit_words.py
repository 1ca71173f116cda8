"""A wrong unit word is one finding, however many figures under it are ten thousand times off."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Outcome, Severity, Status, Where

if TYPE_CHECKING:
    from collections.abc import Iterable

_WAN = 10_000
# Printed figures are rounded: the ratio is ten thousand to one part in a hundred.
_SLACK = 100
# So many figures off by the same power of ten have one cause; fewer may be slips of their own.
_MANY = 3
# Items of a year's money that are all below 1,000 yuan, or reach 10,000,000,000, are in another unit than their table's
# head says; in fen.
_LEAST_MONEY, _MOST_MONEY = 100_000, 1_000_000_000_000
_OF_TEXT = "text-disagrees-with-table"


def under_unit_words(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes; figures of the text that are ten thousand times off stand under the wrong unit word."""
    outcomes = tuple(outcomes)
    slips = {n: scale for n, o in enumerate(outcomes) if (scale := _scale(o))}
    misstated = {
        place.table: n
        for n, o in enumerate(outcomes)
        if o.rule == "wrong-unit" and o.status is Status.FAILED
        for place in o.where
        if place.table
    }
    proofs: dict[int, list[Outcome]] = defaultdict(list)
    alike: dict[int, list[int]] = defaultdict(list)
    gone: set[int] = set()
    for n, scale in slips.items():
        causes = [misstated[w.table] for w in outcomes[n].where if w.table in misstated]
        if causes:
            proofs[causes[0]].append(outcomes[n])
            gone.add(n)
        else:
            alike[scale].append(n)
    told: dict[int, Outcome] = {}
    for scale, numbers in alike.items():
        if len(numbers) >= _MANY:
            told[numbers[0]] = _one_word([outcomes[n] for n in numbers], scale)
            gone.update(numbers)
    found = []
    for n, outcome in enumerate(outcomes):
        if n in told:
            found.append(told[n])
        elif n in proofs:
            found.append(replace(outcome, proofs=(*outcome.proofs, *proofs[n])))
        elif n not in gone:
            found.append(outcome)
    return tuple(found)


def _scale(outcome: Outcome) -> int:
    """1 where the text's figure is the table's ten thousand times over, -1 the other way round, else 0."""
    if outcome.rule != _OF_TEXT or outcome.status is not Status.FAILED:
        return 0
    if not outcome.expected or not outcome.actual:
        return 0
    for scale, large, small in (
        (1, outcome.actual, outcome.expected),
        (-1, outcome.expected, outcome.actual),
    ):
        if abs(large - small * _WAN) * _SLACK <= abs(large):
            return scale
    return 0


def _one_word(slips: list[Outcome], scale: int) -> Outcome:
    stated, meant = ("万元", "元") if scale > 0 else ("元", "万元")
    table = _misstated_table(slips, scale)
    if table:
        said = (
            f"“{table}”注明单位为{meant}，文字说明有 {len(slips)} 处同口径的金额与表中数字恰好相差一万倍："
            f"表的单位疑应为{stated}。"
        )
        hint = "请核对表头的金额单位，改成与表中数字相符的单位；逐格数字不必改。"
    else:
        said = f"文字说明有 {len(slips)} 处金额与表中同口径的数恰好相差一万倍：单位写作{stated}，疑应为{meant}。"
        hint = "请核对这些金额的单位，只改单位；数字不必改。"
    return Outcome(
        "wrong-unit",
        Status.FAILED,
        Severity.ERROR,
        said,
        hint,
        "arithmetic",
        where=((Where(table=table),) if table else ())
        + tuple(one.where[0] for one in slips if one.where),
        proofs=tuple(slips),
    )


def _misstated_table(slips: list[Outcome], scale: int) -> str:
    """The one table whose figures cannot be of the unit its head says; none where the text may be wrong as well."""
    tables = {place.table for one in slips for place in one.where[1:]}
    largest = max(abs(one.expected or 0) for one in slips)
    is_absurd = largest < _LEAST_MONEY if scale > 0 else largest >= _MOST_MONEY
    return tables.pop() if len(tables) == 1 and is_absurd else ""
