"""A project named twice has one amount."""

from __future__ import annotations

import pytest

from yusuan.core.grid import TextBlock
from yusuan.core.outcomes import Status
from yusuan.core.terms import Stage
from yusuan.rules.evidence import Evidence
from yusuan.rules.published.repeats import check_repeats


def outcomes(*lines: str) -> list[Status]:
    texts = tuple(TextBlock(line) for line in lines)
    evidence = Evidence("f", 2025, Stage.BUDGET, (), texts)
    return [one.status for one in check_repeats(evidence)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            (
                "2025年项目：信息平台维护费16.60万元，档案整理经费3.00万元。",
                "信息平台维护费16.60万元。",
            ),
            [Status.PASSED],
        ),
        (
            (
                "2025年项目：信息平台维护费16.60万元，档案整理经费3.00万元。",
                "信息平台维护费61.60万元。",
            ),
            [Status.FAILED],
        ),
        # printed coarser, the same amount
        (("信息平台维护费16.60万元。", "信息平台维护费16.6万元。"), [Status.PASSED]),
        # last year's amount is another one
        (("2024年信息平台维护费16.60万元。", "2025年信息平台维护费61.60万元。"), []),
        # no project is called so
        (("其他商品服务费16.60万元。", "其他商品服务费61.60万元。"), []),
    ],
)
def test_amounts_of_one_project(lines: tuple[str, ...], expected: list[Status]) -> None:
    assert outcomes(*lines) == expected
