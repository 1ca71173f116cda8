"""What was copied: the purpose of another item, a paragraph printed twice."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.rules.books._print import quoted
from yusuan.rules.books.wording._twins import PURPOSE, copied_purposes
from yusuan.rules.dimension import Dimension
from yusuan.rules.evidence import core
from yusuan.rules.spec import Part, Rule, failed
from yusuan.vocabulary.item_purposes import KINDS

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from yusuan.rules.evidence import Evidence, Line
    from yusuan.rules.spec import Verdict
    from yusuan.vocabulary.item_purposes import Kind


# --- purposes ---------------------------------------------------------------------------------------------


class _Told(NamedTuple):
    """What a paragraph tells of an item: what its money is used for, or why it changed."""

    words: str
    line: Line
    # The item by its name, and its kind where the law gives it one purpose.
    name: str = ""
    kind: Kind | None = None


_BECAUSE = pattern(r"原因(?:是|为|:|在于)+(?P<words>[^。;]{4,60})")
# A paragraph on an item: its level, its code or its amount stands before what is told of it.
_ITEM = pattern(r"[(\[【〔](?:类|款|项)[)\]】〕]|\d{7}|[\d.,]+[万亿]?元")
_LEAST_COPIED = 6
_PARTS = pattern(r"[、和及与]|以及")
# Said rightly of any item.
_GENERAL = pattern(
    r"人员|工资|薪|经费|运转|运行|办公|日常|公用|福利|津贴|补贴|奖金|政策|规定|缴费|缴纳|单位|机关|职工|干部|部门|保障|支出|上述|以上|相关"
)


def purposes_fit_their_item(evidence: Evidence) -> Iterable[Verdict]:
    """What is told of an item of one lawful purpose is no other's.

    Of other items the law tells no purpose: they are seen where the words are another's, and fit that one alone.
    """
    told = list(_told(evidence.paper.body, PURPOSE))
    lawful: set[str] = set()
    for one in told:
        if one.kind is None or _says(one.words, one.kind.own):
            continue
        if any(k is not one.kind and _says(one.words, k.own) for k in KINDS):
            said = f"{one.name}的用途写成“{one.words}”，说的是另一科目，疑为误抄"
            yield failed(said, one.line.where)
            lawful.add(one.words)
            continue
        twin = next((t for t in told if t.words == one.words and t.line is not one.line), None)
        if twin is not None and _is_copied(one, twin):
            said = f"{one.name}的用途“{one.words}”与另一科目的完全相同，与本科目无关，疑为误抄"
            yield failed(said, one.line.where, twin.line.where)
            lawful.add(one.words)
    yield from copied_purposes(evidence, lawful)
    for one in _told(evidence.paper.body, _BECAUSE):
        if one.kind is None:
            continue
        paid = [word for k in KINDS if k is not one.kind for word in k.paid]
        own = (*one.kind.own, *one.kind.near)
        if _says(one.words, paid) and not _says(_without(one.words, paid), own):
            said = f"{one.name}的增减原因写成“{one.words}”，说的是另一科目，疑为误抄"
            yield failed(said, one.line.where)


def _is_copied(one: _Told, twin: _Told) -> bool:
    own = one.kind.near if one.kind is not None else ()
    # One thing that is said of few items is enough: 教职工工资、实训设备购置.
    parts = _PARTS.split(one.words)
    is_special = any(len(p) >= _LEAST_COPIED and not _GENERAL.search(p) for p in parts)
    return is_special and twin.kind is not one.kind and not _says(one.words, own)


def _without(words: str, some: Iterable[str]) -> str:
    for word in some:
        words = words.replace(word, "")
    return words


def _says(words: str, some: Iterable[str]) -> bool:
    return any(word in words for word in some)


def _told(lines: Iterable[Line], form: re.Pattern[str]) -> Iterator[_Told]:
    """What paragraphs on items tell, the first time they do: what follows may be of parts of them."""
    for line in lines:
        text = line.plain
        match = form.search(text)
        if match is None:
            continue
        head = text[: match.start()]
        if not _ITEM.search(head):
            continue
        search, kinds = _names()
        names = {found[0] for found in search.finditer(head)}
        # Several items before one purpose share it: then it need not be of each.
        name = names.pop() if len(names) == 1 else ""
        yield _Told(match["words"], line, name, kinds.get(name))


@cache
def _names() -> tuple[re.Pattern[str], dict[str, Kind]]:
    kinds = {name.removesuffix("支出"): kind for kind in KINDS for name in kind.names}
    longest = sorted(kinds, key=len, reverse=True)
    # As an item, and not as a word of another name (行政事业单位医疗) or of a sentence.
    return pattern(rf"(?<!行政)(?:{'|'.join(longest)})(?=(?:支出)?[^一-龥]|支出)"), kinds


# --- paragraphs -------------------------------------------------------------------------------------------

_NUMBER = pattern(r"^(?:\(?[一二三四五六七八九十\d]{1,3}[)、.:]+|[①-⑳])")
_LEAST_PARAGRAPH = 16
_NEAR = 3
# What stands below each of several tables or forms, again and again.
_NOTE = pattern(
    r"^(?:注|备注|说明|单位|填表)|空表|无数据|^(?:本|我)?(?:部门|单位)?(?:无|没有|不涉及)|[:]$"
)


def paragraphs_stand_once(evidence: Evidence) -> Iterable[Verdict]:
    """No paragraph is printed again right after itself, under another number or the same."""
    yield from _under_another_heading(evidence)
    recent: list[tuple[str, Line]] = []
    for line in evidence.paper.body:
        text = _NUMBER.sub("", line.plain)
        if line.level:
            recent.clear()
        is_told = (
            len(text) >= _LEAST_PARAGRAPH and text.endswith(("。", ";")) and not _NOTE.search(text)
        )
        twin = next((other for said, other in recent if said == text), None) if is_told else None
        if twin is not None:
            yield failed(f"{quoted(line.text)}一段重复印了两次", twin.where, line.where)
        recent = [*recent, (text, line)][-_NEAR:]


_LEAST_ABOUT, _LEAST_REPEATED = 4, 24
_NO_TOPIC = pattern(
    r"预算|决算|情况|说明|安排|的|支出|收支|收入|编制|具体|有关|其他|重要|事项|及|和"
)
_AMOUNT = pattern(r"\d[\d,.]*[万亿]?元")


def _under_another_heading(evidence: Evidence) -> Iterator[Verdict]:
    """A paragraph on what one heading names stands again where another heading names something else."""
    topic = ""
    known: dict[str, tuple[str, Line]] = {}
    for line in evidence.paper.body:
        if line.level:
            topic = _NO_TOPIC.sub("", core(line.text, evidence.department))
            continue
        text = _NUMBER.sub("", line.plain)
        is_told = len(text) >= _LEAST_REPEATED and text.endswith("。") and _AMOUNT.search(text)
        if not is_told or len(topic) < _LEAST_ABOUT or _NOTE.search(text):
            continue
        before, first = known.setdefault(text, (topic, line))
        if first is not line and before in text and topic not in text and before != topic:
            said = f"{quoted(line.text)}一段与前面的完全相同，而标题说的是“{topic}”，疑为重复误贴"
            yield failed(said, first.where, line.where)


RULES = (
    Rule(
        id="purposes-fit-their-item",
        claim="养老、医疗、住房各科目的用途说的是本科目",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.TRUTHFULNESS,
        hint="请改写成本科目的用途。",
        check=purposes_fit_their_item,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
    Rule(
        id="paragraphs-stand-once",
        claim="没有重复印出的段落",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.MANNER,
        hint="请删去重复的一段；本应写另一事项的，补上那一项。",
        check=paragraphs_stand_once,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
)
