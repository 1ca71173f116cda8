"""Regular expressions of modules: written where they are used, compiled when they are first used.

Hundreds of them stand at module level, and a command needs a few; compiling all made half of the time every start took.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, AnyStr, Generic, cast

if TYPE_CHECKING:
    from collections.abc import Callable

# What a first use leaves with the pattern, so that the next one is a plain attribute.
_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn")


class _Pattern(Generic[AnyStr]):
    """A regular expression that becomes `compiled` when anything is asked of it that takes compiling."""

    def __init__(self, text: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = text
        self._asked = flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever re.Pattern has
        compiled = re.compile(self.pattern, self._asked)
        vars(self).update((method, getattr(compiled, method)) for method in _METHODS)
        return getattr(compiled, name)

    def __reduce__(self) -> tuple[Callable[[AnyStr, int], re.Pattern[AnyStr]], tuple[AnyStr, int]]:
        return pattern, (self.pattern, self._asked)

    def __repr__(self) -> str:
        return f"pattern({self.pattern!r}, {self._asked})"


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A regular expression compiled on first use; for functions of `re` that take a compiled one it is none."""
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))
