"""A spreadsheet calculates nothing we write, and every text comes back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yusuan.core.spreadsheets import cell_length, guarded, in_csv, unguarded

# What spreadsheets calculate, guards of a text's own, and plain words around them.
TEXTS = st.text(st.sampled_from("=+-@＝＋－＠\t\r' 1,.5%—a合"), max_size=6) | st.text(max_size=20)


@given(TEXTS)
@example("'=1")
@example("''-")
@example("'-1")
@example("' =1")
def test_every_text_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(TEXTS)
def test_nothing_written_begins_as_a_formula_unless_it_is_a_number(text: str) -> None:
    written = guarded(text).lstrip(" ")
    if written[:1] in set("=+-@＝＋－＠\t\r"):
        assert set(written.strip()) <= set("-+−－＋—―–0123456789.,，%％")


@given(st.from_regex(r"[-+]?[0-9]{1,9}(\.[0-9]{1,6})?%?", fullmatch=True))
def test_negative_numbers_stay_numbers(number: str) -> None:
    assert guarded(number) == number


def test_rows_are_guarded_wherever_they_come_from() -> None:
    written = in_csv([["名称", "=head"], ["=HYPERLINK(1)", "-5.00"], ['@a"b', "c\nd"]])
    rows = list(csv.reader(io.StringIO(written)))
    assert rows == [["名称", "'=head"], ["'=HYPERLINK(1)", "-5.00"], ["'@a\"b", "c\nd"]]


@pytest.mark.parametrize(("text", "length"), [("", 0), ("表", 1), ("𠮷", 2), ("a𠮷b", 4)])
def test_excel_counts_rare_characters_twice(text: str, length: int) -> None:
    assert cell_length(text) == length
