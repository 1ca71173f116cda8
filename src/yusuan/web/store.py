"""Files kept under their digest: the same content is kept once, and what is there is whole."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings

from yusuan.core.errors import NotReady
from yusuan.core.patterns import pattern
from yusuan.disk import Terms, write_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_DIGEST = pattern(r"[0-9a-f]{64}")


def digest_of(content: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def set_digest(digests: Mapping[str, str]) -> str:
    """The digest of a set of files by name: of its list as `sha256sum` prints it, in the order of names."""
    listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    return digest_of(listed.encode())


def keep(content: bytes) -> str:
    """Keep a file; its digest. Written aside and put in place when it is on the disk."""
    digest = digest_of(content)
    folder: Path = settings.PLACE.files
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = folder / digest
    # Nothing but this content can lie there, unless the disk has lost some of it.
    if not place.is_file() or digest_of(place.read_bytes()) != digest:
        write_file(place, content, Terms(is_forced=True, mode=0o600))
    return digest


def kept(digest: str) -> bytes:
    """What is kept under a digest; raises NotReady where it is not there or not what it was."""
    if _DIGEST.fullmatch(digest) is None:
        raise NotReady("没有这个文件")
    try:
        content = (settings.PLACE.files / digest).read_bytes()
    except OSError as error:
        raise NotReady("文件不在存放处，请由管理员从备份恢复") from error
    if digest_of(content) != digest:
        raise NotReady("存放的文件与其摘要不符，请由管理员从备份恢复")
    return content
