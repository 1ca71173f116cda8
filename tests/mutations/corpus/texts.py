"""What the text says wrong: amounts, changes, rates, directions, reasons, names, unfinished sentences."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.mutations.corpus.base import ITEMS_SECTION
from tests.mutations.corpus.tree import (
    Mutation,
    Place,
    reworded,
    section_blocks,
    with_blocks,
)
from yusuan.core.money import MoneyUnit, format_amount, parse_amount
from yusuan.core.outcomes import Severity
from yusuan.documents.publication import Figure, Paragraph, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.mutations.corpus.tree import At, Maker
    from yusuan.documents.publication import Publication
    from yusuan.synthetic.draw import Draw

AGAINST_TABLE = frozenset({"text-disagrees-with-table"})
LEVELS = AGAINST_TABLE | {"parts-add-up", "contradictory-levels", "items-within-total"}
CHANGES = frozenset({"growth-rate", "change-amount", "change-direction", "contradictory-levels"})
REASONS = frozenset({"change-without-reason", "empty-reason"})
NAMES = frozenset({"code-name-mismatch", "name-disagrees-with-table", "names-agree-with-tables"})
UNFINISHED = frozenset({"sentence-breaks-off"})
DOUBLED = frozenset({"no-word-is-doubled", "doubled-word"})
_AMOUNT = re.compile(r"([\d,]+\.\d+)(万元|元)")
_RATE = re.compile(r"(?:增长|下降)(\d+\.\d+)%")
_REASON = re.compile(r"[，。]主要原因是[^。；]+")


def _paragraphs(publication: Publication, *sections: str) -> Iterator[tuple[At, Paragraph]]:
    for section in sections:
        for at in section_blocks(publication, section):
            if isinstance(at.block, Paragraph):
                yield at, at.block


def _reworded(
    publication: Publication, at: At, new: Paragraph, words: tuple[str, str], rules: frozenset[str]
) -> Mutation:
    before, after = words
    place = Place(at.section.id, at.section.title, words=new.text)
    changed = with_blocks(publication, at.address, new)
    return Mutation("", changed, place, before, after, rules)


def _scaled(text: str, draw: Draw) -> str:
    """An amount with its unit, far enough from what it was to be wrong at any precision."""
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return text
    unit = MoneyUnit.from_label(match[2])
    printed = parse_amount(match[1], unit)
    percent = draw.one((61, 83, 117, 135, 190))
    wrong = printed.fen * percent // 100 + unit.value * 3
    return f"{format_amount(wrong, unit, printed.decimals)}{match[2]}"


def _amount(
    rules: frozenset[str], *sections: str, has_key: bool = True, nth: int | None = None
) -> Maker:
    """A maker that changes an amount of the text: one that repeats a table figure, or the n-th of a paragraph."""

    def make(publication: Publication, draw: Draw) -> Mutation | None:
        chosen = [
            (at, paragraph, n)
            for at, paragraph in _paragraphs(publication, *sections)
            for k, n in enumerate(_figures(paragraph))
            if (paragraph.inlines[n].key is not None) is has_key  # type: ignore[union-attr]
            and (nth is None or nth == k)
            and not paragraph.inlines[n].text.startswith("0.00")
        ]
        if not chosen:
            return None
        at, paragraph, n = draw.one(chosen)
        before = paragraph.inlines[n].text
        after = _scaled(before, draw)
        new = reworded(paragraph, before, after, figure=n)
        return _reworded(publication, at, new, (before, after), rules)

    return make


def _figures(paragraph: Paragraph) -> list[int]:
    return [n for n, inline in enumerate(paragraph.inlines) if isinstance(inline, Figure)]


def _rewriting(
    rules: frozenset[str],
    change: Callable[[str, Draw], str | None],
    *sections: str,
    severity: Severity = Severity.ERROR,
) -> Maker:
    """A maker that rewrites a paragraph, where the change applies to one."""

    def make(publication: Publication, draw: Draw) -> Mutation | None:
        found = list(_paragraphs(publication, *sections))
        for at, paragraph in draw.some(found, len(found)):
            after = change(paragraph.text, draw)
            if after is not None and after != paragraph.text:
                place = Place(at.section.id, at.section.title, words=after)
                changed = with_blocks(publication, at.address, Paragraph((Text(after),)))
                return Mutation("", changed, place, paragraph.text, after, rules, severity=severity)
        return None

    return make


def _wrong_rate(text: str, draw: Draw) -> str | None:
    match = _RATE.search(text)
    if match is None:
        return None
    wrong = Decimal(match[1]) + draw.one([Decimal("1.30"), Decimal(10), Decimal("7.07")])
    return f"{text[: match.start(1)]}{wrong}{text[match.end(1) :]}"


def _wrong_direction(text: str, draw: Draw) -> str | None:
    """The first word of the other direction: 增加 for 减少."""
    del draw
    match = re.search(r"(增加|减少)(?=[\d,]+\.\d+万?元)", text)
    if match is None or not _RATE.search(text):
        return None
    other = "减少" if match[1] == "增加" else "增加"
    return text[: match.start()] + other + text[match.end() :]


def _flat(text: str, draw: Draw) -> str | None:
    del draw
    match = re.search(
        r"，(?:比(\d{4}年)[预决]算数?([\d,.]+万?元)?)?(?:增加|减少)[\d,.]+万?元，(?:增长|下降)[\d.]+%",
        text,
    )
    if match is None:
        return None
    stated = f"，{match[1]}预算数为{match[2]}" if match[2] else ""
    return f"{text[: match.start()]}{stated}，与上年持平{text[match.end() :]}"


def _no_reason(text: str, draw: Draw) -> str | None:
    del draw
    return _REASON.sub("", text, count=1) if _REASON.search(text) else None


def _broken_off(text: str, draw: Draw) -> str | None:
    """The sentence stops after 主要原因是 or in the middle of its last clause."""
    del draw
    place = text.find("主要原因是")
    after = text[: place + len("主要原因是")]
    return f"{after}。" if place >= 0 else None


def _cut(text: str, draw: Draw) -> str | None:
    """The last words and the full stop are gone."""
    least = 30
    if len(text) < least or not text.endswith("。"):
        return None
    comma = max(text.rfind("，"), text.rfind("、"))
    return text[: comma + 1] if comma > least // 2 and draw.chance(100) else None


def _placeholder(text: str, draw: Draw) -> str | None:
    match = _AMOUNT.search(text)
    if match is None:
        return None
    gap = draw.one(("××", "XX", "××××"))
    return text[: match.start(1)] + gap + text[match.end(1) :]


def _doubled(text: str, draw: Draw) -> str | None:
    """A word of two or three characters said twice in a row."""
    words = [w for w in ("主要用于", "其中", "支出", "预算", "经费", "增加", "减少") if w in text]
    if not words:
        return None
    word = draw.one(words)
    return text.replace(word, word * 2, 1)


_ITEM = re.compile(
    r"\d+\. (?:(?P<code>\d{7}) (?P<name>\S+?)(?=\d{4}年)|.*（款）(?P<item>[^（）]+)（项）)"
)


def _name(publication: Publication, draw: Draw) -> Mutation | None:
    """The name of another printed item in the place of an item's own."""
    found = [
        (at, paragraph, match["name"] or match["item"])
        for at, paragraph in _paragraphs(publication, ITEMS_SECTION)
        if (match := _ITEM.match(paragraph.text))
    ]
    for at, paragraph, name in draw.some(found, len(found)):
        others = [other for _, _, other in found if other != name]
        if others:
            wrong = draw.one(others)
            new = reworded(paragraph, name, wrong)
            rules = NAMES | AGAINST_TABLE | {"copied-from-another-item"}
            return _reworded(publication, at, new, (name, wrong), rules)
    return None


