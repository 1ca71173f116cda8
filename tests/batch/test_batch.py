"""A batch gives the same files however many processes there are, in whatever order, interrupted or not."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.batch.works import Deadly
from tests.cli.command_line import EXAMPLE, run
from tests.samples_path import samples_dir
from yusuan.batch.record import Record, State
from yusuan.batch.run import Batch, in_order
from yusuan.batch.sources import NothingFits, Source, find_sources, is_many
from yusuan.core import check_note
from yusuan.core.limits import Limits
from yusuan.rules.waivers import Waivers

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

SEED = "hebei-qinhuangdao-zfw-2024-budget.txt"
FORMS = "shanghai-2026-unit-budget-forms.xlsx"
ON = ("--on", "2026-11-22")
REFUSED = "没有年度的通知\n请参加。\n\n\n\n\n"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with sound, unreadable and refused documents, one of them a dataset, and what is no document."""
    folder = tmp_path_factory.mktemp("批") / "公开"
    (folder / "市" / "区").mkdir(parents=True)
    for name in ("甲", "市/乙", "市/区/丙"):
        shutil.copy(samples_dir() / SEED, folder / f"{name}.txt")
    shutil.copy(samples_dir() / FORMS, folder / "市" / "样表.xlsx")
    shutil.copytree(EXAMPLE, folder / "区级数据")
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (folder / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (folder / "=1+2.txt").write_text(REFUSED, encoding="utf-8")
    (folder / "照片.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / ".隐藏.pdf").write_bytes(b"")
    return folder


def _check(*args: str | Path) -> int:
    return run("check", *args, *ON).exit_code


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def checked(documents: Path) -> Path:
    """The batch checked by one process."""
    report = documents.parent / "one"
    assert _check(documents, "-o", report, "--jobs", "1") == 1
    return report


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / name).read_text(encoding="utf-8"))))


def _named(rows: list[dict[str, str]]) -> list[tuple[str, ...]]:
    """Which findings there are, whatever their order."""
    return sorted((row["document"], row["rule"], row["message"]) for row in rows)


def test_a_report_a_document_cannot_have_is_left_out(documents: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _check(documents / "市" / "区", "-o", out, "--format", "pdf", "--jobs", "1")
    (row,) = _rows(out, "league.csv")
    assert (row["state"], row["reason"]) == ("checked", "")
    assert {name.rpartition(".")[2] for name in _files(out / "reports")} == {"json"}


# ── Laws ─────────────────────────────────────────────────────────────────────────────────────


def test_the_number_of_processes_changes_no_byte(documents: Path, checked: Path) -> None:
    report = documents.parent / "three"
    assert _check(documents, "-o", report, "--jobs", "3") == 1
    assert _files(report) == _files(checked)


@pytest.mark.parametrize("kept", [0, 1, 700, 50_000])
def test_going_on_gives_what_one_run_gives(
    documents: Path, checked: Path, tmp_path: Path, kept: int
) -> None:
    report = tmp_path / "report"
    shutil.copytree(checked, report)
    journal = report / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:kept])
    (report / "index.html").unlink()
    (report / "reports" / ".x.html.0123456789ab.part").write_bytes(b"half")
    assert _check(documents, "-o", report, "--jobs", "2") == 1
    assert _files(report) == _files(checked)


def test_what_is_done_is_not_done_again_and_what_changed_is(
    documents: Path, checked: Path, tmp_path: Path
) -> None:
    folder, report = tmp_path / "公开", tmp_path / "report"
    shutil.copytree(documents, folder)
    assert "已有结果 0 份" in run("check", folder, "-o", report, *ON).stderr
    assert "已有结果 8 份" in run("check", folder, "-o", report, *ON).stderr
    (folder / "甲.txt").write_text(REFUSED, encoding="utf-8")
    next((report / "reports").glob("市_乙*.html")).unlink()
    result = run("check", folder, "-o", report, *ON)
    assert "已有结果 6 份" in result.stderr
    states = {row["document"]: row["state"] for row in _rows(report, "league.csv")}
    assert states == {r["document"]: r["state"] for r in _rows(checked, "league.csv")} | {
        "甲.txt": "refused"
    }


def test_a_document_that_kills_its_process_changes_nothing_else(tmp_path: Path) -> None:
    sources = [Source(f"{n}.txt", tmp_path / f"{n}.txt") for n in ("a", "deadly", "z")]
    for source in sources:
        source.path.write_text(REFUSED, encoding="utf-8")
    work = Deadly(None, (), Waivers(), dt.date(2026, 11, 22), "f")
    batch = Batch(sources, work, 2, Limits(), "f")
    a, deadly, z = in_order(sources, batch.records(sources))
    assert a.state is z.state is State.REFUSED
    assert (deadly.state, deadly.reason) == (State.CRASHED, "处理它的进程两次中止（SIGKILL）")
    assert not deadly.state.is_final


