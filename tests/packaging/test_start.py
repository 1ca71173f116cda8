"""Starting a check is quick: what it imports is held to a share of known modules, measured in the same run."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.bench_start import OURS, measured

# Measured 2.5; 3.8 when patterns were compiled at import.
_MOST = 3.2
_LOADED = f"import sys, {', '.join(OURS)}; print(*sys.modules)"


def test_importing_what_a_check_needs_takes_its_share_of_time() -> None:
    ours, peer = measured(5)
    assert ours / peer < _MOST


def test_a_published_document_needs_no_other_path_and_no_heavy_library() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED], check=True, capture_output=True, text=True
    )
    loaded = set(done.stdout.split())
    assert "yusuan.recognition.disclosure" in loaded
    others = {"yusuan.writers.docx", "yusuan.rules.books.codes"}
    heavy = {"numpy", "pypdfium2", "lxml", "openpyxl", "jinja2", "highspy", "click"}
    assert loaded.isdisjoint(others | heavy)
