"""Files made to hurt: each is refused early with what was found and what to do, or read; none takes what it asks for."""

from __future__ import annotations

import hashlib
import io
import json
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.readers.raw import docx, paragraph, zipped
from tests.security.contained import read_all
from tests.security.hostile import sets
from tests.security.hostile.files import KINDS, hostile
from tests.security.hostile.office import book, cell
from tests.security.hostile.pages import forms
from yusuan.core.errors import MOST_FAULTS, Fault, Faults, ReadError
from yusuan.core.toml import toml
from yusuan.readers import read_source
from yusuan.readers.document import read_document
from yusuan.readers.office.sheet import Hidden
from yusuan.readers.safe_zip import SafeZip
from yusuan.rules.waiver_file import read_waivers

if TYPE_CHECKING:
    from pathlib import Path

_EACH = 9


@pytest.mark.slow
def test_hostile_files_of_every_kind_do_no_harm() -> None:
    """`benchmarks.hostile_files --made` reads 10,000; these are the first ones of another seed."""
    files = (hostile(kind, n, "suite") for n in range(_EACH) for kind in KINDS)
    verdicts = list(read_all(files))
    assert len(verdicts) == _EACH * len(KINDS)
    bad = [
        (v.file.suffix, v.file.number, v.fate.value, v.said[-300:])
        for v in verdicts
        if not v.fate.is_fine
    ]
    assert bad == []
    assert len({v.fate for v in verdicts}) > 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_makes_the_same_file(kind: str) -> None:
    assert hostile(kind, 1) == hostile(kind, 1)
    assert hostile(kind, 1) != hostile(kind, 1, "another")


# ── Documents ────────────────────────────────────────────────────────────────────────────────


def _refused(content: bytes, suffix: str, folder: Path) -> Fault:
    path = folder / f"a.{suffix}"
    path.write_bytes(content)
    with pytest.raises(ReadError) as caught:
        read_document(path)
    (fault,) = caught.value.faults
    assert len(str(fault)) <= 200
    return fault


def test_the_number_of_a_list_is_no_longer_than_a_number(tmp_path: Path) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="9999"/><w:numFmt w:val="upperLetter"/>'
        f'<w:lvlText w:val="{"%1" * 3_000}"/></w:lvl>'
        for n in range(9)
    )
    lists = (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    path = tmp_path / "a.docx"
    path.write_bytes(docx(paragraph("甲", numbered) * 50, numbering=lists))
    assert len(read_document(path).text) < 50 * 100


@pytest.mark.parametrize("depth", [16, 28, 400])
def test_forms_that_double_are_refused_before_they_are_drawn(depth: int, tmp_path: Path) -> None:
    fault = _refused(forms(depth, 2), "pdf", tmp_path)
    assert fault.found.startswith("图形层层重复")


@pytest.mark.parametrize("kind", [b"/Subtype /Form", b"/Subtype/F#6frm"])
def test_a_form_by_another_spelling_is_a_form(kind: bytes, tmp_path: Path) -> None:
    assert "图形层层重复" in _refused(forms(28, 2, kind=kind), "pdf", tmp_path).found


def test_a_page_that_draws_one_large_form_very_often_is_refused(tmp_path: Path) -> None:
    content = forms(1, 20_000, last=b"0 0 m 9 9 l S " * 1_000)
    assert "图形层层重复" in _refused(content, "pdf", tmp_path).found


def test_forms_within_forms_as_programs_write_them_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(forms(8, 1, last=b"BT /F 9 Tf 99 99 Td (2024) Tj ET"))
    assert "2024" in read_document(path).text


@pytest.mark.parametrize(("wide", "high"), [(1, 20_000), (20_000, 1), (47, 2_000)])
def test_a_strip_is_no_picture_of_a_page(wide: int, high: int, tmp_path: Path) -> None:
    import cv2
    import numpy as np

    _, png = cv2.imencode(".png", np.full((high, wide), 255, np.uint8))
    fault = _refused(png.tobytes(), "png", tmp_path)
    assert f"{wide}×{high}" in fault.found


def test_a_shared_text_counts_as_often_as_it_is_shown(tmp_path: Path) -> None:
    row = "<row>" + '<c t="s"><v>0</v></c>' * 9 + "</row>"
    content = book(
        [("表", f"<sheetData>{row * 2_000}</sheetData>")], shared=f"<si><t>{'字' * 9_999}</t></si>"
    )
    fault = _refused(content, "xlsx", tmp_path)
    assert "工作表“表”第" in fault.found


def test_two_sheets_may_not_be_one_part(tmp_path: Path) -> None:
    sound = book([("甲", ""), ("乙", "")])
    content = sound
    with_one = io.BytesIO(content)
    import zipfile

    with zipfile.ZipFile(with_one) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    rels = parts["xl/_rels/workbook.xml.rels"]
    assert isinstance(rels, bytes)
    parts["xl/_rels/workbook.xml.rels"] = rels.replace(b"s1.xml", b"s0.xml")
    assert "是同一个部分" in _refused(zipped(parts), "xlsx", tmp_path).found
    path = tmp_path / "b.xlsx"
    path.write_bytes(zipped(parts))
    with pytest.raises(ReadError, match="是同一个部分"):
        read_source(path)


def test_a_row_is_no_longer_than_a_sheet_is_wide(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    cells = "".join(f'<c r="A{n}"/>' for n in range(300_000))
    path.write_bytes(book([("部门", f"<sheetData><row>{cells}</row></sheetData>")]))
    with pytest.raises(ReadError, match="一行过大"):
        read_source(path)


def test_hidden_columns_cost_no_more_for_being_named_often(tmp_path: Path) -> None:
    hidden = Hidden()
    for _ in range(20_000):
        hidden.add(0, 16_383)
    hidden.add(20_000, 20_001)
    assert 16_383 in hidden
    assert 16_384 not in hidden
    assert (hidden.before(0), hidden.before(99), hidden.before(20_001)) == (0, 99, 16_385)
    columns = '<col min="1" max="16384" hidden="1"/>' * 9
    path = tmp_path / "a.xlsx"
    inside = f"<cols>{columns}</cols><sheetData><row>{cell('A1', '1')}</row></sheetData>"
    path.write_bytes(book([("表", inside)]))
    assert "隐藏" in "".join(read_document(path).remarks)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("字" * 20_001, "一段文字的字数 20001"),
        ("字" * 19_000 + "\n" + ("字" * 19_000 + "\n") * 55, "文字的字数 1064000"),
        ("甲\t1.00\t2.00\n" * 20_001, "一张表的行数 20001"),
    ],
)
def test_what_no_document_holds_is_refused_with_its_place(
    text: str, words: str, tmp_path: Path
) -> None:
    assert words in _refused(text.encode(), "txt", tmp_path).found


