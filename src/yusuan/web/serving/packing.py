"""A backup on disk: a folder with a list of its files, their sizes and SHA-256."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from yusuan.core.errors import NotReady
from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MANIFEST = "manifest.json"
FORMAT = 1
_BLOCK = 1 << 20
_DIGEST = pattern(r"[0-9a-f]{64}")


def copied(source: Path, target: Path) -> str:
    """Copy a file so that it is on the disk; its SHA-256 as it was read."""
    digest = hashlib.sha256()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as read, os.fdopen(made, "wb") as written:
        while block := read.read(_BLOCK):
            digest.update(block)
            written.write(block)
        written.flush()
        os.fsync(written.fileno())
    return digest.hexdigest()


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def damaged(folder: Path) -> Iterator[str]:
    """Names of files below a folder that are not what their name, a digest, says."""
    for path in files_in(folder):
        if is_digest(path.name) and digest_of(path) != path.name:
            yield path.name


def is_digest(name: str) -> bool:
    """Tell whether a file is named by a SHA-256."""
    return _DIGEST.fullmatch(name) is not None


def files_in(folder: Path) -> list[Path]:
    """Every plain file below a folder, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def write_list(folder: Path, about: Mapping[str, Any]) -> dict[str, Any]:
    """List what lies in a folder, in a file of it; what was written."""
    files = {
        path.relative_to(folder).as_posix(): {
            "size": path.stat().st_size,
            "sha256": digest_of(path),
        }
        for path in files_in(folder)
    }
    known = {"format": FORMAT, **about, "files": files}
    text = json.dumps(known, ensure_ascii=False, indent=1)
    made = os.open(folder / MANIFEST, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(made, "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    return known


def read_list(folder: Path) -> dict[str, Any]:
    """The list of a backup; raises NotReady where there is none that this version reads."""
    try:
        known: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        is_known = known["format"] == FORMAT and isinstance(known["files"], dict)
    except FileNotFoundError:
        raise NotReady(f"{folder} 不是备份：没有 {MANIFEST}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise NotReady(f"{folder / MANIFEST} 已损坏，请换一份备份") from error
    if not is_known:
        raise NotReady(f"{folder} 是另一版本写的备份，本版本不能读取")
    return known


def faults_in(folder: Path, known: Mapping[str, Any]) -> Iterable[str]:
    """What differs between a backup and its list, in Chinese."""
    listed: dict[str, Any] = known["files"]
    for name, said in listed.items():
        path = folder / name
        if not _is_inside(name) or path.is_symlink():
            yield f"{name} 指向备份以外"
        elif not path.is_file():
            yield f"{name} 缺失"
        elif path.stat().st_size != said.get("size") or digest_of(path) != said.get("sha256"):
            yield f"{name} 与清单不符"
    present = {path.relative_to(folder).as_posix() for path in files_in(folder)} - {MANIFEST}
    yield from (f"{name} 不在清单中" for name in sorted(present - set(listed)))


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name
