"""Hostile datasets, open data, workbooks of facts and waivers: what people and programs hand in, gone bad."""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from tests.example import EXAMPLE
from tests.readers.raw import zipped
from tests.security.hostile import odd
from tests.security.hostile.office import book, cell
from yusuan.core.records import RECORDS
from yusuan.pipeline import Run
from yusuan.writers import package

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping

Files = dict[str, bytes]
# Characters added to a file.
_LARGEST = 2_000_000


@lru_cache(maxsize=1)
def _example() -> Mapping[str, bytes]:
    return {
        path.relative_to(EXAMPLE).as_posix(): path.read_bytes()
        for path in sorted(EXAMPLE.rglob("*"))
        if path.is_file()
    }


@lru_cache(maxsize=1)
def _package() -> Mapping[str, bytes]:
    run = Run(EXAMPLE)
    made_on = run.budget.department.dated
    return package(run.public.budget, run.printed, created=made_on)


def dataset(rng: random.Random) -> Files:
    """A dataset folder."""
    files = dict(_example())
    for _ in range(rng.choice((1, 1, 2, 3))):
        name = rng.choice(sorted(files))
        if rng.random() < 0.4:
            name = rng.choice(("lines.csv", "department.toml"))
        change = _csv if name.endswith(".csv") else _toml if name.endswith(".toml") else _prose
        files[name] = change(files[name].decode(), rng).encode("utf-8", "replace")
    if rng.random() < 0.1:
        added = f"projects/{re.sub(r'[^a-z]', '', odd.name(rng))}{{}}.toml"
        files |= {added.format(n): b'code = "x"' for n in range(odd.size(rng, 800))}
    return files


def _csv(written: str, rng: random.Random) -> str:
    head, *rows = written.splitlines() or [""]
    kind = rng.randrange(6)
    if kind == 0:
        wrong = rng.choice((",,,", odd.text(rng).replace("\n", " "), '"', "a" * 200_000))
        return "\n".join(
            [head, *rows, *[wrong] * odd.size(rng, min(30_000, _LARGEST // len(wrong)))]
        )
    if kind == 1:
        return ",".join([head] * odd.size(rng, 3_000)) + "\n" + "\n".join(rows)
    if kind == 2:
        return head + "," + ",".join(odd.name(rng) for _ in range(odd.size(rng, 20_000)))
    if kind == 3:
        return "\n".join([head, *rows * odd.size(rng, 30)])
    values = [row.split(",") for row in rows]
    for row in values:
        row[rng.randrange(len(row))] = odd.text(rng).replace("\n", " ")[:30_000]
    return "\n".join(
        [head, *(",".join(f'"{v}"' if kind == 4 else v for v in row) for row in values)]
    )


def _toml(written: str, rng: random.Random) -> str:
    deep = odd.size(rng, 20_000)
    value, digits = rng.choice(("1", "{", "[", "'")), odd.number(rng)
    ways: tuple[Callable[[], str], ...] = (
        lambda: "\n".join(f"key{n} = 1" for n in range(deep)) + "\n" + written,
        lambda: f"{'.'.join(['a'] * deep)} = {value}\n{written}",
        lambda: f"[{'.'.join(['a'] * deep)}]\nb = 1\n",
        lambda: f"a = {'[' * deep}\n{written}",
        lambda: re.sub(r"(?m)^(\w+) = .*$", rf"\1 = {digits}", written, count=rng.choice((1, 3))),
        lambda: written + "\n[[units]]\ncode = 1\n" * (deep // 4),
        lambda: re.sub(r'= "[^"]*"', lambda _: f"= {json.dumps(odd.text(rng))}", written),
        lambda: re.sub(r"= \d{4}-\d\d-\d\d", lambda _: f'= "{odd.date(rng)}"', written),
        lambda: f"a = {'{ a = ' * (deep // 4)}\n{written}",
    )
    return rng.choice(ways)()


def _prose(written: str, rng: random.Random) -> str:
    return rng.choice((odd.words(rng), written * odd.size(rng, 200), odd.text(rng)))


def opendata(rng: random.Random) -> Files:
    """An open-data package as a folder, its manifest true so that what is wrong is found behind it."""
    files = dict(_package())
    name = rng.choice([name for name in sorted(files) if name.endswith(".csv")])
    kind = rng.randrange(5)
    if kind == 0:
        files[name] = _csv(files[name].decode("utf-8-sig"), rng).encode("utf-8", "replace")
    manifest = json.loads(files["manifest.json"])
    for entry in manifest["files"]:
        if entry["path"] in files and entry["path"] != "manifest.json":
            entry["sha256"] = hashlib.sha256(files[entry["path"]]).hexdigest()
    if kind == 1:
        manifest["files"] += [dict(manifest["files"][0])] * odd.size(rng, 5_000)
    elif kind == 2:
        manifest["files"][0]["path"] = rng.choice((odd.name(rng), "../../etc/passwd", "/dev/zero"))
    elif kind == 3:
        manifest["files"] += [{"path": f"a{n}.csv"} for n in range(odd.size(rng, 20_000))]
    files["manifest.json"] = json.dumps(manifest).encode()
    if kind == 4:
        deep = odd.size(rng, 90_000)
        files["manifest.json"] = rng.choice((b"[" * deep, b'{"files":' * deep, b"1" * deep))
    return files


def opendata_zip(rng: random.Random) -> bytes:
    """The same, packed."""
    return zipped(opendata(rng))


def workbook(rng: random.Random) -> bytes:
    """A workbook of facts."""
    sheets = []
    for record in RECORDS:
        labels = [field.label for field in record.fields]
        count = odd.size(rng, rng.choice((3, 30, 600)))
        odds = ["216001", "1", "", *(odd.text(rng)[:2_000] for _ in range(9))]
        rows = [labels, *([rng.choice(odds) for _ in labels] for _ in range(count))]
        if record.name == "department":
            rows = [["字段", "内容"], *([label, odd.text(rng)[:500]] for label in labels)]
        data = "".join(
            f'<row r="{n}">'
            + "".join(cell(f"{chr(65 + c)}{n}", v) for c, v in enumerate(row) if v)
            + "</row>"
            for n, row in enumerate(rows, start=1)
        )
        merges = (
            "<mergeCells>" + '<mergeCell ref="A1:XFD9"/>' * odd.size(rng, 2_000) + "</mergeCells>"
        )
        sheets.append((record.label, f"<sheetData>{data}</sheetData>{merges}"))
    return book(sheets)


def waivers(rng: random.Random) -> bytes:
    """A file of waivers."""
    one = (
        '[[waiver]]\nrule = "table-arithmetic"\nreason = "说明"\nverdict = "accepted"\n'
        'approver = "某某"\nexpires = 2099-01-01\nyear = 2024\n'
    )
    return _toml(one * odd.size(rng, 200), rng).encode("utf-8", "replace")
