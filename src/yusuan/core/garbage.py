"""How often Python looks for garbage that counting references leaves behind."""

from __future__ import annotations

import atexit
import gc

# New objects between two looks; 700 unless told.
_SELDOM = 300_000


def collect_seldom() -> None:
    """Look several hundred times more seldom: documents are trees, and looking for cycles took a tenth of all time."""
    gc.set_threshold(_SELDOM)
    # When the process ends all goes with it: looking through everything once more took a tenth of a check.
    atexit.register(gc.freeze)
