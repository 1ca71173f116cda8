"""The list of a set's files with their digests: by it the next run knows what it wrote, and what it replaces.

The same form as in an open-data package, so one reader understands both.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

MANIFEST = "manifest.json"
_LARGEST = 16 << 20
_BLOCK = 1 << 20


def manifest_of(files: Mapping[str, bytes], of: str) -> bytes:
    """The manifest of some files; equal files give equal bytes."""
    content = {
        "algorithm": "sha256",
        "of": of,
        "files": [
            {"path": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in sorted(files.items())
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def listed(directory: Path, of: Collection[str] | None = None) -> dict[str, str]:
    """Names and digests a directory's manifest states, where it is one of a set asked for; else nothing."""
    try:
        with (directory / MANIFEST).open("rb") as stream:
            found = json.loads(stream.read(_LARGEST))
        is_asked_for = of is None or found.get("of") in of
        files = {entry["path"]: entry["sha256"] for entry in found["files"]}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}
    if not is_asked_for or found.get("algorithm") != "sha256" or not all(map(_is_name, files)):
        return {}
    return files


def is_as_listed(file: Path, digest: str) -> bool:
    """Tell whether a file is still what a manifest says; a link never is."""
    digested = hashlib.sha256()
    try:
        if not stat.S_ISREG(os.lstat(file).st_mode):
            return False
        with file.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digested.update(block)
    except OSError:
        return False
    return digested.hexdigest() == digest


def _is_name(name: object) -> bool:
    return isinstance(name, str) and is_inside(name)


def is_inside(name: str) -> bool:
    """Tell whether a relative name stays in its directory, on every system."""
    path = PurePosixPath(name)
    odd = {"", ".", ".."}
    parts_are_plain = bool(path.parts) and not any(part in odd for part in path.parts)
    return parts_are_plain and not path.is_absolute() and not set(name) & {"\\", ":", "\0"}
