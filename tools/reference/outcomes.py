"""docs/outcomes.md: statuses, severities and the JSON that programs read."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

from tools.reference.example import EXAMPLE, example
from tools.reference.markdown import code, fence, table
from yusuan.core.outcomes import Severity, Status
from yusuan.reports.check.report import Report
from yusuan.reports.check.words import as_json
from yusuan.writers.opendata import CELL_COLUMNS, cell_rows

_STATUSES = {
    Status.PASSED: "the check ran and holds",
    Status.FAILED: "the check ran and does not hold",
    Status.ROUNDING: "the figures differ by no more than their printed precision hides",
    Status.NOT_APPLICABLE: "there is nothing here to check",
    Status.INSUFFICIENT: "a figure or text the check needs is not known, or was not recognised",
    Status.REFUSED: "the check could not be carried out; the message says why",
}
_SEVERITIES = {
    Severity.ERROR: "law or arithmetic; forbids a final document when failed or refused",
    Severity.WARNING: "plausibility: probably wrong, sometimes explained",
    Severity.INFO: "advice on wording and quality",
}
_REPORT = {
    "source": "the source as named on the command line",
    "summary": "number of outcomes by status; every status is present",
    "findings": "outcomes that are failed, insufficient or refused; errors first",
    "score": "marks per dimension of the national inspection, as [the page on scores](scoring.md) says",
    "profile": "of a published document: kind, year, department, edition and units, each with its value, "
    "confidence (0 to 1) and evidence; `null` for a source of facts",
    "text_numbers": "how many figures of the text were `compared` with another, stand `alone` or are `unclear`; `null` "
    "where nobody counted",
    "numbers": "of a published document: how many numbers of its tables were `read` as money, `kept` as they stand in "
    "tables of another kind, `refused` with a reason among the findings; `null` for a source of facts",
}
_FINDING = {
    "id": "made of rule, place in words and figures: stays when something else is found or the page moves",
    "rule": "id of the rule, or the class of a derived identity (`table-arithmetic`, `cross-table`)",
    "status": "`failed`, `insufficient` or `refused`",
    "severity": "`error`, `warning` or `info`",
    "message": "what, where and how much, in Chinese, at most 200 characters",
    "hint": "what to do next, in Chinese",
    "law": "id of the law it rests on, as in [rules](rules.md); `practice` where it is custom",
    "expected": "amount in yuan with two decimals, as text; `null` where no amount is compared",
    "actual": "as `expected`",
    "difference": "actual less expected",
    "figures": "what `expected` and `actual` are to each other, as 表中、文中 or 上年、本年; `null` without both",
    "where": "the places, most telling first",
    "read_at": (
        "the cells of a workbook or lines of a folder behind the places, the fewest first: the `first` three of each "
        "and their `count`; empty for a published document"
    ),
    "suggestion": "a correction that would make everything hold; empty where there is none",
    "proofs": "what fails because of this, each of the shape of a finding without a decision",
    "decision": "who confirmed it and why, as in [a waiver file](batches.md#waivers); or `null`",
}
_SCORE = {
    "total": "weighted mean of the marks, one decimal, as text; `null` where nothing could be checked",
    "unscored": "why a published document of which little could be checked has no score, in Chinese; else `null`",
    "dimensions": "the five dimensions in the order of the inspection",
}
_MARK = {
    "dimension": "`completeness`, `detail`, `timeliness`, `manner` or `truthfulness`",
    "label": "its Chinese name",
    "weight": "its weight in the total",
    "points": "0 to 100; `null` where nothing could be checked",
    "checked": "number of checks that came to an answer",
    "deductions": "for each rule and severity: findings, how many of them count, points taken off",
}
_WHERE = {
    "file": "the file a place stands in: the source, or the document that was read",
    "page": "page number, or `null`",
    "table": "id of a table, or the Chinese name of a record",
    "row": "row, named as in `yusuan cells`, or the code of a record",
    "column": "column, named as in `yusuan cells`, or the field of a record",
    "box": "left, top, right, bottom on the page, or `null`",
}
_CELL = {
    "table": "id of the table",
    "row": "classification code; `合计` for a total row; else the printed label without list number",
    "label": "the label as printed",
    "column": "header path joined by `/`, the panel first where a table has two",
    "amount": "yuan with two decimals; what is printed, converted",
    "printed": "the figure as printed",
    "unit": "the money unit it is printed in",
}
_SHOWN_ROWS = 6


def statuses() -> str:
    """What an outcome can be."""
    rows = ((code(s.value), s.label, _STATUSES[s]) for s in Status)
    return table(("status", "中文", "meaning"), rows)


def severities() -> str:
    """How grave an outcome is."""
    rows = ((code(s.value), s.label, _SEVERITIES[s]) for s in Severity)
    return table(("severity", "中文", "meaning"), rows)


def report() -> str:
    """The JSON of a check: every key, then a shortened answer."""
    answer: dict[str, Any] = as_json(replace(Report.of(example()), source=EXAMPLE))
    finding = answer["findings"][0]
    text = _keys(answer, _REPORT) + "A finding:\n\n" + _keys(finding, _FINDING)
    text += "A place:\n\n" + _keys(finding["where"][0], _WHERE)
    score = answer["score"]
    text += "The score, and one of its dimensions:\n\n" + _keys(score, _SCORE)
    text += _keys(score["dimensions"][0], _MARK)
    answer["findings"] = [finding]
    score["dimensions"] = score["dimensions"][:1]
    text += "For example, with one finding of several:\n\n"
    return text + fence(json.dumps(answer, ensure_ascii=False, indent=2), "json")


def cells() -> str:
    """The columns of `yusuan cells`, and the first figures of the example."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CELL_COLUMNS)
    writer.writerows(list(cell_rows(example().printed))[:_SHOWN_ROWS])
    return _keys(dict.fromkeys(CELL_COLUMNS), _CELL) + fence(out.getvalue(), "csv")


def _keys(found: dict[str, Any], meanings: dict[str, str]) -> str:
    return table(("key", "meaning"), ((code(key), meanings[key]) for key in found))
