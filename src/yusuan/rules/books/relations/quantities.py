"""Quantities a project's text names against the indicators that measure them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from yusuan.catalog import folded
from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.core.target import Operator, Quantity
from yusuan.narrative.counts import Count, counts_in
from yusuan.narrative.figures import squeeze
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed, passed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yusuan.core.budget import PerformanceIndicator
    from yusuan.core.outcomes import Where
    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict

# Words every indicator may have; they do not tell what is counted.
_GENERIC = pattern(
    r"数量|人次|人数|次数|个数|台数|期数|面积|完成|开展|新增|购置|采购|组织|举办|全年|年度|预计|计划|数$|量$"
)
# What is done to whom, in words that any of them may be counted with.
_EMPTY = pattern(r"享受|接受|获得|领取|得到|参加|参与|受益|惠及|受惠|覆盖|提供|给予|[的为对了]")
_POINT = frozenset({Operator.NONE, Operator.EQUAL})
_CEILING = frozenset({Operator.AT_MOST, Operator.LESS_THAN})
# A quantity that is rounded, a bound, of another time, or of one of many.
_LOOSE_BEFORE = pattern(
    r"(?:不少于|不低于|不超过|至少|超过|近|约|达到?|每|各|已|现有|共有|累计|原有|上年|去年|目前|截至|保有)[^,，。;；、]{0,6}$"
)
_LOOSE_AFTER = pattern(r"^(?:余|多|以上|以内|左右|/)")
_ELSEWHEN = pattern(
    r"上年|去年|现有|目前|截至|截止|累计|历年|已完成|已有|上半年|下半年|季度|每|首批|第[一二三四五]批|一期|二期"
)
# Of several years: what an indicator of the year measures is a part of it.
_SPAN = pattern(
    r"20\d\d年?[-—~至到]+20\d\d年|[\d两三四五六七八九十]年(?:内|规划|计划|行动)|十[三四五]五|规划期|以来"
)
_INCLUDING = pattern(r"^[^,，。;；、()]*\([^)]*(?:含|上年|结转)")
# Some people among all: a number of theirs is no number of the others.
_GROUP = pattern(
    r"儿童|少年|青年|老年|老人|妇女|女性|学生|教师|职工|干部|群众|居民|农民|残疾人|残疾|军人|患者|人口|人员|对象"
)
# A project is called one time with and one time without these.
_CALLED = pattern(r"(?:项目|专项|经费|资金|工作)+$")
_FEWEST, _HALF = 3, 2
# An indicator that a quarter less than planned would meet measures another plan.
_EASY = Fraction(3, 4)
_SHORTEST = 4
_FOLLOWING = 6
_BESIDE = 12
_ASIDE = 40


@dataclass(frozen=True, slots=True)
class _Said:
    count: Count
    sentence: str
    where: Where


def quantities_agree(evidence: Evidence) -> Iterator[Verdict]:
    """A number the text of a project gives is that of its indicator, where both name the thing in the same words."""
    for form in evidence.forms:
        said = list(_said(evidence, form.name))
        indicators = [
            i for i in form.indicators if isinstance(i.target, Quantity) and i.target.measure
        ]
        for indicator, found in _matched(form.name, indicators, said):
            target = indicator.target
            if not isinstance(target, Quantity):
                continue
            value = found.count.value.value
            is_met = value <= target.value if target.operator in _CEILING else value >= target.value
            is_easy = is_met and target.operator not in _POINT
            is_far = target.operator not in _CEILING and target.value < value * _EASY
            if found.count.value.overlaps(target.interval) or (is_easy and not is_far):
                yield passed()
                continue
            yield failed(
                f"项目“{form.name}”：文字为“{found.sentence}”，指标“{indicator.name}”为 {target}",
                found.where,
                form.where,
                severity=Severity.INFO if is_easy else None,
            )


def _said(evidence: Evidence, name: str) -> Iterator[_Said]:
    """The counts of the paragraphs about a project: the one that names it, and those under such a heading."""
    wanted = _core(name)
    others = [core for form in evidence.forms if (core := _core(form.name)) != wanted]
    if not wanted or any(wanted in other for other in others):
        return
    following = 0
    for place, block in enumerate(evidence.texts):
        plain = folded(block.text)
        if wanted in plain:
            following = _FOLLOWING
        elif any(other in plain for other in others) or (block.level and following):
            following = 0
        if not following:
            continue
        following -= 1
        clean, _ = squeeze(block.text)
        start = evidence.starts[place]
        for count in counts_in(clean):
            begin = max(clean.rfind(sign, 0, count.span[0]) for sign in ",，。;；、:：") + 1
            sentence = clean[begin : count.span[1]] + count.after[:_BESIDE]
            whole = max(clean.rfind(sign, 0, count.span[0]) for sign in "。;；\n") + 1
            is_loose = (
                _LOOSE_BEFORE.search(clean[: count.span[0]])
                or _LOOSE_AFTER.match(count.after)
                or _ELSEWHEN.search(clean[begin : count.span[0]])
                or _SPAN.search(clean[whole : count.span[0]])
                or _INCLUDING.match(clean[count.span[1] : count.span[1] + _ASIDE])
            )
            if not is_loose:
                yield _Said(count, sentence, evidence.where(start))


def _core(name: str) -> str:
    """A project's name without the words for a project, where enough of it is left to know it by."""
    plain = folded(name)
    core = _CALLED.sub("", plain)
    return core if len(core) >= _SHORTEST else plain


