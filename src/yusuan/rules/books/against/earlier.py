"""What a document says of an earlier one, last year's or the budget its accounts belong to, against that document."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.money import MoneyUnit, format_amount, last_digit
from yusuan.core.outcomes import Pair, Severity, Status, Where
from yusuan.core.patterns import pattern
from yusuan.core.terms import Direction
from yusuan.narrative.clauses.clause import Metric, Period, printed_amount
from yusuan.rules.books._stated import regions_of
from yusuan.rules.books.against._balances import opening_balances
from yusuan.rules.books.against._pair import Relation, related
from yusuan.rules.dimension import Dimension
from yusuan.rules.evidence import plain
from yusuan.rules.spec import Part, Rule, Verdict, failed
from yusuan.tables.region import OWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yusuan.narrative.clauses.clause import Clause, Subject
    from yusuan.rules.evidence import Counterpart, Evidence
    from yusuan.tables.table import Cell

_MOST_WORDS = 50


class Known(NamedTuple):
    """A figure the earlier document gives for a subject: fen, what its printing hid, places and words."""

    value: int
    half_digit: int
    where: tuple[Where, ...]
    words: str


def prior_year_agrees(evidence: Evidence) -> Iterator[Verdict]:
    """What a document says of last year is what last year's document printed; accounts open as they closed."""
    for late, early in evidence.once(related).earlier[Relation.PRIOR_YEAR]:
        yield from check_earlier(late, early, Relation.PRIOR_YEAR)
        yield from opening_balances(late, early)


def budget_agrees(evidence: Evidence) -> Iterator[Verdict]:
    """What accounts say of their budget is what the budget printed. Silent on columns said to be adjusted."""
    for late, early in evidence.once(related).earlier[Relation.BUDGET]:
        yield from check_earlier(late, early, Relation.BUDGET)


def check_earlier(late: Evidence, early: Evidence, relation: Relation) -> Iterator[Verdict]:
    """Every figure the later document gives for the earlier one's year and stage, and every change since."""
    found: dict[tuple[int | None, int | None], Verdict] = {}
    for outcome in (
        *_levels(late, early),
        *_changes(late, early),
        *_columns(late, early, relation),
    ):
        if outcome.status is not Status.FAILED:
            yield outcome
            continue
        # One wrong base said of several subjects, or in text and table, is one finding.
        key = outcome.expected, outcome.actual
        known = found.setdefault(key, outcome)
        if known is not outcome:
            where = (*known.where, *(w for w in outcome.where if w not in known.where))
            found[key] = replace(known, where=where)
    yield from found.values()


def _period(side: Evidence) -> Period:
    return Period(side.year, side.stage)


# --- levels -----------------------------------------------------------------------------------------------


def _levels(late: Evidence, early: Evidence) -> Iterator[Verdict]:
    """The amounts the text gives for the earlier document's year and stage."""
    for clause in late.prose.of(Metric.LEVEL):
        stated = clause.printed
        if clause.period != _period(early) or stated is None:
            continue
        known = _known(late, early, clause.subject)
        if not known:
            continue
        slack = max(stated.half_digit, last_digit(stated.unit, stated.decimals) - 1)
        status, one = _nearest(stated.fen, slack, known)
        words = f"{clause.period}{clause.subject.label}{stated}{stated.unit.label}"
        yield _judged(status, late, clause, words, one, actual=stated.fen, severity=Severity.ERROR)


def _known(late: Evidence, early: Evidence, subject: Subject) -> list[Known]:
    """What the earlier document prints for a subject, in its tables or else in its own text."""
    named = early.named(late.named(subject))
    found: list[Counterpart] = list(early.counterparts.of(regions_of(named)))
    if found:
        return [Known(one.value, one.half_digit, one.where, one.words) for one in found]
    said = []
    for clause in early.prose.levels(subject, _period(early)):
        printed = clause.printed
        if printed is not None:
            where = early.where(clause.span[0], clause.subject.label)
            words = f"文字说明中的 {printed} {printed.unit.label}"
            said.append(Known(printed.fen, printed.half_digit, (where,), words))
    return said


