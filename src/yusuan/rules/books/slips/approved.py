"""What the finance authority approved beside what the lines add up to (预算法 52: 批复)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.outcomes import Pair, Severity
from yusuan.rules.books._words import at, listed, money
from yusuan.rules.books.slips._control import control_of
from yusuan.rules.books.slips._lines import called, place
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, passed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.core.outcomes import Where
    from yusuan.rules.books.slips._control import Control, Slipped
    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict

# Slips that are written out, and lines that are named.
_NAMED = 3


def approved_given(evidence: Evidence) -> Iterable[Verdict]:
    """What was approved is stated, and counts every line. A publication never holds it, and is not asked."""
    if evidence.facts is None:
        return []
    budget = evidence.facts.budget
    if budget.approved is None or not budget.lines:
        return []
    if not budget.approved:
        message = (
            "没有填写批复数：各表都由预算明细汇总，明细里录错的金额（数字颠倒、多一个零、漏录、重录、"
            "整本按万元录入）会原样进入每张表，表与表之间看不出来"
        )
        return [failed(message, at(r.APPROVED))]
    counting = evidence.once(control_of).counting
    open_ = [n for n, of in enumerate(counting) if not of]
    if not open_:
        return [passed()]
    named = listed((called(n, budget.lines[n]) for n in open_), _NAMED)
    message = f"{len(open_)} 笔明细不在任何一项批复数之内，录错了不会被发现：{named}"
    return [failed(message, at(r.APPROVED), *(place(n) for n in open_[:_NAMED]))]


def approved_kept(evidence: Evidence) -> Iterable[Verdict]:
    """The lines add up to every amount approved. Cannot see a line under a wrong item: no total tells items apart."""
    if evidence.facts is None or not evidence.facts.budget.approved:
        return []
    control = evidence.once(control_of)
    errors = control.errors()
    return [_said(error, control, is_only=len(errors) == 1) for error in errors] or [passed()]


def _said(error: Slipped, control: Control, *, is_only: bool) -> Verdict:
    first, *others = error.totals
    total, has = control.totals[first], control.budgeted[first]
    more = "多" if has > total.amount else "少"
    message = (
        f"{total.called}：批复 {money(total.amount)}，预算 {money(has)}，"
        f"预算{more} {money(abs(has - total.amount))}"
    )
    if others:
        names = listed((control.totals[n].called for n in others), _NAMED)
        message += f"；{names}也与批复数不符"
    lines = [c.line for c in error.candidates[:_NAMED] if c.line is not None]
    # Where no line is named any may be the one: a report that travels must know that lines are spoken of.
    places: list[Where] = [place(n) for n in lines] or [at(r.LINES)]
    return failed(
        message,
        *places,
        *(at(r.APPROVED, control.totals[n].called, "amount") for n in error.totals),
        expected=total.amount,
        actual=has,
        suggestion=_suggested(error, control, is_only=is_only),
    )


def _suggested(error: Slipped, control: Control, *, is_only: bool) -> str:
    if error.candidates:
        best = error.candidates[:_NAMED]
        left = len(error.candidates) - len(best)
        more = f"；另有 {left} 种可能" if left else ""
        said = "；或者".join(candidate.words for candidate in best)
        then = "改正后各项批复数同时相符" if is_only else "各处都改正后，批复数全部相符"
        return f"可能是：{said}{more}。{then}。"
    if len(control.gaps) == 1:
        return "没有一笔明细的改动能单独说明这个差额，其余批复数都相符：也请核对这项批复数本身。"
    of = [(control.budgeted[n], control.totals[n].amount) for n in error.totals]
    for small, large, words in (
        (0, 1, "预算都约为批复的万分之一：明细可能按万元录入"),
        (1, 0, "预算都约为批复的一万倍：批复数可能按万元录入"),
    ):
        if all(_is_in_wan(pair[small], pair[large]) for pair in of):
            return f"{words}。"
    return ""


def _is_in_wan(small: int, large: int) -> bool:
    """Tell whether two amounts are yuan and 万元 of the same, a percent for what rounding did."""
    return small > 0 and 99 * large <= 100 * 10_000 * small <= 101 * large


RULES = (
    Rule(
        id="approved-amounts-are-kept",
        claim="预算明细的合计与批复数一致",
        law="budget-law-52",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照批复文件逐笔核对所列明细，并按批复数更正；批复数本身录错的，更正批复数。",
        check=approved_kept,
        pair=Pair.APPROVAL,
    ),
    Rule(
        id="approved-amounts-are-given",
        claim="填写了批复数，每笔明细都在批复数之内",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请把批复文件上的合计、基本支出、项目支出和各项资金填入“批复数”（approved.csv），全部门和各单位都填更好。",
        check=approved_given,
    ),
)
