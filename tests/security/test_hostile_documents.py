"""Whatever a published file holds: it is read, or refused in Chinese with what to do; nothing crashes, hangs or swells."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import pikepdf
import pytest

from tests.readers.pages import drawn, said
from tests.readers.raw import docx, paragraph, zipped
from tests.readers.test_documents_sheets import raw_book
from tests.samples_path import samples_dir
from tests.security.bombs import BOMBS, locked, looped, lzw, one_page, stream
from tests.security.contained import Fate, Verdict, Worker, inspect, read_all
from tests.security.fuzzing import FORMATS, Damaged, damaged
from yusuan.core.errors import ReadError
from yusuan.readers.document import read_document
from yusuan.readers.pdf.document import read_pdf
from yusuan.readers.pdf.filters import unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_FUZZED = 240
_CHINESE = re.compile("[\u4e00-\u9fff]")


def _bad(verdicts: list[Verdict]) -> list[tuple[str, int, str, str]]:
    return [
        (v.file.suffix, v.file.number, v.fate.value, v.said[-300:])
        for v in verdicts
        if not v.fate.is_fine
    ]


# ── Fuzzed files ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_damaged_files_of_every_format_are_read_or_refused() -> None:
    """The benchmark `hostile_files` reads 10,000 of them; these are the first ones of another seed."""
    files = (damaged(FORMATS[n % len(FORMATS)], n // len(FORMATS), "test") for n in range(_FUZZED))
    verdicts = list(read_all(files))
    assert _bad(verdicts) == []
    fates = Counter((v.file.suffix, v.fate) for v in verdicts)
    # Some of every format go all the way, and of most some are refused: neither side is left untried.
    assert all(fates[suffix, Fate.READ] for suffix in FORMATS)
    # Almost any bytes are some text.
    assert all(fates[suffix, Fate.REFUSED] for suffix in FORMATS if suffix not in {"txt", "tsv"})
    refused = [v.said for v in verdicts if v.fate is Fate.REFUSED]
    assert all(_CHINESE.search(text.partition("应为")[2]) for text in refused)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_seed_damages_the_same_way(suffix: str) -> None:
    assert damaged(suffix, 3) == damaged(suffix, 3)
    assert len({damaged(suffix, n).content for n in range(12)}) > 6


# ── Files made to hurt ───────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_pdf_bomb_is_refused_within_limits(name: str, worker: Worker, tmp_path: Path) -> None:
    verdict = worker.read(Damaged(0, "pdf", BOMBS[name]()), tmp_path / "a.pdf")
    assert verdict.fate.is_fine, verdict.said
    if name == "inline-filter":
        return
    assert verdict.fate is Fate.REFUSED
    assert re.search("解压后超过|反复使用", verdict.said)
    assert _CHINESE.search(verdict.said.partition("应为")[2])


def _many_marks() -> bytes:
    """A dozen pages of sixty thousand characters each."""
    lines = " ".join(["(" + "7" * 600 + ") Tj T*"] * 100)
    return _many_pages(12, f"BT /F1 1 Tf 1 0 0 1 0 0 Tm 1 TL {lines} ET")


def _many_pages(count: int, content: str = said(20, 200, "Budget 2030")) -> bytes:
    document = pikepdf.new()
    source = pikepdf.open(io.BytesIO(drawn(content)))
    for _ in range(count):
        document.pages.append(source.pages[0])
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _no_pages() -> bytes:
    saved = io.BytesIO()
    pikepdf.new().save(saved)
    return saved.getvalue()


def _zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 200_000_000)
    return out.getvalue()


_BLOWUP = '<!DOCTYPE a [<!ENTITY a "{}">]>'.format("x" * 50_000)
_EXTERNAL = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
_NAMED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "locked": (lambda: locked(drawn(""), user="secret"), "pdf", "需要密码.*未加密的文件"),
    "no-pages": (_no_pages, "pdf", "没有一页可读.*至少有一页"),
    "too-many-pages": (lambda: _many_pages(2_001), "pdf", "2001 页.*至多 2000 页"),
    "too-many-marks": (
        _many_marks,
        "pdf",
        "共 12 页，读到第 10 页已有 60.* 个字符和图形.*至多 600000 个.*拆分",
    ),
    "looped": (looped, "pdf", "页"),
    "zip-bomb": (_zip_bomb, "docx", "压缩比异常.*正常压缩"),
    "xxe-docx": (
        lambda: zipped({"word/document.xml": f"{_EXTERNAL}<a>&a;</a>", "_rels/.rels": "<a/>"}),
        "docx",
        "DTD|Word",
    ),
    "xxe-html": (
        f"{_EXTERNAL}<html><p>2030年部门预算&a;</p></html>".encode,
        "html",
        "",
    ),
}


@pytest.mark.parametrize("name", [name for name, (_, _, words) in _NAMED.items() if words])
def test_what_cannot_be_read_says_so_and_what_to_do(name: str, tmp_path: Path) -> None:
    make, suffix, words = _NAMED[name]
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(make())
    with pytest.raises(ReadError) as caught:
        read_document(path)
    assert re.search(words, str(caught.value)), caught.value


def _with_part(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    old = parts[part]
    assert isinstance(old, bytes)
    parts[part] = change(old)
    return zipped(parts)


@pytest.mark.parametrize("prologue", [_BLOWUP, _EXTERNAL], ids=["quadratic", "external"])
@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_entities_are_refused(prologue: str, suffix: str, tmp_path: Path) -> None:
    book = raw_book('<row r="1"><c r="A1" t="inlineStr"><is><t>部门</t></is></c></row>')
    sound = docx(paragraph("一")) if suffix == "docx" else book
    part = "word/document.xml" if suffix == "docx" else "xl/s.xml"

    def declare(xml: bytes) -> bytes:
        head, sep, rest = xml.partition(b"?>") if xml.startswith(b"<?xml") else (b"", b"", xml)
        return head + sep + prologue.encode() + rest.replace(b"</", b"&a;" * 5_000 + b"</", 1)

    path = tmp_path / f"a.{suffix}"
    path.write_bytes(_with_part(sound, part, declare))
    with pytest.raises(ReadError, match="DTD"):
        read_document(path)


def test_a_web_page_never_opens_what_it_names(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(_NAMED["xxe-html"][0]())
    assert "root:" not in read_document(path).text


@pytest.mark.slow
def test_two_thousand_pages_are_read_or_refused_within_limits(
    worker: Worker, tmp_path: Path
) -> None:
    verdict = worker.read(Damaged(0, "pdf", _many_pages(2_000)), tmp_path / "a.pdf")
    assert verdict.fate.is_fine, verdict
    assert verdict.fate is not Fate.REFUSED or "拆分" in verdict.said


# ── What is sound stays readable ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("revision", [3, 4, 6])
def test_a_file_locked_against_changes_only_is_read_as_it_was(revision: int) -> None:
    sound = (samples_dir() / "shanghai-welfare-2024-unit-budget.pdf").read_bytes()
    assert revision in {3, 4, 6}
    changed = locked(sound, revision=revision)  # type: ignore[arg-type]
    assert read_pdf(changed).blocks == read_pdf(sound).blocks


@pytest.mark.parametrize("size", [10, 300, 5_000, 200_000])
def test_lzw_is_unpacked_as_others_unpack_it(size: int) -> None:
    packed = lzw(size)
    with pikepdf.open(io.BytesIO(one_page(stream(packed, b"/Filter/LZWDecode")))) as document:
        theirs = document.pages[0].Contents.read_bytes()
    ours = unpacked(packed, b"<</Filter/LZWDecode", 10**9)
    assert ours == theirs
    assert len(ours) >= size
    assert len(unpacked(packed, b"<</Filter[/LZW]", 100)) < 100 + 4_096


def test_every_chain_of_filters_is_unpacked() -> None:
    import base64
    import zlib

    text = b"0 0 m 10 10 l S " * 99
    flate = zlib.compress(text)
    chains = {
        b"/FlateDecode": flate,
        b"[/FlateDecode/Fl]": zlib.compress(flate),
        b"[ /ASCII85Decode /FlateDecode ]": base64.a85encode(flate) + b"~>",
        b"[/A#48x/Fl#61teDecode]": flate.hex().encode() + b">",
        b"/RunLengthDecode": b"".join(
            bytes([len(text[n : n + 128]) - 1]) + text[n : n + 128]
            for n in range(0, len(text), 128)
        )
        + b"\x80",
    }
    for names, packed in chains.items():
        assert unpacked(packed, b"<</Length 9/Filter" + names + b">>", 10**6) == text
    assert unpacked(b"plain", b"<</Filter/DCTDecode>>", 9) == b"plain"


# ── What fuzzing found ───────────────────────────────────────────────────────────────────────


def test_a_member_without_a_name_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    sound = zipped({"word/document.xml": "<a/>", "NAME": "x"})
    path.write_bytes(sound.replace(b"NAME", b"\0AME"))
    with pytest.raises(ReadError, match="压缩包"):
        read_document(path)


@pytest.mark.parametrize("digits", ["9" * 5_000, "9" * 5_000 + ".51", "1." + "0" * 5_000])
def test_thousands_of_digits_are_no_figure(digits: str, tmp_path: Path) -> None:
    """In a sentence, in a table, as a target: nobody trips over them, nobody trusts them."""
    path = tmp_path / "a.txt"
    seed = (samples_dir() / "hebei-qinhuangdao-zfw-2024-budget.txt").read_text(encoding="utf-8")
    page = seed.replace("1722.18", digits).replace("≥95%", f"≥{digits}%")
    path.write_text(f"{page}\n2024年支出预算{digits}万元，比2023年增加{digits}万元。\n", "utf-8")
    fate, words = inspect(path)
    assert fate is Fate.READ, words


def test_more_tables_than_any_document_has_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    table = "<table><tr><td>项目<td>数<tr><td>甲<td>1.00</table><p>表</p>"
    path.write_text(f"<meta charset=utf-8>{table * 4_001}", encoding="utf-8")
    with pytest.raises(ReadError, match=r"表数 4001.*分册"):
        read_document(path)
