"""Read files in a process that may die, hang or swell without harm, and say what each of them did."""

from __future__ import annotations

import enum
import io
import multiprocessing
import resource
import shutil
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, process_time
from typing import TYPE_CHECKING, Protocol

from tests.example import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection


# Of the processor, so that what else runs on the machine changes nothing; who takes no processor time waits.
MOST_SECONDS = 10.0
_LONGEST_WAIT = 45.0
MOST_MEMORY = 1024 * 1024 * 1024
# Of the whole process, so that nothing a file does can harm the machine.
_ADDRESS_SPACE = 8 * 1024 * 1024 * 1024
_STARTING = 60.0
_CANNOT_GO_ON = 2


class File(Protocol):
    """Something to be read: its number among its kind's, its suffix, and how it comes to lie somewhere."""

    @property
    def number(self) -> int: ...

    @property
    def suffix(self) -> str: ...

    @property
    def content(self) -> object: ...

    def write(self, path: Path, /) -> None: ...


class Fate(enum.Enum):
    """What became of a file."""

    READ = "read"
    REFUSED = "refused"
    NOT_RECOGNISED = "not recognised"
    BROKE = "broke"
    CRASHED = "crashed"
    HUNG = "hung"
    SWELLED = "swelled"

    @property
    def is_fine(self) -> bool:
        """Tell whether a file may do this."""
        return self in {Fate.READ, Fate.REFUSED, Fate.NOT_RECOGNISED}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file did, how long it took, how much the process grew, and what was said."""

    file: File
    fate: Fate
    seconds: float
    grown: int
    said: str = ""


def _peak() -> int:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else 1024 * used


_SOUND = str(EXAMPLE)
_FACTS = (
    ("check", "{}"),
    ("cells", "{}"),
    ("convert", "{}", "{out}/b", "--to", "folder"),
    ("convert", "{}", "{out}/b.xlsx"),
    ("publish", "{}", "-o", "{out}/c", "--draft", "--formats", "html,xlsx"),
    ("diff", "{}", _SOUND),
    ("explain", "{}", "expenditure", "合计", "基本支出"),
)
# What each kind is given to, one command a file by its number; all else is a published document.
COMMANDED = {
    "dataset": _FACTS,
    "opendata": _FACTS,
    "opendata.zip": _FACTS,
    "workbook.xlsx": _FACTS,
    "waivers.toml": (("check", _SOUND, "--waivers", "{}"),),
}


def command(path: Path, given: Sequence[str]) -> tuple[Fate, str]:
    """Run a command on a source in this process; whatever is not met by a refusal of our own broke."""
    from yusuan.cli.main import cli

    said = io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace", write_through=True)
    code: object = None
    with TemporaryDirectory(dir=path.parent) as out:
        arguments = [word.replace("{}", str(path)).replace("{out}", out) for word in given]
        try:
            with redirect_stdout(said), redirect_stderr(said):
                cli.main(["--debug", *arguments])
        except SystemExit as done:
            code = done.code
        except BaseException:  # noqa: BLE001  that is what is looked for
            return Fate.BROKE, f"{given[0]}: {traceback.format_exc()}"
    said.seek(0)
    words = said.read()
    if "程序意外停止" in words or code not in {0, 1, _CANNOT_GO_ON}:
        return Fate.BROKE, f"{given[0]}: {words[-3000:]}"
    return Fate.REFUSED if code == _CANNOT_GO_ON else Fate.READ, f"{given[0]}: {words[-300:]}"


def inspect(path: Path) -> tuple[Fate, str]:
    """Take a file down the whole path; whatever is not one of our own refusals is told with its traceback."""
    from yusuan.core.errors import ReadError, RecognitionRefused
    from yusuan.pipeline import Inspection, Run

    stem, _, kind = path.name.partition(".")
    if kind in COMMANDED:
        commands = COMMANDED[kind]
        return command(path, commands[int(stem.strip("a") or 0) % len(commands)])
    try:
        source = Run(path) if path.suffix == ".zip" else Inspection(path)
        _ = source.outcomes.findings
    except ReadError as error:
        return Fate.REFUSED, str(error.faults[0]) if error.faults else ""
    except RecognitionRefused as error:
        return Fate.NOT_RECOGNISED, str(error)
    except BaseException:  # noqa: BLE001  that is what is looked for
        return Fate.BROKE, traceback.format_exc()
    return Fate.READ, ""


def _serve(connection: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    connection.send(None)
    while (path := connection.recv()) is not None:
        before, started = _peak(), process_time()
        fate, said = inspect(Path(path))
        connection.send((fate, said, process_time() - started, _peak() - before))


class Worker:
    """A process that reads one file after another, started again when one of them ends it."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        if not self.connection.poll(_STARTING):
            raise TimeoutError("the worker did not start")
        self.connection.recv()

    def _again(self) -> None:
        self.close()
        self._start()

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.join()
        self.connection.close()

    def read(self, file: File, path: Path) -> Verdict:
        """Read one file within the limits."""
        file.write(path)
        started = monotonic()
        self.connection.send(str(path))
        try:
            if not self.connection.poll(_LONGEST_WAIT):
                self._again()
                return Verdict(file, Fate.HUNG, monotonic() - started, 0)
            fate, said, seconds, grown = self.connection.recv()
        except (EOFError, ConnectionError):
            self.process.join(1)
            code = self.process.exitcode
            self._again()
            return Verdict(file, Fate.CRASHED, monotonic() - started, 0, f"exit code {code}")
        if seconds > MOST_SECONDS:
            fate = Fate.HUNG
        if grown > MOST_MEMORY:
            fate = Fate.SWELLED
            self._again()
        return Verdict(file, fate, seconds, grown, said)


def read_all(files: Iterable[File]) -> Iterator[Verdict]:
    """Read files one after another in a process of their own."""
    worker = Worker()
    try:
        with TemporaryDirectory() as folder:
            for file in files:
                path = Path(folder, f"a{file.number}.{file.suffix}")
                yield worker.read(file, path)
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    finally:
        worker.close()
