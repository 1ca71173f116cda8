"""The workbook people fill in: a sheet for every kind of record, drop-downs, comments, protected headers."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import TYPE_CHECKING

from yusuan.core import fields as f
from yusuan.core import records as r
from yusuan.core.patterns import pattern
from yusuan.editions.stated import sheets_of, to_fill_in
from yusuan.writers.cells import require_room
from yusuan.writers.workbook.catalogue import CATALOGUE, SPARE_ROWS, Lists, write_catalogue
from yusuan.writers.workbook.example import example_department
from yusuan.writers.workbook.hints import SHEETS, STEPS, explained

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from yusuan.core.budget import DepartmentalBudget

GUIDE = "填报说明"
# The same content gives the same bytes.
CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001  a workbook knows no time zones
_EXCEL_DIGITS = 15
_FIRST_DATE = dt.date(1900, 3, 1)
_NUMERIC = {f.AMOUNT: "#,##0.00", f.NUMBER: "General", f.PERCENT: "General", f.WHOLE: "0"}
_LONG = frozenset({"text", "purpose", "description", "overall_objective"})
# In `_x0041_x0042_` xlsxwriter guards only the first of two overlapping escapes. Cut before every closing
# underline, the runs of a rich string hold no escape at all.
_OVERLAPPING = pattern(r"_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")
_OPEN_ENDED = pattern(r"(?<=_x[0-9A-Fa-f]{4})(?=_)")
_BRAND, _PALE, _LINE = "#1F4E79", "#DDEBF7", "#BFBFBF"


def write_workbook(
    budget: DepartmentalBudget | None = None, *, edition: str = "hebei", fiscal_year: int = 2026
) -> bytes:
    """Write a budget as a workbook; without one, a small example that people write over."""
    import xlsxwriter

    is_example = budget is None
    given = budget or example_department(edition=edition, fiscal_year=fiscal_year)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties(
        {
            "title": f"{given.department.name}{given.department.fiscal_year}年部门预算数据",
            "subject": "部门预算填报工作簿",
            "author": given.department.name,
            "created": CREATED,
        }
    )
    _Writer(book, given, is_example=is_example).write()
    book.close()
    return stream.getvalue()


class _Writer:
    """One workbook being written."""

    def __init__(self, book: Workbook, budget: DepartmentalBudget, *, is_example: bool) -> None:
        self.book = book
        self.budget = budget
        self.is_example = is_example
        self.sheets = sheets_of(budget)
        # What the form compares with stands ready, to be filled in.
        self.sheets["prior_year"] += to_fill_in(budget)
        self.formats: dict[str, Format] = {}
        border = {"border": 1, "border_color": _LINE, "valign": "top"}
        head = border | {
            "bold": True,
            "bg_color": _BRAND,
            "font_color": "white",
            "valign": "vcenter",
        }
        open_cell = {"locked": False, "valign": "top", "border": 1, "border_color": "#E7E6E6"}
        for name, options in {
            "head": head | {"text_wrap": True, "align": "center"},
            "label": border | {"bg_color": _PALE, "bold": True},
            "note": border | {"bg_color": "#F2F2F2", "font_color": "#595959", "text_wrap": True},
            "title": {"bold": True, "font_size": 18, "font_color": _BRAND},
            "step": {"text_wrap": True, "valign": "top"},
            "alert": {
                "text_wrap": True,
                "bold": True,
                "font_color": "#9C0006",
                "bg_color": "#FFC7CE",
            },
            "link": {"font_color": "#0563C1", "underline": 1, "valign": "top"},
            "text": open_cell | {"num_format": "@"},
            "long": open_cell | {"num_format": "@", "text_wrap": True},
            "date": open_cell | {"num_format": "yyyy-mm-dd", "align": "left"},
            **{kind.name: open_cell | {"num_format": form} for kind, form in _NUMERIC.items()},
        }.items():
            self.formats[name] = book.add_format({"font_name": "宋体", "font_size": 11} | options)

    def write(self) -> None:
        """All sheets: the guide first, the facts, the catalogue last."""
        guide = self.book.add_worksheet(GUIDE)
        pages = {record.name: self.book.add_worksheet(record.label) for record in r.RECORDS}
        catalogue = self.book.add_worksheet(CATALOGUE)
        lists = write_catalogue(catalogue, self.budget, self.sheets, self.formats["head"])
        _print_setup(catalogue)
        self._guide(guide)
        for record in r.RECORDS:
            page = pages[record.name]
            page.set_tab_color(_BRAND)
            _print_setup(page)
            page.protect("", dict.fromkeys(_ALLOWED, True))
            if record is r.DEPARTMENT:
                self._vertical(page, record, lists)
            else:
                self._horizontal(page, record, lists)
        guide.activate()

    # --- facts --------------------------------------------------------------------------------------------

    def _vertical(self, page: Worksheet, record: r.Record, lists: Lists) -> None:
        written = self.sheets[record.name][0]
        page.set_column(0, 0, 18)
        page.set_column(1, 1, 56)
        page.set_column(2, 2, 64)
        page.freeze_panes(1, 1)
        for column, title in enumerate(("字段", "内容", "填写要求")):
            page.write_string(0, column, title, self.formats["head"])
        for row, field in enumerate(record.fields, start=1):
            page.write_string(row, 0, field.label, self.formats["label"])
            page.write_string(row, 2, explained(record, field), self.formats["note"])
            self._cell(page, row, 1, field, written[field.name], lists)
            page.write_comment(row, 0, explained(record, field), _COMMENT)
            self._validation(page, (row, 1, row, 1), field, lists)
            if field.name in _LONG:
                page.set_row(row, 120)

    def _horizontal(self, page: Worksheet, record: r.Record, lists: Lists) -> None:
        rows = self.sheets[record.name]
        last = len(rows) + SPARE_ROWS
        page.freeze_panes(1, 1)
        page.set_row(0, 34)
        page.autofilter(0, 0, last, len(record.fields) - 1)
        for column, field in enumerate(record.fields):
            page.set_column(column, column, _width(field, rows), self._format(field))
            page.write_string(0, column, field.label, self.formats["head"])
            page.write_comment(0, column, explained(record, field), _COMMENT)
            self._validation(page, (1, column, last, column), field, lists)
            for row, written in enumerate(rows, start=1):
                self._cell(page, row, column, field, written[field.name], lists)

    def _cell(
        self, page: Worksheet, row: int, column: int, field: f.Field, written: str, lists: Lists
    ) -> None:
        style = self._format(field)
        if written == "":
            page.write_blank(row, column, None, style)
        elif field.kind is f.DATE and dt.date.fromisoformat(written) >= _FIRST_DATE:
            page.write_datetime(row, column, dt.date.fromisoformat(written), style)
        elif field.kind in _NUMERIC and _fits(written):
            page.write_number(row, column, Decimal(written), style)
        else:
            shown = lists.shown.get(field.kind, {}).get(written) or field.kind.shown(written)
            if field is r.DEPARTMENT.field("edition"):
                shown = lists.editions.get(written, written)
            at = f"第 {row + 1} 行"
            require_room(shown, row, f"工作表“{page.get_name()}”{at}“{field.label}”")
            _write_text(page, row, column, shown, style)

    def _format(self, field: f.Field) -> Format:
        if field.name in _LONG:
            return self.formats["long"]
        name = field.kind.name if field.kind in {*_NUMERIC, f.DATE} else "text"
        return self.formats[name]

    def _validation(
        self, page: Worksheet, area: tuple[int, int, int, int], field: f.Field, lists: Lists
    ) -> None:
        if field.kind.choices:
            words = [field.kind.shown(choice) for choice in field.kind.choices]
            choices = {"validate": "list", "source": words}
            message = {"error_title": field.label, "error_message": "请从下拉列表中选择。"}
            page.data_validation(*area, choices | message)
        elif field.kind is f.AMOUNT:
            least = {"validate": "decimal", "criteria": ">=", "value": 0}
            message = {"error_title": field.label, "error_message": "应为非负金额（元）。"}
            page.data_validation(*area, least | message)
        elif (source := lists.ranges.get(_list_of(field, page.get_name()))) is not None:
            # A help, not a gate: a code nobody listed yet is a warning of `check`, not an error here.
            page.data_validation(*area, {"validate": "list", "source": source, "show_error": False})

    # --- help ---------------------------------------------------------------------------------------------

    def _guide(self, page: Worksheet) -> None:
        page.hide_gridlines(2)
        page.set_column(0, 0, 3)
        page.set_column(1, 1, 22)
        page.set_column(2, 2, 78)
        page.write_string(1, 1, "部门预算数据填报工作簿", self.formats["title"])
        row = 3
        if self.is_example:
            text = "各表中是一个虚构部门的示例数据，可以通过检查；填报前请逐表改写或删除。"
            page.merge_range(row, 1, row, 2, text, self.formats["alert"])
            row += 2
        for number, step in enumerate(STEPS, start=1):
            page.write_string(row, 1, f"第{number}条", self.formats["label"])
            page.write_string(row, 2, step, self.formats["step"])
            row += 1
        row += 1
        page.write_string(row, 1, "工作表", self.formats["head"])
        page.write_string(row, 2, "填什么", self.formats["head"])
        for record in r.RECORDS:
            row += 1
            page.write_url(
                row, 1, f"internal:'{record.label}'!A1", self.formats["link"], record.label
            )
            page.write_string(row, 2, SHEETS[record.name], self.formats["step"])
        page.protect("", {"select_locked_cells": True})
        _print_setup(page)


_ALLOWED = (
    "select_locked_cells",
    "select_unlocked_cells",
    "format_cells",
    "format_columns",
    "format_rows",
    "insert_rows",
    "delete_rows",
    "sort",
    "autofilter",
)
_COMMENT = {"author": "yusuan", "x_scale": 1.6, "y_scale": 0.9, "font_size": 9}


def _write_text(page: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    """A text as it is, also where it looks like a formula or like two of Excel's escapes in a row."""
    if _OVERLAPPING.search(text):
        page.write_rich_string(row, column, style, *_OPEN_ENDED.split(text), style)
    else:
        page.write_string(row, column, text, style)


