"""Where the numbered tags of a page stand: each near its box, none over another, in points from the top left."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.core.grid import Box
    from yusuan.reports.check.places import Mark

TAG_HEIGHT = 12.0
_GAP = 2.0
# A box over so much of the page's width is a paragraph, with a margin beside it.
_WIDE = 0.4


class Tagged(NamedTuple):
    """A box that gets a tag so wide; without one the page as a whole does."""

    box: Box | None
    wide: float


def tag_width(number: int) -> float:
    """How wide a tag is for its number."""
    return 8.0 + 5.5 * len(str(number))


def tag_places(
    marks: Sequence[Mark], size: tuple[float, float], margin: float = 0.0
) -> Mapping[str, tuple[float, float]]:
    """The left top corner of the tag of each mark; of the places of one finding, one has the tag.

    What is left of the `margin` is empty: there the tags of sentences stand.
    """
    first: dict[int, Mark] = {}
    for mark in marks:
        first.setdefault(mark.finding.number, mark)
    wanted = [Tagged(mark.box, tag_width(number)) for number, mark in first.items()]
    corners = placed(wanted, size, margin)
    return {mark.id: corner for mark, corner in zip(first.values(), corners, strict=True)}


def placed(
    wanted: Sequence[Tagged],
    size: tuple[float, float],
    margin: float = 0.0,
    tall: float = TAG_HEIGHT,
) -> list[tuple[float, float]]:
    """Above a cell, beside a paragraph, or the nearest place from there that no tag has taken yet."""
    taken: list[tuple[float, float, float]] = []
    for one in wanted:
        free = (
            place
            for place in _places(one, size, margin, tall)
            if not any(
                abs(place[1] - y) < tall and place[0] < end and x < place[0] + one.wide
                for x, y, end in taken
            )
        )
        first = next(_places(one, size, margin, tall))
        left, top = next(free, first)
        taken.append((left, top, left + one.wide))
    return [(left, top) for left, top, _ in taken]


def _places(
    one: Tagged, size: tuple[float, float], margin: float, tall: float
) -> Iterator[tuple[float, float]]:
    """Every place a tag may have, the best first: along its row or its margin, then row by row from there."""
    right, bottom = max(0.0, size[0] - one.wide), max(0.0, size[1] - tall)
    left, top, is_beside = _best(one, tall, size[0], margin)
    left, top = min(left, right), min(top, bottom)
    step, down = one.wide + _GAP, tall + 1
    across = [left + n * step for n in range(int((right - left) // step) + 1)]
    across += [left - n * step for n in range(1, int(left // step) + 1)]
    rows = [top + n * down for n in range(int((bottom - top) // down) + 1)]
    rows += [top - n * down for n in range(1, int(top // down) + 1)]
    if is_beside:
        yield from ((x, y) for x in across for y in rows)
    else:
        yield from ((x, y) for y in rows for x in across)


def _best(one: Tagged, tall: float, page: float, margin: float) -> tuple[float, float, bool]:
    """Where a tag would stand if it were alone, and whether that is in the margin beside its box."""
    box = one.box
    if box is None:
        return _GAP, _GAP, False
    if box[2] - box[0] > _WIDE * page:
        begin = min(box[0], margin) if margin > one.wide else box[0]
        return max(0.0, begin - one.wide - 3), max(0.0, box[1] - 1.5), True
    return max(0.0, box[0] - 1.5), max(0.0, box[1] - tall - 1), False
