"""The dataset folder as people read it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.conftest import EXAMPLE
from yusuan.core.errors import ReadError
from yusuan.writers.folder import write_folder
from yusuan.writers.workbook.example import example_department

if TYPE_CHECKING:
    from yusuan.core.budget import DepartmentalBudget


def test_the_example_is_laid_out_as_we_write(example: DepartmentalBudget) -> None:
    written = write_folder(example)
    same = ("department.toml", "objectives.toml", "lines.csv", "assets.csv", "procurement.csv")
    for name in same:
        assert written[name].decode() == (EXAMPLE / name).read_text(encoding="utf-8")


def test_files_are_numbered_so_that_order_survives(example: DepartmentalBudget) -> None:
    many = replace(
        example,
        projects=tuple(replace(example.projects[0], code=f"P{n:03}") for n in range(101)),
        lines=(),
        procurement=(),
    )
    names = [name for name in write_folder(many) if name.startswith("projects/")]
    assert names == sorted(names)
    assert names[0] == "projects/001-P000.toml"


def test_a_long_text_is_written_over_several_lines() -> None:
    budget = replace(example_department(), overall_objective='一\n"""二"""')
    text = write_folder(budget)["objectives.toml"].decode()
    assert text.startswith('overall = """\n一\n\\"\\"\\"二\\"\\"\\""""\n')


def test_what_says_nothing_is_left_out() -> None:
    files = write_folder(example_department())
    project = next(files[name].decode() for name in files if name.startswith("projects/"))
    assert "early_notice" not in project
    assert "classified" not in project + files["procurement.csv"].decode()
    assert "payment_plan = { march = 0, june = 50, october = 100, december = 100 }" in project


@pytest.mark.parametrize("name", ["../../x", "a/b", "", "con:aux", "测试"])
def test_a_text_that_cannot_name_a_file_is_refused(name: str) -> None:
    with pytest.raises(ReadError, match="说明项"):
        write_folder(replace(example_department(), narrative={name: "x"}))


def test_a_project_code_cannot_choose_its_directory() -> None:
    budget = example_department()
    odd = replace(budget.projects[0], code="../../etc/passwd")
    bare = replace(budget, projects=(odd,), lines=(), procurement=())
    assert [n for n in write_folder(bare) if "etc" in n] == ["projects/01-etc-passwd.toml"]
