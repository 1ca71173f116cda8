"""Exceptions: raised only when we cannot go on. Wrong data is an outcome, not an exception.

YusuanError
├── ReadError            cannot open or load a source: damaged, encrypted, malformed; carries `Fault`s
│   └── UnsupportedFormat
├── RecognitionRefused   opened, but we will not guess which table, year or money unit this is
│   └── UnitNotStated    a table that states no money unit
├── CatalogError         unknown code, edition or year; offers the nearest known
├── UnplacedLine         an amount no column takes: refuse to lose money
├── NotPublishable       error-level findings, and the user did not ask for a draft
│   └── SecretsExposed   something withheld could be worked out: not even a draft
├── ReportRefused        a report of a kind this source cannot have
├── DoesNotFit           content a format has no room for: refused, never cut
├── OutputRefused        a place where nothing is written; nothing was changed
│   ├── Occupied         files there that are not ours, or were changed since
│   ├── OverSource       writing there would replace what is being read
│   ├── NotAFile         a link, device, socket or directory in the place of a file
│   └── InUse            another process writes there
├── Unfinished           files half replaced by a process that died, where we may not finish
├── NotAllowed           permission or workflow state
├── NotReady             what was asked for is not there yet, or waits for somebody
├── TakenOver            a background task that is another worker's by now
├── Misconfigured        an installation whose settings cannot be used
└── SpecError            a developer's mistake in a spec or rule, raised at import
"""

from __future__ import annotations

import errno
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yusuan.core.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import Self

    from yusuan.core.outcomes import Outcome


class YusuanError(Exception):
    """Base of every exception this package raises on purpose."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a source, for the person who wrote it: where, what was found, what is allowed."""

    place: str
    field: str
    found: str
    allowed: str

    def __str__(self) -> str:
        where = f"{self.place} “{self.field}”" if self.field else self.place
        found = f"：读到 {self.found}" if self.found else ""
        # What a damaged file holds must not steer the terminal it is shown on.
        return "".join(c if c.isprintable() else "�" for c in f"{where}{found}；应为{self.allowed}")


MOST_FAULTS = 50
_MOST_FAULTS_IN_ALL = 500


class Faults:
    """Faults as they are found: the first of each file (or sheet) are kept, of the others only how many there are.

    A file of two million bad lines is told by its first ones, in as little memory as a file of fifty.
    """

    def __init__(self, found: Iterable[Fault] = ()) -> None:
        self._kept: list[Fault] = []
        self._by_file: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()
        self.extend(found)

    def append(self, fault: Fault) -> None:
        """Keep a fault, or count it."""
        file = _FILE.split(fault.place, maxsplit=1)[0]
        is_kept = self._by_file[file] < MOST_FAULTS and len(self._kept) < _MOST_FAULTS_IN_ALL
        if is_kept:
            self._by_file[file] += 1
            self._kept.append(fault)
        else:
            # Where every fault has a file of its own, files are not told apart.
            self._left_out[file if file in self._by_file else ""] += 1

    def extend(self, found: Iterable[Fault]) -> None:
        """Keep or count several."""
        for fault in found:
            self.append(fault)

    def __iadd__(self, found: Iterable[Fault]) -> Self:
        self.extend(found)
        return self

    def __len__(self) -> int:
        return len(self._kept) + self._left_out.total()

    def has_place(self, place: str) -> bool:
        """Tell whether a fault of this place was kept."""
        return any(fault.place == place for fault in self._kept)

    def __iter__(self) -> Iterator[Fault]:
        """Those kept, and for each file with more than those how many more there are."""
        yield from self._kept
        for file, number in self._left_out.items():
            found = f"还有 {number} 处问题没有列出"
            yield Fault(file or "其余文件", "", found, "没有问题的内容；请先改正已列出的，再重试")


_FILE = pattern(r"[! ]")


_REASONS = {
    errno.ENOENT: "文件或目录不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.EEXIST: "同名文件已经存在",
    errno.ENOTDIR: "上级不是目录",
    errno.EISDIR: "是目录，不是文件",
    errno.ENOTEMPTY: "目录不是空的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EFBIG: "文件超过系统允许的大小",
    errno.ENAMETOOLONG: "文件名过长",
    errno.EBUSY: "文件正被占用",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件过多",
    errno.ENFILE: "打开的文件过多",
    errno.ENOMEM: "内存不足",
    errno.EINTR: "被中断",
    errno.ENXIO: "没有接收的一方",
    errno.EBADF: "没有打开",
    errno.ELOOP: "是链接，不跟到别处去读",
    errno.EOPNOTSUPP: "是设备、管道或套接字，不是文件",
    errno.EADDRINUSE: "已被别的程序占用",
}


