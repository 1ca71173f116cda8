"""A task is asked for once, held by one worker at a time, and ends once, whatever clocks and workers do."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest

from yusuan.core.errors import NotReady
from yusuan.web.clock import now, stopped
from yusuan.web.tasks import handling
from yusuan.web.tasks.doing import Worker
from yusuan.web.tasks.handling import handles
from yusuan.web.tasks.models import Task
from yusuan.web.tasks.queue import LEASE, MOST_ATTEMPTS, Held, Reaper, ask, claim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from yusuan.web.budgets.models import Book
    from yusuan.web.tasks.handling import Progress

pytestmark = pytest.mark.django_db


class Clock:
    """A monotonic clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def registered() -> Iterator[dict[str, handling.Handler]]:
    """The handlers, as they were again afterwards."""
    before = dict(handling._HANDLERS)
    yield handling._HANDLERS
    handling._HANDLERS.clear()
    handling._HANDLERS.update(before)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def reaper(clock: Clock) -> Reaper:
    return Reaper(clock=clock)


def waits(clock: Clock, reaper: Reaper, seconds: float) -> list[int]:
    """Look every second, as a worker does, and tell what was taken back."""
    taken = reaper.reap()
    for _ in range(int(seconds)):
        clock.at += 1
        taken += reaper.reap()
    return taken


def asked(key: str = "a") -> Task:
    return ask("test", key, {"n": 1}, "publisher0")


def claimed(worker: str = "one") -> Held:
    held = claim(worker)
    assert held is not None
    return held


