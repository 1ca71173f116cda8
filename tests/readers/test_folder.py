"""A dataset folder says what is wrong where it is wrong, once, and in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from yusuan.core.errors import ReadError
from yusuan.readers.folder import read_folder
from yusuan.writers.folder import write_folder
from yusuan.writers.workbook.example import example_department

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = {name: content.decode() for name, content in write_folder(example_department()).items()}
HEADER = FOLDER["lines.csv"].split("\n")[0]
PROJECT = next(name for name in FOLDER if name.startswith("projects/"))
# File, what stands in it, what stands there instead, and all that is said about it.
CASES = {
    "broken TOML": ("department.toml", 'name = "', "name = ", ["department.toml 第1行"]),
    "no such day": ("department.toml", "2026-03-15", "2026-02-30", ["department.toml 第8行"]),
    "unknown edition": ("department.toml", '"hebei"', '"河北"', ["department.toml 第6行 “版式”"]),
    "year before the catalogue": ("department.toml", "2026\n", "1999\n", ["第7行 “预算年度”"]),
    "no unit": ("department.toml", "[[units]]", "[[unit]]", ["unit", "预算单位"]),
    "broken project": (PROJECT, 'code = "', "code = ", [f"{PROJECT} 第1行"]),
    "empty lines": ("lines.csv", FOLDER["lines.csv"], "", ["lines.csv 第1行"]),
    "a column without name": ("lines.csv", ",amount", ",money", ["第1行", "第1行"]),
    "other separator": ("lines.csv", HEADER, HEADER.replace(",", ";"), ["第1行"] * 2),
    "open quotation": ("lines.csv", "基本支出", '"基本支出', ["lines.csv 第2行"]),
    "control character": ("lines.csv", "基本支出", "基本\x1b支出", ["lines.csv 第2行"]),
}


def faults(path: Path) -> list[str]:
    with pytest.raises(ReadError) as raised:
        read_folder(path)
    return [str(fault) for fault in raised.value.faults]


def put(path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_fault_is_said_once_with_its_line(
    tmp_path: Path, case: tuple[str, str, str, list[str]]
) -> None:
    name, old, new, places = case
    assert old in FOLDER[name]
    put(tmp_path, FOLDER | {name: FOLDER[name].replace(old, new, 1)})
    said = faults(tmp_path)
    assert len(said) == len(places), said
    assert all(place in one for place, one in zip(places, said, strict=True))
    assert all(one.isprintable() for one in said)


def test_a_folder_without_lines_says_so(tmp_path: Path) -> None:
    put(tmp_path, {name: text for name, text in FOLDER.items() if name != "lines.csv"})
    assert faults(tmp_path) == ["lines.csv：读到 缺少这个文件；应为预算明细，每笔资金一行"]
