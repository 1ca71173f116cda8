"""Reasons of changes: missing, empty, or for the other way than the figures went."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity, Status
from yusuan.core.patterns import pattern
from yusuan.core.terms import Direction
from yusuan.narrative.agreement.contradiction import Claim, Kind
from yusuan.narrative.agreement.slips import is_nothing
from yusuan.narrative.clauses.clause import HELD, Metric, Stage, Topic
from yusuan.vocabulary.causes import LESS, MORE, RETIRED
from yusuan.vocabulary.directions import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.narrative.clauses.clause import Clause, Prose, Subject
    from yusuan.narrative.figures import Span

_MONEY_WORD = r"(?:经费|支出|费用?|预算|资金|金额|拨款)"
# One plain statement: 某某经费增加. With a comma, a year or a cause in it, more may be meant.
PLAIN = pattern(
    rf"(?P<what>[^，、；。\d]{{0,40}}?){_MONEY_WORD}(?:有所|略有|较上年|相应)?(?P<word>增加|增长|上升|提高|减少|下降|降低|压缩|压减)"
)
# Which way a clause of a reason points: money or work that is more, money held down.
_POINTS_UP = pattern(
    rf"(?:新增|增加|追加|新建|新设)[^，；。]{{0,16}}(?:项目|任务|业务|人员|{_MONEY_WORD})$"
    r"|(?:(?<!退休)人员|任务|批次|人数|人次|项目|标准|经费|支出|费用?|资金)(?:较多|有所|略有|相应)?(?:增加|增多|提高|上调|上涨)$"
    r"|[一-龥]{2,}(?:增多|加重|繁重|增大)$|规模(?:有所|相应|进一步|随之)?扩大$"
)
_POINTS_DOWN = pattern(
    r"^(?:相应|逐步|大力)?(?:厉行(?:勤俭)?节约|过紧日子|(?:严格)?(?:压减|压缩|缩减|削减|控减|核减)[^，；。]{0,20})$"
    rf"|(?:压减|压缩|缩减|削减|减少)(?:了)?[^，；。]{{0,16}}{_MONEY_WORD}$"
    r"|(?:任务|批次|人数|人次|对象|项目|经费|支出|费用?|资金)(?:有所|略有|相应)?(?:减少|下降|降低|压减)$"
    r"|规模(?:有所|相应|进一步|随之)?(?:缩小|收缩|下降)$"
)
# That there was none of it: 无新增项目.
_DENIES = pattern(
    r"(?:无|未|没有|不再|不予|严控|控制|从严|暂停|停止)[^，；。]{0,8}(?:新增|增加|追加|新建|新设)"
)
# Words that turn what is said of another year, another money or another account.
_TURNS = pattern(
    r"上年|去年|以前年度|往年|20\d\d年|其他|因|由于|使|导致|非税|自有|结[转余]|收回|移交|划|承担|调整|科目|口径|但|虽|同时|相抵|抵"
    r"|合并|车辆|更换|一次性"
)
_COUNTED = pattern(r"(?:批次|人次|人数|标准)(?:增加|增多|减少|提高)$")
# What makes money more or less by itself: nothing is as it was then. Work that grows may be paid with the same money.
_MOVES = pattern(
    r"规模(?:有所|相应|进一步|随之)?(?:扩大|缩小|收缩|下降)$|^(?:本年度?|今年|当年)?(?:新增|新建|新设|新招录)[^，；。]{0,20}(?:项目|人员|机构)$"
    r"|(?<!退休)(?:人员|编制)(?:有所|略有|相应)?(?:增加|减少)$"
)
_MORE = tuple(map(pattern, MORE))
_LESS = tuple(map(pattern, LESS))
_RETIRED = pattern(RETIRED)
_NUMBERED = pattern(r"^(?:[一二三四五六]是|\d[.、])")
_PIECES = pattern(r"[，；、]|和(?=减|增|压)")
_LONGEST = 45


def check_reasons(prose: Prose) -> Iterator[Claim]:
    """Find changes without a reason, reasons that say nothing, and reasons for the other way."""
    for reason in prose.reasons:
        if not reason.text:
            yield Claim(
                Kind.REASON_EMPTY,
                Status.FAILED,
                (reason.span,),
                f"“{reason.before}”之后没有写出原因，句子不完整。请补充原因。",
                Severity.WARNING,
            )
    yield from _missing(prose)
    for clause in prose.of(Metric.CHANGE):
        if clause.reason and clause.direction is not None and not clause.reason_is_shared:
            spans = (clause.span,)
            told = Causes.of(clause)
            yield from _judged(spans, clause.subject, clause.direction, clause.reason_text, told)
    for reason in prose.reasons:
        if reason.subject is not None and reason.direction is not None:
            yield from _judged((reason.span,), reason.subject, reason.direction, reason.text)


def pointed(reason: str, causes: Causes | None = None) -> Direction | None:
    """Which way a reason points with every clause of it; None where it points both ways, elsewhere, or nowhere.

    `causes` are those that speak of the change in question; without them only words about the money itself count.
    """
    if len(reason) > _LONGEST:
        return None
    ways = {
        Direction.INCREASE if _POINTS_UP.search(piece) else Direction.DECREASE
        for piece in _pieces(reason)
        if bool(_POINTS_UP.search(piece)) is not bool(_POINTS_DOWN.search(piece))
    }
    ways = set() if _TURNS.search(reason) else ways
    told = [] if causes is None else [causes.way(piece) for piece in _pieces(reason)]
    if ways:
        ways |= {way for way in told if way is not None}
    elif None not in told:
        # A cause is no word about the money: a clause beside it that nobody understands may outweigh it.
        ways = {way for way in told if way is not None}
    return ways.pop() if len(ways) == 1 else None


class Causes(enum.Enum):
    """Which causes speak of a change from one year's budget to the next."""

    # Retired staff cost less where staff is paid, and more where pensions are.
    OF_STAFF = (_MORE, (*_LESS, _RETIRED))
    OF_ANY = (_MORE, _LESS)

    @classmethod
    def of(cls, clause: Clause) -> Causes | None:
        """The causes for what a text says changed; none for revenue, accounts, and a budget held against its execution.

        A project that is completed brings revenue, and is paid for; only the next budget lacks its money.
        """
        then = clause.base
        is_next = (
            then is not None
            and clause.period.stage is then.stage is Stage.BUDGET
            and clause.period.year != then.year
        )
        if not is_next or clause.subject.topic in _NOT_SPENT:
            return None
        return cls.OF_STAFF if clause.subject.topic in _STAFF else cls.OF_ANY

    def way(self, piece: str) -> Direction | None:
        """Which way a clause points that is a cause and nothing else."""
        more, less = (any(cause.fullmatch(piece) for cause in causes) for causes in self.value)
        if more is less:
            return None
        return Direction.INCREASE if more else Direction.DECREASE


