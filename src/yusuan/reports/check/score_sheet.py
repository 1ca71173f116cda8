"""The score as a sheet whose points are formulas over the listed findings, and the counts below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yusuan.core.outcomes import Severity
from yusuan.reports.check.words import score_in_words
from yusuan.reports.lines import clean
from yusuan.rules.scoring import DEDUCTIONS, FULL_MARKS, MOST_COUNTED, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yusuan.reports.check.report import Report
    from yusuan.rules.scoring import Mark

# Columns of the findings' sheet that are counted: severity, rule, and whether it costs points.
_SEVERITY, _RULE, _COSTS = "A", "J", "K"


def write_score(report: Report, book: Any, styles: Mapping[str, Any]) -> None:  # noqa: ANN401  a workbook without types
    """Add the sheet 得分; its constants are cells, so that whoever thinks otherwise changes one."""
    sheet = _Sheet(report, book.add_worksheet("得分"), styles)
    for column, wide in enumerate((14, 30, 10, 12, 10, 12, 4, 30, 10)):
        sheet.sheet.set_column(column, column, wide)
    sheet.sheet.set_row(0, 26)
    sheet.sheet.write_string(0, 0, "得分", styles["title"])
    sheet.sheet.write_string(1, 0, clean(f"{report.department}　{report.name}"), styles["note"])
    if report.score.unscored:
        sheet.sheet.write_string(_FIRST, 0, score_in_words(report.score), styles["title"])
    else:
        rules = sheet.deductions(_FIRST + len(WEIGHTS) + 3)
        sheet.marks(_FIRST, rules)
        sheet.constants(_FIRST)
    sheet.counts(_FIRST + len(DEDUCTIONS) + 4)
    sheet.sheet.set_landscape()
    sheet.sheet.set_paper(9)
    sheet.sheet.fit_to_pages(1, 0)


# The row of the topmost headings, and the column beside the sums that holds what is given.
_FIRST, _BESIDE = 3, 7


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of the sheet, counted from 1, that hold the deductions by rule."""

    first: int
    last: int


@dataclass
class _Sheet:
    report: Report
    sheet: Any  # a worksheet, whose library has no types
    styles: Mapping[str, Any]

    def head(self, row: int, titles: Sequence[str], first: int = 0) -> None:
        for column, title in enumerate(titles, start=first):
            self.sheet.write_string(row, column, title, self.styles["head"])

    def formula(
        self, row: int, column: int, text: str, value: object, style: str = "number"
    ) -> None:
        self.sheet.write_formula(row, column, text, self.styles[style], value)

    def constants(self, row: int) -> None:
        """Points by severity, how many findings of a rule count, full marks: H5 to I9."""
        self.head(row, ("扣分标准", "分"), _BESIDE)
        lines = [(s.label, points) for s, points in DEDUCTIONS.items()]
        lines += [("同一规则同一级别至多计几处", MOST_COUNTED), ("满分", FULL_MARKS)]
        self._beside(row, lines)

    def _beside(self, row: int, lines: Sequence[tuple[str, int]]) -> None:
        for number, (label, value) in enumerate(lines, start=row + 1):
            self.sheet.write_string(number, _BESIDE, label, self.styles["body"])
            self.sheet.write_number(number, _BESIDE + 1, value, self.styles["number"])

    def deductions(self, row: int) -> _Rows:
        """A line for each rule and severity with findings, counted on the sheet of findings."""
        self.head(row, ("检查维度", "规则", "级别", "问题数", "计扣处数", "扣分"))
        findings = "'发现的问题'"
        last = max(2, len(self.report.findings) + 1)
        ranges = {c: f"{findings}!${c}$2:${c}${last}" for c in (_SEVERITY, _RULE, _COSTS)}
        every = [(m.dimension, d) for m in self.report.score.marks for d in m.deductions]
        yes = "是"
        for n, (dimension, deduction) in enumerate(every, start=row + 1):
            texts = (dimension.label, deduction.rule, deduction.severity.label)
            for column, text in enumerate(texts):
                self.sheet.write_string(n, column, clean(text), self.styles["body"])
            line = n + 1
            self.formula(
                n,
                3,
                f'=COUNTIFS({ranges[_RULE]},B{line},{ranges[_SEVERITY]},C{line},{ranges[_COSTS]},"{yes}")',
                deduction.findings,
            )
            self.formula(n, 4, f"=MIN(D{line},$I$8)", deduction.counted)
            self.formula(
                n, 5, f"=E{line}*INDEX($I$5:$I$7,MATCH(C{line},$H$5:$H$7,0))", deduction.points
            )
        return _Rows(row + 2, max(row + 2, row + 1 + len(every)))

    def marks(self, row: int, rules: _Rows) -> None:
        """A line for each dimension, and the weighted mean of those that could be checked."""
        self.head(row, ("检查维度", "", "权重", "核对项数", "扣分", "得分"))
        first, unknown = row + 2, "未能核对"
        marks = self.report.score.marks
        for n, mark in enumerate(marks, start=row + 1):
            self._mark(n, mark, rules, unknown)
        last = first + len(marks) - 1
        weights, points = f"C{first}:C{last}", f"F{first}:F{last}"
        self.sheet.write_string(last, 0, "总分", self.styles["strong"])
        for column in range(1, 5):
            self.sheet.write_blank(last, column, None, self.styles["body"])
        self.formula(
            last,
            5,
            f'=IF(COUNT({points})=0,"{unknown}",ROUND(SUMPRODUCT({weights},{points})'
            f"/SUMPRODUCT({weights},--ISNUMBER({points})),1))",
            self.report.score.total_in_words or unknown,
            "mark",
        )

    def _mark(self, n: int, mark: Mark, rules: _Rows, unknown: str) -> None:
        line = n + 1
        self.sheet.write_string(n, 0, mark.dimension.label, self.styles["strong"])
        self.sheet.write_blank(n, 1, None, self.styles["body"])
        self.sheet.write_number(n, 2, WEIGHTS[mark.dimension], self.styles["number"])
        self.sheet.write_number(n, 3, mark.checked, self.styles["number"])
        deducted = f"$F${rules.first}:$F${rules.last}"
        dimensions = f"$A${rules.first}:$A${rules.last}"
        self.formula(n, 4, f"=SUMIFS({deducted},{dimensions},A{line})", mark.deducted)
        points: object = unknown if mark.points is None else mark.points
        self.formula(n, 5, f'=IF(D{line}=0,"{unknown}",MAX(0,$I$9-E{line}))', points)

    def counts(self, row: int) -> None:
        """Outcomes by status and severity."""
        self.head(row, ("核对结果", "条数"), _BESIDE)
        found = [finding.outcome.severity for finding in self.report.findings]
        lines = [(status.label, count) for status, count in self.report.counts.items()]
        lines.append(("由表义推导的勾稽关系", self.report.identities))
        lines += [(severity.label, found.count(severity)) for severity in Severity]
        self._beside(row, lines)
