"""One project named twice in the text with two amounts of the same year."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Pair, Severity, Status
from yusuan.core.patterns import pattern
from yusuan.narrative.clauses.clause import Metric, Topic
from yusuan.rules.books.statements._compared import agreement, said
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed, passed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.money import Printed
    from yusuan.narrative.clauses.clause import Clause
    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict

# A name long enough to be one thing's, ending in a word for money or a project, right before its amount.
_NAMED = pattern(
    r"(?:^|[，、：；。\s])(?P<name>[一-龥（）“”]{6,30}(?:费|经费|项目|补助|补贴|专项|资金))(?=\d)"
)
_VAGUE = pattern(
    r"其他|其中|合计|共计|总计|小计|涉及|预算|安排|财政拨款|基本支出|项目支出|用于|政府采购|结[转余]"
)


def amounts_repeat(evidence: Evidence) -> Iterator[Verdict]:
    """Amounts of a project stated more than once; silent where it is named with one amount only."""
    stated: dict[str, list[tuple[Clause, Printed]]] = defaultdict(list)
    for clause in evidence.prose.of(Metric.LEVEL):
        own = clause.period.year == evidence.year and clause.period.stage is evidence.stage
        printed = clause.printed
        if clause.subject.topic is Topic.OTHER and own and printed is not None:
            match = _NAMED.search("".join(said(clause).split()))
            if match and not _VAGUE.search(match["name"]):
                stated[match["name"]].append((clause, printed))
    for name, places in stated.items():
        if len(places) > 1:
            yield _compared(evidence, name, places)


def _compared(evidence: Evidence, name: str, places: list[tuple[Clause, Printed]]) -> Verdict:
    (_, first), *others = places
    statuses = [agreement(other, first.fen, first.half_digit) for _, other in others]
    where = tuple(evidence.where(clause.span[0], name) for clause, _ in places)
    if Status.FAILED not in statuses:
        return passed(*where)
    wrong = others[statuses.index(Status.FAILED)][1]
    return failed(
        f"“{name}”前后两处金额不一：{first} {first.unit.label}与 {wrong} {wrong.unit.label}",
        *where,
        expected=first.fen,
        actual=wrong.fen,
    )


RULES = (
    Rule(
        id="project-amounts-repeat",
        claim="同一项目前后所写金额一致",
        law="budget-law-14",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请对照批复核对，改成同一个数；确是两笔资金的，请写明区别。",
        check=amounts_repeat,
        needs=(Part.PRINT, Part.TEXT),
        pair=Pair("前处", "后处"),
    ),
)
