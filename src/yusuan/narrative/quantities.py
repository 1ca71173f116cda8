"""Costing in sentences: how many, at what price, how often, and the amount claimed for it.

What multiplies what is decided within one sentence of one numbered item, never across. A statement
whose factors a reader could take differently is *uncertain*: it can confirm, never contradict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.core.measure import Measure, plain_unit
from yusuan.core.patterns import pattern
from yusuan.core.target import Operator, Quantity
from yusuan.narrative.costing import (
    Claim,
    CostStatement,
    RateCheck,
    check_cost,
    rate_times_quantity,
)
from yusuan.narrative.figures import (
    AMOUNT,
    EACH,
    MONEY,
    NUMBER,
    PERIOD,
    PERIODS,
    THING,
    Figure,
    amounts_in,
    figure_in,
    moved,
    moved_span,
    squeeze,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.target import Target

__all__ = [
    "Claim",
    "CostStatement",
    "Figure",
    "RateCheck",
    "amounts_in",
    "check_cost",
    "cost_statements",
    "indicator_costs",
    "rate_times_quantity",
]


# ── Words ────────────────────────────────────────────────────────────────────────────────────

_COUNT = pattern(
    rf"(?<!第)(?P<digits>{NUMBER})(?P<unit>{THING})(?!月|工作日|季度|学期|小时|百分点)", re.ASCII
)
# 每人每月1900元, 每部每年费用588元: the words between hold no digits and end no clause.
_PER = rf"(?!个(?:月|季度|学期|工作日)){EACH}"
_PRICE_AFTER_EACH = pattern(
    rf"每(?:个(?=月|季度|学期))?(?P<a>{_PER})(?:每(?:个(?=月|季度|学期))?(?P<b>{_PER}))?[^\d每，,。；;、()]{{0,8}}"
    rf"(?P<digits>{NUMBER})(?P<unit>{MONEY})(?!/)",
    re.ASCII,
)
_PRICE_BY_STROKE = pattern(
    rf"(?P<digits>{NUMBER})(?P<unit>{MONEY})/(?P<a>{EACH})(?:[/·](?P<b>{EACH}))?(?![/·])",
    re.ASCII,
)
_DURATION = pattern(r"(?<!\d)(?P<digits>\d{1,3})(?P<unit>个月|个?季度|个?学期|天|周|年)", re.ASCII)
_SAME_PERIOD = {"日": "天", "个月": "月", "个季度": "季度", "个学期": "学期"}
# 12人×850元×2次=2.04万元
_FACTOR = rf"{NUMBER}[^\d\s，。；×*=+()]{{0,6}}"
_PRODUCT = pattern(
    rf"(?P<factors>{_FACTOR}(?:[×*]{_FACTOR})+)(?:(?:=|，?(?:共计|合计))(?P<claim>{AMOUNT.pattern}))?",
    re.ASCII,
)
_ONE_FACTOR = pattern(
    rf"(?P<digits>{NUMBER})(?P<unit>{MONEY}(?:[/·]{EACH})*|{THING}|个?月|{PERIOD}|)", re.ASCII
)

# A numbered item: 1、 2. (3) ④; not the decimal of 1.56, nor the list 11、12月.
_ITEM = pattern(
    r"(?<![\d.])\d{1,2}(?:、(?!\d)|\.(?!\d))|\((?:\d{1,2}|[一二三四五六七八九十]{1,2})\)|[①-⑳]",
    re.ASCII,
)
_BOUNDARY = pattern(rf"(?P<item>{_ITEM.pattern})|[；;。\n]", re.ASCII)
_CLAUSE_MARK = pattern(r"[，,、:()]")
_TOTAL = pattern(
    r"(?:(?<!公)共计|(?<!综)合计|总计|小计|共需|总额|=)\D{0,4}$|^(?:共|计)\D{0,4}$", re.ASCII
)
_NEED = pattern(r"需|经费|费用|金额|资金")
# The amount is for more, for less, or for something else.
_ELSE = pattern(r"另|其他|其余|其它|还|此外|等|项|各|扣|减|差")
_YEARLY = pattern(r"每年|全年|一年|年需")
# Shares, shared costs and rounded numbers: the product need not be the amount.
_UNSURE = pattern(
    r"[约近]\d|大约|左右|\d[余多]|以上|以内|以下|至少|最多|不低于|不少于|不超过|不高于|[\d元][-~—～至]\d"
    r"|[%％‰折]|比例|配套|承担|自筹|分担|剩余|结转|月均|日均|月租",
    re.ASCII,
)
_EACH_TIME = pattern(rf"每个?(工作日|{PERIOD}|[次期场批班])")
_PER_COUNT = pattern(r"每[^\d，。；、()]{0,8}$", re.ASCII)
_LINK = pattern(r"[(，,、:按]{0,3}")
# They multiply people or goods when they stand beside them: 2次培训, 每次50人.
_MULTIPLYING = frozenset({"次", "期", "场", "批", "班", "人次", "学时", "课时"})


# ── Statements ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Price:
    figure: Figure
    thing: str
    period: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence of one item, with the figures found in it."""

    text: str
    opens_item: bool
    prices: tuple[_Price, ...]
    counts: tuple[Figure, ...]
    amounts: tuple[Figure, ...]


