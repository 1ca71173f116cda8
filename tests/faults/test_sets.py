"""A directory is the old set or the new one, whichever call is the last, and the next run leaves nothing behind."""

from __future__ import annotations

import errno
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.faults.injected import KILL, with_fault
from yusuan.disk import Terms, swap, write_file, write_set
from yusuan.disk.state import one_state

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLD = {"a.txt": b"old a", "b.txt": b"old b", "data/c.txt": b"old c", "data/d.txt": b"old d"}
NEW = {"a.txt": b"new a", "data/c.txt": b"new c" * 100, "e.txt": b"new e", "more/f.txt": b"f"}
FOREIGN = {"letter.txt": b"the user's own", "data/.hidden": b"too"}
FAULTS = (KILL, errno.ENOSPC, errno.EIO)


def contents(directory: Path) -> dict[str, bytes]:
    """Every file below a directory, hidden ones too."""
    return {
        file.relative_to(directory).as_posix(): file.read_bytes()
        for file in directory.rglob("*")
        if file.is_file()
    }


def seen(directory: Path) -> dict[str, bytes]:
    """What people see of it: without what stands aside."""
    return {n: c for n, c in contents(directory).items() if "yusuan-part" not in n}


def without_manifest(found: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in found.items() if not name.endswith("manifest.json")}


def _first(where: Path) -> None:
    write_set(where / "out", OLD, Terms(of="test"))
    for name, content in FOREIGN.items():
        (where / "out" / name).write_bytes(content)


def _second(where: Path) -> None:
    write_set(where / "out", NEW, Terms(of="test"))


def every_fault(
    where: Path, make: Callable[[Path], None], run: Callable[[Path], None], fault: int
) -> list[Path]:
    """A directory for each n at which the n-th change of a run had a fault."""
    left: list[Path] = []
    # All there are for a kill; a failure differs from it only in what is tidied up after.
    for nth in range(1, 2000, 1 if fault == KILL else 3):
        place = where / f"{fault}-{nth}"
        place.mkdir()
        make(place)
        if not with_fault(lambda at=place: run(at), nth, fault):  # type: ignore[misc]
            shutil.rmtree(place)
            return left
        left.append(place)
    raise AssertionError("it never ends")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_replaced_set_is_the_old_or_the_new(tmp_path: Path, fault: int) -> None:
    places = every_fault(tmp_path, _first, _second, fault)
    states = []
    for place in places:
        found = without_manifest(seen(place / "out"))
        states.append("new" if found == NEW | FOREIGN else "old")
        assert found in (OLD | FOREIGN, NEW | FOREIGN), place.name
        _second(place)
        assert without_manifest(contents(place)) == {
            f"out/{n}": c for n, c in (NEW | FOREIGN).items()
        }
        assert [*place.iterdir()] == [place / "out"]
    assert set(states) == {"old", "new"}
    assert len(places) > 15


@pytest.mark.parametrize("fault", FAULTS)
def test_a_new_set_is_there_or_not(tmp_path: Path, fault: int) -> None:
    def run(place: Path) -> None:
        write_set(place / "deep" / "out", NEW, Terms(of="test"))

    for place in every_fault(tmp_path, lambda _: None, run, fault):
        assert without_manifest(seen(place)) in ({}, {f"deep/out/{n}": c for n, c in NEW.items()})
        assert (place / "deep" / "out").exists() == bool(seen(place))
        run(place)
        assert without_manifest(contents(place)) == {f"deep/out/{n}": c for n, c in NEW.items()}
        assert [*place.rglob(".yusuan*")] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_in_place_the_next_reader_or_writer_finishes(
    tmp_path: Path, fault: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As on a drive that cannot exchange directories.
    monkeypatch.setattr(swap, "_renameat2", lambda: None)
    were = set()
    for number, place in enumerate(every_fault(tmp_path, _first, _second, fault)):
        out = place / "out"
        is_torn = without_manifest(seen(out)) not in (OLD | FOREIGN, NEW | FOREIGN)
        were.add(is_torn)
        if number % 2:
            with one_state(out):
                pass
            assert without_manifest(seen(out)) in (OLD | FOREIGN, NEW | FOREIGN)
        _second(place)
        assert without_manifest(contents(place)) == {
            f"out/{n}": c for n, c in (NEW | FOREIGN).items()
        }
        assert [p.name for p in (*place.iterdir(), *out.iterdir()) if "part" in p.name] == []
    # Where nothing dies, a second try finishes; where it was killed, there is something left to finish.
    assert were == ({False, True} if fault == KILL else {False})


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_is_the_old_or_the_new(tmp_path: Path, fault: int) -> None:
    def make(place: Path) -> None:
        (place / "a.txt").write_bytes(b"old")
        (place / "a.txt").chmod(0o600)

    def run(place: Path) -> None:
        write_file(place / "a.txt", b"new" * 1000, Terms(is_forced=True))

    for place in every_fault(tmp_path, make, run, fault):
        assert seen(place) in ({"a.txt": b"old"}, {"a.txt": b"new" * 1000})
        run(place)
        assert contents(place) == {"a.txt": b"new" * 1000}
        assert (place / "a.txt").stat().st_mode & 0o777 == 0o600
        assert [*place.iterdir()] == [place / "a.txt"]


@pytest.mark.parametrize("name", ["../a", "/a", "a/../../b", "", ".", "c:\\a", "a\0"])
def test_a_name_that_leaves_the_directory_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="relative"):
        write_set(tmp_path / "out", {"fine.txt": b"", name: b""})
    assert contents(tmp_path) == {}
