"""A whole book typed in another unit of money: it agrees with itself everywhere, so only the size of things tells."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from yusuan.catalog import parameter
from yusuan.core.money import MoneyUnit, format_amount
from yusuan.core.outcomes import Severity
from yusuan.core.terms import SPENT, Nature
from yusuan.rules.books._words import money
from yusuan.rules.books.slips._lines import place
from yusuan.rules.books.slips._pay import is_pay
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, on_facts, passed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.rules.spec import Subject, Verdict

# Yuan in 万元, and how far a department's total may have moved beside it.
_YUAN_IN_WAN, _MOVED = 10_000, 4
_TOTAL_ROW, _TOTAL_COLUMN = "合计", "合计"


def amounts_in_yuan(subject: Subject) -> Iterable[Verdict]:
    """The book is in yuan: it pays its staff what people can live on, and is of the size of last year's.

    Cannot see it where nobody is paid and last year is not known.
    """
    lines = subject.budget.lines
    pay = [(n, line) for n, line in enumerate(lines) if is_pay(line)]
    spent = sum(line.amount for line in lines if line.nature in SPENT)
    last = subject.prior("expenditure", _TOTAL_ROW, _TOTAL_COLUMN)
    if not (pay or (last is not None and spent)):
        return []
    first = [place(n) for n, _ in pay[:1]] or [place(0)]
    found = [failed(message, *first) for message in _signs(subject, sum(p.amount for _, p in pay))]
    return found[:1] or [passed()]


def _signs(subject: Subject, pay: int) -> Iterator[str]:
    """What does not fit a book in yuan."""
    day = subject.budget.department.dated
    units = {line.unit for line in subject.budget.lines if is_pay(line)}
    least = parameter("slip-least-annual-pay").on(day)
    most = parameter("slip-most-annual-pay").on(day)
    if units and pay < least:
        yield (
            f"全部门工资津贴奖金合计 {format_amount(pay, MoneyUnit.YUAN)} 元，不够一个人一年的工资"
            f"（{money(least)}）：整本可能按万元录入"
        )
    elif units and _least_unit(subject) > most:
        yield (
            f"每个单位的工资津贴奖金都超过 {money(most)}，全部门合计 {money(pay)}：整本可能多乘了一万"
        )
    last = subject.prior("expenditure", _TOTAL_ROW, _TOTAL_COLUMN)
    spent = sum(line.amount for line in subject.budget.lines if line.nature in SPENT)
    if last is not None and last.amount > 0 and spent:
        times = spent / last.amount
        for factor, words in (
            (1 / _YUAN_IN_WAN, "万分之一：整本可能按万元录入"),
            (_YUAN_IN_WAN, "一万倍：整本可能多乘了一万，或者上年数按万元录入"),
        ):
            if abs(math.log(times / factor)) < math.log(_MOVED) and _most_moved(subject, factor):
                yield f"支出合计 {money(spent)}，约为上年 {money(last.amount)} 的{words}"


def _least_unit(subject: Subject) -> int:
    """The pay of the unit that pays least."""
    pay: Counter[str] = Counter()
    for line in subject.budget.lines:
        if is_pay(line):
            pay[line.unit] += line.amount
    return min(pay.values())


def _most_moved(subject: Subject, factor: float) -> bool:
    """Tell whether the basic money moved by it, too: one line a thousand times too large moves the total alone."""
    last = subject.prior("expenditure", _TOTAL_ROW, Nature.BASIC.value)
    if last is None or last.amount <= 0:
        return True
    basic = sum(line.amount for line in subject.budget.lines if line.nature is Nature.BASIC)
    return basic > 0 and abs(math.log(basic / last.amount / factor)) < math.log(_MOVED)


RULES = (
    Rule(
        id="amounts-are-in-yuan",
        claim="整本金额以元录入",
        law="practice",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="金额一律以元录入：请把全部金额换算成元再核对一次；上年数也以元录入。",
        check=on_facts(amounts_in_yuan),
    ),
)
