"""What a sentence remarks on its amounts: shares, rates of completion, purposes, reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.core.measure import Measure
from yusuan.core.patterns import pattern
from yusuan.narrative.clauses.clause import Metric, Period, Reason, Stage
from yusuan.narrative.clauses.sentences import Sentences
from yusuan.narrative.clauses.words import subject_in
from yusuan.narrative.figures import Figure
from yusuan.vocabulary.directions import direction_of

if TYPE_CHECKING:
    import re

# So much of what stands before a reason tells which one it is.
_BEFORE, _LEAST = 20, 8
_BREAK = pattern(r"[，。；：]")
_EXPLAINED = pattern(
    r"(?P<word>增加|增长|上升|减少|下降|降低|持平)?(?:变动|变化|增减|增减变化)?(?:的)?$"
)


class Remarks(Sentences):
    """Read what is said beside an amount."""

    def _share(self, match: re.Match[str]) -> None:
        lead = self._segment(match.start())
        self.done = match.end()
        named = subject_in(lead) if lead else None
        if named is not None:
            # 财政拨款收入占99.69%，金额4005万元: the share comes first.
            self.opens, self.cursor = False, named
        if self.cursor is None:
            return
        # 国防支出6.80万元（占0.21%）: no share of the amount it stands in a bracket behind.
        wholes = [p for p in self.parents if p is None or p.subject != self.cursor]
        parent = wholes[-1] if wholes else None
        words = match["whole"] or ""
        whole = parent.subject if parent and not words else subject_in(words)
        part_of = parent.clause if parent and not words else None
        clause = self._say(self.cursor, Metric.SHARE, match.span())
        clause = replace(clause, percent=percent_of(match), whole=whole, part_of=part_of)
        self.clauses.append(clause)

    def _completion(self, match: re.Match[str]) -> None:
        self.done = match.end()
        if self.cursor is None:
            return
        stage = budget_stage(match["of"])
        clause = self._say(self.cursor, Metric.COMPLETION, match.span())
        base = Period(self.period.year, stage)
        # 支出143.80万元，年初预算150.00万元，完成95.87%: what was completed is the other of the two.
        period = self._period_of(self.cursor, base) if self.period == base else self.period
        self.clauses.append(replace(clause, period=period, percent=percent_of(match), base=base))

    def _purpose(self, match: re.Match[str]) -> None:
        start, end = self._stretch(match.end())
        self.done = end
        if self.item is not None and not self.items[self.item].purpose:
            item = self.items[self.item]
            self.items[self.item] = replace(
                item, purpose=self.text[start:end], purpose_span=(match.start(), end)
            )

    def _reason(self, match: re.Match[str]) -> None:
        lead = self.text[self._segment_start(match.start()) : match.start()]
        said_of = self.cursor
        start, end = self._stretch(match.end())
        words = self.text[start:end].strip("：，")
        self.done = end
        explained = _EXPLAINED.search(lead)
        subject = subject_in(lead[: explained.start()]) if explained else None
        direction = direction_of(explained["word"]) if explained else None
        span = (match.start(), end)
        before = _quoted(self.text, match.start()) + match[0]
        self.reasons.append(
            Reason(words, span, self.section, self.item, subject, direction, before)
        )
        if subject is None or (said_of is not None and subject == said_of):
            self._attach(words, match.start())


def _quoted(text: str, place: int) -> str:
    """The last words before a place, from the start of a clause where one is near."""
    words = text[max(0, place - _BEFORE) : place]
    mark = _BREAK.search(words, 0, _BEFORE - _LEAST)
    return words[mark.end() :] if mark else f"…{words.lstrip('0123456789.,')}"


def percent_of(match: re.Match[str]) -> Figure:
    """The rate a form holds."""
    return Figure(match["percent"], Measure(match["sign"] or ""), match.span("percent"))


def budget_stage(of: str | None) -> Stage:
    """Which budget is meant: 调整预算 and 全年预算 are the adjusted one."""
    return Stage.ADJUSTED if (of or "").startswith(("调整", "全年")) else Stage.BUDGET