TEXTS: Mapping[str, Maker] = {
    "text-level-of-an-item": _amount(LEVELS | CHANGES, ITEMS_SECTION),
    "text-total": _amount(LEVELS, "overview", nth=0),
    "text-part": _amount(LEVELS, "overview"),
    "text-three-public": _amount(LEVELS, "three_public"),
    "text-running-costs": _amount(LEVELS, "agency_running_costs"),
    "text-procurement": _amount(
        LEVELS | {"procurement-relations-hold"}, "procurement", has_key=False, nth=0
    ),
    "text-assets": _amount(
        LEVELS | {"asset-parts-add-up"}, "assets", has_key=False, nth=0
    ),
    "change-amount": _amount(CHANGES, ITEMS_SECTION, has_key=False, nth=2),
    "growth-rate": _rewriting(CHANGES, _wrong_rate, ITEMS_SECTION),
    "direction-flipped": _rewriting(CHANGES, _wrong_direction, ITEMS_SECTION),
    "flat-while-changed": _rewriting(CHANGES | LEVELS, _flat, ITEMS_SECTION),
    "reason-missing": _rewriting(
        REASONS, _no_reason, ITEMS_SECTION, severity=Severity.WARNING
    ),
    "reason-empty": _rewriting(
        REASONS | UNFINISHED, _broken_off, ITEMS_SECTION, "overview", severity=Severity.WARNING
    ),
    "sentence-cut-off": _rewriting(
        UNFINISHED, _cut, ITEMS_SECTION, "overview", "agency_running_costs",
        severity=Severity.WARNING,
    ),
    "no-placeholder-is-left": _rewriting(
        frozenset({"no-placeholder-is-left"}), _placeholder, ITEMS_SECTION, "overview", "three_public"
    ),
    "no-word-is-doubled": _rewriting(
        DOUBLED, _doubled, ITEMS_SECTION, "overview", "agency_running_costs",
        severity=Severity.INFO,
    ),
    "name-in-text": _name,
}  # fmt: skip
