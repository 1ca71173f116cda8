"""Sentences are filled from table figures and matched back to the same figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yusuan.core.errors import SpecError
from yusuan.narrative.sentence import Change, FigureName, Level, Sentence
from yusuan.tables.table import CellKey

TOTAL = FigureName("expenditure", "合计", "合计")
SENTENCE = Sentence(
    "{year}年支出{total}，比上年{change}。",
    {"total": Level(TOTAL), "change": Change(TOTAL)},
    otherwise="上年无可比数。",
)


class Known:
    """The total of two years, as a sentence asks for it."""

    def __init__(self, now: int, before: int | None) -> None:
        self.now, self.before = now, before

    def level(self, name: FigureName) -> tuple[int, CellKey | None]:
        return self.now, CellKey(*name)

    def prior(self, name: FigureName) -> int | None:
        return self.before if name == TOTAL else None


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (1_809_180_000, 2_058_810_000, "2024年支出1809.18万元，比上年减少249.63万元。"),
        (1_000_000, 0, "2024年支出1.00万元，比上年增加1.00万元。"),
        (0, 0, "2024年支出0.00万元，比上年持平。"),
        (5, None, "上年无可比数。"),
    ],
)
def test_direction_and_amount_follow_the_figures(now: int, before: int | None, said: str) -> None:
    pieces = SENTENCE.fill(Known(now, before), {"year": "2024"})
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
    assert found["total"].replace(".", "") == f"{figures.now // 10_000:03d}"
    assert found["change"][:2] in {"增加", "减少", "持平"}


def test_a_slot_that_does_not_occur_is_a_mistake_of_ours() -> None:
    with pytest.raises(SpecError):
        Sentence("没有数", {"total": Level(TOTAL)})
