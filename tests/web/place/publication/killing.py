"""Kill the worker while it makes files, and whoever publishes, at random moments; judge what is left.

`YUSUAN_HOME=… python -m tests.web.place.publication.killing KILLS SEED` makes a place in the empty folder of that
name, and prints what was counted as JSON: names in capitals must not occur. With 0 kills at random it kills before each
statement to the database in turn.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

LEASE = 1.5
_PATIENCE = 60


def main(kills: int, seed: int) -> int:
    """Half of the kills while files are made, half while they are published."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web.place.settings"
    django.setup()
    _loaded()
    killing = Killing(Path(os.environ["YUSUAN_HOME"]), random.Random(seed))  # noqa: S311  no secret
    said = killing.run(kills) if kills else killing.run_every()
    sys.stdout.write(json.dumps(said, sort_keys=True) + "\n")
    return int(any(name.isupper() and count for name, count in said.items()))


def _loaded() -> None:
    """Load what children use, so that they are at their work at once; nothing here opens a connection."""
    from tests.web.place import small
    from tests.web.place.publication import approved
    from yusuan.synthetic.department import synthesise
    from yusuan.synthetic.draw import Size
    from yusuan.tables.derive import derive
    from yusuan.web.tasks.doing import Worker
    from yusuan.web.tasks.handling import load_handlers

    assert all((small, approved, synthesise, Size, derive, Worker))
    load_handlers()


class Killing:
    """A place that is put back to how it was before each kill."""

    def __init__(self, home: Path, rng: random.Random) -> None:
        self.home, self.rng = home, rng
        self.kept = home.with_name(f"{home.name}-kept")
        self.said: Counter[str] = Counter()

    def run(self, kills: int) -> dict[str, int]:
        """Kill so many times."""
        self._prepared()
        self._seconds = {
            "prepared": self._timed("prepared", work),
            "made": self._timed("made", let_go),
        }
        for number in range(kills):
            self._put_back("made" if number % 2 else "prepared")
            self._killed(
                let_go if number % 2 else work_for_ever,
                self._seconds["made" if number % 2 else "prepared"],
            )
            self._after("made" if number % 2 else "prepared")
        spent = {f"seconds {name}": round(took) for name, took in self._seconds.items()}
        return dict(self.said) | spent

    def run_every(self) -> dict[str, int]:
        """Kill before the first statement to the database, before the second, and so on to the last."""
        self._prepared()
        for name, what in (("prepared", work_off), ("made", let_go)):
            nth = 1
            while True:
                self._put_back(name)
                if _Child(_dying_at(nth, what)).wait() == 0:
                    break
                self._after(name)
                nth += 1
            self.said[f"statements from {name}"] = nth - 1
        return dict(self.said)

    def _prepared(self) -> None:
        """The two places to begin from, and what comes out undisturbed."""
        self._kept_as("prepared", make)
        self._kept_as("made", self._both)
        made = self._look()
        assert made["state"] == "made", made
        self.digest, self.files = made["digest"], made["files"]

    def _after(self, name: str) -> None:
        if name == "made":
            self._publishing_killed()
        else:
            self._making_killed()

    def _both(self) -> None:
        make()
        work()

    def _kept_as(self, name: str, build: Callable[[], None]) -> None:
        self._emptied()
        self._in_child(build)
        shutil.rmtree(self.kept / name, ignore_errors=True)
        shutil.copytree(self.home, self.kept / name)

    def _timed(self, name: str, what: Callable[[], None]) -> float:
        self._put_back(name)
        began = time.monotonic()
        self._in_child(what)
        return time.monotonic() - began

    def _emptied(self) -> None:
        for path in self.home.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        (self.home / "secret.key").write_text("of tests only\n")
        (self.home / "static").mkdir()

    def _put_back(self, name: str) -> None:
        self._emptied()
        shutil.copytree(self.kept / name, self.home, dirs_exist_ok=True)

    def _making_killed(self) -> None:
        found = self._look()
        self.said["killed while making"] += 1
        self.said[f"left {found['state']}, task {found['tasks'][0]}"] += 1
        self._judge(found, {"making": (0, 0), "made": (self.files, 1)})
        self._in_child(work)
        found = self._look()
        is_whole = (found["state"], found["digest"]) == ("made", self.digest)
        self.said["NOT TAKEN UP"] += not is_whole or found["tasks"] != ["done"]
        self.said["DONE TWICE"] += found["written"] != 1
        self._judge(found, {"made": (self.files, 1)})

    def _publishing_killed(self) -> None:
        found = self._look()
        self.said["killed while publishing"] += 1
        self.said[f"left {found['state']}"] += 1
        self.said["HALF PUBLIC"] += (found["state"] == "published") != found["is_public"]
        # Beside the files there is then the end of the journal.
        public = {"published": (self.files + 1, 1)}
        self._judge(found, {"made": (self.files, 1)} | public)
        self._in_child(let_go)
        found = self._look()
        self.said["NOT PUBLISHED"] += found["state"] != "published" or not found["is_public"]
        self._judge(found, public)

    def _judge(self, found: dict[str, Any], allowed: dict[str, tuple[int, int]]) -> None:
        """Files and entries go with the state; what is stored is whole, the journal one chain."""
        self.said["HALF DONE"] += allowed.get(found["state"]) != (found["files"], found["written"])
        self.said["TORN FILE"] += found["torn"]
        self.said["LOST FILE"] += found["lost"]
        self.said["BROKEN CHAIN"] += not found["chain"]

    def _killed(self, what: Callable[[], None], seconds: float) -> None:
        child = _Child(what)
        time.sleep(self.rng.uniform(0, seconds * 1.05))
        child.kill()

    def _in_child(self, what: Callable[[], None]) -> None:
        code = _Child(what).wait()
        assert code == 0, f"{what.__name__} ended with {code}"

    def _look(self) -> dict[str, Any]:
        out, into = os.pipe()

        def looked() -> None:
            os.write(into, json.dumps(look()).encode())

        self._in_child(looked)
        os.close(into)
        with os.fdopen(out, "rb") as told:
            found: dict[str, Any] = json.loads(told.read())
        return found


