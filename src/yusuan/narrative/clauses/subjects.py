"""Whose a figure is, of what period, and what a change starts from: what its own words say, else what it inherits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.catalog import folded
from yusuan.core.codes import code
from yusuan.core.patterns import pattern
from yusuan.narrative.clauses.clause import (
    HELD,
    LENT,
    Clause,
    Extent,
    Metric,
    Period,
    Subject,
    Topic,
)
from yusuan.narrative.clauses.context import FURTHEST, Context, Parent, is_same
from yusuan.narrative.clauses.words import (
    BASE,
    is_filler,
    is_granted,
    leading,
    period_in,
    subject_in,
)

if TYPE_CHECKING:
    from yusuan.core.terms import Fund, RevenueSource
    from yusuan.narrative.figures import Span

_NEAR = 60
_WORD = pattern(r"[一-龥A-Za-z]")
# The two levels of a change stand among so many clauses before it.
_LAST = 6
# 支出决算为 after 年初预算为 goes on with the subject before.
_BARE = pattern(
    r"(?:(?:实际)?支出(?:(?:预算|决算|执行|调整预算)数?)?|(?:本年|当年)(?:财政)?拨款数?)(?:为|是)?"
)
# 全年支出, below the heading of an item: its own.
_BARE_OF_ITEM = pattern(r"(?:全年|本年|当年|年度|实际|累计|20\d\d年度?)*支出(?:数|额)?(?:为|是)?")
_NATURES = frozenset({Topic.BASIC, Topic.PROJECT, Topic.PERSONNEL, Topic.OPERATING})
_INHERITS = _NATURES | {Topic.CARRY_OVER, Topic.GOODS, Topic.WORKS, Topic.SERVICES}
_TOTALS = frozenset({Topic.REVENUE, Topic.EXPENDITURE, Topic.BOTH})
# 类 of the departmental economic classification that divide basic spending.
_CLASSES = {
    "301": r"工资福利(?:支出)?",
    "302": r"(?:一般)?商品和服务(?:支出)?",
    "303": r"对?个人和家庭的?补助(?:支出)?",
    "310": r"(?:其他)?资本性支出",
}
_CLASS = pattern("|".join(f"(?P<c{digits}>{words})" for digits, words in _CLASSES.items()))
_SUM = pattern(r"(?:以上|[两三四]项)?(?:合计|共计|总计)(?:为|是)?")
_THREE_PUBLIC = frozenset({Topic.OVERSEAS_TRAVEL, Topic.OFFICIAL_VEHICLES, Topic.VEHICLE_PURCHASE})
_THREE_PUBLIC |= {
    Topic.VEHICLE_OPERATION,
    Topic.OFFICIAL_HOSPITALITY,
    Topic.MEETINGS,
    Topic.TRAINING,
}
# Parts of these are the document's own figures; a part of anything else is only a part of that.
_WHOLES_OF = {
    **dict.fromkeys(_NATURES, _TOTALS | _NATURES),
    **dict.fromkeys(
        _THREE_PUBLIC,
        _TOTALS | _THREE_PUBLIC | {Topic.THREE_PUBLIC},
    ),
    # 涉及资金859万元，其中一般公共预算拨款447万元, and the same of purchases and projects.
    **dict.fromkeys(
        _TOTALS, frozenset(Topic) - {Topic.OBJECTIVES, Topic.PROCUREMENT, Topic.PROJECT}
    ),
    Topic.CARRY_OVER: _TOTALS | {Topic.CARRY_OVER},
}


def _part_of_item(subject: Subject, parent: Parent | None, lead: str) -> Subject:
    """基本支出 of one item is a column of its row; anything else that is not the document's is nothing we know."""
    whole = parent.subject if parent is not None else None
    if whole is None or whole.topic is not Topic.FUNCTION or subject.topic not in _NATURES:
        return Subject(Topic.OTHER, words=lead)
    return Subject(subject.topic, names=whole.names, code=whole.code, words=lead)


def _class_named(lead: str) -> Subject | None:
    """An economic class named alone: 工资福利支出10万元. Its code is the same in every year."""
    match = _CLASS.match(lead, leading(lead))
    if match is None or not is_filler(lead[match.end() :]):
        return None
    digits = next(digits for digits, words in _CLASSES.items() if match[f"c{digits}"])
    member = code(digits)
    return Subject(Topic.ECONOMIC, names=(match[0],), code=member, words=lead, is_alone=True)


