"""What a result rests on besides the document: the program itself, and what it was asked."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import yusuan

_WRITTEN = frozenset({".py", ".toml", ".csv", ".jinja", ".css", ".js", ".typ", ".json"})


@lru_cache(maxsize=1)
def program_digest() -> str:
    """SHA-256 of every file of this package: any change of a rule makes old results old."""
    root = Path(yusuan.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.suffix in _WRITTEN):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def fingerprint(*asked: str) -> str:
    """A digest of the program and of what it was asked, each part by itself."""
    digest = hashlib.sha256(program_digest().encode())
    for part in asked:
        digest.update(hashlib.sha256(part.encode()).digest())
    return digest.hexdigest()