def test_every_finding_of_every_document_is_in_the_list_or_waived(
    documents: Path, checked: Path, tmp_path: Path
) -> None:
    waivers = tmp_path / "w.toml"
    waivers.write_text(
        "".join(
            f"[[waiver]]\nrule = '{rule}'\nreason = 'r'\nverdict = '{verdict}'\napprover = 'a'\n"
            f"expires = {expires}\nyear = {year}\n"
            for rule, verdict, expires, year in (
                ("satisfaction-is-measured", "false-alarm", "2027-01-01", 2023),
                ("asset-parts-add-up", "accepted", "2027-01-01", 2024),
                ("broken-reference", "accepted", "2026-01-01", 2024),
                ("no-such-rule", "accepted", "2027-01-01", 2024),
            )
        ),
        encoding="utf-8",
    )
    report = tmp_path / "report"
    assert _check(documents, "-o", report, "--waivers", waivers) == 1
    summed: dict[str, Any] = json.loads((report / "batch.json").read_text(encoding="utf-8"))
    before = _rows(checked, "findings.csv")
    waived = summed["tables"]["waived"]
    assert _named([*_rows(report, "findings.csv"), *waived]) == _named(before)
    assert {row["rule"] for row in waived} == {"satisfaction-is-measured", "asset-parts-add-up"}
    states = [row["state"] for row in summed["tables"]["waivers"]]
    assert states == ["carried-over", "used", "expired", "unused"]
    precision = {row["rule"]: row["precision"] for row in summed["tables"]["rules"]}
    assert precision["satisfaction-is-measured"] < precision["asset-parts-add-up"] == 1000
    assert precision["broken-reference"] is None
    page = (report / "index.html").read_text(encoding="utf-8")
    assert "沿用，待确认" in page
    one = next((report / "reports").glob("甲*.html")).read_text(encoding="utf-8")
    assert "已豁免 " in one
    assert "（a批准，有效期至 2027-01-01）" in one


