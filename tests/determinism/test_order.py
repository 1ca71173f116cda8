"""The order of what is found is that of the document, not that of a set."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_MISPRINTED = """
from yusuan.core.outcomes import Where
from yusuan.rules.books.tables._codes_between import codes_between_tables
from yusuan.rules.evidence import CodeRow, CodeTable

NAMES = {"2010301": "行政运行", "2080505": "养老保险缴费", "2101101": "单位医疗", "2210201": "住房公积金"}

def table(title, digits):
    rows = tuple(
        CodeRow((code[:3], code[3:5], code[5:]), name, Where(table=title, row=digits(code)))
        for code, name in zip(map(digits, NAMES), NAMES.values())
    )
    return CodeTable(title, False, rows)

tables = (table("收入表", str), table("支出表", lambda code: code[:-1] + "9"))
print([verdict for verdict in codes_between_tables(tables, 2024)])
"""


@pytest.mark.slow
def test_rows_under_two_codes_are_told_in_the_order_of_the_table() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", _MISPRINTED],
            env=os.environ | {"PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in range(3)
    }
    (same,) = told
    assert same.count(b"Where") >= 4
