"""A task that dies, hangs or eats memory costs itself and nothing else, however many processes there are."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING

import pytest

from tests.batch.works import NeverReady, kill_once, obey
from yusuan.batch.pool import CannotStart, Died, Pool, Standing, TimedOut
from yusuan.core.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

LIMITS = Limits(seconds=2, memory=1 << 30, waiting=5)


@pytest.mark.parametrize("jobs", [1, 3])
def test_every_task_has_its_own_answer(jobs: int) -> None:
    sound = [f"sound {n}" for n in range(12)]
    tasks = [*sound[:3], "kill", "exit", *sound[3:7], "hang", "spin", "raise", "eat", *sound[7:]]
    answers = dict(Pool(obey, jobs, LIMITS, tasks=4).run(tasks))
    assert answers == {
        **{task: task.encode() for task in sound},
        "kill": Died(-9),
        "exit": Died(7),
        "raise": Died(3),
        "hang": TimedOut(),
        "spin": TimedOut(),
        "eat": b"refused",
    }
    assert Died(-9).how == "SIGKILL"
    assert not multiprocessing.active_children()


def test_a_process_killed_from_outside_costs_nothing(tmp_path: Path) -> None:
    tasks = [str(tmp_path / name) for name in "ab"]
    assert dict(Pool(kill_once, 2, LIMITS).run(tasks)) == dict.fromkeys(tasks, b"done")


def test_time_is_what_a_task_works_not_what_the_machine_is_busy_with() -> None:
    limits = Limits(seconds=2, memory=1 << 30, waiting=60)
    assert dict(Pool(obey, 1, limits).run(["wait 3", "wait 3.1"])) == {
        "wait 3": b"wait 3",
        "wait 3.1": b"wait 3.1",
    }


def test_leaving_early_ends_the_processes() -> None:
    answers = Pool(obey, 2, LIMITS).run(["hang", "sound", "hang"])
    assert next(answers) == ("sound", b"sound")
    answers.close()
    assert not multiprocessing.active_children()


def test_no_task_needs_no_process() -> None:
    assert list(Pool(obey, 2, LIMITS).run([])) == []


def test_processes_that_never_start_are_not_waited_for() -> None:
    with pytest.raises(CannotStart):
        list(Pool(NeverReady(), 1).run(["sound"]))


def test_a_standing_process_does_one_task_after_the_other(tmp_path: Path) -> None:
    standing = Standing(Pool(obey, 1, LIMITS, tasks=3))
    try:
        # The fourth needs another process, and so does the one after a death.
        assert [standing.ask("sound") for _ in range(4)] == [b"sound"] * 4
        once = str(tmp_path / "once")
        killing = Standing(Pool(kill_once, 1, LIMITS))
        assert killing.ask(once) == b"done"
        assert killing.ask(once) == b"done"
        killing.end()
    finally:
        standing.end()


def test_a_standing_process_that_never_starts() -> None:
    with pytest.raises(CannotStart):
        Standing(Pool(NeverReady(), 1)).ask("sound")
