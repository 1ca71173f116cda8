"""What is printed on a PDF page is read where it stands, once, and nothing breaks the reader."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pikepdf
import pytest

from tests.readers.pages import changed, drawn, nested_forms, printed, said
from tests.samples_path import samples_dir
from yusuan.core.errors import ReadError
from yusuan.core.grid import RawGrid, TextBlock
from yusuan.readers.pdf.document import attachments, read_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from yusuan.core.grid import RawDocument

PUTUO = "shanghai-putuo-finance-2025-budget.pdf"
FINAL = "shanghai-putuo-planning-2024-final-accounts.pdf"

TABLE = """
#table(columns: (60pt, 150pt, 80pt, 80pt, 80pt), STROKE
  table.cell(rowspan: 2)[编码], table.cell(rowspan: 2)[科目名称], table.cell(colspan: 3)[支出],
  [合计], [基本支出], [项目支出],
  [20131], [党委办公厅（室）及相关机构事务], [915.27], [732.97], [182.30],
  [2013101], [行政运行], [732.97], [732.97], [],
  [208], [社会保障和就业支出], [1,217.88], [], [1,217.88])
"""
RULED = TABLE.replace("STROKE", "")
EXPECTED = [
    ["编码", "科目名称", "支出", None, None],
    [None, None, "合计", "基本支出", "项目支出"],
    ["20131", "党委办公厅（室）及相关机构事务", "915.27", "732.97", "182.30"],
    ["2013101", "行政运行", "732.97", "732.97", ""],
    ["208", "社会保障和就业支出", "1,217.88", "", "1,217.88"],
]
FLAT = [
    ["编码", "科目名称", "合计", "基本支出", "项目支出"],
    *EXPECTED[2:],
]
FLAT_ROWS = """
  [编码], [科目名称], [合计], [基本支出], [项目支出],
  [20131], [党委办公厅（室）及相关机构事务], [915.27], [732.97], [182.30],
  [2013101], [行政运行], [732.97], [732.97], [],
  [208], [社会保障和就业支出], [1,217.88], [], [1,217.88],
