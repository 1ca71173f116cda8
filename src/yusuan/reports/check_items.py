"""The check sheet of an inspection as values: each item, whether the document conforms, what is wrong and where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Status
from yusuan.reports.language import say
from yusuan.rules.check_items import PUBLISHED_ITEMS, CheckItem, Dimension, check_item

if TYPE_CHECKING:
    from yusuan.core.outcomes import Outcome
    from yusuan.reports.text import Finding, Report

CONFORMS, DOES_NOT, NOT_APPLICABLE, NOT_CHECKED = "是", "否", "不适用", "未能核对"
_MOST_FINDINGS = 8


@dataclass(frozen=True, slots=True)
class CheckLine:
    """An item with its answer: 是, 否, 不适用 or 未能核对."""

    item: CheckItem
    answer: str
    findings: tuple[Finding, ...]
    checked: int

    @property
    def text(self) -> str:
        """What is wrong and where, at most eight findings; how much was checked where nothing is."""
        if not self.findings:
            return self._nothing_found()
        lines = [_said(finding) for finding in self.findings[:_MOST_FINDINGS]]
        left = len(self.findings) - _MOST_FINDINGS
        return "\n".join([*lines, *([say("另有 {n} 处", n=left)] if left > 0 else [])])

    def _nothing_found(self) -> str:
        if self.checked:
            return say("核对 {n} 处，未发现问题", n=f"{self.checked:,}")
        if self.answer == CONFORMS:
            return say("通读全文，未发现问题")
        return say("没有读到这项内容") if self.answer == NOT_APPLICABLE else ""


def _said(finding: Finding) -> str:
    where = f"{say('位置')}：{finding.where}" if finding.where else ""
    return "\n".join(part for part in (f"{finding.number}. {finding.what}", where) if part)


def check_lines(report: Report) -> tuple[CheckLine, ...]:
    """A line for every item that can be checked on such a source, by dimension."""
    outcomes: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in report.outcomes.every:
        outcomes[outcome.rule].append(outcome)
    findings: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        findings[finding.outcome.rule].append(finding)
    rules = dict.fromkeys((*(PUBLISHED_ITEMS if report.is_document else ()), *outcomes))
    lines = [_line(rule, outcomes[rule], tuple(findings[rule])) for rule in rules]
    order = list(Dimension)
    return tuple(sorted(lines, key=lambda line: order.index(line.item.dimension)))


def _line(rule: str, outcomes: list[Outcome], findings: tuple[Finding, ...]) -> CheckLine:
    item, said = check_item(rule), {outcome.status for outcome in outcomes}
    checked = sum(o.status in {Status.PASSED, Status.ROUNDING, Status.FAILED} for o in outcomes)
    if Status.FAILED in said:
        answer = DOES_NOT
    elif said & {Status.PASSED, Status.ROUNDING}:
        answer = CONFORMS
    elif said & {Status.INSUFFICIENT, Status.REFUSED}:
        answer = NOT_CHECKED
    else:
        answer = CONFORMS if item.looks_through and not said else NOT_APPLICABLE
    return CheckLine(item, answer, findings, checked)
