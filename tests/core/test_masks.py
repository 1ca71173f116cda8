"""What may be marked as classified: a field by its identifier or its label, and nothing else."""

from __future__ import annotations

import pytest

from yusuan.core import records as r


@pytest.mark.parametrize(
    ("record", "written", "fields"),
    [
        (r.PROJECTS, "name", {"name"}),
        (r.PROJECTS, "项目名称", {"name"}),
        (r.PROJECTS, "金额、资金用途", {"amount", "purpose"}),
        (r.PROJECTS, "amount, purpose；name", {"amount", "purpose", "name"}),
        (r.COSTING, "单价（元）、数量", {"unit_price", "quantity"}),
        (r.COSTING, "单价", {"unit_price"}),
        (r.PROJECT_OBJECTIVES, "绩效目标", {"text"}),
        (r.INDICATORS, "指标值", {"target"}),
        (r.PROCUREMENT, "采购物品名称", {"name"}),
    ],
)
def test_a_mark_is_a_field_or_its_label(record: r.Record, written: str, fields: set[str]) -> None:
    mark = record.field("classified")
    assert mark is not None
    assert mark.kind.parse(written) == fields


@pytest.mark.parametrize(
    ("record", "written"),
    [
        (r.PROJECTS, "项目名"),
        (r.PROJECTS, "Name"),
        (r.PROJECTS, "code"),
        (r.PROJECTS, "fiscal_amount"),
        (r.PROJECTS, "财政资金（元）"),
        (r.PROJECTS, "name、用途"),
        (r.COSTING, "项目编码"),
        (r.INDICATORS, "指标类型"),
        (r.PROCUREMENT, "classified"),
    ],
)
def test_any_other_word_is_refused(record: r.Record, written: str) -> None:
    mark = record.field("classified")
    assert mark is not None
    with pytest.raises(KeyError):
        mark.kind.parse(written)
