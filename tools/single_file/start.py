"""What runs first in `yusuan.pyz`: unpacks the program once and starts it; without arguments, its page.

Any Python from 3.7 must be able to read this, so that the wrong one is told which is needed.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def cache() -> Path:
    """Where programs of this user keep what they can make again."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "yusuan"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "yusuan"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "yusuan"


def wrong(needs: dict[str, str]) -> str:
    """Why this Python cannot run the program, in words; empty where it can."""
    needed, platform = needs["python"], needs["platform"]
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if sys.platform != platform:
        return f"这个文件用于另一种系统（{platform}），这里是 {sys.platform}。请换用为本系统制作的文件。"
    if version != needed:
        found = f"这里是 Python {version}（{sys.executable}）"
        return f"需要 Python {needed}，{found}。请安装 Python {needed} 后重试。"
    return ""


def unpacked(needs: dict[str, str]) -> Path:
    """Where the program lies, unpacked the first time; two at once each find a whole one."""
    place = cache() / needs["digest"]
    if place.is_dir():
        return place
    sys.stderr.write("首次启动，正在展开程序，约需一分钟……\n")
    cache().mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=".new-", dir=cache()))
    try:
        with zipfile.ZipFile(HERE) as archive:
            names = [name for name in archive.namelist() if name.startswith("site/")]
            archive.extractall(new, names)
        try:
            (new / "site").rename(place)
        except OSError:
            # Somebody was faster.
            if not place.is_dir():
                raise
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return place


def started(place: Path, *, is_clicked: bool) -> int:
    """Run the command line, for this process and those it starts; its exit code."""
    sys.path.insert(0, str(place))
    given = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(place), *([given] if given else [])])
    if is_clicked:
        sys.argv.append("open")
    from yusuan.cli.main import main as program

    try:
        program()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 2
    return 0


def main() -> int:
    """Start the program; a window that was opened by a double click stays until its message is read."""
    with zipfile.ZipFile(HERE) as archive:
        needs = json.loads(archive.read("needs.json").decode())
    is_clicked = len(sys.argv) == 1
    code = 2
    try:
        message = wrong(needs)
        if message:
            sys.stderr.write(f"{message}\n")
        else:
            code = started(unpacked(needs), is_clicked=is_clicked)
    except OSError as error:
        sys.stderr.write(f"无法展开程序：{error}。请检查磁盘空间和权限。\n")
    if code and is_clicked and sys.stdin is not None and sys.stdin.isatty():
        input("按回车键关闭")
    return code


# Processes that are started for one file each import this under another name.
if __name__ == "__main__":
    sys.exit(main())