def cost_statements(text: str) -> tuple[CostStatement, ...]:
    """Find what a text multiplies; the factors and the claim stand in one sentence of one item."""
    clean, places = squeeze(text)
    found: list[CostStatement] = []
    for start, end, opens_item in _sentences(clean):
        part, offset = clean[start:end], places[start:end]
        products = list(_PRODUCT.finditer(part))
        found += [_moved_statement(s, offset) for s in map(_product, products) if s is not None]
        for match in products:
            part = part[: match.start()] + "□" * len(match[0]) + part[match.end() :]
        sentence = _read(part, opens_item=opens_item)
        found += [_moved_statement(s, offset) for s in _statements(sentence)]
    return tuple(sorted(found, key=lambda statement: statement.span))


def indicator_costs(description: str, target: Target) -> tuple[CostStatement, ...]:
    """Find what an indicator's description multiplies, with a money target as its limit."""
    found = cost_statements(description)
    if not isinstance(target, Quantity) or target.measure is None or not target.measure.is_money:
        return found
    if target.operator in {Operator.AT_LEAST, Operator.MORE_THAN}:
        return found
    limit = Figure(target.digits, target.measure, (0, 0))
    return tuple(statement.limited_by(limit) for statement in found)


def _moved_statement(statement: CostStatement, places: Sequence[int]) -> CostStatement:
    claimed = statement.claimed
    return replace(
        statement,
        quantity=moved(statement.quantity, places),
        unit_price=moved(statement.unit_price, places),
        claimed=None if claimed is None else moved(claimed, places),
        span=moved_span(statement.span, places),
    )


def _sentences(clean: str) -> Iterator[tuple[int, int, bool]]:
    start, opens_item = 0, False
    for mark in _BOUNDARY.finditer(clean):
        if mark.start() > start:
            yield start, mark.start(), opens_item
        start, opens_item = mark.end(), mark["item"] is not None
    if start < len(clean):
        yield start, len(clean), opens_item


def _read(text: str, *, opens_item: bool) -> _Sentence:
    matches = [*_PRICE_AFTER_EACH.finditer(text), *_PRICE_BY_STROKE.finditer(text)]
    matches = sorted((m for m in matches if _is_price(m)), key=re.Match.start)
    spans = [match.span() for match in matches]

    def outside(match: re.Match[str]) -> bool:
        return not any(low <= match.start() < high for low, high in spans)

    return _Sentence(
        text,
        opens_item,
        tuple(_price(match) for match in matches),
        tuple(figure_in(match) for match in _COUNT.finditer(text) if outside(match)),
        tuple(figure_in(match) for match in AMOUNT.finditer(text) if outside(match)),
    )


def _is_price(match: re.Match[str]) -> bool:
    """Tell a price from a yearly cost: 每年2992元 may be one, 每年6.84万元 is none."""
    each = {match["a"], match["b"]} - {None}
    return match["unit"] == "元" or not each <= set(PERIODS)


def _price(match: re.Match[str]) -> _Price:
    each = [_SAME_PERIOD.get(unit, unit) for unit in (match["a"], match["b"]) if unit]
    things = "·".join(unit for unit in each if unit not in PERIODS)
    periods = "·".join(unit for unit in each if unit in PERIODS)
    return _Price(figure_in(match, things), things, periods)


def _statements(sentence: _Sentence) -> Iterator[CostStatement]:
    for place, price in enumerate(sentence.prices):
        quantity = _quantity_for(sentence, place)
        periods = _periods_for(sentence, price)
        if quantity is None or periods is None:
            continue
        claimed, claim = _claim_for(sentence, place, quantity)
        figures = [quantity, price.figure] + ([] if claimed is None else [claimed])
        yield CostStatement(
            quantity=quantity,
            unit_price=price.figure,
            periods=periods,
            claimed=claimed,
            span=(min(f.span[0] for f in figures), max(f.span[1] for f in figures)),
            claim=claim,
            is_certain=_is_certain(sentence, price, quantity),
        )


def _quantity_for(sentence: _Sentence, place: int) -> Figure | None:
    """Choose what a price multiplies: what stands right before it, else the only such number."""
    price = sentence.prices[place]
    start, _ = price.figure.span
    floor = sentence.prices[place - 1].figure.span[1] if place else 0
    is_alone = len(sentence.prices) == 1
    counts = [c for c in sentence.counts if _fits(c, price)]
    counts = [c for c in counts if floor <= c.span[0] and (is_alone or c.span[0] < start)]
    before = [c for c in counts if c.span[1] <= start]
    if before and _LINK.fullmatch(sentence.text, before[-1].span[1], start):
        return before[-1]
    if not price.thing:
        counts = [c for c in before if not _CLAUSE_MARK.search(sentence.text, c.span[1], start)]
    return counts[0] if len({c.digits for c in counts}) == 1 else None


def _fits(count: Figure, price: _Price) -> bool:
    base, scale = plain_unit(count.measure.numerator)
    return (base == plain_unit(price.thing)[0]) if price.thing else scale == 1


