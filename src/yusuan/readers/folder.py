"""The dataset folder: plain TOML, CSV and Markdown that a person can read, diff and review."""

from __future__ import annotations

import os
import tomllib
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.dataset import MOST_ROWS, Sheet, SheetRow, files
from yusuan.core.errors import Fault, Faults, ReadError
from yusuan.core.patterns import pattern
from yusuan.core.toml import toml
from yusuan.disk import one_state
from yusuan.readers.inside import Inside
from yusuan.readers.text.plain import csv_rows, toml_fault
from yusuan.readers.toml_file import TomlFile
from yusuan.readers.typed import Headers, Typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.core.places import Places

# What clerks' editors write: UTF-8 with or without mark, or the old Chinese code page.
_ENCODINGS = ("utf-8-sig", "gb18030")


def read_folder(path: Path, places: Places | None = None) -> DepartmentalBudget:
    """Read a dataset folder in one state; raises ReadError naming file, line and field of everything wrong."""
    with one_state(path):
        return Folder(path).read(places)


class Folder:
    """One reading of a dataset folder; collects faults until everything has been looked at."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults = Faults()
        self.inside = Inside(path, self.faults)
        self.rows: dict[str, list[SheetRow]] = {record.name: [] for record in r.RECORDS}
        self.absent: dict[str, frozenset[str]] = {}
        self.broken: set[str] = set()
        self.typed = Typed(self.faults)

    def read(self, places: Places | None = None) -> DepartmentalBudget:
        """Read every file, then load what they say."""
        heads = (files.HEAD, files.CHINESE[files.HEAD])
        if not any(os.path.lexists(self.path / name) for name in heads):
            allowed = "含 department.toml 的数据集目录（可用 yusuan new 新建）"
            raise ReadError(str(self.path), [Fault(str(self.path), "", "", allowed)])
        self._department()
        for name, record in files.TABLES.items():
            self._csv(name, record)
        for name in self._names(files.PROJECTS, ".toml"):
            self._project(name)
        self._objectives()
        for name in self._names(files.NARRATIVE, ".md"):
            self._narrative(name)
        sheets = {
            name: Sheet(record, self.rows[name], self.absent.get(name, frozenset()), is_whole)
            for record in r.RECORDS
            if (is_whole := (name := record.name) not in self.broken) or self.rows[name]
        }
        return self.typed.loaded(str(self.path), sheets, places)

    def _names(self, folder: str, suffix: str) -> list[str]:
        """The files of a folder, by either of its names."""
        both = (folder, files.CHINESE[folder])
        return [name for one in both for name in self.inside.names(one, suffix)]

    def _called(self, file: str) -> str:
        """What a file is called here: its name, or the one people have for it; both at once are a fault."""
        chinese = files.CHINESE.get(file, file)
        if chinese == file or not os.path.lexists(self.path / chinese):
            return file
        if os.path.lexists(self.path / file):
            self.faults.append(Fault(chinese, "", f"与 {file} 重复", "两个文件留一个"))
        return chinese

    def _narrative(self, file: str) -> None:
        text = self._text(file)
        if text is not None:
            name = PurePosixPath(file).stem
            self._add(r.NARRATIVE, {"name": name, "text": text}, lambda _: file)

    def _add(
        self, record: r.Record, written: Mapping[str, str], place: Callable[[str], str]
    ) -> None:
        rows = self.rows[record.name]
        if len(rows) == MOST_ROWS:
            self.faults.append(Fault(place(""), "", "", f"至多 {MOST_ROWS} 行"))
        if len(rows) < MOST_ROWS:
            rows.append(SheetRow(written, place))

    def _text(self, file: str) -> str | None:
        """Decode a file; None where there is none, and (with a fault) where it may not or cannot be read."""
        content = self.inside.content(file)
        if content is None:
            return None
        for encoding in _ENCODINGS:
            try:
                return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
            except UnicodeDecodeError:
                continue
        self.faults.append(Fault(file, "", "无法识别的编码", "UTF-8 或 GBK 文本"))
        return None

    # --- CSV ----------------------------------------------------------------------------------------------

    def _csv(self, name: str, record: r.Record) -> None:
        name = self._called(name)
        said = len(self.faults)
        text = self._text(name)
        if text is None and record is r.LINES and len(self.faults) == said:
            self.faults.append(Fault(name, "", "缺少这个文件", "预算明细，每笔资金一行"))
        if text is None and len(self.faults) > said:
            self.broken.add(record.name)
        if text is not None:
            self._csv_rows(name, record, csv_rows(name, text, self.faults))

    def _csv_rows(self, name: str, record: r.Record, rows: Iterator[tuple[int, list[str]]]) -> None:
        _, header = next(rows, (0, []))
        columns = self._columns(f"{name} 第1行", record, header)
        filled: Counter[int] = Counter()
        for line, values in rows:
            filled.update(n for n in columns.others if n < len(values) and values[n].strip())
            if not any(value.strip() for value in values):
                continue
            if len(values) != len(header) and record.name in self.absent:
                continue
            place = f"{name} 第{line}行"
            if len(values) != len(header):
                found, allowed = f"{len(values)} 列", f"{len(header)} 列（与表头一致）"
                self.faults.append(Fault(place, "", found, allowed))
                continue
            cells = ((column, values[n], place) for n, column in columns.columns.items())
            written = self.typed.row(record, cells)
            self._add(record, written, lambda _, p=place: p)  # type: ignore[misc]
        self.typed.passed_over(columns, filled)

    def _columns(self, place: str, record: r.Record, header: list[str]) -> Headers:
        """The field of every column that holds one; says what is wrong once."""
        headers = self.typed.columns(record, [(place, title) for title in header])
        absent = headers.absent
        # An empty file of anything but lines says that there is none.
        if absent and (header or record is r.LINES):
            self.absent[record.name] = frozenset(absent)
            if not headers.is_doubted:
                labels = "、".join(f"{label}（{name}）" for name, label in absent.items())
                found = f"表头缺少 {labels}{headers.unknown}"
                self.faults.append(Fault(place, "", found, "原有的表头，以逗号分隔"))
        return headers

    # --- TOML ---------------------------------------------------------------------------------------------

    def _toml(self, file: str) -> TomlFile | None:
        file = self._called(file)
        text = self._text(file)
        if text is None:
            return None
        try:
            content = toml(text)
        except tomllib.TOMLDecodeError as error:
            self.faults.append(toml_fault(file, error))
            return None
        return TomlFile(file, text, content, self.typed)

    def _department(self) -> None:
        toml = self._toml(files.HEAD)
        if toml is None:
            self.broken |= {"department", "units"}
            return
        units = toml.tables("units", self.faults)
        head = {k: v for k, v in toml.content.items() if k not in {"units", "sign_offs"}}
        sign_offs = toml.content.get("sign_offs", {})
        if not isinstance(sign_offs, dict):
            self.faults.append(Fault(toml.name, "sign_offs", str(sign_offs), "[sign_offs] 表"))
            sign_offs = {}
        written = toml.written(r.DEPARTMENT, head | sign_offs, self.faults)
        self._add(r.DEPARTMENT, written, toml.place())
        year = _YEAR.search(written.get("fiscal_year", ""))
        self.typed.year = int(year[0]) if year else 0
        for n, unit in enumerate(units):
            self._add(r.UNITS, toml.written(r.UNITS, unit, self.faults), toml.place("units", n))

    def _project(self, file: str) -> None:
        toml = self._toml(file)
        if toml is None:
            self.broken.add("projects")
            return
        children = (
            ("costing", r.COSTING),
            ("objectives", r.PROJECT_OBJECTIVES),
            ("indicators", r.INDICATORS),
        )
        named = {name for name, _ in children}
        own = {k: v for k, v in toml.content.items() if k not in named | {"payment_plan"}}
        plan = toml.content.get("payment_plan", {})
        if not isinstance(plan, dict):
            self.faults.append(Fault(toml.name, "payment_plan", str(plan), "{ march = …, … }"))
            plan = {}
        written_ = toml.written(r.PROJECTS, own | plan, self.faults)
        self._add(r.PROJECTS, written_, toml.place())
        code = written_.get("code", "")
        for name, record in children:
            for n, child in enumerate(toml.tables(name, self.faults)):
                written = toml.written(record, child, self.faults) | {"project": code}
                self._add(record, written, toml.place(name, n))

    def _objectives(self) -> None:
        toml = self._toml(files.OBJECTIVES)
        if toml is None:
            return
        if self.rows["department"]:
            head = self.rows["department"][0]
            overall = {"overall_objective": str(toml.content.get("overall", ""))}
            self.rows["department"] = [SheetRow({**head.written, **overall}, head.place)]
        number = 0
        for group in toml.tables("groups", self.faults):
            for objective in toml.tables("objectives", self.faults, group):
                number += 1
                place = toml.place("groups.objectives", number - 1)
                own = {k: v for k, v in objective.items() if k != "indicators"}
                about = {k: group.get(k, group.get(word, "")) for k, word in _GROUP.items()}
                written = toml.written(r.OBJECTIVES, own, self.faults) | {
                    "number": str(number),
                    "group": str(about["title"]),
                    "responsible": str(about["responsible"]),
                }
                self._add(r.OBJECTIVES, written, place)
                for indicator in toml.tables("indicators", self.faults, objective):
                    own = toml.written(r.OBJECTIVE_INDICATORS, indicator, self.faults)
                    kept = own | {"objective": str(number)}
                    self._add(r.OBJECTIVE_INDICATORS, kept, place)


_YEAR = pattern(r"\d{4}")
_GROUP = {"title": "工作领域", "responsible": "责任科室"}
