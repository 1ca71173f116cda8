"""The small cases, judged by the scorer that lies beside them, in this process.

`python ../shared/cases/score.py ../shared/cases -v` says the same of all cases, by the installed program.
"""

from __future__ import annotations

import importlib.util
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.command_line import run
from tests.samples_path import cases_dir

if TYPE_CHECKING:
    from types import ModuleType

# The scorer leaves it to the interpreter to close what it has read.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")]

# So many of a hundred are right. Raise it with what is reached, never lower it.
LEAST_RIGHT = 100


def answer(*command: str) -> tuple[int, str, str]:
    """Run a command here instead of as a process; a case may be refused, but the program never breaks."""
    result = run(*command)
    return result.exit_code, result.stdout, result.stderr


def scorer() -> ModuleType:
    """Load the scorer of the cases, with commands run in this process."""
    spec = importlib.util.spec_from_file_location("score_of_cases", cases_dir() / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert hasattr(module, "run")
    vars(module)["run"] = answer
    return module


def test_every_case_is_right() -> None:
    folder = cases_dir()
    expected: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    common = expected.pop("*", {})
    assert expected
    judge = scorer().judge
    wrong = {n: judge(str(folder), n, want, common)[0] for n, want in expected.items()}
    right = sum(not reasons for reasons in wrong.values())
    told = [f"{name}: {reasons}" for name, reasons in wrong.items() if reasons]
    summary = f"{right} of {len(expected)} are right, {LEAST_RIGHT} % must be"
    assert 100 * right >= LEAST_RIGHT * len(expected), "\n".join([summary, *told])
