"""The dataset folder: plain TOML, CSV and Markdown that a person can read, diff and review."""

from __future__ import annotations

import os
import tomllib
from bisect import bisect_right
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from yusuan.catalog.meant import meant
from yusuan.core import records as r
from yusuan.core.dataset import MOST_ROWS, Sheet, SheetRow, load
from yusuan.core.errors import Fault, Faults, ReadError
from yusuan.core.patterns import pattern
from yusuan.core.toml import toml
from yusuan.disk import one_state
from yusuan.editions import unknown
from yusuan.editions.stated import named
from yusuan.readers.inside import Inside
from yusuan.readers.text.plain import csv_rows, toml_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from yusuan.core.budget import DepartmentalBudget
    from yusuan.core.places import Places

# What clerks' editors write: UTF-8 with or without mark, or the old Chinese code page.
_ENCODINGS = ("utf-8-sig", "gb18030")
# A key at the beginning of a line, or inside `{ a = 1, b = 2 }`.
_GIVEN = pattern(r"""(?:^|[{,])\s*(?:"([^"\n]*)"|([\w-]+))\s*=""")
_CSV = {
    "lines.csv": r.LINES,
    "procurement.csv": r.PROCUREMENT,
    "assets.csv": r.ASSETS,
    "approved.csv": r.APPROVED,
    "prior_year.csv": r.PRIOR_YEAR,
}


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

    def read(self, places: Places | None = None) -> DepartmentalBudget:
        """Read every file, then load what they say."""
        if not os.path.lexists(self.path / "department.toml"):
            allowed = "含 department.toml 的数据集目录（可用 yusuan new 新建）"
            raise ReadError(str(self.path), [Fault(str(self.path), "", "", allowed)])
        self._department()
        for name, record in _CSV.items():
            self._csv(name, record)
        for name in self.inside.names("projects", ".toml"):
            self._project(name)
        self._objectives()
        for name in self.inside.names("narrative", ".md"):
            self._narrative(name)
        sheets = {
            name: Sheet(record, self.rows[name], self.absent.get(name, frozenset()), is_whole)
            for record in r.RECORDS
            if (is_whole := (name := record.name) not in self.broken) or self.rows[name]
        }
        return load(str(self.path), sheets, self.faults, unknown, named, meant, places)

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
        known = self._columns(f"{name} 第1行", record, [title.strip() for title in header])
        for line, values in rows:
            if not any(value.strip() for value in values):
                continue
            if len(values) != len(known) and record.name in self.absent:
                continue
            if len(values) != len(known):
                found, allowed = f"{len(values)} 列", f"{len(known)} 列（与表头一致）"
                self.faults.append(Fault(f"{name} 第{line}行", "", found, allowed))
                continue
            place = f"{name} 第{line}行"
            written = {name: value for name, value in zip(known, values, strict=True) if name}
            self._add(record, written, lambda _, p=place: p)  # type: ignore[misc]

    def _columns(self, place: str, record: r.Record, header: list[str]) -> list[str]:
        """The field of every column, empty for a column nobody knows; says what is wrong once."""
        fields = [record.field(title) for title in header]
        known = [field.name if field else "" for field in fields]
        allowed = "、".join(field.name for field in record.fields)
        for title, name in zip(header, known, strict=True):
            if not name:
                self.faults.append(Fault(place, "", f"未知的列“{title[:60]}”", allowed))
        for name in sorted(name for name, times in Counter(known).items() if name and times > 1):
            self.faults.append(Fault(place, name, "重复的列", "每列一次"))
        required = {field.name: field.label for field in record.fields if field.is_required}
        absent = [name for name in required if name not in known]
        # An empty file of anything but lines says that there is none.
        if absent and (header or record is r.LINES):
            labels = "、".join(f"{name}（{required[name]}）" for name in absent)
            self.faults.append(Fault(place, "", f"表头缺少 {labels}", "原有的表头，以逗号分隔"))
            self.absent[record.name] = frozenset(absent)
        return known

    # --- TOML ---------------------------------------------------------------------------------------------

    def _toml(self, file: str) -> TomlFile | None:
        text = self._text(file)
        if text is None:
            return None
        try:
            content = toml(text)
        except tomllib.TOMLDecodeError as error:
            self.faults.append(toml_fault(file, error))
            return None
        return TomlFile(file, text, content)

    def _department(self) -> None:
        toml = self._toml("department.toml")
        if toml is None:
            self.broken |= {"department", "units"}
            return
        units = toml.tables("units", self.faults)
        head = {k: v for k, v in toml.content.items() if k not in {"units", "sign_offs"}}
        sign_offs = toml.content.get("sign_offs", {})
        if not isinstance(sign_offs, dict):
            self.faults.append(Fault(toml.name, "sign_offs", str(sign_offs), "[sign_offs] 表"))
            sign_offs = {}
        self._add(r.DEPARTMENT, toml.written(head | sign_offs, self.faults), toml.place())
        for n, unit in enumerate(units):
            self._add(r.UNITS, toml.written(unit, self.faults), toml.place("units", n))

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
        self._add(r.PROJECTS, toml.written(own | plan, self.faults), toml.place())
        code = str(own.get("code", ""))
        for name, record in children:
            for n, child in enumerate(toml.tables(name, self.faults)):
                written = toml.written(child, self.faults) | {"project": code}
                self._add(record, written, toml.place(name, n))

    def _objectives(self) -> None:
        toml = self._toml("objectives.toml")
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
                about = {k: v for k, v in group.items() if k in {"title", "responsible"}}
                written = toml.written(own, self.faults) | {
                    "number": str(number),
                    "group": str(about.get("title", "")),
                    "responsible": str(about.get("responsible", "")),
                }
                self._add(r.OBJECTIVES, written, place)
                for indicator in toml.tables("indicators", self.faults, objective):
                    kept = toml.written(indicator, self.faults) | {"objective": str(number)}
                    self._add(r.OBJECTIVE_INDICATORS, kept, place)


