"""Project codes: families, parts, and a check character that catches any one wrong character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yusuan.core.project_code import ALPHABET, CodeFamily, ProjectCode, check_character

CODES = """
13031124P00468712294X 13031124P004687122965 13031124P00468712298C 13031124P004687123025
13031124P00468712304C 13031124P004687123050 13031124P00468712306K 13031124P004687123077
13031124P00AN9710581F 13031124P00AN97105823 13031124P00AN9710583N 13031124P00AN9710584A
13031124P00AN9710586H 13031124P00AN97105875 13031124P00AN9710589C 13031124P00AN9710592Y
13031124P00AN9710593J 13031124P00AN9710595R 13031124P00AN9710596D 13031124P00AN9710598L
13031124P00AN97105998 13031124P00AN97106006 13031124P00AN9710601R 13031124P00AN9710604L
13031124P00AN9710606U 13031124P00AN9710607F 13031124P00AN97106083 13031124P00AN97106129
13031124P00AN9710682C 13031124P00GEMU101866
"""
SEED = CODES.split()

BODIES = st.builds(
    lambda digits, body: f"{digits}P{body}",
    st.from_regex(r"\A[0-9]{8}\Z"),
    st.text(ALPHABET, min_size=11, max_size=11),
)


def test_the_seed_has_thirty_codes() -> None:
    assert len(set(SEED)) == 30


@pytest.mark.parametrize("text", SEED)
def test_a_code_of_the_seed_passes(text: str) -> None:
    code = ProjectCode.parse(text)
    assert (code.family, code.check_ok) == (CodeFamily.P, True)
    assert (code.division, code.year) == ("130311", 2024)
    assert str(code) == text


@given(BODIES, st.integers(0, 20), st.sampled_from(ALPHABET))
def test_any_one_wrong_character_is_caught(body: str, place: int, wrong: str) -> None:
    check = check_character(body)
    assert check is not None
    text = body + check
    assert ProjectCode(text).check_ok is True
    changed = text[:place] + wrong + text[place + 1 :]
    # A wrong character in the fixed part is caught by the shape: the family is another.
    assert changed == text or ProjectCode(changed).check_ok is not True


def test_a_wrong_check_character_is_named() -> None:
    code = ProjectCode.parse("13031124P004687122966")
    assert (code.check_ok, code.expected_check) == (False, "5")


def test_a_letter_outside_the_alphabet_fails_the_check() -> None:
    code = ProjectCode.parse("13031124PO04687122965")
    assert (code.family, code.check_ok, code.expected_check) == (CodeFamily.P, False, None)


def test_blanks_and_widths_of_the_text_layer_do_not_matter() -> None:
    code = ProjectCode.parse(" 13031124p0046 8712294Ｘ ")
    assert str(code) == "13031124P00468712294X"


@pytest.mark.parametrize(
    ("text", "family", "division", "year"),
    [
        ("51010023R000000000001", CodeFamily.RYT, "510100", 2023),
        ("51010023T000000000001", CodeFamily.RYT, "510100", 2023),
        ("10000024Z000000000001", CodeFamily.Z, "100000", 2024),
        ("Z000000000001", CodeFamily.Z, None, None),
        ("2024-001", CodeFamily.UNKNOWN, None, None),
        ("", CodeFamily.UNKNOWN, None, None),
    ],
)
def test_other_families_have_no_check(
    text: str, family: CodeFamily, division: str | None, year: int | None
) -> None:
    code = ProjectCode.parse(text)
    assert (code.family, code.division, code.year) == (family, division, year)
    assert (code.check_ok, code.expected_check) == (None, None)


def test_only_twenty_characters_have_a_check_character() -> None:
    assert check_character("13031124P") is None
