"""What hostile files are made of: sizes of every order, and numbers, names, dates and words nobody expects."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

HEAD = "某某市某某局2024年部门预算公开"
UNIT = "单位：万元"
_NUMBERS = (
    *("0", "-0.00", "1e999999999", "1E-400", "-1e308", "NaN", "Infinity", "0x1F", "１２３．４５"),
    *("1,2,3", "9,62.74", "962.7400001", "(12.00)", "12.00-", "1.2.3", "٣٤٥", "½", "²", "一百零五"),
    *("1'234.00", "1 234.00", "\u22125.00", "+5", ".5", "5.", "00000012.30", "1_000", "#REF!"),
)
_CONTROLS = ("\x1b[2J", "\x07", "\x9b", "\u202e", "\u200b", "\ufeff", "\r", "\t", "\x85", "\u2028")
_NAMES = (
    "CON",
    "..",
    ".",
    "-rf",
    "a/b",
    "a\\b",
    "名" * 80,
    " ",
    "$(id)",
    "=1+1",
    "<b>",
    "%s%n",
    "{0}",
)
_DATES = (
    *("2024-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "2024-13-01", "１９９９-01-01"),
    *("2024-02-29T25:61:61", "-001-01-01", "1900-02-29", "2024/1/1", "二〇二四年一月一日"),
)
_WORDS = (
    *(
        "其中：",
        "比上年增加",
        "，",
        "。",
        "；",
        "（",
        "）",
        "“",
        "《",
        "元万",
        "2024年",
        "一、",
        "……",
    ),
    *(
        "1,234.56万元",
        "增长5.6%",
        "政府采购",
        "单位单位",
        "____",
        "×",
        "|",
        "\t",
        "　",
        "-",
        "a",
        "0",
    ),
)


def size(rng: random.Random, most: int = 60_000) -> int:
    """A count of any order of magnitude."""
    return min(most, int(10 ** rng.uniform(0, 5)))


def number(rng: random.Random) -> str:
    """A number as nobody writes it."""
    kind = rng.randrange(5)
    if kind == 0:
        return str(rng.choice((1, 9))) * size(rng, 5_000)
    if kind == 1:
        return f"{rng.randrange(10**6)}." + "0" * size(rng, 3_000) + "1"
    return rng.choice(_NUMBERS)


def control(rng: random.Random) -> str:
    """A word that steers whoever shows it."""
    return "预算" + rng.choice(_CONTROLS) * rng.choice((1, 3, 50)) + "表"


def name(rng: random.Random) -> str:
    """A name of a file, sheet or field that is no name."""
    return rng.choice(_NAMES)


def date(rng: random.Random) -> str:
    """A day that never was."""
    return rng.choice(_DATES)


def words(rng: random.Random) -> str:
    """The same few words over and over, of any length: what a search for them takes the square of."""
    some = [rng.choice(_WORDS) for _ in range(rng.choice((1, 1, 2, 4)))]
    return "".join(some) * max(1, size(rng, 18_000) // sum(map(len, some)))


def text(rng: random.Random) -> str:
    """Any of these."""
    return rng.choice((number, control, name, date, words))(rng)


def xml(written: str) -> str:
    """A text inside XML; what XML cannot hold is left out."""
    kept = "".join(c for c in written if c.isprintable() or c in "\t\n\r")
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
