"""Functions of PDFium called by address, which takes half the time: reading a page calls some for every character."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# What functions take and give.
ADDRESS, NUMBER, REAL = ctypes.c_void_p, ctypes.c_int, ctypes.c_float


def called(function: Any, given: Any, *taken: Any) -> Callable[..., Any]:  # noqa: ANN401  of the C interface
    """A function by its address: what it gives, and what it takes; told nothing, it takes what C passes by itself."""
    return _at(place(function), given, *taken)


def place(pointer: Any) -> int:  # noqa: ANN401  a handle of the C interface
    """The address a handle or a function stands at; 0 for none."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


@cache
def _at(address: int, given: Any, *taken: Any) -> Callable[..., Any]:  # noqa: ANN401
    return ctypes.PYFUNCTYPE(given, *taken)(address)
