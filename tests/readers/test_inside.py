"""Nothing outside a dataset or package is read as a part of it, and nothing that is no file is waited for."""

from __future__ import annotations

import json
import os
import shutil
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.command_line import process, run
from yusuan.core.errors import Fault, ReadError
from yusuan.readers import read_source
from yusuan.readers.inside import Inside, file_content
from yusuan.writers.folder import write_folder
from yusuan.writers.workbook.example import example_department

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="links need rights, pipes have no names"),
]
OUTSIDE = "不在数据集内的内容"


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A sound dataset; beside it what it must not reach."""
    folder = tmp_path / "数据集"
    for name, content in write_folder(example_department()).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (tmp_path / "secret.md").write_text(OUTSIDE, encoding="utf-8")
    return folder


@pytest.fixture
def package(dataset: Path, tmp_path: Path) -> Path:
    """The same as an open-data package."""
    target = tmp_path / "开放数据"
    assert run("convert", dataset, target / "datapackage.json").exit_code == 0
    return target


def _link(path: Path) -> None:
    path.symlink_to("../../secret.md" if path.parent.name == "narrative" else "../secret.md")


def _absolute_link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def _link_within(path: Path) -> None:
    path.symlink_to(next(p for p in path.parents if p.name == "数据集") / "lines.csv")


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    # A socket's whole path has at most about a hundred bytes; below here it has few.
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(path.name)
    finally:
        os.chdir(here)


def _folder(path: Path) -> None:
    path.mkdir()


KINDS = (_link, _absolute_link, _link_within, _device, _pipe, _socket, _folder)
NAMES = ("department.toml", "lines.csv", "objectives.toml", "narrative/x.md", "projects/x.toml")


@pytest.mark.parametrize("make", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_file_of_the_dataset_is_refused_by_name(
    dataset: Path, name: str, make: Callable[[Path], None]
) -> None:
    (dataset / name).parent.mkdir(exist_ok=True)
    (dataset / name).unlink(missing_ok=True)
    make(dataset / name)
    with pytest.raises(ReadError) as raised:
        read_source(dataset)
    said = list(map(str, raised.value.faults))
    assert any(one.startswith(name) and "普通文件" in one for one in said), said
    assert OUTSIDE not in "".join(said)


@pytest.mark.parametrize("folder", ["narrative", "projects"])
def test_a_linked_folder_in_a_dataset_is_refused(dataset: Path, folder: str) -> None:
    away = dataset.parent / "elsewhere"
    if (dataset / folder).exists():
        shutil.move(dataset / folder, away)
    else:
        away.mkdir()
    (dataset / folder).symlink_to(away)
    with pytest.raises(ReadError) as raised:
        read_source(dataset)
    assert any(str(fault).startswith(folder) for fault in raised.value.faults)


def test_a_dataset_somebody_names_by_a_link_is_read(dataset: Path) -> None:
    shortcut = dataset.parent / "shortcut"
    shortcut.symlink_to(dataset)
    assert read_source(shortcut) == read_source(dataset)


@pytest.mark.parametrize("make", [_link, _device, _pipe], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("name", ["datapackage.json", "manifest.json", "lines.csv"])
def test_what_is_no_file_of_a_package_is_refused(
    package: Path, name: str, make: Callable[[Path], None]
) -> None:
    assert read_source(package).lines
    (package / name).unlink()
    make(package / name)
    with pytest.raises(ReadError, match="普通文件"):
        read_source(package)


def test_a_package_that_names_files_outside_is_refused(package: Path) -> None:
    manifest = package / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    for path in ("../secret.md", "/etc/passwd", "narrative/../../secret.md", "..", ""):
        manifest.write_text(text.replace('"lines.csv"', f'"{path}"'), encoding="utf-8")
        with pytest.raises(ReadError, match="包内的文件名"):
            read_source(package)


def test_a_package_that_names_a_file_again_and_again_is_read_once(package: Path) -> None:
    manifest = package / "manifest.json"
    listed = json.loads(manifest.read_text(encoding="utf-8"))
    listed["files"] += listed["files"][:1] * 3000
    manifest.write_text(json.dumps(listed), encoding="utf-8")
    with pytest.raises(ReadError) as raised:
        read_source(package)
    (fault,) = raised.value.faults
    assert "不重复的文件名" in str(fault)


@pytest.mark.parametrize("command", ["check", "read", "cells", "explain", "diff", "convert"])
@pytest.mark.parametrize("name", ["公开.pdf", "工作簿.xlsx", "包.zip", "管道"])
def test_a_pipe_is_not_waited_for(command: str, name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)
    more: dict[str, tuple[str | Path, ...]] = {
        "read": ("-o", tmp_path / "out"),
        "explain": ("a", "b", "c"),
        "diff": (tmp_path / name,),
        "convert": (tmp_path / "out",),
    }
    result = run(command, tmp_path / name, *more.get(command, ()))
    assert result.exit_code == 2
    assert name in result.stderr


def test_waivers_are_a_file_of_sensible_size(dataset: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "w.toml")
    for waivers in (tmp_path / "w.toml", Path("/dev/zero")):
        result = process("check", dataset, "--waivers", waivers, "--timeout", "20")
        assert result.returncode == 2
        assert "不是文件".encode() in result.stderr
    (tmp_path / "large.toml").write_bytes(b"#" * (9 << 20))
    assert "过大" in run("check", dataset, "--waivers", tmp_path / "large.toml").stderr


def test_a_file_that_becomes_a_link_while_we_look_is_not_followed(tmp_path: Path) -> None:
    """Somebody swaps file and link all the time: what comes back is the file, or nothing."""
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "in").mkdir()
    file = tmp_path / "in" / "a"
    ends = threading.Event()

    def swap() -> None:
        while not ends.is_set():
            (tmp_path / "new").write_bytes(b"own")
            (tmp_path / "new").replace(file)
            (tmp_path / "link").symlink_to(tmp_path / "secret")
            (tmp_path / "link").replace(file)

    swapping = threading.Thread(target=swap)
    swapping.start()
    try:
        found = {Inside(tmp_path / "in", []).content("a") for _ in range(3000)}
    finally:
        ends.set()
        swapping.join()
    assert found <= {b"own", None}


def test_no_more_is_read_than_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    faults: list[Fault] = []
    assert file_content(tmp_path / "a", 3) == b"1234"
    assert Inside(tmp_path, faults, largest=3).content("a") is None
    assert Inside(tmp_path, faults).content("absent") is None
    assert [fault.found for fault in faults] == ["文件过大"]
