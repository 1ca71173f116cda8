"""Slips of the pen: sentences that break off, words said twice, brackets without their partner."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from yusuan.core.outcomes import Severity
from yusuan.core.patterns import pattern
from yusuan.rules.books._print import NAMED, context, quoted
from yusuan.rules.books._words import judged, listed
from yusuan.rules.books.text._doubled_words import DOUBLED, doubled
from yusuan.rules.dimension import Dimension
from yusuan.rules.evidence import core
from yusuan.rules.spec import Part, Rule, failed, on_either
from yusuan.rules.texts import around, open_texts, with_any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from yusuan.core.outcomes import Where
    from yusuan.rules.evidence import Evidence, Line
    from yusuan.rules.spec import Subject, Verdict

# --- sentences that break off -----------------------------------------------------------------------------

_LEAST_SENTENCE = 16
_LONGEST_TITLE = 40
_DANGLING = pattern(
    r"(?:主要原因(?:是|为|在于)?|原因是|由于|因为|其中|以及|比上年|较上年|与上年|相比|用于|主要是|增加|减少|下降|增长|为|[,、])$"
)
# What follows is the list that was promised, whatever sign stands before it.
_LIST_HEAD = pattern(r"(?:如下|以下|下列)[^,、;:]{0,6}[,、]$")
# Where the next line stands in one of these ways, it does not go on with the sentence before.
_FRESH = pattern(
    r"^(?:第[一二三四五六七八九十]+(?:部分|章|节)|[(]?[一二三四五六七八九十]+[、)]|\(\d+\)"
    r"|\d{1,2}[、.](?!\d)|\d{1,2}[、.]\d{7}(?!\d))"
)
_ITEM_END = pattern(r"[,、;:]$")
# The number of a page, and what else stands between the lines of two pages.
_BETWEEN = pattern(r"[-—–·第]*(?:\d{1,4}|[IVX]{1,4})[-—–·页]*(?:/?共?\d+页?)?|")


def sentences_end(evidence: Evidence) -> Iterator[Verdict]:
    """No passage ends in the middle of a sentence while the next one begins something new.

    Silent where the next line may go on with it (the text goes on over a page), and in lists whose
    items all end in commas.
    """
    running = _running_heads(evidence.paper.body)
    prose = [
        line
        for line in evidence.paper.body
        if not _BETWEEN.fullmatch(line.plain) and line.plain not in running
    ]
    titles = {core(entry.title, evidence.department) for entry in evidence.paper.contents}
    for n, line in enumerate(prose):
        text = line.plain
        is_open = len(text) >= _LEAST_SENTENCE and _DANGLING.search(text)
        if line.level or not is_open or _LIST_HEAD.search(text):
            continue
        later = prose[n + 1] if n + 1 < len(prose) else None
        if later is not None and _goes_on(later) and not _is_listed(later, titles, evidence):
            continue
        if _is_list(prose, n):
            continue
        yield failed(
            f"{quoted('…' + text[-30:])}一句没有写完，下文另起了一段",
            line.where,
            # A list that ends in a comma may only have the wrong sign at its end.
            severity=Severity.INFO if text[-1] in ",、" else Severity.WARNING,
        )


_FEWEST_PAGES = 3


def _running_heads(prose: Sequence[Line]) -> set[str]:
    """Short lines that come again on page after page."""
    pages: dict[str, set[int]] = defaultdict(set)
    for line in prose:
        if line.where.page is not None and len(line.plain) <= _LONGEST_TITLE:
            pages[line.plain].add(line.where.page)
    return {text for text, found in pages.items() if len(found) >= _FEWEST_PAGES}


# 0.09万元；…: an amount or a rate begins no heading, whatever the reader took the line for.
_FIGURE = pattern(r"^\d[\d,]*(?:\.\d+)?(?:[万亿千百]?元|%|个百分点|[万亿](?=[,。;]))")


def _goes_on(later: Line) -> bool:
    if _FIGURE.match(later.plain):
        return True
    # 3. 2050202 is an item's number before its code, 3.2 a figure: blanks count.
    text = unicodedata.normalize("NFKC", later.text).strip()
    return not (later.level or _FRESH.search(later.plain) or _FRESH.search(text))


def _is_listed(later: Line, titles: set[str], evidence: Evidence) -> bool:
    """Tell whether a line is a title of the contents page."""
    return len(later.plain) <= _LONGEST_TITLE and core(later.text, evidence.department) in titles


def _is_list(prose: Sequence[Line], n: int) -> bool:
    near = [prose[m] for m in (n - 1, n + 1) if 0 <= m < len(prose)]
    return any(_ITEM_END.search(line.plain) and not line.level for line in near)


# --- words said twice -------------------------------------------------------------------------------------

_LEAST_CLAUSE = 8


def no_doubled_words(subject: Subject) -> Iterable[Verdict]:
    """No word of two or more characters stands twice in a row. Advice: some words do so rightly."""
    written = list(open_texts(subject.budget))
    return judged(
        (
            failed(f"{text.place}“{around(text.content, found)}”里“{found[1]}”重复", text.where)
            for text in with_any(DOUBLED, written)
            if (found := next(doubled(text.content), None))
        ),
        applies=written,
    )


def printed_doubled_words(evidence: Evidence) -> Iterator[Verdict]:
    """No word stands twice in a row in running text: 增加增加. Cells hold names, which may repeat."""
    for line in evidence.paper.body:
        # A passage read from a picture or over several printed lines: what meets at a break is no word said twice.
        for text in unicodedata.normalize("NFKC", line.text).split("\n"):
            if len(text) < _LEAST_CLAUSE:
                continue
            found = [(match[1], context(text, match)) for match in doubled(text)]
            if found:
                said = listed((f"{quoted(words)}里的“{word}”" for word, words in found), NAMED)
                yield failed(f"{said}重复", line.where)


# --- brackets ---------------------------------------------------------------------------------------------

_PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "「": "」", "〔": "〕", "【": "】", "[": "]"}
_KIND = {"（": "(", "）": ")", "［": "[", "］": "]"}
_CLOSES = {"）", ")", "》", "”", "」", "〕", "】", "]"}
_MARKS = pattern("[" + re.escape("".join((*_PAIRS, *_CLOSES))) + "]")
# 1）… and 一)… number a list and open nothing.
_LIST_MARK = pattern(r"(?:^|(?<=[\s；;。：:，,、]))(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]")


def brackets_balance(subject: Subject) -> Iterable[Verdict]:
    """Brackets and quotation marks come in pairs; full and half width may be mixed, list numbers left out."""
    written = list(open_texts(subject.budget))
    return judged(
        (
            failed(f"{text.place}里的“{mark}”没有配对", text.where)
            for text in written
            if _MARKS.search(text.content) and (mark := _unpaired(text.content))
        ),
        applies=written,
    )


def _unpaired(content: str) -> str:
    """The first bracket without its partner; empty when all are paired."""
    waiting: list[str] = []
    for mark in _MARKS.findall(_LIST_MARK.sub("", content)):
        if mark in _PAIRS:
            waiting.append(mark)
        elif not waiting or _plain(_PAIRS[waiting.pop()]) != _plain(mark):
            return str(mark)
    return waiting[-1] if waiting else ""


def _plain(mark: str) -> str:
    return _KIND.get(mark, mark)


_SIGNS = str.maketrans("()", "（）")
_NOT_A_PAIR = pattern(r"(?:(?<=^)|(?<=[。；：，、]))(?:\d{1,2}|[a-zA-Z])）")


_PRINTED_PAIRS = ("（）", "《》")


def printed_brackets_balance(evidence: Evidence) -> Iterator[Verdict]:
    """No bracket opened in a paragraph stays open up to the next heading; one finding for all of a kind."""
    stretches: list[list[Line]] = [[]]
    for line in evidence.paper.texts:
        if line.level:
            stretches.append([])
        else:
            stretches[-1].append(line)
    for pair in _PRINTED_PAIRS:
        found = [one for stretch in stretches for one in _unclosed(stretch, pair)]
        if found:
            shown = "、".join(f"“{pair[0]}{words}…”" for words, _ in found[:3])
            said = f"括号没有配对：{shown}之后没有“{pair[1]}”"
            yield failed(said, *(where for _, where in found))


def _unclosed(stretch: Sequence[Line], pair: str) -> list[tuple[str, Where]]:
    """Brackets still open at the end; nothing where closing ones are missing their partner too."""
    opens, closes = tuple(pair)
    stack: list[tuple[Line, int]] = []
    for line in stretch:
        text = _NOT_A_PAIR.sub("", line.squeezed.translate(_SIGNS))
        for place, sign in enumerate(text):
            if sign == opens:
                stack.append((line, place))
            elif sign == closes:
                if not stack:
                    return []
                stack.pop()
    return [
        (line.squeezed.translate(_SIGNS)[place + 1 : place + 7], line.where)
        for line, place in stack
        if line.squeezed.endswith("。")
    ]


RULES = (
    Rule(
        id="sentence-breaks-off",
        claim="句子都写完整",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.MANNER,
        hint="请把这句话补完整。",
        check=sentences_end,
        needs=(Part.PRINT,),
        looks_through=True,
    ),
    Rule(
        id="no-word-is-doubled",
        claim="没有连续重复的词语",
        law="practice",
        severity=Severity.INFO,
        dimension=Dimension.MANNER,
        hint="请删去多余的词语。",
        check=on_either(no_doubled_words, printed_doubled_words),
        needs=(),
        looks_through=True,
    ),
    Rule(
        id="brackets-are-balanced",
        claim="括号、书名号、引号成对",
        law="practice",
        severity=Severity.INFO,
        dimension=Dimension.MANNER,
        hint="请补上缺少的一半，并检查括号内的内容是否完整。",
        check=on_either(brackets_balance, printed_brackets_balance),
        needs=(),
        looks_through=True,
    ),
)
