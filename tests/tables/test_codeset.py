"""Sets of codes behave as sets: checked on every code of a small tree."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yusuan.core.codes import Code, code
from yusuan.tables.codeset import EVERY_CODE, CodeSet

TREE = tuple(
    code(digits)
    for category in ("301", "302", "303")
    for digits in (
        category,
        *(f"{category}{section}" for section in ("01", "02")),
        *(f"{category}{section}{item}" for section in ("01", "02") for item in ("01", "02")),
    )
)
BRANCHES = st.frozensets(st.sampled_from(TREE), max_size=4)


def code_sets() -> st.SearchStrategy[CodeSet]:
    return st.builds(CodeSet, st.none() | BRANCHES, BRANCHES)


def members(codes: CodeSet) -> set[Code]:
    return {member for member in TREE if codes.admits(member)}


@given(code_sets())
def test_the_normal_form_means_the_same(codes: CodeSet) -> None:
    assert members(codes.normal()) == members(codes)
    assert codes.normal().normal() == codes.normal()


@given(code_sets(), code_sets())
def test_what_two_sets_share(one: CodeSet, other: CodeSet) -> None:
    one, other = one.normal(), other.normal()
    assert members(one & other) == members(one) & members(other)
    assert one & other == other & one
    assert one.isdisjoint(other) == (one & other).is_empty


@given(code_sets(), code_sets())
def test_one_set_within_another_has_no_other_member(one: CodeSet, other: CodeSet) -> None:
    one, other = one.normal(), other.normal()
    if one <= other:
        assert members(one) <= members(other)


@given(code_sets())
def test_a_missing_code_belongs_to_the_whole_tree_only(codes: CodeSet) -> None:
    assert codes.admits(None) == codes.is_everything


def test_branches_less_branches() -> None:
    other_travel = CodeSet.of("30212", without=("3021201",))
    assert other_travel.admits(code("30212"))
    assert other_travel.admits(code("3021299"))
    assert not other_travel.admits(code("3021201"))
    assert CodeSet.of("30201", "302") == CodeSet.of("302")
    assert CodeSet.of("301", without=("302",)) == CodeSet.of("301")
    assert CodeSet.except_for("301").admits(code("30201"))
    assert (CodeSet.of("301") & CodeSet.of("302")).is_empty
    assert CodeSet.of("301", "303") & EVERY_CODE == CodeSet.of("303", "301")