def _durations(sentence: _Sentence) -> set[tuple[str, int]]:
    found = _DURATION.finditer(sentence.text)
    return {(_SAME_PERIOD.get(m["unit"], m["unit"]), int(m["digits"])) for m in found}


def _periods_for(sentence: _Sentence, price: _Price) -> int | None:
    if price.period in {"", "年"}:
        return 1
    named = {number for unit, number in _durations(sentence) if unit == price.period}
    return named.pop() if len(named) == 1 else PERIODS.get(price.period)


def _is_certain(sentence: _Sentence, price: _Price, quantity: Figure) -> bool:
    """Tell whether nothing in the sentence allows another product."""
    durations = _durations(sentence) - {("年", 1)}
    names_period = any(unit == price.period for unit, _ in durations)
    yearly = price.period in {"", "年"} or names_period or _YEARLY.search(sentence.text)
    times = {_SAME_PERIOD.get(each, each) for each in _EACH_TIME.findall(sentence.text)}
    others = [c for c in sentence.counts if c.measure != quantity.measure]
    return bool(
        price.thing
        and yearly
        and all(unit == price.period != "年" for unit, _ in durations)
        and times <= {price.period, price.thing, "年"}
        and not any(c.measure.numerator in _MULTIPLYING for c in others)
        and not any(_PER_COUNT.search(sentence.text[: c.span[0]]) for c in sentence.counts)
        and not _UNSURE.search(sentence.text)
    )


def _claim_for(sentence: _Sentence, place: int, quantity: Figure) -> tuple[Figure | None, Claim]:
    start, end = sentence.prices[place].figure.span
    rest = sentence.prices[place + 1 :]
    stop = rest[0].figure.span[0] if rest else len(sentence.text)
    before = [a for a in sentence.amounts if a.span[0] < start]
    after = [a for a in sentence.amounts if end <= a.span[0] < stop]
    if after:
        is_total = _is_total(sentence, place, quantity, after[0])
        # A smaller amount named before may be part of the total, unless an earlier price claimed it.
        unclaimed = before[place:]
        holds_more = any(a.interval.value < after[0].interval.value for a in unclaimed)
        return (after[0] if is_total and not holds_more else None), Claim.TOTAL
    is_heading = (
        sentence.opens_item
        and len(sentence.prices) == len(before) == 1
        and not _CLAUSE_MARK.search(sentence.text, 0, before[0].span[0])
    )
    return (before[0] if is_heading else None), Claim.LIMIT


def _is_total(sentence: _Sentence, place: int, quantity: Figure, amount: Figure) -> bool:
    """Tell whether the first amount after a price claims to be its product."""
    _, end = sentence.prices[place].figure.span
    if place:
        # Two prices and then one amount: it may be the sum of both.
        last = sentence.prices[place - 1].figure.span[1]
        between = sentence.prices[place].figure.span[0]
        if not any(last <= a.span[0] < between for a in sentence.amounts):
            return False
    marks = [m.end() for m in _CLAUSE_MARK.finditer(sentence.text, end, amount.span[0])]
    lead = sentence.text[max([end, *marks]) : amount.span[0]]
    passed = [c for c in sentence.counts if end <= c.span[0] < amount.span[0]]
    if _ELSE.search(lead) or any(c.digits != quantity.digits for c in passed):
        return False
    return bool(_TOTAL.search(lead) or (passed and _NEED.search(lead)))


def _product(match: re.Match[str]) -> CostStatement | None:
    """Read an explicit product: one price, one count of things, whole periods."""
    begin = match.start("factors")
    factors = [_ONE_FACTOR.fullmatch(part) for part in re.split(r"[×*]", match["factors"])]
    known = [factor for factor in factors if factor is not None]
    prices = [f for f in known if "元" in f["unit"] or f["unit"] in {"万", "亿"}]
    things = [f for f in known if re.fullmatch(THING, f["unit"])]
    rest = [f for f in known if f not in prices and f is not things[0]] if things else []
    if len(known) < len(factors) or len(prices) != 1 or not things:
        return None
    if not all(f["digits"].isdecimal() for f in rest):
        return None
    periods = 1
    for factor in rest:
        periods *= int(factor["digits"])
    # Part of a longer sum: (3人×1900元+2人×2000元)×12.
    around = match.string[max(begin - 1, 0) : begin] + match.string[match.end("factors") :][:1]
    span = (match.start("factors"), match.end())
    claim = AMOUNT.fullmatch(match["claim"] or "")
    claimed = None
    if claim is not None and not set(around) & set("+-()×*"):
        claimed = replace(figure_in(claim), span=match.span("claim"))
    price, thing = prices[0], things[0]["unit"]
    unit, _, per = price["unit"].partition("/")
    unit += "元" if unit in {"万", "亿"} else ""
    return CostStatement(
        quantity=Figure(things[0]["digits"], Measure(thing), span),
        unit_price=Figure(price["digits"], Measure(unit, per or thing), span),
        periods=periods,
        claimed=claimed,
        span=span,
        is_certain=not _UNSURE.search(match.string),
    )