@pytest.mark.skipif(sys.platform == "win32", reason="no signals of a terminal")
def test_an_interrupted_run_is_130_and_goes_on(
    documents: Path, checked: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report"
    command = [sys.executable, "-m", "yusuan", "check", documents, "-o", report, "--jobs", "1", *ON]
    with subprocess.Popen(
        list(map(str, command)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ,
        # A suite run in the background ignores the signal, and so would what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  one thread
    ) as started:
        journal = report / ".unfinished" / "journal.jsonl"
        until = time.monotonic() + 120
        # A record may be longer than what is written at once: it is there when its line is.
        while time.monotonic() < until and not (
            journal.is_file() and b"\n" in journal.read_bytes()
        ):
            time.sleep(0.02)
        started.send_signal(signal.SIGINT)
        _, said = started.communicate(timeout=120)
    assert started.returncode == 130
    assert "再次运行同一条命令即从这里继续".encode() in said
    assert b"Traceback" not in said
    assert not (report / "index.html").exists()
    result = run("check", documents, "-o", report, *ON)
    assert "已有结果 0 份" not in result.stderr
    assert _files(report) == _files(checked)


# ── What is written ──────────────────────────────────────────────────────────────────────────


def test_every_document_has_a_row_the_worst_first_the_unchecked_last(checked: Path) -> None:
    rows = _rows(checked, "league.csv")
    assert {row["document"] for row in rows} == {
        *("甲.txt", "市/乙.txt", "市/区/丙.txt", "市/样表.xlsx", "区级数据"),
        *("坏.pdf", "旧.doc", "'=1+2.txt"),
    }
    done = [row for row in rows if row["state"] == "checked"]
    assert rows[: len(done)] == done
    assert [int(row["errors"]) for row in done] == sorted(
        (int(row["errors"]) for row in done), reverse=True
    )
    assert all(row["reason"] for row in rows[len(done) :])
    assert all((checked / row["report"]).is_file() for row in done)
    by_name = {row["document"]: row for row in rows}
    assert by_name["甲.txt"]["figures"] == "296"
    assert by_name["区级数据"]["year"] == "2024"
    assert "另存为 .docx" in by_name["旧.doc"]["reason"] or "损坏" in by_name["旧.doc"]["reason"]


def test_three_copies_of_a_document_have_its_causes_in_common(checked: Path) -> None:
    first = _rows(checked, "causes.csv")[0]
    assert int(first["documents"]) >= 3
    assert {"甲.txt", "市/乙.txt"} & set(first["examples"].split("；"))


def test_the_page_loads_nothing_and_runs_its_own_script_only(checked: Path) -> None:
    page = html.unescape((checked / "index.html").read_text(encoding="utf-8"))
    assert "default-src 'none'" in page
    assert "unsafe" not in page
    assert "http" not in page.replace('http-equiv="Content-Security-Policy"', "")
    assert "未能核对：无法读取" in page


def test_the_workbook_opens_and_has_no_formula(checked: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(checked / "batch.xlsx")
    assert book.sheetnames == ["排名", "原因", "各条规则", "各条豁免", "已豁免", "问题"]
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert "f" not in kinds
    assert book["排名"].max_row == 9


def test_without_a_directory_json_is_a_line_a_document(documents: Path) -> None:
    result = run("check", documents, "--format", "json", *ON)
    assert result.exit_code == 1
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["document"] for line in lines] == sorted(line["document"] for line in lines)
    assert len(lines) == 8
    assert {line["state"] for line in lines} == {"checked", "unreadable", "refused"}
    assert all(line["findings"] for line in lines if line["document"] == "甲.txt")


# ── What is asked ────────────────────────────────────────────────────────────────────────────


def test_one_source_stays_one_source(documents: Path) -> None:
    assert not is_many(documents / "甲.txt")
    assert not is_many(documents / "区级数据")
    assert is_many(documents)
    assert is_many(documents / "*.txt")
    assert not is_many(documents / "nothing.pdf")


def test_names_do_not_depend_on_how_documents_are_asked_for(
    documents: Path, tmp_path: Path
) -> None:
    find = partial(find_sources, unpack_to=tmp_path / "unpacked")
    whole = find([documents])
    assert find([documents, documents / "甲.txt", documents / "市" / ".." / "市"]) == whole
    assert [s.name for s in find([documents / "市" / "**" / "*.txt"]).every] == [
        "乙.txt",
        "区/丙.txt",
    ]
    assert whole.passed_over == 1
    assert len({source.stem for source in whole.every}) == len(whole.every)
    with pytest.raises(NothingFits):
        find([documents, documents / "nothing.pdf"])


def test_the_note_beside_what_we_published_was_taken_for_a_document(tmp_path: Path) -> None:
    (tmp_path / "预算.txt").write_text("一份预算", encoding="utf-8")
    (tmp_path / check_note.note_name(is_draft=False)).write_text(
        check_note.FIRST_LINE, encoding="utf-8"
    )
    (tmp_path / check_note.note_name(is_draft=True)).write_text("别人的文件", encoding="utf-8")
    found = find_sources([tmp_path], unpack_to=tmp_path / "unpacked")
    assert [s.name for s in found.every] == [check_note.note_name(is_draft=True), "预算.txt"]
    assert found.passed_over == 1


def test_the_reports_of_a_batch_are_not_its_documents(documents: Path) -> None:
    inside = documents / "市"
    found = find_sources([documents], inside, unpack_to=inside / "unpacked")
    assert all(not s.name.startswith("市") for s in found.every)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("甲.txt", "市"), "请用 -o 指明写报告的目录"),
        (("甲.txt", "没有.pdf", "-o", "out"), "没有.pdf”相符的文件"),
        (("*.ofd", "-o", "out"), "*.ofd”相符的文件"),
        (("甲.txt", "--on", "明天"), "--on 应为日期"),
        (("甲.txt", "--waivers", "甲.txt"), "不合 TOML 写法"),
    ],
)
def test_misuse_is_2(
    documents: Path, args: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(documents)
    result = run("check", *args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (documents / "out").exists()


def test_a_record_is_its_line() -> None:
    record = Record("a", State.CHECKED, year=2026, findings=({"rule": "x"},), titles={"t": "表"})
    assert Record.of_line(record.as_line()) == record
    for line in (
        b"",
        b"[]",
        b"{}",
        b'{"state": "x"}',
        b'{"name": "a", "state": "checked", "z": 1}',
    ):
        with pytest.raises(ValueError, match="not a record"):
            Record.of_line(line)


# ── One source with waivers ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_a_waived_error_is_listed_and_no_error(documents: Path, tmp_path: Path, form: str) -> None:
    source = documents / "甲.txt"
    found = json.loads(run("check", source, "--format", "json").stdout)["findings"]
    rules = {finding["rule"] for finding in found if finding["severity"] == "error"}
    assert rules
    waivers = tmp_path / "w.toml"
    entry = (
        'reason = "r"\nverdict = "accepted"\napprover = "a"\nexpires = 2026-12-31\nyear = 2024\n'
    )
    waivers.write_text(
        "".join(f'[[waiver]]\nrule = "{rule}"\n{entry}' for rule in sorted(rules)), encoding="utf-8"
    )
    result = run("check", source, "--format", form, "--waivers", waivers, *ON)
    assert result.exit_code == 0
    if form == "json":
        content = json.loads(result.stdout)
        waived = [finding["rule"] for finding in content["waived"]]
        assert set(waived) == rules
        assert len(content["findings"]) + len(waived) == len(found)
        assert content["waived"][0]["waiver"]["approver"] == "a"
    else:
        assert "已豁免 " in result.stdout
        assert "（a批准，有效期至 2026-12-31）" in result.stdout
    late = run("check", source, "--waivers", waivers, "--on", "2027-01-01")
    assert late.exit_code == 1
    assert "已于2026-12-31到期" in late.stdout
