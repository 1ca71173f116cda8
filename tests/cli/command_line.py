"""Run the command line in this process, or as the process a user starts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from yusuan.cli.main import cli

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "qinhuangdao-zfw-2024"


def run(*args: str | Path, **environment: str) -> Result:
    """The result of a command; whatever happens, it is an exit code and texts."""
    result = CliRunner().invoke(
        cli, [str(arg) for arg in args], env=environment, prog_name="yusuan"
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.output + result.stderr
    return result


def process(*args: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The same in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "yusuan", *map(str, args)],
        capture_output=True,
        check=False,
        env=os.environ | environment,
    )
