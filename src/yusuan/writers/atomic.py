"""Put files on disk so that nobody ever sees half of one."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def write_file(path: Path, content: bytes) -> None:
    """Write one file: the old content stays until the new one is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = _beside(path)
    try:
        _put(staged, content)
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)


def write_files(directory: Path, files: Mapping[str, bytes]) -> None:
    """Write files by relative name into a directory; other files there stay.

    All of them are written aside first. A new directory then appears in one step; in one that exists every
    file is replaced in one step. Raises ValueError for a name that would leave the directory.
    """
    for name in files:
        if not _is_inside(name):
            raise ValueError(f"not a relative file name: {name!r}")
    directory.parent.mkdir(parents=True, exist_ok=True)
    staged = _beside(directory)
    try:
        staged.mkdir()
        for name, content in files.items():
            target = staged / name
            target.parent.mkdir(parents=True, exist_ok=True)
            _put(target, content)
        if directory.exists():
            _move_into(staged, directory, files)
        else:
            staged.rename(directory)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _move_into(staged: Path, directory: Path, names: Mapping[str, bytes]) -> None:
    for name in names:
        target = directory / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (staged / name).replace(target)


def _put(path: Path, content: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        # Without this a power cut can leave the new name with no content.
        os.fsync(stream.fileno())


def _beside(path: Path) -> Path:
    """A name nobody uses on the same file system, so that moving it is one step."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow a link to elsewhere
    return absolute.with_name(f".{absolute.name}.{secrets.token_hex(6)}.part")


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    odd = {"", ".", ".."}
    parts_are_plain = bool(path.parts) and not any(part in odd for part in path.parts)
    return parts_are_plain and not path.is_absolute() and not set(name) & {"\\", ":", "\0"}
