"""0 fine, 1 errors found, 2 cannot go on; and nobody ever sees a traceback."""

from __future__ import annotations

import hashlib
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.cli.command_line import EXAMPLE, process, run
from yusuan.cli import failures
from yusuan.cli.main import cli

if TYPE_CHECKING:
    from pathlib import Path


def _broken(folder: Path, file: str, old: str, new: str) -> Path:
    """The example with something changed in one file."""
    target = folder / "broken"
    shutil.copytree(EXAMPLE, target)
    text = (target / file).read_text(encoding="utf-8")
    assert old in text
    (target / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return target


@pytest.fixture
def with_error(tmp_path: Path) -> Path:
    """The example without a secrecy review: an error-level finding."""
    return _broken(tmp_path, "department.toml", 'secrecy_review = "保密审查人（示例）"', "")


def test_a_sound_source_is_fine() -> None:
    result = run("check", EXAMPLE)
    assert result.exit_code == 0
    assert "核对结果  通过" in result.stdout
    assert "由表义推导的勾稽关系" in result.stdout


def test_an_error_level_finding_is_1(with_error: Path) -> None:
    result = run("check", with_error)
    assert result.exit_code == failures.FOUND_ERRORS
    assert "错误 " in result.stdout
    for part in ("位置", "依据", "处理"):
        assert f"     {part}  " in result.stdout


def test_publishing_with_an_error_writes_nothing_and_is_1(with_error: Path, tmp_path: Path) -> None:
    result = run("publish", with_error, "-o", tmp_path / "out")
    assert result.exit_code == failures.FOUND_ERRORS
    assert "--draft" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_draft_is_published_all_the_same(with_error: Path, tmp_path: Path) -> None:
    result = run("publish", with_error, "-o", tmp_path / "out", "--formats", "html", "--draft")
    assert result.exit_code == 0
    (page,) = (tmp_path / "out").glob("*.html")
    assert "草案" in page.read_text(encoding="utf-8")


def test_every_fault_of_a_source_is_listed(tmp_path: Path) -> None:
    broken = _broken(tmp_path, "lines.csv", "3039700.00", "三百万")
    text = (broken / "lines.csv").read_text(encoding="utf-8")
    (broken / "lines.csv").write_text(text.replace("1304200.00", "-5"), encoding="utf-8")
    result = run("check", broken)
    assert result.exit_code == failures.CANNOT_GO_ON
    assert "共 2 处问题" in result.stderr
    assert "lines.csv 第2行" in result.stderr
    assert "lines.csv 第3行" in result.stderr


def _garbage(folder: Path) -> list[Path]:
    noise = hashlib.shake_256(b"noise").digest(4096)
    for name in ("a.xlsx", "a.zip", "a.bin", "datapackage.json"):
        (folder / name).write_bytes(noise)
    (folder / "empty").mkdir()
    (folder / "odd").mkdir()
    for name in ("department.toml", "lines.csv"):
        (folder / "odd" / name).write_bytes(noise)
    names = ("a.xlsx", "a.zip", "a.bin", "datapackage.json", "empty", "odd", "missing")
    return [folder / name for name in names]


@pytest.mark.parametrize("command", ["check", "cells", "publish", "convert", "diff", "explain"])
def test_garbage_is_2_with_words_instead_of_a_traceback(command: str, tmp_path: Path) -> None:
    more: dict[str, list[str | Path]] = {
        "publish": ["-o", tmp_path / "out"],
        "convert": [tmp_path / "out"],
        "diff": [EXAMPLE],
        "explain": ["expenditure", "合计", "合计"],
    }
    for source in _garbage(tmp_path):
        result = run(command, source, *more.get(command, []))
        assert result.exit_code == failures.CANNOT_GO_ON, source
        assert result.stderr.startswith("错误："), source
        assert result.stdout == ""
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["chek"], "没有命令 chek；您要的可能是 check"),
        (["check"], "缺少 SOURCE"),
        (["cells", "x", "y"], "多余的参数：y"),
        (["check", "x", "--form", "pdf"], "没有选项 --form；相近的有"),
        (["check", "x", "--format", "odt"], "--format 的值不对，应为：text、json、html、xlsx、pdf"),
        (["check", "x", "--format"], "--format 后面缺少值"),
        (["publish", "x"], "缺少 -o/--output"),
        (["publish", "x", "-o", "out", "--formats", "odt"], "没有格式“odt”"),
        (["new", "x", "--year", "12"], "--year 的值不对，应为：2018–2100"),
        (["new", "x", "--edition", "hebi"], "版式“hebi”"),
        (["rules", "vehicle-split"], "vehicles-are-split、vehicle-money-goes-with-vehicles"),
        (["tables", "nothing"], "找不到唯一的表“nothing”"),
        (["codes", "2080515"], "2080505"),
    ],
)
def test_misuse_is_2_and_says_what_to_do(args: list[str], said: str) -> None:
    result = run(*args)
    assert result.exit_code == failures.CANNOT_GO_ON
    assert said in result.stderr


def test_what_nobody_expected_is_2_and_tells_how_to_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> None:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("yusuan.pipeline.read", fail)
    result = run("check", EXAMPLE)
    assert result.exit_code == failures.CANNOT_GO_ON
    assert "程序意外停止：ZeroDivisionError: boom" in result.stderr
    assert "--debug" in result.stderr


def test_debug_shows_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    def fail(*_given: object) -> None:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("yusuan.pipeline.read", fail)
    for args in (["--debug", "check", "x"], ["check", "x", "--debug"]):
        assert "Traceback" in CliRunner().invoke(cli, args).stderr


def test_an_interrupt_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("yusuan.pipeline.read", interrupt)
    result = run("check", EXAMPLE)
    assert result.exit_code == failures.INTERRUPTED
    assert "已中断" in result.stderr


def test_a_place_that_cannot_be_written_is_2(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = run("check", EXAMPLE, "--format", "html", "-o", tmp_path / "file" / "report.html")
    assert result.exit_code == failures.CANNOT_GO_ON
    assert "文件无法读写" in result.stderr


def test_a_terminal_in_another_encoding_gets_question_marks() -> None:
    result = process("check", EXAMPLE, PYTHONIOENCODING="latin-1")
    assert result.returncode == 0
    assert b"?" in result.stdout


def test_a_reader_that_leaves_early_does_no_harm() -> None:
    import subprocess
    import sys

    command = [sys.executable, "-m", "yusuan", "rules", "--derived"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ
    ) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.readline()
        started.stdout.close()
        assert b"Traceback" not in started.stderr.read()
