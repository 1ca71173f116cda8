"""Run somebody else's parser on a stranger's file in a process that may hang, swell or die without harm."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from yusuan.readers.blocks import fault

if TYPE_CHECKING:
    from pathlib import Path

# The process counts its own processor time, which no other process uses up; of the clock only where none is counted.
_LONGEST_WAIT = 60.0 if sys.platform == "win32" else None
# What half a million cells take as JSON.
_LARGEST_ANSWER = 64 * 1024 * 1024
_WHAT_TO_DO = "完好、大小正常的文件；可用 Excel 或 WPS 打开后另存为 .xlsx"


def answer_of(module: str, path: Path) -> bytes:
    """What `python -m module path` writes; a process that ends in any other way is a fault of the file."""
    # Nothing is imported from the directory the user happens to be in.
    command = [sys.executable, "-P", "-X", "utf8", "-m", module, str(path.absolute())]
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and module
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_LONGEST_WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise fault(path, "读取用时过长，已停止", _WHAT_TO_DO) from error
    if done.returncode or len(done.stdout) > _LARGEST_ANSWER:
        raise fault(path, "读取所需的时间或内存超过上限，已停止", _WHAT_TO_DO)
    return done.stdout
