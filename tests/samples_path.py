"""Where the published sample documents and the small cases are: outside the repository, never missed silently.

Without them the tests that ask for them are left out, and one line at the end says how many and why. Where they
must be there (`YUSUAN_SAMPLES_REQUIRED=1`, set by `.ci/run`), or are named and not found, these tests fail.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "samples"
_NOT_THERE = "the real documents are not here"


def samples_dir() -> Path:
    """Find the real documents by YUSUAN_SAMPLES, else beside the checkout.

    Leaves out the test that asks where they may be missing; FileNotFoundError where they must be there.
    """
    named = os.environ.get("YUSUAN_SAMPLES")
    found = Path(named) if named else _BESIDE
    if found.is_dir():
        return found
    if named or os.environ.get("YUSUAN_SAMPLES_REQUIRED") == "1":
        raise FileNotFoundError(f"no sample documents in {found}: set YUSUAN_SAMPLES")
    pytest.skip(_NOT_THERE)


def cases_dir() -> Path:
    """Find the small cases, which lie beside the real documents."""
    found = samples_dir().parent / "cases"
    if not found.is_dir():
        raise FileNotFoundError(f"no cases in {found}")
    return found


class LeftOut:
    """Part of pytest: tests left out for want of real documents are a kind of their own, told in one line."""

    kind = "left out"

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """Tell them from tests skipped for other reasons."""
        is_left_out = report.skipped and _NOT_THERE in str(report.longrepr)
        return (self.kind, "-", "LEFT OUT") if is_left_out else None

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """How many and why."""
        if left_out := terminalreporter.stats.get(self.kind):
            terminalreporter.write_line(
                f"LEFT OUT: {len(left_out)} tests of real documents; there is no "
                f"../{_BESIDE.parent.name}/{_BESIDE.name} (name another folder in YUSUAN_SAMPLES)"
            )
