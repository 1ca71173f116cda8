"""LibreOffice as tests use it: files converted by somebody else's program, with one profile for all of a process.

It sets text in the fonts the project brings, so that what it makes does not depend on those of the machine.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn

SOFFICE = shutil.which("soffice")
_PATIENCE = 300
_FONTS = "fonts.conf"


@lru_cache(maxsize=1)
def _profile() -> Path:
    """A profile of its own for this process: making one costs more than most conversions."""
    folder = Path(tempfile.mkdtemp(prefix="libreoffice-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    fonts = Path(pylopdf_fonts_zh_cn.__file__).parent
    (folder / _FONTS).write_text(
        f"<fontconfig><dir>{fonts}</dir><cachedir>{folder / 'fonts'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return folder


def converted(filter_name: str, folder: Path, *paths: Path) -> list[Path]:
    """Convert files into a folder by a filter such as `pdf` or `xls:MS Excel 97`, in the order given."""
    if SOFFICE is None:
        raise FileNotFoundError("soffice")
    profile = f"-env:UserInstallation={_profile().as_uri()}"
    subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to", filter_name, "--outdir", folder, *paths],
        check=True,
        capture_output=True,
        timeout=_PATIENCE,
        env={**os.environ, "FONTCONFIG_FILE": str(_profile() / _FONTS)},
    )
    suffix = filter_name.partition(":")[0]
    made = [folder / f"{path.stem}.{suffix}" for path in paths]
    assert all(path.is_file() for path in made), made
    return made
