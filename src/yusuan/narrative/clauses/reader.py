"""One pass over squeezed prose: every mark, figure, change and reason in the order it stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from yusuan.catalog import latest_year
from yusuan.core.measure import Measure
from yusuan.core.patterns import pattern
from yusuan.core.terms import Direction
from yusuan.narrative.clauses.clause import Item, Metric, Period, Reason, Stage, Subject, Topic
from yusuan.narrative.clauses.context import Context
from yusuan.narrative.clauses.paragraphs import ITEM_NUMBER, paragraph_starts
from yusuan.narrative.clauses.words import (
    AGAINST,
    DOING,
    period_in,
    stretch,
    subject_in,
    subjects_in,
)
from yusuan.narrative.figures import AMOUNT, PLAIN_NUMBER, Figure, figure_in
from yusuan.narrative.forms import FORMS, Effect
from yusuan.narrative.item_names import LEVEL_MARK, coded_item, named_item
from yusuan.vocabulary.directions import direction_of

_Step: TypeAlias = Callable[[re.Match[str]], None]

_SECTION = pattern(r"(?<![第之周期])[一二三四五六七八九十]{1,3}、")
_SENTENCE_END = pattern(
    r"。|(?<!第)(?=(?<![第之周期一二三四五六七八九十])[一二三四五六七八九十]{1,3}、)"
)
_NUMBER = pattern(PLAIN_NUMBER, re.ASCII)
_LIMIT = pattern(r"\((?:含|不含)\)|及?以[上下内]|元|/|的")
_ITEM_NAMES = 3
# So much of what stands before a reason tells which one it is.
_BEFORE, _LEAST = 20, 8
_BREAK = pattern(r"[，。；：]")
_EXPLAINED = pattern(
    r"(?P<word>增加|增长|上升|减少|下降|降低|持平)?(?:变动|变化|增减|增减变化)?(?:的)?$"
)
_COUNTED = (
    (pattern(r"绩效目标的?项目|绩效目标.{0,8}项目"), Topic.OBJECTIVES),
    (
        pattern(r"(?:共有|保有|^)(?:公务)?(?:用)?车辆?(?:保有量)?(?:为|共)?$|保有量为?$"),
        Topic.VEHICLES_HELD,
    ),
)


class Reader(Context):
    """Read a squeezed text sentence by sentence."""

    def read(self) -> None:
        """Read sentence by sentence."""
        start = 0
        self.anew = frozenset(paragraph_starts(self.text, self.lines))
        stops = {m.end() for m in _SENTENCE_END.finditer(self.text)} | self.anew
        for stop in [*sorted(stops), len(self.text)]:
            if stop > start:
                self._sentence(start, stop)
                start = stop

    def _sentence(self, start: int, stop: int) -> None:
        heading = _SECTION.match(self.text, start)
        if heading:
            self.section += 1
            self.divided = None
            self._inherit_nothing()
        elif (start in self.anew or ITEM_NUMBER.match(self.text, start)) and not self._is_headed(
            start
        ):
            self._inherit_nothing()
        keeps_parts = self.text.endswith(("其中：", "其中:"), 0, start)
        if not keeps_parts:
            self.parents = []
        self.brackets = []
        self.cursor, self.done, self.opens = self.head, start, True
        self.began, self.ends, self.first = start, stop, len(self.clauses)
        self.unread = False
        self.beside = self.headings.begin(self.text, start, self.lines, self.first)
        self.period = self.default
        for match, step in self._tokens(start, stop):
            if match.start() >= self.done:
                step(match)

    def _inherit_nothing(self) -> None:
        self.item = self.head = self.base = None

    def _is_headed(self, start: int) -> bool:
        """Tell whether the heading of an item stands alone right before: it is said of what follows."""
        if self.item is None or ITEM_NUMBER.match(self.text, start):
            return False
        return not self.text[self.items[self.item].span[1] : start].strip("。：")

    def _numbered(self, _match: re.Match[str]) -> None:
        """An item numbered within its sentence is no part of the one before."""
        self.cursor, self.period, self.base = None, self.default, None

    def _stretch(self, start: int) -> tuple[int, int]:
        """The stretch of a reason or purpose; where a line ended in it, what follows may be of something else."""
        begin, end = stretch(self.text, start)
        end = max(begin, min(end, self.ends))
        if bisect_left(self.lines, begin) < bisect_left(self.lines, end):
            self.cursor = None
        return begin, end

    def _tokens(self, start: int, stop: int) -> Iterator[tuple[re.Match[str], _Step]]:
        """Every form that stands in a sentence, in order; of two that begin together the earlier in the book."""
        steps: dict[Effect, _Step] = {
            Effect.NUMBERED: self._numbered,
            Effect.HEADING: self._heading,
            Effect.BARE_HEADING: self._bare_heading,
            Effect.CODED: self._coded,
            Effect.OF_WHICH: self._of_which,
            Effect.REASON: self._reason,
            Effect.PURPOSE: self._purpose,
            Effect.AGAINST: self._against_budget,
            Effect.COMPLETION: self._completion,
            Effect.SHARE: self._share,
            Effect.CHANGE: self._change,
            Effect.LEVELS: self._levels,
            Effect.LEVEL: self._level,
            Effect.COUNT: self._count,
            Effect.MARK: self._mark,
        }
        has_levels = LEVEL_MARK.search(self.text, start, stop) is not None
        found = [
            (match.start(), rank, match, steps[form.effect])
            for rank, form in enumerate(FORMS)
            if has_levels or form.effect is not Effect.HEADING
            for match in form.matches(self.text, start, stop)
        ]
        for _, _, match, step in sorted(found, key=lambda token: token[:2]):
            yield match, step

    # ── Structure ────────────────────────────────────────────────────────────────────────────

    def _bare_heading(self, match: re.Match[str]) -> None:
        self._heading(match, is_bare=True)

    def _heading(self, match: re.Match[str], *, is_bare: bool = False) -> None:
        above = self.headings.names
        found = named_item(match, above, self.default.year or latest_year())
        if found is None or (is_bare and found.code is None):
            return
        subject = Subject(Topic.FUNCTION, names=found.names, code=found.code, words=match[0])
        self.done = match.end()
        self.cursor = subject
        self.period = self.default
        if not match["item"]:
            self.headings.name(found.names[0], match["section"] or "")
        if match["item"] or match["section"] or is_bare:
            self.items.append(Item(subject, (found.start, match.end())))
            self.item, self.head, self.base = len(self.items) - 1, subject, None

    def _coded(self, match: re.Match[str]) -> None:
        """An item by code and name: 2010301行政运行, (2010301)行政运行, 行政运行(2010301)."""
        found = coded_item(match, self.default.year or latest_year())
        if found is None:
            return
        subject = Subject(Topic.FUNCTION, names=found.names, code=found.code, words=match[0])
        self.cursor, self.done, self.period = subject, found.span[1], self.default
        if len(found.names) < _ITEM_NAMES:
            self.headings.name(*(*found.names, "")[:2])
        if len(found.names) > 1:
            self.items.append(Item(subject, found.span))
            self.item, self.head, self.base = len(self.items) - 1, subject, None
        else:
            self.base = None

    # ── Figures ──────────────────────────────────────────────────────────────────────────────

    def _level(self, match: re.Match[str]) -> None:
        lead = self._segment(match.start())
        start = self._segment_start(match.start())
        self.done = match.end()
        if _LIMIT.match(self.text, match.end()) or lead.endswith(("单价", "超过", "每")):
            return
        against = AGAINST.fullmatch(lead)
        if against is not None and self.cursor is not None:
            # 比2024年预算80万元增加10万元: the base stands in the clause of the change.
            self.base = self._compared(against["base"])
            if self.base == self.period:
                return  # which of the two it is, the words do not say
            clause = self._clause(self.cursor, Metric.LEVEL, self.base, (start, match.end()))
            self.clauses.append(replace(clause, amount=figure_in(match)))
            return
        subject = self._subject(lead)
        self.unread = subject is None
        if subject is None:
            return
        self.period = period_in(lead, self.period, year=self.default.year)
        clause = self._say(subject, Metric.LEVEL, (start, match.end()))
        self.clauses.append(replace(clause, amount=figure_in(match)))

    def _levels(self, match: re.Match[str]) -> None:
        """收入、支出分别为10，20万元: one unit for all; a list that does not fit its names is not understood."""
        start = self._segment_start(match.start())
        lead = self.text[start : match.start()]
        figures = [one.span() for one in _NUMBER.finditer(self.text, *match.span("numbers"))]
        self.done, self.unread = match.end(), True
        subjects = subjects_in(lead)
        if len(subjects) != len(figures):
            return
        self.unread = False
        self.period = period_in(lead, self.period, year=self.default.year)
        unit = Measure(match["unit"])
        for subject, span in zip(subjects, figures, strict=True):
            clause = self._say(subject, Metric.LEVEL, (span[0], span[1]))
            amount = Figure(self.text[slice(*span)], unit, span)
            self.clauses.append(replace(clause, amount=amount))

    def _count(self, match: re.Match[str]) -> None:
        lead = self._segment(match.start())
        start = self._segment_start(match.start())
        self.done = match.end()
        if not lead or lead.endswith(("第", "每")) or self.text[match.end() :].startswith("以"):
            return
        topic = next((t for words, t in _COUNTED if words.search(lead)), Topic.OTHER)
        subject = Subject(topic, words=lead)
        period = period_in(lead, self.default, year=self.default.year)
        figure = Figure(match["digits"], Measure(match["unit"]), match.span())
        self.cursor = subject
        clause = self._clause(subject, Metric.COUNT, period, (start, match.end()))
        self.clauses.append(replace(clause, amount=figure))

    # ── Changes ──────────────────────────────────────────────────────────────────────────────

    def _change(self, match: re.Match[str]) -> None:
        word = direction_of(match["word"])
        percent = match["percent"] if match["sign"] or match["second"] else None
        end = match.end() if percent else match.end("unit" if match["amount"] else "word")
        if word is not Direction.UNCHANGED and not match["amount"] and not percent:
            return
        start = self._segment_start(match.start())
        lead, base = self._base(start, match.start())
        if base is None and word is Direction.UNCHANGED:
            return
        subject = self._changed(lead)
        if subject is None:
            return
        rivals, is_sure = ((), True) if lead else self._rivals(subject, start)
        base = base or self.base or self._stated_base(subject)
        if base is None:
            return
        if lead and subject is not self.cursor:
            self.opens, self.cursor = False, subject
            self.period = period_in(lead, self.period, year=self.default.year)
        self.base, self.done = base, end
        amount = AMOUNT.fullmatch(match["amount"] + match["unit"]) if match["amount"] else None
        clause = self._clause(subject, Metric.CHANGE, self._period_of(subject, base), (start, end))
        self.clauses.append(
            replace(
                clause,
                direction=word,
                change=amount and replace(figure_in(amount), span=match.span("amount")),
                percent=_percent(match) if percent else None,
                base=base,
                percent_direction=direction_of(match["second"]),
                leftover=(match["leftover"] or match["leftover2"] or "").strip("()"),
                reason=True if DOING.match(self.text, end) else None,
                rivals=rivals,
                is_sure=is_sure,
            )
        )

    def _against_budget(self, match: re.Match[str]) -> None:
        """决算数大于年初预算数62.40万元: an amount behind it is the difference, not a level."""
        start = self._segment_start(match.start())
        subject = subject_in(self.text[start : match.start()]) or self.cursor
        self.done = match.end()
        if subject is None:
            return
        self.cursor = subject
        parts = match.groupdict()
        figure = AMOUNT.fullmatch(parts["amount"] + parts["unit"]) if parts.get("amount") else None
        year = self.period.year
        clause = self._clause(
            subject, Metric.CHANGE, Period(year, Stage.FINAL), (start, match.end())
        )
        self.clauses.append(
            replace(
                clause,
                direction=Direction.UNCHANGED if parts.get("same") else direction_of(match["word"]),
                change=figure and replace(figure_in(figure), span=match.span("amount")),
                base=Period(year, _budget_stage(match["of"])),
            )
        )

    # ── Shares, reasons, purposes ────────────────────────────────────────────────────────────

    def _share(self, match: re.Match[str]) -> None:
        self.done = match.end()
        if self.cursor is None:
            return
        parent = self.parents[-1] if self.parents else None
        words = match["whole"] or ""
        whole = parent.subject if parent and not words else subject_in(words)
        part_of = parent.clause if parent and not words else None
        clause = self._say(self.cursor, Metric.SHARE, match.span())
        clause = replace(clause, percent=_percent(match), whole=whole, part_of=part_of)
        self.clauses.append(clause)

    def _completion(self, match: re.Match[str]) -> None:
        self.done = match.end()
        if self.cursor is None:
            return
        stage = _budget_stage(match["of"])
        clause = self._say(self.cursor, Metric.COMPLETION, match.span())
        base = Period(self.period.year, stage)
        self.clauses.append(replace(clause, percent=_percent(match), base=base))

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


def _percent(match: re.Match[str]) -> Figure:
    return Figure(match["percent"], Measure(match["sign"] or ""), match.span("percent"))


def _budget_stage(of: str | None) -> Stage:
    """Which budget is meant: 调整预算 and 全年预算 are the adjusted one."""
    return Stage.ADJUSTED if (of or "").startswith(("调整", "全年")) else Stage.BUDGET
