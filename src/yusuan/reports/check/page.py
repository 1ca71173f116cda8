"""The report of a check as one page: findings on one side, the pages they stand on with a frame around each place.

Loads nothing, runs only its own script and says all without it.
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from yusuan.core.outcomes import Severity, Status
from yusuan.reports.check.places import excerpts, marks_of
from yusuan.reports.check.tags import TAG_HEIGHT, tag_places, tag_width
from yusuan.reports.check.waived import title as waived_title
from yusuan.reports.check.waived import what as waived_what
from yusuan.reports.check.waived import why as waived_why
from yusuan.reports.check.words import in_words
from yusuan.reports.lines import clean
from yusuan.rules.check_items import check_item
from yusuan.rules.scoring import DEDUCTIONS, FULL_MARKS, MOST_COUNTED, WEIGHTS
from yusuan.rules.waivers import Verdict
from yusuan.writers.html.page import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from yusuan.core.grid import Box
    from yusuan.reports.check.places import Excerpt, Mark
    from yusuan.reports.check.report import Finding, Report
    from yusuan.reports.pictures import PagePicture
    from yusuan.rules.waivers import Applied

# Pictures of pages together, before they are written as text, and the most pages shown.
_MOST_BYTES = 3_800_000
_LEAST_BYTES = 40_000
_MOST_PAGES = 80


def as_html(report: Report, applied: Applied | None = None) -> bytes:
    """One self-contained page, UTF-8; what was waived stands at the end, and what was decided is taken up."""
    waived = () if applied is None else applied.waived
    shown = page(__package__, "report").render(
        view=ReportView(report),
        report=report,
        waived=[(waived_what(w), waived_why(w), w.outcome) for w in waived],
        waived_title=waived_title(applied) if applied is not None and waived else "",
        given=json.dumps(list(_entries(applied)), ensure_ascii=False),
        verdicts=tuple(Verdict),
        in_words=in_words,
        severities=tuple(Severity),
        failed=Status.FAILED,
        deductions=DEDUCTIONS,
        claim_of=lambda rule: check_item(rule).claim,
        most_counted=MOST_COUNTED,
        full=FULL_MARKS,
        weights=WEIGHTS,
    )
    return clean(shown).encode()


def _entries(applied: Applied | None) -> Iterator[dict[str, object]]:
    """The decisions the page starts from, as its own file has them: each once."""
    if applied is None:
        return
    of_finding = {w.number: f for f, w in applied.confirmed.items()}
    waivers = [w.waiver for w in applied.waived] + list(applied.confirmed.values())
    for waiver in {w.number: w for w in waivers}.values():
        names = ("finding", "rule", "source", "table", "row", "column", "reason", "approver")
        entry: dict[str, object] = {name: getattr(waiver, name) for name in names}
        entry["finding"] = waiver.finding or of_finding.get(waiver.number, "")
        entry |= {"verdict": waiver.verdict.value, "year": waiver.year}
        if waiver.expires is not None:
            entry["expires"] = waiver.expires.isoformat()
        yield {name: value for name, value in entry.items() if value != ""}


# --- what is shown ----------------------------------------------------------------------------------------


class FrameView(NamedTuple):
    """A frame on a page, in points; `box` is None where the whole page is meant, `tag` where another has the number."""

    mark: Mark
    box: tuple[float, float, float, float] | None
    tag: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class SheetView:
    """A page: its picture if it could be drawn, and the frames on it; proofs come first, so that they lie below."""

    page: int
    width: float
    height: float
    picture: str
    frames: tuple[FrameView, ...]

    @property
    def has_proofs_only(self) -> bool:
        """Tell whether no finding is about this page itself."""
        return all(frame.mark.is_proof for frame in self.frames)


class ClipView(NamedTuple):
    """The part of a page around a finding's first place: the page, and the window in points."""

    page: int
    window: tuple[float, float, float, float]
    box: tuple[float, float, float, float]


