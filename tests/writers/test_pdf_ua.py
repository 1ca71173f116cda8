"""What PDF/A-3 and PDF/UA-1 ask of the file, looked at by a program that had no part in writing it."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import lru_cache

import pikepdf

from tests.pdf_ua import complaints
from yusuan.pipeline import Run, assemble
from yusuan.synthetic import LARGE, synthesise
from yusuan.writers.pdf.document import write_pdf


@lru_cache
def small() -> bytes:
    """A department of three units and three projects."""
    made = synthesise(7, 2024, "hebei", replace(LARGE, units=3, projects=3))
    return write_pdf(assemble(Run.of(made)))


def test_nothing_is_missing_that_the_standards_ask_for() -> None:
    with pikepdf.open(io.BytesIO(small())) as pdf:
        assert complaints(pdf) == []


def test_the_labels_of_a_project_form_are_headers_of_their_rows() -> None:
    assert small().count(b"/Scope/Row") > 20
    assert small().count(b"/Summary<") == small().count(b"/S/Table/")


def test_the_look_at_the_file_sees_what_is_wrong() -> None:
    broken = (
        small()
        .replace(b"/Scope/Row", b"/Scxpe/Row")
        .replace(b"/S/H3", b"/S/H5")
        .replace(b"/Lang(zh-CN)", b"/Lxng(zh-CN)")
        .replace(b"/ColSpan 2", b"/ColSpan 3")
    )
    with pikepdf.open(io.BytesIO(broken)) as pdf:
        said = "\n".join(complaints(pdf))
    for part in ("has no scope", "follows a heading", "no language", "its rows take"):
        assert part in said


def test_poppler_has_no_entry_to_complain_of() -> None:
    # `/Suspects false` is what the standard presumes, and Poppler says it has the wrong type.
    assert b"/Suspects" not in small()
