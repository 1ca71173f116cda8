"""Whatever a file holds, a reader answers with a budget or a ReadError that says what is wrong."""

from __future__ import annotations

import datetime as dt
import io
import random
import shutil
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yusuan.core.errors import ReadError
from yusuan.disk import write_set
from yusuan.readers import safe_zip
from yusuan.readers.folder import read_folder
from yusuan.readers.opendata import read_opendata
from yusuan.readers.safe_zip import SafeZip
from yusuan.readers.workbook import read_workbook
from yusuan.writers.folder import write_folder
from yusuan.writers.opendata import write_opendata
from yusuan.writers.workbook.document import write_workbook
from yusuan.writers.workbook.example import example_department

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from yusuan.core.budget import DepartmentalBudget

BUDGET = example_department()
WORKBOOK = write_workbook()
FOLDER = write_folder(BUDGET)
PACKAGE = write_opendata(BUDGET, (), created=dt.date(2026, 3, 15))


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PARTS = unzipped(WORKBOOK)
ZIPPED_PACKAGE = zipped(PACKAGE)


def outcome(read: Callable[[Path], DepartmentalBudget], content: bytes, name: str) -> object:
    """A budget, or the faults; any other exception fails the test."""
    with TemporaryDirectory() as place:
        path = Path(place) / name
        path.write_bytes(content)
        try:
            return read(path)
        except ReadError as error:
            return error


def of_folder(files: Mapping[str, bytes]) -> object:
    with TemporaryDirectory() as place:
        for name, content in files.items():
            (Path(place) / name).parent.mkdir(exist_ok=True)
            (Path(place) / name).write_bytes(content)
        try:
            return read_folder(Path(place))
        except ReadError as error:
            return error


def said(result: object) -> str:
    assert isinstance(result, ReadError), "hostile input was accepted"
    assert result.faults
    return str(result)


@given(content=st.binary(max_size=400), start=st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06"]))
def test_random_bytes_are_no_source(content: bytes, start: bytes) -> None:
    said(outcome(read_workbook, start + content, "budget.xlsx"))
    said(outcome(read_opendata, start + content, "budget.zip"))


def damaged(content: bytes, cases: int, seed: int) -> Iterator[bytes]:
    """Cut short, bits flipped, a piece lost or doubled."""
    chance = random.Random(seed)  # noqa: S311  reproducible damage, no secret
    for _ in range(cases):
        at = chance.randrange(len(content))
        until = min(len(content), at + chance.randrange(1, 64))
        yield content[:at]
        yield content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]
        yield content[:at] + content[until:]
        yield content[:until] + content[at:]


CASES = [pytest.param(8, id="quick"), pytest.param(400, id="long", marks=pytest.mark.slow)]


@pytest.mark.parametrize("cases", CASES)
def test_a_damaged_archive_is_a_fault_or_the_same_budget(cases: int) -> None:
    for content in damaged(WORKBOOK, cases, 1):
        outcome(read_workbook, content, "budget.xlsx")
    for content in damaged(ZIPPED_PACKAGE, cases, 2):
        result = outcome(read_opendata, content, "budget.zip")
        assert isinstance(result, ReadError) or result == BUDGET