# What passes: the next try may find room, files to open, memory, or a disk that answers.
_PASSING = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
        errno.EINTR,
        errno.EAGAIN,
        errno.EIO,
        errno.EBUSY,
        errno.ESTALE,
        errno.ETIMEDOUT,
        errno.ENETDOWN,
        errno.ENETUNREACH,
        errno.EHOSTUNREACH,
    }
)


def passing_fault(error: BaseException) -> OSError | None:
    """The fault of the system behind an exception, where another try may do without it; None for a lasting one."""
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        if isinstance(at, OSError) and at.errno in _PASSING:
            return at
        at = at.__cause__ or at.__context__
    return None


def system_reason(error: OSError) -> str:
    """Say in Chinese why the system would not read or write a file."""
    return _REASONS.get(error.errno or 0, error.strerror or type(error).__name__)


class ReadError(YusuanError):
    """A source that cannot be loaded; `faults` lists what is wrong, not the first thing only.

    Of a file with very many the first are listed, and the last fault says how many more there are.
    """

    def __init__(self, source: str, faults: Iterable[Fault], *, count: int = 0) -> None:
        self.source = source
        self.faults: Sequence[Fault] = tuple(faults)
        # How many were found, those that are not listed among them.
        self.count = len(faults) if isinstance(faults, Faults) else count or len(self.faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class UnsupportedFormat(ReadError):
    """A source of a kind nobody here reads."""


class RecognitionRefused(YusuanError):
    """A readable document whose table, year or money unit would have to be guessed."""


class UnitNotStated(RecognitionRefused):
    """A table of money that does not say whether in 元 or 万元."""


class CatalogError(YusuanError):
    """An unknown code, edition or year. `nearest` offers what it may have meant."""

    def __init__(self, message: str, nearest: Sequence[str] = ()) -> None:
        self.nearest = tuple(nearest)
        hint = f"; nearest {', '.join(self.nearest)}" if self.nearest else ""
        super().__init__(message + hint)


class UnplacedLine(YusuanError):
    """A line no leaf cell of an exhaustive table takes: publishing would lose money."""


class NotPublishable(YusuanError):
    """Error-level findings stand in the way; only a draft may be written."""


class SecretsExposed(NotPublishable):
    """Something classified could be worked out of what would be printed; `outcomes` say what and what to do."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        self.outcomes = tuple(outcomes)
        super().__init__(f"{len(self.outcomes)} classified amounts exposed")


class ReportRefused(YusuanError):
    """A report of a kind this source cannot have, said in Chinese."""


class DoesNotFit(YusuanError):
    """Content a format has no room for, said in Chinese with its place: refused, never cut."""


class OutputRefused(YusuanError):
    """A place where nothing is written; nothing was changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(str(path))


class Occupied(OutputRefused):
    """Files stand there that are not ours, or were changed since we wrote them: only on demand."""

    def __init__(self, path: Path, names: Sequence[str] = ()) -> None:
        super().__init__(path)
        self.names = tuple(names)


class OverSource(OutputRefused):
    """Writing there would replace what is being read."""

    def __init__(self, path: Path, source: Path) -> None:
        super().__init__(path)
        self.source = source


class NotAFile(OutputRefused):
    """A link, device, socket or directory stands where a file would go."""


class InUse(OutputRefused):
    """Another process writes there; `by` is its number where the system tells."""

    def __init__(self, path: Path, by: int | None = None) -> None:
        super().__init__(path)
        self.by = by


class Unfinished(YusuanError):
    """Files half replaced by a process that died, in a directory we may not write to, so cannot finish."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(str(path))


class NotAllowed(YusuanError):
    """The person or the state of the workflow does not permit the action."""


class NotReady(YusuanError):
    """What was asked for is not there yet, said in Chinese."""


class TakenOver(YusuanError):
    """A background task that is not this worker's any more, or is to be left for the next one: nothing went wrong."""


class Misconfigured(YusuanError):
    """Settings of an installation that cannot be used, said in Chinese with what to do."""


class SpecError(YusuanError):
    """A mistake in a spec or a rule, ours, found at import."""
