"""Which documents a batch has: files, folders walked to the bottom, patterns; and how each is called."""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from yusuan.core.check_note import is_check_note
from yusuan.core.errors import ReadError
from yusuan.core.patterns import pattern
from yusuan.readers.blocks import SAVE_AS
from yusuan.readers.inside import require_file

if TYPE_CHECKING:
    import hashlib
    from collections.abc import Iterable, Iterator, Sequence

# What offices publish in; of the second row a reader can only say how to save it otherwise, and does.
_DOCUMENTS = frozenset(
    {".pdf", ".docx", ".xlsx", ".xlsm", ".xls", ".ods", ".html", ".htm", ".txt", ".tsv", ".zip"}
    | SAVE_AS.keys()
)
# A folder that holds one of these is one source, not many.
_MARKS = ("department.toml", "datapackage.json")
_LONGEST_STEM = 60
_UNSAFE_IN_A_NAME = pattern(r"[^\w.()\-]+")


@dataclass(frozen=True, slots=True)
class Source:
    """One document of a batch. `name` is its path below what all of them share, the same on every machine."""

    name: str
    path: Path

    @property
    def stem(self) -> str:
        """A file name for its report: its own name made safe, and enough of a digest to be unique."""
        import hashlib

        digest = hashlib.sha256(self.name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        safe = _UNSAFE_IN_A_NAME.sub("_", self.name.replace("/", "_"))[-_LONGEST_STEM:]
        return f"{safe.strip('._') or 'document'}-{digest}"


@dataclass(frozen=True, slots=True)
class Sources:
    """The documents in the order of their names; files met on the way that are no documents are counted."""

    every: tuple[Source, ...]
    passed_over: int = 0

    @property
    def folders(self) -> set[Path]:
        """Where the documents lie."""
        return {source.path.parent for source in self.every}


class NothingFits(Exception):
    """A path or pattern that leads to nothing; its only argument is what was asked for."""


def is_many(path: Path) -> bool:
    """Tell whether a path stands for a batch: a pattern, or a folder or archive of documents."""
    if _is_pattern(path) or _is_archive(path):
        return True
    return _is_plain_folder(path) and any(_is_document(file) for file in _walk(path, None))


def find_sources(
    asked: Sequence[Path], leave_out: Path | None = None, *, unpack_to: Path
) -> Sources:
    """Everything asked for, each document once, except below `leave_out`; raises NothingFits.

    The documents of an archive are written below `unpack_to`.
    """
    found: dict[Path, Path] = {}
    roots: list[Path] = []
    passed_over: set[Path] = set()
    for path in asked:
        for start in _matching(path):
            is_folder = _is_plain_folder(start)
            for file in _walk(start, leave_out) if is_folder else (start,):
                # What somebody names is a document, whatever it is called.
                wanted = _is_document(file) or not (is_folder or _is_pattern(path))
                if wanted:
                    found.setdefault(_absolute(file), file)
                else:
                    passed_over.add(_absolute(file))
            roots.append(_absolute(start) if is_folder else _absolute(start).parent)
    shared = Path(os.path.commonpath(roots)) if roots else Path()
    named = (
        Source(absolute.relative_to(shared).as_posix(), file) for absolute, file in found.items()
    )
    every = (one for source in named for one in _unpacked(source, unpack_to))
    return Sources(tuple(sorted(every, key=lambda source: source.name)), len(passed_over))


def _unpacked(source: Source, folder: Path) -> Iterator[Source]:
    """The documents of an archive; one that cannot be unpacked stays, and its reader says why."""
    if not _is_archive(source.path):
        yield source
        return
    from yusuan.readers.archive import unpack

    try:
        # Another content has another place: what stands there is never half of one and half of another.
        digest = content_digest(source.path)[:8]
        files = unpack(source.path, folder / f"{source.stem}-{digest}")
    except (ReadError, OSError):
        yield source
        return
    for name, file in files.items():
        yield Source(f"{source.name}/{name}", file)


def _is_archive(path: Path) -> bool:
    if path.suffix.lower() != ".zip" or not path.is_file():
        return False
    from yusuan.readers.archive import is_of_documents

    return is_of_documents(path)


def content_digest(path: Path) -> str:
    """SHA-256 of a file, or of all files of a folder with their names; raises OSError."""
    import hashlib

    digest = hashlib.sha256()
    require_file(path)
    if not path.is_dir():
        _feed(digest, path)
        return digest.hexdigest()
    # What a link leads to is never read, so it is no part of the content.
    for file in sorted(_files_in(path)):
        name = file.relative_to(path).as_posix().encode("utf-8", "surrogatepass")
        digest.update(len(name).to_bytes(8, "big") + name)
        digest.update(file.stat().st_size.to_bytes(8, "big"))
        _feed(digest, file)
    return digest.hexdigest()


def _files_in(folder: Path) -> Iterator[Path]:
    """Every file below a folder; raises OSError for a folder that may not be read."""

    def stop(error: OSError) -> None:
        raise error

    for at, _, names in os.walk(folder, onerror=stop):
        yield from (f for n in names if (f := Path(at, n)).is_file() and not f.is_symlink())


def _feed(digest: hashlib._Hash, path: Path) -> None:
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)


def _matching(path: Path) -> Iterable[Path]:
    if not _is_pattern(path):
        if not path.exists():
            raise NothingFits(str(path))
        return (path,)
    fitting = sorted(map(Path, glob.glob(str(path), recursive=True)))  # noqa: PTH207  an absolute pattern is allowed
    if "**" in path.parts:
        fitting += _unreadable(Path(*path.parts[: path.parts.index("**")]))
    if not fitting:
        raise NothingFits(str(path))
    return fitting


def _unreadable(folder: Path) -> list[Path]:
    """Folders a pattern passes without a word, because they may not be read."""
    found: list[OSError] = []
    for _ in os.walk(folder, onerror=found.append):
        pass
    return sorted(Path(os.fsdecode(error.filename)) for error in found)


def _is_pattern(path: Path) -> bool:
    """Tell whether a path is a pattern; a file that is really called so is a file."""
    return glob.has_magic(str(path)) and not path.exists()


def _is_plain_folder(path: Path) -> bool:
    """Tell a folder of documents; one whose files may not be looked at is a source, which says so."""
    try:
        return path.is_dir() and not any((path / mark).is_file() for mark in _MARKS)
    except PermissionError:
        return False


def _walk(folder: Path, leave_out: Path | None) -> Iterator[Path]:
    """Files and marked folders below a folder; hidden ones, links to folders and lock files are left out."""
    outside = None if leave_out is None else _absolute(leave_out)
    unreadable: list[OSError] = []
    for at, folders, files in os.walk(folder, onerror=unreadable.append):
        here = Path(at)
        kept = []
        for name in sorted(folders):
            below = here / name
            if name.startswith(".") or _absolute(below) == outside or below.is_symlink():
                continue
            if _is_plain_folder(below):
                kept.append(name)
            else:
                yield below
        folders[:] = kept
        for name in sorted(files):
            if not name.startswith((".", "~$")) and _may_be_file(here / name):
                yield here / name
    # Each is a source of its own: its row says why nothing in it was checked.
    yield from (Path(os.fsdecode(error.filename)) for error in unreadable)


def _may_be_file(path: Path) -> bool:
    try:
        return path.is_file()
    except PermissionError:
        return True


def _is_document(path: Path) -> bool:
    if path.is_dir():
        return True
    # The note that `publish` leaves beside its documents is none.
    return path.suffix.lower() in _DOCUMENTS and not is_check_note(path)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow a link to elsewhere
