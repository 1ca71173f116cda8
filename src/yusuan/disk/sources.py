"""What is being read is not written over, by whatever name it is called."""

from __future__ import annotations

import stat
from contextlib import suppress
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from yusuan.core.dataset.files import PARTS
from yusuan.core.errors import OverSource

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

# What makes its directory a package.
_DESCRIPTOR = "datapackage.json"
_PACKAGE = ("*.csv", "*.json", "readme.md")


def keep_apart(
    directory: Path, names: Collection[str], sources: Iterable[Path], *, is_whole: bool
) -> None:
    """Raise OverSource where a file to be written or removed in a real directory belongs to a source.

    Files of the same inode are one file: links, other spellings and `..` change nothing. A whole set has no place
    in a source's own directory at all.
    """
    for source in sources:
        with suppress(OSError):
            real = source.resolve()
            root = real.parent if real.name == _DESCRIPTOR else real
            patterns: tuple[str, ...] = ()
            if not root.is_dir():
                parts = {_identity(root)}
            elif is_whole and directory.is_dir() and directory.samefile(root):
                raise OverSource(directory, source)
            else:
                patterns = _PACKAGE if (root / _DESCRIPTOR).is_file() else PARTS
                parts = {_identity(file) for file in _parts(root, patterns)}
            for name in names:
                file = directory / name
                if _is_part(file, root, patterns) or (file.exists() and _identity(file) in parts):
                    raise OverSource(file, source)


def parts_in(directory: Path) -> list[str]:
    """The files of a directory that would be read as a dataset's, by relative name."""
    return [file.relative_to(directory).as_posix() for file in _parts(directory, PARTS)]


def mode_of(source: Path) -> int:
    """The rights that all files of a source have in common, and its directory gives: for what is made of it."""
    try:
        found = stat.S_IMODE(source.stat().st_mode)
        if not source.is_dir():
            return found | stat.S_IWUSR
        files = [*_parts(source, PARTS), *_parts(source, _PACKAGE)]
        # Nobody reads a file whose directory they may not enter.
        common = ((found & 0o111) << 1) | ((found & 0o111) << 2)
        for file in files:
            common &= file.stat().st_mode
    except OSError:
        return 0o600
    return (common & 0o666) | stat.S_IWUSR | stat.S_IRUSR


def _parts(root: Path, patterns: Sequence[str]) -> Iterator[Path]:
    for folder in dict.fromkeys(pattern.rpartition("/")[0] for pattern in patterns):
        yield from (file for file in (root / folder).glob("*") if _is_part(file, root, patterns))


def _is_part(file: Path, root: Path, patterns: Sequence[str]) -> bool:
    if not file.is_relative_to(root):
        return False
    name = file.relative_to(root).as_posix().casefold()
    return any(
        fnmatchcase(name, pattern) and name.count("/") == pattern.count("/") for pattern in patterns
    )


def _identity(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_dev, found.st_ino
