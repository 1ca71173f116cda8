"""What each field allows but the records together cannot mean."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.core.budget import MASK
from yusuan.core.dataset.assemble import BY_PROJECT, line_of, own
from yusuan.core.dataset.sheets import label_of
from yusuan.core.errors import Fault
from yusuan.core.transfers import Transfer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from yusuan.core.dataset.allowed import Allowed
    from yusuan.core.dataset.sheets import Parsed


def contradictions(
    parsed: Parsed,
    unread: Collection[str],
    allowed: Allowed,
) -> Iterator[Fault]:
    """What each field allows but the records together cannot mean."""
    yield from _repeated(parsed, "department", "", "只有一行部门信息")
    for name in ("units", "projects"):
        yield from _repeated(parsed, name, "code", "不重复的编码")
    yield from _repeated(parsed, "objectives", "number", "不重复的序号")
    yield from _repeated(parsed, "narrative", "name", "不重复的说明项")
    yield from _repeated(parsed, "assets", "category", "不重复的资产类别")
    yield from _repeated(parsed, "approved", ("unit", "measure"), "每个单位的每个批复项一行")
    units = {values["code"] for values, _ in parsed["units"]}
    projects = {values["code"] for values, _ in parsed["projects"]}
    objectives = {values["number"] for values, _ in parsed["objectives"]}
    references = [
        ("lines", "unit", "units", units, "预算单位表中已有的单位编码"),
        ("lines", "project", "projects", projects, "项目表中已有的项目编码"),
        ("projects", "unit", "units", units, "预算单位表中已有的单位编码"),
        ("approved", "unit", "units", units, "预算单位表中已有的单位编码；全部门的留空"),
        ("transfers", "payer", "units", units, "预算单位表中已有的单位编码"),
        ("transfers", "receiver", "units", units, "预算单位表中已有的单位编码"),
        *((n, "project", "projects", projects, "项目表中已有的项目编码") for n in BY_PROJECT),
        (
            "objective_indicators",
            "objective",
            "objectives",
            objectives,
            "部门绩效目标表中已有的序号",
        ),
    ]
    for sheet, field, there, known, takes in references:
        if there in unread:
            # Which codes it holds is not known.
            continue
        for values, row in parsed[sheet]:
            # Merged lines of a public view stand under the mask instead of a unit and a project.
            if values[field] not in {None, MASK} and values[field] not in known:
                yield Fault(row.place(field), label_of(sheet, field), f"“{values[field]}”", takes)
    yield from _of_lines(parsed, allowed)
    yield from _of_transfers(parsed)


def _of_lines(parsed: Parsed, allowed: Allowed) -> Iterator[Fault]:
    """Fields of a line that cannot be true beside each other."""
    for values, row in parsed["lines"]:
        # A field that is missing or could not be read has been said already.
        is_read = all(values[name] is not None for name in _LINE_FIELDS)
        if is_read and (values["economic"] is not None or not row.written.get("economic")):
            for name, takes in line_of(own(values)).contradictions():
                written, field_ = row.written.get(name, "").strip(), r.LINES.field(name)
                words = takes if field_ is None else allowed.of(field_, row.written, takes)
                shown = f"“{written}”" if written else "空白"
                yield Fault(row.place(name), label_of("lines", name), shown, words)


def _of_transfers(parsed: Parsed) -> Iterator[Fault]:
    """The same of a transfer."""
    for values, row in parsed["transfers"]:
        if all(values[name] is not None for name in _TRANSFER_FIELDS):
            for name, takes in Transfer(**{**values, "note": ""}).contradictions():
                shown = f"“{row.written.get(name, '').strip()}”"
                yield Fault(row.place(name), label_of("transfers", name), shown, takes)


_TRANSFER_FIELDS = ("payer", "receiver", "nature", "source", "amount")
_LINE_FIELDS = ("unit", "fund", "source", "origin", "function", "nature", "amount")


def _repeated(
    parsed: Parsed,
    sheet: str,
    key: str | tuple[str, str],
    allowed: str,
) -> Iterator[Fault]:
    """Records of one key; of two fields the second must be there, and tells where."""
    within, field = key if isinstance(key, tuple) else ("", key)
    label = label_of(sheet, field) if field else ""
    seen: Counter[object] = Counter()
    for values, row in parsed[sheet]:
        value = values[field] if field else ""
        seen[values.get(within), value] += 1
        if value is not None and seen[values.get(within), value] == 2:  # noqa: PLR2004  said once, at the second
            shown = getattr(value, "value", value)
            yield Fault(row.place(field), label, f"“{shown}”重复", allowed)