class Binding(Context):
    """Bind figures to subjects and periods."""

    def _subject(self, lead: str) -> Subject | None:
        parent = self.parents[-1] if self.parents else None
        subject = subject_in(lead, parent.subject if parent else None)
        if subject is not None and not self._continues(subject, lead):
            return self._as_named(subject, parent, lead)
        if not self.opens and _SUM.fullmatch(lead.strip("：、")):
            return Subject(Topic.OTHER, words=lead) if parent is None else parent.subject
        if subject is not None or is_filler(lead):
            return self._gone_on_with(lead)
        if not _WORD.search(lead):
            # What is left of words already read names nothing, and is not what was named before.
            self.cursor = self.head = None
            return None
        return self._row_named(lead) or _class_named(lead) or Subject(Topic.OTHER, words=lead)

    def _as_named(self, subject: Subject, parent: Parent | None, lead: str) -> Subject:
        """What a lead names, as a part of what it stands under."""
        if self._is_of_another_whole(subject, parent):
            return _part_of_item(subject, parent, lead)
        if self.headings.is_of_item and _BARE.fullmatch(lead):
            return Subject(Topic.OTHER, words=lead)  # 支出决算, below a heading on 三公
        return self._with_money(subject, parent)

    def _gone_on_with(self, lead: str) -> Subject | None:
        """What was named before, or what was granted of it this year."""
        if self.cursor is not None and is_granted(lead):
            return replace(self.cursor, extent=Extent.GRANTED)
        return self.cursor

    def _row_named(self, lead: str) -> Subject | None:
        """A row of the document's tables that is named alone: 卫生健康支出58万元."""
        begin = leading(lead)
        parent = self.parents[-1] if self.parents else None
        for end in range(len(lead), begin + 1, -1):
            name = lead[begin:end]
            codes = self.names.get(folded(name).removesuffix("支出"), frozenset())
            if len(codes) == 1 and is_filler(lead[end:]):
                if parent is not None and parent.subject.topic is Topic.OTHER:
                    return None  # a part of something that is no row
                nature = parent.subject.topic if parent is not None else Topic.FUNCTION
                topic = nature if nature in _NATURES else Topic.FUNCTION
                member = next(iter(codes))
                return Subject(topic, names=(name,), code=member, words=lead, is_alone=True)
        return None

    def _continues(self, subject: Subject, lead: str) -> bool:
        """Tell 支出决算为 after 年初预算为 from a total of its own."""
        if subject.money is not None or subject.topic is not Topic.EXPENDITURE:
            return False
        if self.cursor is None:
            return False
        if self.item is not None and _BARE_OF_ITEM.fullmatch(lead):
            return True
        if not _BARE.fullmatch(lead):
            return False
        if self.cursor.is_alone and not self._is_of_another_stage(lead):
            return False  # behind a list of rows named alone: the total again
        return self.item is not None or (not self.opens and self.cursor.topic is not Topic.REVENUE)

    def _is_of_another_stage(self, lead: str) -> bool:
        """Tell 年初预算78万元，支出决算76万元 of one row from the total behind it."""
        last = self.clauses[-1] if self.clauses else None
        stage = period_in(lead, self.period, year=self.default.year).stage
        return last is not None and last.subject == self.cursor and last.period.stage is not stage

    def _is_of_another_whole(self, subject: Subject, parent: Parent | None) -> bool:
        """Tell 人员经费 of one item, or 上年结转 of one project, from the document's."""
        wholes = _WHOLES_OF.get(subject.topic)
        if wholes is None:
            return False
        if parent is not None and parent.clause is not None:
            return parent.subject.topic not in wholes
        # Without 其中: 某项目10万元，上年结转2万元.
        is_after = subject.topic is Topic.CARRY_OVER and not self.opens and self.cursor is not None
        return is_after and self.cursor is not None and self.cursor.topic not in wholes

    def _with_money(self, subject: Subject, parent: Parent | None) -> Subject:
        """Let a part be paid from what its whole is paid from, and a total from what its heading speaks of."""
        if subject.money is None and parent is not None and subject.topic in _INHERITS:
            return replace(subject, money=parent.subject.money)
        if subject.money is None and subject.topic in LENT:
            return replace(subject, money=self._money_spoken_of() or self.headings.money)
        return subject

    def _money_spoken_of(self) -> Fund | RevenueSource | None:
        """The one money the sentence has spoken of so far: 政府性基金…收入18万元，支出15万元，年末结转3万元."""
        said = {clause.subject.money for clause in self.clauses[self.first :]}
        money = next(iter(said)) if len(said) == 1 else None
        return money if money in HELD else None

    def _part_of(self) -> int | None:
        parent = self.parents[-1] if self.parents else None
        return None if parent is None else parent.clause

    def _say(self, subject: Subject, metric: Metric, span: Span) -> Clause:
        """Start a clause of the current period; its subject is what comes next inherits."""
        is_of_item = subject.topic in {Topic.FUNCTION, Topic.OTHER} or subject.code is not None
        if self.item is not None and (subject.is_alone or not is_of_item):
            self.item = None
        if self.opens:
            # A sentence that opens with something we do not know leaves nothing to inherit.
            self.head, self.base = (None if subject.topic is Topic.OTHER else subject), None
        self.opens, self.cursor = False, subject
        if self.first_said is None and subject.topic is not Topic.OTHER:
            self.first_said = subject
        return self._clause(subject, metric, self.period, span)

    def _clause(self, subject: Subject, metric: Metric, period: Period, span: Span) -> Clause:
        return Clause(
            subject,
            metric,
            period,
            span,
            "",
            section=self.section,
            item=self.item,
            part_of=self._part_of(),
        )

    def _base(self, start: int, stop: int) -> tuple[str, Period | None]:
        """Split a change's lead into its subject's words and the period compared with."""
        lead = self.text[start:stop].lstrip("、)")
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

    def _rivals(self, subject: Subject, start: int) -> tuple[tuple[Subject, ...], bool]:
        """What a change that names no subject may also be said of, and whether its own amount stands right before."""
        wholes = [parent.subject for parent in self.parents if parent is not None]
        begins = max(self.began, self.text.rfind("；", 0, start))
        last = self.clauses[-1] if self.clauses else None
        is_near = last is not None and last.span[0] >= begins and is_same(last.subject, subject)
        if not is_near:
            wholes += [one for one in (self.last_said, self.head, self.first_said) if one]
        others = tuple(dict.fromkeys(one for one in wholes if not is_same(one, subject)))
        return others, not self.is_doubtful and (is_near or not others)

    def _period_of(self, subject: Subject, base: Period) -> Period:
        """The period a change leads to: of the last level of its subject that is not the base's.

        Where every level is the base's, one of the two years is a slip: the level is kept.
        """
        said, bases = [], {base}
        for clause in reversed(self.clauses[-FURTHEST:]):
            if clause.section != self.section or clause.item != self.item:
                break
            if not is_same(clause.subject, subject):
                continue
            if clause.metric is Metric.LEVEL:
                said.append(clause.period)
            elif clause.base is not None:
                # 比年初预算…增加…；比全年预算…减少…: what another change starts from is not what this one leads to.
                bases.add(clause.base)
        led = [period for period in said if period not in bases]
        led += [period for period in said if period != base and period not in led]
        own = [period for period in led if period.year == self.default.year]
        return next(iter((*own, *led, *said)), self.period)

    def _stated_base(self, subject: Subject) -> Period | None:
        """The earlier of the two years this sentence gives its subject: …为90万元，2024年为80万元，增加….."""
        said = [
            clause.period
            for clause in self.clauses[-_LAST:]
            if clause.metric is Metric.LEVEL
            and clause.span[0] >= self.began
            and is_same(clause.subject, subject)
            and clause.period.year is not None
        ]
        years = {period.year for period in said}
        if len(years) != 2:  # noqa: PLR2004
            return None
        return min(said, key=lambda period: period.year or 0)

    def _attach(self, words: str, place: int) -> None:
        """Give the reason to the changes said just before it, up to the last other figure."""
        for said, i in enumerate(range(len(self.clauses) - 1, -1, -1)):
            clause = self.clauses[i]
            near = place - clause.span[1] < _NEAR
            if clause.metric is not Metric.CHANGE or clause.reason is not None or not near:
                break
            is_before = clause.span[0] < self.began
            is_shared = said > 0 or (is_before and self.changes_before > 1)
            self.clauses[i] = clause.with_reason(words, is_shared=is_shared)
