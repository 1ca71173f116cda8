"""Read pages that are pictures: lines and print are found in the picture, then read as those of a text layer are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from statistics import median
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern
from yusuan.readers.pdf.glyphs import Glyphs, Run
from yusuan.readers.pdf.lattice import lattices
from yusuan.readers.pdf.lines import is_wide
from yusuan.readers.scan.figures import figure, grouped, has_no_fractions
from yusuan.readers.scan.picture import picture_of
from yusuan.readers.scan.recognition import Reading, recogniser
from yusuan.readers.scan.rulings import scanned_rulings
from yusuan.readers.scan.strips import cut, strips

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from yusuan.core.grid import Box, RawCell, RawGrid
    from yusuan.readers.pdf.glyphs import Turn
    from yusuan.readers.pdf.rulings import Rulings
    from yusuan.readers.scan.picture import Grey, Picture
    from yusuan.readers.scan.recognition import Recogniser
    from yusuan.readers.scan.strips import Strip

# Mostly digits: a figure, whatever its signs were taken for.
_FIGURE = pattern(r"^\D{0,2}\d[\d,.\s]*\S{0,2}$")
# Figures read with less are read twice.
_CERTAIN = 0.995
_WIDER = 1.3
# How sure a figure is at most whose signs had to be put right, or could not be.
_PUT_RIGHT, _AMBIGUOUS = 0.9, 0.5
# Dust: in heights of a usual line, in likelihood, in letters.
_LOW, _NARROW, _UNKNOWN, _FEW = 0.55, 2.5, 0.5, 2
# A page that makes less sense is tried the other ways up, on so many strips.
_SENSIBLE, _SAMPLE, _AS_WIDE = 1.7, 40, 1.3
# Unless lines of it are certain: what is upside down is hardly ever read as so many characters so surely.
_WORDS = pattern(r"[\u4e00-\u9fff]{5}")
_SURE_WORDS, _SURE_LINES = 0.95, 2


@dataclass(frozen=True, slots=True)
class Read:
    """A line of print of a page: where it lies on the straight page, and how it was read."""

    box: Box
    reading: Reading


@dataclass(slots=True)
class ScannedPage:
    """A page's print and lines as a text layer would give them, and every line as it was read."""

    turn: Turn
    glyphs: Glyphs
    rulings: Rulings
    lines: list[Read] = field(default_factory=list)

    def scored(self, whole: RawGrid) -> RawGrid:
        """A table of this page with how sure each cell is."""
        found: dict[Box, list[Reading]] = {}
        places = sorted({cell.box for cell in whole.cells if cell.box is not None})
        for line in self.lines:
            x, y = _middle(self.turn.looked_at(line.box))
            box = next((b for b in places if b[0] <= x <= b[2] and b[1] <= y <= b[3]), None)
            if box is not None:
                found.setdefault(box, []).append(line.reading)
        return replace(whole, cells=tuple(_scored(cell, found) for cell in whole.cells))


def scanned_page(grey: Grey, dpi: float) -> ScannedPage:
    """Read the picture of a page, whichever way up; raises RecogniserMissing where the extra is not installed."""
    reader = recogniser()
    laid = _Laid.out(grey, dpi, 0)
    if laid.is_on_its_side:
        laid = _likeliest(reader, [laid, *(_Laid.out(grey, dpi, turn) for turn in (1, 3))])
    readings = _read(reader, laid.pictures())
    if readings and _sense(readings) < _SENSIBLE and not _is_upright(readings):
        turned = _likeliest(reader, [_Laid.out(grey, dpi, turn) for turn in (2, 1, 3)])
        again = _read(reader, turned.pictures())
        if _sense(again) > _sense(readings):
            laid, readings = turned, again
    return laid.page(readings)


def _likeliest(reader: Recogniser, ways: Sequence[_Laid]) -> _Laid:
    """Of several ways up, the one that makes most sense, tried on some of its strips."""
    return max(ways, key=lambda one: _sense(reader.read(one.pictures(_SAMPLE))))


