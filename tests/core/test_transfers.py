"""Transfers as a record: what they cannot be, where they stand, and that every format keeps them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from yusuan.core import records as r
from yusuan.core.dataset import Sheet, SheetRow
from yusuan.core.dataset.dump import dump
from yusuan.core.dataset.load import load
from yusuan.core.errors import ReadError
from yusuan.core.places import Places
from yusuan.core.terms import Nature, RevenueSource
from yusuan.core.transfers import Transfer
from yusuan.disk import Terms, write_set
from yusuan.pipeline import Run
from yusuan.readers.folder import read_folder
from yusuan.readers.workbook import read_workbook
from yusuan.synthetic.department import synthesise
from yusuan.synthetic.draw import Size
from yusuan.writers.folder import write_folder
from yusuan.writers.workbook.document import write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.core.budget import DepartmentalBudget

BUDGET = synthesise(7, 2026, "hebei", Size(units=3, projects=4))
A, B = (unit.code for unit in BUDGET.units[:2])
OWN = Transfer(A, B, Nature.BASIC, RevenueSource.SERVICE, 123_45, "会议服务")
WITH = replace(BUDGET, transfers=(OWN,))


def test_a_folder_keeps_them_and_has_no_file_where_there_are_none(tmp_path: Path) -> None:
    files = write_folder(WITH)
    assert "transfers.csv" not in write_folder(BUDGET)
    write_set(tmp_path / "d", files, Terms())
    assert read_folder(tmp_path / "d") == WITH


def test_a_workbook_keeps_them_with_units_by_name_too(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(write_workbook(WITH))
    assert read_workbook(path) == WITH


def test_a_publication_does_not_hold_them() -> None:
    run = Run.of(WITH)
    assert run.public.budget.transfers == ()


def test_units_may_be_written_by_name(tmp_path: Path) -> None:
    files = write_folder(WITH)
    named = files["transfers.csv"].decode().replace(B, BUDGET.units[1].name)
    write_set(tmp_path / "d", files | {"transfers.csv": named.encode()}, Terms())
    assert read_folder(tmp_path / "d") == WITH


@pytest.mark.parametrize(
    ("changes", "label", "allowed"),
    [
        ({"receiver": A}, "收款单位", "与付款单位不同的单位"),
        ({"receiver": "999001"}, "收款单位", "预算单位表中已有的单位编码"),
        ({"payer": "999001"}, "付款单位", "预算单位表中已有的单位编码"),
        ({"nature": "年终结转结余"}, "付款单位支出性质", "对附属单位补助支出、上解上级支出"),
        (
            {"nature": "对附属单位补助支出"},
            "收款单位收入来源",
            "上级补助收入（付款单位的支出性质是对附属单位补助支出）",
        ),
        ({"amount": "-1"}, "金额（元）", "非负金额"),
    ],
)
def test_what_a_transfer_cannot_be_is_said_at_its_cell(
    changes: dict[str, str], label: str, allowed: str
) -> None:
    with pytest.raises(ReadError) as raised:
        _loaded(WITH, changes)
    (fault,) = raised.value.faults
    assert (fault.place.split(".")[0], fault.field) == ("transfers", label)
    assert allowed in fault.allowed


def test_its_place_is_found_by_what_it_is_called() -> None:
    places = Places()
    _loaded(WITH, {}, places)
    assert places.of("内部往来", OWN.called, "金额（元）") == ["transfers.amount"]


def _loaded(
    budget: DepartmentalBudget, changes: dict[str, str], places: Places | None = None
) -> DepartmentalBudget:
    sheets = dump(budget)
    sheets["transfers"][0] |= changes

    def placed(name: str, row: dict[str, str]) -> SheetRow:
        return SheetRow(row, lambda field: f"{name}.{field}")

    return load(
        "test",
        {
            name: Sheet(r.BY_NAME[name], [placed(name, row) for row in rows])
            for name, rows in sheets.items()
        },
        places=places,
    )
