"""One pass over squeezed prose: every mark, figure, change and reason in the order it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeAlias

from yusuan.catalog import latest_year
from yusuan.core.measure import Measure
from yusuan.core.patterns import pattern
from yusuan.core.terms import Direction
from yusuan.narrative.clauses.clause import Metric, Period, Stage, Subject, Topic
from yusuan.narrative.clauses.paragraphs import paragraph_starts
from yusuan.narrative.clauses.remarks import Remarks, budget_stage, percent_of
from yusuan.narrative.clauses.words import (
    AGAINST,
    DOING,
    period_in,
    subject_in,
    subjects_in,
    years_in,
)
from yusuan.narrative.figures import AMOUNT, MONEY, PLAIN_NUMBER, Figure, figure_in
from yusuan.narrative.forms import FORMS, Effect
from yusuan.narrative.forms.tokens import TOKENS
from yusuan.narrative.item_names import LEVEL_MARK
from yusuan.narrative.item_paths import catalogue_index, indexed, item_paths
from yusuan.vocabulary.directions import direction_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yusuan.narrative.item_paths import ItemPath

_Step: TypeAlias = Callable[[re.Match[str]], None]

_SENTENCE_END = pattern(
    r"。(?!\))|(?<!第)(?=(?<![第之周期一二三四五六七八九十])[一二三四五六七八九十]{1,3}、)"
)
# 。比上年预算数减少…: goes on with what was said last.
_GOES_ON = pattern(r"[比较与同](?=20|上|去|年|本|全|调|预|决)")
# 增加1万元, 大于60万元: whatever it is compared with, the amount is no level.
_DIFFERENCE = pattern(
    rf"(?:{TOKENS['more_or_less']}|{TOKENS['above_or_below']})(?:了|额|为|约|各|共)*$"
)
_LISTED = pattern(rf"(?P<digits>{PLAIN_NUMBER})(?P<unit>{MONEY})?", re.ASCII)
_YEAR_BEFORE = pattern(r"上|去年|20\d\d")
_LIMIT = pattern(r"\((?:含|不含)\)|及?以[上下内]|元|/|的")
_COUNTED = (
    (pattern(r"绩效目标的?项目|绩效目标.{0,8}项目"), Topic.OBJECTIVES),
    (
        pattern(r"(?:共有|保有|^)(?:公务)?(?:用)?车辆?(?:保有量)?(?:为|共)?$|保有量为?$"),
        Topic.VEHICLES_HELD,
    ),
)


class Reader(Remarks):
    """Read a squeezed text sentence by sentence."""

    def read(self) -> None:
        """Read sentence by sentence."""
        start = 0
        self.books = indexed(self.names), catalogue_index(self.default.year or latest_year())
        self.anew = frozenset(paragraph_starts(self.text, self.lines))
        stops = {m.end() for m in _SENTENCE_END.finditer(self.text)} | self.anew
        for stop in [*sorted(stops), len(self.text)]:
            if stop > start:
                self._sentence(start, stop)
                start = stop

    def _sentence(self, start: int, stop: int) -> None:
        self._begin(start)
        keeps_parts = self.text.endswith(("其中：", "其中:"), 0, start)
        if not keeps_parts:
            self.parents = []
        self.brackets = []
        goes_on = _GOES_ON.match(self.text, start) is not None and start not in self.anew
        # 。比上年减少…: of what the sentence before was about, or of what it named last.
        self.last_said = self.cursor if goes_on else None
        self.cursor, self.done, self.opens = self.head, start, True
        self.is_doubtful = goes_on
        before = self.clauses[self.first :]
        self.changes_before = sum(clause.metric is Metric.CHANGE for clause in before)
        self.began, self.ends, self.first = start, stop, len(self.clauses)
        self.unread = False
        self.beside = self.headings.begin(self.text, start, self.lines, self.first)
        self.period = self.default
        for place, act in self._tokens(start, stop):
            if place >= self.done:
                act()
        self._keep_title(start, stop)

    @cached_property
    def steps(self) -> Mapping[Effect, _Step]:
        """What each form does."""
        return {
            Effect.NUMBERED: self._numbered,
            Effect.HEADING: self._heading,
            Effect.CODED: self._coded,
            Effect.OF_WHICH: self._of_which,
            Effect.MADE_OF: self._made_of,
            Effect.REASON: self._reason,
            Effect.PURPOSE: self._purpose,
            Effect.AGAINST: self._against_budget,
            Effect.COMPLETION: self._completion,
            Effect.SHARE: self._share,
            Effect.CHANGE: self._change,
            Effect.LEVELS: self._levels,
            Effect.LEVEL: self._level,
            Effect.COUNT: self._count,
            Effect.NIL: self._nil,
            Effect.MARK: self._mark,
        }

    def _tokens(self, start: int, stop: int) -> Iterator[tuple[int, Callable[[], None]]]:
        """Every form that stands in a sentence, in order; of two that begin together the earlier in the book."""
        signs = frozenset(self.text[start:stop])
        has_levels = LEVEL_MARK.search(self.text, start, stop) is not None
        paths = list(item_paths(self.text, start, stop, self.books))
        found = []
        for rank, form in enumerate(FORMS):
            if not form.may_stand(signs) or (form.effect is Effect.HEADING and not has_levels):
                continue
            for match in form.matches(self.text, start, stop):
                over = [path for path in paths if _meet(path, match)]
                if over and form.effect is Effect.CODED:
                    continue  # the names say more than one of their codes
                if over and form.effect is Effect.HEADING:
                    paths = [path for path in paths if path not in over]
                found.append((match.start(), rank, partial(self.steps[form.effect], match)))
        found += [(path.start, -1, partial(self._path, path)) for path in paths]
        for place, _, act in sorted(found, key=lambda token: token[:2]):
            yield place, act

    # ── Figures ──────────────────────────────────────────────────────────────────────────────

    def _level(self, match: re.Match[str]) -> None:
        lead = self._segment(match.start())
        start = self._segment_start(match.start())
        self.done = match.end()
        if _LIMIT.match(self.text, match.end()) or lead.endswith(("单价", "超过", "每")):
            return
        if _DIFFERENCE.search(lead):
            self.unread = True
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
        if "实际" in lead and self.default.stage is Stage.FINAL:
            self.period = replace(self.period, stage=Stage.FINAL)
        clause = self._say(subject, Metric.LEVEL, (start, match.end()))
        self.clauses.append(replace(clause, amount=figure_in(match)))

    def _levels(self, match: re.Match[str]) -> None:
        """收入、支出分别为10，20万元: one unit for all; a list that does not fit its names is not understood."""
        start = self._segment_start(match.start())
        lead = self.text[start : match.start()]
        figures = list(_LISTED.finditer(self.text, *match.span("numbers")))
        self.done, self.unread = match.end(), True
        subjects, years = subjects_in(lead), years_in(lead)
        periods = [period_in(lead, self.period, year=self.default.year)] * len(figures)
        whole = subject_in(lead)
        if len(years) == len(figures) and whole is not None:
            # 2024年、2025年收入分别为10万元、20万元.
            subjects = [whole] * len(figures)
            periods = [replace(periods[0], year=year) for year in years]
        if len(subjects) != len(figures):
            return
        self.unread = False
        for subject, period, one in zip(subjects, periods, figures, strict=True):
            self.period = period
            clause = self._say(subject, Metric.LEVEL, one.span())
            unit = Measure(one["unit"] or match["unit"])
            self.clauses.append(replace(clause, amount=Figure(one["digits"], unit, one.span())))

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

    def _nil(self, match: re.Match[str]) -> None:
        """因公出国费未安排，与上年相比无变化: what is nothing is what the words behind it are said of."""
        behind = match.groupdict().get("what")
        subject = subject_in(behind or self._segment(match.start()))
        if subject is None and behind:
            subject = Subject(Topic.OTHER, words=behind)
        if subject is not None:
            self.opens, self.cursor, self.done = False, subject, match.end()

    # ── Changes ──────────────────────────────────────────────────────────────────────────────

    def _change(self, match: re.Match[str]) -> None:
        word, said = direction_of(match["word"]), match.groupdict("")
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
        clause = self._clause(subject, Metric.CHANGE, self._period_of(subject, base), (start, end))
        self.clauses.append(
            replace(
                clause,
                direction=word,
                change=_amount(match),
                percent=percent_of(match) if percent else None,
                base=base,
                percent_direction=direction_of(match["second"]),
                leftover=(said.get("leftover") or said["leftover2"]).strip("()"),
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
        clause = self._clause(
            subject, Metric.CHANGE, self._held(match["what"]), (start, match.end())
        )
        self.clauses.append(
            replace(
                clause,
                direction=Direction.UNCHANGED if parts.get("same") else direction_of(match["word"]),
                change=_amount(match) if "amount" in parts else None,
                base=self._budget_of(match["of"]),
            )
        )

    def _held(self, what: str) -> Period:
        """The amount that is held against a budget: 决算数, or 本年数 of whatever the document states."""
        return Period(self.period.year, Stage.FINAL if "决算" in what else self.period.stage)

    def _budget_of(self, of: str | None) -> Period:
        """The budget it is held against; 上年预算 is last year's."""
        if of and _YEAR_BEFORE.search(of) and self.default.year is not None:
            return period_in(
                of, Period(self.default.year - 1, Stage.BUDGET), year=self.default.year
            )
        return Period(self.period.year, budget_stage(of))


def _meet(path: ItemPath, match: re.Match[str]) -> bool:
    return path.start < match.end() and match.start() < path.end


def _amount(match: re.Match[str]) -> Figure | None:
    """The amount a form may hold."""
    found = AMOUNT.fullmatch(match["amount"] + match["unit"]) if match["amount"] else None
    return found and replace(figure_in(found), span=match.span("amount"))
