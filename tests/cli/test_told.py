"""What the command line says of a published document, where it does not say so itself or says it wrongly."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.command_line import EXAMPLE, run
from yusuan.core.money import MoneyUnit
from yusuan.pipeline import Inspection
from yusuan.recognition.disclosure import DocumentKind
from yusuan.recognition.told import Told

if TYPE_CHECKING:
    from pathlib import Path

# No year, no publisher, no kind, no unit of money.
_SILENT = """<h1>公开表</h1><h2>收入支出总表</h2>
<table><tr><td>收入</td><td>金额</td><td>支出</td><td>金额</td></tr>
<tr><td>一般公共预算拨款收入</td><td>120.00</td><td>基本支出</td><td>90.00</td></tr>
<tr><td>事业收入</td><td>10.00</td><td>项目支出</td><td>40.00</td></tr>
<tr><td>收入总计</td><td>130.00</td><td>支出总计</td><td>130.00</td></tr></table>"""


@pytest.fixture
def silent(tmp_path: Path) -> Path:
    path = tmp_path / "silent.html"
    path.write_text(_SILENT, encoding="utf-8")
    return path


@pytest.mark.parametrize("command", ["check", "cells"])
def test_a_refusal_names_the_option_that_ends_it(silent: Path, command: str) -> None:
    refused = run(command, silent)
    assert refused.exit_code == 2
    assert "--year" in refused.stderr
    assert run(command, silent, "--year", "2026").exit_code == 0


def test_a_table_without_a_unit_names_its_option(silent: Path) -> None:
    found = Inspection(silent, told=Told(year=2026)).disclosure
    assert not found.tables
    assert "--unit" in found.refused[0].reason


@pytest.mark.parametrize(("unit", "fen"), [(MoneyUnit.YUAN, 1), (MoneyUnit.WAN_YUAN, 10_000)])
def test_a_unit_told_is_the_unit_of_tables_that_state_none(
    silent: Path, unit: MoneyUnit, fen: int
) -> None:
    found = Inspection(silent, told=Told(year=2026, unit=unit)).disclosure
    assert {cell.value for cell in found.tables[0].figures()} >= {13_000 * fen, 1_000 * fen}


def test_a_unit_told_changes_no_stated_unit(silent: Path) -> None:
    text = _SILENT.replace("<table>", "<p>单位：元</p><table>", 1)
    silent.write_text(text, encoding="utf-8")
    found = Inspection(silent, told=Told(year=2026, unit=MoneyUnit.WAN_YUAN)).disclosure
    assert {table.spec.unit for table in found.tables} == {MoneyUnit.YUAN}


def test_what_is_told_overrules_the_document(tmp_path: Path) -> None:
    path = tmp_path / "other.html"
    path.write_text(f"<h1>北原县财政局2024年部门预算</h1>{_SILENT}", encoding="utf-8")
    told = Told(2023, None, DocumentKind.UNIT_ACCOUNTS, "national", "北原县档案馆")
    found = Inspection(path, told=told).disclosure
    assert (found.year, found.kind, found.department) == (2023, told.kind, told.publisher)
    assert found.profile.edition.value == "national"
    for reading, option in (
        (found.profile.year, "--year"),
        (found.profile.kind, "--kind"),
        (found.profile.department, "--publisher"),
        (found.profile.edition, "--edition"),
    ):
        assert reading.confidence == 1
        assert option in reading.evidence[0]


def test_it_holds_for_every_document_of_a_batch(silent: Path) -> None:
    (silent.parent / "second.html").write_text(_SILENT, encoding="utf-8")
    asked = run("check", silent.parent, "--year", "2026", "--format", "json")
    records = [json.loads(line) for line in asked.stdout.splitlines()]
    assert [record["year"] for record in records] == [2026, 2026]


def test_reading_takes_it(silent: Path, tmp_path: Path) -> None:
    asked = run("read", silent, "-o", tmp_path / "out", "--year", "2026", "--unit", "万元")
    assert asked.exit_code == 0
    assert "130.00" in (tmp_path / "out" / "figures.csv").read_text(encoding="utf-8")


def test_facts_need_no_telling() -> None:
    refused = run("check", EXAMPLE, "--year", "2026")
    assert refused.exit_code == 2
    assert "--year 只用于" in refused.stderr


def test_an_unknown_edition_is_refused_with_the_known(silent: Path) -> None:
    refused = run("check", silent, "--year", "2026", "--edition", "nowhere")
    assert refused.exit_code == 2
    assert "national" in refused.stderr


def test_a_document_beside_that_is_refused_says_which_and_what_to_do(
    silent: Path, tmp_path: Path
) -> None:
    known = tmp_path / "known.html"
    known.write_text(f"<h1>北原县财政局2024年部门预算</h1>{_SILENT}", encoding="utf-8")
    refused = run("check", known, "--against", silent)
    assert refused.exit_code == 2
    assert "silent.html" in refused.stderr
    assert "SOURCE" in refused.stderr
