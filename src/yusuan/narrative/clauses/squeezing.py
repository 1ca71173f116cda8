"""Prose without what a layout adds: blanks, line ends, quotation marks, the level words inside a code."""

from __future__ import annotations

import re

from yusuan.core.patterns import pattern

_SIGNS = str.maketrans("０１２３４５６７８９．（）［］[]／％﹪:;", "0123456789.()()()/%%：；")
# 第213类第03款第10项, 213(类)03(款)10(项): one code, with the word of each level behind its digits.
_LEVELLED = pattern(r"(?<!\d)第?2\d\d\(?类\)?、?第?\d\d\(?款\)?(?:、?第?\d\d\(?项\)?)?", re.ASCII)
_GLOSS = pattern(r"\([^()]{0,12}下同\)")


def squeezed(text: str) -> tuple[str, list[int]]:
    """Drop blanks, line ends and quotation marks, and keep where each character came from.

    A blank inside a number goes; a line end between digits stays a blank, as it may be a page's end.
    """
    clean = text.translate(_SIGNS)
    pieces: list[str] = []
    places: list[int] = []
    last = 0
    for match in _SPECIAL.finditer(clean):
        begin = match.start()
        if begin > last:
            pieces.append(clean[last:begin])
            places += range(last, begin)
        kept = _kept(clean, begin, pieces[-1][-1:] if pieces else "")
        if kept:
            pieces.append(kept)
            places.append(begin)
        last = begin + 1
    pieces.append(clean[last:])
    places += range(last, len(clean))
    signs = "".join(pieces)
    dropped = {place for gloss in _GLOSS.finditer(signs) for place in range(*gloss.span())}
    dropped |= {m.start() for m in re.finditer(r" (?!\d)", signs)}
    for match in _LEVELLED.finditer(signs):
        dropped |= {place for place in range(*match.span()) if not signs[place].isdigit()}
    if not dropped:
        return signs, places
    return (
        "".join(sign for i, sign in enumerate(signs) if i not in dropped),
        [place for i, place in enumerate(places) if i not in dropped],
    )


_SPECIAL = pattern(r"[“”\"'‘’「」『』＂，,\s]")


def _kept(text: str, place: int, before: str) -> str:
    """What is kept of a quotation mark, comma or blank; `before` is the sign kept last."""
    sign = text[place]
    if sign == "，" or (sign == "," and not _between_digits(text, place)):
        return "，"
    if sign == ",":
        return sign
    return " " if sign in "\n\f\r" and before.isdigit() else ""


def _between_digits(text: str, place: int) -> bool:
    after = text[place + 1 :].lstrip(" \u3000\u00a0")
    before = text[:place][-4:].rstrip(" \u3000\u00a0")
    return before[-1:].isdigit() and after[:1].isdigit()
