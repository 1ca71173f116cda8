"""Sentences are filled from table figures and matched back to the same figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yusuan.core.errors import SpecError
from yusuan.narrative.sentence import Change, Completion, EachItem, FigureName, Level, Sentence
from yusuan.tables.table import CellKey

TOTAL = FigureName("expenditure", "合计", "合计")
SENTENCE = Sentence(
    "{year}年支出{total}，比上年{change}。",
    {"total": Level(TOTAL), "change": Change(TOTAL)},
    otherwise="上年无可比数（{no_prior_year}）。",
)
REASONED = Sentence("支出{change}[change:，原因是{why}]。", {"change": Change(TOTAL)})


class Known:
    """The total of two years, as a sentence asks for it."""

    def __init__(self, now: int | None, before: int | None) -> None:
        self.now, self.before = now, before

    def level(self, name: FigureName) -> tuple[int | None, CellKey | None]:
        return self.now, CellKey(*name)

    def prior(self, name: FigureName) -> int | None:
        return self.before if name == TOTAL else None


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (1_809_180_000, 2_058_810_000, "2024年支出1809.18万元，比上年减少249.63万元。"),
        (1_000_000, 0, "2024年支出1.00万元，比上年增加1.00万元。"),
        (0, 0, "2024年支出0.00万元，比上年持平。"),
        (1_000_000, None, "2024年支出1.00万元，比上年〔待填〕。"),
        (None, 0, "2024年支出〔待填〕，比上年〔待填〕。"),
    ],
)
def test_direction_and_amount_follow_the_figures(now: int, before: int | None, said: str) -> None:
    pieces = SENTENCE.fill(Known(now, before), {"year": "2024"})
    assert "".join(piece.text for piece in pieces) == said


def test_no_comparable_figure_was_said_of_every_figure_nobody_had_typed() -> None:
    words = {"year": "2024", "no_prior_year": "新设部门"}
    said = SENTENCE.fill(Known(5, None), words)
    assert "".join(piece.text for piece in said) == "上年无可比数（新设部门）。"
    compared = SENTENCE.fill(Known(1_000_000, 0), words)
    assert "".join(piece.text for piece in compared) == "2024年支出1.00万元，比上年增加1.00万元。"


@pytest.mark.parametrize(
    ("now", "why", "said"),
    [
        (0, "", "支出持平。"),
        (0, "定额未变", "支出持平，原因是定额未变。"),
        (10_000, "", "支出增加0.01万元。"),
        (20_000, "", "支出增加0.02万元，原因是××。"),
        (20_000, "调资", "支出增加0.02万元，原因是调资。"),
    ],
)
def test_an_unchanged_figure_had_a_reason_of_crosses(now: int, why: str, said: str) -> None:
    class Words(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return "××"

    pieces = REASONED.fill(Known(now, 0), Words({"why": why} if why else {}))
    assert "".join(piece.text for piece in pieces) == said


def test_a_figure_keeps_the_cell_it_repeats() -> None:
    pieces = SENTENCE.fill(Known(1_000_000, 0), {"year": "2024"})
    assert [piece.key for piece in pieces if piece.key] == [CellKey(*TOTAL)]


@given(now=st.integers(0, 10**13), before=st.integers(0, 10**13))
def test_what_a_sentence_says_is_found_in_it_again(now: int, before: int) -> None:
    figures = Known(now // 10_000 * 10_000, before // 10_000 * 10_000)
    text = "".join(piece.text for piece in SENTENCE.fill(figures, {"year": "2024"}))
    found = SENTENCE.match("前文。" + text + "后文。")
    assert found is not None
    assert found["total"].replace(".", "") == f"{now // 10_000:03d}"
    assert found["change"][:2] in {"增加", "减少", "持平"}


def test_a_slot_that_does_not_occur_is_a_mistake_of_ours() -> None:
    with pytest.raises(SpecError):
        Sentence("没有数", {"total": Level(TOTAL)})


BUDGETED = FigureName("budgeted", "合计", "年初预算数")


class Accounts:
    """What was spent and what was budgeted."""

    def __init__(self, spent: int | None, budgeted: int | None) -> None:
        self.amounts = {"expenditure": spent, "budgeted": budgeted}

    def level(self, name: FigureName) -> tuple[int | None, CellKey | None]:
        return self.amounts[name.table], CellKey(*name)

    def prior(self, name: FigureName) -> int | None:
        raise AssertionError(name)


@pytest.mark.parametrize(
    ("spent", "budgeted", "said"),
    [
        (9_444_000, 10_000_000, "9.44万元，完成年初预算的94.44%。"),
        (12_000_000, 10_000_000, "12.00万元，完成年初预算的120.00%。"),
        (1_000_000, 3_000_000, "1.00万元，完成年初预算的33.33%。"),
        (2_000_000, 3_000_000, "2.00万元，完成年初预算的66.67%。"),
        (1_000_000, 0, "1.00万元，年初没有安排预算。"),
        (1_000_000, None, "1.00万元，〔待填〕。"),
    ],
)
def test_what_was_spent_of_the_budget(spent: int, budgeted: int | None, said: str) -> None:
    sentence = Sentence(
        "{spent}，{done}。", {"spent": Level(TOTAL), "done": Completion(TOTAL, BUDGETED)}
    )
    text = "".join(piece.text for piece in sentence.fill(Accounts(spent, budgeted), {}))
    assert text == said
    assert budgeted is None or sentence.match(text) is not None


def test_a_sentence_for_each_item_asks_for_the_items_figures() -> None:
    every = EachItem(
        Sentence(
            "{item}：{spent}，{done}。",
            {
                "spent": Level(TOTAL._replace(row="")),
                "done": Completion(TOTAL._replace(row=""), BUDGETED._replace(row="")),
            },
        )
    )
    assert every.tables == {"expenditure", "budgeted"}
    slots = every.of("2010301").slots
    assert slots["spent"] == Level(TOTAL._replace(row="2010301"))
    assert slots["done"] == Completion(
        TOTAL._replace(row="2010301"), BUDGETED._replace(row="2010301")
    )
