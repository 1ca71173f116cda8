"""Hostile web pages and texts: long lines, many columns, deep tags, spans to the end of the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.security.hostile import odd

if TYPE_CHECKING:
    import random

_TOP = f"{odd.HEAD}\n2024年部门预算\n{odd.UNIT}\n"


def txt(rng: random.Random) -> bytes:
    """A text."""
    return (
        _TOP + rng.choice((_line, _lines, _headings, _pipes, _contents, _sentences))(rng)
    ).encode(rng.choice(("utf-8", "utf-16", "gb18030")), "replace")


def _line(rng: random.Random) -> str:
    return odd.words(rng)


def _lines(rng: random.Random) -> str:
    return "\n".join(odd.text(rng) for _ in range(odd.size(rng, 60)))


def _headings(rng: random.Random) -> str:
    forms = (
        "第{}部分 部门概况\n",
        "{}、部门职责\n",
        "（{}）收支情况\n",
        "# {}\n",
        "表{}：收支总表\n",
    )
    form = rng.choice(forms)
    return "".join(form.format(n) for n in range(odd.size(rng, 8_000)))


def _pipes(rng: random.Random) -> str:
    return ("|" + "1|" * odd.size(rng, 3_000) + "\n") * rng.choice((1, 3, 200))


def _contents(rng: random.Random) -> str:
    dots = rng.choice(("…", ".", "·", "\t")) * odd.size(rng, 250)
    return "".join(f"一、部门{dots}{n % 999}\n" for n in range(odd.size(rng, 3_000)))


def _sentences(rng: random.Random) -> str:
    parts = (
        *(
            "2024年一般公共预算支出5.00万元",
            "，比上年增加1.00万元",
            "，增长5.0%",
            "。",
            "；其中：",
            "\n",
        ),
        *(
            "基本支出3.00万元",
            "，主要原因是",
            "政府采购支出2.00万元",
            "（",
            "）",
            "《",
            "“",
            "一、",
        ),
    )
    return "".join(rng.choice(parts) for _ in range(odd.size(rng, 4_000)))


def tsv(rng: random.Random) -> bytes:
    """A text of tables."""
    columns, rows = rng.choice(((odd.size(rng, 12_000), 3), (4, odd.size(rng, 4_000)), (60, 60)))
    head = "科目编码\t科目名称\t" + "\t".join(["合计"] * max(1, columns - 2))
    cells = [odd.text(rng).replace("\n", "")[:300] for _ in range(20)]
    lines = ("\t".join(rng.choice(cells) for _ in range(columns)) for _ in range(rows))
    return (_TOP + head + "\n" + "\n".join(lines)).encode("utf-8", "replace")


def html(rng: random.Random) -> bytes:
    """A web page."""
    inside = rng.choice((_spans, _deep, _attributes, _cells, _paragraphs))(rng)
    top = "".join(f"<p>{line}</p>" for line in _TOP.split("\n"))
    return f"<html><meta charset=utf-8><body>{top}{inside}</body></html>".encode("utf-8", "replace")


def _spans(rng: random.Random) -> str:
    span = rng.choice(("2", "499", "501", "65535", "99999999", "-1", "0", odd.number(rng)[:50]))
    way = rng.choice(("colspan", "rowspan"))
    row = "<tr>" + f"<td {way}='{span}'>1" * odd.size(rng, 300)
    return f"<table>{row * odd.size(rng, 800)}</table>"


def _deep(rng: random.Random) -> str:
    tag = rng.choice(("div", "table><tr><td", "span", "b", "ul><li", "p"))
    return f"<{tag}>" * odd.size(rng, 5_000) + "1"


def _attributes(rng: random.Random) -> str:
    many = " ".join(f"a{n}=1" for n in range(odd.size(rng, 20_000)))
    return f"<p {many} style='{'display:' * odd.size(rng, 5_000)}'>{odd.words(rng)}</p>"


def _cells(rng: random.Random) -> str:
    row = "<tr>" + "".join(f"<td>{odd.text(rng)[:200]}" for _ in range(9))
    return f"<table>{row * odd.size(rng, 2_000)}</table>"


def _paragraphs(rng: random.Random) -> str:
    spans = "<span>单位：万元</span>" * odd.size(rng, 200)
    return f"<p>{spans}</p>" * odd.size(rng, 100) + odd.words(rng)
