"""Find the ruling lines of a scanned page: long thin strokes that no character is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.readers.pdf.rulings import Ruling, Rulings, merged

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from cv2.typing import MatLike
    from numpy.typing import NDArray

    from yusuan.readers.scan.picture import Grey, Picture

# In points: strokes of headings are shorter; a cell's side may be.
_LONGEST_STROKE = 26.0
_SHORTEST_SIDE = 11.5
_LONG = 60.0
# Thicker strokes are pictures and bars.
_THICKEST = 4.0
# How far a side may end from the line it meets.
_MEETS = 3.5
# Along what stretch darkness is averaged, and how far beside a line its surroundings lie.
_ALONG = 9.0
_BESIDE = 2.6
# How dark a line is at least: of the range between paper and ink, and in grey levels.
_FAINTEST, _LEAST = 0.14, 9.0
_GAP = 0.8
_FINE_ENOUGH = 3.0
# Strokes of characters in a row have ink close by, above and below; a line that short has little.
_CLOSE_BY = 1.6
_MOST_CLOSE_BY = 0.3
_SURELY = 160.0


def scanned_rulings(picture: Picture) -> tuple[Rulings, Grey]:
    """The lines of a page in points, and where they lie in the picture (255)."""
    import cv2

    # Half the size is fine enough for lines, and four times as fast.
    scale = 2 if picture.per_point > _FINE_ENOUGH else 1
    tall, wide = picture.dark.shape
    small = (wide // scale, tall // scale)
    dark = _grey(cv2.resize(picture.dark, small, interpolation=cv2.INTER_AREA))
    ink = _grey(cv2.resize(picture.ink, small, interpolation=cv2.INTER_NEAREST))
    sheet = _Sheet(dark, ink, picture.per_point / scale, _FAINTEST * picture.span)
    across, level = sheet.strokes(_LONGEST_STROKE)
    down, upright = sheet.turned().strokes(_SHORTEST_SIDE)
    # A short stroke is a line only where it ends at lines across it; else a character has it.
    columns = [line for line in down.values() if line[2] - line[1] >= _LONGEST_STROKE]
    across = {n: line for n, line in across.items() if _is_line(line, columns)}
    rows = list(across.values())
    sides = {n: line for n, line in down.items() if _is_line(line, rows)}
    drawn = cv2.bitwise_or(_kept(level, across), cv2.transpose(_kept(upright, sides)))
    drawn = _grey(cv2.resize(drawn, (wide, tall), interpolation=cv2.INTER_NEAREST))
    return Rulings(merged(rows), merged(sides.values()), images=1), drawn


def _grey(seen: MatLike) -> Grey:
    import numpy as np

    return np.asarray(seen, dtype=np.uint8)


def _is_line(line: Ruling, crossing: Sequence[Ruling]) -> bool:
    at, start, end = line
    return end - start >= _LONG or (_meets(at, start, crossing) and _meets(at, end, crossing))


def _meets(place: float, end: float, crossing: Sequence[Ruling]) -> bool:
    return any(
        abs(at - end) <= _MEETS and first - _MEETS <= place <= last + _MEETS
        for at, first, last in crossing
    )


def _kept(labels: NDArray[np.int32], lines: dict[int, Ruling]) -> Grey:
    """Where the lines lie, as 255."""
    import numpy as np

    kept = np.zeros(int(labels.max(initial=0)) + 1, dtype=np.uint8)
    kept[list(lines)] = 255
    return np.asarray(kept[labels], dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page in one direction: its darkness and its ink, pixels to a point, and how dark a line is at least."""

    dark: Grey
    ink: Grey
    per_point: float
    least: float

    def turned(self) -> _Sheet:
        """The page on its side: what stood upright lies level."""
        import cv2

        return _Sheet(
            _grey(cv2.transpose(self.dark)),
            _grey(cv2.transpose(self.ink)),
            self.per_point,
            self.least,
        )

    def strokes(self, shortest: float) -> tuple[dict[int, Ruling], NDArray[np.int32]]:
        """Level strokes at least so long by number, in points, and the number of the stroke at each pixel."""
        import cv2
        import numpy as np

        length = max(3, round(shortest * self.per_point))
        # A line that slants a little steps from row to row: thick enough, it still holds a level stretch.
        thick = cv2.dilate(self._ridges(), np.ones((3, 1), np.uint8))
        level = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(level, connectivity=8)
        found: dict[int, Ruling] = {}
        for number in range(1, count):
            x, y, width, height, area = (int(value) for value in stats[number])
            # Told by its ink, not by its box: a long line may slant.
            if area / width - 2 > _THICKEST * self.per_point or height > width:
                continue
            if width < _SURELY * self.per_point and self._is_in_text((x, y, width, height)):
                continue
            start, end = x / self.per_point, (x + width) / self.per_point
            found[number] = ((y + height / 2) / self.per_point, start, end)
        return found, np.asarray(labels, dtype=np.int32)

    def _ridges(self) -> Grey:
        """Where it is darker along a stretch than beside it, above and below: grain and characters even out."""
        import cv2
        import numpy as np

        along = max(3, round(_ALONG * self.per_point))
        mean = cv2.blur(self.dark, (along, 1))
        beside = max(2, round(_BESIDE * self.per_point))
        tall = mean.shape[0]
        padded = cv2.copyMakeBorder(mean, beside, beside, 0, 0, cv2.BORDER_CONSTANT, value=(0.0,))
        most = cv2.max(padded[:tall], padded[2 * beside : 2 * beside + tall])
        least = max(_LEAST, self.least)
        ridge = cv2.subtract(mean, most) > least
        # A mean reaches over gaps, and past ends: there must be something dark, with holes of grain only.
        gap = max(3, round(_GAP * self.per_point))
        dark = _grey((self.dark > least) * np.uint8(255))
        whole = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
        return _grey((ridge & (whole > 0)) * np.uint8(255))

    def _is_in_text(self, box: tuple[int, int, int, int]) -> bool:
        """Whether a stroke is part of characters: along it, ink stands close above and below."""
        x, y, width, height = box
        near = max(2, round(_CLOSE_BY * self.per_point))
        above = self.ink[max(0, y - near) : max(0, y - 1), x : x + width]
        below = self.ink[y + height + 1 : y + height + near, x : x + width]
        beside = [part.any(axis=0).mean() for part in (above, below) if part.size]
        return bool(beside) and float(sum(beside)) / len(beside) > _MOST_CLOSE_BY
