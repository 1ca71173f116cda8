"""A .zip of published documents: what it holds, and its files put where readers can open them."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from yusuan.core.errors import ReadError
from yusuan.core.patterns import pattern
from yusuan.disk import Terms, write_file
from yusuan.readers.blocks import fault
from yusuan.readers.safe_zip import SafeZip

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PACKAGE = "datapackage.json"
_DATASET = "department.toml"
# What one of these holds could be hidden from every limit.
_ARCHIVES = frozenset({".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz"})
# Parts of Office files, of which an archive has at least one where it is a file of its own kind.
_OFFICE = pattern(r"(?:word|xl|ppt)/.*\.(?:xml|bin)|OFD\.xml|mimetype|\[Content_Types\]\.xml")
# Left by the systems that packed the archive.
_LEFT_BEHIND = pattern(r"__MACOSX|Thumbs\.db|desktop\.ini|~\$.*|\..*", re.IGNORECASE)
_UNSAFE = pattern(r'[<>:"|?*\x00-\x1f\x7f]')
_LONGEST_NAME = 60
_MOST_NAMED = 5


def is_of_documents(path: Path) -> bool:
    """Tell a ZIP of documents from a data package, an Office file and what is damaged."""
    try:
        names = list(SafeZip(path))
    except ReadError:
        return False
    is_package = any(PurePosixPath(name).name == _PACKAGE for name in names)
    return not is_package and not any(_OFFICE.fullmatch(name) for name in names)


def unpack(path: Path, folder: Path) -> dict[str, Path]:
    """Write the documents of an archive below a folder: where each lies, by its name. Raises ReadError."""
    archive = SafeZip(path)
    found = {}
    for name, place in _places(path, archive).items():
        target = folder / place
        content = archive.read(name)
        if not (target.is_file() and target.read_bytes() == content):
            write_file(target, content, Terms(is_forced=True))
        found[name] = target
    return found


@contextmanager
def only_document(path: Path, archive: SafeZip) -> Iterator[Path]:
    """The single document of an archive as a file, for as long as it is read; raises ReadError for none or many."""
    places = _places(path, archive)
    if len(places) != 1:
        named = "、".join(list(places)[:_MOST_NAMED]) + ("等" if len(places) > _MOST_NAMED else "")
        what_to_do = "只有一份文件的压缩包；请先解压，或用 yusuan check 批量核对"
        raise fault(path, f"压缩包，内有 {len(places)} 份文件（{named}）", what_to_do)
    with TemporaryDirectory() as folder:
        ((name, place),) = places.items()
        target = Path(folder, PurePosixPath(place).name)
        target.write_bytes(archive.read(name))
        yield target


def _places(path: Path, archive: SafeZip) -> Mapping[str, str]:
    """Of every document in an archive the name it gets on disk; raises ReadError for what is not unpacked."""
    names = [name for name in archive if not any(map(_LEFT_BEHIND.fullmatch, _parts(name)))]
    nested = [name for name in names if PurePosixPath(name).suffix.lower() in _ARCHIVES]
    if nested:
        raise fault(path, f"压缩包内还有压缩包“{nested[0]}”", "只有文件的压缩包；请先解压里面的")
    if any(PurePosixPath(name).name == _DATASET for name in names):
        raise fault(path, "压缩的数据集目录", "数据集目录；请先解压")
    if not names:
        raise fault(path, "压缩包内没有文件", "内有文件的压缩包")
    places: dict[str, str] = {}
    taken: set[str] = set()
    for number, name in enumerate(names):
        parts = [_short(_UNSAFE.sub("_", part)) for part in _parts(name)]
        # Some systems take capital letters for small ones.
        if (place := "/".join(parts)).casefold() in taken:
            place = "/".join([*parts[:-1], f"{number}-{parts[-1]}"])
        taken.add(place.casefold())
        places[name] = place
    return places


def _parts(name: str) -> tuple[str, ...]:
    return PurePosixPath(name).parts


def _short(part: str) -> str:
    """A part of a name that every system can hold, in bytes too; what it ends in is kept."""
    return part[-_LONGEST_NAME:].strip(" .") or "_"
