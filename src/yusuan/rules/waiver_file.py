"""Waivers as a TOML file: `[[waiver]]` entries; everything wrong with it is said at once, entry by entry.

An entry on one finding (`finding`, the id a report prints) may leave out when it ends, and `confirmed` its reason.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tomllib
from typing import TYPE_CHECKING, Any

from yusuan.core.errors import Fault, Faults, ReadError
from yusuan.core.patterns import pattern
from yusuan.core.toml import toml
from yusuan.rules.waivers import Verdict, Waiver, Waivers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HEADER = pattern(r"^\s*\[\[\s*(?:waiver|\"waiver\"|'waiver')\s*\]\]", re.MULTILINE)
_AT_LINE = pattern(r"at line (\d+)")
_REQUIRED = ("rule", "reason", "verdict", "approver", "expires", "year")
_OPTIONAL = ("source", "table", "row", "column", "finding")
_YEARS = range(2000, 2101)
_VERDICTS = "、".join(verdict.value for verdict in Verdict)
_ENTRIES = "一条或多条 [[waiver]]，每条写明 " + "、".join(_REQUIRED)
_DATE = "日期，如 2027-03-31"


def read_waivers(content: bytes, source: str) -> Waivers:
    """Read the bytes of a waiver file; raises ReadError with a fault for everything wrong in it."""
    try:
        text = content.decode("utf-8-sig")
        written = toml(text)
    except UnicodeDecodeError as error:
        raise ReadError(source, [Fault(source, "", "不是 UTF-8 文本", "UTF-8 编码")]) from error
    except tomllib.TOMLDecodeError as error:
        line = _AT_LINE.search(str(error))
        place = f"{source} 第{line[1]}行" if line else source
        raise ReadError(source, [Fault(place, "", "不合 TOML 写法", _ENTRIES)]) from error
    entries = written.get("waiver", [])
    if not isinstance(entries, list) or set(written) - {"waiver"}:
        odd = "、".join(sorted(set(written) - {"waiver"}))[:100] or "waiver 不是列表"
        raise ReadError(source, [Fault(source, "", odd, _ENTRIES)])
    lines = [text.count("\n", 0, found.end()) + 1 for found in _HEADER.finditer(text)]
    faults = Faults()
    waivers = []
    for number, entry in enumerate(entries, start=1):
        # Entries written in one line have no headers to count.
        at = f" 第{lines[number - 1]}行" if len(lines) == len(entries) else ""
        place = f"{source}{at}（第{number}条）"
        wrong = list(_faults(entry, place))
        faults += wrong
        if not wrong:
            waivers.append(_waiver(entry, number))
    if faults:
        raise ReadError(source, faults)
    return Waivers(source, tuple(waivers), hashlib.sha256(content).hexdigest())


def _waiver(entry: dict[str, Any], number: int) -> Waiver:
    """An entry without faults as a value."""
    return Waiver(
        number=number,
        rule=entry["rule"].strip(),
        reason=entry.get("reason", "").strip(),
        verdict=Verdict(entry["verdict"]),
        approver=entry["approver"].strip(),
        expires=_day(entry.get("expires")),
        year=entry["year"],
        **{name: entry[name].strip() for name in _OPTIONAL if name in entry},
    )


def _faults(entry: object, place: str) -> Iterator[Fault]:
    if not isinstance(entry, dict):
        yield Fault(place, "", _found(entry), _ENTRIES)
        return
    for name in entry:
        if name not in _CHECKS:
            yield Fault(place, str(name), "没有这一项", "、".join(_CHECKS))
    for name, (is_right, allowed) in _CHECKS.items():
        if name not in entry:
            if name in _REQUIRED and not _may_lack(entry, name):
                yield Fault(place, name, "没有写", f"{allowed}，请补上这一项")
        elif not is_right(entry[name]):
            yield Fault(place, name, _found(entry[name]), f"{allowed}，请改正")


def _may_lack(entry: dict[str, Any], name: str) -> bool:
    """Tell whether this entry needs no such part: what holds for one finding ends with the finding."""
    if name == "expires":
        return "finding" in entry and entry.get("verdict") != Verdict.ACCEPTED.value
    return name == "reason" and entry.get("verdict") == Verdict.CONFIRMED.value


def _found(value: object) -> str:
    """What was read, short enough to show."""
    return f"“{str(value)[:40]}”"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _is_verdict(value: object) -> bool:
    return value in {verdict.value for verdict in Verdict} if isinstance(value, str) else False


def _is_year(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in _YEARS


def _day(value: object) -> dt.date | None:
    """A date as TOML or as text has it; None for anything else."""
    if isinstance(value, dt.datetime):
        return None
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


_CHECKS: dict[str, tuple[Callable[[object], bool], str]] = {
    "rule": (_is_text, "规则的名称，如报告“依据”一栏括号里所写"),
    "source": (_is_text, "部门名称、文件名，或带 * 的样式"),
    "table": (_is_text, "表的名称"),
    "row": (_is_text, "行的编码或名称"),
    "column": (_is_text, "栏目的名称"),
    "finding": (_is_text, "问题的编号，如报告所印"),
    "reason": (_is_text, "豁免的理由"),
    "verdict": (_is_verdict, _VERDICTS),
    "approver": (_is_text, "批准人的姓名"),
    "expires": (lambda value: _day(value) is not None, _DATE),
    "year": (_is_year, f"{_YEARS[0]}–{_YEARS[-1]} 的年度，如 2026"),
}
