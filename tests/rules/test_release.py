"""Days: what happened too late is published with a true date and a reason, never with a false date."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.command_line import EXAMPLE, run
from tests.rules.budgets import changed_budget, evidence_of, subject_of
from yusuan.core.outcomes import Outcome, Severity, Status
from yusuan.pipeline import Run
from yusuan.readers.opendata import read_opendata
from yusuan.rules.books.release import RULES
from yusuan.rules.spec import run as run_rules
from yusuan.writers import package
from yusuan.writers.opendata import KEPT

if TYPE_CHECKING:
    from pathlib import Path

REASON, APPROVER = "批复文件迟到县局四十日", "县财政局长甲"
ANSWERED = {"timing_reason": REASON, "timing_approver": APPROVER}


def _said(**days: str) -> dict[str, Outcome]:
    budget = changed_budget({"department": [{"nth": 1, **days}]})
    found = run_rules(RULES, evidence_of(subject_of(budget)))
    return {outcome.rule: outcome for outcome in found}


LATE: list[tuple[str, dict[str, Any]]] = [
    ("published-in-time", {"published_on": "2024-04-19", "approved_on": "2024-02-20"}),
    ("published-after-approval", {"published_on": "2024-02-10", "approved_on": "2024-02-20"}),
    ("secrecy-was-reviewed", {"secrecy_reviewed_on": "2024-03-09", "published_on": "2024-03-08"}),
]


@pytest.mark.parametrize(("rule", "days"), LATE)
def test_what_is_late_says_where_to_write_down_why_and_blocks_until_then(
    rule: str, days: dict[str, str]
) -> None:
    late = _said(**days)[rule]
    assert late.blocks_publication
    for word in ("不要倒填", "部门", "逾期或补办原因", "原因批准人", "timing_reason"):
        assert word in late.hint
    assert len(late.hint) <= 200


@pytest.mark.parametrize(("rule", "days"), LATE)
def test_fifty_nine_days_late_with_a_reason_is_a_warning_that_keeps_it(
    rule: str, days: dict[str, str]
) -> None:
    kept = _said(**days, **ANSWERED)[rule]
    assert (kept.status, kept.severity) == (Status.FAILED, Severity.WARNING)
    assert not kept.blocks_publication
    assert REASON in kept.message
    assert APPROVER in kept.message


def test_a_reason_nobody_answers_for_is_none() -> None:
    late = _said(published_on="2024-04-19", timing_reason=REASON)["published-in-time"]
    assert late.blocks_publication
    assert "没有写批准人" in late.message


def test_no_hint_asks_for_a_date_before_it_happened() -> None:
    """Whoever has not been reviewed, signed or approved is told to leave the field empty."""
    for blank, rule in (
        ("secrecy_reviewed_on", "secrecy-was-reviewed"),
        ("head_signed_on", "head-has-signed"),
        ("approved_on", "published-in-time"),
        ("published_on", "published-in-time"),
    ):
        hint = _said(**{blank: ""})[rule].hint
        assert any(word in hint for word in ("不要填写", "不要补填", "不要估计")), (blank, hint)


# --- the whole way ----------------------------------------------------------------------------------------


def _late(tmp_path: Path) -> Path:
    folder = tmp_path / "late"
    shutil.copytree(EXAMPLE, folder)
    head = folder / "department.toml"
    text = head.read_text(encoding="utf-8").replace("2024-03-15", "2024-04-27")
    head.write_text(text, encoding="utf-8")
    return folder


def _answer(folder: Path) -> None:
    head = folder / "department.toml"
    answered = f'timing_reason = "{REASON}"\ntiming_approver = "{APPROVER}"\n'
    text = head.read_text(encoding="utf-8")
    head.write_text(text.replace("[sign_offs]", f"{answered}\n[sign_offs]"), encoding="utf-8")


def _everything_in(directory: Path) -> bytes:
    """All bytes written, those of archives unpacked."""
    found = b""
    for path in sorted(directory.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            found += content
            if zipfile.is_zipfile(io.BytesIO(content)):
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    found += b"".join(archive.read(name) for name in archive.namelist())
    return found


def test_publishing_late_is_refused_with_the_way_out_and_then_done(tmp_path: Path) -> None:
    late, out = _late(tmp_path), tmp_path / "out"
    refused = run("publish", late, "-o", out, "--formats", "html")
    assert refused.exit_code == 1
    assert "历时 59 日" in refused.stderr
    assert "department.toml 第8行" in refused.stderr
    assert "逾期或补办原因" in refused.stderr
    _answer(late)
    done = run("publish", late, "-o", out, "--formats", "docx,html,opendata")
    assert done.exit_code == 0, done.stderr
    assert "没有写入公开文件" in done.stdout
    written = _everything_in(out)
    for word in (REASON, APPROVER, "timing_reason", "逾期或补办原因"):
        assert word.encode() not in written
    # It stays in the source and in what a check says.
    found = json.loads(run("check", late, "--format", "json").stdout)["findings"]
    (kept,) = [one for one in found if one["rule"] == "published-in-time"]
    assert kept["severity"] == "warning"
    assert REASON in kept["message"]


def test_what_is_kept_travels_in_the_house_only(tmp_path: Path) -> None:
    """A package for internal exchange holds the reason, and says that it is none to publish."""
    late = _late(tmp_path)
    _answer(late)
    facts = Run(late)
    kept = replace(facts.public.budget, department=facts.budget.department)
    files = package(kept, facts.printed, created=kept.department.dated)
    assert KEPT in files["README.md"].decode()
    target = tmp_path / "package"
    target.mkdir()
    for name, content in files.items():
        (target / name).write_bytes(content)
    assert read_opendata(target).department == facts.budget.department
    assert facts.public.budget.department.timing_reason == ""
