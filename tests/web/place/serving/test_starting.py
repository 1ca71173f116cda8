"""An installation is opened by its folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from yusuan.core.errors import Misconfigured
from yusuan.web.starting import default_home, start


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUSUAN_HOME", os.environ["YUSUAN_HOME"])
    monkeypatch.setenv("XDG_DATA_HOME", "/data")


def test_the_folder_is_the_one_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUSUAN_HOME", "/somewhere")
    assert default_home() == Path("/somewhere")


def test_else_it_is_where_programs_keep_their_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YUSUAN_HOME")
    assert default_home() == Path("/data/yusuan")
    monkeypatch.delenv("XDG_DATA_HOME")
    assert default_home() == Path.home() / ".local/share/yusuan"


def test_an_empty_folder_is_no_installation(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="yusuan serve"):
        start(tmp_path)


def test_the_folder_is_opened(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("secret", encoding="ascii")
    code = "import sys; from pathlib import Path; from yusuan.web.starting import start"
    said = "print(start(Path(sys.argv[1])).home)"
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; {said}", str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(tmp_path)