@dataclass(frozen=True, slots=True)
class _Laid:
    """A page set straight one way up, its lines and strips of print found but not read."""

    picture: Picture
    rulings: Rulings
    drawn: Grey
    strips: list[Strip]
    usual: float

    @classmethod
    def out(cls, grey: Grey, dpi: float, quarters: int) -> _Laid:
        """Turn a page by quarters clockwise, and find what is on it."""
        picture = picture_of(grey, dpi, quarters)
        found, drawn = scanned_rulings(picture)
        tables, _ = lattices(found.across, found.down)
        return cls(picture, found, drawn, *strips(picture, tables, drawn))

    @property
    def is_on_its_side(self) -> bool:
        """Tell whether most strips are no wider than high: lines that run down the page fall apart into letters."""
        shapes = [
            (x1 - x0) / max(1, y1 - y0) for x0, y0, x1, y1 in (strip.ink for strip in self.strips)
        ]
        return len(shapes) > _SAMPLE and median(shapes) < _AS_WIDE

    def pictures(self, most: int = 0) -> list[Grey]:
        """The strips cut out: all, or so many from all over the page."""
        step = max(1, len(self.strips) // most) if most else 1
        return [cut(self.picture, strip, self.usual, self.drawn) for strip in self.strips[::step]]

    def page(self, readings: Sequence[Reading]) -> ScannedPage:
        """The page with its strips as read."""
        kept = [
            (strip, put_right(reading) if strip.in_cell else reading)
            for strip, reading in zip(self.strips, readings, strict=True)
            if not _is_dust(strip, reading, self.usual)
        ]
        is_whole = has_no_fractions(reading.text for strip, reading in kept if strip.in_cell)
        lines = [
            Read(
                self.picture.points(strip.ink),
                with_commas(reading, is_whole=is_whole) if strip.in_cell else reading,
            )
            for strip, reading in kept
        ]
        runs = [run for line in lines for run in _runs(line)]
        return ScannedPage(self.picture.turn, Glyphs(runs), self.rulings, lines)


def _sense(readings: Sequence[Reading]) -> float:
    """How much sense a page makes: letters to a strip, less for each that is unsure; 0 without any.

    Of a page on its side every strip holds a letter; of one upside down letters are unsure.
    """
    if not readings:
        return 0.0
    letters = sum(len(one.letters) for one in readings) / len(readings)
    sure = sum(pow(one.score, 1 / max(1, len(one.letters))) for one in readings) / len(readings)
    return float(letters * sure * sure)


def _is_upright(readings: Sequence[Reading]) -> bool:
    """Whether lines are certainly read the right way up, whatever ornaments around them look like."""
    sure = [one for one in readings if one.score >= _SURE_WORDS and _WORDS.search(one.text)]
    return len(sure) >= _SURE_LINES


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _scored(cell: RawCell, found: Mapping[Box, Sequence[Reading]]) -> RawCell:
    readings = found.get(cell.box, ()) if cell.box is not None else ()
    if not readings:
        return cell
    rivals = tuple(text for text, _ in readings[0].rivals) if len(readings) == 1 else ()
    return replace(cell, score=round(min(one.score for one in readings), 4), rivals=rivals)


def _read(reader: Recogniser, pictures: Sequence[Grey]) -> list[Reading]:
    """Read strips of print; figures that are not certain are read again, wider: two opinions that differ are rivals."""
    readings = reader.read(pictures)
    unsure = [
        n for n, one in enumerate(readings) if one.score < _CERTAIN and _FIGURE.search(one.text)
    ]
    again = reader.read([pictures[n] for n in unsure], _WIDER)
    for n, other in zip(unsure, again, strict=True):
        readings[n] = together(readings[n], other)
    return readings


def together(one: Reading, other: Reading) -> Reading:
    """Two readings of one strip as one: likelihoods are means, and the text is the likelier."""
    likely: dict[str, float] = {}
    for reading in (one, other):
        for text, likelihood in ((reading.text, reading.score), *reading.rivals):
            likely[text] = likely.get(text, 0.0) + likelihood / 2
    best = max(likely, key=lambda text: (likely[text], text == one.text, text))
    kept = one if best == one.text else other if best == other.text else None
    rivals = sorted(
        ((text, value) for text, value in likely.items() if text != best),
        key=lambda rival: (-rival[1], rival[0]),
    )
    letters, places = (
        (kept.letters, kept.places) if kept is not None else (tuple(best), _spread(best))
    )
    return Reading(letters, places, likely[best], tuple(rivals))


def _is_dust(strip: Strip, reading: Reading, usual: float) -> bool:
    """Whether a strip is grain or a stain: little of it, and nobody knows what it says."""
    x0, y0, x1, y1 = strip.ink
    is_small = y1 - y0 < _LOW * usual and x1 - x0 < _NARROW * usual
    return is_small and reading.score < _UNKNOWN and len(reading.letters) <= _FEW


def put_right(reading: Reading) -> Reading:
    """A line of a cell, an amount's misread signs put right where that leaves one reading; like rivals are one."""
    likely: dict[str, float] = {}
    for text, likelihood in ((reading.text, reading.score), *reading.rivals):
        meant = figure(text)
        known = text if meant is None or meant.is_doubtful else meant.text
        likely[known] = likely.get(known, 0.0) + likelihood
    ranked = sorted(likely.items(), key=lambda one: (-one[1], one[0]))
    text, score = ranked[0]
    if text != reading.text:
        score = min(score, _PUT_RIGHT)
    left = figure(text)
    if left is not None and left.is_doubtful:
        score = min(score, _AMBIGUOUS)
    places = reading.places if len(text) == len(reading.letters) else _spread(text)
    return Reading(tuple(text), places, score, tuple(ranked[1:]))


def with_commas(reading: Reading, *, is_whole: bool) -> Reading:
    """Whether 64.000 is 64,000: yes where the page's figures are whole, else nobody can tell and it is doubtful."""
    comma = grouped(reading.text)
    if comma is None:
        return reading
    likely = dict(reading.rivals)
    if is_whole:
        score = reading.score + likely.pop(comma, 0.0)
        return Reading(tuple(comma), reading.places, score, tuple(likely.items()))
    if "," in reading.text:
        return reading
    rivals = ((comma, likely.pop(comma, 0.0)), *likely.items())
    return Reading(reading.letters, reading.places, min(reading.score, _AMBIGUOUS), rivals)


def _spread(text: str) -> tuple[float, ...]:
    return tuple((n + 0.5) / len(text) for n in range(len(text)))


def _runs(line: Read) -> Iterator[Run]:
    """A line as runs of characters with their places; a blank parts two runs."""
    x0, y0, x1, y1 = line.box
    letters, places = line.reading.letters, line.reading.places
    start = 0
    for end in range(len(letters) + 1):
        if end < len(letters) and not letters[end].isspace():
            continue
        if end > start:
            edges = _edges(letters[start:end], places[start:end], line.box)
            lefts, rights = [a for a, _ in edges], [b for _, b in edges]
            first = x0 if start == 0 else lefts[0]
            last = x1 if end == len(letters) else rights[-1]
            yield Run(first, y0, last, y1, "".join(letters[start:end]), lefts, rights, ())
        start = end + 1


def _edges(letters: Sequence[str], places: Sequence[float], box: Box) -> list[tuple[float, float]]:
    """Left and right of each character around its place: half as wide as high where it is narrow."""
    x0, y0, x1, y1 = box
    half = (y1 - y0) / 2
    found = []
    for letter, place in zip(letters, places, strict=True):
        middle = x0 + place * (x1 - x0)
        by = half if is_wide(letter) else half / 2
        found.append((max(x0, middle - by), min(x1, middle + by)))
    return found