class _Child:
    """A process of its own, forked from this one, in which everything is loaded and no connection is open."""

    def __init__(self, what: Callable[[], None]) -> None:
        self.pid = os.fork()
        if not self.pid:
            os.setsid()
            code = 70
            try:
                what()
                code = 0
            except BaseException as error:  # noqa: BLE001  a child that goes on would be a second parent
                sys.stderr.write(f"{type(error).__name__}: {error}\n")
            finally:
                os._exit(code)

    def wait(self) -> int:
        """Its exit code."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def kill(self) -> None:
        """End it as the system does when memory is short."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.wait()


# --- what is done in processes of their own ---------------------------------------------------------------


def make() -> None:
    """A place with an approved book whose publication is asked for."""
    from django.core.management import call_command

    from tests.web.place.publication.approved import AT, approved
    from tests.web.place.small import actor, make_place
    from yusuan.web.clock import stopped
    from yusuan.web.publication.preparing import prepare

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    with stopped(AT):
        book = make_place()[0]
        approved(book)
        prepare(actor("publisher0"), book)


def work_off() -> None:
    """A worker's steps, one after the other in one thread, until nothing waits."""
    from yusuan.web.tasks.doing import Worker

    worker = Worker(threading.Event())
    while worker.step():
        pass


def _dying_at(nth: int, what: Callable[[], None]) -> Callable[[], None]:
    """The same, killed before its n-th statement to the database; COMMIT lies between two of them."""
    from django.db.backends.signals import connection_created

    count = 0

    def counted(execute: Any, *asked: Any) -> Any:  # noqa: ANN401  Django's
        nonlocal count
        count += 1
        if count == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*asked)

    def before(connection: Any, **_: object) -> None:  # noqa: ANN401  Django's
        connection.execute_wrappers.append(counted)

    def dying() -> None:
        connection_created.connect(before, weak=False)
        what()

    return dying


def work_for_ever() -> None:
    """A worker, as it runs beside the web workers."""
    from yusuan.web.tasks.worker import run

    run(threading.Event(), LEASE)


def work() -> None:
    """A worker until nothing is left to do."""
    from yusuan.web.tasks.models import Task
    from yusuan.web.tasks.worker import run

    stop = threading.Event()

    def watch() -> None:
        until = time.monotonic() + _PATIENCE
        unfinished = Task.objects.filter(state__in=("waiting", "running"))
        while time.monotonic() < until and unfinished.exists():
            time.sleep(0.1)
        stop.set()

    threading.Thread(target=watch, daemon=True).start()
    run(stop, LEASE)


def let_go() -> None:
    """Both gates and the publication, as far as they are not passed yet."""
    from tests.web.place.publication.approved import AT, let_through
    from tests.web.place.small import actor
    from yusuan.web.clock import stopped
    from yusuan.web.publication.models import Publication
    from yusuan.web.publication.publishing import publish

    found = Publication.objects.get()
    if found.state == Publication.State.PUBLISHED:
        return
    with stopped(AT):
        let_through(found)
        publish(actor("publisher0"), found)


def look() -> dict[str, Any]:
    """What is there."""
    from django.conf import settings

    from yusuan.web.journal.models import Entry
    from yusuan.web.publication.models import Publication
    from yusuan.web.publication.publishing import JOURNAL
    from yusuan.web.store import digest_of
    from yusuan.web.tasks.models import Task
    from yusuan.web.versions.models import Version

    found = Publication.objects.select_related("book").get()
    folder: Path = settings.PLACE.files
    stored = {path.name: path for path in folder.glob("?" * 64)} if folder.is_dir() else {}
    torn = [name for name, path in stored.items() if digest_of(path.read_bytes()) != name]
    files = list(found.files.all())
    public = (
        found.book.state == "published",
        Version.objects.filter(event="published").exists(),
        found.files.filter(name=JOURNAL).exists(),
        found.book.steps.filter(transition="publish").exists(),
    )
    return {
        "state": found.state,
        "digest": found.digest,
        "tasks": list(Task.objects.values_list("state", flat=True)),
        "files": len(files),
        "written": Entry.objects.filter(action="make_publication").count(),
        "torn": len(torn),
        "lost": sum(file.sha256 not in stored for file in files),
        "is_public": all(public) if any(public) else False,
        "chain": _is_one_chain(),
    }


def _is_one_chain() -> bool:
    from yusuan.web.journal.chain import NOTHING, digest
    from yusuan.web.journal.models import Entry, Head

    ends: dict[str, tuple[int, str]] = {}
    for entry in Entry.objects.order_by("chain", "sequence"):
        number, last = ends.get(entry.chain, (0, NOTHING))
        if (entry.sequence, entry.previous, entry.digest) != (number + 1, last, digest(entry)):
            return False
        ends[entry.chain] = (entry.sequence, entry.digest)
    heads = {head.chain: (head.sequence, head.digest) for head in Head.objects.all()}
    return heads == ends


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), int(sys.argv[2])))
