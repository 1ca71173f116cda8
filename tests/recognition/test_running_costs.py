"""机关运行经费 in tables: the amount beside or below its name, never the number of its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rules.printed import evidence_of_print

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "# 岚溪县水务局2026年部门预算\n## 机构运行信息表\n金额单位：元\n"


@pytest.mark.parametrize(
    ("rows", "fen"),
    [
        ("| 项目 | 行次 | 预算数 |\n| 二、机关运行经费 | 10 | 914,200.60 |", [91420060]),
        (
            "| 项目 | 行次 | 全年预算数 | 决算数 |\n| 二、机关运行经费 | 10 | —— | 914,200.60 |",
            [91420060],
        ),
        ("| 项目 | 预算数 |\n| 机关运行经费 | 914,200.60 |", [91420060]),
        ("| 机关运行经费 | 三公经费 |\n| 914,200.60 | 3,000.00 |", [91420060]),
        # Of two years nobody says which is meant; a row number alone is no money.
        ("| 项目 | 行次 | 上年数 | 本年数 |\n| 机关运行经费 | 3 | 5.00 | 6.00 |", []),
        ("| 项目 | 行次 | 预算数 |\n| 机关运行经费 | 10 | |", []),
    ],
)
def test_the_amount_is_found_and_nothing_else(rows: str, fen: list[int], tmp_path: Path) -> None:
    evidence = evidence_of_print({"print": HEAD + rows}, tmp_path)
    assert [one.printed.fen for one in evidence.running_costs] == fen
