"""The language of the interface: texts are written in Chinese; English is looked up when asked for."""

from __future__ import annotations

from contextvars import ContextVar
from pathlib import PurePath

from yusuan.reports.lines import on_one_line

_is_english: ContextVar[bool] = ContextVar("is_english", default=False)


def speak(language: str) -> None:
    """Choose the language of this context by a tag such as zh, en or en_US.UTF-8.

    Who must not change the caller's language runs in a context of its own (`contextvars.copy_context`).
    Raises ValueError for any other tag.
    """
    tag = language.lower()
    if not tag.startswith(("zh", "en")):
        raise ValueError(language)
    _is_english.set(tag.startswith("en"))


def is_english() -> bool:
    """Tell whether texts come out in English."""
    return _is_english.get()


def say(text: str, **values: object) -> str:
    """A text of the interface in the chosen language, its `{slots}` filled."""
    if _is_english.get():
        from yusuan.reports.language.english import ENGLISH

        text = ENGLISH.get(text.split("\n", 1)[0], text)
    return (
        text.format(**{name: _shown(value) for name, value in values.items()}) if values else text
    )


def _shown(value: object) -> object:
    """The same; a name or a reason from elsewhere stays on its line, whatever somebody put into it."""
    return on_one_line(value) if isinstance(value, (str, PurePath, Exception)) else value


def example(text: str) -> str:
    """Lines a person can copy, with names of files in the chosen language."""
    if _is_english.get():
        from yusuan.reports.language.help import NAMES

        for chinese, english in NAMES.items():
            text = text.replace(chinese, english)
    return text
