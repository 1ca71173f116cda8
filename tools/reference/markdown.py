"""Markdown, as the reference pages write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a cell may hold a stroke or a line end."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines) + "\n"


def fence(text: str, language: str = "text") -> str:
    """A block of text as it is."""
    return f"```{language}\n{text.strip()}\n```\n\n"


def code(text: str) -> str:
    """An identifier, or nothing where there is none."""
    return f"`{text}`" if text else ""


def one_line(text: str) -> str:
    """The same words on one line."""
    return " ".join(text.split())


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")
