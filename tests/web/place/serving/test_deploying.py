"""What docs/deploying.md shows works, as far as a machine without systemd's manager and containers can tell."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from tests.web.place.serving.tree import prepared, served, yusuan
from yusuan.cli.main import COMMANDS, cli
from yusuan.core.patterns import pattern
from yusuan.web.installation import OPTIONS

ROOT = Path(__file__).resolve().parents[4]
PAGE = (ROOT / "docs/deploying.md").read_text(encoding="utf-8")
BLOCK = pattern(r"(?ms)^```(\w+)\n(.*?)^```$")


def blocks(kind: str) -> list[str]:
    """The blocks of a kind, in order."""
    return [text for found, text in BLOCK.findall(PAGE) if found == kind]


def _units() -> dict[str, str]:
    service, backup, timer = blocks("ini")
    return {
        "yusuan.service": service,
        "yusuan-backup.service": backup,
        "yusuan-backup.timer": timer,
    }


@pytest.mark.slow
def test_the_units_are_sound(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    program = tmp_path / "yusuan"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    paths = []
    for name, text in _units().items():
        path = tmp_path / name
        # The program and the user are not here; all else is as printed.
        sound = text.replace("/opt/yusuan/bin/yusuan", str(program)).replace("=yusuan\n", "=root\n")
        path.write_text(sound, encoding="utf-8")
        paths.append(str(path))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *paths],
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if "yusuan" in line]
    assert said == []


def test_every_command_shown_exists() -> None:
    shown = re.findall(
        r"(?:/bin/|^|`|yusuan )yusuan ((?!yusuan)[a-z]+)((?: --[\w-]+)*)", PAGE, re.MULTILINE
    )
    assert len(shown) > 8
    for name, options in shown:
        assert name in COMMANDS
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        known = {option for param in command.params for option in param.opts}
        assert set(options.split()) <= known


def test_every_setting_shown_exists() -> None:
    for text in blocks("toml"):
        assert set(tomllib.loads(text)) <= OPTIONS
    for name in ("hosts", "https", "database_url"):
        assert f"{name} = " in PAGE
        assert name in OPTIONS


def test_every_folder_of_an_installation_is_explained() -> None:
    from yusuan.web import installation
    from yusuan.web.serving.logs import LOGS
    from yusuan.web.serving.preparing import RUN

    for name in (installation.SETTINGS, installation.SECRET, installation.DATABASE):
        assert f"`{name}`" in PAGE
    for name in (installation.FILES, installation.STATIC, LOGS, RUN):
        assert f"| `{name}/` |" in PAGE


@pytest.mark.slow
def test_the_backup_of_the_unit_keeps_thirty(tmp_path: Path) -> None:
    home, kept = prepared(tmp_path / "home"), tmp_path / "kept"
    for day in range(1, 32):
        (kept / f"2026-01-{day:02}-0130").mkdir(parents=True)
    unit = _units()["yusuan-backup.service"]
    lines = re.findall(r"^ExecStart(?:Post)?=/bin/sh -c '(.*)'$", unit, re.MULTILINE)
    assert len(lines) == 2
    program = tmp_path / "yusuan"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m yusuan "$@"\n')
    program.chmod(0o755)
    for line in lines:
        # As systemd reads it: a doubled percent sign is one.
        own = line.replace("%%", "%").replace("/opt/yusuan/bin/yusuan", str(program))
        own = own.replace("/var/backups/yusuan", str(kept))
        environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        done = subprocess.run(
            ["/bin/sh", "-c", own],
            env=environment | {"YUSUAN_HOME": str(home)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in kept.iterdir())
    assert len(names) == 30
    assert names[0] == "2026-01-03-0130"
    assert (kept / names[-1] / "manifest.json").is_file()


@pytest.mark.slow
def test_behind_a_proxy_everything_is_https(tmp_path: Path) -> None:
    home = prepared(tmp_path / "home")
    (home / "yusuan.toml").write_text(blocks("toml")[0], encoding="utf-8")
    with served(home, "--host", "127.0.0.1") as tree:
        import http.client

        connection = http.client.HTTPConnection("127.0.0.1", tree.port, timeout=60)
        named = {
            "Host": "yusuan.example.gov.cn",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "10.1.2.3",
        }
        connection.request("GET", "/accounts/login/", headers=named)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
        assert "max-age=31536000" in (answer.getheader("Strict-Transport-Security") or "")
        cookie = answer.getheader("Set-Cookie") or ""
        assert cookie.startswith("__Host-session=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        # Without the proxy nothing is answered but the way to it.
        connection.request("GET", "/accounts/login/", headers={"Host": "yusuan.example.gov.cn"})
        answer = connection.getresponse()
        answer.read()
        assert (answer.status, answer.getheader("Location", "")[:8]) == (301, "https://")
        connection.request("GET", "/accounts/login/", headers={"Host": "elsewhere.example"})
        assert connection.getresponse().status == 400
        connection.close()
        # What the container asks of its health.
        assert tree.get("/health")[0] == 200


@pytest.mark.slow
def test_the_commands_of_every_day_run(tmp_path: Path) -> None:
    home = prepared(tmp_path / "home")
    lines = next(text for text in blocks("sh") if "yusuan doctor" in text).splitlines()
    for line in lines:
        _, *arguments = line.replace("/var/backups/yusuan", str(tmp_path / "kept")).split()
        assert yusuan(*arguments, YUSUAN_HOME=str(home)).returncode == 0, line
