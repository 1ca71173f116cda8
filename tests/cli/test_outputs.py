"""Where output goes: never over its source, never over a device or link, over other people's files only when told."""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from tests.cli.command_line import EXAMPLE, process, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and modes of POSIX")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A dataset of the user's."""
    assert run("new", tmp_path / "mine", "--year", "2026").exit_code == 0
    return tmp_path / "mine"


def _files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


# --- over its source --------------------------------------------------------------------------------------

OVER = (
    ("cells", "{s}", "-o", "{s}/lines.csv"),
    ("cells", "{s}", "-o", "{s}/LINES.csv"),
    ("cells", "{s}", "-o", "{t}/link/../mine/./lines.csv"),
    ("cells", "{s}", "-o", "{t}/hard.csv"),
    ("cells", "{s}", "-o", "{s}/assets.csv"),
    ("cells", "{t}/link", "-o", "{s}/projects/new.toml"),
    ("check", "{s}", "-o", "{s}/department.toml"),
    ("publish", "{t}/link", "-o", "{s}", "--formats", "opendata"),
    ("convert", "{s}", "{s}"),
    ("convert", "{s}", "{t}/link"),
    ("convert", "{s}", "{s}/datapackage.json"),
    ("convert", "{t}/book.xlsx", "{t}/book.xlsx"),
    ("convert", "{t}/book.xlsx", "{t}/linked.xlsx"),
)


@pytest.mark.parametrize("args", OVER)
def test_output_never_goes_over_its_source(mine: Path, args: tuple[str, ...]) -> None:
    around = mine.parent
    (around / "link").symlink_to(mine)
    os.link(mine / "lines.csv", around / "hard.csv")
    run("convert", mine, around / "book.xlsx")
    (around / "linked.xlsx").symlink_to(around / "book.xlsx")
    before = _files(around)
    result = run(*(arg.format(s=mine, t=around) for arg in args), "--force")
    assert result.exit_code == 2
    assert "写在那里会毁掉它" in result.stderr
    assert _files(around) == before


def test_a_place_beside_or_below_the_source_that_touches_nothing_is_fine(mine: Path) -> None:
    before = _files(mine)
    assert run("cells", mine, "-o", mine / "公开数.csv").exit_code == 0
    assert run("publish", mine, "-o", mine / "公开", "--formats", "html").exit_code == 0
    assert run("publish", mine, "-o", mine.parent, "--formats", "html").exit_code == 0
    assert {name: _files(mine)[name] for name in before} == before


def test_reports_do_not_lie_among_the_documents(mine: Path) -> None:
    folder = mine.parent / "documents"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("没有年度的通知", encoding="utf-8")
    for asked in ([folder], [folder / "a.txt", folder / "b.txt"], [folder / "*.txt"]):
        result = run("check", *asked, "-o", folder)
        assert result.exit_code == 2
        assert "写在那里会毁掉它" in result.stderr
        assert sorted(_files(folder)) == ["a.txt", "b.txt"]
        assert [*folder.glob(".*")] == []


# --- over what is no file ---------------------------------------------------------------------------------


def test_standard_output_by_its_name_is_written_to(mine: Path) -> None:
    wanted = run("cells", mine).stdout.encode()
    assert process("cells", mine, "-o", "/dev/stdout").stdout == wanted
    out = mine.parent / "out.csv"
    with out.open("wb") as stream:
        stream.write(b"before\n")
        stream.flush()
        command = [sys.executable, "-m", "yusuan", "cells", str(mine), "-o", "/dev/stdout"]
        subprocess.run(command, stdout=stream, check=True)
        stream.seek(0, os.SEEK_END)
        stream.write(b"after\n")
    assert out.read_bytes() == b"before\n" + wanted + b"after\n"
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)  # noqa: PTH116
    assert run("cells", mine, "-o", "/dev/null").exit_code == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)  # noqa: PTH116