def _nearest(fen: int, slack: int, known: Iterable[Known]) -> tuple[Status, Known]:
    """The figure that agrees best with a stated one, and how well it does."""
    one = min(known, key=lambda k: abs(k.value - fen))
    difference = abs(one.value - fen)
    if difference == 0:
        return Status.PASSED, one
    return (Status.ROUNDING if difference <= slack + one.half_digit else Status.FAILED), one


# --- changes ----------------------------------------------------------------------------------------------


def _changes(late: Evidence, early: Evidence) -> Iterator[Verdict]:
    """A change since the earlier document, where the level of now and the level of then are both printed."""
    for clause in late.prose.of(Metric.CHANGE):
        if clause.base != _period(early) or clause.period != _period(late):
            continue
        now = _now(late, clause)
        known = _known(late, early, clause.subject)
        if now and known:
            outcome = _change(late, clause, now, known)
            if outcome is not None:
                yield outcome


def _now(late: Evidence, clause: Clause) -> list[Known]:
    """The level of now as the text says it, and as the tables do: either may be the wrong one."""
    found = [
        Known(level.printed.fen, level.printed.half_digit, (), "")
        for level in late.prose.levels(clause.subject, _period(late))
        if level.printed is not None
    ]
    regions = regions_of(late.named(clause.subject))
    return found + [
        Known(one.value, one.half_digit, (), "") for one in late.counterparts.of(regions)
    ]


def _change(late: Evidence, clause: Clause, now: list[Known], known: list[Known]) -> Verdict | None:
    change = None if clause.change is None else printed_amount(clause.change)
    sign = (
        {Direction.INCREASE: 1, Direction.DECREASE: -1}.get(clause.direction)
        if clause.direction
        else None
    )
    if clause.direction is Direction.UNCHANGED:
        fen, slack = 0, 0
    elif change is not None and sign is not None:
        fen, slack = (
            sign * change.fen,
            max(change.half_digit, last_digit(change.unit, change.decimals) - 1),
        )
    elif clause.percent is not None and sign is not None:
        return _rate(late, clause, sign, now, known)
    else:
        return None
    tried = [(*_nearest(n.value - fen, slack + n.half_digit, known), n) for n in now]
    status, one, level = min(
        tried, key=lambda t: (_ORDER.index(t[0]), abs(t[1].value - t[2].value))
    )
    implied = level.value - fen
    words = f"“{_short(clause)}”推算 {clause.base} {clause.subject.label}为 {_wan(implied)}"
    return _judged(status, late, clause, words, one, actual=implied, severity=Severity.WARNING)


_ORDER = (Status.PASSED, Status.ROUNDING, Status.FAILED)


def _rate(
    late: Evidence, clause: Clause, sign: int, now: list[Known], known: list[Known]
) -> Verdict | None:
    """A percentage recomputed from the earlier document's own figure."""
    if clause.percent is None:
        return None
    stated = sign * Fraction(clause.percent.digits.replace(",", ""))
    step = Fraction(1, 10 ** len(clause.percent.digits.partition(".")[2]))
    best: tuple[Fraction, Known, Fraction] | None = None
    for base in known:
        for level in now:
            if base.value <= 0:
                continue
            rate = Fraction(100 * (level.value - base.value), base.value)
            # What both printings may hide moves the rate this much.
            hidden = Fraction(100 * (level.half_digit + 2 * base.half_digit), base.value)
            gap = max(Fraction(0), abs(rate - stated) - step - hidden)
            if best is None or gap < best[0]:
                best = gap, base, rate
    if best is None:
        return None
    gap, base, rate = best
    status = Status.ROUNDING if gap == 0 else Status.FAILED
    words = f"“{_short(clause)}”，而按 {clause.base} 的文件计算为 {_percent(rate)}"
    outcome = _judged(status, late, clause, words, base, actual=None, severity=Severity.WARNING)
    return replace(outcome, expected=None)


