"""Lines of text with colours, aligned and cleaned: nothing a source contains can steer a terminal or a spreadsheet."""

from __future__ import annotations

import json
import unicodedata
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Sequence

# Control characters, marks that reverse the reading direction, and halves of surrogate pairs.
_UNSAFE = pattern(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


class Painted(NamedTuple):
    """A text with the colour or weight a terminal shows it in."""

    text: str
    colour: str | None = None
    is_bold: bool = False


Part: TypeAlias = str | Painted
Line: TypeAlias = tuple[Part, ...]


def clean(text: str) -> str:
    """The text without characters that could steer a terminal; line ends stay."""
    return _UNSAFE.sub("�", text.replace("\r\n", "\n"))


def on_one_line(name: object) -> str:
    """A name of a file, or whatever else has no business with lines of its own, as a message may show it."""
    return clean(str(name)).replace("\n", "�").replace("\t", "�")


def plain(lines: Iterable[Line]) -> bytes:
    """The same lines as a text file."""
    return "".join(clean("".join(map(text_of, line))) + "\n" for line in lines).encode()


def text_of(part: Part) -> str:
    """The words of a part."""
    return part.text if isinstance(part, Painted) else part


def say(text: str, **values: object) -> str:
    """A text of the interface with its `{slots}` filled; a name or a reason from elsewhere stays on its line."""
    return text.format(**{name: _shown(value) for name, value in values.items()})


def _shown(value: object) -> object:
    return on_one_line(value) if isinstance(value, (str, PurePath, Exception)) else value


def width(text: str) -> int:
    """Columns of a terminal a text takes: a Chinese character takes two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def clipped(text: str, most: int) -> str:
    """The text on one line, cut to so many columns."""
    text = " ".join(text.split())
    if width(text) <= most:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > most - 1:
            break
        kept += character
    return kept + "…"


def clipped_path(path: object, most: int) -> str:
    """A path on one line, cut to so many columns where it begins: the name of the file stays."""
    text = on_one_line(path)
    return text if width(text) <= most else clipped(text[::-1], most)[::-1]


def columns(
    rows: Sequence[Sequence[Part]], *, right: Sequence[int] = (), indent: int = 0
) -> list[Line]:
    """Rows as aligned lines; the columns numbered in `right` stand flush right."""
    wide = [max(width(text_of(part)) for part in column) for column in zip(*rows, strict=True)]
    return [(" " * indent, *_aligned(row, wide, right)) for row in rows]


def _aligned(row: Sequence[Part], wide: Sequence[int], right: Sequence[int]) -> Iterable[Part]:
    filled = [n for n, part in enumerate(row) if text_of(part)]
    last = filled[-1] if filled else -1
    for n, part in enumerate(row[: last + 1]):
        space = " " * (wide[n] - width(text_of(part)))
        # Nothing follows the last column, so nothing needs to be aligned with it.
        after = "" if n == last else "  "
        yield from (space, part, after) if n in right else (part, space if after else "", after)


def in_json(content: object) -> bytes:
    """Content as JSON for programs, which a terminal can show without harm."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return _UNSAFE.sub(_escaped, text).encode() + b"\n"


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def in_bytes(size: int) -> str:
    """A file size for people."""
    for unit, step in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= step:
            return f"{size / step:,.1f} {unit}"
    return f"{size} B"
