"""Costing in sentences: how many, at what price, how often, and the amount claimed for it.

What multiplies what is decided within one sentence of one numbered item, never across. A statement
whose factors a reader could take differently is *uncertain*: it can confirm, never contradict.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from yusuan.core.interval import Agreement, Interval, compare, compare_with_limit
from yusuan.core.measure import Measure, plain_unit
from yusuan.core.target import Operator, Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.target import Target

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its measure as a text has it; the span counts characters of that text."""

    digits: str
    measure: Measure
    span: Span

    @property
    def interval(self) -> Interval:
        """What the figure may stand for: fen for money, things for counts."""
        return self.measure.interval(self.digits)

    @property
    def fen(self) -> int | None:
        """The amount in fen; None when it is a count."""
        return self.measure.fen(self.digits)

    def __str__(self) -> str:
        return f"{self.digits}{self.measure}"


class Claim(enum.Enum):
    """How the claimed amount relates to the product."""

    TOTAL = "合计"
    LIMIT = "上限"


@dataclass(frozen=True, slots=True)
class CostStatement:
    """Quantity × unit price × periods, and the amount the text claims for it, if any."""

    quantity: Figure
    unit_price: Figure
    periods: int
    claimed: Figure | None
    span: Span
    claim: Claim = Claim.TOTAL
    is_certain: bool = True

    @property
    def computed(self) -> Interval:
        """The product, in fen."""
        periods = Interval.exact(self.periods)
        return self.quantity.interval * self.unit_price.interval * periods

    def limited_by(self, limit: Figure) -> CostStatement:
        """Hold the product against an amount from elsewhere, where the text claims none."""
        if self.claimed is not None:
            return self
        return replace(self, claimed=limit, claim=Claim.LIMIT)

    def __str__(self) -> str:
        periods = "" if self.periods == 1 else f" × {self.periods}"
        return f"{self.quantity} × {self.unit_price}{periods}"


def check_cost(statement: CostStatement) -> Agreement | None:
    """Compare product and claim; None where nothing is claimed or an uncertain reading differs."""
    if statement.claimed is None:
        return None
    hold = compare if statement.claim is Claim.TOTAL else compare_with_limit
    agreement = hold(statement.computed, statement.claimed.interval)
    return None if agreement.is_beyond and not statement.is_certain else agreement


# ── Words ────────────────────────────────────────────────────────────────────────────────────

_SIGNS = str.maketrans("０１２３４５６７８９．（）／＝：＊", "0123456789.()/=:*")
_NUMBER = r"(?<![\d.])(?<!\d[ ,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d.])"
# 万 alone is money only at the end of a clause: 5万人 is a count.
_MONEY = r"(?:亿元|万元|千元|百元|元|(?:亿|万)(?=[。，；、)\s]|$))"
_THING = (
    r"(?:人次|平方米|平米|公里|千字|学时|课时|"
    r"[个人名位件次部条套台辆户处场期册份所家张块本批亩吨米节间座株棵例支只组队班盏])"
)
# How often a period comes in a year; None: only the text can tell.
_PERIODS = {"年": 1, "半年": 2, "季度": 4, "月": 12, "天": None, "周": None, "学期": None}
_PERIOD = r"(?:半年|季度|学期|[年月天日周])"
_EACH = rf"(?:{_THING}|{_PERIOD})"

_AMOUNT = re.compile(rf"(?P<digits>{_NUMBER})(?P<unit>{_MONEY})", re.ASCII)
_COUNT = re.compile(
    rf"(?<!第)(?P<digits>{_NUMBER})(?P<unit>{_THING})(?!月|工作日|季度|学期|小时|百分点)", re.ASCII
)
# 每人每月1900元, 每部每年费用588元: the words between hold no digits and end no clause.
_PRICE_AFTER_EACH = re.compile(
    rf"每(?P<a>{_EACH})(?:每(?P<b>{_EACH}))?[^\d每，,。；;、()]{{0,8}}"
    rf"(?P<digits>{_NUMBER})(?P<unit>{_MONEY})(?!/)",
    re.ASCII,
)
_PRICE_BY_STROKE = re.compile(
    rf"(?P<digits>{_NUMBER})(?P<unit>{_MONEY})/(?P<a>{_EACH})(?:[/·](?P<b>{_EACH}))?(?![/·])",
    re.ASCII,
)
_DURATION = re.compile(
    r"(?<!\d)(?P<digits>\d{1,3})(?P<unit>个月|个?季度|个?学期|天|周|年)", re.ASCII
)
_SAME_PERIOD = {"日": "天", "个月": "月", "个季度": "季度", "个学期": "学期"}
# 12人×850元×2次=2.04万元
_FACTOR = rf"{_NUMBER}[^\d\s，。；×*=+()]{{0,6}}"
_PRODUCT = re.compile(
    rf"(?P<factors>{_FACTOR}(?:[×*]{_FACTOR})+)(?:(?:=|，?(?:共计|合计))(?P<claim>{_AMOUNT.pattern}))?",
    re.ASCII,
)
_ONE_FACTOR = re.compile(
    rf"(?P<digits>{_NUMBER})(?P<unit>{_MONEY}(?:[/·]{_EACH})*|{_THING}|个?月|{_PERIOD}|)", re.ASCII
)