"""


def rows(grid: RawGrid) -> list[list[str | None]]:
    """The grid as rows of text; None where another cell covers the place."""
    found: list[list[str | None]] = [[None] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        found[cell.row][cell.column] = cell.text
    return found


def texts(document: RawDocument) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, TextBlock)]


# ── Ruled tables ─────────────────────────────────────────────────────────────────────────────


def test_a_ruled_table_keeps_merged_headers_and_blank_cells() -> None:
    (grid,) = read_pdf(printed(RULED)).grids
    assert grid.is_ruled
    assert rows(grid) == EXPECTED
    spans = {cell.text: (cell.rowspan, cell.colspan) for cell in grid.cells if cell.row < 2}
    assert spans["编码"] == (2, 1)
    assert spans["支出"] == (1, 3)
    assert spans["合计"] == (1, 1)


def test_every_cell_has_its_page_and_box() -> None:
    (grid,) = read_pdf(printed(f"#pagebreak(){RULED}")).grids
    assert grid.page == 2
    for cell in grid.cells:
        assert cell.page == 2
        assert cell.box is not None
        x0, y0, x1, y1 = cell.box
        assert 59 <= x0 < x1 <= 536
        assert 59 <= y0 < y1 <= 300


def test_open_sides_close_where_the_lines_across_end() -> None:
    stroke = "stroke: (x, y) => (top: 0.5pt, bottom: 0.5pt, left: if x > 0 { 0.5pt }),"
    (grid,) = read_pdf(printed(TABLE.replace("STROKE", stroke))).grids
    assert rows(grid) == EXPECTED


def test_thin_filled_rectangles_are_lines() -> None:
    bars = "".join(f"50 {y} 300 0.6 re f\n" for y in (100, 130, 160))
    posts = "".join(f"{x} 100 0.6 60 re f\n" for x in (50, 200, 349.4))
    words = (
        said(60, 140, "a") + said(210, 140, "1.00") + said(60, 110, "b") + said(210, 110, "2.00")
    )
    (grid,) = read_pdf(drawn(bars + posts + words)).grids
    assert rows(grid) == [["a", "1.00"], ["b", "2.00"]]


def test_lines_inside_a_form_object_count() -> None:
    lines = "50 100 300 60 re S 50 130 m 350 130 l S 200 100 m 200 160 l S"
    words = (
        said(70, 140, "a") + said(210, 140, "1.00") + said(70, 110, "b") + said(210, 110, "2.00")
    )
    page = drawn(f"q 1 0 0 1 10 5 cm /X Do Q {words}", forms={"X": lines})
    (grid,) = read_pdf(page).grids
    assert rows(grid) == [["a", "1.00"], ["b", "2.00"]]
    assert grid.box == pytest.approx((60, 135, 360, 195), abs=1)


def test_a_background_is_no_line() -> None:
    shaded = "0.9 g 50 100 300 60 re f 0 g\n" + said(60, 140, "a") + said(60, 110, "b")
    assert read_pdf(drawn(shaded)).grids == ()


def test_two_tables_on_a_page_stay_apart_and_in_order() -> None:
    document = read_pdf(printed(f"一、甲表\n{RULED}\n二、乙表\n{RULED}"))
    kinds = [
        block.text if isinstance(block, TextBlock) else block.rows for block in document.blocks
    ]
    assert kinds == ["一、甲表", 5, "二、乙表", 5]


def test_a_row_of_lines_that_holds_several_rows_is_split() -> None:
    source = r"""#table(columns: (100pt, 80pt, 80pt), [项目], [上年], [本年],
      [办公费 \ 印刷费 \ 水费], [1.00 \ 2.00 \ 3.00], [4.00 \ 5.00 \ 6.00])"""
    (grid,) = read_pdf(printed(source)).grids
    assert rows(grid)[1:] == [
        ["办公费", "1.00", "4.00"],
        ["印刷费", "2.00", "5.00"],
        ["水费", "3.00", "6.00"],
    ]


def test_a_figure_wrapped_in_a_narrow_cell_is_one_figure() -> None:
    box = "50 100 32 60 re S 82 100 32 60 re S\n"
    words = (
        said(51, 140, "12345")
        + said(51, 128, "678.90")
        + said(83, 140, "22345")
        + said(83, 128, "678.90")
    )
    (grid,) = read_pdf(drawn(box + words)).grids
    assert rows(grid) == [["12345678.90", "22345678.90"]]


def test_a_label_that_runs_over_its_line_stays_whole() -> None:
    lines = "50 100 200 30 re S 100 100 m 100 130 l S\n"
    (grid,) = read_pdf(drawn(lines + said(52, 110, "overflowing") + said(200, 110, "1.00"))).grids
    assert rows(grid) == [["overflowing", "1.00"]]


def test_a_label_that_runs_into_a_figure_does_not_take_it_along() -> None:
    boxes = "".join(
        f"#place(dx: {x}pt, dy: {y}pt, rect(width: 100pt, height: 20pt, stroke: 0.5pt))\n"
        for x in (0, 100)
        for y in (0, 20)
    )
    words = (
        "#place(dx: 4pt, dy: 5pt)[项目] #place(dx: 104pt, dy: 5pt)[预算数]"
        "#place(dx: 4pt, dy: 25pt)[机关事业单位职业年金] #place(dx: 102pt, dy: 25pt)[43608.96]"
    )
    (grid,) = read_pdf(printed(boxes + words)).grids
    assert rows(grid) == [["项目", "预算数"], ["机关事业单位职业年金", "43608.96"]]


def test_lines_of_a_cell_join_without_blanks_between_chinese_characters() -> None:
    source = "#table(columns: (50pt, 60pt), [机关事业单位基本养老保险缴费], [1.00], [收 #h(20pt) 入], [2.00])"
    (grid,) = read_pdf(printed(source)).grids
    assert rows(grid) == [["机关事业单位基本养老保险缴费", "1.00"], ["收入", "2.00"]]


# ── Tables without all their lines ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("align", ["left", "right", "center"])
def test_a_table_ruled_across_only_is_read(align: str) -> None:
    source = f"""#table(columns: (60pt, 170pt, 70pt, 70pt, 70pt), stroke: (x: none, y: 0.5pt),
      align: (left, left, {align}, {align}, {align}), {FLAT_ROWS})"""
    (grid,) = read_pdf(printed(source)).grids
    assert rows(grid) == FLAT
    assert not grid.is_ruled


def test_a_three_line_table_is_read() -> None:
    source = f"""#table(columns: (60pt, 170pt, 70pt, 70pt, 70pt), stroke: none, table.hline(),
      {FLAT_ROWS.replace("[项目支出],", "[项目支出], table.hline(),", 1)} table.hline())"""
    (grid,) = read_pdf(printed(source)).grids
    assert rows(grid) == FLAT


@pytest.mark.parametrize("align", ["left", "right"])
def test_a_table_without_lines_is_read(align: str) -> None:
    source = f"""标题在上面。
    #table(columns: (60pt, 170pt, 70pt, 70pt, 70pt), stroke: none,
      align: (left, left, {align}, {align}, {align}), {FLAT_ROWS})
    说明在下面，不是表。"""
    document = read_pdf(printed(source))
    (grid,) = document.grids
    assert rows(grid) == FLAT
    assert texts(document) == ["标题在上面。", "说明在下面，不是表。"]


def test_a_wrapped_label_without_lines_stays_one_row() -> None:
    source = """#table(columns: (60pt, 80pt, 70pt, 70pt), stroke: none, row-gutter: 8pt,
      [20805], [行政事业单位养老支出], [217.88], [1.00], [2080505],
      [机关事业单位基本养老保险缴费支出], [88.23], [2.00], [21011], [行政单位医疗], [77.49], [3.00])"""
    (grid,) = read_pdf(printed(source)).grids
    assert [row[1] for row in rows(grid)] == [
        "行政事业单位养老支出",
        "机关事业单位基本养老保险缴费支出",
        "行政单位医疗",
    ]


def test_prose_with_figures_is_no_table() -> None:
    sentence = "本年预算安排 12.30 万元，比上年 10.20 万元增加 2.10 万元，增长 20.59%；其中基本支出 8.00 万元。"
    assert read_pdf(printed(sentence * 6)).grids == ()


def test_a_list_of_contents_is_no_table() -> None:
    entries = r"\ ".join(f"{n}、第{n}张表 #box(width: 1fr, repeat[.]) {n}" for n in range(1, 9))
    document = read_pdf(printed(entries))
    assert document.grids == ()
    assert document.outline[0] == ("1、第1张表", "1")
    assert len(document.outline) == 8


# ── Text ─────────────────────────────────────────────────────────────────────────────────────


def test_lines_join_into_paragraphs_and_headings_stand_alone() -> None:
    body = "本部门负责拟订预算草案并组织执行" * 6 + "。"
    source = f"#set par(first-line-indent: (amount: 2em, all: true))\n一、部门职责\n\n{body}\n\n{body}\n\n（二）机构设置"
    document = read_pdf(printed(source))
    assert texts(document) == ["一、部门职责", body, body, "（二）机构设置"]
    assert [b.level for b in document.blocks if isinstance(b, TextBlock)] == [2, 0, 0, 3]


def test_a_paragraph_goes_on_over_a_page_end() -> None:
    body = "全年预算执行情况良好各项支出均有安排" * 160 + "。"
    document = read_pdf(printed(f'#set page(numbering: "1")\n{body}'))
    assert document.pages == 2
    assert texts(document) == [body, "1", "2"]


def test_digits_on_a_baseline_of_their_own_stay_in_their_number() -> None:
    words = "".join(said(50 + 5.56 * i, 100 + 1.5 * (i % 2), c) for i, c in enumerate("1722.18"))
    assert texts(read_pdf(drawn(words))) == ["1722.18"]


def test_text_printed_twice_to_look_bold_is_read_once() -> None:
    assert texts(read_pdf(drawn(said(50, 100, "1722.18") + said(50.4, 100, "1722.18")))) == [
        "1722.18"
    ]


def test_characters_outside_the_page_are_dropped_and_said() -> None:
    document = read_pdf(
        drawn(said(50, 100, "inside") + said(50, 320, "above") + said(500, 9, "right"))
    )
    assert texts(document) == ["inside"]
    assert document.remarks == ("第 1 页版面之外的 10 个字符已略去",)


def test_clipped_text_is_not_read() -> None:
    clipped = "q 0 0 400 90 re W n " + said(50, 100, "hidden") + said(50, 50, "seen") + "Q"
    assert texts(read_pdf(drawn(clipped))) == ["seen"]


def test_text_cut_by_the_edge_and_blank_pages_are_said() -> None:
    bare = drawn(said(50, 150, "a line") + said(50, -4, "cut below"))
    document = read_pdf(bare)
    assert document.cut_pages == {1}
    assert any("第 1 页有文字越过页边" in remark for remark in document.remarks)
    assert not read_pdf(drawn(said(50, 150, "a line") + said(50, -40, "off"))).cut_pages
    pages = read_pdf(
        printed("#align(bottom)[1]#pagebreak()#align(bottom)[正文]#pagebreak()#line()")
    )
    assert pages.blank_pages == {1}
    assert not pages.cut_pages


@pytest.mark.parametrize("left", [340.0, 341.5, 343.0, 344.5, 346.0])
def test_a_line_that_goes_on_beyond_the_edge_is_cut_wherever_the_edge_falls(left: float) -> None:
    assert read_pdf(drawn(said(left, 150, "goes on and on and on"))).cut_pages == {1}


def test_words_far_from_the_edge_on_the_height_of_a_line_cut_nothing() -> None:
    far = said(50, 150, "a line") + said(500, 150, "far off on its height")
    assert not read_pdf(drawn(far)).cut_pages


def test_a_hidden_number_before_a_label_does_not_hide_the_label() -> None:
    hidden = f"q 0 0 10 10 re W n\n{said(50, 200, '1')}Q\n"
    assert texts(read_pdf(drawn(hidden + said(56, 200, "label")))) == ["label"]


def test_invisible_characters_are_removed() -> None:
    document = read_pdf(printed("一般公共\u200b预\u2060算\ufeff拨款（本级）。"))
    assert texts(document) == ["一般公共预算拨款（本级）。"]


# ── Turned pages ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_looked_at(degrees: int) -> None:
    def turn(document: pikepdf.Pdf) -> None:
        document.pages[0].rotate(degrees, relative=True)

    (upright,) = read_pdf(printed(RULED)).grids
    (grid,) = read_pdf(changed(printed(RULED), turn)).grids
    assert rows(grid) == EXPECTED
    assert upright.box is not None
    x0, y0, x1, y1 = upright.box
    looked_at = {
        90: (842 - y1, x0, 842 - y0, x1),
        180: (595 - x1, 842 - y1, 595 - x0, 842 - y0),
        270: (y0, 595 - x1, y1, 595 - x0),
    }
    assert grid.box == pytest.approx(looked_at[degrees], abs=0.1)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_text_set_sideways_and_turned_back_is_read(degrees: int) -> None:
    def turn(document: pikepdf.Pdf) -> None:
        document.pages[0].rotate(360 - degrees, relative=True)

    sideways = printed(f"#rotate({degrees}deg, reflow: true)[#block(width: 450pt)[{RULED}]]")
    (lying,) = read_pdf(sideways).grids
    assert rows(lying) == EXPECTED
    (grid,) = read_pdf(changed(sideways, turn)).grids
    assert rows(grid) == EXPECTED
    assert grid.box is not None
    assert lying.box is not None
    assert lying.box[3] - lying.box[1] == pytest.approx(
        (grid.box[2] - grid.box[0]) if degrees != 180 else (grid.box[3] - grid.box[1]), abs=0.1
    )


def test_a_cropped_page_counts_from_its_own_corner() -> None:
    def crop(document: pikepdf.Pdf) -> None:
        document.pages[0].cropbox = pikepdf.Array([40, 400, 580, 830])

    (whole,) = read_pdf(printed(RULED)).grids
    (grid,) = read_pdf(changed(printed(RULED), crop)).grids
    assert whole.box is not None
    x0, y0, x1, y1 = whole.box
    assert grid.box == pytest.approx((x0 - 40, y0 - 12, x1 - 40, y1 - 12), abs=0.1)


# ── Attachments ──────────────────────────────────────────────────────────────────────────────


def test_attachments_are_given_by_name() -> None:
    content = bytes(range(256)) * 300

    def attach(document: pikepdf.Pdf) -> None:
        document.attachments["数据/表一.csv"] = content

    assert attachments(changed(printed("正文"), attach)) == {"数据/表一.csv": content}
    assert attachments(printed("正文")) == {}


# ── Files that cannot be read ────────────────────────────────────────────────────────────────


def _emptied(document: pikepdf.Pdf) -> None:
    del document.pages[0]


def _repeated(document: pikepdf.Pdf) -> None:
    document.pages.extend([document.pages[0]] * 2_000)


def _refusal(content: bytes | Path) -> str:
    with pytest.raises(ReadError) as refused:
        read_pdf(content)
    return str(refused.value)


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    pdf = printed("正文")
    locked = pikepdf.Encryption(owner="a", user="b")
    assert "已加密" in _refusal(changed(pdf, lambda _: None, encryption=locked))
    assert "没有一页" in _refusal(changed(pdf, _emptied))
    assert "2001 页" in _refusal(changed(pdf, _repeated))
    assert "空文件" in _refusal(b"")
    assert "不是 PDF" in _refusal(b"PK\x03\x04 a workbook")
    assert "损坏" in _refusal(b"%PDF-1.7\n" + b"\0" * 100)
    (tmp_path / "预算.pdf").write_bytes(pdf[:60])
    assert "预算.pdf" in _refusal(tmp_path / "预算.pdf")
    assert "无法打开" in _refusal(tmp_path / "没有.pdf")


def test_a_picture_without_text_is_said() -> None:
    image = "q 300 0 0 200 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
    document = read_pdf(drawn(image))
    assert document.blocks == ()
    assert document.remarks == ("第 1 页是图片，没有识别出文字",)


def test_a_page_of_too_many_lines_is_cut_not_hung() -> None:
    lines = "".join(f"{i % 400} {i // 400} m {i % 400} {i // 400 + 9} l S\n" for i in range(70_000))
    document = read_pdf(drawn(lines + said(50, 100, "text")))
    assert texts(document) == ["text"]
    assert document.remarks == ("第 1 页内容过多，只读出一部分",)


def test_forms_that_repeat_forms_are_refused_before_they_are_drawn() -> None:
    assert read_pdf(nested_forms(3, 10)).pages == 1
    assert "层层重复" in _refusal(nested_forms(12, 10))


def test_a_stream_that_swells_is_refused_before_it_is_unpacked() -> None:
    assert "解压后超过" in _refusal(drawn("0 0 m 1 1 l S\n" * 2_000_000))


def test_damaged_files_are_read_or_refused_never_a_crash() -> None:
    rng = random.Random(7)  # noqa: S311  repeatable, no secret
    whole = [printed(RULED), changed(printed(RULED), lambda _: None, compress_streams=False)]
    for n in range(300):
        content = bytearray(rng.choice(whole))
        if n % 3 == 0:
            del content[rng.randrange(len(content)) :]
        else:
            for _ in range(rng.choice((1, 5, 40))):
                content[rng.randrange(len(content))] = rng.randrange(256)
        for read in (read_pdf, attachments):
            try:
                read(bytes(content))
            except ReadError as refused:
                assert refused.faults  # noqa: PT017  either answer is right


# ── Published documents ──────────────────────────────────────────────────────────────────────


def test_lines_repeated_over_a_page_end_are_read_once() -> None:
    document = read_pdf(samples_dir() / PUTUO)
    numbers = [
        match[1] for block in document.blocks
        if isinstance(block, TextBlock) and block.page in {7, 8}
        and (match := re.match(r"(\d+)\.", block.text))
    ]  # fmt: skip
    assert numbers == [str(n) for n in range(1, 12)]
    assert document.text.count("887.36") == 1


def test_the_final_accounts_are_read_with_row_and_column() -> None:
    document = read_pdf(samples_dir() / FINAL)
    revenue = next(grid for grid in document.grids if grid.page == 7)
    assert rows(revenue)[2][:2] == ["一、一般公共预算财政拨款收入", "9746.50"]
    assert rows(revenue)[-1][1] == rows(revenue)[-1][3] == "9859.38"
    assert [grid.page for grid in document.grids] == list(range(6, 20))
