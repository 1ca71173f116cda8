"""Every command ends in words and with 2 where it needs more than it may, and does what signals ask of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.command_line import EXAMPLE, ROOT, process, run
from yusuan.cli import failures

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="commands run unlimited here")


def _started(*args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.cli.works", *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        # A suite run in the background ignores the signal, and so would what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  one thread
    )


@pytest.mark.parametrize(
    ("what", "options", "said"),
    [
        ("eat", ("--memory", "256"), "公开.pdf 所需的内存超过上限 256 MB"),
        ("spin", ("--timeout", "1"), "公开.pdf 所需的处理器时间超过上限 1 秒"),
        ("abort", (), "公开.pdf 处理到一半被系统中止（SIGABRT）"),
        ("killed", (), "公开.pdf 处理到一半被系统中止（SIGKILL）"),
    ],
)
def test_a_command_that_needs_too_much_says_so(
    what: str, options: tuple[str, ...], said: str
) -> None:
    with _started(what, "公开.pdf", *options) as started:
        _, errors = started.communicate(timeout=60)
    assert started.returncode == failures.CANNOT_GO_ON
    assert errors.startswith(f"错误：{said}")
    assert len(errors.splitlines()) == 1
    assert "请拆分文件" in errors


def test_its_own_exit_code_is_the_commands() -> None:
    with _started("count", "公开.pdf") as started:
        assert started.communicate(timeout=60)[1] == ""
    assert started.returncode == len("公开.pdf")


@pytest.mark.parametrize(
    ("signum", "code"),
    [(signal.SIGINT, failures.INTERRUPTED), (signal.SIGTERM, -15), (signal.SIGKILL, -9)],
)
def test_a_signal_reaches_the_process_at_work(signum: signal.Signals, code: int) -> None:
    with _started("sleep", "x") as started:
        assert started.stdout is not None
        at_work = int(started.stdout.readline())
        assert at_work != started.pid
        started.send_signal(signum)
        # Ends only when nobody holds the other end any more: the process at work is gone, too.
        _, errors = started.communicate(timeout=20)
    assert started.returncode == code
    assert errors.split() == (["已中断。"] if signum == signal.SIGINT else [])


def test_ctrl_c_in_a_terminal_interrupts_once() -> None:
    with _started("sleep", "x") as started:
        assert started.stdout is not None
        at_work = int(started.stdout.readline())
        os.kill(at_work, signal.SIGINT)
        os.kill(started.pid, signal.SIGINT)
        _, errors = started.communicate(timeout=20)
    assert (started.returncode, errors.split()) == (failures.INTERRUPTED, ["已中断。"])


def test_the_environment_sets_the_limits_and_options_outweigh_it() -> None:
    refused = process("editions", YUSUAN_MEMORY="much")
    assert refused.returncode == failures.CANNOT_GO_ON
    assert "--memory 的值不对".encode() in refused.stderr
    short = process("check", EXAMPLE, YUSUAN_MEMORY="256")
    assert short.returncode == 0
    began = time.monotonic()
    assert process("check", EXAMPLE, "--timeout", "60", YUSUAN_TIMEOUT="1").returncode == 0
    assert time.monotonic() - began < 60


def test_a_process_somebody_lends_us_is_not_limited() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA), resource.getrlimit(resource.RLIMIT_CPU)
    assert run("--memory", "300", "editions", "--timeout", "7").exit_code == 0
    assert before == (
        resource.getrlimit(resource.RLIMIT_DATA),
        resource.getrlimit(resource.RLIMIT_CPU),
    )
