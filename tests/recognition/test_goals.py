"""The department's own objectives: read from lines however a text layer broke them, alike in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.example import EXAMPLE
from yusuan.pipeline import Inspection, Run
from yusuan.recognition.objectives import department_objectives

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.core.outcomes import Outcomes

WHOLE = ["（1）绩效目标：做好路灯养护", "绩效指标：养护完成率≥95%、巡查次数≥12次。", "（2）其他"]
BROKEN = [
    "（1）绩效目标：做好路",
    "灯养护",
    "绩效指标：养护完成率≥95%、巡查",
    "次数≥12次。",
    "（2）其他",
]


@pytest.mark.parametrize("lines", [WHOLE, BROKEN])
def test_a_list_broken_over_lines_is_read_whole(lines: list[str]) -> None:
    (goal,) = department_objectives(lines)
    assert goal.text == "做好路灯养护"
    assert [i.name for i in goal.indicators] == ["养护完成率", "巡查次数"]


def test_what_follows_a_list_is_no_part_of_it() -> None:
    lines = ["绩效指标：养护完成率≥95%、巡查次数≥12次、", "（三）工作保障措施", "完善制度。"]
    (goal,) = department_objectives(lines)
    assert len(goal.indicators) == 2


def _about_targets(outcomes: Outcomes) -> list[str]:
    return [o.message for o in outcomes.findings if o.rule.startswith("department-")]


@pytest.mark.parametrize("form", ["docx", "pdf", "xlsx", "html"])
def test_target_warnings_survive_publication(form: str, tmp_path: Path) -> None:
    run = Run(EXAMPLE)
    (content,) = run.publish((form,)).values()
    path = tmp_path / f"published.{form}"
    path.write_bytes(content)
    expected = _about_targets(run.outcomes)
    assert len(expected) == 4
    assert _about_targets(Inspection(path).outcomes) == expected
