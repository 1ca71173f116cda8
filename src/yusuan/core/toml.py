"""Parse TOML from strangers: keys that nest without end and figures without end are refused before they cost anything.

The parser of the standard library takes a time that grows with the square of a key's depth, and hands on integers
that Python will not print and decimals that take a gigabyte once they are written out.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import Any

from yusuan.core.patterns import pattern

LARGEST_TOML = 2 * 1024 * 1024
_DEEPEST_KEY = 32
_KEY = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
# Where a key may begin, and what follows one; a text in quotes may have any dots.
_DEEP_KEY = pattern(
    rf"(?:^|[{{,\[])[ \t]*+{_KEY}(?:[ \t]*+\.[ \t]*+{_KEY}){{{_DEEPEST_KEY},}}+[ \t]*+[=\]]",
    re.MULTILINE,
)
# Digits, before and after the point: no amount has so many.
_MOST_DIGITS = 30
_LARGEST_WHOLE = 10**_MOST_DIGITS

TOO_LARGE, TOO_DEEP, OUT_OF_RANGE = "File too large", "Nested too deeply", "Number out of range"


def toml(text: str) -> dict[str, Any]:
    """What a TOML text says, decimals exact; raises TOMLDecodeError for whatever cannot be taken, and nothing else."""
    if len(text) > LARGEST_TOML:
        raise tomllib.TOMLDecodeError(TOO_LARGE)
    deep = _DEEP_KEY.search(text)
    if deep is not None:
        raise _at(TOO_DEEP, text, deep.start())
    try:
        found = tomllib.loads(text, parse_float=_decimal)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError as error:
        raise tomllib.TOMLDecodeError(TOO_DEEP) from error
    except ValueError as error:
        # Python refuses to read thousands of digits as an integer.
        raise tomllib.TOMLDecodeError(OUT_OF_RANGE) from error
    if any(isinstance(one, int) and abs(one) > _LARGEST_WHOLE for one in _values(found)):
        raise tomllib.TOMLDecodeError(OUT_OF_RANGE)
    return found


def _decimal(written: str) -> Decimal:
    value = Decimal(written)
    if len(written) > 2 * _MOST_DIGITS or (
        value.is_finite() and abs(value.adjusted()) > _MOST_DIGITS
    ):
        raise tomllib.TOMLDecodeError(OUT_OF_RANGE)
    return value


def _values(found: dict[str, Any]) -> list[Any]:
    """Everything at any depth."""
    every: list[Any] = [found]
    for one in every:
        if isinstance(one, dict):
            every += one.values()
        elif isinstance(one, list):
            every += one
    return every


def _at(said: str, text: str, place: int) -> tomllib.TOMLDecodeError:
    line = text.count("\n", 0, place) + 1
    column = place - text.rfind("\n", 0, place)
    return tomllib.TOMLDecodeError(f"{said} (at line {line}, column {column})")
