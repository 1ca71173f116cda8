"""The pages there are: A4 for text with the margins of GB/T 9704, and for tables with more of the page."""

from __future__ import annotations

from dataclasses import dataclass

from yusuan.writers.paper.looks import SECTION_END

_SHORT, _LONG = 11906, 16838


@dataclass(frozen=True, slots=True)
class Page:
    """A4, upright or on its side, bound at the left or on top; twips."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    # Type sizes its tables may have, best first, and the most space above and below a row, points.
    sizes: tuple[float, ...]
    roomiest: float
    is_landscape: bool = False

    @property
    def text_width(self) -> int:
        """The width between the margins."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        """The height between the margins, less the mark that ends a section."""
        return self.height - self.top - self.bottom - SECTION_END.pitch


_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
_MM = 1440 / 25.4


def _page(
    millimetres: tuple[int, int, int, int],
    sizes: tuple[float, ...],
    roomiest: float,
    *,
    is_landscape: bool = False,
) -> Page:
    top, right, bottom, left = (round(length * _MM) for length in millimetres)
    width, height = (_LONG, _SHORT) if is_landscape else (_SHORT, _LONG)
    return Page(width, height, top, right, bottom, left, sizes, roomiest, is_landscape)


PORTRAIT = _page((37, 26, 35, 28), _SIZES[1:], 3.0)
UPRIGHT = _page((30, 21, 27, 24), _SIZES, 6.0)
LANDSCAPE = _page((28, 22, 22, 22), _SIZES, 6.0, is_landscape=True)
