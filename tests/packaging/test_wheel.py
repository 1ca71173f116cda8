"""The built wheel, in an empty environment, far from the source tree."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UV = ROOT / "tools" / "uv"
# A user's shell: nothing of this checkout leaks into what is tried.
_LEAKS = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "UV_PROJECT_ENVIRONMENT", "YUSUAN_LANG")
_ENV = {k: v for k, v in os.environ.items() if k not in _LEAKS and not k.startswith("COV")} | {
    "NO_COLOR": "1",
    "LC_ALL": "C.UTF-8",
}
HEAVY = frozenset(
    [
        "duckdb",
        "highspy",
        "ibis",
        "jinja2",
        "lxml",
        "numpy",
        "openpyxl",
        "pandas",
        "pyarrow",
        "python_calamine",
        "rich",
        "typst",
        "xlsxwriter",
    ]
)


def run(*command: str | Path, cwd: Path, exit_code: int = 0) -> str:
    """What a command prints; fails the test with all it said when it ends otherwise."""
    done = subprocess.run(
        command, cwd=cwd, env=_ENV, check=False, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == exit_code, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def uv(*arguments: str | Path, cwd: Path) -> str:
    """Run uv on what it has at hand; ask the index only for what is not."""
    try:
        return run(UV, "--offline", *arguments, cwd=cwd)
    except AssertionError:
        return run(UV, *arguments, cwd=cwd)


def built(folder: Path) -> Path:
    uv("build", "--wheel", "--out-dir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


def installed(wheel: Path, folder: Path) -> Path:
    """The program, installed from the wheel with the versions the lock file names."""
    locked = folder / "locked.txt"
    exported = ("export", "--locked", "--no-dev", "--no-emit-project", "--no-hashes")
    locked.write_text(uv(*exported, "--quiet", cwd=ROOT), encoding="utf-8")
    environment = folder / "environment"
    uv("venv", "--python", sys.executable, environment, cwd=folder)
    python = environment / "bin" / "python"
    uv("pip", "install", "--python", python, "--constraints", locked, wheel, cwd=folder)
    return environment / "bin" / "yusuan"


@pytest.mark.slow
def test_the_wheel_works_in_an_empty_environment(tmp_path: Path) -> None:
    (tmp_path / "built").mkdir()
    wheel = built(tmp_path / "built")
    _holds_the_package_and_nothing_else(wheel)
    yusuan = installed(wheel, tmp_path)
    away = tmp_path / "away"
    away.mkdir()

    assert "yusuan check" in run(yusuan, "--help", cwd=away)
    assert "check" in run(yusuan.with_name("python"), "-m", "yusuan", "--help", cwd=away)
    assert "hebei" in run(yusuan, "editions", cwd=away)
    assert "养老保险" in run(yusuan, "codes", "2080505", "--year", "2024", cwd=away)
    assert "required-tables-are-present" in run(yusuan, "rules", cwd=away)

    run(yusuan, "new", "我的部门", cwd=away)
    run(yusuan, "new", "我的部门", "--workbook", cwd=away)
    for source in ("我的部门", "我的部门.xlsx"):
        report = json.loads(run(yusuan, "check", source, "--format", "json", cwd=away))
        assert report["summary"]["failed"] == 0
        assert report["summary"]["passed"] > 500
    assert "<html" in run(yusuan, "check", "我的部门", "--format", "html", cwd=away)
    cells = list(csv.DictReader(io.StringIO(run(yusuan, "cells", "我的部门", cwd=away))))
    assert {"summary", "three_public"} <= {cell["table"] for cell in cells}

    run(yusuan, "publish", "我的部门", "-o", "公开", cwd=away)
    written = [path for path in (away / "公开").rglob("*") if path.is_file()]
    assert {".docx", ".pdf", ".xlsx", ".html", ".csv", ".json"} <= {p.suffix for p in written}
    assert all(path.stat().st_size for path in written)

    # Without the source tree there is no example to show: said in words, not by a traceback.
    run(yusuan, "demo", cwd=away, exit_code=2)


def _holds_the_package_and_nothing_else(wheel: Path) -> None:
    """Every module and every file of data: tables of codes, templates, styles."""
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    source = ROOT / "src"
    wanted = {
        path.relative_to(source).as_posix()
        for path in (source / "yusuan").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert held == wanted
    assert {".py", ".toml", ".csv", ".css", ".js", ".jinja", ".typed"} <= {
        Path(name).suffix or Path(name).name for name in held
    }


def test_help_loads_nothing_heavy() -> None:
    """`yusuan --help` must answer at once: no reader's, writer's or solver's library is imported."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "yusuan", "--help"],
        env=_ENV,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "click" in loaded
    assert {name.partition(".")[0] for name in loaded}.isdisjoint(HEAVY)
    # Nor the domain: help lists commands without deriving anything.
    assert not {name for name in loaded if name.startswith(("yusuan.rules", "yusuan.writers"))}
