"""A code and its name in one cell: `2013101-行政运行`, `[2013101]行政运行`, `行政运行（2013101）`."""

from __future__ import annotations

from typing import NamedTuple

from yusuan.core.patterns import pattern

# Full-width letters, digits and signs, one for one: what is cut out of a text keeps its own brackets.
_NARROW = {0xFF01 + n: 0x21 + n for n in range(94)} | dict.fromkeys(map(ord, "—–－―‐‑﹣−"), "-")
_NARROW |= dict.fromkeys(map(ord, "【〔［「"), "[") | dict.fromkeys(map(ord, "】〕］」"), "]")
_NARROW |= {0x3000: " ", 0xA0: " "}
_GROUP = r"[0-9A-Za-z]+"
# A code may be written in groups (216-001); a name begins behind a sign, or with a character no code has.
_BEFORE = pattern(rf"\s*({_GROUP}(?:[-.]{_GROUP})*)\s*[-_:·|/\s]+\s*(\S.*?)\s*")
_TOUCHING = pattern(rf"\s*({_GROUP})([^\x00-\x7f].*?)\s*")
_IN_BRACKETS = pattern(rf"\s*[\[(]\s*({_GROUP}(?:[-.]{_GROUP})*)\s*[\])]\s*[-_:]*\s*(\S.*?)\s*")
_BEHIND = pattern(rf"\s*([^\x00-\x7f].*?)\s*[\[(]\s*({_GROUP}(?:[-.]{_GROUP})*)\s*[\])]\s*")
_LONGEST = 200


class Coded(NamedTuple):
    """A code with the name that was written with it."""

    code: str
    name: str


def coded(text: str) -> Coded | None:
    """The code and the name a text holds; None where it is not a code with a name."""
    if len(text) > _LONGEST:
        return None
    narrow = text.translate(_NARROW)
    for form in (_IN_BRACKETS, _BEFORE, _TOUCHING):
        found = form.fullmatch(narrow)
        if found is not None and _is_name(name := text[slice(*found.span(2))]):
            return Coded(found[1], name)
    found = _BEHIND.fullmatch(narrow)
    return None if found is None else Coded(found[2], text[slice(*found.span(1))])


def _is_name(text: str) -> bool:
    """A name has a character of its own: digits behind digits are one code."""
    return any(not c.isascii() and c.isalpha() for c in text)