@pytest.mark.parametrize("cases", CASES)
@pytest.mark.parametrize(
    "part",
    [
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet4.xml",
        "_rels/.rels",
    ],
)
def test_damage_inside_a_workbook_is_a_fault(part: str, cases: int) -> None:
    for content in damaged(PARTS[part], max(2, cases // 10), 3):
        changed = zipped(PARTS | {part: content}, zipfile.ZIP_STORED)
        outcome(read_workbook, changed, "budget.xlsx")


@pytest.mark.parametrize("cases", CASES)
@pytest.mark.parametrize("name", sorted(FOLDER))
def test_damage_inside_a_folder_is_a_fault(name: str, cases: int) -> None:
    for content in damaged(FOLDER[name], max(2, cases // 10), 4):
        of_folder({**FOLDER, name: content})


@pytest.mark.parametrize("name", ["lines.csv", "department.toml", "objectives.toml"])
@given(
    content=st.binary(max_size=200)
    | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))
)
def test_any_content_of_a_file_is_a_fault_or_data(name: str, content: bytes) -> None:
    of_folder({**FOLDER, name: content})


@pytest.mark.parametrize("name", ["manifest.json", "datapackage.json", "lines.csv", "budget.json"])
@given(
    content=st.binary(max_size=100)
    | st.sampled_from([b"[" * 100_000, b"{}", b"[1]", b'{"files":[1]}'])
)
def test_a_changed_file_of_a_package_is_a_fault(name: str, content: bytes) -> None:
    result = outcome(read_opendata, zipped({**PACKAGE, name: content}), "budget.zip")
    assert name in said(result)


# --- archives ---------------------------------------------------------------------------------------------


def test_a_zip_bomb_is_refused_unopened() -> None:
    bomb = zipped(PARTS | {"xl/sharedStrings.xml": bytes(64 * 2**20)})
    assert len(bomb) < 2**20
    assert "压缩比异常" in said(outcome(read_workbook, bomb, "budget.xlsx"))


def test_too_much_content_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_zip, "LARGEST_CONTENT", 100_000)
    assert "解压后" in said(outcome(read_workbook, WORKBOOK, "budget.xlsx"))


def test_too_many_members_are_refused() -> None:
    many = zipped({f"{n}.txt": b"" for n in range(safe_zip.MOST_MEMBERS + 1)})
    assert "个文件" in said(outcome(read_opendata, many, "budget.zip"))


@pytest.mark.parametrize("name", ["../manifest.json", "/etc/passwd", "a\\b"])
def test_a_member_outside_the_archive_is_refused(name: str) -> None:
    assert "越出目录" in said(outcome(read_opendata, zipped({**PACKAGE, name: b""}), "x.zip"))


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "double.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a", b"2")
    with pytest.raises(ReadError):
        SafeZip(path)


def test_a_size_that_lies_is_a_fault() -> None:
    honest = zipped({"datapackage.json": b"x" * 1000}, zipfile.ZIP_STORED)
    lying = honest.replace((1000).to_bytes(4, "little"), (999).to_bytes(4, "little"))
    said(outcome(read_opendata, lying, "budget.zip"))


def test_a_manifest_cannot_reach_outside(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    package = tmp_path / "package"
    write_set(package, PACKAGE)
    listed = b'{"files": [{"path": "../secret.txt", "sha256": ""}]}'
    (package / "manifest.json").write_bytes(listed)
    with pytest.raises(ReadError) as caught:
        read_opendata(package)
    assert "secret" not in str(caught.value).replace("../secret.txt", "")


# --- XML --------------------------------------------------------------------------------------------------

LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&d;</t></si></sst>"""
EXTERNAL = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&e;</t></si></sst>"""


@pytest.mark.parametrize("document", [LAUGHS, EXTERNAL])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_never_expanded(document: str, encoding: str) -> None:
    content = document.replace("1.0", f'1.0" encoding="{encoding}').encode(encoding)
    changed = zipped(PARTS | {"xl/sharedStrings.xml": content})
    assert "DTD" in said(outcome(read_workbook, changed, "budget.xlsx"))


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1e999999999</v></c></row>',
        '<row r="1"><c r="A1"><v>-1e-999999999</v></c></row>',
        '<row r="1"><c r="A1"><v>NaN</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="x"><c r="%$"><v/></c><!-- nothing --></row>',
        '<row><c t="inlineStr"/><c t="zz"><v>1</v></c><c t="b"><v>9</v></c></row>',
        '<row><c t="e"><v>#REF!</v></c></row>',
        '<row r="2"><c r="A2" s="99999"><v>2</v></c></row>',
    ],
)
def test_odd_cells_are_faults_not_crashes(rows: str) -> None:
    changed = zipped(PARTS | {"xl/worksheets/sheet4.xml": SHEET.format(rows).encode()})
    said(outcome(read_workbook, changed, "budget.xlsx"))


@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_missing_part_is_a_fault_or_not_needed(part: str) -> None:
    parts = {name: content for name, content in PARTS.items() if name != part}
    outcome(read_workbook, zipped(parts), "budget.xlsx")


# --- encodings --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_chinese_editors_are_read(encoding: str) -> None:
    files = {name: content.decode().encode(encoding) for name, content in FOLDER.items()}
    assert of_folder(files) == BUDGET


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_other_encodings_are_faults(encoding: str) -> None:
    text = "name = “测试”\n".encode(encoding)
    said(of_folder({**FOLDER, "department.toml": text}))


def test_windows_line_ends_change_nothing() -> None:
    assert of_folder({n: c.replace(b"\n", b"\r\n") for n, c in FOLDER.items()}) == BUDGET


def test_a_missing_folder_is_a_fault(tmp_path: Path) -> None:
    for read in (read_folder, read_workbook, read_opendata):
        with pytest.raises(ReadError):
            read(tmp_path / "nothing")
    shutil.rmtree(tmp_path)
