"""What a form left in a published text: choices not made, gaps filled with anything, words to whoever fills it in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.rules.books._print import quoted
from yusuan.rules.books._words import listed
from yusuan.rules.dimension import Dimension
from yusuan.rules.spec import Part, Rule, failed
from yusuan.vocabulary.form_words import CHOICES, FILLERS, INSTRUCTIONS

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict

_NAMED = 3
# What goes on as a sentence does. Before a figure the change itself is read, choice and all; names of columns and of
# what is accounted for (净增加（减少）额) hold both words rightly.
_GOES_ON = r"(?=(?:[预决]算数?)?的?(?:主要)?(?:原因|是|系)|主要|[,。;])"
_LEAST_SENTENCE = 16


@cache
def _choice() -> re.Pattern[str]:
    words = sorted({word for pair in CHOICES for word in pair.split()})
    other = rf"(?:或者?|[、/]|{'|'.join(words)})*"
    either = []
    for pair in CHOICES:
        one, two = pair.split()
        for a, b in ((one, two), (two, one)):
            either.append(rf"{a}[(\[【]{other}{b}{other}[)\]】]|{a}(?:/|或者?){b}[)\]】]?")
    return pattern(rf"(?<!净)(?:{'|'.join(either)}){_GOES_ON}")


def choices_are_made(evidence: Evidence) -> Iterable[Verdict]:
    """No sentence keeps both words of a choice: 增加（减少）. Silent before a figure: there the change is read."""
    found = []
    for line in evidence.paper.body:
        text = line.plain
        if line.level or len(text) < _LEAST_SENTENCE or text.startswith(("单位", "项目")):
            continue
        match = _choice().search(text)
        if match is not None:
            found.append((line, f"“{text[max(0, match.start() - 10) : match.end() + 6]}”"))
    if found:
        yield failed(
            f"{listed([words for _, words in found], _NAMED)}还留着供选择的两个词，没有取舍",
            *(line.where for line, _ in found),
        )


# --- gaps filled with anything ----------------------------------------------------------------------------

_GIVEN = pattern(
    r"(?P<lead>原因(?!(?:说明|分析)[。:]?$)(?:是|为|在于|系)?|主要(?:是)?用于|(?:是)?由于|[变增][动减]说明):?(?P<said>[^。;,:]{1,40}?)(?:等(?:方面)?)?(?:[。;,]|$)"
)
_WORD = pattern(r"[\u4e00-\u9fff]")
_LIST_MARK = pattern(r"\(?\d{1,2}[.、)]|[①-⑳]")
_ONE_SIGN = pattern(r"(.)\1+")
# A gap the form itself leaves is a placeholder, reported as such.
_GAP = pattern(r"[_×Xx]+")
# A year, a figure with its measure and a code say something without a word; so does the name of a system (ERP).
_SOMETHING = pattern(
    r"\d{4}年|\d+(?:\.\d+)?(?:%|[万亿]?元|人|个|辆|次)|[235]\d{4}(?:\d{2})?|[A-Z]{2,}[A-Z\d]*"
)
_NOTHING = "无"
_AROUND = 24
_CHANGED = pattern(r"(?:增加|减少|增长|下降|上升)(?!0(?:\.0+)?[万%元])")
_SAME = pattern(r"持平|无增减|没有增减|未发生变化|不增不减|不变")


def gaps_are_filled_in(evidence: Evidence) -> Iterable[Verdict]:
    """A reason or purpose says something: not 11, not qq, not one sign again and again."""
    found = [
        (line, quoted(_with_its_clause(line.plain, match)))
        for line in evidence.paper.body
        for match in _GIVEN.finditer(line.plain)
        if _is_filler(match["said"], line.plain[: match.end("lead")])
    ]
    if found:
        yield failed(
            f"{listed([words for _, words in found], _NAMED)}没有写出原因或用途",
            *(line.where for line, _ in found),
        )


def _with_its_clause(text: str, match: re.Match[str]) -> str:
    """The filler with what it was to explain, an ellipsis as it was printed."""
    start = max(0, match.start() - _AROUND)
    begin = max(start, text.rfind("。", 0, match.start()) + 1)
    return text[begin : match.end("said")].replace("......", "……")


def _is_filler(said: str, before: str) -> bool:
    if said == _NOTHING:
        sentence = before.rpartition("。")[2]
        return "原因" in sentence and bool(_CHANGED.search(sentence) and not _SAME.search(sentence))
    if said in FILLERS:
        return True
    if _WORD.search(said):
        return bool(_ONE_SIGN.fullmatch(said))
    is_said = _GAP.fullmatch(said) or _LIST_MARK.fullmatch(said) or _SOMETHING.fullmatch(said)
    return not is_said and "年" not in said


# --- words to whoever fills in the form -------------------------------------------------------------------


@cache
def _instruction() -> re.Pattern[str]:
    return pattern("|".join(INSTRUCTIONS))


def instructions_are_gone(evidence: Evidence) -> Iterable[Verdict]:
    """No words of the form to whoever fills it in stand in the text. Forms print some in their tables rightly."""
    found = []
    for line in evidence.paper.body:
        match = _instruction().search(line.plain)
        if match is not None:
            text = line.plain
            words = text if len(text) < 30 else text[max(0, match.start() - 8) : match.end() + 12]  # noqa: PLR2004
            found.append((line, quoted(words)))
    if found:
        yield failed(
            f"{listed([words for _, words in found], _NAMED)}是模板写给填表人的话，没有删去",
            *(line.where for line, _ in found),
        )


RULES = (
    Rule(
        id="choices-of-the-form-are-made",
        claim="“增加（减少）”一类选择项已经取舍",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.COMPLETENESS,
        hint="请按实际情况留下一个词，删去另一个。",
        check=choices_are_made,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
    Rule(
        id="reasons-are-no-fillers",
        claim="原因和用途写了内容，没有用数字、字母或“略”代替",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.COMPLETENESS,
        hint="请写出实际的原因或用途。",
        check=gaps_are_filled_in,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
    Rule(
        id="instructions-of-the-form-are-gone",
        claim="模板的填写说明、示例已经删去",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.COMPLETENESS,
        hint="请删去这些话；要求注明的事项照办。",
        check=instructions_are_gone,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
)
