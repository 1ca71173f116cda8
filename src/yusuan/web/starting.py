"""Opening an installation from the command line: its folder is chosen, then Django is set up once for the process."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from yusuan.core.errors import Misconfigured
from yusuan.web.installation import SECRET, installation

if TYPE_CHECKING:
    from yusuan.web.installation import Installation

HOME = "YUSUAN_HOME"
_SETTINGS = "DJANGO_SETTINGS_MODULE"


def default_home() -> Path:
    """The folder of the environment variable, or the place where programs of a user keep their data."""
    named = os.environ.get(HOME)
    if named:
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "yusuan"


def choose(home: Path | None = None) -> Path:
    """Make a folder the installation of this process and of those it starts; an absolute path."""
    chosen = (home or default_home()).absolute()
    os.environ[HOME] = str(chosen)
    os.environ.setdefault(_SETTINGS, "yusuan.web.settings")
    return chosen


def start(home: Path | None = None) -> Installation:
    """Open an installation that is there; raises Misconfigured, in Chinese, where there is none."""
    chosen = choose(home)
    if not (chosen / SECRET).is_file():
        raise Misconfigured(f"{chosen} 里没有系统；请先运行 yusuan serve 建立，或用 --home 指明")
    import django

    django.setup()
    return installation()
