"""Project codes (项目编码): families, and the check character of the family P."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from yusuan.core.patterns import pattern
from yusuan.core.plain_text import squeezed

# The alphabet of GB 32100: no I, O, S, V, Z.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, i, 31) for i in range(20))


class CodeFamily(enum.Enum):
    """Who builds project codes how; the value is the letter after the year."""

    P = "P"
    RYT = "R/Y/T"
    Z = "Z"
    UNKNOWN = ""


_SHAPES = {
    CodeFamily.P: pattern(r"(?P<division>\d{6})(?P<year>\d{2})P[0-9A-Z]{12}"),
    CodeFamily.RYT: pattern(r"(?P<division>\d{6})(?P<year>\d{2})[RYT]\d{12}"),
    # Central transfers are also cited without the leading division and year.
    CodeFamily.Z: pattern(r"(?:(?P<division>100000)(?P<year>\d{2}))?Z\d{12}"),
}


def check_character(body: str) -> str | None:
    """Compute the check character of the first 20; None where one is outside the alphabet.

    Empirical: the weights of GB 32100 extended to 20 places, with 30 for its 31.
    """
    values = [_VALUE.get(character) for character in body]
    if len(values) != len(_WEIGHTS):
        return None
    total = 0
    for value, weight in zip(values, _WEIGHTS, strict=True):
        if value is None:
            return None
        total += value * weight
    return ALPHABET[(30 - total) % 31]


@dataclass(frozen=True, slots=True)
class ProjectCode:
    """A project's code as written, without blanks; a wrong one is kept, never refused."""

    text: str

    @classmethod
    def parse(cls, text: str) -> ProjectCode:
        """Keep a code without blanks, full-width and lower-case letters."""
        return cls(squeezed(text).upper())

    def __str__(self) -> str:
        return self.text

    @property
    def family(self) -> CodeFamily:
        """The family whose shape the code has."""
        return next(
            (family for family, shape in _SHAPES.items() if shape.fullmatch(self.text)),
            CodeFamily.UNKNOWN,
        )

    @property
    def division(self) -> str | None:
        """The six digits of the fiscal division."""
        return self._part("division")

    @property
    def year(self) -> int | None:
        """The year the project entered the library."""
        digits = self._part("year")
        return None if digits is None else 2000 + int(digits)

    @property
    def expected_check(self) -> str | None:
        """The check character the first 20 ask for; None if the family has none."""
        return check_character(self.text[:-1]) if self.family is CodeFamily.P else None

    @property
    def check_ok(self) -> bool | None:
        """Whether the check character is right; None if the family has none."""
        if self.family is not CodeFamily.P:
            return None
        return self.expected_check == self.text[-1]

    def _part(self, name: str) -> str | None:
        shape = _SHAPES.get(self.family)
        found = shape.fullmatch(self.text) if shape is not None else None
        return None if found is None else found[name]
