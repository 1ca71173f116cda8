"""A ZIP of documents: names as they were given, one read as itself, many as a batch, no archive within an archive."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.readers.raw import docx, paragraph, zipped
from yusuan.batch.sources import find_sources, is_many
from yusuan.core.errors import ReadError
from yusuan.readers import is_document
from yusuan.readers.archive import is_of_documents, unpack
from yusuan.readers.document import read_document
from yusuan.readers.safe_zip import SafeZip

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TEXT = "2024年部门预算\n\n单位：万元\n".encode()
WORD = docx(paragraph("部门预算"))


def packed(tmp_path: Path, files: Mapping[str, str | bytes], name: str = "a.zip") -> Path:
    path = tmp_path / name
    path.write_bytes(zipped(files))
    return path


def unmarked(files: Mapping[bytes, bytes]) -> bytes:
    """An archive whose names are bytes, without a word on their encoding."""
    body, directory = b"", b""
    for name, content in files.items():
        about = struct.pack(
            "<HHHHHIIIHH", 20, 0, 0, 0, 33, _crc(content), *[len(content)] * 2, len(name), 0
        )
        place = len(body)
        body += b"PK\3\4" + about + name + content
        directory += b"PK\1\2" + struct.pack("<H", 20) + about
        directory += struct.pack("<HHHII", 0, 0, 0, 0, place) + name
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return body + directory + b"PK\5\6" + end


def _crc(content: bytes) -> int:
    import zlib

    return zlib.crc32(content)


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "ascii"])
def test_names_are_read_in_the_encoding_they_were_written(encoding: str, tmp_path: Path) -> None:
    # In GBK the second byte of these is a backslash, which is no separator.
    names = ["budget.txt"] if encoding == "ascii" else ["預算/刓誠.txt", "二〇二四年.txt"]
    path = tmp_path / "a.zip"
    path.write_bytes(unmarked({name.encode(encoding): TEXT for name in names}))
    archive = SafeZip(path)
    assert list(archive) == names
    assert archive.read(names[0]) == TEXT
    assert list(unpack(path, tmp_path / "out")) == names


def test_the_only_document_is_read_in_the_name_of_its_archive(tmp_path: Path) -> None:
    left = {"__MACOSX/._b.docx": "x", "部门/.DS_Store": "x", "Thumbs.db": "x"}
    path = packed(tmp_path, {"部门/预算.docx": WORD, **left})
    assert is_document(path)
    document = read_document(path)
    assert (document.format, document.source, document.text) == ("docx", str(path), "部门预算")
    assert document.remarks[-1] == "读的是压缩包内的“预算.docx”。"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.txt": TEXT, "b.txt": TEXT}, "2 份文件（a.txt、b.txt）.*批量核对"),
        ({"a.txt": TEXT, "b.zip": zipped({"c.txt": TEXT})}, "b.zip.*先解压"),
        ({"a.RAR": b"Rar!"}, "a.RAR.*先解压"),
        # An archive in other clothes.
        ({"a.pdf": zipped({"c.txt": TEXT})}, "pdf"),
        ({"部门/department.toml": "x", "部门/lines.csv": "x"}, "数据集目录.*先解压"),
        ({"__MACOSX/a.txt": TEXT}, "没有文件"),
        ({"a.pdf": b" " * 2**22}, "压缩比异常"),
        ({"../a.txt": TEXT}, "越出目录"),
    ],
)
def test_archives_that_are_not_read_say_why(
    files: dict[str, str | bytes], said: str, tmp_path: Path
) -> None:
    with pytest.raises(ReadError, match=said):
        read_document(packed(tmp_path, files))


def test_a_data_package_and_an_office_file_are_no_archives_of_documents(tmp_path: Path) -> None:
    for n, files in enumerate(
        (
            {"包/datapackage.json": "{}", "包/lines.csv": "x"},
            {"word/document.xml": "<a/>"},
            {"OFD.xml": "x"},
        )
    ):
        assert not is_of_documents(packed(tmp_path, files, f"{n}.zip"))
    (tmp_path / "broken.zip").write_bytes(b"PK\3\4")
    assert not is_of_documents(tmp_path / "broken.zip")
    # A folder called so by somebody holds documents all the same.
    assert is_of_documents(packed(tmp_path, {"word/预算.docx": WORD, "word/决算.docx": WORD}))


def test_an_archive_is_a_batch_of_its_documents(tmp_path: Path) -> None:
    folder = tmp_path / "公开"
    folder.mkdir()
    path = packed(folder, {"甲/预算.txt": TEXT, "甲/决算.txt": TEXT, "甲/.隐藏": "x"}, "全市.zip")
    packed(folder, {"b.zip": zipped({"c.txt": TEXT})}, "套.zip")
    assert is_many(path)
    found = find_sources([folder], unpack_to=tmp_path / "out")
    # One that cannot be unpacked stays in the list, for its reader to say why.
    assert [source.name for source in found.every] == [
        "全市.zip/甲/决算.txt",
        "全市.zip/甲/预算.txt",
        "套.zip",
    ]
    assert all(source.path.read_bytes() == TEXT for source in found.every[:2])
    assert find_sources([folder], unpack_to=tmp_path / "out") == found


def test_names_that_other_systems_cannot_hold_are_made_so_and_none_is_lost(tmp_path: Path) -> None:
    files = {
        "a?.txt": b"1",
        "a*.txt": b"2",
        "A_.TXT": b"3",
        "预" * 200 + ".pdf": b"4",
        "b/ .txt": b"5",
    }
    found = unpack(packed(tmp_path, files), tmp_path / "out")
    assert {name: path.read_bytes() for name, path in found.items()} == files
    assert all(len(path.name.encode()) < 255 for path in found.values())
    assert all(path.resolve().is_relative_to(tmp_path / "out") for path in found.values())


def test_two_names_that_are_one_are_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", TEXT)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", b"other")
    path = tmp_path / "a.zip"
    path.write_bytes(stream.getvalue())
    with pytest.raises(ReadError, match="同名"):
        read_document(path)