def test_a_pipe_is_written_to_and_stays(mine: Path) -> None:
    pipe, found = mine.parent / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: found.append(pipe.read_bytes()), daemon=True)
    reader.start()
    assert run("cells", mine, "-o", pipe).exit_code == 0
    reader.join(20)
    assert found == [run("cells", mine).stdout.encode()]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_socket_is_refused_and_stays(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The name of a socket may not be long.
    monkeypatch.chdir(mine.parent)
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("s")
        result = run("cells", mine, "-o", "s", "--force")
        assert result.exit_code == 2
        assert "不是普通文件" in result.stderr
        assert stat.S_ISSOCK((mine.parent / "s").stat().st_mode)


def test_a_link_is_followed_and_stays(mine: Path) -> None:
    real, link = mine.parent / "real.csv", mine.parent / "link.csv"
    link.symlink_to(real)
    assert run("cells", mine, "-o", link).exit_code == 0
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == run("cells", mine).stdout


def test_a_link_within_a_set_is_refused_even_when_forced(mine: Path) -> None:
    out, secret = mine.parent / "out", mine.parent / "secret"
    assert run("publish", mine, "-o", out, "--formats", "html").exit_code == 0
    (page,) = out.glob("*.html")
    page.rename(secret)
    page.symlink_to(secret)
    before = secret.read_bytes()
    assert run("publish", mine, "-o", out, "--formats", "html", "--force").exit_code == 2
    assert page.is_symlink()
    assert secret.read_bytes() == before


# --- over what is there -----------------------------------------------------------------------------------

ASKS = (
    ("cells", "{s}", "-o", "{o}"),
    ("check", "{s}", "-o", "{o}"),
    ("convert", "{s}", "{o}", "--to", "workbook"),
    ("new", "{o}.xlsx", "--workbook"),
    ("new", "{d}"),
    ("convert", "{s}", "{d}"),
    ("publish", "{s}", "-o", "{p}", "--formats", "opendata"),
    ("read", "{t}", "-o", "{r}", "--format", "json"),
    ("check", "{t}", "{t}", "-o", "{b}"),
)


@pytest.mark.parametrize("args", ASKS)
def test_every_command_asks_before_it_overwrites_what_it_did_not_write(
    mine: Path, args: tuple[str, ...]
) -> None:
    around = mine.parent / "around"
    for name in (
        "o",
        "o.xlsx",
        "d/lines.csv",
        "p/opendata/lines.csv",
        "r/reading.json",
        "b/index.html",
    ):
        (around / name).parent.mkdir(parents=True, exist_ok=True)
        (around / name).write_text("somebody's", encoding="utf-8")
    (around / "t.txt").write_text("没有年度的通知", encoding="utf-8")
    names = {name: around / name for name in "odprb"}
    given = [arg.format(s=mine, t=around / "t.txt", **names) for arg in args]
    before = _files(around)
    result = run(*given)
    assert result.exit_code == 2
    assert "已经存在；确要覆盖请加 --force" in result.stderr
    assert _files(around) == before
    assert run(*given, "--force").exit_code in {0, 1}
    assert _files(around) != before


def test_publishing_again_replaces_the_whole_set_and_says_what_went(mine: Path) -> None:
    out = mine.parent / "out"
    assert run("publish", mine, "-o", out, "--formats", "html,opendata").exit_code == 0
    (out / "letter.txt").write_text("the user's", encoding="utf-8")
    result = run("publish", mine, "-o", out, "--formats", "html")
    assert result.exit_code == 0
    assert "已移除上次写出的" in result.stderr
    assert "opendata/" in result.stderr
    assert {file.rpartition(".")[2] for file in _files(out)} == {"html", "json", "txt"}
    listed = json.loads((out / "manifest.json").read_bytes())["files"]
    assert {entry["path"] for entry in listed} == {
        *(p.name for p in out.glob("*.html")),
        "核对说明.txt",
    }


def test_a_file_edited_since_is_not_lost_unasked(mine: Path) -> None:
    out = mine.parent / "out"
    assert run("publish", mine, "-o", out, "--formats", "html,opendata").exit_code == 0
    (page,) = out.glob("*.html")
    page.write_text("edited by hand", encoding="utf-8")
    for formats in ("html", "opendata"):
        assert run("publish", mine, "-o", out, "--formats", formats).exit_code == 2
        assert page.read_text(encoding="utf-8") == "edited by hand"
    assert run("publish", mine, "-o", out, "--formats", "opendata", "--force").exit_code == 0
    assert not page.exists()


def test_another_publication_is_not_lost_unasked(mine: Path) -> None:
    out = mine.parent / "out"
    assert run("publish", mine, "-o", out, "--formats", "opendata").exit_code == 0
    before = _files(out)
    for other in ([EXAMPLE], [mine, "--draft"]):
        assert run("publish", *other, "-o", out, "--formats", "opendata").exit_code == 2
        assert _files(out) == before


def test_private_files_stay_private(mine: Path) -> None:
    out, book = mine.parent / "out.csv", mine.parent / "book.xlsx"
    out.write_text("", encoding="utf-8")
    out.chmod(0o600)
    assert run("cells", mine, "-o", out, "--force").exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    mine.chmod(0o700)
    assert run("convert", mine, book).exit_code == 0
    assert stat.S_IMODE(book.stat().st_mode) == 0o600
    assert run("convert", book, mine.parent / "back").exit_code == 0
    modes = {stat.S_IMODE(file.stat().st_mode) for file in (mine.parent / "back").rglob("*.*")}
    assert modes == {0o600}
    assert stat.S_IMODE((mine.parent / "back").stat().st_mode) == 0o700


def test_a_form_that_is_gone_is_not_read_back(mine: Path) -> None:
    """A folder that was a package, written as a dataset, is the dataset."""
    package = mine.parent / "package"
    assert run("convert", EXAMPLE, package, "--to", "opendata").exit_code == 0
    assert run("convert", mine, package, "--to", "folder", "--force").exit_code == 0
    assert run("cells", package).stdout == run("cells", mine).stdout


# --- what stands in the way of reading --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["lines.csv", "assets.csv", "objectives.toml", "narrative/x.md"])
def test_a_part_that_cannot_be_read_is_an_error_naming_it(mine: Path, name: str) -> None:
    (mine / name).unlink(missing_ok=True)
    (mine / name).mkdir(parents=True)
    result = run("check", mine)
    assert result.exit_code == 2
    assert f"{name}：读到 是目录，不是文件" in result.stderr


def test_a_folder_of_parts_that_is_a_file_is_an_error(mine: Path) -> None:
    shutil.rmtree(mine / "projects")
    (mine / "projects").write_text("", encoding="utf-8")
    result = run("check", mine)
    assert result.exit_code == 2
    assert "projects：读到 上级不是目录" in result.stderr
