"""What a form left in a published text: choices not made, gaps filled with anything, words to whoever fills it in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.rules.books._print import quoted
from yusuan.rules.books._words import listed
from yusuan.rules.dimension import Dimension
from yusuan.rules.evidence import plain
from yusuan.rules.spec import Part, Rule, failed
from yusuan.vocabulary.form_words import CHOICES, FILLERS, INSTRUCTIONS, SHORT_CHOICES, YES_OR_NO

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict

_NAMED = 3
# What goes on as a sentence does; names of columns and of what is accounted for (净增加（减少）额) hold both words rightly.
_GOES_ON = r"(?=(?:[预决]算数?)?的?(?:主要)?(?:原因|是|系)|主要|[,。;])"
# An amount that went one way. A limit is a rule for all (增加或减少10%以上的), and a sign makes the choice itself.
_FIGURE = r"(?=(?:了|约)?\d[\d,.]*(?:[万亿]?元|%|个百分点|人|辆|个|台|套|批次?|次|平方米)(?!以[上下内]|的|及以|之内|左右))"
_SLASH, _OR = r"[/|]", r"(?:/|或者?)"
_LEAST_SENTENCE = 16
# Rules on what to write, and sentences about the form's own columns.
_TELLS_HOW = pattern(r"填[列报写]|勾选|选择|栏|列示|如|若|凡|应当|不得|(?:需|须|应)说明")


@cache
def _choices() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Both words of a choice before what explains them, before a figure, and of something there or not."""
    long = _either(CHOICES, _OR)
    short = _either((*CHOICES, *SHORT_CHOICES), _SLASH)
    return (
        pattern(rf"(?<!净)(?:{long}){_GOES_ON}"),
        pattern(rf"(?<!净)(?:{short}){_FIGURE}"),
        pattern(rf"(?<![一-龥]/)(?:{_pairs(YES_OR_NO)})(?!/)(?=[一-龥])"),
    )


def _either(pairs: Iterable[str], between: str) -> str:
    """Each pair in brackets or with a sign between, either word first."""
    words = sorted({word for pair in pairs for word in pair.split()}, key=len, reverse=True)
    other = rf"(?:或者?|[、/]|{'|'.join(words)})*"
    return "|".join(
        rf"{a}[(\[【]{other}{b}{other}[)\]】]|{a}{between}{b}[)\]】]?"
        for pair in pairs
        for a, b in (pair.split(), pair.split()[::-1])
    )


def _pairs(pairs: Iterable[str]) -> str:
    return "|".join(f"{a}/{b}" for pair in pairs for a, b in (pair.split(), pair.split()[::-1]))


def choices_are_made(evidence: Evidence) -> Iterable[Verdict]:
    """No sentence keeps both words of a choice: 增加（减少）. Silent where the change itself was read with its choice."""
    clauses = (c.text.rpartition("\n")[2] for c in evidence.prose.clauses if c.leftover)
    read = [plain(text) for text in clauses]
    found = []
    for line in evidence.paper.body:
        text = line.plain
        if line.level or len(text) < _LEAST_SENTENCE or text.startswith(("单位", "项目")):
            continue
        match = _open_choice(text, is_read=any(clause in text for clause in read))
        if match is not None:
            found.append((line, f"“{text[max(0, match.start() - 10) : match.end() + 6]}”"))
    if found:
        yield failed(
            f"{listed([words for _, words in found], _NAMED)}还留着供选择的两个词，没有取舍",
            *(line.where for line, _ in found),
        )


def _open_choice(text: str, *, is_read: bool) -> re.Match[str] | None:
    """The first choice a line leaves open; `is_read`: one before a figure is known already."""
    explained, counted, there = _choices()
    match = explained.search(text)
    if match is not None:
        return match
    match = None if is_read else counted.search(text)
    if match is None and text.endswith(("。", ";")):
        match = there.search(text)
    return None if match is None or _TELLS_HOW.search(_sentence(text, match)) else match


def _sentence(text: str, match: re.Match[str]) -> str:
    begin = text.rfind("。", 0, match.start()) + 1
    end = text.find("。", match.end())
    return text[begin : end if end >= 0 else len(text)]


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
_POINTERS = frozenset({"同上", "同前", "见上", "如上"})
_AROUND = 24
_CHANGED = pattern(r"(?:增加|减少|增长|下降|上升)(?!0(?:\.0+)?[万%元])")
_SAME = pattern(r"持平|无增减|没有增减|未发生变化|不增不减|不变")


def gaps_are_filled_in(evidence: Evidence) -> Iterable[Verdict]:
    """A reason or purpose says something: not 11, not qq, not one sign again and again."""
    found = [
        (line, quoted(_with_its_clause(line.plain, match)), match["said"] in _POINTERS)
        for line in evidence.paper.body
        for match in _GIVEN.finditer(line.plain)
        if _is_filler(match["said"], line.plain[: match.end("lead")])
    ]
    # 原因同上 sends the reader back: no good form, but it says something.
    for severity, is_pointer in ((None, False), (Severity.INFO, True)):
        lines = [(line, words) for line, words, points in found if points is is_pointer]
        if lines:
            yield failed(
                f"{listed([words for _, words in lines], _NAMED)}没有写出原因或用途",
                *(line.where for line, _ in lines),
                severity=severity,
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
