"""What is printed for an amount is read, whatever width, sign, grouping and unit; what is none is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yusuan.core.money import LARGEST, MoneyUnit, Printed, format_amount, parse_amount

YUAN, WAN = MoneyUnit.YUAN, MoneyUnit.WAN_YUAN
_FULL_WIDTH = str.maketrans("0123456789.,-()", "０１２３４５６７８９．，－（）")

fens = st.integers(-LARGEST, LARGEST)
units = st.sampled_from(MoneyUnit)


def _decimals(unit: MoneyUnit) -> int:
    """As many decimals as say every fen."""
    return {MoneyUnit.FEN: 0, YUAN: 2, MoneyUnit.THOUSAND_YUAN: 5, WAN: 6}[unit]


@given(fen=fens, unit=units, grouped=st.booleans())
def test_a_printed_amount_is_read_as_it_was(*, fen: int, unit: MoneyUnit, grouped: bool) -> None:
    decimals = _decimals(unit)
    text = format_amount(fen, unit, decimals, grouped=grouped)
    assert parse_amount(text, unit) == Printed(fen, decimals, unit)


@given(
    fen=fens,
    unit=units,
    in_brackets=st.booleans(),
    mark=st.sampled_from(["", "¥", "￥"]),
    label=st.sampled_from(["", "万元", "元"]),
)
def test_width_sign_and_unit_change_nothing_but_the_unit(
    *, fen: int, unit: MoneyUnit, in_brackets: bool, mark: str, label: str
) -> None:
    printed_in = MoneyUnit.from_label(label) if label else unit
    decimals = _decimals(printed_in)
    figure = f"{mark}{format_amount(abs(fen), printed_in, decimals, grouped=True)}{label}"
    brackets = in_brackets and decimals > 0
    text = f"({figure})" if brackets and fen < 0 else f"-{figure}" if fen < 0 else figure
    wanted = Printed(fen, decimals, printed_in)
    assert parse_amount(text, unit) == wanted
    assert parse_amount(text.translate(_FULL_WIDTH), unit) == wanted
    assert parse_amount(f" {text[:2]} {text[2:]}\u3000", unit) == wanted


@pytest.mark.parametrize(
    ("text", "unit", "fen", "decimals", "printed_in"),
    [
        ("１，２１５．００", WAN, 1_215_000_000, 2, WAN),
        ("￥1,215.00", YUAN, 121_500, 2, YUAN),
        ("¥ 1 215.00", YUAN, 121_500, 2, YUAN),
        ("-¥5", YUAN, -500, 0, YUAN),
        ("¥-5.0", YUAN, -500, 1, YUAN),
        ("1,215.00万元", YUAN, 1_215_000_000, 2, WAN),
        ("12.5万元", YUAN, 12_500_000, 1, WAN),
        ("125,000.00元", WAN, 12_500_000, 2, YUAN),
        ("(12.00)", WAN, -12_000_000, 2, WAN),
        ("（1,200）", YUAN, -120_000, 0, YUAN),
        ("(123)", YUAN, -12_300, 0, YUAN),
        ("(5万元)", YUAN, -5_000_000, 0, WAN),
        ("–3.20", YUAN, -320, 2, YUAN),
        ("−3.20", YUAN, -320, 2, YUAN),
        ("－3.20", YUAN, -320, 2, YUAN),
        ("+3.20", YUAN, 320, 2, YUAN),
        (".5", YUAN, 50, 1, YUAN),
        ("5.", YUAN, 500, 0, YUAN),
    ],
)
def test_figures_of_cells(
    text: str, unit: MoneyUnit, fen: int, decimals: int, printed_in: MoneyUnit
) -> None:
    assert parse_amount(text, unit) == Printed(fen, decimals, printed_in)


@pytest.mark.parametrize(
    "text",
    [
        "", "—", "－", "-", "/", "无", "…", ".", "¥", "万元", "()", "(—)", "12.00)", "(12.00", "(-12.00)",
        # The mark of a list, the number of a column.
        "(1)", "（12）",
        "12,15.00", "1.2.3", "12%", "12人", "12万", "1e5", "--5", "¥¥5", "5¥",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        parse_amount(text, YUAN)


@pytest.mark.parametrize(
    ("text", "said"),
    [("0.001元", "finer"), ("0.0000001万元", "finer"), (f"{LARGEST}", "too large")],
)
def test_an_amount_no_fen_can_say_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_amount(text, WAN)