def _list_of(field: f.Field, sheet: str) -> str:
    if field is r.DEPARTMENT.field("edition"):
        return "edition"
    if field.kind in {f.FUNCTION, f.ECONOMIC}:
        return field.kind.name
    if sheet == r.NARRATIVE.label and field.name == "name":
        return "narrative"
    if sheet == r.PRIOR_YEAR.label:
        return f"prior_year.{field.name}"
    if field.name in {"payer", "receiver"}:
        return "unit"
    return field.name if field.name in {"unit", "project", "objective"} else ""


def _fits(written: str) -> bool:
    """Tell whether Excel, which keeps 15 digits, would hold a number exactly."""
    return len(Decimal(written).as_tuple().digits) <= _EXCEL_DIGITS


def _width(field: f.Field, rows: Sequence[Mapping[str, str]]) -> int:
    if field.kind in {f.FUNCTION, f.ECONOMIC}:
        return 30
    if field.name in _LONG:
        return 60
    # A Chinese character is two columns wide.
    texts = [field.label + "箭头", *(row[field.name] for row in rows[:200])]
    longest = max(sum(2 if ord(c) > 0x2E7F else 1 for c in text) for text in texts)  # noqa: PLR2004
    return min(max(longest + 2, 10), 44)


def _print_setup(page: Worksheet) -> None:
    a4 = 9
    page.set_paper(a4)
    page.set_landscape()
    page.repeat_rows(0)
    page.set_footer("&C&A　第 &P 页 共 &N 页")
    page.fit_to_pages(1, 0)
