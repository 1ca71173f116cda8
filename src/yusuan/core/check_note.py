"""The note that `publish` leaves beside its documents: how it is called and begins, and how it is known again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NAME = "核对说明"
FIRST_LINE = "本说明供编制和审签留存，不是公开文本的一部分。"
_NAMES = frozenset({f"{NAME}.txt", f"{NAME}（草案）.txt"})


def is_check_note(path: Path) -> bool:
    """Tell whether a file is such a note of ours: it is no document to check."""
    if path.name not in _NAMES:
        return False
    wanted = FIRST_LINE.encode()
    with path.open("rb") as file:
        return file.read(len(wanted)) == wanted
