"""Plant a canary in every classified field and search every byte of every output for it.

Bytes are searched as they stand, inside every ZIP member (and ZIPs inside), inside every inflated PDF stream
and attachment, and in UTF-8, UTF-16 and the escapes that JSON, XML and PDF use.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.example import example_budget
from yusuan.core.budget import CostItem, DepartmentalBudget, ProcurementLine
from yusuan.core.target import parse_target
from yusuan.documents.secrecy.gate import public_view
from yusuan.pipeline import Run
from yusuan.writers.folder import write_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Words that occur nowhere else; amounts whose digits occur nowhere else.
WORDS = [f"金丝雀{letter}号" for letter in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"]
# Printed in 万元 they are larger than any measure of a page, which the streams of a PDF are full of.
AMOUNTS = [3_141_592_653, 2_718_281_828, 1_618_033_988]
NUMBER = Decimal(7654321)


def _planted(budget: DepartmentalBudget) -> DepartmentalBudget:
    word = iter(WORDS)
    secret = budget.projects[5]
    everything = frozenset({"name", "note", "amount", "quantity", "unit_price", "measure"})
    item = CostItem(
        next(word), AMOUNTS[0], NUMBER, next(word), AMOUNTS[1], 1, next(word), everything
    )
    fields = frozenset({"name", "description", "target", "basis"})
    indicator = replace(
        secret.indicators[0],
        name=next(word),
        description=next(word),
        basis=next(word),
        target=parse_target(f"≥{NUMBER}件"),
        classified=fields,
    )
    objective = replace(secret.objectives[0], text=next(word), classified=frozenset({"text"}))
    project = replace(
        secret,
        name=next(word),
        purpose=next(word),
        mask_ground=next(word),
        classified=frozenset({"name", "purpose"}),
        costing=(item, *secret.costing),
        indicators=(indicator, *secret.indicators[1:]),
        objectives=(objective, *secret.objectives[1:]),
    )
    purchase = ProcurementLine(
        secret.code,
        next(word),
        "C16079900",
        next(word),
        NUMBER,
        AMOUNTS[2],
        general_public=AMOUNTS[2],
        classified=frozenset({"name"}),
    )
    projects = tuple(project if p.code == secret.code else p for p in budget.projects)
    return replace(budget, projects=projects, procurement=(*budget.procurement, purchase))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every output of the example with canaries in it."""
    folder: Path = tmp_path_factory.mktemp("canaries")
    for name, content in write_folder(_planted(example_budget())).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return Run(folder).publish(is_draft=True)


def unpacked(content: bytes) -> Iterator[bytes]:
    """The bytes themselves and everything packed inside them."""
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                yield member.filename.encode()
                yield member.comment
                yield from unpacked(archive.read(member))
    for match in re.finditer(rb"stream\r?\n", content):
        try:
            yield from unpacked(zlib.decompressobj().decompress(content[match.end() :]))
        except zlib.error:
            continue


def printed_text(content: bytes) -> bytes:
    """The text of a PDF's pages, which its streams hold as glyph numbers, without white space."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(text.split()).encode()


def _spellings(text: str) -> Iterator[bytes]:
    yield text.encode()
    yield text.encode("utf-16-be")
    yield text.encode("utf-16-le")
    yield text.encode("gb18030")
    yield text.encode("unicode_escape")
    yield "".join(f"&#{ord(c)};" for c in text).encode()
    yield "".join(f"&#x{ord(c):x};" for c in text).encode()
    yield text.encode("utf-16-be").hex().encode()
    yield text.encode("utf-16-be").hex().upper().encode()


def _amounts(fen: int) -> Iterator[str]:
    yield from (f"{fen // 100}.{fen % 100:02d}", f"{fen // 100:,}.{fen % 100:02d}", str(fen))
    yield f"{Decimal(fen) / 1_000_000:.2f}"
    yield f"{Decimal(fen) / 1_000_000:.4f}"


CANARIES: list[str] = [*WORDS, *(a for fen in AMOUNTS for a in _amounts(fen)), str(NUMBER)]


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".xlsx", ".html", ".csv", ".json"])
def test_no_canary_survives_in(suffix: str, published: dict[str, bytes]) -> None:
    files = {name: content for name, content in published.items() if name.endswith(suffix)}
    assert files
    for name, content in files.items():
        haystacks = list(unpacked(content))
        if suffix == ".pdf":
            haystacks.append(printed_text(content))
        for canary in CANARIES:
            for spelling in _spellings(canary):
                assert not any(spelling in hay for hay in haystacks), (name, canary)


def test_the_search_finds_what_is_there(published: dict[str, bytes]) -> None:
    """The detector is alive: a public project name is found in every format."""
    name = example_budget().projects[8].name
    for suffix in (".docx", ".xlsx", ".html", ".pdf"):
        content = next(c for n, c in published.items() if n.endswith(suffix))
        hays = [printed_text(content)] if suffix == ".pdf" else list(unpacked(content))
        assert any(s in hay for hay in hays for s in _spellings(name)), suffix


def test_a_withheld_amount_is_printed_nowhere(tmp_path: Path) -> None:
    budget = example_budget()
    secret = budget.projects[8]
    odd = 120_912_347
    projects: list[Any] = [
        replace(p, fiscal_amount=odd, classified=p.classified | {"amount"}, mask_ground="示例")
        if p.code == secret.code
        else p
        for p in budget.projects
    ]
    lines = [line for line in budget.lines if line.project != secret.code]
    template = next(line for line in budget.lines if line.project == secret.code)
    lines.append(replace(template, amount=odd))
    for name, content in write_folder(
        replace(budget, projects=tuple(projects), lines=tuple(lines), procurement=())
    ).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    run = Run(tmp_path)
    assert public_view(run.budget).withheld.projects > {secret.code}
    for name, content in run.publish(is_draft=True).items():
        for hay in unpacked(content):
            for amount in _amounts(odd):
                assert amount.encode() not in hay, name
