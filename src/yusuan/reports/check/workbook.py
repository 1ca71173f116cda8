"""The report of a check as a workbook: a check sheet to sign, the findings, and a score that recomputes itself."""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from yusuan.core.outcomes import Status
from yusuan.reports.check.places import first_place
from yusuan.reports.check.score_sheet import write_score
from yusuan.reports.lines import clean, say, width
from yusuan.rules.check_items import CheckItem, Dimension, check_item, published_items
from yusuan.writers.workbook.document import CREATED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.core.outcomes import Outcome
    from yusuan.reports.check.report import Finding, Report
    from yusuan.reports.pictures import CutOut
    from yusuan.rules.waivers import Applied

# A workbook of more pictures than this opens slowly.
_MOST_PICTURES = 120
_LONGEST_TEXT = 32_000
_PICTURE_WIDTH = 62
# Characters of the column that says what is wrong.
_TEXT_WIDTH = 60
# Pixels: a cell's inside, and the most Excel allows a row.
_PICTURE_ROOM = 430
_TALLEST = 400
_PIXELS_PER_POINT = 4 / 3
_LINE_HEIGHT = 15.0
# Excel's numbers of paper sizes.
_A3, _A4 = 8, 9


def as_xlsx(report: Report, applied: Applied | None = None) -> bytes:
    """Three sheets: 核对表, 发现的问题, 得分, and 已豁免 where something is. Text never becomes a formula or a link."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": clean(f"核对报告 {report.department}"), "created": CREATED})
        sheets = _Sheets(report, book)
        sheets.check_sheet()
        sheets.findings()
        if applied is not None and applied.waived:
            sheets.waived(applied)
        write_score(report, book, sheets.styles)
    return out.getvalue()


@dataclass
class _Sheets:
    """The sheets that hold pictures."""

    report: Report
    book: Any  # a workbook, whose library has no types

    @cached_property
    def styles(self) -> Mapping[str, Any]:
        """Cell formats by what they are for."""
        font = {"font_name": "Microsoft YaHei", "font_size": 10}
        body = {**font, "text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9D2DE"}
        centre = {**body, "align": "center"}
        head = {**centre, "bold": True, "valign": "vcenter", "bg_color": "#DDE6F0"}
        return {
            "title": self.book.add_format({**font, "bold": True, "font_size": 16}),
            "note": self.book.add_format({**font, "font_color": "#586479"}),
            "line": self.book.add_format({**font, "top": 1, "valign": "bottom"}),
            "head": self.book.add_format(head),
            "body": self.book.add_format(body),
            "centre": self.book.add_format(centre),
            "number": self.book.add_format({**body, "align": "right", "num_format": "#,##0"}),
            "mark": self.book.add_format(
                {**body, "align": "right", "num_format": "0.0", "bold": True}
            ),
            "strong": self.book.add_format({**body, "bold": True}),
            "bad": self.book.add_format(
                {**centre, "bold": True, "font_color": "#B3261E", "bg_color": "#FDF0EE"}
            ),
            "good": self.book.add_format({**centre, "font_color": "#1E6B3A"}),
            "faint": self.book.add_format({**centre, "font_color": "#7A8699"}),
        }

    @cached_property
    def pictures(self) -> Mapping[int, CutOut]:
        """The place of each finding cut out of its page, by the finding's number."""
        if self.report.path is None:
            return {}
        from yusuan.reports.pictures import Place, cut_outs

        placed = [(f.number, first_place(self.report, f)) for f in self.report.findings]
        known = [(n, Place(*place)) for n, place in placed if place is not None][:_MOST_PICTURES]
        # Page by page, so that each is drawn once.
        known.sort(key=lambda one: one[1].page)
        cut = cut_outs(self.report.path, [place for _, place in known])
        return {n: picture for (n, _), picture in zip(known, cut, strict=True) if picture}

    # --- 核对表 ---

    def check_sheet(self) -> None:
        """A line for every item that was checked, in the order of the dimensions."""
        sheet, styles = self.book.add_worksheet("核对表"), self.styles
        widths = (6, 10, 36, 11, 8, _TEXT_WIDTH, _PICTURE_WIDTH)
        titles = ("序号", "检查维度", "检查内容", "是否符合", "问题数", "问题和位置", "原页截图")
        for column, wide in enumerate(widths):
            sheet.set_column(column, column, wide)
        sheet.set_row(0, 26)
        sheet.write_string(
            0,
            0,
            clean(say("{department} 公开情况核对表", department=self.report.department)),
            styles["title"],
        )
        sheet.write_string(
            1, 0, clean(f"来源：{self.report.name}　{self.report.summary}"), styles["note"]
        )
        covered = "　".join(f"{label}：{said}" for label, said in self.report.coverage)
        sheet.write_string(2, 0, clean(covered), styles["note"])
        first = 4
        for column, title in enumerate(titles):
            sheet.write_string(first - 1, column, title, styles["head"])
        lines = check_lines(self.report)
        for row, line in enumerate(lines, start=first):
            self._check_line(sheet, row, line, number=row - first + 1)
        last = first + len(lines)
        answers = ["是", "否", "不适用", "未能核对"]
        if lines:
            sheet.data_validation(first, 3, last - 1, 3, {"validate": "list", "source": answers})
            sheet.autofilter(first - 1, 0, last - 1, len(titles) - 1)
        sheet.set_row(last + 1, 30)
        for column, text in ((0, "检查人："), (2, "复核人："), (5, "检查日期：")):
            sheet.write_string(last + 1, column, text, styles["line"])
        _for_print(sheet, first)

    def _check_line(self, sheet: Any, row: int, line: CheckLine, *, number: int) -> None:  # noqa: ANN401  as above
        styles = self.styles
        answer = {"是": "good", "否": "bad"}.get(line.answer, "faint")
        sheet.write_number(row, 0, number, styles["centre"])
        sheet.write_string(row, 1, line.item.dimension.label, styles["centre"])
        sheet.write_string(row, 2, _text(line.item.claim), styles["body"])
        sheet.write_string(row, 3, line.answer, styles[answer])
        sheet.write_number(row, 4, len(line.findings), styles["centre"])
        sheet.write_string(row, 5, _text(line.text), styles["body"])
        sheet.write_blank(row, 6, None, styles["body"])
        shown = next((n for f in line.findings if (n := f.number) in self.pictures), None)
        tall = self._picture(sheet, row, 6, shown)
        self._height(sheet, row, tall, [(line.text, _TEXT_WIDTH), (line.item.claim, 36)])

    # --- 发现的问题 ---

    def findings(self) -> None:
        """A row for each finding; the last columns are what the score counts."""
        sheet, styles = self.book.add_worksheet("发现的问题"), self.styles
        widths = (7, 8, 52, 32, 24, 20, 36, 50, 10, 24, 7, 12, 26, _PICTURE_WIDTH)
        titles = ["级别", "结果", "问题", "位置", "金额", "依据", "处理", "牵动的等式"]
        titles += ["检查维度", "规则", "计扣", "编号", "判定", "原页截图"]
        for column, (title, wide) in enumerate(zip(titles, widths, strict=True)):
            sheet.set_column(column, column, wide)
            sheet.write_string(0, column, title, styles["head"])
        for row, finding in enumerate(self.report.findings, start=1):
            texts = _row(finding)
            for column, text in enumerate(texts):
                style = "centre" if widths[column] <= 10 else "body"  # noqa: PLR2004  a narrow column
                sheet.write_string(row, column, _text(text), styles[style])
            last = len(titles) - 1
            sheet.write_blank(row, last, None, styles["body"])
            tall = self._picture(sheet, row, last, finding.number)
            self._height(sheet, row, tall, list(zip(texts, widths, strict=False)))
        sheet.autofilter(0, 0, max(1, len(self.report.findings)), len(titles) - 1)
        _for_print(sheet, 1, paper=_A3)

    # --- 已豁免 ---

    def waived(self, applied: Applied) -> None:
        """A row for each finding taken out of the count, and what that rests on."""
        from yusuan.reports.check.waived import numbered, why

        sheet, styles = self.book.add_worksheet("已豁免"), self.styles
        widths = (12, 8, 56, 36, 28, 24, 56)
        titles = ("编号", "级别", "问题", "位置", "金额", "规则", "豁免")
        for column, (title, wide) in enumerate(zip(titles, widths, strict=True)):
            sheet.set_column(column, column, wide)
            sheet.write_string(0, column, title, styles["head"])
        found = zip(numbered(self.report, applied), applied.waived, strict=True)
        for row, (finding, waived) in enumerate(found, start=1):
            texts = (
                finding.id,
                finding.outcome.severity.label,
                finding.what,
                finding.where,
                finding.how_much,
                finding.outcome.rule,
                why(waived),
            )
            for column, text in enumerate(texts):
                sheet.write_string(row, column, _text(text), styles["body"])
            self._height(sheet, row, 0.0, list(zip(texts, widths, strict=True)))
        _for_print(sheet, 1, paper=_A3)

    # --- pictures and rows ---

    def _picture(self, sheet: Any, row: int, column: int, number: int | None) -> float:  # noqa: ANN401  as above
        """Put a finding's picture into a cell; the height it takes, in points."""
        picture = self.pictures.get(number or 0)
        if picture is None:
            return 0.0
        scale = min(1.0, _PICTURE_ROOM / picture.width, _TALLEST / picture.height)
        place = {"image_data": io.BytesIO(picture.content), "x_scale": scale, "y_scale": scale}
        place |= {"x_offset": 4, "y_offset": 4, "object_position": 1}
        place["description"] = say("问题 {n}", n=number)
        sheet.insert_image(row, column, f"{number}.png", place)
        return (picture.height * scale + 8) / _PIXELS_PER_POINT

    def _height(
        self,
        sheet: Any,  # noqa: ANN401  as above
        row: int,
        tall: float,
        texts: Sequence[tuple[str, int]],
    ) -> None:
        lines = max(lines_of(text, wide) for text, wide in texts)
        sheet.set_row(row, min(400.0, max(tall, lines * _LINE_HEIGHT + 3)))


