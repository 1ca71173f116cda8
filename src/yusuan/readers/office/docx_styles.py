"""What the styles and lists of a Word document add to a paragraph: its depth as a heading, its number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.patterns import pattern
from yusuan.readers.safe_xml import attribute, child

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml.etree import _Element

_HEADING = pattern(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS = pattern(r"(?:toc|目录)\s*[1-9]", re.IGNORECASE)
_BODY = 9
_DEEPEST_STYLE = 20
_LEVELS = 9
_LARGEST_NUMBER = 9_999
# Word takes no more than this for how a number is written, and nobody writes more letters than these.
_LONGEST_PATTERN = 60
_LONGEST_WRITTEN = 60
_MOST_LETTERS = 30
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "十", "百", "千")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class ParagraphStyle(NamedTuple):
    """Depth as a heading (0: none), and whether a paragraph is a line of the contents."""

    level: int
    is_contents: bool


class _Level(NamedTuple):
    """How one level of a list counts."""

    start: int
    form: str
    # “（%1）”, “%1.%2”.
    pattern: str


@dataclass(slots=True)
class Styles:
    """Styles by id, lists by id, and how far each list has counted."""

    levels: dict[str, ParagraphStyle] = field(default_factory=dict)
    # List and level that a style numbers its paragraphs with.
    numbered: dict[str, tuple[str, int]] = field(default_factory=dict)
    lists: dict[str, Mapping[int, _Level]] = field(default_factory=dict)
    # Lists that share an abstract definition go on counting together.
    shared: dict[str, str] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, styles: _Element | None, numbering: _Element | None) -> Styles:
        """Read the two parts, either of which may be missing."""
        found = cls()
        if styles is not None:
            found._read_styles(styles)
        if numbering is not None:
            found._read_lists(numbering)
        return found

    def of_paragraph(self, paragraph: _Element) -> ParagraphStyle:
        """The style of a paragraph; its own outline level goes before that of its style."""
        properties = child(paragraph, "pPr")
        style = self.levels.get(
            attribute(child(properties, "pStyle"), "val"), ParagraphStyle(0, is_contents=False)
        )
        own = _outline(properties)
        return style if own is None else ParagraphStyle(own, style.is_contents)

    def number(self, paragraph: _Element) -> str:
        """The number a list prints before a paragraph; counts on."""
        properties = child(paragraph, "pPr") if self.lists else None
        if properties is None:
            return ""
        own = child(properties, "numPr")
        place = self.numbered.get(attribute(child(properties, "pStyle"), "val"))
        if own is not None:
            level = _small(attribute(child(own, "ilvl"), "val"), place[1] if place else 0)
            place = (attribute(child(own, "numId"), "val", place[0] if place else ""), level)
        return self._counted(*place) if place else ""

    def _counted(self, list_id: str, level: int) -> str:
        levels = self.lists.get(list_id, {})
        if level not in levels:
            return ""
        counts = self.counts.setdefault(self.shared.get(list_id, list_id), [])
        while len(counts) <= level:
            depth = len(counts)
            counts.append(levels[depth].start - 1 if depth in levels else 0)
            if depth < level:
                counts[depth] += 1
        counts[level] += 1
        del counts[level + 1 :]
        written = re.sub(
            r"%([1-9])",
            lambda match: _printed(levels, counts, int(match[1])),
            levels[level].pattern,
        )
        return written[:_LONGEST_WRITTEN]

    def _read_styles(self, styles: _Element) -> None:
        elements = {attribute(s, "styleId"): s for s in styles.iterchildren("{*}style")}
        for identity, element in elements.items():
            chain = [element]
            while len(chain) < _DEEPEST_STYLE:
                base = elements.get(attribute(child(chain[-1], "basedOn"), "val"))
                if base is None or base in chain:
                    break
                chain.append(base)
            self.levels[identity] = _style(chain)
            numbering = next(
                (n for s in chain if (n := child(s, "pPr", "numPr")) is not None), None
            )
            if numbering is not None:
                self.numbered[identity] = (
                    attribute(child(numbering, "numId"), "val"),
                    _small(attribute(child(numbering, "ilvl"), "val"), 0),
                )

    def _read_lists(self, numbering: _Element) -> None:
        abstract = {
            attribute(element, "abstractNumId"): {
                _small(attribute(level, "ilvl"), 0): _level(level)
                for level in element.iterchildren("{*}lvl")
            }
            for element in numbering.iterchildren("{*}abstractNum")
        }
        for element in numbering.iterchildren("{*}num"):
            identity = attribute(element, "numId")
            target = attribute(child(element, "abstractNumId"), "val")
            levels = dict(abstract.get(target, {}))
            restarts = False
            for override in element.iterchildren("{*}lvlOverride"):
                depth = _small(attribute(override, "ilvl"), 0)
                own, start = child(override, "lvl"), child(override, "startOverride")
                if own is not None:
                    levels[depth] = _level(own)
                if start is not None and depth in levels:
                    levels[depth] = levels[depth]._replace(start=_number(start, 1))
                    restarts = True
            self.lists[identity] = levels
            self.shared[identity] = f"num {identity}" if restarts else f"abstract {target}"


def _style(chain: list[_Element]) -> ParagraphStyle:
    name = attribute(child(chain[0], "name"), "val")
    heading = _HEADING.fullmatch(name)
    outlines = (_outline(child(style, "pPr")) for style in chain)
    level = next((level for level in outlines if level is not None), None)
    if level is None:
        level = int(heading[1]) if heading else 0
    return ParagraphStyle(level, bool(_CONTENTS.fullmatch(name)))


def _outline(properties: _Element | None) -> int | None:
    """Depth from 1, 0 for body text; None where nothing is said."""
    element = child(properties, "outlineLvl")
    if element is None:
        return None
    level = _small(attribute(element, "val"), _BODY)
    return 0 if level >= _BODY else level + 1


def _level(element: _Element) -> _Level:
    return _Level(
        _number(child(element, "start"), 0),
        attribute(child(element, "numFmt"), "val", "decimal"),
        attribute(child(element, "lvlText"), "val")[:_LONGEST_PATTERN],
    )


def _small(value: str, default: int) -> int:
    return int(value) if re.fullmatch(r"[0-9]", value) else default


def _number(element: _Element | None, default: int) -> int:
    value = attribute(element, "val")
    return int(value) if re.fullmatch(r"[0-9]{1,4}", value) else default


def _printed(levels: Mapping[int, _Level], counts: list[int], depth: int) -> str:
    if depth > min(len(counts), _LEVELS):
        return ""
    form = levels[depth - 1].form if depth - 1 in levels else "decimal"
    write = _FORMS.get(form, str)
    return write(min(counts[depth - 1], _LARGEST_NUMBER))


def _chinese(number: int) -> str:
    """十二, 一百零五: how headings count."""
    ten = 10
    if number < ten:
        return _DIGITS[number].replace("〇", "零")
    words = ""
    for place, digit in enumerate(reversed(str(number))):
        here = "零" if digit == "0" else _DIGITS[int(digit)] + _PLACES[place]
        words = here + words
    words = re.sub("零+", "零", words).rstrip("零")
    return words.removeprefix("一") if words.startswith("一十") else words


def _letters(number: int) -> str:
    """c, then cc, ccc: each letter once more than the alphabet has been gone through."""
    alphabet = 26
    times = (number - 1) // alphabet + 1
    if times > _MOST_LETTERS:
        return str(number)
    return chr(ord("a") + (number - 1) % alphabet) * times if number else ""


def _roman(number: int) -> str:
    words = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        words += letters * count
    return words


def _circled(number: int) -> str:
    last = 20
    return chr(ord("①") + number - 1) if 1 <= number <= last else str(number)


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


_FORMS: Mapping[str, Callable[[int], str]] = {
    # A bullet is a mark, not a number, and says nothing.
    "none": lambda _: "",
    "bullet": lambda _: "",
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": lambda number: "".join(_DIGITS[int(d)] for d in str(number)),
    "chineseLegalSimplified": lambda number: "".join(_FORMAL[int(d)] for d in str(number)),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": _full_width,
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
