"""Files on the page: recognised, checked, explained, published, and gone at the end."""

from __future__ import annotations

import io
import re
import signal
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tests.cli.command_line import process, run
from tests.security.test_canaries import AMOUNTS, WORDS, _planted
from tests.web.desk.served import served
from yusuan.core.errors import ReadError
from yusuan.readers.dataset_zip import unpacked_dataset
from yusuan.writers.folder import write_folder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.desk.served import Server
    from yusuan.core.budget import DepartmentalBudget


def _zipped(files: dict[str, bytes], root: str = "我的部门/") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(root + name, content)
    return packed.getvalue()


def test_a_workbook_is_checked_explained_and_published(page: Server, clean: int) -> None:
    shown = page.page(clean)
    assert "部门预算数据：1 个预算单位" in shown
    assert "错误 0" in shown
    report = page.ask(f"papers/{clean}/report.html")
    assert "核对报告" in report.text
    assert report.headers["Content-Security-Policy"].startswith("sandbox allow-scripts")
    assert page.ask(f"papers/{clean}/report.xlsx").content.startswith(b"PK")

    printed = re.findall(r"data-origin>([\d.]+)<", page.ask(f"papers/{clean}/tables/0").text)
    origin = page.figure(clean, 0, printed[-1])
    assert "同一笔钱还印在" in origin
    assert re.search(r"明细 \d+ 条（元）", origin)

    (published,) = _published(page, clean, ".html")
    everything = page.ask(f"papers/{clean}/public/全部文件.zip")
    with zipfile.ZipFile(io.BytesIO(everything.content)) as archive:
        names = archive.namelist()
        assert page.ask(f"papers/{clean}/public/{published}").content == archive.read(published)
    assert "opendata/datapackage.json" in names
    assert page.post(f"papers/{clean}/publish").status == 400


def _published(page: Server, number: int, suffix: str) -> list[str]:
    """The files handed out that end so."""
    listed = re.findall(r'public/([^"]+)" download', page.page(number))
    return [name for name in map(unquote, listed) if name.endswith(suffix)]


def test_a_published_document_is_recognised_and_its_figures_lead_to_each_other(
    page: Server, clean: int
) -> None:
    (name,) = _published(page, clean, ".html")
    number = page.take("公开.html", page.ask(f"papers/{clean}/public/{name}").content)
    shown = page.page(number)
    assert "已公开的文件，有 9 张表" in shown
    assert "类型 部门预算" in shown
    assert 'id="publish"' not in shown
    first = re.findall(r"data-origin>([\d.]+)<", page.ask(f"papers/{number}/tables/0").text)[0]
    assert "同一笔钱还印在" in page.figure(number, 0, first)


def test_a_mistyped_cell_is_named_with_what_is_allowed(page: Server, mistyped: bytes) -> None:
    shown = page.page(page.take("写错的.xlsx", mistyped))
    assert "无法读取，共 1 处问题" in shown
    assert "预算明细" in shown
    assert "三万" in shown
    assert str(page.folder) not in shown


def test_errors_let_a_draft_out_and_nothing_classified_with_it(
    page: Server, example: DepartmentalBudget
) -> None:
    files = write_folder(_planted(example))
    head = files["department.toml"].decode()
    files["department.toml"] = re.sub(r"(?m)^secrecy_review = .*$", "", head).encode()
    number = page.take("未审查.zip", _zipped(files))
    shown = page.page(number)
    assert "部门预算数据：3 个预算单位" in shown
    assert "内部" in shown
    assert "只能写出草案" in shown
    page.post(f"papers/{number}/publish", format="html")
    page.wait(number)
    assert "没有写出任何文件" in page.page(number)
    assert page.ask(f"papers/{number}/public/全部文件.zip").status == 404

    page.post(f"papers/{number}/publish", format=["html", "opendata"], draft="1")
    page.wait(number)
    assert "opendata-draft/datapackage.json" in page.page(number)
    # What is put before the public, or passed on: the draft, and the report in every form.
    out = [page.ask(f"papers/{number}/report.{form}").content for form in ("html", "xlsx")]
    out.append(page.ask(f"papers/{number}/public/全部文件.zip").content)
    for held in map(_everything_in, out):
        assert len(held) > 10_000
        assert not [word for word in WORDS if word.encode() in held]
        assert not [fen for fen in AMOUNTS if f"{fen / 100:.2f}".encode() in held]


