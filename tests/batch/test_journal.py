"""Whatever is left of a journal, what it says is true, and work goes on from there."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yusuan.batch.journal import Journal
from yusuan.batch.record import Record, State
from yusuan.batch.working import working_in
from yusuan.disk import InUse

RECORDS = [
    Record("a.pdf", State.CHECKED, "d1", "f", department="某局\n“甲”", year=2026, score="97.5"),
    Record("b/c.pdf", State.UNREADABLE, "d2", "f", reason="空文件"),
    Record("d.pdf", State.TIMED_OUT, "", "f", reason="用时超过 120 秒"),
]


def _written(path: Path) -> bytes:
    with Journal(path) as journal:
        for record in RECORDS:
            journal.append(record)
    return path.read_bytes()


@given(st.data())
def test_cut_anywhere_it_keeps_whole_lines_and_takes_new_ones(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.jsonl"
        whole = _written(path)
        cut = data.draw(st.integers(0, len(whole)))
        path.write_bytes(whole[:cut])
        kept = whole[:cut].count(b"\n")
        with Journal(path) as journal:
            assert [record for record in RECORDS if record.name in journal] == RECORDS[:kept]
            for record in RECORDS[kept:]:
                journal.append(record)
        assert path.read_bytes() == whole


@given(st.binary(max_size=200))
def test_a_damaged_line_is_forgotten(noise: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.jsonl"
        whole = _written(path)
        path.write_bytes(noise.replace(b"\n", b"") + b"\n" + whole)
        with Journal(path) as journal:
            assert list(journal.records([record.name for record in RECORDS])) == RECORDS


def test_the_last_word_on_a_document_counts_and_order_does_not(tmp_path: Path) -> None:
    told = [*RECORDS, Record("d.pdf", State.CHECKED, "d3", "f")]
    contents = []
    for number, records in enumerate((told, [told[2], told[1], told[3], told[0]])):
        with Journal(tmp_path / str(number)) as journal:
            for record in records:
                journal.append(record)
            journal.write_tidy(tmp_path / f"{number}-tidy")
            assert journal["d.pdf"].state is State.CHECKED
        contents.append((tmp_path / f"{number}-tidy").read_bytes())
    assert contents[0] == contents[1]
    assert contents[0].count(b"\n") == len(RECORDS)


def test_two_runs_do_not_work_in_one_directory(tmp_path: Path) -> None:
    with working_in(tmp_path / "out"), pytest.raises(InUse), working_in(tmp_path / "out"):
        pass
    # Nothing was begun, so nothing is left.
    assert not (tmp_path / "out").exists()


def test_a_finished_journal_counts_until_the_next_says_otherwise(tmp_path: Path) -> None:
    earlier, path = tmp_path / "earlier.jsonl", tmp_path / "journal.jsonl"
    before = _written(earlier)
    with Journal(path, earlier) as journal:
        assert list(journal.records()) == RECORDS
        journal.append(Record("d.pdf", State.CHECKED, "d3", "f"))
        assert [journal.is_earlier(record.name) for record in RECORDS] == [True, True, False]
        assert journal["d.pdf"].state is State.CHECKED
    assert earlier.read_bytes() == before
