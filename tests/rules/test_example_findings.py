"""What the book says about the example: its known weaknesses, every one of them, and nothing else (domain.md §14)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.budgets import evidence_of, subject_of
from yusuan.core.outcomes import Outcome, Severity, Status
from yusuan.readers.folder import read_folder
from yusuan.rules.books import book
from yusuan.rules.check import check
from yusuan.rules.spec import run

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "qinhuangdao-zfw-2024"

WARNINGS = {
    "rates-times-quantities-fit-the-budget": ["公证办案人员人身意外伤害险"],
    "satisfaction-is-measured": ["社区矫正补助资金", "公证管理费及公证协会会费"],
    "department-targets-are-carried-by-projects": ["行政复议答复有效率", "培训考试合格率"],
    "department-rates-are-measured-in-projects": ["购置基本办公设备完成率", "行政复议答复完成率"],
}
ADVICE = {
    "goals-are-no-stricter-than-indicators": [
        "管委法律顾问",
        "年度任务完成率100%",
        "政法干警政治工作任务完成率",
        "综治各项年度任务",
    ],
    "goal-shares-have-an-indicator": ["覆盖面98%", "服务覆盖率98%"],
    "quantities-count-things": [
        "接收率",
        "计划完成率",
        "服务工作完成率",
        "政治工作完成率",
        "工作计划完成率",
    ],
    "quantities-are-not-capped": ["≤110个", "≤600人"],
    "unit-costs-carry-a-denominator": ["每个矫正人员教育帮扶平均成本", "视频监控每个每年运维经费"],
    "durations-are-no-benefit": ["提供服务年限"],
    "outcome-ratios-say-of-what": ["维护开发区稳定和谐"],
    "ratios-are-not-all-full": ["公证管理费及公证协会会费"],
    "indicators-are-not-copied": ["工作完成及时率", "更好地为群众服务"],
}


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return run(book(), evidence_of(subject_of(read_folder(EXAMPLE))))


def _said(outcomes: list[Outcome], severity: Severity) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for outcome in outcomes:
        if outcome.is_finding and outcome.severity is severity:
            said.setdefault(outcome.rule, []).append(outcome.message)
    return said


def test_the_example_has_no_error() -> None:
    subject = subject_of(read_folder(EXAMPLE))
    assert check(evidence_of(subject)).blocking == ()


@pytest.mark.parametrize(
    ("severity", "expected"), [(Severity.WARNING, WARNINGS), (Severity.INFO, ADVICE)]
)
def test_its_natural_weaknesses_are_named(
    outcomes: list[Outcome], severity: Severity, expected: dict[str, list[str]]
) -> None:
    said = _said(outcomes, severity)
    assert set(said) == set(expected)
    for rule, words in expected.items():
        assert len(said[rule]) == len(words), said[rule]
        for word in words:
            assert any(word in message for message in said[rule]), (word, said[rule])


def test_36_lines_at_4380_yuan_round_to_15_8() -> None:
    found = run(book(), evidence_of(subject_of(read_folder(EXAMPLE))))
    (rounded,) = [outcome for outcome in found if outcome.status is Status.ROUNDING]
    assert "36条 × 4380元/条" in rounded.message
    assert "15.80万元" in rounded.message


def test_nothing_of_a_classified_text_is_quoted(outcomes: list[Outcome]) -> None:
    said = "".join(outcome.message + outcome.suggestion for outcome in outcomes)
    places = "".join(str(where) for outcome in outcomes for where in outcome.where)
    assert "示例" not in said + places
