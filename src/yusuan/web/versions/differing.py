"""What differs between two versions, or a version and the draft: figures by table, projects and lines, texts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from yusuan.core import records as r
from yusuan.reports.comparison import Comparison

if TYPE_CHECKING:
    from yusuan.pipeline import Run
    from yusuan.reports.comparison import FigureChange, RecordChange
    from yusuan.tables.spec import TableSpec

_MOST = 500
_KINDS = {"added": "新增", "removed": "删除", "changed": "修改"}


@dataclass(frozen=True, slots=True)
class Record:
    """A record that differs, with the word for how."""

    change: RecordChange

    @property
    def kind(self) -> str:
        """新增, 删除 or 修改."""
        return _KINDS[self.change.kind]


class Differences:
    """Two runs side by side, as a page shows them; at most `_MOST` of figures and of records."""

    def __init__(self, old: Run, new: Run) -> None:
        self.compared = Comparison(old, new)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The main changes in words."""
        return self.compared.sentences

    @cached_property
    def tables(self) -> list[tuple[TableSpec, list[FigureChange]]]:
        """The printed figures that differ, by table."""
        shown = self.compared.figures[:_MOST]
        return [(spec, list(group)) for spec, group in groupby(shown, key=lambda one: one.spec)]

    @cached_property
    def records(self) -> list[tuple[r.Record, list[Record]]]:
        """The facts that differ, by kind of record, texts left out."""
        shown = [one for one in self.compared.records if one.record is not r.NARRATIVE][:_MOST]
        return [
            (record, [Record(one) for one in group])
            for record, group in groupby(shown, key=lambda one: one.record)
        ]

    @cached_property
    def texts(self) -> list[tuple[str, str, str]]:
        """The texts that differ: what it is called, as it was, as it is."""
        before = self.compared.old.budget.narrative
        after = self.compared.new.budget.narrative
        return [
            (r.NARRATIVE_NAMES.get(name, name), before.get(name, ""), after.get(name, ""))
            for name in dict.fromkeys((*after, *before))
            if before.get(name, "") != after.get(name, "")
        ]

    @property
    def left_out(self) -> int:
        """How many differences are not shown."""
        facts = sum(one.record is not r.NARRATIVE for one in self.compared.records)
        return max(0, len(self.compared.figures) - _MOST) + max(0, facts - _MOST)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing differs."""
        return not (self.compared.figures or self.compared.records)