def _matched(
    project: str, indicators: Sequence[PerformanceIndicator], said: Sequence[_Said]
) -> Iterator[tuple[PerformanceIndicator, _Said]]:
    """Pairs that nothing else could be: one number for the indicator, one indicator for the number."""
    likely = {
        n: [
            place
            for place, i in enumerate(indicators)
            if _fits(i, one.count) and _is_of_one_group(project, i.name, one.count)
        ]
        for n, one in enumerate(said)
    }
    for place, indicator in enumerate(indicators):
        found = [said[n] for n, places in likely.items() if places == [place]]
        rivals = [n for n, places in likely.items() if place in places]
        if found and len(rivals) == len(found) and len({one.count.value for one in found}) == 1:
            yield indicator, found[0]


def _fits(indicator: PerformanceIndicator, count: Count) -> bool:
    target = indicator.target
    if not isinstance(target, Quantity) or target.measure is None:
        return False
    if not target.measure.is_same_kind(count.measure):
        return False
    name = _GENERIC.sub("", folded(indicator.name))
    if len(name) < 2:  # noqa: PLR2004
        return False
    before, after = count.before[-_BESIDE:], count.after[:_BESIDE]
    shared = max(_shared(name, before), _shared(name, after), key=len)
    if len(shared) < min(_FEWEST, len(name)):
        return False
    # Said the other way round: 享受补贴的农户, 为…农户提供补贴. What is left over must not tell some from others.
    left = name.replace(shared, " ", 1)
    words = before + " " + after
    while (
        len(other := max((_shared(part, words) for part in left.split()), key=len, default="")) > 1
    ):
        left = left.replace(other, " ", 1)
    return len(shared) * _HALF >= len(name) or not _EMPTY.sub("", left).strip()


def _is_of_one_group(project: str, name: str, count: Count) -> bool:
    """Tell whether neither side counts some whom the other does not name; those of the project are all of them."""
    all_of_them = set(_GROUP.findall(folded(project)))
    named = set(_GROUP.findall(folded(name)))
    said = set(_GROUP.findall(count.before[-_BESIDE:] + " " + count.after[:_BESIDE]))
    return named ^ said <= all_of_them


def _shared(one: str, other: str) -> str:
    """The longest stretch two words share."""
    best = ""
    for start in range(len(one)):
        end = start + len(best) + 1
        while end <= len(one) and one[start:end] in other:
            best, end = one[start:end], end + 1
    return best


RULES = (
    Rule(
        id="quantities-match-indicators",
        claim="项目文字所写数量与绩效指标值一致",
        law="caiyu-2021-101",
        severity=Severity.WARNING,
        dimension=Dimension.DETAIL,
        hint="请统一项目说明和绩效目标表中的数量。",
        check=quantities_agree,
        needs=(Part.PRINT, Part.TEXT, Part.FORMS),
    ),
)
