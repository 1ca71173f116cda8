"""What each command does with the example."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.command_line import EXAMPLE, run
from yusuan.editions import EDITIONS
from yusuan.readers import read_source
from yusuan.reports.lines import clean, clipped, columns, in_json, width


@pytest.fixture
def revised(tmp_path: Path) -> Path:
    """The example with two thousand yuan less basic salary and one target changed."""
    target = tmp_path / "revised"
    shutil.copytree(EXAMPLE, target)
    lines = (target / "lines.csv").read_text(encoding="utf-8")
    (target / "lines.csv").write_text(lines.replace("3039700.00", "3019700.00"), encoding="utf-8")
    return target


# --- check ------------------------------------------------------------------------------------------------


def test_a_report_as_a_page_is_self_contained_and_escapes_what_it_shows(tmp_path: Path) -> None:
    source = tmp_path / "<script>alert(1)</script>"
    shutil.copytree(EXAMPLE, source)
    file = tmp_path / "report.html"
    assert run("check", source, "--format", "html", "-o", file).exit_code == 0
    page = file.read_text(encoding="utf-8")
    assert page.count("<script") == 1
    assert "alert(1)" not in page.split("<script>")[1]
    assert "http" not in page.replace("http-equiv", "")
    assert "核对报告" in page


def test_a_report_as_a_workbook_lists_every_finding(tmp_path: Path) -> None:
    import openpyxl

    file = tmp_path / "report.xlsx"
    assert run("check", EXAMPLE, "--format", "xlsx", "-o", file).exit_code == 0
    found = json.loads(run("check", EXAMPLE, "--format", "json").stdout)["findings"]
    _, sheet, score = openpyxl.load_workbook(file).worksheets
    assert sheet.max_row == 1 + len(found)
    assert [row[2] for row in sheet.iter_rows(2, values_only=True)] == [f["message"] for f in found]
    assert ("不予采信", 0) in [row[7:9] for row in score.iter_rows(values_only=True)]


# --- publish ----------------------------------------------------------------------------------------------


def test_publishing_writes_the_formats_asked_for_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("publish", EXAMPLE, "-o", out, "--formats", "html,opendata", "--format", "json")
    assert result.exit_code == 0
    content = json.loads(result.stdout)
    written = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    assert {file["name"] for file in content["files"]} == written
    assert {Path(name).suffix for name in written} == {".html", ".csv", ".json", ".md"}
    assert content["summary"]["refused"] == 0


def test_a_failure_while_writing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    assert run("publish", EXAMPLE, "-o", tmp_path / "out", "--formats", "html").exit_code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_demo_publishes_everything_and_can_be_repeated(tmp_path: Path) -> None:
    first = run("demo", EXAMPLE, "-o", tmp_path / "out")
    assert first.exit_code == 0
    for said in ("收入总计", "1,809.18 万元", "核对结果", "由表义推导的勾稽关系", "接下来"):
        assert said in first.stdout
    before = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert {p.suffix for p in before} >= {".docx", ".pdf", ".xlsx", ".html", ".csv"}
    assert run("demo", EXAMPLE, "-o", tmp_path / "out").exit_code == 0
    assert {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()} == before


# --- explain ----------------------------------------------------------------------------------------------


def test_a_figure_is_the_sum_of_the_lines_shown_with_it() -> None:
    args = ("explain", EXAMPLE, "expenditure", "2013102", "项目支出", "--format", "json")
    origin = json.loads(run(*args).stdout)
    cents = [int(line["amount"].replace(".", "")) for line in origin["lines"]]
    assert sum(cents) == int(origin["amount"].replace(".", ""))
    assert {line["nature"] for line in origin["lines"]} == {"项目支出"}
    assert origin["part_of"]


@pytest.mark.parametrize(
    "args",
    [
        ("three_public", "“三公”经费小计", "资金性质/合计"),
        ("三公", "三公经费小计", "合计"),
        ("财政拨款“三公”经费支出表", '"三公"经费小计', "资金性质／合计"),
    ],
)
def test_a_figure_is_found_by_what_people_type(args: tuple[str, str, str]) -> None:
    found = json.loads(run("explain", EXAMPLE, *args, "--format", "json").stdout)
    assert (found["row"], found["printed"]) == ("“三公”经费小计", "13.46万元")


@pytest.mark.parametrize(
    ("args", "offered"),
    [
        (("三公", "公务接带费", "合计"), "公务接待费"),
        (("expenditure", "2013101", "基本之出"), "基本支出"),
        (("支出表", "合计", "合计"), "general_basic（"),
        (("revenue", "合计", "收入"), "不止一格"),
    ],
)
def test_a_name_that_finds_no_figure_gets_offers(args: tuple[str, ...], offered: str) -> None:
    result = run("explain", EXAMPLE, *args)
    assert result.exit_code == 2
    assert offered in result.stderr


def test_a_blank_cell_is_explained_as_blank() -> None:
    result = run("explain", EXAMPLE, "three_public", "因公出国（境）费", "资金性质/合计")
    assert result.exit_code == 0
    assert "空白（没有这类资金）" in result.stdout
    assert "明细 0 条" in result.stdout


# --- convert, new -----------------------------------------------------------------------------------------


def test_a_dataset_survives_the_way_through_a_workbook(tmp_path: Path) -> None:
    book, back = tmp_path / "a.xlsx", tmp_path / "back"
    assert run("convert", EXAMPLE, book).exit_code == 0
    assert run("convert", book, back).exit_code == 0
    assert read_source(back) == read_source(EXAMPLE)
    assert "两者完全一致" in run("diff", EXAMPLE, back).stdout


@pytest.mark.parametrize("target", ["package.zip", "package", "package/datapackage.json"])
def test_open_data_holds_the_same_figures(target: str, tmp_path: Path) -> None:
    path = tmp_path / target
    more = [] if path.suffix else ["--to", "opendata"]
    assert run("convert", EXAMPLE, path, *more).exit_code == 0
    assert run("cells", path).stdout == run("cells", EXAMPLE).stdout


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    taken = tmp_path / "a.xlsx"
    taken.write_text("mine", encoding="utf-8")
    assert run("convert", EXAMPLE, taken).exit_code == 2
    assert run("new", taken, "--workbook").exit_code == 2
    assert taken.read_text(encoding="utf-8") == "mine"
    assert run("convert", EXAMPLE, taken, "--force").exit_code == 0


def test_writing_over_a_dataset_leaves_no_project_behind_and_touches_nothing_else(
    tmp_path: Path,
) -> None:
    target = tmp_path / "mine"
    run("new", target)
    (target / "notes.csv").write_text("keep", encoding="utf-8")
    assert run("convert", EXAMPLE, target, "--force").exit_code == 0
    assert read_source(target) == read_source(EXAMPLE)
    assert (target / "notes.csv").read_text(encoding="utf-8") == "keep"


def test_a_name_that_says_no_form_is_refused(tmp_path: Path) -> None:
    result = run("convert", EXAMPLE, tmp_path / "a.docx")
    assert result.exit_code == 2
    assert "--to" in result.stderr


@pytest.mark.parametrize("edition", ["hebei", "national"])
@pytest.mark.parametrize("more", [[], ["--workbook"]])
def test_what_new_makes_passes_every_check(edition: str, more: list[str], tmp_path: Path) -> None:
    made = tmp_path / ("mine.xlsx" if more else "mine")
    assert run("new", tmp_path / "mine", "--edition", edition, *more).exit_code == 0
    result = run("check", made)
    assert result.exit_code == 0, result.stdout
    if not more:
        guide = (made / "填写说明.md").read_text(encoding="utf-8")
        assert "`lines.csv`" in guide
        assert "| `amount` | 金额（元） | 是 |" in guide


# --- diff -------------------------------------------------------------------------------------------------


def test_a_change_is_said_in_words_and_followed_through_the_tables(revised: Path) -> None:
    result = run("diff", EXAMPLE, revised)
    assert "支出合计减少2.00万元，其中基本支出减少2.00万元，项目支出持平。" in result.stdout
    assert "金额（元）：3039700.00 → 3019700.00" in result.stdout
    content = json.loads(run("diff", EXAMPLE, revised, "--format", "json").stdout)
    assert {change["change"] for change in content["figures"]} == {"-20000.00"}
    assert {change["record"] for change in content["records"]} == {"lines"}


def test_projects_and_indicators_added_and_removed_are_listed(revised: Path) -> None:
    (project, *_) = sorted((revised / "projects").glob("*.toml"))
    text = project.read_text(encoding="utf-8")
    head, mark, rest = text.partition("[[indicators]]")
    _, second, others = rest.partition("[[indicators]]")
    project.write_text(head + mark + others if second else head, encoding="utf-8")
    there = json.loads(run("diff", EXAMPLE, revised, "--format", "json").stdout)["records"]
    back = json.loads(run("diff", revised, EXAMPLE, "--format", "json").stdout)["records"]
    assert [r["change"] for r in there if r["record"] == "indicators"] == ["removed"]
    assert [r["change"] for r in back if r["record"] == "indicators"] == ["added"]


def test_a_project_keeps_its_place_under_next_years_code(revised: Path) -> None:
    for file in (revised / "lines.csv", *(revised / "projects").glob("*.toml")):
        text = file.read_text(encoding="utf-8")
        file.write_text(
            text.replace("13031124P004687123050", "13031125P004687123058"), encoding="utf-8"
        )
    records = json.loads(run("diff", EXAMPLE, revised, "--format", "json").stdout)["records"]
    assert [r["name"] for r in records if r["change"] != "changed"] == []


# --- what is built in -------------------------------------------------------------------------------------


def test_editions_and_their_tables_are_listed() -> None:
    editions = json.loads(run("editions", "--format", "json").stdout)
    assert [edition["id"] for edition in editions] == list(EDITIONS)
    for edition in editions:
        args = ("tables", "--edition", edition["id"], "--format", "json")
        assert [t["id"] for t in json.loads(run(*args).stdout)] == edition["tables"]
        for table in edition["tables"]:
            shown = run("tables", table, "--edition", edition["id"])
            assert re.search("单位：(万元|元)", shown.stdout)


def test_every_rule_shows_its_law_and_what_to_do() -> None:
    rules = json.loads(run("rules", "--format", "json").stdout)
    assert len({rule["id"] for rule in rules}) == len(rules) > 50
    for rule in rules:
        assert rule["citation"]
        assert rule["hint"]
    shown = run("rules", rules[0]["id"]).stdout
    assert rules[0]["claim"] in shown
    assert "依据" in shown


def test_identities_are_listed_in_words_with_their_number() -> None:
    found = json.loads(run("rules", "--derived", EXAMPLE, "--format", "json").stdout)
    assert found["count"] == len(found["identities"]) > 500
    assert all(identity["words"] for identity in found["identities"])
    text = run("rules", "--derived", EXAMPLE).stdout
    assert f"共 {found['count']:,} 条" in text
    assert f"由表义推导的勾稽关系 {found['count']:,} 条" in run("check", EXAMPLE).stdout


def test_a_code_is_named_by_year() -> None:
    entries = json.loads(run("codes", "20805", "--format", "json").stdout)
    names = {e["name"]: e["years"] for e in entries if e["code"] == "20805"}
    assert names == {"行政事业单位离退休": "–2019", "行政事业单位养老支出": "2020–"}
    assert "2080505" in {e["code"] for e in entries if e["relation"] == "下级"}
    assert "30108" in run("codes", "基本养老保险缴费", "--kind", "economic").stdout


# --- the screen -------------------------------------------------------------------------------------------


def test_nothing_in_a_source_can_steer_a_terminal() -> None:
    evil = "a\x1b[2Jb\x9b31mc\u202ed\x07\r\ne\ud800"
    assert clean(evil) == "a�[2Jb�31mc�d�\ne�"
    assert json.loads(in_json({"x": "a\x9b\u202e"})) == {"x": "a\x9b\u202e"}
    assert b"\\u009b\\u202e" in in_json({"x": "a\x9b\u202e"})


def test_control_characters_in_a_name_do_not_reach_the_screen(tmp_path: Path) -> None:
    result = run("check", tmp_path / "evil\x1b[31m")
    assert "\x1b" not in result.output
    assert result.exit_code == 2


def test_columns_align_by_the_width_of_chinese_characters() -> None:
    lines = [
        "".join(map(str, line)) for line in columns([("合计", "1.00"), ("a", "10.00")], right=[1])
    ]
    assert lines == ["合计   1.00", "a     10.00"]
    assert width("合计a") == 5
    assert clipped("一二三四五", 6) == "一二…"
