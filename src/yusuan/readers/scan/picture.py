"""Make a page's picture ready to be read: grey, set straight, large enough, and its ink told from paper."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from yusuan.readers.pdf.glyphs import Turn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from yusuan.core.grid import Box

    Grey: TypeAlias = NDArray[np.uint8]

# Pixels to an inch: below, a picture is enlarged, for the strokes of small print want room.
_FINE = 220
_COARSEST = 60
_POINTS = 72
# Degrees: what a feeder turns a sheet by at most, and how finely the turn is found.
_STEEPEST = 3.0
_STEPS = (0.5, 0.1, 0.02)
_LEAST_TURN = 0.015
_SMALL = 900
# Of the grey levels between paper and ink, how much darker than its surroundings ink is at least.
_DARKER = 18
_OF_RANGE, _MOST_OF_RANGE = 0.22, 0.5
_OVER_GRAIN = 5.0
_AROUND = 12.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A page set straight: its grey levels, how dark each place is, its ink, pixels to a point, the way back."""

    grey: Grey
    dark: Grey
    ink: Grey
    # The grey levels between paper and the darkest ink.
    span: float
    per_point: float
    turn: Turn

    def points(self, box: tuple[int, int, int, int]) -> Box:
        """A rectangle of pixels in points of the straight page."""
        x0, y0, x1, y1 = (edge / self.per_point for edge in box)
        return x0, y0, x1, y1


@dataclass(frozen=True, slots=True)
class Straightened(Turn):
    """A turn that also undoes what setting the page straight did: `back` is (a, b, c, d, e, f)."""

    back: tuple[float, float, float, float, float, float] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

    def looked_at(self, box: Box) -> Box:
        """The rectangle around a box of the straight page, on the page as it is looked at."""
        a, b, c, d, e, f = self.back
        xs = [a * x + c * y + e for x in box[::2] for y in box[1::2]]
        ys = [b * x + d * y + f for x in box[::2] for y in box[1::2]]
        # A slant makes the rectangle around a box larger than the box; half of that is given back.
        wide = ((max(xs) - min(xs)) - (box[2] - box[0])) / 2 if abs(b) < abs(a) else 0.0
        tall = ((max(ys) - min(ys)) - (box[3] - box[1])) / 2 if abs(b) < abs(a) else 0.0
        return min(xs) + wide, min(ys) + tall, max(xs) - wide, max(ys) - tall


def picture_of(grey: Grey, dpi: float, quarters: int = 0) -> Picture:
    """Set a page straight: `quarters` clockwise first, then the little a scanner turned it by."""
    import cv2
    import numpy as np

    height, width = grey.shape
    turned = np.ascontiguousarray(np.rot90(grey, -quarters))
    tall, broad = turned.shape
    angle = _slant(turned)
    scale = max(1, math.ceil(_FINE / max(dpi, _COARSEST)))
    forth = cv2.getRotationMatrix2D((broad / 2, tall / 2), angle, 1.0) * scale
    paper = float(np.percentile(turned[::8, ::8], 80))
    straight = cv2.warpAffine(
        turned, forth, (broad * scale, tall * scale), flags=cv2.INTER_CUBIC, borderValue=(paper,)
    )
    per_point = dpi * scale / _POINTS
    to_turned = cv2.invertAffineTransform(forth)
    back = _back(to_turned, quarters, (width, height), per_point, dpi / _POINTS)
    size = (broad * scale / per_point, tall * scale / per_point)
    whole = np.asarray(straight, dtype=np.uint8)
    darkest, light = np.percentile(whole[::4, ::4], (1, 80))
    dark, span = _darkness(whole, per_point), float(light) - float(darkest)
    turn = Straightened(0, (0.0, 0.0, *size), 0, back)
    return Picture(whole, dark, _ink(dark, span), span, per_point, turn)


def _back(
    to_turned: NDArray[Any], quarters: int, size: tuple[int, int], per_point: float, given: float
) -> tuple[float, float, float, float, float, float]:
    """From points of the straight page to points of the page as it is looked at."""
    import numpy as np

    width, height = size
    # From the picture turned by quarters back to the one given: columns are images of x, y and the corner.
    undo = {
        0: ((1, 0, 0), (0, 1, 0)),
        1: ((0, 1, 0), (-1, 0, height)),
        2: ((-1, 0, width), (0, -1, height)),
        3: ((0, -1, width), (1, 0, 0)),
    }[quarters % 4]
    whole = np.vstack([np.array(undo, dtype=float), [0, 0, 1]]) @ np.vstack([to_turned, [0, 0, 1]])
    linear, moved = whole[:2, :2] * per_point / given, whole[:2, 2] / given
    (a, c), (b, d) = linear.tolist()
    e, f = moved.tolist()
    return a, b, c, d, e, f


def _slant(grey: Grey) -> float:
    """By how many degrees to turn a page anticlockwise so that its lines lie level: where its rows differ most."""
    import cv2
    import numpy as np

    # Lines one pixel wide must not fade: the darkest of each square is kept.
    step = max(1, round(max(grey.shape) / _SMALL))
    dark = cv2.bitwise_not(cv2.erode(grey, np.ones((step, step), np.uint8))[::step, ::step])
    small = np.asarray(cv2.subtract(dark, cv2.blur(dark, (31, 31))), dtype=np.uint8)
    best = 0.0
    reach = _STEEPEST
    for fine in _STEPS:
        count = round(reach / fine)
        tried = [best + fine * k for k in range(-count, count + 1)]
        best = max(tried, key=lambda angle: (_sharpness(small, angle), -abs(angle)))
        reach = fine
    return best if abs(best) >= _LEAST_TURN else 0.0


def _sharpness(small: Grey, angle: float) -> float:
    import cv2
    import numpy as np

    height, width = small.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(small, turn, (width, height))
    profile = turned.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(profile)).sum())


def _darkness(grey: Grey, per_point: float) -> Grey:
    """How much darker than the paper around it each place is."""
    import cv2
    import numpy as np

    around = int(_AROUND * per_point) | 1
    paper = cv2.blur(grey, (around, around))
    return np.asarray(cv2.subtract(paper, cv2.GaussianBlur(grey, (3, 3), 0)), dtype=np.uint8)


def _ink(dark: Grey, span: float) -> Grey:
    """Where ink is, as 255; `span` are the grey levels between paper and the darkest ink."""
    import numpy as np

    seen = dark[::4, ::4]
    # Half of what is darker than its surroundings is the grain of the paper; ink stands well above it.
    grain = float(np.median(seen[seen > 0])) if seen.any() else 0.0
    least = max(_OF_RANGE * span, min(_OVER_GRAIN * grain, _MOST_OF_RANGE * span), _DARKER)
    return np.asarray((dark > least) * np.uint8(255), dtype=np.uint8)
