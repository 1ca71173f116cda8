"""The desk: the files somebody has put on the page, what is being done with them, and the place all of it lies in."""

from __future__ import annotations

import json
import multiprocessing
import queue
import shutil
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from yusuan.batch.pool import CannotStart, Died, Pool, TimedOut
from yusuan.core.errors import InUse
from yusuan.core.patterns import pattern
from yusuan.disk.lock import locked
from yusuan.web.desk.refusals import stopped
from yusuan.web.desk.tasks import REPORTS, SEEN, STEP, Asked, Look, Publish, perform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yusuan.core.limits import Limits
    from yusuan.web.desk.tasks import Task

_PREFIX = "yusuan-desk-"
MOST_PAPERS = 50
MOST_BYTES = 1 << 30
# Two at a time: more would wait for the same processor.
_HANDS = 2
_FAREWELL, _PAUSE = 10.0, 0.02
_UNSAFE = pattern(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_LONGEST_NAME = 80


@dataclass
class Job:
    """A task under way: its answer once there is one, and whether anybody works on it yet."""

    task: Task
    is_begun: bool = False
    answer: dict[str, Any] | None = None

    @property
    def step(self) -> str:
        """How far it is, in words."""
        if not self.is_begun:
            return "排队等候"
        with suppress(OSError):
            return (self.task.folder / STEP).read_text(encoding="utf-8")
        return "启动"

    @property
    def refused(self) -> dict[str, Any] | None:
        """Why it came to nothing; None where it did not, or not yet."""
        return None if self.answer is None else self.answer.get("refused")


@dataclass
class Paper:
    """A file on the desk; each look at it and each publication of it is a job with a folder of its own."""

    number: int
    name: str
    path: Path
    asked: Asked = field(default_factory=Asked)
    jobs: list[Job] = field(default_factory=list)
    look: Job | None = None
    publication: Job | None = None

    @property
    def seen(self) -> dict[str, Any] | None:
        """What the last look found; there before the look is finished, None where it found nothing yet."""
        return None if self.look is None else self._read(self.look.task.folder / SEEN)

    @property
    def is_finished(self) -> bool:
        """Tell whether nothing is being done with it."""
        return all(job.answer is not None for job in self.jobs)

    @property
    def source(self) -> Path:
        """What it is read from: itself, or the folder it was the archive of."""
        return Path((self.seen or {}).get("source", self.path))

    def part(self, name: str) -> Any:  # noqa: ANN401  whatever the JSON holds
        """A part of what the last look found, such as a table; None where there is none (yet)."""
        return None if self.look is None else self._read(self.look.task.folder / name)

    @property
    def reports(self) -> dict[str, Path]:
        """The report of the last look, in the formats it has (so far)."""
        if self.look is None:
            return {}
        places = {form: self.look.task.folder / f"report.{form}" for form in REPORTS}
        return {form: place for form, place in places.items() if place.is_file()}

    @staticmethod
    def _read(path: Path) -> Any:  # noqa: ANN401  whatever the JSON holds
        try:
            return json.loads(path.read_bytes())
        except FileNotFoundError:
            return None


class Full(Exception):
    """No more fits on the desk."""


class Desk:
    """All papers of one run of the program. Only the processes it starts open what was uploaded."""

    def __init__(self, place: Path, limits: Limits) -> None:
        self.place = place
        self.limits = limits
        self.papers: dict[int, Paper] = {}
        self.is_over = threading.Event()
        # None tells whoever takes it to go home.
        self._waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._folders = 0
        self._bytes = 0
        self._hands = [threading.Thread(target=self._work, daemon=True) for _ in range(_HANDS)]
        for hand in self._hands:
            hand.start()

    def take(self, name: str, uploaded: Path, size: int) -> Paper:
        """Put a file on the desk and look at it; raises Full. The uploaded file is moved."""
        with self._lock:
            if len(self.papers) >= MOST_PAPERS or self._bytes + size > MOST_BYTES:
                raise Full
            self._bytes += size
            number = len(self.papers) + 1
            path = self._folder() / safe_name(name)
            shutil.move(uploaded, path)
            paper = self.papers[number] = Paper(number, safe_name(name), path)
        self.look_at(paper, Asked())
        return paper

    def keep(self, name: str, uploaded: Path) -> Path:
        """Put a file aside that belongs to another (waivers); where it lies."""
        with self._lock:
            path = self._folder() / safe_name(name)
            shutil.move(uploaded, path)
        return path

    def look_at(self, paper: Paper, asked: Asked) -> None:
        """Check a paper with what is said of it; an earlier look is left as it was."""
        paper.asked = asked
        paper.publication = None
        paper.look = self._begin(paper, Look(paper.path, self._folder(), asked))

    def publish(
        self, paper: Paper, formats: tuple[str, ...], earlier: tuple[Path, ...], *, is_draft: bool
    ) -> None:
        """Write the publication of a paper."""
        task = Publish(paper.source, self._folder(), formats, is_draft, earlier)
        paper.publication = self._begin(paper, task)

    def close(self) -> None:
        """End what is being done: nobody writes here any more, and the place can be cleared."""
        self.is_over.set()
        for _ in self._hands:
            self._waiting.put(None)
        until = time.monotonic() + _FAREWELL
        # A task whose process dies is tried again in another one, once.
        while any(hand.is_alive() for hand in self._hands) and time.monotonic() < until:
            for process in multiprocessing.active_children():
                process.kill()
            time.sleep(_PAUSE)

    def _begin(self, paper: Paper, task: Task) -> Job:
        job = Job(task)
        paper.jobs.append(job)
        self._waiting.put(job)
        return job

    def _folder(self) -> Path:
        self._folders += 1
        folder = self.place / str(self._folders)
        folder.mkdir(mode=0o700)
        return folder

    def _work(self) -> None:
        while (job := self._waiting.get()) is not None and not self.is_over.is_set():
            job.is_begun = True
            job.answer = self._answer(job.task)

    def _answer(self, task: Task) -> dict[str, Any]:
        try:
            ((_, said),) = Pool(perform, 1, self.limits).run([task])
        except CannotStart:
            return {"refused": stopped("处理文件的进程无法启动")}
        except Exception as error:  # noqa: BLE001  the next file must not suffer from this one
            return {"refused": stopped(type(error).__name__)}
        if isinstance(said, TimedOut):
            return {"refused": stopped(f"所需的处理器时间超过上限 {self.limits.seconds} 秒")}
        if isinstance(said, Died):
            most = self.limits.memory >> 20
            reason = f"处理它的进程两次中止（{said.how}），多半因为内存不足（上限 {most} MB）"
            return {"refused": stopped(reason)}
        answer: dict[str, Any] = json.loads(said)
        return answer


def safe_name(name: str) -> str:
    """A name every system can hold, in its own folder; what it ends in is kept."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return _UNSAFE.sub("_", last)[-_LONGEST_NAME:].strip(" .") or "未命名"


@contextmanager
def laid_out(limits: Limits) -> Iterator[Desk]:
    """A desk in a new place that only its user can read, cleared at the end; what a killed one left goes too."""
    _sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        # As long as it is locked nobody takes it for one that was left.
        with locked(place, patience=0):
            desk = Desk(place, limits)
            try:
                yield desk
            finally:
                desk.close()


def _sweep(folder: Path) -> None:
    """Remove the places of processes that died before they could."""
    for left in folder.glob(f"{_PREFIX}*"):
        with suppress(OSError, InUse):
            if left.is_symlink() or not left.is_dir():
                continue
            with locked(left, patience=0) as is_locked:
                if is_locked:
                    shutil.rmtree(left, ignore_errors=True)


_the_desk: list[Desk] = []


def sit_at(desk: Desk) -> None:
    """Make a desk the one that requests are about."""
    _the_desk[:] = [desk]


def the_desk() -> Desk:
    """The desk of this process."""
    return _the_desk[0]