_STAFF = frozenset({Topic.BASIC, Topic.PERSONNEL})
_NOT_SPENT = frozenset({Topic.REVENUE, Topic.BOTH, Topic.CARRY_OVER, Topic.CLOSING})


def _pieces(reason: str) -> list[str]:
    pieces = (_NUMBERED.sub("", piece).removesuffix("等") for piece in _PIECES.split(reason))
    return [piece for piece in pieces if piece and not _DENIES.search(piece)]


def _judged(
    spans: tuple[Span, ...],
    subject: Subject,
    direction: Direction,
    text: str,
    causes: Causes | None = None,
) -> Iterator[Claim]:
    match fits(text, direction, causes):
        case True:
            yield Claim(Kind.REASON_DIRECTION, Status.PASSED, spans)
        case False:
            yield _opposed(spans, subject, direction, text)
        case None if pointed(text, causes) is not None:
            yield Claim(Kind.REASON_DIRECTION, Status.NOT_APPLICABLE, spans)  # it speaks of both


def fits(text: str, direction: Direction, causes: Causes | None = None) -> bool | None:
    """Tell whether a reason is one for the way an amount went; None where the words leave that open."""
    way = pointed(text, causes)
    if way is None or way is direction:
        return None if way is None else True
    if any(word in text for word in WORDS[direction].split()):
        return None
    # 持平 may well be because something was held down; that something grew speaks against it.
    return False if direction is not Direction.UNCHANGED or _is_a_change(text) else None


