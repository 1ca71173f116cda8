"""Set runs into lines, and lines into text: blanks are told from gaps, never from blank characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yusuan.core.grid import Box
    from yusuan.readers.pdf.glyphs import Run

# In heights of the line.
_WORD_GAP = 0.2
_DIGIT_GAP = 0.35
_MIXED_GAP = 1.0
_CELL_GAP = 2.0
_LINE_GAP = 0.8
_OVERLAP = 0.5
_OVERPRINT = 0.2
# From here on characters are set without blanks: CJK, kana, full-width forms.
_WIDE = 0x2E80
_NARROW_PUNCTUATION = frozenset("“”‘’…—·、，。；：（）《》％")
# Dots that lead to a page number stand apart.
_LEADER = frozenset(".·…_")
# Units, and the signs that may follow an amount within a sentence.
_AFTER_AMOUNT = frozenset("万元亿%％，。；：、）)．.个人台套辆家户次项平为和与")
WHOLE_AMOUNT = pattern(r"[-+]?[\d,]*\d\.\d{2}|[-+]?\d{1,3}(?:,\d{3})+")


@dataclass(slots=True)
class Line:
    """Runs on one baseline, from left to right."""

    x0: float
    y0: float
    x1: float
    y1: float
    runs: list[Run]

    @property
    def box(self) -> Box:
        """Where the line lies."""
        return self.x0, self.y0, self.x1, self.y1

    @property
    def height(self) -> float:
        """How tall the line is: its characters' size."""
        return self.y1 - self.y0

    @property
    def text(self) -> str:
        """The line as it would be typed: one blank where there is room for one."""
        return _joined(self.runs, in_cell=False)

    @property
    def cell_text(self) -> str:
        """The line as part of a cell: blanks that only spread Chinese characters are left out."""
        return _joined(self.runs, in_cell=True)


def is_wide(letter: str) -> bool:
    """Whether a character is set without blanks around it."""
    return ord(letter) >= _WIDE or letter in _NARROW_PUNCTUATION


def lines(runs: Iterable[Run]) -> list[Line]:
    """Set runs into lines from top to bottom; a digit on a baseline of its own stays in its number."""
    found: list[Line] = []
    for run in sorted(runs, key=lambda run: (run.y0 + run.y1, run.x0)):
        line = next((line for line in reversed(found[-3:]) if _beside(line, run)), None)
        if line is None:
            found.append(Line(run.x0, run.y0, run.x1, run.y1, [run]))
            continue
        line.runs.append(run)
        line.x0, line.x1 = min(line.x0, run.x0), max(line.x1, run.x1)
        if run.y1 - run.y0 > line.y1 - line.y0:
            line.y0, line.y1 = run.y0, run.y1
    for line in found:
        if len(line.runs) > 1:
            line.runs = _printed_once(sorted(line.runs, key=lambda run: run.x0))
    found.sort(key=lambda line: (line.y0 + line.y1, line.x0))
    return found


def segments(line: Line, gap: float = _LINE_GAP) -> list[Line]:
    """Cut a line where there is more room than between words; an amount before another cell needs less."""
    cut: list[list[Run]] = [[line.runs[0]]]
    reach = line.runs[0].x1
    for before, run in zip(line.runs, line.runs[1:], strict=False):
        room = (run.x0 - reach) / max(line.height, 1.0)
        if room > gap or (room > _DIGIT_GAP and _is_cell_end(before, run)):
            cut.append([])
        cut[-1].append(run)
        reach = max(reach, run.x1)
    return [
        Line(min(r.x0 for r in part), line.y0, max(r.x1 for r in part), line.y1, part)
        for part in cut
    ]


def _is_cell_end(before: Run, run: Run) -> bool:
    """Whether an amount ends a cell: another amount follows, or a word that is no unit."""
    if not WHOLE_AMOUNT.fullmatch(before.text):
        return False
    return run.text[0] not in _AFTER_AMOUNT or bool(WHOLE_AMOUNT.fullmatch(run.text))


def cell_text(runs: Sequence[Run], width: float) -> str:
    """The text of a cell of that width: its lines joined, without blanks between Chinese characters."""
    if len(runs) == 1:
        return runs[0].text
    text = ""
    reach = 0.0
    for line in lines(runs):
        added = line.cell_text
        if text and not (is_wide(text[-1]) or is_wide(added[0])):
            torn = text[-1] in "0123456789,." and added[0] in "0123456789,."
            first = line.runs[0].rights[0] - line.runs[0].lefts[0]
            is_full = reach + 2 * first > width
            if not (torn and is_full and not WHOLE_AMOUNT.fullmatch(text)):
                text += " "
        text += added
        reach = line.x1 - line.x0
    return text


def _beside(line: Line, run: Run) -> bool:
    shared = min(line.y1, run.y1) - max(line.y0, run.y0)
    return shared > _OVERLAP * min(line.y1 - line.y0, run.y1 - run.y0)


def _printed_once(runs: list[Run]) -> list[Run]:
    """Leave out what is printed again over itself to look bold."""
    kept = runs[:1]
    for run in runs[1:]:
        last = kept[-1]
        near = _OVERPRINT * (run.y1 - run.y0)
        if abs(run.x0 - last.x0) < near and run.text == last.text:
            continue
        kept.append(run)
    return kept


def _joined(runs: Sequence[Run], *, in_cell: bool) -> str:
    text = runs[0].text
    reach = runs[0].x1
    for i in range(1, len(runs)):
        run = runs[i]
        room = (run.x0 - reach) / max(run.y1 - run.y0, 1.0)
        are_words = len(run.text) > 1 and len(runs[i - 1].text) > 1
        if _is_blank(text[-1], run.text[0], room, in_cell=in_cell) or (
            in_cell and room > _CELL_GAP and are_words
        ):
            text += " "
        text += run.text
        reach = max(reach, run.x1)
    return text


def _is_blank(before: str, after: str, room: float, *, in_cell: bool) -> bool:
    if before == after and before in _LEADER:
        return False
    wide = is_wide(before) + is_wide(after)
    if wide == 0:
        digits = before.isdigit() and after.isdigit()
        return room > (_DIGIT_GAP if digits else _WORD_GAP)
    return room > _MIXED_GAP and (wide == 1 or not in_cell)
