"""`yusuan cells`: every printed figure, tidy; the stable contract other programs run on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yusuan.cli.command import command as _command
from yusuan.cli.command import force_option, format_option, output_option, source_argument
from yusuan.cli.failures import Refusal
from yusuan.cli.screen import deliver
from yusuan.cli.told import opened, told_options
from yusuan.core.spreadsheets import in_csv
from yusuan.reports.lines import clean, in_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from yusuan.recognition.told import Told

    Figure = tuple[str, ...]

_HELP = """列出公开表中的每一个数，一行一个

各列：table 表，row 行（科目编码、合计或去掉序号的行名），label 印出的行名，
column 列（表头路径，分栏的表先写栏名），amount 金额（元，两位小数），
printed 印出的数，unit 印出的单位。空白格不列。
amount 是印出的数折成的元，与 printed 总是一致。
输出为 UTF-8、不带 BOM，换行符为 \\n。csv 的文字如以 = + - @ 开头而又不是数，前面加 '。"""
_EXAMPLES = """yusuan cells 我的部门
yusuan cells 我的部门 --format json
yusuan cells 我的部门 --format parquet -o cells.parquet"""


@_command(_HELP, _EXAMPLES)
@source_argument
@format_option("csv", "json", "parquet")
@output_option
@force_option
@told_options
def command(source: Path, form: str, output: Path | None, told: Told, *, is_forced: bool) -> None:
    """List the printed figures of a source."""
    import sys

    if form == "parquet" and output is None and sys.stdout.isatty():
        raise Refusal("parquet 不能显示在终端，请用 -o 指定文件")
    from yusuan.writers.opendata import cell_rows

    content = _WRITERS[form](list(cell_rows(opened(source, told).printed)))
    deliver(content, output, sources=[source], is_forced=is_forced)


def _as_csv(figures: Sequence[Figure]) -> bytes:
    from yusuan.writers.opendata import CELL_COLUMNS

    return clean(in_csv([CELL_COLUMNS, *figures])).encode()


def _as_json(figures: Sequence[Figure]) -> bytes:
    from yusuan.writers.opendata import CELL_COLUMNS

    return in_json([dict(zip(CELL_COLUMNS, figure, strict=True)) for figure in figures])


def _as_parquet(figures: Sequence[Figure]) -> bytes:
    import tempfile
    from pathlib import Path

    import duckdb

    from yusuan.writers.opendata import CELL_COLUMNS

    kinds = dict.fromkeys(CELL_COLUMNS, "VARCHAR") | {"amount": "DECIMAL(18, 2)"}
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        written = Path(folder) / "cells.parquet"
        shape = ", ".join(f'"{name}" {kind}' for name, kind in kinds.items())
        connection.execute(f"CREATE TABLE cells ({shape})")
        places = ", ".join("unnest(?)" for _ in kinds)
        values = [list(column) for column in zip(*figures, strict=True)] or [[] for _ in kinds]
        connection.execute(f"INSERT INTO cells SELECT {places}", values)
        connection.table("cells").write_parquet(str(written), compression="zstd")
        return written.read_bytes()


_WRITERS = {"csv": _as_csv, "json": _as_json, "parquet": _as_parquet}