def _is_a_change(text: str) -> bool:
    """Tell whether a reason tells of a change of the money itself."""
    return bool(
        PLAIN.search(text)
        or _COUNTED.search(text)
        or any(_MOVES.search(piece) for piece in _pieces(text))
    )


def _opposed(spans: tuple[Span, ...], subject: Subject, direction: Direction, text: str) -> Claim:
    return Claim(
        Kind.REASON_DIRECTION,
        Status.FAILED,
        spans,
        f"{subject.label}：写明“{direction.value}”，原因却是“{text}”，与增减方向相反。请核对原因。",
        Severity.WARNING,
        expected=direction.value,
        actual=text,
        code=subject.code,
    )


def _missing(prose: Prose) -> Iterator[Claim]:
    """A change has no reason when nothing in its item, or in its whole section, gives one."""
    changed = [
        c
        for c in prose.of(Metric.CHANGE)
        if c.direction is not Direction.UNCHANGED
        and c.subject.topic is not Topic.OTHER
        and not is_nothing(c)
        and c.is_sure
        and c.part_of is None
    ]
    in_items = [c for c in changed if c.item is not None]
    explained = {(r.section, r.item) for r in prose.reasons}
    explained |= {(c.section, c.item) for c in changed if c.reason}
    # What is said of the other side of one budget, or of what it is made of, is the reason of both.
    told = {_moved(c) for c in changed if c.reason}
    divided = {
        (c.section, prose.clauses[c.part_of].subject)
        for c in prose.of(Metric.CHANGE)
        if c.part_of is not None
    }
    # Where a text explains no item at all, that is its form and not an omission.
    usual = 2 * sum((c.section, c.item) in explained for c in in_items) > len(in_items)
    seen: set[tuple[int, int | None]] = set()
    for clause in changed:
        key = (clause.section, clause.item)
        if clause.item is None:
            has_reason = any(section == clause.section for section, _ in explained)
        else:
            has_reason = key in explained or not usual
        if (clause.section, clause.subject) in divided:
            continue  # its parts say where it came from
        if has_reason or key in seen or _moved(clause) in told:
            continue
        seen.add(key)
        word = "" if clause.direction is None else clause.direction.value
        yield Claim(
            Kind.REASON_MISSING,
            Status.FAILED,
            (clause.span,),
            f"{clause.subject.label}：{clause.period}比{clause.base}{word}{clause.change or clause.percent or ''}，未说明原因。"
            "请补充增减变化的原因。",
            Severity.WARNING if _is_asked(clause.subject) else Severity.INFO,
            code=clause.code,
        )


# What the law asks to explain; of other changes a reader would like to know.
_ASKED = frozenset(
    {
        *(Topic.REVENUE, Topic.EXPENDITURE, Topic.BOTH),
        *(Topic.THREE_PUBLIC, Topic.OVERSEAS_TRAVEL, Topic.OFFICIAL_VEHICLES),
        *(Topic.VEHICLE_PURCHASE, Topic.VEHICLE_OPERATION, Topic.OFFICIAL_HOSPITALITY),
    }
)


def _is_asked(subject: Subject) -> bool:
    return subject.topic in _ASKED and (subject.money is None or subject.money in HELD)


def _moved(change: Clause) -> tuple[object, ...]:
    """By how much and which way an amount changed."""
    figure = change.change or change.percent
    return (None if figure is None else str(figure), change.direction, change.base)
