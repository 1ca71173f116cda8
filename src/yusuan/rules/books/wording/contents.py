"""Lines of the contents page as they were typed: none lost its first sign."""

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
from yusuan.vocabulary.contents_words import BEGINNINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from yusuan.rules.evidence import Evidence
    from yusuan.rules.spec import Verdict

_BARE = pattern(
    # A numeral without a sign behind it begins a word: 一般公共预算.
    r"^(?:第?[一二三四五六七八九十]+(?:(?:部分|章|节)[、.:]?|[、.:])|\(?[一二三四五六七八九十\d]+[、.)]|[表附]?[表件]?\d+[、.:]?)?"
    r"(?:20\d{2}年度?)?"
)


@cache
def _tails() -> Mapping[str, str]:
    """What is left of a word once its first sign is gone, and the word."""
    return {word[1:]: word for word in BEGINNINGS}


def lines_are_whole(evidence: Evidence) -> Iterable[Verdict]:
    """No line of the contents begins in the middle of a word: 政拨款 for 财政拨款."""
    lost = []
    for entry in evidence.paper.contents:
        title = _BARE.sub("", plain(entry.title))
        tail = next((t for t in _tails() if title.startswith(t)), None)
        if tail is not None:
            lost.append((entry, f"{quoted(entry.title)}（似缺“{_tails()[tail][0]}”）"))
    if lost:
        yield failed(
            f"目录有 {len(lost)} 行缺了开头的字：{listed([words for _, words in lost], 3)}",
            *(entry.where for entry, _ in lost),
        )


RULES = (
    Rule(
        id="contents-lines-are-whole",
        claim="目录各行没有缺字",
        law="practice",
        severity=Severity.WARNING,
        dimension=Dimension.MANNER,
        hint="请在原稿中更新目录，再重新生成公开文件。",
        check=lines_are_whole,
        needs=(Part.PRINT, Part.TEXT),
        looks_through=True,
    ),
)
