"""Files appear whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from yusuan.writers import atomic
from yusuan.writers.atomic import write_file, write_files

if TYPE_CHECKING:
    from pathlib import Path


def names(directory: Path) -> list[str]:
    return sorted(p.relative_to(directory).as_posix() for p in directory.rglob("*") if p.is_file())


def test_a_new_directory_holds_every_file(tmp_path: Path) -> None:
    write_files(tmp_path / "deep" / "out", {"a.txt": b"1", "sub/b.txt": b"2"})
    assert names(tmp_path) == ["deep/out/a.txt", "deep/out/sub/b.txt"]


def test_other_files_of_an_existing_directory_stay(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_bytes(b"kept")
    (tmp_path / "a.txt").write_bytes(b"old")
    write_files(tmp_path, {"a.txt": b"new"})
    assert (tmp_path / "a.txt").read_bytes() == b"new"
    assert names(tmp_path) == ["a.txt", "kept.txt"]


def test_nothing_changes_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out"
    write_files(target, {"a.txt": b"old"})

    def full_disk(path: Path, content: bytes) -> None:
        if content == b"too much":
            raise OSError(28, "No space left on device")
        path.write_bytes(content)

    monkeypatch.setattr(atomic, "_put", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_files(target, {"a.txt": b"new", "b.txt": b"too much"})
    with pytest.raises(OSError, match="No space"):
        write_file(target / "a.txt", b"too much")
    assert names(tmp_path) == ["out/a.txt"]
    assert (target / "a.txt").read_bytes() == b"old"


@pytest.mark.parametrize("name", ["../a", "/a", "a/../../b", "", ".", "c:\\a", "a\0"])
def test_a_name_that_leaves_the_directory_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="relative"):
        write_files(tmp_path / "out", {"fine.txt": b"", name: b""})
    assert names(tmp_path) == []


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.bin"
    write_file(path, b"1")
    write_file(path, b"2")
    assert path.read_bytes() == b"2"
    assert names(tmp_path) == ["new/a.bin"]
