"""A backup says itself whether it is whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from yusuan.core.errors import NotReady
from yusuan.web.serving.packing import (
    MANIFEST,
    copied,
    damaged,
    digest_of,
    faults_in,
    read_list,
    write_list,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    folder = tmp_path / "backup"
    (folder / "files").mkdir(parents=True)
    (folder / "database.sqlite3").write_bytes(b"tables")
    (folder / "files" / "one").write_bytes(b"1")
    write_list(folder, {"engine": "sqlite"})
    return folder


def _list(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    known = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    change(known)
    (folder / MANIFEST).write_text(json.dumps(known), encoding="utf-8")


def _linked(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hosts")


def test_a_whole_one_has_no_fault(packed: Path) -> None:
    assert list(faults_in(packed, read_list(packed))) == []


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "changed": (lambda p: (p / "database.sqlite3").write_bytes(b"Tables"), "与清单不符"),
    "cut": (lambda p: (p / "files" / "one").write_bytes(b""), "与清单不符"),
    "missing": (lambda p: (p / "files" / "one").unlink(), "缺失"),
    "more": (lambda p: (p / "files" / "two").write_bytes(b"2"), "不在清单中"),
    "a link": (lambda p: _linked(p / "files" / "one"), "备份以外"),
    "outside": (
        lambda p: _list(p, lambda k: k["files"].update({"../x": {"size": 0, "sha256": ""}})),
        "备份以外",
    ),
    "absolute": (
        lambda p: _list(p, lambda k: k["files"].update({"/etc/x": {"size": 0, "sha256": ""}})),
        "备份以外",
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_what_was_damaged_is_found(packed: Path, name: str) -> None:
    damage, said = DAMAGES[name]
    damage(packed)
    assert said in "".join(faults_in(packed, read_list(packed)))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 2, "files": {}}', '{"format": 1}'])
def test_a_list_that_is_none_is_refused(packed: Path, text: str) -> None:
    (packed / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(NotReady):
        read_list(packed)


def test_a_folder_without_a_list_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="不是备份"):
        read_list(tmp_path)


def test_a_copy_tells_what_it_read(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"x" * 3_000_000)
    assert copied(source, tmp_path / "deep" / "target") == digest_of(source)
    assert (tmp_path / "deep" / "target").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_not_its_name_is_found(tmp_path: Path) -> None:
    (tmp_path / "whole").write_bytes(b"1")
    (tmp_path / digest_of(tmp_path / "whole")).write_bytes(b"1")
    bad = tmp_path / ("0" * 64)
    bad.write_bytes(b"2")
    assert list(damaged(tmp_path)) == [bad.name]
