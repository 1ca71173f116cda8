"""Assets and purchases of a published document: tables against text and arithmetic.

Every comparison allows what rounding of the printed figures may hide.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.interval import Closeness
from yusuan.core.measure import Measure
from yusuan.core.money import MoneyUnit, Printed, amount_or_none, format_amount
from yusuan.core.outcomes import Pair, Severity, Status, Where
from yusuan.core.patterns import pattern
from yusuan.narrative.figures import Figure
from yusuan.narrative.quantities import CostStatement, check_cost
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, Verdict, failed, insufficient

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from yusuan.core.holdings import Holdings, Purchase, Purchases
    from yusuan.rules.evidence import Evidence, Line


def assets_agree(evidence: Evidence) -> Iterator[Verdict]:
    """The asset rows make up the printed total and the total the text states."""
    if evidence.holdings is not None:
        yield from assets_add_up(evidence.paper.texts, evidence.holdings)


def claimed_purchases_are_listed(evidence: Evidence) -> Iterator[Verdict]:
    """Assets the text calls procured are goods or works of the procurement table."""
    if evidence.purchases is not None:
        yield from purchases_are_listed(evidence.paper.texts, evidence.purchases)


def purchases_agree(evidence: Evidence) -> Iterator[Verdict]:
    """The items make up the total, and the funds of an item its amount; a slip in one cell is said of that cell."""
    if evidence.purchases is not None:
        wrong = wrong_amount(evidence.purchases)
        yield from purchases_add_up(evidence.purchases) if wrong is None else (wrong,)


def printed_products_hold(evidence: Evidence) -> Iterator[Verdict]:
    """Quantity × price is the amount, but for what another rule calls a slip in one cell."""
    if evidence.purchases is not None:
        wrong = wrong_amount(evidence.purchases)
        places = () if wrong is None else wrong.where
        items = tuple(item for item in evidence.purchases.items if item.where not in places)
        yield from purchases_multiply(replace(evidence.purchases, items=items))


# --- assets -----------------------------------------------------------------------------------------------

_FIGURE = r"为?(?:人民币)?([\d,]+(?:\.\d+)?)(万元|元)"
_STATED_ASSETS = pattern(
    rf"(?<!购置)(?<!新增)(?<!采购)固定资产(?:总额|总值|总计|合计|金额|价值|原值|账面原值)*{_FIGURE}"
)
_NOT_FIXED = pattern(r"流动资产|无形资产|在建工程|长期投资|对外投资")


def assets_add_up(lines: Iterable[Line], holdings: Holdings) -> Iterator[Verdict]:
    """The asset rows against the printed total and against the total the text states; one finding for all."""
    if not holdings.has_unit:
        yield _without_unit("资产表", holdings.total_place)
        return
    unread = [row.where for row in holdings.parts if row.unread]
    unread += [holdings.total_place] if holdings.total_unread else []
    parts = [row for row in holdings.parts if row.value is not None]
    if unread or not parts:
        yield _insufficient(unread or [holdings.total_place])
        return
    printed = [row.value for row in parts if row.value is not None]
    total = sum(value.fen for value in printed)
    rivals = [("资产总额一格", holdings.total, holdings.total_place)] if holdings.total else []
    if not any(_NOT_FIXED.search(label) for label in holdings.rows):
        rivals += [("文字说明", value, where) for value, where in _stated(lines, _STATED_ASSETS)]
    wrong = [rival for rival in rivals if _status(total, printed, rival[1]) is Status.FAILED]
    if not wrong:
        if holdings.total is None:
            message = f"资产总额一格空白，各分项之和为 {wan(total)}。"
            where = holdings.total_place
            yield failed(message, where, expected=total, severity=Severity.WARNING)
            return
        status = max((_status(total, printed, r[1]) for r in rivals), key=_RANK.index)
        yield Verdict(status, expected=total, actual=rivals[0][1].fen)
        return
    sums = " + ".join(f"{row.label} {row.value}" for row in parts)
    said = "；".join(
        f"{name}为 {value} {value.unit.label}，相差 {wan(abs(total - value.fen))}"
        for name, value, _ in wrong
    )
    blank = "；资产总额一格空白" if holdings.total is None else ""
    message = f"固定资产各分项之和 {wan(total)}（{sums}）不等于总额：{said}{blank}。"
    places = (*(place for _, _, place in wrong), holdings.total_place)
    yield failed(message, *places, expected=total, actual=wrong[0][1].fen)


# --- purchases --------------------------------------------------------------------------------------------

_CLAIMED = pattern(
    rf"(?:购置|采购|新增)固定资产(?:总额|金额|总计|合计)*{_FIGURE}"
    r"[^。;]*?(?:列入|纳入|编入|编制)[^。;]{0,8}政府采购"
)


def purchases_are_listed(lines: Iterable[Line], purchases: Purchases) -> Iterator[Verdict]:
    """Assets the text calls procured are goods or works of the procurement table.

    A line without a catalogue code may be anything, so it counts as goods.
    """
    if purchases.unread:
        if any(True for _ in _stated(lines, _CLAIMED)):
            yield _insufficient([purchases.total_place])
        return
    bought = [item for item in purchases.items if not item.code.startswith("C")]
    listed = sum(item.amount.fen for item in bought)
    slack = sum(item.amount.half_digit for item in bought)
    for value, where in _stated(lines, _CLAIMED):
        if value.fen <= listed + slack + value.half_digit:
            yield Verdict(Status.PASSED, where=(where,), expected=listed, actual=value.fen)
            continue
        holds = f"货物和工程只有 {wan(listed)}" if bought else "没有货物和工程"
        services = sum(item.amount.fen for item in purchases.items) - listed
        only = f"（服务 {wan(services)}）" if services else ""
        yield failed(
            f"文字说明称拟购置固定资产 {value} {value.unit.label} 已列入政府采购，采购表中{holds}{only}",
            where,
            purchases.total_place,
            expected=listed,
            actual=value.fen,
        )


def purchases_add_up(purchases: Purchases) -> Iterator[Verdict]:
    """The items make up the total, and the funds of an item its amount."""
    if not purchases.has_unit:
        yield _without_unit("政府采购表", purchases.total_place)
        return
    if purchases.unread:
        yield _insufficient([purchases.total_place])
        return
    sums = [
        (item.amount, item.where, f"{item.name or '一行'}的合计", "各资金来源之和", item.funds)
        for item in purchases.items
        if item.funds
    ]
    if purchases.total is not None and purchases.items:
        amounts = tuple(item.amount for item in purchases.items)
        sums.append((purchases.total, purchases.total_place, "采购表合计", "各行之和", amounts))
    lost = [item.where for item in purchases.items if "funds" in item.unread]
    if lost:
        yield _insufficient(lost)
    for whole, where, name, parts_name, parts in sums:
        total = sum(part.fen for part in parts)
        status = _status(total, parts, whole)
        if status is Status.FAILED:
            message = f"{name} {whole} {whole.unit.label} ≠ {parts_name} {wan(total)}。"
            yield failed(message, where, expected=total, actual=whole.fen)
        else:
            yield Verdict(status, where=(where,), expected=total, actual=whole.fen)


def wrong_amount(purchases: Purchases) -> Verdict | None:
    """The one amount that makes both the total and its own product fail, with the value that mends both."""
    total, items = purchases.total, purchases.items
    if total is None or purchases.unread:
        return None
    gap = total.fen - sum(item.amount.fen for item in items)
    for item in items if gap else ():
        meant = replace(item.amount, fen=item.amount.fen + gap)
        printed, mended = (
            [o.status for o in purchases_multiply(replace(purchases, items=(tried,)))]
            for tried in (item, replace(item, amount=meant))
        )
        if printed == [Status.FAILED] and mended in ([Status.PASSED], [Status.ROUNDING]):
            return failed(
                f"{item.name or '一行采购'}合计列为 {item.amount} {item.amount.unit.label}，按采购表合计和数量 × 单价"
                f"应为 {wan(meant.fen)}",
                item.where,
                purchases.total_place,
                expected=meant.fen,
                actual=item.amount.fen,
                hint="请对照批复核对这一格。",
                # Both the total and the product of this line leave no other amount.
            ).calling(Pair.CORRECTION)
    return None


_CLOSENESS = {Closeness.EXACT: Status.PASSED, Closeness.ROUNDING: Status.ROUNDING}
_NUMBER = pattern(r"\d+(?:\.\d+)?")
_WAN = 10_000


def purchases_multiply(purchases: Purchases) -> Iterator[Verdict]:
    """Quantity × price is the amount, as far as the printed digits tell."""
    for item in purchases.items:
        if "price" in item.unread:
            yield _insufficient([item.where])
        quantity = "".join(item.quantity.split()).replace(",", "")
        if item.price is None or not _NUMBER.fullmatch(quantity):
            continue
        agreement = check_cost(_statement(item, quantity, item.price))
        if agreement is None:
            continue
        status = _CLOSENESS.get(agreement.closeness, Status.FAILED)
        scaled = {agreement.computed.value * _WAN, agreement.computed.value / _WAN}
        if status is Status.FAILED and any(abs(s - item.amount.fen) * 100 <= s for s in scaled):
            # The price is printed in another unit than the amount.
            status = Status.NOT_APPLICABLE
        computed = round(agreement.computed.value)
        if status is not Status.FAILED:
            yield Verdict(status, where=(item.where,), expected=computed, actual=item.amount.fen)
            continue
        yield failed(
            f"{item.name or '一行采购'}：{quantity}{item.unit} × {item.price} {item.price.unit.label} = "
            f"{wan(computed)}，合计列为 {item.amount} {item.amount.unit.label}",
            item.where,
            expected=computed,
            actual=item.amount.fen,
        )


def _statement(item: Purchase, quantity: str, price: Printed) -> CostStatement:
    nowhere = (0, 0)
    unit = item.unit or "个"
    return CostStatement(
        Figure(quantity, Measure(unit), nowhere),
        Figure(str(price), Measure(price.unit.label, unit), nowhere),
        1,
        Figure(str(item.amount), Measure(item.amount.unit.label), nowhere),
        nowhere,
    )


# --- words and figures ------------------------------------------------------------------------------------

_RANK = [Status.PASSED, Status.ROUNDING]


def _stated(lines: Iterable[Line], pattern: re.Pattern[str]) -> Iterator[tuple[Printed, Where]]:
    """The amounts a text states in a form; the same amount said twice is one."""
    seen = set()
    for line in lines:
        for match in pattern.finditer(line.plain):
            # What is no amount (9,62.74) is a matter of wording, and a rule of its own.
            value = amount_or_none(match[1], MoneyUnit.from_label(match[2]))
            if value is not None and value.fen not in seen:
                seen.add(value.fen)
                yield value, line.where


def _status(total: int, parts: Iterable[Printed], stated: Printed) -> Status:
    if total == stated.fen:
        return Status.PASSED
    slack = stated.half_digit + sum(part.half_digit for part in parts)
    return Status.ROUNDING if abs(total - stated.fen) <= slack else Status.FAILED


def wan(fen: int) -> str:
    """An amount in 万元, with as many decimals as it takes to hide nothing."""
    decimals = 2
    while fen * 10**decimals % MoneyUnit.WAN_YUAN.value and decimals < 6:  # noqa: PLR2004  one fen
        decimals += 1
    return f"{format_amount(fen, MoneyUnit.WAN_YUAN, decimals)} 万元"


def _without_unit(table: str, where: Where) -> Verdict:
    return Verdict(
        Status.REFUSED,
        f"{table}没有注明金额单位，本文件其他表的单位也不能替它说明，金额未予采信。",
        (where,),
        hint="如已知单位，请加 --unit 指定（元或万元）后重新核对。",
    )


def _insufficient(where: Iterable[Where]) -> Verdict:
    said = "有数字未读出，无法核对（并非表中有错）"
    return insufficient(said, *where, hint="请对照原件补录后重新核对。")


RULES = (
    Rule(
        id="asset-parts-add-up",
        claim="资产各分项之和等于总额，文字与表一致",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照上年末资产年报核对总额和各分项，文字与表格一并改正。",
        check=assets_agree,
        needs=(Part.PRINT,),
        pair=Pair("各分项之和", "总额"),
    ),
    Rule(
        id="purchases-claimed-are-listed",
        claim="文字所称列入采购的金额在采购表中",
        law="procurement-law-33",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请在采购表补列拟购置的资产，或者改正文字中的金额。",
        check=claimed_purchases_are_listed,
        needs=(Part.PRINT,),
        pair=Pair("采购表", "文中"),
    ),
    Rule(
        id="purchases-add-up",
        claim="采购表各行、各资金来源之和等于合计",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请核对采购表的合计与各行、各资金来源。",
        check=purchases_agree,
        needs=(Part.PRINT,),
        pair=Pair.SUM,
    ),
)
