"""Say in Chinese what the parsers of CSV and TOML say in English, and on which line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from yusuan.core.errors import Fault, Faults
from yusuan.core.patterns import pattern
from yusuan.core.spreadsheets import unguarded
from yusuan.core.toml import LARGEST_TOML, OUT_OF_RANGE, TOO_DEEP, TOO_LARGE

if TYPE_CHECKING:
    import tomllib
    from collections.abc import Iterator

CsvRow = tuple[int, list[str]]
_TOML_PLACE = pattern(r"at line (\d+), column (\d+)")
_TOML_WORDS = {
    "Invalid date": "不存在的日期",
    "Cannot overwrite": "重复的键",
    "Cannot declare": "重复的表",
    "Unterminated": "没有结束的引号或括号",
    "Illegal character": "不能写在这里的字符",
    TOO_DEEP: "嵌套过深",
    OUT_OF_RANGE: "位数或指数过大的数字",
    TOO_LARGE: f"超过 {LARGEST_TOML // 2**20} MB",
}
_TOML_ALLOWED = '合法的 TOML（文字加引号，如 name = "某某局"；日期如 2024-03-15）'


def csv_rows(name: str, text: str, faults: Faults) -> Iterator[CsvRow]:
    """Every row with the line it ends on, as it was before it was guarded against spreadsheets.

    A row that cannot be read is a fault, and the last.
    """
    reader = csv.reader(io.StringIO(text), strict=True)
    line = 0
    try:
        for values in reader:
            line = reader.line_num
            yield line, [unguarded(value) for value in values]
    except csv.Error as error:
        # A quotation mark without partner swallows the rest of the file: what counts is where it began.
        found = "一格的内容过长" if "field limit" in str(error) else "双引号没有配对"
        faults.append(Fault(f"{name} 第{line + 1}行", "", found, "逗号分隔、双引号成对的 CSV"))


def toml_fault(name: str, error: tomllib.TOMLDecodeError) -> Fault:
    """Where a TOML file stops being one."""
    said = str(error)
    place = _TOML_PLACE.search(said)
    found = next((words for start, words in _TOML_WORDS.items() if start in said), "不合写法")
    if place is None:
        return Fault(name, "", found, _TOML_ALLOWED)
    return Fault(f"{name} 第{place[1]}行", "", f"第{place[2]}个字符起{found}", _TOML_ALLOWED)