# A numbered item: 1、 2. (3) ④; not the decimal of 1.56, nor the list 11、12月.
_ITEM = re.compile(
    r"(?<![\d.])\d{1,2}(?:、(?!\d)|\.(?!\d))|\((?:\d{1,2}|[一二三四五六七八九十]{1,2})\)|[①-⑳]",
    re.ASCII,
)
_BOUNDARY = re.compile(rf"(?P<item>{_ITEM.pattern})|[；;。\n]", re.ASCII)
_CLAUSE_MARK = re.compile(r"[，,、:()]")
_TOTAL = re.compile(r"(?:共计|合计|总计|小计|共需|共|计|总额|=)\D{0,4}$", re.ASCII)
_NEED = re.compile(r"需|经费|费用|金额|资金")
# 等, 另, 还: the amount is for more, or for something else.
_ELSE = re.compile(r"另|其他|其余|其它|还|此外|等")
_YEARLY = re.compile(r"每年|全年|一年|年需")
_APPROXIMATE = re.compile(
    r"[约近]\d|大约|左右|\d[余多]|以上|以内|以下|至少|最多|不低于|不少于|不超过|不高于|[\d元][-~—～至]\d",
    re.ASCII,
)
_PER_COUNT = re.compile(r"每[^\d，。；、()]{0,8}$", re.ASCII)
_LINK = re.compile(r"[(，,、:按]{0,3}")
# They multiply people or goods when they stand beside them: 2次培训, 每次50人.
_MULTIPLYING = frozenset({"次", "期", "场", "批", "班", "人次", "学时", "课时"})


# ── Amounts ──────────────────────────────────────────────────────────────────────────────────


def amounts_in(text: str) -> tuple[Figure, ...]:
    """List every amount of money a text names, in order; prices are amounts too."""
    clean, places = _squeeze(text)
    found = (_figure(match) for match in _AMOUNT.finditer(clean))
    return tuple(_moved(figure, places) for figure in found)


def _squeeze(text: str) -> tuple[str, list[int]]:
    """Drop blanks, noise of the text layer, and keep where each character came from.

    A blank between digits stays: it may part two numbers, so neither is read across it.
    """
    kept: list[tuple[str, int]] = []
    for place, sign in enumerate(text.translate(_SIGNS)):
        following = text[place + 1 : place + 2]
        parts_digits = kept and kept[-1][0].isdigit() and following.isdigit()
        if sign == "\n" or not sign.isspace():
            kept.append((sign, place))
        elif parts_digits:
            kept.append((" ", place))
    return "".join(sign for sign, _ in kept), [place for _, place in kept]


def _figure(match: re.Match[str], per: str = "") -> Figure:
    unit = match["unit"]
    unit += "元" if unit in {"万", "亿"} else ""
    return Figure(match["digits"], Measure(unit, per), match.span())


def _moved(figure: Figure, places: Sequence[int]) -> Figure:
    return replace(figure, span=_moved_span(figure.span, places))


def _moved_span(span: Span, places: Sequence[int]) -> Span:
    return places[span[0]], places[span[1] - 1] + 1


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
    clean, places = _squeeze(text)
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
        quantity=_moved(statement.quantity, places),
        unit_price=_moved(statement.unit_price, places),
        claimed=None if claimed is None else _moved(claimed, places),
        span=_moved_span(statement.span, places),
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
    prices = [_price(match) for match in sorted(matches, key=re.Match.start)]
    spans = [match.span() for match in matches]

    def outside(match: re.Match[str]) -> bool:
        return not any(low <= match.start() < high for low, high in spans)

    return _Sentence(
        text,
        opens_item,
        tuple(prices),
        tuple(_figure(match) for match in _COUNT.finditer(text) if outside(match)),
        tuple(_figure(match) for match in _AMOUNT.finditer(text) if outside(match)),
    )


