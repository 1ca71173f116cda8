"""The note that `publish` leaves beside its documents: how it is called and begins, and how it is known again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FIRST_LINE = "本说明供编制和审签留存，不是公开文本的一部分。"


def note_name(*, is_draft: bool) -> str:
    """The name of its file."""
    return f"核对说明{'（草案）' if is_draft else ''}.txt"


def is_check_note(path: Path) -> bool:
    """Tell whether a file is such a note of ours: it is no document to check."""
    if path.name not in {note_name(is_draft=False), note_name(is_draft=True)}:
        return False
    wanted = FIRST_LINE.encode()
    try:
        with path.open("rb") as file:
            return file.read(len(wanted)) == wanted
    except OSError:
        # Whoever reads it says why it cannot be read.
        return False
