"""Two at once in one directory, and faults that pass: nobody is lost, and nothing passing becomes a result."""

from __future__ import annotations

import datetime as dt
import errno
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.test_sets import FOREIGN, NEW, OLD, seen, without_manifest
from yusuan.batch.record import Record, State
from yusuan.batch.run import Batch
from yusuan.batch.sources import Source, find_sources
from yusuan.cli.commands.check.document import CheckDocument
from yusuan.core.limits import Limits
from yusuan.disk import InUse, Terms, lock, one_state, write_file, write_set
from yusuan.disk.lock import locked
from yusuan.rules.waivers import Waivers

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork, locks of directories")

FORCED = Terms(is_forced=True)


def _forked(run: Callable[[], object]) -> int:
    child = os.fork()
    if not child:
        code = 1
        try:
            run()
            code = 0
        finally:
            os._exit(code)
    return child


def _code(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_many_writers_at_once_leave_the_set_of_one_of_them(tmp_path: Path) -> None:
    sets = [{name: f"{n} {name}".encode() for name in OLD} for n in range(4)]

    def write(number: int) -> None:
        for _ in range(5):
            write_set(tmp_path / "deep" / "out", sets[number], FORCED)

    children = [_forked(lambda n=n: write(n)) for n in range(4)]  # type: ignore[misc]
    for _ in range(50):
        if (tmp_path / "deep" / "out").exists():
            with one_state(tmp_path / "deep" / "out") as out:
                assert seen(out) in sets
    assert [_code(child) for child in children] == [0, 0, 0, 0]
    assert seen(tmp_path / "deep" / "out") in sets
    assert [*tmp_path.rglob(".yusuan*")] == []


def test_who_waits_too_long_is_told_who_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.1)
    write_set(tmp_path / "out", OLD)
    ours, theirs = os.pipe()

    def keep() -> None:
        with locked(tmp_path):
            os.write(theirs, b".")
            time.sleep(60)

    child = _forked(keep)
    os.read(ours, 1)
    with pytest.raises(InUse) as refused:
        write_set(tmp_path / "out", OLD)
    assert refused.value.by in {child, None}
    os.kill(child, 9)
    _code(child)
    # The lock of a dead process is gone with it.
    write_set(tmp_path / "out", OLD)
    assert [*tmp_path.iterdir()] == [tmp_path / "out"]


def test_what_somebody_saves_meanwhile_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    write_set(out, OLD)
    (out / "letter.txt").write_bytes(b"first")
    real = os.link

    def link(source: Path, target: Path, **more: bool) -> None:
        real(source, target, **more)
        # An editor saves while the new directory is made: a new file, and a new one of the same name.
        (out / "saved.txt").write_bytes(b"saved")
        (out / "letter.part").write_bytes(b"second")
        (out / "letter.part").rename(out / "letter.txt")

    monkeypatch.setattr(os, "link", link)
    write_set(out, NEW, Terms(is_forced=True, stale=lambda _: OLD))
    assert without_manifest(seen(out)) == NEW | {"letter.txt": b"second", "saved.txt": b"saved"}


def test_a_directory_somebody_stands_in_keeps_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_set(tmp_path / "out", OLD | FOREIGN)
    monkeypatch.chdir(tmp_path / "out" / "data")
    write_set(Path(".."), NEW, FORCED)
    assert Path("c.txt").read_bytes() == NEW["data/c.txt"]


def test_a_directory_with_folders_of_the_user_keeps_its_place(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_set(out, OLD)
    (out / "mine").mkdir()
    before = out.stat().st_ino
    write_set(out, NEW, FORCED)
    assert out.stat().st_ino == before
    assert seen(out) == OLD | NEW


# --- a batch ----------------------------------------------------------------------------------------------


def _checked(document: Path, directory: Path) -> Record:
    directory.mkdir(exist_ok=True)
    work = CheckDocument(directory, ("json",), Waivers(), dt.date(2026, 11, 22), "f")
    return Record.of_line(work(Source(document.name, document)))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EMFILE, errno.EIO, errno.ENOMEM])
def test_a_fault_that_passes_is_never_a_result(
    tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = tmp_path / "a.txt"
    document.write_text("没有年度的通知", encoding="utf-8")

    def fail(*_: object, **__: object) -> int:
        raise OSError(number, os.strerror(number))

    def once(path: Path, *args: Any, **more: Any) -> object:  # noqa: ANN401  as open takes them
        if path == document and (number, 0) not in failed:
            failed.add((number, 0))
            fail()
        return real(path, *args, **more)

    failed: set[tuple[int, int]] = set()
    real = Path.open
    monkeypatch.setattr(Path, "open", once)
    record = _checked(document, tmp_path / "out")
    assert failed
    assert record.state is State.UNFINISHED
    assert not record.state.is_final
    assert record.reason
    assert _checked(document, tmp_path / "out").state is State.REFUSED


def test_a_report_that_finds_no_room_is_written_another_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = tmp_path / "dataset"
    from tests.cli.command_line import run

    run("new", dataset, "--year", "2026")
    with monkeypatch.context() as full:

        def write(*_: object) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        full.setattr(os, "write", write)
        record = _checked(dataset, tmp_path / "out")
    assert (record.state, record.reason) == (State.UNFINISHED, "磁盘已满")
    assert _checked(dataset, tmp_path / "out").state is State.CHECKED


def test_a_folder_that_may_not_be_read_is_named_and_the_batch_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("open", "closed"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("没有年度的通知", encoding="utf-8")
    real = os.scandir

    def scandir(path: str | Path) -> object:
        # As the system answers everybody but the administrator, who runs tests in a container.
        if Path(path).name == "closed":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    for asked in (tmp_path, tmp_path / "**" / "*.txt"):
        found = find_sources([asked], unpack_to=tmp_path / "unpacked")
        assert [source.name for source in found.every] == ["closed", "open/a.txt"]
        record = _checked(found.every[0].path, tmp_path / "out")
        assert (record.state, record.reason) == (State.UNREADABLE, "没有权限")
        (tmp_path / "out").rmdir()


def test_a_document_not_finished_is_done_again(tmp_path: Path) -> None:
    from yusuan.batch.journal import Journal

    source = Source("a.txt", tmp_path / "a.txt")
    source.path.write_text("x", encoding="utf-8")
    batch = Batch([source], lambda _: b"", 1, Limits(), "f")
    with Journal(tmp_path / "journal.jsonl") as journal:
        journal.append(Record("a.txt", State.UNFINISHED, fingerprint="f", reason="磁盘已满"))
        assert batch.to_do(journal, tmp_path, tmp_path) == [source]


def test_a_file_is_written_through_a_full_name(tmp_path: Path) -> None:
    """The longest name a system has leaves no room for a longer one beside it."""
    name = "长" * 85
    write_file(tmp_path / name, b"content")
    write_set(tmp_path / name[:80], OLD)
    assert (tmp_path / name).read_bytes() == b"content"
