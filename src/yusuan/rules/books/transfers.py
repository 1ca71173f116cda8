"""Transfers between units of the department beside the lines of payer and receiver (预算法 8: 部门预算由本部门及其所属各单位预算组成)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.outcomes import Pair, Severity
from yusuan.core.transfers import judged
from yusuan.rules.books._words import at, money
from yusuan.rules.books.slips._lines import place
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Rule, failed, passed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.core.transfers import Judged, Side
    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict

# Lines that are named.
_NAMED = 3


def transfers_agree(evidence: Evidence) -> Iterable[Verdict]:
    """Both units have in their lines what a transfer says. Cannot see a transfer that nobody has written down."""
    if evidence.facts is None or not evidence.facts.budget.transfers:
        return []
    budget = evidence.facts.budget
    found = judged(budget.transfers, budget.lines, {unit.code for unit in budget.units})
    return [
        _said(one, side)
        for one in found
        for side in (one.paid, one.received)
        if one.is_between_units and not side.carries
    ] or [passed()]


def _said(one: Judged, side: Side) -> Verdict:
    """A side that lacks something: told apart, for each unit reads of its own lines, not of the other's."""
    kind, transfer = side.kind.value, one.transfer
    has = f"{kind}只有 {money(side.carried)}" if side.carried else f"没有{kind}"
    message = (
        f"{transfer.called} {money(transfer.amount)}：单位{side.unit}的预算明细里{has}，"
        f"内部往来共列 {money(side.named)}；没有抵销"
    )
    return failed(
        message,
        at(r.TRANSFERS, transfer.called, "amount"),
        *(place(n) for n in side.lines[:_NAMED]),
        expected=side.named,
        actual=side.carried,
    )


RULES = (
    Rule(
        id="transfers-agree",
        claim="内部往来在付款单位和收款单位的预算明细里都有",
        law="budget-law-8",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请与两个单位核对：改正内部往来的金额，或补齐缺少一方的明细；拿不准的删去这一行，汇总时就不抵销。",
        check=transfers_agree,
        pair=Pair.PLACES,
    ),
)
