"""What it is made of: locked by digest, from one place; and nothing in it calls out.

Whether a package has a known weakness only a list on the network can say: `make audit` asks it.
"""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
# What opens a connection to somebody else.
CALLS = frozenset(
    {
        "aiohttp",
        "ftplib",
        "http.client",
        "httpx",
        "imaplib",
        "poplib",
        "requests",
        "smtplib",
        "telnetlib",
        "urllib.request",
        "urllib3",
        "xmlrpc.client",
    }
)
# It asks itself whether it has started.
MAY = {"web/serving/serving.py": {"http.client"}, "web/serving/supervisor.py": {"http.client"}}


def test_everything_is_locked_by_digest() -> None:
    locked = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    others = [one for one in locked if one["name"] != "yusuan"]
    assert len(others) > 50
    sources = {str(one["source"]) for one in others}
    assert sources == {"{'registry': 'https://pypi.org/simple'}"}
    for one in others:
        files = [*one.get("wheels", ()), *([one["sdist"]] if "sdist" in one else [])]
        assert files, one["name"]
        assert all(file["hash"].startswith("sha256:") for file in files), one["name"]


def test_there_is_an_audit() -> None:
    said = subprocess.run(
        ["make", "-n", "audit"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "audit --locked" in said.stdout


_IMPORT = re.compile(r"^\s*(?:import|from)\s+([\w.]+)(?:\s+import\s+\(?([\w, ]+))?", re.MULTILINE)


def imported(file: Path) -> set[str]:
    """The modules a file asks for, and what may be one."""
    found = _IMPORT.findall(file.read_text(encoding="utf-8"))
    parts = {f"{name}.{part.strip()}" for name, parts in found for part in parts.split(",")}
    return parts | {name for name, _ in found}


def test_imports_are_found(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("import http.client\n\nif x:\n    from urllib import parse, request\n")
    assert imported(file) & CALLS == {"http.client", "urllib.request"}


def test_nothing_calls_out() -> None:
    source = ROOT / "src/yusuan"
    found = {
        file.relative_to(source).as_posix(): calls
        for file in source.rglob("*.py")
        if (calls := imported(file) & CALLS)
    }
    assert {name: calls - MAY.get(name, set()) for name, calls in found.items()} == {
        name: set() for name in found
    }