def _percent(rate: Fraction) -> str:
    scaled = round(abs(rate) * 100)
    word = "增加" if rate > 0 else "减少" if rate < 0 else "持平"
    return f"{word} {scaled // 100}.{scaled % 100:02d}%"


# --- columns and balances ---------------------------------------------------------------------------------


def _columns(late: Evidence, early: Evidence, relation: Relation) -> Iterator[Verdict]:
    """The figures the later document's tables print in a column of the earlier year or stage."""
    is_adjusted = _ADJUSTED.search(plain(late.text)) is not None
    for table in late.tables:
        for cell in table.figures():
            ledger = cell.region.ledger
            period = Period(late.year - ledger.years_back, ledger.stage or late.stage)
            if ledger == OWN or period != _period(early):
                continue
            if is_adjusted and "年初" not in cell.key.column and relation is Relation.BUDGET:
                continue
            outcome = _column(cell, table.spec.title, early, relation)
            if outcome is not None:
                yield outcome


# The national form prints the adjusted budget beside three-public spending, and says so below the table.
_ADJUSTED = pattern(r"预算数为[^。;]{0,16}全年预算|预算数[^。;]{0,12}调整后")


def _column(cell: Cell, title: str, early: Evidence, relation: Relation) -> Verdict | None:
    if cell.printed is None or cell.where is None:
        return None
    found = list(early.counterparts.of([replace(cell.region, ledger=OWN)]))
    if not found:
        return None
    known = [Known(one.value, one.half_digit, one.where, one.words) for one in found]
    status, one = _nearest(cell.value, cell.printed.half_digit, known)
    place = f"{title} {cell.row} {cell.label}".strip()
    printed = f"{cell.printed} {cell.printed.unit.label}"
    message = f"“{place}”所列 {_period(early)} {printed} ≠ {early.title}的 {one.words}。"
    return Verdict(
        status,
        message if status is Status.FAILED else "",
        (cell.where, *one.where),
        one.value,
        cell.value,
        # Accounts may print the adjusted budget without saying so.
        severity=Severity.WARNING if relation is Relation.BUDGET else Severity.ERROR,
    )


# --- saying it --------------------------------------------------------------------------------------------


def _judged(
    status: Status,
    late: Evidence,
    clause: Clause,
    words: str,
    one: Known,
    *,
    actual: int | None,
    severity: Severity,
) -> Verdict:
    where = (late.where(clause.span[0], clause.subject.label), *one.where)
    if status is not Status.FAILED:
        return Verdict(status, where=where, severity=severity)
    message = f"{words}，先前公开的文件为：{one.words}"
    return failed(message, *where, expected=one.value, actual=actual, severity=severity)


def _short(clause: Clause) -> str:
    text = "".join(clause.text.split())
    return text if len(text) <= _MOST_WORDS else f"{text[:_MOST_WORDS]}…"


def _wan(fen: int) -> str:
    return f"{format_amount(fen, MoneyUnit.WAN_YUAN)} 万元"


RULES = (
    Rule(
        id="against-prior-year",
        claim="所述上年数与上年公开的文件一致",
        law="budget-law-14",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照先前公开的文件核对；口径调整过的，写明调整的原因。",
        check=prior_year_agrees,
        needs=(Part.BESIDE,),
        pair=Pair.DOCUMENTS,
    ),
    Rule(
        id="against-budget",
        claim="决算所述预算数与公开的预算一致",
        law="budget-law-75",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照先前公开的文件核对；口径调整过的，写明调整的原因。",
        check=budget_agrees,
        needs=(Part.BESIDE,),
        pair=Pair.DOCUMENTS,
    ),
)