class TomlFile:
    """A parsed TOML file that still knows on which line a key stands."""

    def __init__(self, name: str, text: str, content: dict[str, Any]) -> None:
        self.name = name
        self.content = content
        # Counted from 1: where each key is given a value, and where the tables of each array begin. Looked up
        # for every fault, so found once.
        self._keys: dict[str, list[int]] = defaultdict(list)
        self._heads: dict[str, list[int]] = defaultdict(list)
        self._any_head: list[int] = []
        lines = text.split("\n")
        self._end = len(lines)
        for number, line in enumerate(lines, start=1):
            if (bare := line.strip()).startswith("[["):
                self._any_head.append(number)
                self._heads[bare.removeprefix("[[").removesuffix("]]")].append(number)
            for match in _GIVEN.finditer(line):
                self._keys[match[1] or match[2]].append(number)

    def tables(
        self, key: str, faults: Faults, within: Mapping[str, Any] | None = None
    ) -> Iterator[dict[str, Any]]:
        """The tables of an array; anything else under the key is a fault."""
        found = (self.content if within is None else within).get(key, [])
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            faults.append(Fault(self.name, key, str(found)[:60], f"[[{key}]] 表"))
            return
        yield from found

    def written(self, values: Mapping[str, Any], faults: Faults) -> dict[str, str]:
        """Every value as the text it is written with; a nested table is a fault."""
        written = {}
        for key, value in values.items():
            if isinstance(value, dict) or (isinstance(value, list) and not _all_text(value)):
                faults.append(Fault(self.name, key, str(value)[:60], "单个值"))
            elif isinstance(value, bool):
                written[key] = "是" if value else "否"
            elif isinstance(value, list):
                written[key] = "、".join(value)
            else:
                written[key] = format(value, "f") if isinstance(value, Decimal) else str(value)
        return written

    def place(self, table: str = "", number: int = 0) -> Callable[[str], str]:
        """Name the line of a key: of the file's head, or of the n-th table of an array."""
        return lambda key: f"{self.name} 第{self._line(table, number, key)}行"

    def _line(self, table: str, number: int, key: str) -> int:
        start, end = 0, self._end
        if table:
            heads = self._heads.get(table, [])
            start = heads[number] if number < len(heads) else 0
            after = bisect_right(self._any_head, start)
            end = self._any_head[after] if after < len(self._any_head) else end
        lines = self._keys.get(key, [])
        at = bisect_right(lines, start)
        return lines[at] if at < len(lines) and lines[at] <= end else max(start, 1)


def _all_text(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str) for value in values)
