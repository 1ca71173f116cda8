"""Reports made by hand on a PDF made for tests: a black square, and findings that mean it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from tests.readers.pages import changed, drawn, said
from yusuan.core.outcomes import Outcome, Outcomes, Severity, Status, Where
from yusuan.reports.check.report import Report

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.core.grid import Box

# A page of 400 × 300 points with a square, in the page's own space: left, bottom, right, top.
SIZE = (400, 300)
SQUARE = (100.0, 200.0, 140.0, 220.0)
PAGE = drawn("0 g 100 200 40 20 re f\n" + said(60, 60, "1809.18"), box=SIZE)
# The same square as one looks at it, by the page's rotation.
LOOKED_AT: dict[int, Box] = {
    0: (100.0, 80.0, 140.0, 100.0),
    90: (200.0, 100.0, 220.0, 140.0),
    180: (260.0, 200.0, 300.0, 220.0),
    270: (80.0, 260.0, 100.0, 300.0),
}
HOSTILE = "=1+1</script><script>alert(1)</script>\u202e"


def turned(rotation: int, crop: tuple[float, float, float, float] | None = None) -> bytes:
    """The page turned, and cut to a crop box."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Rotate = rotation
        if crop is not None:
            pdf.pages[0].CropBox = pikepdf.Array(list(crop))

    return changed(PAGE, change)


def failed(rule: str, message: str, *where: Where, **parts: object) -> Outcome:
    """A failed outcome."""
    severity = parts.pop("severity", Severity.ERROR)
    return Outcome(rule, Status.FAILED, severity, message, where=where, **parts)  # type: ignore[arg-type]


def reported(path: Path, *outcomes: Outcome, pages: int = 1) -> Report:
    """A report on a PDF file."""
    return Report(
        source=str(path),
        department=f"某某局 {HOSTILE}",
        outcomes=Outcomes.of(outcomes),
        identities=0,
        titles={},
        path=path,
        pages=pages,
        is_document=True,
    )


def findings(path: Path) -> tuple[Outcome, ...]:
    """A located figure with its proofs, a text finding on a page as a whole, one without a page, and a pass."""
    at = Where(str(path), 1, "summary", "收入总计", "收入/预算数", LOOKED_AT[0])
    proof = failed("cross-table", "证明一条", Where(str(path), 1, box=(55.0, 225.0, 110.0, 245.0)))
    return (
        failed(
            "table-arithmetic",
            f"收入总计印错 {HOSTILE}",
            at,
            expected=180_918_00,
            actual=189_918_00,
            proofs=(proof,) * 7,
        ),
        failed(
            "copied-from-another-item", "原因误抄", Where(str(path), 1), severity=Severity.WARNING
        ),
        failed("empty-reason", "没有写出原因", Where(str(path)), severity=Severity.INFO),
        Outcome("required-tables-are-present", Status.PASSED),
    )
