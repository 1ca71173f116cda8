"""Read an uploaded workbook in a process of its own that may use so much memory and time; the page never opens it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from yusuan.batch.pool import CannotStart, Died, Pool, Standing, TimedOut
from yusuan.core.errors import NotReady, ReadError
from yusuan.core.limits import Limits

MOST_BYTES = 20 << 20
_SECONDS, _MEMORY = 60, 1 << 30
_SUFFIXES = frozenset({".xlsx", ".zip"})


@dataclass(frozen=True, slots=True)
class Read:
    """The rows of a file by unit ("" is the department's own), or what is wrong with it by sheet and cell."""

    rows: dict[str, list[tuple[str, dict[str, str]]]]
    faults: list[dict[str, str]]


@dataclass(frozen=True)
class ReadFile:
    """The task: told where the file lies and where it may unpack."""

    path: Path
    folder: Path

    def __call__(self) -> dict[str, Any]:
        """Rows by unit."""
        from yusuan.pipeline import read
        from yusuan.readers.dataset_zip import unpacked_dataset
        from yusuan.web.budgets.typed import typed_rows

        source = unpacked_dataset(self.path, self.folder / "dataset") or self.path
        budget = read(source)
        return {"rows": {unit or "": rows for unit, rows in typed_rows(budget).items()}}


def perform(task: ReadFile) -> bytes:
    """Do the task; whatever is wrong with the file is in the answer, in words."""
    from yusuan.web.desk.refusals import refusal

    try:
        answer = task()
    except ReadError as error:
        faults = [
            {"place": f.place, "field": f.field, "found": f.found, "allowed": f.allowed}
            for f in error.faults
        ]
        answer = {"faults": faults}
    except ImportError:
        # Nothing of ours is missing: there was no memory left to load it.
        answer = {"refused": refusal(MemoryError())}
    except Exception as error:  # noqa: BLE001  a file must not end the page
        answer = {"refused": refusal(error)}
    return json.dumps(answer, ensure_ascii=False).encode()


# It stays for the next file: starting it takes longer than reading.
READER = Standing(Pool(perform, 1, Limits(seconds=_SECONDS, memory=_MEMORY, waiting=2 * _SECONDS)))


def require_readable(size: int, name: str) -> None:
    """Raise NotReady for a file that is too large, or of another kind."""
    if size > MOST_BYTES:
        raise NotReady(f"文件超过 {MOST_BYTES >> 20} MB，请拆分后再导入")
    if not any(name.lower().endswith(suffix) for suffix in _SUFFIXES):
        raise NotReady("只能导入 .xlsx 工作簿或 .zip 数据集")
    if size == 0:
        raise NotReady("文件是空的")


def read_file(content: bytes, name: str) -> Read:
    """Read a file that was sent; raises NotReady for one that cannot be read within its limits."""
    with TemporaryDirectory(prefix="yusuan-import-") as folder:
        path = Path(folder) / f"upload{Path(name).suffix.lower()}"
        path.write_bytes(content)
        return _read(path, Path(folder))


def _read(path: Path, folder: Path) -> Read:
    try:
        answer = READER.ask(ReadFile(path, folder))
    except CannotStart as error:
        raise NotReady("现在不能读取文件，请稍后再试") from error
    if isinstance(answer, (TimedOut, Died)):
        raise NotReady("这个文件读取时超出时间或内存上限，没有导入任何内容")
    said = json.loads(answer)
    if "refused" in said:
        raise NotReady(_in_words(said["refused"]))
    rows = {
        unit: [(record, values) for record, values in typed]
        for unit, typed in said.get("rows", {}).items()
    }
    return Read(rows, said.get("faults", []))


def _in_words(refused: dict[str, Any]) -> str:
    return "；".join(
        str(part)
        for part in (refused.get("title"), refused.get("detail"), refused.get("advice"))
        if part
    )
