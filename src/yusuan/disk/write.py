"""Write files so that a directory is what it was or what it shall be, whatever happens meanwhile.

A directory that is not there yet appears with all its files in one step. One that is there changes places with a
new one that also has the files in it that are none of ours; where that cannot be (somebody works in it, it is a mount
point, it holds folders of the user's, the drive knows no such step) its files are replaced one by one, with a note
by which the next run finishes what a crash cut short, before it reads or writes there.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from yusuan.core.errors import NotAFile, Occupied
from yusuan.core.patterns import pattern
from yusuan.disk.in_place import recover, replace_files
from yusuan.disk.lock import locked
from yusuan.disk.manifest import MANIFEST, is_as_listed, is_inside, listed, manifest_of
from yusuan.disk.sources import keep_apart
from yusuan.disk.staging import (
    PREFIX,
    make_directories,
    put,
    staged_in,
    sync_directory,
    usual_mode,
)
from yusuan.disk.swap import swapped

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

_TRIES = 5
_MOST_NAMED = 5
_OPEN_FILE = pattern(r"/dev/(?:std(out|err)|fd/(\d{1,4}))|/proc/self/fd/(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file already on the disk that takes its place in a set."""

    path: Path


Content: TypeAlias = bytes | Kept


@dataclass(frozen=True, slots=True)
class Written:
    """What a set holds now, by name and size, and which files of the last one are gone."""

    sizes: Mapping[str, int]
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms files are written: what may happen to those that stand there."""

    # What the set is: it gets a manifest that says so. Files of an earlier set of that name, or of one of `over`,
    # are replaced, or gone where this one has none; without force only such files are, and only as they were written.
    of: str = ""
    over: Collection[str] = ()
    # Files of the directory that must not outlive what is written.
    stale: Callable[[Path], Iterable[str]] = field(default=lambda _: ())
    # What is being read, and is not touched.
    sources: Collection[Path] = ()
    # No file gets more rights than these.
    mode: int | None = None
    # Directories in it that hold nothing of the user's, and one that may go with the old set.
    owned: Collection[str] = ()
    dropped: str = ""
    is_forced: bool = False

    @property
    def known(self) -> Collection[str]:
        """The sets that may be replaced without force."""
        return (self.of, *self.over) if self.of else ()


_NO_TERMS = Terms()


def write_set(directory: Path, files: Mapping[str, Content], terms: Terms = _NO_TERMS) -> Written:
    """Write files by relative name into a directory as one set; other files there stay.

    Raises Occupied where a file would be lost that the terms do not give up, OverSource where it is being read,
    NotAFile for a link or device in the place of a file, InUse; ValueError for a name that leaves the directory.
    """
    for name in files:
        if not is_inside(name):
            raise ValueError(f"not a relative file name: {name!r}")
    if terms.of:
        contents = {n: c for n, c in files.items() if isinstance(c, bytes)}
        files = {**files, MANIFEST: manifest_of(contents, terms.of)}
    return _written(directory, _Set(files, terms))


def write_file(path: Path, content: bytes, terms: Terms = _NO_TERMS) -> None:
    """Write one file: the old content stays until the new one is complete.

    A link is followed, a device or pipe written to; what is neither, nor a file, raises NotAFile.
    """
    if _was_stream(path, content):
        return
    real = _real(path)
    if real.is_dir() or not real.name:
        raise NotAFile(path)
    _written(real.parent, _Set({real.name: content}, terms, is_single=True))


@dataclass(frozen=True, slots=True)
class _Set:
    """Files for a directory, and the terms they are written on."""

    files: Mapping[str, Content]
    terms: Terms
    is_single: bool = False

    def stage(self, new: Path, directory: Path | None) -> None:
        """Write everything into a new directory, with the modes of the files it replaces."""
        usual, most = usual_mode(), self.terms.mode
        for name, content in self.files.items():
            make_directories(new, Path(name))
            if isinstance(content, Kept):
                os.link(content.path, new / name)
                continue
            mode = usual if directory is None else _mode(directory / name, usual)
            put(new / name, content, mode if most is None else mode & most)

    def sizes(self) -> dict[str, int]:
        """How large each file is."""
        return {
            name: content.path.stat().st_size if isinstance(content, Kept) else len(content)
            for name, content in self.files.items()
        }

    def keep_apart(self, directory: Path, stale: Collection[str] = ()) -> None:
        """Raise OverSource where a source would be touched."""
        names = [*self.files, *stale]
        keep_apart(directory, names, self.terms.sources, is_whole=not self.is_single)


def _was_stream(path: Path, content: bytes) -> bool:
    """Write to what is no file but takes bytes; False for a file, or where one will be."""
    if named := _OPEN_FILE.fullmatch(str(path)):
        opened = int(named[2] or named[3] or {"out": 1, "err": 2}[named[1]])
        _pour(opened, content)
        return True
    try:
        kind = os.stat(path).st_mode  # noqa: PTH116
    except FileNotFoundError:
        return False
    if stat.S_ISBLK(kind) or stat.S_ISSOCK(kind):
        raise NotAFile(path)
    if not (stat.S_ISCHR(kind) or stat.S_ISFIFO(kind)):
        return False
    opened = os.open(path, os.O_WRONLY | getattr(os, "O_NOCTTY", 0))
    try:
        _pour(opened, content)
    finally:
        os.close(opened)
    return True


def _pour(opened: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(opened, left) :]


def _real(path: Path) -> Path:
    """A path without links; raises OSError for links that lead in a circle."""
    try:
        return path.resolve()
    except RuntimeError as error:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path)) from error


def _written(directory: Path, asked: _Set) -> Written:
    real = _real(directory)
    for _ in range(_TRIES):
        try:
            if os.path.lexists(real):
                if not real.is_dir():
                    raise NotAFile(directory)
                return _into(real, asked)
            if done := _as_new(real, asked):
                return done
        except OSError as error:
            # People know where they wanted it, not where it was staged.
            if PREFIX in str(error.filename):
                error.filename, error.filename2 = str(directory), None
            if not isinstance(error, FileNotFoundError) or real.is_dir():
                raise
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(directory))


def _as_new(directory: Path, asked: _Set) -> Written | None:
    """A directory that is not there; None where somebody else makes it meanwhile."""
    with _made(directory.parent), locked(directory.parent):
        if os.path.lexists(directory):
            return None
        recover(directory.parent)
        asked.keep_apart(directory)
        with staged_in(directory.parent) as staged:
            new = staged / "new"
            os.mkdir(new)  # noqa: PTH102  one way of calling, which tests of faults can count
            asked.stage(new, None)
            if asked.terms.mode is not None and not asked.terms.mode & 0o077:
                os.chmod(new, 0o700)  # noqa: PTH101
            for place, _, _ in os.walk(new):
                sync_directory(Path(place))
            sizes = asked.sizes()
            os.rename(new, directory)  # noqa: PTH104
            sync_directory(directory.parent)
    return Written(sizes)


@contextmanager
def _made(directory: Path) -> Iterator[None]:
    """A directory with those above it; where it is of no use after all, gone again."""
    missing = []
    for place in (directory, *directory.parents):
        if os.path.lexists(place):
            if not place.is_dir():
                raise NotAFile(place)
            break
        missing.append(place)
    try:
        for place in reversed(missing):
            with suppress(FileExistsError):
                os.mkdir(place)  # noqa: PTH102
            sync_directory(place.parent)
        yield
    except BaseException:
        for place in missing:
            with suppress(OSError):
                os.rmdir(place)  # noqa: PTH106
        raise


def _into(directory: Path, asked: _Set) -> Written:
    """A directory that is there."""
    with ExitStack() as kept:
        places = (directory,) if asked.is_single else (directory.parent, directory)
        for place in dict.fromkeys(places):
            kept.enter_context(locked(place))
            recover(place)
        stale, sizes = _allowed(directory, asked), asked.sizes()
        names = sorted(asked.files)

        def stage(new: Path) -> None:
            asked.stage(new, directory)

        replaced = {*names, *stale}
        if asked.is_single or not swapped(
            directory, stage, replaced, asked.terms.owned, asked.terms.dropped
        ):
            replace_files(directory, stage, names, stale)
    return Written(sizes, tuple(stale))


def _allowed(directory: Path, asked: _Set) -> list[str]:
    """The files to be removed; raises where something stands in the way that is not ours to replace."""
    terms = asked.terms
    ours = listed(directory, terms.known) if terms.of else {}
    stale = sorted(
        name
        for name in {*terms.stale(directory), *ours} - set(asked.files)
        if os.path.lexists(directory / name)
    )
    asked.keep_apart(directory, stale)
    touched = [*asked.files, *stale]
    for name in touched:
        _only_files(directory, name)
    if not terms.is_forced:
        foreign = [name for name in touched if not _may_go(directory, name, asked, ours)]
        if asked.is_single and foreign:
            raise Occupied(directory / foreign[0])
        if foreign:
            raise Occupied(directory, foreign[:_MOST_NAMED])
    return stale


def _may_go(directory: Path, name: str, asked: _Set, ours: Mapping[str, str]) -> bool:
    """Tell whether nothing is lost with a file: we wrote it, and it is as we wrote it; or it stays the same."""
    file, content = directory / name, asked.files.get(name)
    if not os.path.lexists(file) or (name == MANIFEST and ours):
        return True
    if name in ours and is_as_listed(file, ours[name]):
        return True
    if not isinstance(content, bytes) or file.stat().st_size != len(content):
        return False
    return file.read_bytes() == content


def _only_files(directory: Path, name: str) -> None:
    """Raise NotAFile where anything else stands in the place of a file, or of a directory above it."""
    for parent in [*reversed(Path(name).parents)][1:]:
        place = directory / parent
        if os.path.lexists(place) and not stat.S_ISDIR(os.lstat(place).st_mode):
            raise NotAFile(place)
    place = directory / name
    if os.path.lexists(place) and not stat.S_ISREG(os.lstat(place).st_mode):
        raise NotAFile(place)


def _mode(file: Path, usual: int) -> int:
    """The mode of the file that is replaced: what was private stays so."""
    try:
        return stat.S_IMODE(os.lstat(file).st_mode) & 0o777
    except FileNotFoundError:
        return usual