def lines_of(text: str, wide: int) -> int:
    """The lines a text takes in a column so many characters wide."""
    return sum(1 + width(part) // max(1, wide - 1) for part in text.split("\n"))


def _row(finding: Finding) -> tuple[str, ...]:
    return (
        finding.outcome.severity.label,
        finding.outcome.status.label,
        finding.what,
        finding.where,
        finding.how_much,
        finding.ground,
        finding.next_step,
        "\n".join(f"· {proof.what}" for proof in finding.proofs),
        finding.item.dimension.label,
        finding.outcome.rule,
        "是" if finding.costs_points else "否",
        finding.id,
        finding.decided,
    )


def _text(text: str) -> str:
    """What a cell can hold."""
    text = clean(text)
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"


def _for_print(sheet: Any, head: int, *, paper: int = _A4) -> None:  # noqa: ANN401  a worksheet, whose library has no types
    sheet.freeze_panes(head, 0)
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head - 1)
    sheet.set_footer("&C&P / &N")


# --- the check sheet as values ----------------------------------------------------------------------------

CONFORMS, DOES_NOT, NOT_APPLICABLE, NOT_CHECKED = "是", "否", "不适用", "未能核对"
# A row is at most 400 points high, and the last line says how many findings stand on the next sheet only.
_MOST_FINDINGS, _MOST_LINES = 8, 24


