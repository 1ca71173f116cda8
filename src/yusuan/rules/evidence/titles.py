"""Titles compared as people compare them: without signs, numbers, years and names."""

from __future__ import annotations

import re
from functools import lru_cache

from yusuan.core.patterns import pattern
from yusuan.core.plain_text import squeezed

_LONGEST_KEPT = 60
_NUMBER = pattern(
    r"^(?:第[一二三四五六七八九十]+(?:部分|章|节)[、:.]?|\(?[一二三四五六七八九十]+[、.)]|附[件表]\d*[、:.]?|\(?\d{1,2}[、.)](?!\d))"
)
_NOISE = pattern(
    r"20\d{2}年(?:度)?|\d{4}年度|预算单位|部门|单位|本级|\(本[部级]\)|[^\w]|_", re.UNICODE
)


def plain(text: str) -> str:
    """A text without blanks, in half-width signs."""
    # Long texts seldom come twice; keeping them would hold on to documents long read.
    return _short_plain(text) if len(text) <= _LONGEST_KEPT else squeezed(text)


@lru_cache(maxsize=16384)
def _short_plain(text: str) -> str:
    return squeezed(text)


@lru_cache(maxsize=16384)
def core(title: str, department: str = "") -> str:
    """What a title is about: without number, year, whose it is, and signs."""
    bare = _NUMBER.sub("", plain(title))
    if department:
        bare = bare.replace(plain(department), "")
    return _NOISE.sub("", bare)


def likeness(one: str, other: str) -> float:
    """How much of a core comes back in another, 0 to 1; word order inside does not count."""
    if one == other:
        return 1.0
    pairs, others = _pairs(one), _pairs(other)
    return 2 * len(pairs & others) / max(1, len(pairs) + len(others))


def coverage(part: str, whole: str) -> float:
    """How much of a core is in another, 0 to 1."""
    pairs = _pairs(part)
    return len(pairs & _pairs(whole)) / max(1, len(pairs))


@lru_cache(maxsize=16384)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[n : n + 2] for n in range(len(text) - 1))
