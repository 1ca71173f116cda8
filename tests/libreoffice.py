"""LibreOffice as tests use it: files converted by somebody else's program, with one profile for all of a process."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

SOFFICE = shutil.which("soffice")
_PATIENCE = 300


@lru_cache(maxsize=1)
def _profile() -> Path:
    """A profile of its own for this process: making one costs more than most conversions."""
    folder = Path(tempfile.mkdtemp(prefix="libreoffice-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
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
    )
    suffix = filter_name.partition(":")[0]
    made = [folder / f"{path.stem}.{suffix}" for path in paths]
    assert all(path.is_file() for path in made), made
    return made