class PlaceView(NamedTuple):
    """A place in words, and the name of its frame where it has one."""

    words: str
    frame: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with all it links to."""

    finding: Finding
    places: tuple[PlaceView, ...]
    more_places: int
    pages: tuple[int, ...]
    clip: ClipView | None
    excerpts: tuple[Excerpt, ...]


class ReportView:
    """Everything the page shows, each thing once."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._marks = marks_of(report, report.findings) if report.path else {}
        self.sheets = tuple(self._sheets())
        self._sizes = {sheet.page: sheet for sheet in self.sheets}
        self.findings = tuple(self._finding(finding) for finding in report.findings)

    @property
    def leaves(self) -> Iterator[SheetView | tuple[int, int]]:
        """The pages in order, and between them the stretches of pages without a finding."""
        last = 0
        for sheet in self.sheets:
            if sheet.page > last + 1:
                yield last + 1, sheet.page - 1
            yield sheet
            last = sheet.page
        if self.sheets and self._report.pages is not None and self._report.pages > last:
            yield last + 1, self._report.pages

    @property
    def severities(self) -> Mapping[Severity, int]:
        """Findings by severity, every severity present."""
        found = Counter(finding.outcome.severity for finding in self._report.findings)
        return {severity: found[severity] for severity in Severity}

    @property
    def rules(self) -> Mapping[str, str]:
        """The rules with findings and what they claim, in the order they first appear."""
        return {f.item.rule: f.item.claim for f in self._report.findings}

    @property
    def dimensions(self) -> Mapping[str, str]:
        """The dimensions with findings, in the order of the inspection."""
        found = {f.item.dimension for f in self._report.findings}
        return {
            mark.dimension.value: mark.dimension.label
            for mark in self._report.score.marks
            if mark.dimension in found
        }

    # --- pages ---

    def _sheets(self) -> Iterator[SheetView]:
        numbers = list(self._marks)[:_MOST_PAGES]
        if self._report.path is None or not numbers:
            return
        pictures = _pictures(self._report.path, numbers)
        for number in numbers:
            picture = pictures.get(number)
            if picture is None:
                continue
            marks = sorted(self._marks[number], key=lambda mark: not mark.is_proof)
            source = base64.b64encode(picture.content).decode()
            yield SheetView(
                number,
                picture.width,
                picture.height,
                f"data:{picture.media};base64,{source}",
                tuple(_frames(marks, (picture.width, picture.height), picture.margin)),
            )

    # --- findings ---

    def _finding(self, finding: Finding) -> FindingView:
        own = [
            mark
            for marks in self._marks.values()
            for mark in marks
            if mark.finding is finding and not mark.is_proof and mark.page in self._sizes
        ]
        own.sort(key=lambda mark: mark.order)
        frames = {(mark.page, mark.box): mark.id for mark in own}
        pages = {mark.page: mark.id for mark in reversed(own)}
        places: dict[str, str] = {}
        for where in finding.outcome.where:
            is_here = where.file in {"", finding.source}
            known = frames.get((where.page or 0, where.box)) or pages.get(where.page or 0, "")
            places.setdefault(finding.place(where), known if is_here else "")
        shown = [PlaceView(words, frame) for words, frame in places.items() if words]
        unpaged = [where for where in finding.outcome.where if where.page is None]
        return FindingView(
            finding,
            tuple(shown[:_MOST_LISTED]),
            max(0, len(shown) - _MOST_LISTED),
            tuple(sorted({w.page for w in finding.outcome.where if w.page is not None})),
            next((self._clip(mark.page, mark.box) for mark in own if mark.box), None),
            excerpts(self._report.tables, unpaged),
        )

    def _clip(self, page: int, box: Box) -> ClipView:
        sheet = self._sizes[page]
        left, top, right, bottom = box
        wide = min(sheet.width, max(_CLIP_WIDTH, min(right - left + 40, _CLIP_WIDEST)))
        tall = min(sheet.height, max(_CLIP_HEIGHT, min(bottom - top + 36, _CLIP_TALLEST)))
        x = (left + right - wide) / 2 if right - left <= wide else left - 8
        y = (top + bottom - tall) / 2 if bottom - top <= tall else top - 8
        x, y = max(0.0, min(x, sheet.width - wide)), max(0.0, min(y, sheet.height - tall))
        return ClipView(page, _rounded(x, y, wide, tall), _rounded(*_as_size(box)))


_MOST_LISTED = 8
# The window around a place, in points.
_CLIP_WIDTH, _CLIP_WIDEST = 330.0, 560.0
_CLIP_HEIGHT, _CLIP_TALLEST = 72.0, 190.0
_MARGIN = 1.5


def _pictures(path: Path, numbers: Sequence[int]) -> dict[int, PagePicture]:
    from yusuan.reports.pictures import page_pictures

    most = max(_LEAST_BYTES, _MOST_BYTES // len(numbers))
    return {p.page: p for p in page_pictures(path, frozenset(numbers), most_bytes=most)}


def _frames(marks: Iterable[Mark], size: tuple[float, float], margin: float) -> Iterator[FrameView]:
    marks = list(marks)
    tags = tag_places([mark for mark in marks if not mark.is_proof], size, margin)
    for mark in marks:
        box = None if mark.box is None else _as_size(mark.box)
        if box is not None:
            x, y, wide, tall = box
            box = _rounded(x - _MARGIN, y - _MARGIN, wide + 2 * _MARGIN, tall + 2 * _MARGIN)
        corner = tags.get(mark.id)
        tag = corner and _rounded(*corner, tag_width(mark.finding.number), TAG_HEIGHT)
        yield FrameView(mark, box, tag)


def _as_size(box: Box) -> tuple[float, float, float, float]:
    left, top, right, bottom = box
    return left, top, max(0.0, right - left), max(0.0, bottom - top)


def _rounded(
    left: float, top: float, wide: float, tall: float
) -> tuple[float, float, float, float]:
    return round(left, 1), round(top, 1), round(wide, 1), round(tall, 1)
