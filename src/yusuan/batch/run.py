"""One run of a batch: what is done already is kept, the rest is checked, every answer is remembered at once."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import yusuan
from yusuan.batch.pool import Died, Pool, TimedOut
from yusuan.batch.record import Record, State
from yusuan.batch.sources import content_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from yusuan.batch.journal import Journal
    from yusuan.batch.sources import Source
    from yusuan.core.limits import Limits


@dataclass(frozen=True)
class Batch:
    """Documents, the work on each (a record as a line), and how much of the machine it may take."""

    sources: Sequence[Source]
    work: Callable[[Source], bytes]
    jobs: int
    limits: Limits
    fingerprint: str

    def to_do(self, journal: Journal, directory: Path) -> list[Source]:
        """The documents whose result is not known: new, changed, given up, or with a report missing."""
        return [s for s in self.sources if not self._is_done(s, journal, directory)]

    def _is_done(self, source: Source, journal: Journal, directory: Path) -> bool:
        if source.name not in journal:
            return False
        record = journal[source.name]
        if not record.state.is_final or record.fingerprint != self.fingerprint:
            return False
        try:
            is_same = content_digest(source.path) == record.digest
        except OSError:
            return False
        return is_same and all((directory / name).is_file() for name in record.reports.values())

    def records(self, sources: Sequence[Source]) -> Iterator[Record]:
        """Check documents; a record each, in the order they are ready."""
        pool: Pool[Source] = Pool(self.work, max(1, min(self.jobs, len(sources))), self.limits)
        with closing(pool.run(sources)) as answers:
            for source, answer in answers:
                if isinstance(answer, bytes):
                    yield Record.of_line(answer)
                else:
                    yield self._lost(source, answer)

    def _lost(self, source: Source, answer: TimedOut | Died) -> Record:
        """The row of a document that nobody gave an answer for."""
        if isinstance(answer, TimedOut):
            state, reason = State.TIMED_OUT, f"处理器用时超过 {self.limits.seconds} 秒，已停止"
        else:
            state, reason = State.CRASHED, f"处理它的进程两次中止（{answer.how}）"
        return Record(source.name, state, fingerprint=self.fingerprint, reason=reason)


def in_order(sources: Sequence[Source], records: Iterator[Record]) -> Iterator[Record]:
    """Records in the order of the sources, each as soon as it and all before it are there."""
    early: dict[str, Record] = {}
    for source in sources:
        while source.name not in early:
            record = next(records)
            early[record.name] = record
        yield early.pop(source.name)


# --- what a result rests on besides the document -----------------------------------------------------------

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