def again(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def worker() -> Worker:
    # Without the thread's own connection, which sees nothing of a test's transaction.
    return Worker(threading.Event(), lease=4000)


def test_one_unfinished_task_a_key() -> None:
    assert asked().pk == asked().pk
    assert asked("b").pk != asked().pk


def test_asked_again_when_it_is_done() -> None:
    first = asked()
    assert claimed().end({})
    assert asked().pk != first.pk


def test_of_two_workers_one_gets_it() -> None:
    asked()
    assert claim("one") is not None
    assert claim("two") is None


def test_the_oldest_comes_first_and_what_just_failed_is_left() -> None:
    first, second = asked("a"), asked("b")
    assert claimed("one").pk == first.pk
    assert claim("two", leave=[second.pk]) is None


def test_a_silent_worker_loses_its_task(clock: Clock, reaper: Reaper) -> None:
    task = asked()
    first = claimed()
    assert waits(clock, reaper, LEASE - 1) == []
    assert waits(clock, reaper, 2) == [task.pk]
    second = claimed("two")
    assert not first.end({})
    assert again(task).state == Task.State.RUNNING
    assert second.end({"by": "two"})
    assert again(task).result == {"by": "two"}


def test_a_worker_that_lives_keeps_its_task(clock: Clock, reaper: Reaper) -> None:
    asked()
    held = claimed()
    for _ in range(20):
        assert waits(clock, reaper, LEASE / 2) == []
        assert held.beat()


@pytest.mark.parametrize("hours", [-1, 1, 24])
def test_a_clock_that_jumps_ends_no_lease_and_keeps_no_dead_one(
    hours: int, clock: Clock, reaper: Reaper
) -> None:
    task = asked()
    held = claimed()
    waits(clock, reaper, 1)
    with stopped(now() + dt.timedelta(hours=hours)):
        assert reaper.reap() == []
        assert held.beat()
        assert waits(clock, reaper, LEASE + 1) == [task.pk]


def test_a_machine_that_stood_still_takes_nothing_back(clock: Clock, reaper: Reaper) -> None:
    asked()
    held = claimed()
    reaper.reap()
    clock.at += 3600
    assert reaper.reap() == []
    assert held.beat()
    assert waits(clock, reaper, LEASE - 1) == []


def test_after_the_last_attempt_it_fails_in_words(
    clock: Clock, reaper: Reaper, registered: dict[str, handling.Handler]
) -> None:
    told: list[str] = []
    handles("test", failed=lambda _arguments, message: told.append(message))(lambda _a, _p: {})
    task = asked()
    for _ in range(MOST_ATTEMPTS):
        claimed()
        waits(clock, reaper, LEASE + 1)
    assert again(task).state == Task.State.FAILED
    assert told == [again(task).error]
    assert str(MOST_ATTEMPTS) in again(task).error
    assert claim("two") is None


def test_done_is_written_with_the_end_or_not_at_all(
    registered: dict[str, handling.Handler],
) -> None:
    written: list[dict[str, int]] = []

    def done(arguments: dict[str, int], result: dict[str, int]) -> None:
        written.append(arguments | result)

    handles("test", done=done)(lambda _a, _p: {})
    task = asked()
    held = claimed()
    Task.objects.filter(pk=task.pk).update(worker="two")
    assert not held.end({"m": 2})
    assert written == []
    Task.objects.filter(pk=task.pk).update(worker="one")
    assert held.end({"m": 2})
    assert written == [{"n": 1, "m": 2}]


def test_a_worker_does_a_task(registered: dict[str, handling.Handler]) -> None:
    said: list[str] = []

    @handles("test")
    def run(arguments: dict[str, int], progress: Progress) -> dict[str, int]:
        progress("第一步")
        said.append(Task.objects.get().progress)
        return {"twice": arguments["n"] * 2}

    task = asked()
    assert worker().step()
    assert not worker().step()
    assert said == ["第一步"]
    assert (again(task).state, again(task).result) == (Task.State.DONE, {"twice": 2})


def test_a_refusal_is_final_a_failure_of_the_program_is_tried_again(
    registered: dict[str, handling.Handler], caplog: pytest.LogCaptureFixture
) -> None:
    errors: list[Exception] = [RuntimeError("secret 1234"), NotReady("还没有批复")]

    @handles("test")
    def run(_arguments: dict[str, int], _progress: Progress) -> dict[str, int]:
        raise errors.pop(0)

    task = asked()
    worker().step()
    assert again(task).state == Task.State.WAITING
    assert "1234" not in again(task).error + caplog.text
    worker().step()
    assert (again(task).state, again(task).error) == (Task.State.FAILED, "还没有批复")


def test_a_full_disk_is_said_in_words(registered: dict[str, handling.Handler]) -> None:
    @handles("test")
    def run(_arguments: dict[str, int], _progress: Progress) -> dict[str, int]:
        raise OSError(28, "No space left on device")

    task = asked()
    for _ in range(MOST_ATTEMPTS):
        worker().step()
    assert again(task).state == Task.State.FAILED
    assert "磁盘" in again(task).error


def test_a_worker_told_to_stop_gives_the_task_back_uncounted(
    registered: dict[str, handling.Handler],
) -> None:
    one = worker()

    @handles("test")
    def run(_arguments: dict[str, int], progress: Progress) -> dict[str, int]:
        one.stop.set()
        progress("下一步")
        return {}

    task = asked()
    one.step()
    assert (again(task).state, again(task).attempts) == (Task.State.WAITING, 0)


def test_an_unknown_kind_fails() -> None:
    task = asked()
    worker().step()
    assert again(task).state == Task.State.FAILED


@pytest.mark.parametrize(
    ("username", "status"),
    [
        ("publisher0", 200),  # who asked
        ("secrecy0", 200),  # of the same book
        ("publisher1", 404),
        ("administrator", 404),
    ],
)
def test_who_sees_how_far_it_is(
    username: str, status: int, books: list[Book], signed_in: Callable[[str], Client]
) -> None:
    task = ask("test", "a", {}, "publisher0", book=books[0])
    answer = signed_in(username).get(f"/tasks/{task.pk}/", headers={"accept": "application/json"})
    assert answer.status_code == status
    if status == 200:
        assert answer.json()["state"] == "waiting"
