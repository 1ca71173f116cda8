"""A dataset folder that came as a .zip: put back on the disk, so that it is read as the folder it was."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from yusuan.core.errors import Fault, ReadError
from yusuan.disk import write_set
from yusuan.readers.safe_zip import SafeZip

if TYPE_CHECKING:
    from pathlib import Path

_HEAD = "department.toml"
# What a dataset consists of; whatever else lies in the folder is no part of it.
_PARTS = frozenset({".toml", ".csv", ".md"})
_DEEPEST = 2


def unpacked_dataset(path: Path, folder: Path) -> Path | None:
    """Where the dataset of an archive lies now, below `folder`; None for a file that is none. Raises ReadError.

    `folder` is new: nothing is written over.
    """
    if path.suffix.lower() != ".zip":
        return None
    archive = SafeZip(path)
    heads = [PurePosixPath(name) for name in archive if PurePosixPath(name).name == _HEAD]
    heads = [head for head in heads if "__MACOSX" not in head.parts]
    if not heads:
        return None
    if len(heads) > 1:
        found = f"内有 {len(heads)} 个 {_HEAD}"
        raise ReadError(str(path), [Fault(path.name, "", found, "只有一个数据集目录的压缩包")])
    root = heads[0].parent
    files: dict[str, bytes] = {}
    for name in archive:
        place = PurePosixPath(name)
        inside = place.relative_to(root) if place.is_relative_to(root) else None
        if inside is not None and _is_part(inside):
            files[inside.as_posix()] = archive.read(name)
    target = folder / path.stem
    write_set(target, files)
    return target


def _is_part(inside: PurePosixPath) -> bool:
    is_hidden = any(part.startswith(".") for part in inside.parts)
    return inside.suffix.lower() in _PARTS and len(inside.parts) <= _DEEPEST and not is_hidden