def _price(match: re.Match[str]) -> _Price:
    each = [_SAME_PERIOD.get(unit, unit) for unit in (match["a"], match["b"]) if unit]
    things = "·".join(unit for unit in each if unit not in _PERIODS)
    periods = "·".join(unit for unit in each if unit in _PERIODS)
    return _Price(_figure(match, things), things, periods)


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
    return named.pop() if len(named) == 1 else _PERIODS.get(price.period)


def _is_certain(sentence: _Sentence, price: _Price, quantity: Figure) -> bool:
    """Tell whether nothing in the sentence allows another product."""
    durations = _durations(sentence) - {("年", 1)}
    names_period = any(unit == price.period for unit, _ in durations)
    yearly = price.period in {"", "年"} or names_period or _YEARLY.search(sentence.text)
    others = [c for c in sentence.counts if c.measure != quantity.measure]
    return bool(
        price.thing
        and yearly
        and all(unit == price.period for unit, _ in durations)
        and not any(c.measure.numerator in _MULTIPLYING for c in others)
        and not any(_PER_COUNT.search(sentence.text[: c.span[0]]) for c in sentence.counts)
        and not _APPROXIMATE.search(sentence.text)
    )


def _claim_for(sentence: _Sentence, place: int, quantity: Figure) -> tuple[Figure | None, Claim]:
    start, end = sentence.prices[place].figure.span
    rest = sentence.prices[place + 1 :]
    stop = rest[0].figure.span[0] if rest else len(sentence.text)
    before = [a for a in sentence.amounts if a.span[0] < start]
    after = [a for a in sentence.amounts if end <= a.span[0] < stop]
    if after:
        is_total = _is_total(sentence, place, quantity, after[0])
        # A smaller amount named before may be part of the total.
        holds_more = any(a.interval.value < after[0].interval.value for a in before)
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
    things = [f for f in known if re.fullmatch(_THING, f["unit"])]
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
    claim = _AMOUNT.fullmatch(match["claim"] or "")
    claimed = None
    if claim is not None and not set(around) & set("+-()×*"):
        claimed = replace(_figure(claim), span=match.span("claim"))
    price = prices[0]
    unit, _, per = price["unit"].partition("/")
    return CostStatement(
        quantity=Figure(things[0]["digits"], Measure(things[0]["unit"]), span),
        unit_price=Figure(price["digits"], Measure(unit, per), span),
        periods=periods,
        claimed=claimed,
        span=span,
    )


# ── Indicators ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class RateCheck:
    """A price indicator times its quantity indicators, held against the project's budget."""

    price: str
    quantities: tuple[str, ...]
    agreement: Agreement


def rate_times_quantity(
    indicators: Sequence[tuple[str, Target]], budget_fen: int, *, half_digit_fen: int = 0
) -> tuple[RateCheck, ...]:
    """Multiply each price (≤850元/人) by the one quantity it is per (12人); the budget is the limit.

    Silent where two prices, or two different quantities, share the unit.
    """
    known = [(name, t) for name, t in indicators if isinstance(t, Quantity) and t.measure]
    budget = Interval.around(budget_fen, half_digit_fen)
    checks = []
    for name, price in known:
        measure = price.measure
        if measure is None or not measure.is_price or len(measure.denominators) != 1:
            continue
        rivals = [t for _, t in known if t.measure and t.measure.is_price]
        if sum(price.is_comparable_with(rival) for rival in rivals) > 1:
            continue
        chain = _quantities_of(measure.denominators[0], known)
        if chain:
            product = price.interval
            for _, quantity in chain:
                product *= quantity.interval
            names = tuple(quantity_name for quantity_name, _ in chain)
            checks.append(RateCheck(name, names, compare_with_limit(product, budget)))
    return tuple(checks)


def _quantities_of(unit: str, known: Sequence[tuple[str, Quantity]]) -> list[tuple[str, Quantity]]:
    """Find the quantity in a unit, over one rate if need be: 1套/人 × 12人 for 套; [] when unsure."""
    # A number of years says how long the effect lasts, not how often one pays.
    if unit == "年":
        return []
    per_unit = [(n, t) for n, t in known if t.measure and t.measure.base == unit]
    plain = [(n, t) for n, t in per_unit if t.measure and not t.measure.is_rate]
    if plain:
        return plain[:1] if len({t.value for _, t in plain}) == 1 else []
    if len(per_unit) != 1 or per_unit[0][1].measure is None:
        return []
    denominators = per_unit[0][1].measure.denominators
    over = [(n, t) for n, t in known if t.measure and t.measure.base in denominators]
    whole = [(n, t) for n, t in over if t.measure and not t.measure.is_rate]
    agree = len(denominators) == 1 and len({t.value for _, t in whole}) == 1
    return [per_unit[0], whole[0]] if agree else []
