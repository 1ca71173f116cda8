"""Units of one department beside each other: contributions follow pay, and running costs follow the staff."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from yusuan.catalog import parameter
from yusuan.core import records as r
from yusuan.core.outcomes import Severity
from yusuan.rules.books._words import at, listed, money
from yusuan.rules.books.slips._lines import place
from yusuan.rules.books.slips._pay import (
    PAY,
    SHARES,
    Amounts,
    Odd,
    amounts_of,
    is_pay,
    out_of_proportion,
)
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, on_facts, passed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.core.outcomes import Where
    from yusuan.rules.spec import Subject, Verdict

# So many at once are no slips: the units are of different kinds.
_MOST = 3
_ENOUGH_UNITS = 3
# Contributions by law: the least and most percent of pay, by the parameter's name.
_BY_LAW = {
    "30108": "slip-pension-of-pay",
    "30109": "slip-annuity-of-pay",
    "30113": "slip-housing-fund-of-pay",
}
_EVERYBODY_HAS = ("30108", "30113")
# Of three units that pay and have them, the fourth has them too.
_USUAL = ("30108", "30109", "30110", "30111", "30112", "30113", "30228")


def shares_of_pay(subject: Subject) -> Iterable[Verdict]:
    """Contributions stand to pay as in the other units, or within what the law allows. Not compared where units differ."""
    budget = subject.budget
    amounts = amounts_of(budget.lines)
    paying = [unit for unit in amounts if PAY in amounts[unit]]
    if not paying:
        return []
    day = budget.department.dated
    least = {
        is_loose: math.log(parameter(name).on(day) / 100)
        for is_loose, name in ((False, "slip-share-of-pay"), (True, "slip-loose-share-of-pay"))
    }
    odd = out_of_proportion(amounts, budget.units, least)
    if len({one.unit for one in odd}) > _MOST:
        odd = []
    found = [_out(own, subject) for own in _by_unit(odd)]
    told = {one.unit for one in odd}
    found += [v for unit in paying if unit not in told for v in _by_law(unit, amounts, subject)]
    return found or [passed()]


def _by_unit(odd: Iterable[Odd]) -> list[list[Odd]]:
    units: dict[str, list[Odd]] = {}
    for one in odd:
        units.setdefault(one.unit, []).append(one)
    return list(units.values())


def _out(odd: list[Odd], subject: Subject) -> Verdict:
    worst = max(odd, key=lambda one: abs(math.log(one.times)))
    names = listed(f"{_called(one.kind)}（{one.times:.2f} 倍）" for one in odd if one is not worst)
    also = f"；同样反常的还有 {names}" if names else ""
    return failed(
        f"单位 {worst.unit} {_called(worst.kind)} {money(worst.amount)}，按其他单位与该单位各项的比例约为 "
        f"{money(round(worst.expected, -6))}，是它的 {worst.times:.2f} 倍{also}",
        *_places(subject, worst.unit, {one.kind for one in odd}),
        expected=None,
        actual=worst.amount,
    )


def _by_law(unit: str, amounts: Amounts, subject: Subject) -> Iterator[Verdict]:
    """Contributions beside the pay of the unit itself."""
    own, day = amounts[unit], subject.budget.department.dated
    for kind, name in _BY_LAW.items():
        if kind not in own:
            continue
        least, most = (parameter(f"{name}-{end}").on(day) for end in ("least", "most"))
        percent = 100 * own[kind] / own[PAY]
        if not least <= percent <= most:
            yield failed(
                f"单位 {unit} {_called(kind)} {money(own[kind])}，是{PAY} {money(own[PAY])} 的 {percent:.1f}%，"
                f"通常在 {least}% 到 {most}% 之间",
                *_places(subject, unit, {kind, PAY}),
                actual=own[kind],
            )


def units_have_their_share(subject: Subject) -> Iterable[Verdict]:
    """A unit that pays staff has the contributions that every other such unit has. Needs three units that pay."""
    amounts = amounts_of(subject.budget.lines)
    paying = [unit for unit in amounts if PAY in amounts[unit]]
    if not paying:
        return []
    verdicts = []
    if len(paying) < _ENOUGH_UNITS:
        lacking = [kind for kind in _EVERYBODY_HAS if all(kind not in amounts[u] for u in paying)]
        verdicts += [
            failed(
                f"有{PAY}，没有{_called(kind)}的基本支出，可能漏录",
                *_places(subject, paying[0], {PAY}),
            )
            for kind in lacking
        ]
    else:
        for kind in _USUAL:
            without = [unit for unit in paying if kind not in amounts[unit]]
            if len(without) == 1:
                verdicts.append(
                    failed(
                        f"单位 {without[0]} 没有{_called(kind)}，其余 {len(paying) - 1} 个有{PAY}的单位都有，可能漏录或者"
                        "错列了单位、科目",
                        *_places(subject, without[0], {PAY}),
                    )
                )
    return verdicts if 0 < len(verdicts) <= _MOST else [passed()]


def running_costs_fit(subject: Subject) -> Iterable[Verdict]:
    """No running cost of a unit is many times what the other units spend beside their pay. Needs four such units."""
    amounts = amounts_of(subject.budget.lines)
    paying = [unit for unit in amounts if PAY in amounts[unit]]
    kinds = {kind for unit in paying for kind in amounts[unit]} - {PAY, *SHARES}
    day = subject.budget.department.dated
    limit = parameter("slip-running-cost-times").on(day)
    whole = parameter("slip-one-line-times").on(day)
    least = parameter("slip-running-cost-from").on(day)
    found: list[Verdict] = []
    is_compared = False
    for unit in amounts:
        own = amounts[unit]
        rest = sum(own.values())
        for kind, fen in own.items():
            if len(own) >= _ENOUGH_KINDS and fen > whole * (rest - fen):
                is_compared = True
                found.append(
                    failed(
                        f"单位 {unit} {_called(kind)} {money(fen)}，是该单位其余基本支出 {money(rest - fen)} 的 "
                        f"{fen / (rest - fen):.0f} 倍",
                        *_places(subject, unit, {kind}),
                        actual=fen,
                    )
                )
    if found:
        return found
    for kind in sorted(kinds):
        shares = {u: amounts[u][kind] / amounts[u][PAY] for u in paying if kind in amounts[u]}
        if len(shares) <= _ENOUGH_UNITS:
            continue
        is_compared = True
        for unit, share in shares.items():
            highest = max(other for u, other in shares.items() if u != unit)
            if share > limit * highest and amounts[unit][kind] > least:
                found.append(_beside_others(unit, kind, amounts, share / highest, subject))
    if len(found) > _MOST:
        return [passed()]
    return found or ([passed()] if is_compared or len(amounts) else [])


_ENOUGH_KINDS = 4


def _beside_others(
    unit: str, kind: str, amounts: Amounts, times: float, subject: Subject
) -> Verdict:
    fen = amounts[unit][kind]
    return failed(
        f"单位 {unit} {_called(kind)} {money(fen)}，相对本单位工资是其他单位中最高者的 {times:.1f} 倍，"
        "可能多录了零",
        *_places(subject, unit, {kind}),
        actual=fen,
    )


def _called(kind: str) -> str:
    return kind if kind == PAY else f"{kind} {SHARES.get(kind, '')}".strip()


def _places(subject: Subject, unit: str, kinds: set[str]) -> list[Where]:
    """The unit's lines of some kinds."""
    return [
        place(n)
        for n, line in enumerate(subject.budget.lines)
        if line.unit == unit
        and line.economic is not None
        and ((PAY in kinds and is_pay(line)) or line.economic.digits[:5] in kinds)
    ] or [at(r.LINES, unit)]


RULES = (
    Rule(
        id="contributions-fit-the-pay",
        claim="各项缴费与工资的比例同其他单位一致、在通常范围之内",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照批复核对该单位的工资和各项缴费是否录错；缴费由项目或其他资金负担一部分的除外。",
        check=on_facts(shares_of_pay),
    ),
    Rule(
        id="paying-units-have-contributions",
        claim="有工资的单位都有其他单位所有的缴费",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对是否漏录一笔，或者录到了别的单位、科目。",
        check=on_facts(units_have_their_share),
    ),
    Rule(
        id="running-costs-fit-the-unit",
        claim="单位的一项基本支出没有大得出奇",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照批复核对这一笔的位数和单位（元）；确实如此的，保留即可。",
        check=on_facts(running_costs_fit),
    ),
)
