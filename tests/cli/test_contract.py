"""The stable contract: other programs run on these bytes."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command_line import EXAMPLE, process, run

CONTRACT = Path(__file__).parent / "contract" / "cells.csv"
TABLES = (
    "summary",
    "revenue",
    "expenditure",
    "appropriation_summary",
    "general_expenditure",
    "general_basic",
    "government_funds",
    "state_capital",
    "three_public",
)
HEADER = ["table", "row", "label", "column", "amount", "printed", "unit"]


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(run("check", EXAMPLE, "--format", "json").stdout)
    return content


def test_cells_of_the_example_are_these_bytes() -> None:
    written = process("cells", EXAMPLE, "--format", "csv", PYTHONIOENCODING="ascii")
    assert written.returncode == 0
    assert written.stderr == b""
    assert written.stdout == CONTRACT.read_bytes()


def test_cells_name_every_figure_the_way_the_contract_says() -> None:
    rows = list(csv.DictReader(io.StringIO(run("cells", EXAMPLE).stdout)))
    assert list(rows[0]) == HEADER
    order = [TABLES.index(row["table"]) for row in rows]
    assert order == sorted(order)
    for row in rows:
        assert re.fullmatch(r"-?\d+\.\d\d", row["amount"])
        # Ten thousand yuan with two decimals is a whole number of hundreds of yuan.
        assert f"{int(row['amount'].replace('.', '')) / 1_000_000:.2f}" == row["printed"]
        assert row["unit"] == "万元"
        assert not re.match(r"[一二三四五六七八九十]+、|其中：", row["row"])
        assert row["row"].isdigit() or row["row"] in row["label"]
    assert len({(r["table"], r["row"], r["column"]) for r in rows}) == len(rows)


@pytest.mark.parametrize(
    ("table", "row", "column", "amount"),
    [
        ("summary", "收入总计", "收入/预算数", "18091800.00"),
        ("appropriation_summary", "支出总计", "支出/一般公共预算财政拨款", "17221800.00"),
        ("revenue", "合计", "本年收入/财政拨款收入", "17221800.00"),
        ("expenditure", "2013101", "基本支出", "7329700.00"),
        ("three_public", "公务接待费", "资金性质/合计", "9800.00"),
    ],
)
def test_a_figure_is_found_by_its_contract_name(
    table: str, row: str, column: str, amount: str
) -> None:
    rows = csv.DictReader(io.StringIO(CONTRACT.read_text(encoding="utf-8")))
    found = [
        r["amount"] for r in rows if (r["table"], r["row"], r["column"]) == (table, row, column)
    ]
    assert found == [amount]


def test_cells_as_json_and_parquet_hold_the_same_figures(tmp_path: Path) -> None:
    import duckdb

    rows = list(csv.DictReader(io.StringIO(CONTRACT.read_text(encoding="utf-8"))))
    assert json.loads(run("cells", EXAMPLE, "--format", "json").stdout) == rows
    file = tmp_path / "cells.parquet"
    assert run("cells", EXAMPLE, "--format", "parquet", "-o", file).exit_code == 0
    with duckdb.connect() as connection:
        table = connection.read_parquet(str(file))
        assert table.columns == HEADER
        assert [tuple(map(str, row)) for row in table.fetchall()] == [(*r.values(),) for r in rows]


def test_check_as_json_has_the_shape_of_the_contract(report: dict[str, Any]) -> None:
    assert list(report) == [
        "source",
        "summary",
        "findings",
        "score",
        "profile",
        "numbers",
        "text_numbers",
    ]
    assert report["source"] == str(EXAMPLE)
    assert list(report["summary"]) == [
        "passed",
        "failed",
        "rounding",
        "not_applicable",
        "insufficient",
        "refused",
    ]
    for finding in report["findings"]:
        assert list(finding) == [
            "id",
            "rule",
            "status",
            "severity",
            "message",
            "hint",
            "law",
            "expected",
            "actual",
            "difference",
            "figures",
            "where",
            "read_at",
            "suggestion",
            "proofs",
            "decision",
        ]
        for amount in (finding["expected"], finding["actual"], finding["difference"]):
            assert amount is None or re.fullmatch(r"-?\d+\.\d\d", amount)
        for where in finding["where"]:
            assert list(where) == ["file", "page", "table", "row", "column", "box"]


def test_the_example_has_no_error_and_keeps_its_natural_weaknesses(report: dict[str, Any]) -> None:
    severities = [finding["severity"] for finding in report["findings"]]
    assert "error" not in severities
    assert "warning" in severities
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
