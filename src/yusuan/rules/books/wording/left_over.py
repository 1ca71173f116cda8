"""What a form left in a published text: choices not made, gaps filled with anything, words to whoever fills it in."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.rules.books._words import listed
from yusuan.rules.paper.findings import quoted
from yusuan.rules.spec import Part, Rule, failed
from yusuan.vocabulary.form_words import CHOICES, FILLERS, INSTRUCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict

_NAMED = 3
# Names of what is accounted for (净增加（减少）额) and headings of columns hold both words rightly.
_NO_CHOICE = r"(?!额|数|情况|变动|幅度|率|比例|金额|\()"
# Before a figure the change itself is read, choice and all.
_FIGURE = r"(?!(?:了|额|为|约|各){0,2}[\dXx×])"
_LEAST_SENTENCE = 16


@cache
def _choice() -> re.Pattern[str]:
    either = []
    for one, other in (words.split() for words in CHOICES):
        for a, b in ((one, other), (other, one)):
            either.append(rf"{a}\(或?{b}\)|{a}[/／]{b}|{a}或者?{b}(?=\d|的?主要原因)")
    return re.compile(rf"(?<!净)(?:{'|'.join(either)}){_NO_CHOICE}{_FIGURE}")


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
    r"(?P<lead>原因(?:是|为|在于|系)?|主要(?:是)?用于|变动说明|增减说明)(?P<colon>:)?(?P<said>[^。;,:]{0,40}?)(?P<end>[。;,]|$)"
)
_WORD = pattern(r"[\u4e00-\u9fff]")
_LIST_MARK = pattern(r"^\(?\d{1,2}[.、)]?$|^[①-⑳]$")
_ONE_SIGN = pattern(r"(.)\1+")
_DOTS = pattern(r"[.…·\-—_×Xx/\\*]+")
# What a clause of reasons can begin with when it says nothing in words: a code, a date, a percentage are something.
_SOMETHING = pattern(r"\d{4}年|\d+(?:\.\d+)?(?:%|[万亿]?元|人|个|辆|次)|\d{5,}")


def gaps_are_filled_in(evidence: Evidence) -> Iterable[Verdict]:
    """A reason or purpose says something: not 11, not qq, not one sign again and again."""
    for line in evidence.paper.body:
        text = line.plain
        for match in _GIVEN.finditer(text):
            said = match["said"]
            if said and (match["end"] or line.text.strip()) and _is_filler(said, match["end"]):
                yield failed(
                    f"“{text[max(0, match.start() - 6) : match.end('said')]}”写的是“{said}”，没有说明{match['lead'].rstrip('是为')}",
                    line.where,
                )


def _is_filler(said: str, end: str) -> bool:
    if said in FILLERS:
        return True
    if _DOTS.fullmatch(said) or _SOMETHING.search(said):
        return False  # A gap of the form, reported as such; or a figure that says something.
    if _WORD.search(said):
        return bool(_ONE_SIGN.fullmatch(said))
    return (bool(end) and not _LIST_MARK.fullmatch(said)) or bool(end == "。" and said.isalnum())


# --- words to whoever fills in the form -------------------------------------------------------------------


@cache
def _instruction() -> re.Pattern[str]:
    return re.compile("|".join(INSTRUCTIONS))


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
        finding_class="placeholder-left",
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
        finding_class="placeholder-left",
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
        finding_class="placeholder-left",
        hint="请删去这些话；要求注明的事项照办。",
        check=instructions_are_gone,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
)