def test_a_directory_of_a_million_entries_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a": b""}) + b"PK\x01\x02" * 20_001)
    with pytest.raises(ReadError, match="20000 个以上"):
        SafeZip(path)


# ── Facts ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        ".".join(["a"] * 100_000) + " = 1",
        "[" + ".".join(["a"] * 100_000) + "]",
        '"a".' * 50 + "a = 1",
        "a = " + "9" * 100_000,
        "a = 0x" + "f" * 100_000,
        "a = [{ b = 123456789012345678901234567890123 }]",
        "a = 1e999999999",
        "a = 0." + "1" * 100_000,
        "a = " + "[" * 10_000,
        "# " + "x" * 3_000_000,
    ],
    ids=lambda text: text[:12],
)
def test_toml_without_end_is_refused(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        toml(text)
    with pytest.raises(ReadError):
        read_waivers(text.encode(), "a.toml")


def test_ordinary_toml_is_read_exactly() -> None:
    assert str(toml('a = 12.30\nb.c.d = "1.2.3.4"\n[x.y]\nz = 10_000')["a"]) == "12.30"
    assert toml("a = '" + "x." * 500 + "'")


def test_a_million_bad_lines_are_told_by_the_first_ones() -> None:
    faults = Faults(Fault(f"lines.csv 第{n}行", "", "1 列", "9 列") for n in range(200_000))
    faults.append(Fault("units.csv 第1行", "", "1 列", "9 列"))
    listed = list(faults)
    assert len(faults) == 200_001
    assert len(listed) == MOST_FAULTS + 2
    assert listed[-1].place == "lines.csv"
    assert listed[-1].found == f"还有 {200_000 - MOST_FAULTS} 处问题没有列出"
    assert ReadError("a", faults).count == 200_001


def test_faults_of_very_many_files_are_few() -> None:
    faults = Faults(Fault(f"projects/{n}.toml 第1行", "", "", "编码") for n in range(100_000))
    assert len(list(faults)) == 501
    assert list(faults)[-1].place == "其余文件"


def test_a_dataset_of_bad_lines_says_how_many_there_are(tmp_path: Path) -> None:
    for name, content in sets._example().items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content + b"x,,,\n" * 3_000 * (name == "lines.csv"))
    with pytest.raises(ReadError) as caught:
        read_source(tmp_path)
    assert caught.value.count == 3_000
    assert len(caught.value.faults) == MOST_FAULTS + 1


def test_a_manifest_names_each_file_once(tmp_path: Path) -> None:
    files = dict(sets._package())
    manifest = json.loads(files["manifest.json"])
    first = dict(manifest["files"][0])
    first["sha256"] = hashlib.sha256(files[first["path"]]).hexdigest()
    manifest["files"] += [first] * 3_000
    files["manifest.json"] = json.dumps(manifest).encode()
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ReadError, match="不重复的文件名"):
        read_source(tmp_path)
