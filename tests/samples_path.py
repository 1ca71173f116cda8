"""Where the published sample documents are: outside the repository, never skipped silently."""

from __future__ import annotations

import os
from pathlib import Path


def samples_dir() -> Path:
    """Find the samples by YUSUAN_SAMPLES, else beside the checkout; fail when they are missing."""
    named = os.environ.get("YUSUAN_SAMPLES")
    beside = Path(__file__).resolve().parents[2] / "shared" / "samples"
    found = Path(named) if named else beside
    if not found.is_dir():
        raise FileNotFoundError(f"no sample documents in {found}: set YUSUAN_SAMPLES")
    return found
