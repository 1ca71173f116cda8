"""Build `yusuan.pyz`: the program and all it needs in one file for one version of Python, and a script beside it.

`python tools/single_file [--platform windows --python 3.13]`; without options, for this machine and this Python. Other
platforms get their own wheels from the index; what comes out for them was never started here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_HERE = Path(__file__).resolve().parent
_UV = ROOT / "tools" / "uv"
# What uv calls them, and what sys.platform is there.
PLATFORMS = {"linux": "linux", "windows": "win32", "macos": "darwin"}
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_LEFT_OUT = ("bin", "Scripts", "__pycache__")
_MODE = 0o100644 << 16


def main() -> None:
    """Build what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    here = next((name for name, known in PLATFORMS.items() if known == sys.platform), "linux")
    parser.add_argument("--platform", choices=PLATFORMS, default=here)
    parser.add_argument("--python", default=f"{sys.version_info[0]}.{sys.version_info[1]}")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--offline", action="store_true")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    offline = ("--offline",) if asked.offline else ()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        _install(site, asked.platform, asked.python, offline)
        made = asked.out / "yusuan.pyz"
        _pack(site, made, asked.platform, asked.python)
    for name, content in _scripts(asked.platform, asked.python).items():
        script = asked.out / name
        script.write_bytes(content)
        script.chmod(0o755)
    print(
        f"{made} ({made.stat().st_size / 1e6:.0f} MB) for {asked.platform}, Python {asked.python}"
    )


def _install(site: Path, platform: str, python: str, offline: tuple[str, ...]) -> None:
    """The program and what the lock file names, as wheels of that platform and Python."""
    locked = site.with_name("locked.txt")
    export = ("export", "--locked", "--quiet", "--no-dev", "--extra", "web", "--no-emit-project")
    done = subprocess.run([_UV, *export], cwd=ROOT, check=True, capture_output=True)
    locked.write_bytes(done.stdout)
    built = site.with_name("wheel")
    _uv("build", "--quiet", *offline, "--wheel", "--out-dir", built, ROOT)
    (wheel,) = built.glob("*.whl")
    target: tuple[str | Path, ...] = (
        "--target",
        site,
        "--python-version",
        python,
        "--python-platform",
        platform,
    )
    install = ("pip", "install", "--quiet", *offline, *target, "--only-binary", ":all:")
    _uv(*install, "--require-hashes", "--no-deps", "-r", locked)
    _uv(*install, "--no-deps", wheel)


def _uv(*arguments: str | Path) -> None:
    subprocess.run([_UV, *arguments], cwd=ROOT, check=True)


def _pack(site: Path, made: Path, platform: str, python: str) -> None:
    """One archive, the same bytes for the same files, with what starts it in front."""
    files = {
        path.relative_to(site).as_posix(): path
        for path in sorted(site.rglob("*"))
        if path.is_file() and not set(path.relative_to(site).parts) & set(_LEFT_OUT)
    }
    digest = hashlib.sha256()
    for name, path in files.items():
        digest.update(f"{name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    needs = {"platform": PLATFORMS[platform], "python": python, "digest": digest.hexdigest()[:16]}
    with made.open("wb") as stream:
        stream.write(b"#!/usr/bin/env python3\n")
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            _add(archive, "__main__.py", (_HERE / "start.py").read_bytes())
            _add(archive, "needs.json", json.dumps(needs).encode())
            for name, path in files.items():
                _add(archive, f"site/{name}", path.read_bytes())
    made.chmod(0o755)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.external_attr = _MODE
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED)


def _scripts(platform: str, python: str) -> dict[str, bytes]:
    """What is double-clicked where the archive itself cannot be."""
    names = {"windows": "yusuan.cmd", "macos": "yusuan.command", "linux": "yusuan.sh"}
    is_windows = platform == "windows"
    source = _HERE / ("yusuan.cmd" if is_windows else "yusuan.sh")
    text = source.read_text("utf-8").replace("@PYTHON@", python)
    return {names[platform]: text.replace("\n", "\r\n" if is_windows else "\n").encode()}


if __name__ == "__main__":
    main()
