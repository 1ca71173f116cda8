"""What lines of text measure on paper, after GB/T 9704; the formats give each look its fonts."""

from __future__ import annotations

from dataclasses import dataclass

POINT = 20  # twips


@dataclass(frozen=True, slots=True)
class Look:
    """A kind of paragraph. `size` and `pitch` (the height of a line) and indents are twips."""

    name: str
    size: int
    pitch: int
    # What is added to each character.
    spacing: int = 0
    first_line: int = 0


def _points(points: float) -> int:
    return int(points * POINT)


# 三号 set a quarter point closer: 28 characters to the line, 22 lines to the page.
_BODY = (_points(16), 578, -5, 630)
BODY = Look("body", *_BODY)
PART = Look("part", _points(22), _points(46))
SECTION = Look("section", *_BODY)
SUBSECTION = Look("subsection", *_BODY)
MINOR = Look("minor", *_BODY)
TABLE_TITLE = Look("table", _points(18), _points(36))
CAPTION = Look("caption", _points(10.5), _points(18))
NOTE = Look("note", _points(10.5), _points(18))
SPACER = Look("spacer", _points(1), _points(8))
# The mark that ends a run of pages, or stands between the halves of one table.
SECTION_END = Look("end", _points(1), _points(1))
