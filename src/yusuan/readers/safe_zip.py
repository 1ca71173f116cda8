"""Open archives from strangers: bounded in members, size and ratio; anything odd is a fault, never a crash."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from yusuan.core.errors import Fault, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_MEMBERS = 2_000
LARGEST_ARCHIVE = 64 * 1024 * 1024
LARGEST_CONTENT = 256 * 1024 * 1024
# Repetitive sheets pack 60 : 1; a bomb packs 1000 : 1. Small members may pack as they like.
HIGHEST_RATIO = 200
_SMALL = 1024 * 1024
# What an entry of the directory begins with; archives inside the archive have some of their own.
_ENTRY = b"PK\x01\x02"
_MOST_ENTRIES = 10 * MOST_MEMBERS
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
# What zipfile raises on damaged input, besides its own error.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    # A member without a name.
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    UnicodeError,
    ValueError,
)


_UTF8 = 0x800


def _name(member: zipfile.ZipInfo) -> str:
    """The name as it was given: programs here write GBK, others UTF-8 without saying so."""
    if member.flag_bits & _UTF8:
        return member.filename
    written = member.orig_filename.partition("\0")[0].encode("cp437")
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeError):
            return written.decode(encoding)
    return member.filename


class SafeZip:
    """The members of an archive that has been checked as a whole. Raises ReadError, nothing else."""

    def __init__(self, path: Path) -> None:
        self.source = str(path)
        self.place = path.name
        try:
            if path.stat().st_size > LARGEST_ARCHIVE:
                raise self._fault("文件过大", f"{LARGEST_ARCHIVE // 2**20} MB 以内的文件")
            content = path.read_bytes()
            # Counted before the directory is read: each entry takes a thousand bytes once it is.
            if content.count(_ENTRY) > _MOST_ENTRIES:
                raise self._fault(
                    f"压缩包内有 {_MOST_ENTRIES} 个以上文件", f"至多 {MOST_MEMBERS} 个"
                )
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self._members = {_name(m): m for m in self._zip.infolist() if not m.is_dir()}
            count = len(self._zip.infolist())
        except _DAMAGE as error:
            raise self._fault(
                "不是完好的压缩包，文件可能已损坏或未下载完整", "完好的文件"
            ) from error
        self._check(count)

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """The content of a member; a missing one is a fault too."""
        if name not in self._members:
            raise self._fault(f"缺少 {name}", "完整的文件")
        try:
            # Sizes in the directory may lie; never unpack more than they say.
            with self._zip.open(self._members[name]) as stream:
                content = stream.read(self._members[name].file_size + 1)
        except _DAMAGE as error:
            raise self._fault(f"{name} 已损坏", "完好的文件") from error
        if len(content) != self._members[name].file_size:
            raise self._fault(f"{name} 的大小与目录不符", "完好的文件")
        return content

    def _check(self, count: int) -> None:
        if count > MOST_MEMBERS:
            raise self._fault(f"压缩包内有 {count} 个文件", f"至多 {MOST_MEMBERS} 个")
        if count != len({m.filename for m in self._zip.infolist()}):
            raise self._fault("压缩包内有同名文件", "文件名不重复的压缩包")
        total = sum(member.file_size for member in self._members.values())
        if total > LARGEST_CONTENT:
            raise self._fault(
                f"解压后有 {total // 2**20} MB", f"解压后 {LARGEST_CONTENT // 2**20} MB 以内"
            )
        for name, member in self._members.items():
            self._check_member(name, member)

    def _check_member(self, name: str, member: zipfile.ZipInfo) -> None:
        if member.flag_bits & _ENCRYPTED:
            raise self._fault("已加密", "未加密的文件")
        if member.compress_type not in _METHODS:
            raise self._fault("压缩方式不支持", "普通 ZIP 压缩")
        if member.file_size > _SMALL and member.file_size > HIGHEST_RATIO * max(
            member.compress_size, 1
        ):
            raise self._fault(f"{name} 压缩比异常", "正常压缩的文件")
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or set(name) & {"\\", "\0"}:
            raise self._fault(f"文件名“{name}”越出目录", "相对路径的文件名")

    def _fault(self, found: str, allowed: str) -> ReadError:
        return ReadError(self.source, [Fault(self.place, "", found, allowed)])
