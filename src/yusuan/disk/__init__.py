"""What is on disk is whole: sets of files change in one step, and are read in one state."""

from __future__ import annotations

from yusuan.core.errors import InUse, NotAFile, Occupied, OutputRefused, OverSource, Unfinished
from yusuan.disk.manifest import MANIFEST, listed
from yusuan.disk.sources import mode_of, parts_in
from yusuan.disk.state import one_state
from yusuan.disk.write import Content, Kept, Terms, Written, write_file, write_set

__all__ = [
    "MANIFEST",
    "Content",
    "InUse",
    "Kept",
    "NotAFile",
    "Occupied",
    "OutputRefused",
    "OverSource",
    "Terms",
    "Unfinished",
    "Written",
    "listed",
    "mode_of",
    "one_state",
    "parts_in",
    "write_file",
    "write_set",
]
