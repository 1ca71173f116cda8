"""What is uploaded is bounded, known by what it is, read within limits and followed nowhere; what goes out is inert."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.readers.spreadsheet import opened
from tests.web.place.working import worked
from yusuan.core.errors import NotReady
from yusuan.pipeline import read as read_facts
from yusuan.web.acting import building
from yusuan.web.answers import attached
from yusuan.web.asking import LARGEST
from yusuan.web.budgets.checking import forget
from yusuan.web.budgets.exchange import importing, reading
from yusuan.web.budgets.models import Import, Row
from yusuan.web.store import kept

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.place.security.asking import Asker

OUTSIDE = "/tmp/yusuan-outside"  # noqa: S108  must not come to be
_SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(scope="module")
def workbook() -> dict[str, bytes]:
    """The parts of a workbook as it was exported: filled by the first test that needs it."""
    return {}


def exported(asker: Asker, workbook: dict[str, bytes]) -> dict[str, bytes]:
    if not workbook:
        at = reverse("budgets:export", args=[asker.world.own.part.pk])
        content = asker.client("单").get(at).content
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            workbook |= {name: archive.read(name) for name in archive.namelist()}
    return dict(workbook)


def packed(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def sent(asker: Asker, content: bytes, name: str = "填报.xlsx") -> tuple[bool, str]:
    """Whether it was taken in, and what is said of it once the worker has read it."""
    at = reverse("budgets:import", args=[asker.world.own.part.pk])
    client = asker.client("单")
    with asker.undone():
        file = SimpleUploadedFile(name, content)
        answer = client.post(at, {"file": file})
        is_taken = answer.status_code == 302
        if is_taken:
            worked()
            is_taken = Import.objects.latest("pk").state == Import.State.READ
            answer = client.get(answer["Location"])
        else:
            assert answer.status_code == 409
            assert Import.objects.latest("pk").state == Import.State.READ
        return is_taken, re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())


# --- by what is known before anything is read ---------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["病毒.exe", "宏.xlsm", "旧.xls", "xlsx", "a.xlsx.exe", "a." + "x" * 240, "a.html"]
)
def test_other_endings_are_not_opened(
    name: str, asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "Pool", None)
    is_taken, said = sent(asker, b"PK", name)
    assert not is_taken
    assert "只能导入" in said


def test_a_large_file_is_not_opened(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "Pool", None)
    is_taken, said = sent(asker, bytes(reading.MOST_BYTES + 1))
    assert not is_taken
    assert "20 MB" in said


@pytest.mark.parametrize("who", ["", "单"])
def test_a_huge_request_is_not_read(who: str, asker: Asker) -> None:
    at = reverse("budgets:import", args=[asker.world.own.part.pk])
    answer = asker.client(who).generic(
        "POST", at, b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(LARGEST + 1)
    )
    assert answer.status_code == 413
    assert "内容过大" in answer.content.decode()
    assert reading.MOST_BYTES < LARGEST


@pytest.mark.parametrize(
    "form",
    [
        {f"v-new-{n}": "x" for n in range(5_001)},
        {"v-new-purpose": "长" * (3 << 20)},
        {f"file{n}": SimpleUploadedFile("a.xlsx", b"x") for n in range(6)},
    ],
    ids=["fields", "bytes", "files"],
)
def test_a_form_of_too_much_is_refused(form: dict[str, Any], asker: Asker) -> None:
    at = reverse("budgets:save", args=[asker.world.own.part.pk])
    assert asker.client("单").post(at, form).status_code == 400


def test_nobody_fills_the_disk(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MOST_A_DAY", 1)
    is_taken, said = sent(asker, b"PK")
    assert not is_taken
    assert "一天最多导入 1 个文件" in said


# --- by what is in it ---------------------------------------------------------------------------------------


def _bomb(parts: dict[str, bytes]) -> bytes:
    return packed(parts | {_SHEET: b" " * (300 << 20)})


def _entities(parts: dict[str, bytes]) -> bytes:
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    head, _, rest = parts[_SHEET].partition(b"?>")
    return packed(parts | {_SHEET: head + b"?>" + laughs + rest})


def _fetched(parts: dict[str, bytes]) -> bytes:
    outside = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    head, _, rest = parts[_SHEET].partition(b"?>")
    return packed(parts | {_SHEET: head + b"?>" + outside + rest})


def _calculated(parts: dict[str, bytes]) -> bytes:
    """Each amount of the lines a formula that fetches something."""
    changed = {
        name: re.sub(rb'(<c r="I\d+"[^>]*)><v>', rb'\1><f>WEBSERVICE("http://x")</f><v>', content)
        for name, content in parts.items()
        if name.startswith("xl/worksheets/")
    }
    assert any(changed[name] != parts[name] for name in changed)
    return packed(parts | changed)


HOSTILE: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "empty": lambda _: b"",
    "text": lambda _: "预算".encode(),
    "a PDF": lambda _: b"%PDF-1.7\n",
    "an old workbook": lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
    "half an archive": lambda parts: packed(parts)[: len(packed(parts)) // 2],
    "an archive of nothing": lambda _: packed({}),
    "a bomb": _bomb,
    "entities": _entities,
    "an entity from a file": _fetched,
    "formulas": _calculated,
}


@pytest.mark.slow
@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_workbook_is_refused_in_words(
    what: str, asker: Asker, workbook: dict[str, bytes]
) -> None:
    is_taken, said = sent(asker, HOSTILE[what](exported(asker, workbook)))
    assert not is_taken
    assert re.search("不能|没有|无法|损坏|应为|上限|公式", said)
    assert "root:" not in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("xl/externalLinks/externalLink1.xml", b'<externalLink xmlns="x"/>'),
        ("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macro"),
        ("../../../../../../../../tmp/yusuan-outside", b"out"),
        (OUTSIDE, b"out"),
    ],
)
def test_what_a_workbook_brings_along_is_not_followed(
    name: str, content: bytes, asker: Asker, workbook: dict[str, bytes]
) -> None:
    # Read without it, or refused for it in words.
    is_taken, said = sent(asker, packed(exported(asker, workbook) | {name: content}))
    assert is_taken or "没有采用" in said
    assert not Path(OUTSIDE).exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["../x/department.toml", "/x/department.toml", "department.toml"])
def test_a_hostile_dataset_is_refused_in_words(name: str, asker: Asker) -> None:
    content = packed({name: b"name =", "lines.csv": b"\x00" * 1000})
    is_taken, said = sent(asker, content, "数据.zip")
    assert not is_taken
    assert re.search("[一-鿿]{4}", said)


@pytest.mark.slow
@pytest.mark.parametrize("limit", [{"memory": 1 << 20}, {"seconds": 0.001}], ids=str)
def test_reading_ends_at_its_limits(
    limit: dict[str, Any], asker: Asker, workbook: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = packed(exported(asker, workbook))
    pool = reading.READER.pool
    monkeypatch.setattr(pool, "limits", replace(pool.limits, **limit))
    is_taken, said = sent(asker, content)
    assert not is_taken
    assert re.search("上限|稍后再试", said)
    with pytest.raises(NotReady):
        reading.read_file(content, "更正.xlsx")


# --- names --------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/cron.d/x.xlsx",
        "C:\\windows\\x.xlsx",
        "长" * 200 + ".xlsx",
        "长" * 300 + ".xlsx",
        "a\x00b.xlsx",
    ],
)
def test_a_name_stays_a_name(name: str, asker: Asker, workbook: dict[str, bytes]) -> None:
    at = reverse("budgets:import", args=[asker.world.own.part.pk])
    content = packed(exported(asker, workbook))
    with asker.undone():
        file = io.BytesIO(content)
        file.name = name
        answer = asker.client("单").post(at, {"file": file})
        if len(name) > 300:
            assert answer.status_code == 400
            return
        assert answer.status_code == 302
        made = Import.objects.latest("pk")
        assert "/" not in made.name
        assert "\\" not in made.name
        assert len(made.name) <= 200
        given = asker.client("单").get(reverse("budgets:import_file", args=[made.pk]))
        assert given.content == content
        assert given["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "name", ['a"\r\nSet-Cookie: x=1.xlsx', "甲\r\n乙.xlsx", "a;b.xlsx", "../a.xlsx", '"', ""]
)
def test_a_name_adds_no_header(name: str) -> None:
    answer = attached(b"", name)
    assert "\r" not in answer["Content-Disposition"]
    assert "\n" not in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith("attachment")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "digest", ["../secret.key", "..%2fsecret.key", "0" * 63, "g" * 64, "A" * 64]
)
def test_no_digest_is_a_path(digest: str, asker: Asker) -> None:
    with pytest.raises(NotReady):
        kept(digest)
    publication = asker.world.own.publication.pk
    for of in ("files", "page"):
        answer = asker.client("保").get(f"/publications/{publication}/{of}/{digest}/")
        assert answer.status_code in {301, 404}
        assert b"secret" not in answer.content or answer.status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/static/../secret.key",
        "/static/..%2f..%2fsecret.key",
        "/static/%2e%2e/secret.key",
        "/static//etc/passwd",
        "/static/yusuan/..%5c..%5csettings.py",
        "/../secret.key",
    ],
)
def test_static_files_are_those_below(path: str, asker: Asker) -> None:
    for who in ("", "管"):
        answer = asker.client(who).get(path)
        assert answer.status_code in {302, 404}


# --- what goes out ------------------------------------------------------------------------------------------

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x","y")', "＝1+1")


def _with_formulas(asker: Asker) -> int:
    """Each text of a unit's projects and purchases begins as a formula; how many there are."""
    rows = Row.objects.filter(
        part__book=asker.world.own.book, record__in=("projects", "procurement")
    )
    for n, row in enumerate(rows):
        for name in ("name", *(("purpose",) if row.record == "projects" else ())):
            row.values[name] = FORMULAS[n % len(FORMULAS)]
        row.save()
    forget()
    return len(rows)


@pytest.mark.slow
def test_no_cell_that_goes_out_is_a_formula(asker: Asker, tmp_path: Path) -> None:
    with asker.undone(), building():
        assert _with_formulas(asker) > 0
        at = reverse("budgets:export", args=[asker.world.own.part.pk])
        content = asker.client("单").get(at).content
    book = opened(content)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("1+1" in str(cell.value) or "HYPERLINK" in str(cell.value) for cell in cells)
    # The names of codes are looked up by formulas of our own.
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert [one for one in formulas if re.search(r"1\+1|HYPERLINK|SUM\(A1", one)] == []
    file = tmp_path / "again.xlsx"
    file.write_bytes(content)
    assert read_facts(file).projects
