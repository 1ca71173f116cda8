"""`yusuan explain`: what stands behind one figure, and where else the same money is printed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click

from yusuan.cli.command import command as _command
from yusuan.cli.command import format_option, source_argument
from yusuan.cli.screen import deliver, show_all, warn_of_secrets
from yusuan.reports.lines import Painted, clipped, columns, in_json, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from yusuan.core.budget import BudgetLine
    from yusuan.documents.publication import Explanation
    from yusuan.pipeline import Run
    from yusuan.reports.lines import Line
    from yusuan.tables.table import Cell, CellKey, Table

_HELP = """说明一个数：由哪些明细构成，还印在哪里

TABLE 是表的标识或表名，ROW 是科目编码、合计或行名，COLUMN 是列的表头路径或其末段。
全角半角、引号、序号不必一致；名称不完整时取唯一相符的，找不到时列出相近的。
显示的是全部明细，包括标为涉密的：结果只供内部使用，JSON 中注明 internal。"""
_EXAMPLES = """yusuan explain 我的部门 expenditure 合计 基本支出
yusuan explain 我的部门 general_basic 30231 公用经费
yusuan explain 我的部门 三公 公务接待费 资金性质/合计 --format json"""


@_command(_HELP, _EXAMPLES)
@source_argument
@click.argument("table")
@click.argument("row")
@click.argument("column")
@click.option("--all", "is_full", is_flag=True, help="列出全部明细（默认至多 30 条）")
@format_option("text", "json")
def command(source: Path, table: str, row: str, column: str, is_full: bool, form: str) -> None:
    """Explain one figure of a source."""
    from yusuan.cli.lookup import find_cell, find_table
    from yusuan.pipeline import Run

    run = Run(source)
    chosen = find_table(run.printed, table)
    origin = Origin(run, chosen, find_cell(chosen, row, column))
    warn_of_secrets(run)
    if form == "json":
        deliver(in_json(_as_json(origin)), None)
    else:
        show_all(_in_lines(origin, most=None if is_full else _MOST))


@dataclass(frozen=True)
class Origin:
    """One figure with everything that stands behind and beside it."""

    run: Run
    table: Table
    cell: Cell

    @property
    def lines(self) -> tuple[BudgetLine, ...]:
        """The budget lines the figure sums."""
        from yusuan.documents.explain import lines_behind

        lines = self.run.budget.lines
        return tuple(lines[n] for n in lines_behind(self.cell.region, lines))

    @cached_property
    def everywhere(self) -> Mapping[CellKey, Explanation]:
        """What is known about every printed figure."""
        from yusuan.documents.explain import explain

        return explain(self.run.printed, self.run.identities, self.run.name)

    @property
    def explanation(self) -> Explanation | None:
        """What is known about this one; None where the cell is blank."""
        return self.everywhere.get(self.cell.key)

    @property
    def name(self) -> str:
        """Table, row and column in words."""
        from yusuan.documents.explain import title_of

        return title_of(self.table, self.cell)

    @property
    def region(self) -> str:
        """Which money it is, in words."""
        from yusuan.tables.region import in_words

        return in_words(self.cell.region, self.run.name)


def _in_lines(origin: Origin, most: int | None) -> Iterator[Line]:
    known = origin.explanation
    printed = known.printed if known else "空白（没有这类资金）"
    yield (Painted(origin.name, is_bold=True), "  ", Painted(printed, "cyan", is_bold=True))
    yield ("含义", "  ", origin.region)
    lines = [_line(origin.run, line) for line in origin.lines]
    yield ("",)
    yield (Painted(say("明细 {n} 条（元）", n=len(lines)), is_bold=True),)
    yield from _shown(lines[:most])
    if most is not None and len(lines) > most:
        yield (say("  …… 还有 {n} 条，加 --all 全部列出", n=len(lines) - most),)
    if known:
        for title, keys in (
            ("同一笔钱还印在", known.same_as),
            ("由这些数相加", known.sum_of),
            ("是这些数的一部分", known.part_of),
        ):
            if keys:
                yield ("",)
                yield (Painted(title, is_bold=True),)
                yield from columns(_beside(origin, keys), right=[1], indent=2)


_TITLES = {
    "unit": "单位",
    "fund": "资金性质",
    "function": "功能科目",
    "economic": "经济科目",
    "nature": "支出性质",
    "project": "项目",
    "amount": "金额",
}
_MOST = 30
_WIDEST = 28


def _shown(lines: Sequence[Mapping[str, str]]) -> list[Line]:
    """The lines in columns; what is the same in all of several lines is said once, above."""
    kept = [
        name
        for name in _TITLES
        if name == "amount" or len(lines) == 1 or len({line[name] for line in lines}) > 1
    ]
    common = [lines[0][name] for name in _TITLES if lines and name not in kept and lines[0][name]]
    rows = [[clipped(line[name], _WIDEST) for name in kept] for line in lines]
    above: list[Line] = [(say("  均为 {facts}", facts=" · ".join(common)),)] if common else []
    if not rows:
        return above
    head = [_TITLES[name] for name in kept]
    return above + columns([head, *rows], right=[len(kept) - 1], indent=2)


def _line(run: Run, line: BudgetLine) -> dict[str, str]:
    """A budget line in words, under the names of the JSON form."""
    from yusuan.documents.explain import line_in_words

    return line_in_words(line, run.budget, run.name)._asdict()


def _beside(origin: Origin, keys: Iterable[CellKey]) -> list[tuple[str, str]]:
    known = (origin.everywhere[key] for key in keys if key in origin.everywhere)
    return [(one.name, one.printed) for one in known]


def _as_json(origin: Origin) -> dict[str, Any]:
    from yusuan.core.money import yuan

    known, cell = origin.explanation, origin.cell
    keys = {
        "same_as": known.same_as if known else (),
        # A blank part adds nothing.
        "sum_of": tuple(k for k in known.sum_of if k in origin.everywhere) if known else (),
        "part_of": known.part_of if known else (),
    }
    return {
        "table": cell.key.table,
        "row": cell.row,
        "label": cell.label,
        "column": cell.key.column,
        "amount": None if cell.amount is None else yuan(cell.amount),
        "printed": known.printed if known else None,
        "region": origin.region,
        # Lines of classified projects are among the facts: what says so may not be passed on.
        "internal": origin.run.has_secrets,
        "lines": [_line(origin.run, line) for line in origin.lines],
        **{
            name: [
                {**key._asdict(), "name": text, "printed": printed}
                for key, (text, printed) in zip(group, _beside(origin, group), strict=True)
            ]
            for name, group in keys.items()
        },
    }