def _everything_in(content: bytes) -> bytes:
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(_everything_in(archive.read(name)) for name in archive.namelist())


def test_what_nobody_reads_is_said_in_words(page: Server) -> None:
    assert "空文件" in page.put("空.xlsx", b"").text
    number = page.take("../../etc/程序.exe", b"MZ\x90\x00 nothing anybody reads")
    shown = page.page(number)
    assert "不认识这种文件" in shown
    assert "另存为" in shown
    assert "Traceback" not in shown
    assert str(page.folder) not in shown


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a/department.toml": b"", "b/department.toml": b""}, "只有一个数据集目录"),
        ({"department.toml": b"0" * (8 << 20)}, "正常压缩的文件"),
        ({"department.toml": b"", "../../lines.csv": b"out of the folder"}, "相对路径的文件名"),
    ],
)
def test_a_zip_made_to_hurt_is_refused(tmp_path: Path, files: dict[str, bytes], said: str) -> None:
    packed = tmp_path / "数据集.zip"
    packed.write_bytes(_zipped(files, ""))
    with pytest.raises(ReadError, match=said):
        unpacked_dataset(packed, tmp_path / "inside")
    assert not (tmp_path / "inside").exists()


def test_an_empty_workbook_of_every_edition_is_handed_out(page: Server) -> None:
    import openpyxl

    answer = page.ask("workbook?edition=national&year=2025")
    assert answer.status == 200
    assert "filename" in answer.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True)
    assert "预算明细" in book.sheetnames
    for wrong in ("edition=nowhere&year=2025", "edition=hebei&year=十", "edition=hebei&year=1066"):
        refused = page.ask(f"workbook?{wrong}")
        assert refused.status == 400
        assert "应为" in refused.text or "可用的年度" in refused.text


def test_what_is_said_of_a_document_is_used_and_what_cannot_be_meant_is_refused(
    page: Server,
) -> None:
    text = "某局部门预算\n\n一、部门概况\n".encode()
    number = page.take("说明.txt", text)
    assert "补充说明，再核对一次" in page.page(number)
    assert page.post(f"papers/{number}/again", year="去年").status == 400
    assert page.post(f"papers/{number}/again", year="2025", kind="部门预算").status == 302
    page.wait(number)
    assert 'value="2025"' in page.page(number)


@pytest.mark.parametrize("ends", ["button", "hang-up"])
def test_at_the_end_nothing_is_left(tmp_path: Path, example: DepartmentalBudget, ends: str) -> None:
    left = tmp_path / "yusuan-desk-killed"
    left.mkdir()
    (left / "secret.xlsx").write_bytes(b"of a process that was killed")
    with served(tmp_path) as server:
        assert not left.exists()
        # What is being done with it at that moment ends too.
        server.put("示例.zip", _zipped(write_folder(example)))
        (place,) = tmp_path.glob("yusuan-desk-*")
        assert place.stat().st_mode & 0o077 == 0
        if ends == "button":
            assert "已结束" in server.ask("end", "POST", b"").text
        else:
            server.process.send_signal(signal.SIGHUP)
        assert server.process.wait(30) == 0
        assert not list(tmp_path.glob("yusuan-desk-*"))


def test_a_port_that_is_taken_is_said_so(page: Server) -> None:
    done = process("open", "--no-browser", "--port", str(page.port))
    assert done.returncode == 2
    assert f"端口 {page.port} 不能使用（已被别的程序占用）" in done.stderr.decode()


def test_without_its_parts_the_page_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yusuan.cli.commands.open.find_spec", lambda _: None)
    done = run("open", "--no-browser")
    assert done.exit_code == 2
    assert "pip install 'yusuan[web]'" in done.stderr
