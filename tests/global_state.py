"""A test leaves the process as it found it: what it changes for all and does not put back, fails it."""

from __future__ import annotations

import decimal
import gc
import locale
import logging
import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from yusuan.cli import failures

if TYPE_CHECKING:
    from collections.abc import Generator

_STATE: pytest.StashKey[dict[str, object]] = pytest.StashKey()
# The name of the running test, by pytest; where its libraries lie, by OpenCV when it is first imported.
_NOT_OURS = frozenset({"PYTEST_CURRENT_TEST", "LD_LIBRARY_PATH"})
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def state() -> dict[str, object]:
    """What all tests of a process share, by name."""
    root = logging.getLogger()
    ours = logging.getLogger("yusuan")
    return {
        "tracebacks shown": failures.tracebacks_are_shown(),
        "working directory": os.getcwd(),  # noqa: PTH109  compared as text
        "umask": _umask(),
        "locale": locale.setlocale(locale.LC_ALL),
        "decimal context": _decimal_context(),
        "digits of an int": sys.get_int_max_str_digits(),
        "recursion limit": sys.getrecursionlimit(),
        "garbage collection": gc.isenabled(),
        "search path": tuple(sys.path),
        "exception hook": sys.excepthook,
        "signal handlers": tuple(map(signal.getsignal, _SIGNALS)),
        "log levels": (root.level, ours.level, logging.root.manager.disable),
        "log handlers": tuple(ours.handlers),
        **{f"${name}": value for name, value in os.environ.items() if name not in _NOT_OURS},
    }


class GlobalState:
    """Part of pytest: compares before the set-up of each test with after its tear-down."""

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Generator[None]:
        """Remember what was there."""
        item.stash[_STATE] = state()
        return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None]:
        """Fail the test that left something changed."""
        result = yield
        before, after = item.stash[_STATE], state()
        changed = [
            f"{name}: {before.get(name)!r} → {after.get(name)!r}"
            for name in sorted(before.keys() | after.keys())
            if before.get(name) != after.get(name)
        ]
        if changed:
            pytest.fail("left changed: " + "; ".join(changed), pytrace=False)
        return result


def _decimal_context() -> str:
    """What decides how decimals come out; which signals were ever raised (flags) decides nothing."""
    context = decimal.getcontext().copy()
    context.clear_flags()
    return repr(context)