@dataclass(frozen=True, slots=True)
class CheckLine:
    """An item with its answer: 是, 否, 不适用 or 未能核对."""

    item: CheckItem
    answer: str
    findings: tuple[Finding, ...]
    checked: int

    @property
    def text(self) -> str:
        """What is wrong and where, as much as a row has room for; how much was checked where nothing is."""
        if not self.findings:
            return self._nothing_found()
        lines: list[str] = []
        room = _MOST_LINES
        for finding in self.findings[:_MOST_FINDINGS]:
            said = _said(finding)
            room -= lines_of(said, _TEXT_WIDTH)
            if lines and room < 0:
                break
            lines.append(said)
        left = len(self.findings) - len(lines)
        return "\n".join([*lines, *([say("另有 {n} 处", n=left)] if left > 0 else [])])

    def _nothing_found(self) -> str:
        if self.checked:
            return say("核对 {n} 处，未发现问题", n=f"{self.checked:,}")
        if self.answer == CONFORMS:
            return "通读全文，未发现问题"
        return "没有读到这项内容" if self.answer == NOT_APPLICABLE else ""


def _said(finding: Finding) -> str:
    where = f"位置：{finding.where}" if finding.where else ""
    return "\n".join(part for part in (f"{finding.number}. {finding.what}", where) if part)


def check_lines(report: Report) -> tuple[CheckLine, ...]:
    """A line for every item that can be checked on such a source, by dimension."""
    outcomes: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in report.outcomes.every:
        outcomes[outcome.rule].append(outcome)
    findings: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        findings[finding.outcome.rule].append(finding)
    rules = dict.fromkeys((*(published_items() if report.is_document else ()), *outcomes))
    lines = [_line(rule, outcomes[rule], tuple(findings[rule])) for rule in rules]
    order = list(Dimension)
    return tuple(sorted(lines, key=lambda line: order.index(line.item.dimension)))


def _line(rule: str, outcomes: list[Outcome], findings: tuple[Finding, ...]) -> CheckLine:
    item, said = check_item(rule), {outcome.status for outcome in outcomes}
    checked = sum(o.status in {Status.PASSED, Status.ROUNDING, Status.FAILED} for o in outcomes)
    if Status.FAILED in said:
        answer = DOES_NOT
    elif said & {Status.PASSED, Status.ROUNDING}:
        answer = CONFORMS
    elif said & {Status.INSUFFICIENT, Status.REFUSED}:
        answer = NOT_CHECKED
    else:
        answer = CONFORMS if item.looks_through and not said else NOT_APPLICABLE
    return CheckLine(item, answer, findings, checked)
