"""The single file: unpacked once, started with its page where nothing is asked, and in words where it cannot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# In place of the program: says how it was started, and what processes of its own would find.
_PROGRAM = """
import os, sys
def main():
    print(*sys.argv[1:], os.environ["PYTHONPATH"])
    sys.exit(len(sys.argv) - 2)
"""


@pytest.fixture
def single(tmp_path: Path) -> Path:
    return _single(tmp_path)


def _single(folder: Path, **needs: str) -> Path:
    here = {"platform": sys.platform, "python": "{}.{}".format(*sys.version_info), "digest": "d1"}
    made = folder / "yusuan.pyz"
    with zipfile.ZipFile(made, "w") as archive:
        archive.write(ROOT / "tools" / "single_file" / "start.py", "__main__.py")
        archive.writestr("needs.json", json.dumps(here | needs))
        archive.writestr("site/yusuan/__init__.py", "")
        archive.writestr("site/yusuan/cli/__init__.py", "")
        archive.writestr("site/yusuan/cli/main.py", _PROGRAM)
    return made


def _start(single: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, single, *arguments],
        env=os.environ | {"XDG_CACHE_HOME": str(single.parent / "cache"), "PYTHONPATH": ""},
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )


def test_a_double_click_opens_the_page(single: Path) -> None:
    done = _start(single)
    place = single.parent / "cache" / "yusuan" / "d1"
    assert (done.returncode, done.stdout.split()) == (0, ["open", str(place)])
    assert "首次启动" in done.stderr
    assert [path.name for path in place.parent.iterdir()] == ["d1"]
    assert "首次启动" not in _start(single).stderr


def test_a_command_is_passed_on_with_its_exit_code(single: Path) -> None:
    done = _start(single, "check", "我的部门.xlsx")
    assert done.returncode == 1
    assert done.stdout.startswith("check 我的部门.xlsx ")


@pytest.mark.parametrize(
    ("needs", "said"),
    [({"python": "3.99"}, "需要 Python 3.99"), ({"platform": "amiga"}, "用于另一种系统（amiga）")],
)
def test_the_wrong_python_or_system_is_told_which_is_needed(
    tmp_path: Path, needs: dict[str, str], said: str
) -> None:
    done = _start(_single(tmp_path, **needs))
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "cache").exists()


def test_the_scripts_are_what_their_systems_start() -> None:
    folder = ROOT / "tools" / "single_file"
    subprocess.run(["sh", "-n", folder / "yusuan.sh"], check=True)
    for name in ("yusuan.sh", "yusuan.cmd"):
        text = (folder / name).read_text("utf-8")
        assert "@PYTHON@" in text
        assert "yusuan.pyz" in text
