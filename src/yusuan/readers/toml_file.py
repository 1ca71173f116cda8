"""A TOML file of a dataset folder that still knows on which line each field stands."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from yusuan.core import records as r
from yusuan.core.errors import Fault, Faults
from yusuan.core.patterns import pattern
from yusuan.readers.typed import Column, Typed, label_of, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

# A key at the beginning of a line, or inside `{ a = 1, b = 2 }`.
_GIVEN = pattern(r"""(?:^|[{,])\s*(?:"([^"\n]*)"|([\w-]+))\s*=""")
# The tables of a file in Chinese, as people may also call them.
_TABLES = {
    r.UNITS.label: "units",
    "审签": "sign_offs",
    "支出计划": "payment_plan",
    "测算": "costing",
    r.COSTING.label: "costing",
    "绩效目标": "objectives",
    r.PROJECT_OBJECTIVES.label: "objectives",
    "绩效指标": "indicators",
    r.INDICATORS.label: "indicators",
    "工作领域": "groups",
    "总体绩效目标": "overall",
}


class TomlFile:
    """A parsed TOML file that still knows on which line a key stands."""

    def __init__(self, name: str, text: str, content: dict[str, Any], typed: Typed) -> None:
        self.name = name
        self.content = _in_english(content)
        self.typed = typed
        # How the author called a field, where it was not by its identifier.
        self._called: dict[str, str] = {}
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
                head = bare.removeprefix("[[").removesuffix("]]").replace('"', "")
                parts = (_TABLES.get(part.strip(), part.strip()) for part in head.split("."))
                self._heads[".".join(parts)].append(number)
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

    def written(
        self, record: r.Record, values: Mapping[str, Any], faults: Faults
    ) -> dict[str, str]:
        """Every value as the text it is written with, by its field; a nested table is a fault."""
        written: dict[str, str] = {}
        for called, value in values.items():
            field = record.field(called) or words_of(record).get(label_of(called).word)
            key = called if field is None else field.name
            if key != called:
                self._called[key] = called
                if key in values:
                    faults.append(Fault(self.name, called, f"与 {key} 重复", "每项一次"))
            if isinstance(value, dict) or (isinstance(value, list) and not _all_text(value)):
                faults.append(Fault(self.name, key, str(value)[:60], "单个值"))
            elif isinstance(value, bool):
                written[key] = "是" if value else "否"
            elif isinstance(value, list):
                written[key] = "、".join(value)
            else:
                text = format(value, "f") if isinstance(value, Decimal) else str(value)
                if field is None:
                    written[key] = text
                else:
                    place = f"{self.name} 第{self._line('', 0, key)}行"
                    typed = self.typed.written(record, Column(field), text, place)
                    written |= {k: v for k, v in typed.items() if not written.get(k)}
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
        lines = self._keys.get(key) or self._keys.get(self._called.get(key, key), [])
        at = bisect_right(lines, start)
        return lines[at] if at < len(lines) and lines[at] <= end else max(start, 1)


def _in_english(content: dict[str, Any]) -> dict[str, Any]:
    """The tables of a file by their identifiers, also within its tables."""

    def named(value: object) -> Any:  # noqa: ANN401  whatever TOML holds
        if isinstance(value, dict):
            return {_table(key, inner): named(inner) for key, inner in value.items()}
        return [named(one) for one in value] if isinstance(value, list) else value

    return {_table(key, value): named(value) for key, value in content.items()}


def _table(key: str, value: object) -> str:
    """The identifier of a table; a field of the same name holds text and keeps it."""
    is_table = isinstance(value, list | dict) or key == r.DEPARTMENT.fields[-1].label
    return _TABLES.get(key, key) if is_table else key


def _all_text(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str) for value in values)
