"""Objective forms of projects: their amounts against each other and against what the text says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.core.money import MoneyUnit, format_amount
from yusuan.core.outcomes import Pair, Severity, Status
from yusuan.core.patterns import pattern
from yusuan.narrative.clauses.clause import Metric, Topic, printed_amount
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, Verdict, failed, insufficient, passed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.narrative.clauses.clause import Clause, Prose
    from yusuan.rules.evidence import Evidence, ObjectiveForm


def forms_add_up(evidence: Evidence) -> Iterator[Verdict]:
    """The amounts of every objective form make up its total."""
    yield from check_sums(evidence.forms)
    yield from check_sums(evidence.coded_forms)


def stated_goals_are_printed(evidence: Evidence) -> Iterator[Verdict]:
    """The number and money of projects with objectives are those printed. Silent where not all forms are."""
    yield from _stated_total(evidence.forms, evidence)
    yield from _listed_projects(evidence)


# --- one form ---------------------------------------------------------------------------------------------


def check_sums(forms: Iterable[ObjectiveForm]) -> Iterator[Verdict]:
    """The parts of every form against their total; where an amount was not read, that is said instead."""
    for form in forms:
        yield from _unread(form) if form.unread else _sums(form)


def _unread(form: ObjectiveForm) -> Iterator[Verdict]:
    said = "、".join(f"{one.label}“{one.text}”" for one in form.unread)
    yield insufficient(
        f"项目“{form.name}”的绩效目标表：{said}未读出，没有核对各项之和",
        *(one.where for one in form.unread),
        hint="请对照原件人工核对这张表的金额。",
    )


def _sums(form: ObjectiveForm) -> Iterator[Verdict]:
    for found, rival in ((form.year, form.whole), (form.whole, form.year)):
        if found is None or not found.parts:
            continue
        if abs(found.difference) <= found.slack:
            yield passed()
            continue
        total, filled = found.total, [part for part in found.parts if part.value.fen]
        parts = " + ".join(f"{part.label} {part.value}" for part in found.parts)
        also = ""
        wrong = total
        if rival is not None and rival.total.value.fen == total.value.fen and len(filled) == 1:
            wrong = filled[0]
            also = f"；{rival.total.label}也是 {rival.total.value}，“{wrong.label}”疑误"
        unit = total.value.unit.label
        right = total.value.fen if wrong is not total else total.value.fen + found.difference
        yield failed(
            f"项目“{form.name}”的绩效目标表：{parts}，合计与{total.label} {total.value} {unit}"
            f"相差 {format_amount(abs(found.difference), total.value.unit)} {unit}{also}",
            wrong.where,
            *(p.where for p in (total, *found.parts) if p is not wrong),
            expected=right,
            actual=wrong.value.fen,
        ).calling(Pair.SUM if wrong is total else Pair("合计", "所列部分"))


# --- forms against the text -------------------------------------------------------------------------------

_FORMS = pattern(r"绩效目标")


def _stated_total(forms: Sequence[ObjectiveForm], evidence: Evidence) -> Iterator[Verdict]:
    """The text's number of projects with objectives, and their money, where every form is printed."""
    stated = _stated(evidence.prose, evidence.year)
    sums = [form.year or form.whole for form in forms]
    if stated is None or not forms or any(form.unread for form in forms):
        return
    count, money = stated
    amounts = [found.total for found in sums if found is not None]
    if len(amounts) != len(forms) or count.amount is None or money.amount is None:
        return
    number = int(count.amount.digits.replace(",", ""))
    if number != len(forms):
        # Only some forms are printed, as most places do.
        yield Verdict(Status.NOT_APPLICABLE)
        return
    printed = printed_amount(money.amount)
    if printed is None:
        return
    total = sum(amount.value.fen for amount in amounts)
    slack = printed.half_digit + sum(amount.value.half_digit for amount in amounts)
    if abs(total - printed.fen) <= max(slack, 2 * printed.half_digit):
        yield Verdict(Status.PASSED, expected=total, actual=printed.fen)
        return
    wan = format_amount(total, MoneyUnit.WAN_YUAN)
    listed = " + ".join(format_amount(a.value.fen, MoneyUnit.WAN_YUAN) for a in amounts)
    yield failed(
        f"文字说明编报绩效目标的项目 {number} 个、涉及 {money.amount}；{number} 张绩效目标表的年度资金"
        f"合计 {wan} 万元（{listed}），相差 {format_amount(abs(total - printed.fen), MoneyUnit.WAN_YUAN)} 万元",
        evidence.where(money.span[0], "绩效目标"),
        *(a.where for a in amounts),
        expected=total,
        actual=printed.fen,
        law="budget-law-14",
    )


def _stated(prose: Prose, year: int) -> tuple[Clause, Clause] | None:
    """The count and the money of the projects with objectives; the count stands right before the money."""
    before: Clause | None = None
    for clause in prose.clauses:
        is_this_year = clause.period.year in {None, year}
        if clause.metric is Metric.COUNT and clause.subject.topic is Topic.OBJECTIVES:
            before = clause
        elif clause.metric is Metric.LEVEL and clause.subject.topic is Topic.OBJECTIVES:
            if before is not None and is_this_year and before.section == clause.section:
                return before, clause
            before = None
    return None


def _listed_projects(evidence: Evidence) -> Iterator[Verdict]:
    """Projects listed by name with their money, all of them: the sum is the money stated."""
    prose = evidence.prose
    stated = _stated(prose, evidence.year)
    if stated is None:
        return
    count, money = stated
    place = prose.clauses.index(money)
    parts = [c for c in prose.clauses if c.part_of == place and c.metric is Metric.LEVEL]
    named = [c for c in parts if c.subject.topic in {Topic.OTHER, Topic.PROJECT}]
    if count.amount is None or len(named) < 2 or len(named) != len(parts):  # noqa: PLR2004
        return
    if int(count.amount.digits.replace(",", "")) != len(named):
        return
    whole = None if money.amount is None else printed_amount(money.amount)
    values = [printed_amount(c.amount) for c in named if c.amount is not None]
    known = [value for value in values if value is not None]
    if whole is None or len(known) != len(named):
        return
    total = sum(value.fen for value in known)
    slack = whole.half_digit + sum(value.half_digit for value in known)
    status = Status.PASSED if abs(total - whole.fen) <= slack else Status.FAILED
    message = (
        f"文字列出的 {len(named)} 个项目合计 {format_amount(total, MoneyUnit.WAN_YUAN)} 万元"
        f"（{' + '.join(str(c.amount) for c in named)}），与涉及金额 {money.amount} 不等"
    )
    yield Verdict(
        status,
        message if status is Status.FAILED else "",
        tuple(evidence.where(c.span[0], "绩效目标") for c in (money, *named)),
        total,
        whole.fen,
    )


RULES = (
    Rule(
        id="goals-stated",
        claim="所述绩效目标的项目数、金额与公开的一致",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.COMPLETENESS,
        hint="请核对文字中的金额与各项目绩效目标表。",
        check=stated_goals_are_printed,
        needs=(Part.PRINT,),
        pair=Pair.TEXT,
    ),
    Rule(
        id="form-amounts-add-up",
        claim="项目绩效表的各项资金之和等于总额",
        law="arithmetic",
        severity=Severity.ERROR,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照项目申报数更正这张表。",
        check=forms_add_up,
        needs=(Part.PRINT,),
        pair=Pair.SUM,
    ),
)
