"""Read budget prose clause by clause: who, what, when, how much, more or less, and why.

A figure belongs to the words before it in its own clause; where they name nothing, to the subject
before. Figures inside reasons and purposes are left alone: they seldom say what they seem to say.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from yusuan.core.measure import Measure
from yusuan.core.terms import Direction
from yusuan.narrative.clause import (
    Clause,
    Item,
    Metric,
    Period,
    Prose,
    Reason,
    Stage,
    Subject,
    Topic,
)
from yusuan.narrative.clause_words import (
    AGAINST_BUDGET,
    BASE,
    CHANGE,
    COMPLETION,
    PURPOSE,
    REASON,
    SHARE,
    direction_of,
    is_filler,
    period_in,
    squeezed,
    stretch,
    subject_in,
    years_in,
)
from yusuan.narrative.figures import AMOUNT, NUMBER, THING, Figure, figure_in, moved, moved_span
from yusuan.narrative.item_names import HEADING, category_in, code_by_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yusuan.narrative.figures import Span

__all__ = ["clauses", "read_prose"]

_SECTION = re.compile(r"(?<![第之周期])[一二三四五六七八九十]{1,3}、")
_SENTENCE_END = re.compile(r"。|(?<!第)(?=(?<![第之周期一二三四五六七八九十])[一二三四五六七八九十]{1,3}、)")
_OF_WHICH = re.compile(r"其中(?!的)|(?<=[，。；])(?:主要)?包括|用于以下方面|分别(?:为|是)(?=：)")
_COUNT = re.compile(
    rf"(?<!第)(?P<digits>{NUMBER})(?P<unit>台/套|台\(套\)|台套|批次|{THING}|组|项|分)(?!月|工作日|[级类款季]|钟|别)",
    re.ASCII,
)
_LIMIT = re.compile(r"\((?:含|不含)\)|及?以[上下内]|元|/|的")
_MARKS = frozenset("，；：。")
_WITHIN = re.compile(r"[^，。；]*中，$")


def clauses(
    text: str, *, year: int | None = None, stage: Stage | None = None
) -> tuple[Clause, ...]:
    """Read the clauses of a text; see `read_prose`."""
    return read_prose(text, year=year, stage=stage).clauses


def read_prose(text: str, *, year: int | None = None, stage: Stage | None = None) -> Prose:
    """Read everything a text says; year and stage of the document are inferred when not given."""
    clean, places = squeezed(text)
    found_year = year if year is not None else _likely_year(clean)
    found_stage = stage if stage is not None else _likely_stage(clean)
    reader = _Reader(clean, Period(found_year, found_stage))
    reader.read()

    def back(span: Span) -> Span:
        return moved_span(span, places) if span[1] > span[0] else (0, 0)

    def figure(found: Figure | None) -> Figure | None:
        return None if found is None else moved(found, places)

    return Prose(
        tuple(
            replace(
                clause,
                span=back(clause.span),
                text=text[slice(*back(clause.span))],
                amount=figure(clause.amount),
                change=figure(clause.change),
                percent=figure(clause.percent),
            )
            for clause in reader.clauses
        ),
        tuple(
            replace(item, span=back(item.span), purpose_span=back(item.purpose_span))
            for item in reader.items
        ),
        tuple(replace(reason, span=back(reason.span)) for reason in reader.reasons),
        found_year,
        found_stage,
    )


def _likely_year(clean: str) -> int | None:
    """Take the year most often named outside comparisons; the later one of two."""
    plain = re.sub(r"(?:比|较|与|同)20\d{2}年", "", clean)
    counted = Counter(years_in(plain))
    return max(counted, key=lambda year: (counted[year], year), default=None)


def _likely_stage(clean: str) -> Stage:
    finals = clean.count("决算") - clean.count("预决算")
    return Stage.FINAL if 2 * finals > clean.count("预算") else Stage.BUDGET


_Step: TypeAlias = "Callable[[re.Match[str]], None]"
_MARK = re.compile(r"[()；，]")
_LATEST = 2025
_NEAR = 60
# 支出决算为 after 年初预算为 goes on with the subject before.
_BARE = re.compile(r"支出(?:(?:预算|决算|执行|调整预算)数?(?:为|是)?)?")
_INHERITS = frozenset({Topic.BASIC, Topic.PROJECT, Topic.PERSONNEL, Topic.OPERATING})
_EXPLAINED = re.compile(
    r"(?P<word>增加|增长|上升|减少|下降|降低|持平)?(?:变动|变化|增减|增减变化)?(?:的)?$"
)
_COUNTED = (
    (re.compile(r"绩效目标的?项目|绩效目标.{0,8}项目"), Topic.OBJECTIVES),
    (re.compile(r"(?:共有|保有|^)(?:公务)?(?:用)?车辆?(?:保有量)?(?:为|共)?$|保有量为?$"), Topic.VEHICLES_HELD),
)


# ── Reading ──────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Parent:
    """What 其中 refers to: a clause read before, or only a subject (…支出中，)."""

    subject: Subject
    clause: int | None


@dataclass(slots=True)
class _Reader:
    """One pass over a squeezed text; what a figure inherits is kept between its steps."""

    text: str
    default: Period
    clauses: list[Clause] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    section: int = 0
    item: int | None = None
    # The subject of the sentence, of the last figure, and what they are parts of.
    head: Subject | None = None
    cursor: Subject | None = None
    period: Period = Period(None, None)
    base: Period | None = None
    parents: list[_Parent | None] = field(default_factory=list)
    done: int = 0
    opens: bool = True

    def read(self) -> None:
        """Read sentence by sentence."""
        start = 0
        for stop in [*(m.end() for m in _SENTENCE_END.finditer(self.text)), len(self.text)]:
            if stop > start:
                self._sentence(start, stop)
                start = stop

    def _sentence(self, start: int, stop: int) -> None:
        heading = _SECTION.match(self.text, start)
        if heading:
            self.section += 1
            self.item = self.head = self.base = None
        keeps_parts = self.text[:start].endswith(("其中：", "其中:"))
        if not keeps_parts:
            self.parents = []
        self.cursor, self.done, self.opens = self.head, start, True
        self.period = self.default
        for match, step in self._tokens(start, stop):
            if match.start() >= self.done:
                step(match)

    def _tokens(self, start: int, stop: int) -> Iterator[tuple[re.Match[str], _Step]]:
        steps: tuple[tuple[re.Pattern[str], _Step], ...] = (
            (HEADING, self._heading),
            (_OF_WHICH, self._of_which),
            (REASON, self._reason),
            (PURPOSE, self._purpose),
            (AGAINST_BUDGET, self._against_budget),
            (COMPLETION, self._completion),
            (SHARE, self._share),
            (CHANGE, self._change),
            (AMOUNT, self._level),
            (_COUNT, self._count),
            (_MARK, self._mark),
        )
        found = [
            (match.start(), rank, match, step)
            for rank, (pattern, step) in enumerate(steps)
            for match in pattern.finditer(self.text, start, stop)
        ]
        for _, _, match, step in sorted(found, key=lambda token: token[:2]):
            yield match, step

    # ── Structure ────────────────────────────────────────────────────────────────────────────

    def _mark(self, match: re.Match[str]) -> None:
        mark = match[0]
        if mark == "(":
            self.parents.append(self._before_bracket(match.start()))
        elif mark == ")":
            if self.parents:
                self.parents.pop()
        elif mark == "；" and len(self.parents) > 1:
            del self.parents[1:]
        elif mark == "，" and (within := self._segment(match.start())).endswith("中"):
            subject = subject_in(within[:-1])
            if subject is not None:
                self.parents = [_Parent(subject, None)]

    def _before_bracket(self, place: int) -> _Parent | None:
        """What a bracket right after a figure divides: 车辆7辆(轿车3辆，…)."""
        last = len(self.clauses) - 1
        if last >= 0 and self.clauses[last].span[1] == place:
            return _Parent(self.clauses[last].subject, last)
        return self.parents[-1] if self.parents else None

    def _of_which(self, match: re.Match[str]) -> None:
        self.done = match.end()
        levels = [
            i
            for i, clause in enumerate(self.clauses)
            if clause.metric in {Metric.LEVEL, Metric.COUNT} and clause.section == self.section
        ]
        if levels:
            parent = _Parent(self.clauses[levels[-1]].subject, levels[-1])
            if self.parents and self._is_in_bracket(match.start()):
                self.parents[-1] = parent
            else:
                self.parents.append(parent)

    def _is_in_bracket(self, place: int) -> bool:
        start = self.text.rfind("。", 0, place) + 1
        before = self.text[start:place]
        return before.count("(") > before.count(")")

    def _segment(self, stop: int) -> str:
        """The words of the clause before a place; a closed bracket belongs to them."""
        return self.text[self._segment_start(stop) : stop].lstrip("、")

    def _segment_start(self, stop: int) -> int:
        depth, place = 0, stop
        while place > self.done:
            sign = self.text[place - 1]
            if sign == ")":
                depth += 1
            elif sign == "(":
                if not depth:
                    break
                depth -= 1
            elif sign in _MARKS and not depth and not (sign == "：" and place == stop):
                break
            place -= 1
        return place

    def _heading(self, match: re.Match[str]) -> None:
        year = self.default.year or _LATEST
        first = category_in(match["category"], year)
        start = match.end("category") - len(first)
        names = tuple(name for name in (first, match["section"], match["item"]) if name)
        code = code_by_names(names, year).code
        subject = Subject(Topic.FUNCTION, names=names, code=code, words=match[0])
        self.done = match.end()
        self.cursor = subject
        self.period = self.default
        if match["item"] or match["section"]:
            self.items.append(Item(subject, (start, match.end())))
            self.item, self.head, self.base = len(self.items) - 1, subject, None

    # ── Figures ──────────────────────────────────────────────────────────────────────────────

    def _level(self, match: re.Match[str]) -> None:
        lead = self._segment(match.start())
        start = self._segment_start(match.start())
        self.done = match.end()
        if _LIMIT.match(self.text, match.end()) or lead.endswith(("单价", "超过", "每")):
            return
        subject = self._subject(lead)
        if subject is None:
            return
        self.period = period_in(lead, self.period, year=self.default.year)
        amount = figure_in(match)
        self._say(subject, Metric.LEVEL, (start, match.end()), amount=amount)

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
        self.clauses.append(
            Clause(
                subject,
                Metric.COUNT,
                period,
                (start, match.end()),
                "",
                amount=figure,
                section=self.section,
                item=self.item,
                part_of=self._part_of(),
            )
        )

    def _subject(self, lead: str) -> Subject | None:
        parent = self.parents[-1] if self.parents else None
        subject = subject_in(lead, parent.subject if parent else None)
        if subject is not None and not self._continues(subject, lead):
            return self._with_money(subject, parent)
        if subject is not None or is_filler(lead):
            return self.cursor
        return Subject(Topic.OTHER, words=lead)

    def _continues(self, subject: Subject, lead: str) -> bool:
        """Tell 支出决算为 after 年初预算为 from a total of its own."""
        if subject.money is not None or subject.topic is not Topic.EXPENDITURE:
            return False
        if self.cursor is None or not _BARE.fullmatch(lead):
            return False
        return self.item is not None or (not self.opens and self.cursor.topic is not Topic.REVENUE)

    def _with_money(self, subject: Subject, parent: _Parent | None) -> Subject:
        """Let a part be paid from what its whole is paid from."""
        if subject.money is None and parent is not None and subject.topic in _INHERITS:
            return replace(subject, money=parent.subject.money)
        return subject

    def _part_of(self) -> int | None:
        parent = self.parents[-1] if self.parents else None
        return None if parent is None else parent.clause

    def _say(
        self, subject: Subject, metric: Metric, span: Span, *, amount: Figure | None = None
    ) -> None:
        if self.item is not None and subject.topic not in {Topic.FUNCTION, Topic.OTHER}:
            self.item = None
        if self.opens and subject.topic is not Topic.OTHER:
            self.head, self.base = subject, None
        self.opens, self.cursor = False, subject
        self.clauses.append(
            Clause(
                subject,
                metric,
                self.period,
                span,
                "",
                amount=amount,
                section=self.section,
                item=self.item,
                part_of=self._part_of(),
            )
        )

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
        base = base or self.base
        if subject is None or base is None:
            return
        if lead and subject is not self.cursor:
            self.opens, self.cursor = False, subject
            self.period = period_in(lead, self.period, year=self.default.year)
        self.base, self.done = base, end
        amount = AMOUNT.fullmatch(match["amount"] + match["unit"]) if match["amount"] else None
        self.clauses.append(
            Clause(
                subject,
                Metric.CHANGE,
                self._period_of(subject),
                (start, end),
                "",
                direction=word,
                change=amount and replace(figure_in(amount), span=match.span("amount")),
                percent=_percent(match) if percent else None,
                base=base,
                percent_direction=direction_of(match["second"]),
                leftover=(match["leftover"] or match["leftover2"] or "").strip("()"),
                section=self.section,
                item=self.item,
                part_of=self._part_of(),
            )
        )

    def _base(self, start: int, stop: int) -> tuple[str, Period | None]:
        """Split a change's lead into its subject's words and the period compared with."""
        lead = self.text[start:stop].lstrip("、")
        found = BASE.search(lead)
        if found is None and start > self.done and self.text[start - 1] == "，":
            before = self.text[self._segment_start(start - 1) : start - 1]
            found = BASE.search(before)
            if found is not None:
                words = lead or found["after"] or before[: found.start()]
                return words, self._compared(found["base"])
        if found is None:
            if lead.endswith("同比") and self.default.year is not None:
                return lead[:-2], Period(self.default.year - 1, self.default.stage)
            return lead, None
        after = "" if is_filler(found["after"]) else found["after"]
        return after or lead[: found.start()], self._compared(found["base"])

    def _compared(self, words: str) -> Period:
        stage = self.default.stage if self.item is None else self.period.stage
        default = Period(self.period.year, stage)
        return period_in(words, default, year=self.default.year)

    def _changed(self, lead: str) -> Subject | None:
        return self._subject(lead) if lead else self.cursor

    def _period_of(self, subject: Subject) -> Period:
        for clause in reversed(self.clauses):
            if clause.section != self.section or clause.item != self.item:
                break
            if clause.metric is Metric.LEVEL and clause.subject == subject:
                return clause.period
        return self.period

    def _against_budget(self, match: re.Match[str]) -> None:
        word = match["word"]
        same = match["same"] or word == "等于"
        down, up = word in {"小于", "低于"}, word in {"大于", "高于", "超过"}
        if not (same or down or up):
            return
        start = self._segment_start(match.start())
        subject = subject_in(self.text[start : match.start()]) or self.cursor
        if subject is None:
            return
        direction = Direction.DECREASE if down else Direction.INCREASE
        self.done, self.cursor = match.end(), subject
        year = self.period.year
        self.clauses.append(
            Clause(
                subject,
                Metric.CHANGE,
                Period(year, Stage.FINAL),
                (start, match.end()),
                "",
                direction=Direction.UNCHANGED if same else direction,
                base=Period(year, Stage.BUDGET),
                section=self.section,
                item=self.item,
            )
        )

    # ── Shares, reasons, purposes ────────────────────────────────────────────────────────────

    def _share(self, match: re.Match[str]) -> None:
        self.done = match.end()
        if self.cursor is None:
            return
        parent = self.parents[-1] if self.parents else None
        whole = parent.subject if parent and not match["whole"] else subject_in(match["whole"])
        part_of = parent.clause if parent and not match["whole"] else None
        self._say(self.cursor, Metric.SHARE, match.span())
        self.clauses[-1] = replace(
            self.clauses[-1], percent=_percent(match), whole=whole, part_of=part_of
        )

    def _completion(self, match: re.Match[str]) -> None:
        self.done = match.end()
        if self.cursor is None:
            return
        stage = Stage.ADJUSTED if match["of"] == "调整" else Stage.BUDGET
        self._say(self.cursor, Metric.COMPLETION, match.span())
        base = Period(self.period.year, stage)
        self.clauses[-1] = replace(self.clauses[-1], percent=_percent(match), base=base)

    def _purpose(self, match: re.Match[str]) -> None:
        start, end = stretch(self.text, match.end())
        self.done = end
        if self.item is not None and not self.items[self.item].purpose:
            item = self.items[self.item]
            self.items[self.item] = replace(
                item, purpose=self.text[start:end], purpose_span=(match.start(), end)
            )

    def _reason(self, match: re.Match[str]) -> None:
        lead = self.text[self._segment_start(match.start()) : match.start()]
        start, end = stretch(self.text, match.end())
        words = self.text[start:end].strip("：，")
        self.done = end
        explained = _EXPLAINED.search(lead)
        subject = subject_in(lead[: explained.start()]) if explained else None
        direction = direction_of(explained["word"]) if explained else None
        span = (match.start(), end)
        self.reasons.append(Reason(words, span, self.section, self.item, subject, direction))
        if subject is None or (self.cursor is not None and subject == self.cursor):
            self._attach(words, match.start())

    def _attach(self, words: str, place: int) -> None:
        """Give the reason to the changes said just before it, up to the last other figure."""
        for i in range(len(self.clauses) - 1, -1, -1):
            clause = self.clauses[i]
            near = place - clause.span[1] < _NEAR
            if clause.metric is not Metric.CHANGE or clause.reason is not None or not near:
                break
            self.clauses[i] = clause.with_reason(words)


def _percent(match: re.Match[str]) -> Figure:
    return Figure(match["percent"], Measure(match["sign"] or ""), match.span("percent"))
