"""Read an open-data package back: every file must be what its manifest says, then it is a dataset again."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Protocol

from yusuan.core import records as r
from yusuan.core.dataset import MOST_ROWS, Sheet, SheetRow, load
from yusuan.core.errors import Fault, Faults, ReadError
from yusuan.core.money import MoneyUnit, parse_amount
from yusuan.core.patterns import pattern
from yusuan.disk import one_state
from yusuan.editions import unknown
from yusuan.readers.inside import Inside
from yusuan.readers.safe_zip import SafeZip
from yusuan.readers.text.plain import csv_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from yusuan.core.budget import DepartmentalBudget

_DESCRIPTOR, _MANIFEST = "datapackage.json", "manifest.json"
_PLAIN_NAME = pattern(r"\w[\w.-]{0,99}")
_WHOLE_PACKAGE = "publish 写出的开放数据包（含 datapackage.json 与 manifest.json）"


class _Files(Protocol):
    """Where a package lies: a folder or an archive."""

    def __contains__(self, name: object) -> bool: ...

    def read(self, name: str) -> bytes: ...


def read_opendata(path: Path) -> DepartmentalBudget:
    """Read a package folder, its datapackage.json or its ZIP; a changed file is a fault naming it."""
    folder = path if path.is_dir() else path.parent
    with one_state(folder):
        return _Package(str(path), _files(path)).read()


def read_attached(source: str, files: Mapping[str, bytes]) -> DepartmentalBudget | None:
    """Read the package among the files attached to a document; None where none is. Raises ReadError."""
    return _Package(source, _Attached(files)).read() if _DESCRIPTOR in files else None


def _files(path: Path) -> _Files:
    if path.is_dir():
        return _Folder(path)
    return _Folder(path.parent) if path.name == _DESCRIPTOR else _Archive(path)


class _Attached:
    """A package as files already read."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def __contains__(self, name: object) -> bool:
        return name in self.files

    def read(self, name: str) -> bytes:
        return self.files[name]


class _Folder:
    """A package as a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __contains__(self, name: object) -> bool:
        return os.path.lexists(self.path / str(name))

    def read(self, name: str) -> bytes:
        faults: list[Fault] = []
        content = Inside(self.path, faults).content(name)
        if content is None:
            raise ReadError(
                str(self.path / name), faults or [Fault(name, "", "缺少这个文件", _WHOLE_PACKAGE)]
            )
        return content


class _Archive:
    """A package as a ZIP, also where it was packed together with its folder."""

    def __init__(self, path: Path) -> None:
        self.zip = SafeZip(path)
        found = [PurePosixPath(n) for n in self.zip if PurePosixPath(n).name == _DESCRIPTOR]
        top = min(found, key=lambda name: len(name.parts), default=PurePosixPath(_DESCRIPTOR))
        self.prefix = str(top).removesuffix(_DESCRIPTOR)

    def __contains__(self, name: object) -> bool:
        return f"{self.prefix}{name}" in self.zip

    def read(self, name: str) -> bytes:
        return self.zip.read(f"{self.prefix}{name}")


class _Package:
    """One reading of a package; collects faults until every file has been looked at."""

    def __init__(self, source: str, files: _Files) -> None:
        self.source = source
        self.files = files
        self.faults = Faults()

    def read(self) -> DepartmentalBudget:
        for name in (_DESCRIPTOR, _MANIFEST):
            if name not in self.files:
                raise ReadError(self.source, [Fault(name, "", "缺少这个文件", _WHOLE_PACKAGE)])
        contents = dict(self._verified())
        sheets = {}
        for record in r.RECORDS:
            name = f"{record.name}.csv"
            if name in contents:
                sheets[record.name] = Sheet(record, list(self._rows(record, name, contents[name])))
            elif not self.faults.has_place(name):
                self.faults.append(Fault(name, "", "清单中没有这个文件", _WHOLE_PACKAGE))
        return load(self.source, sheets, self.faults, unknown)

    def _verified(self) -> Iterator[tuple[str, bytes]]:
        """Name and content of every listed file that is as listed."""
        listed = self._listed()
        names = [str(entry.get("path")) for entry in listed]
        if len(set(names)) < len(names):
            found = f"共 {len(names)} 项，不同的只有 {len(set(names))} 项"
            raise ReadError(self.source, [Fault(_MANIFEST, "files", found, "不重复的文件名")])
        for entry in listed:
            name, digest = entry.get("path"), entry.get("sha256")
            if not isinstance(name, str) or not _PLAIN_NAME.fullmatch(name):
                self.faults.append(Fault(_MANIFEST, "path", str(name)[:60], "包内的文件名"))
            elif name not in self.files:
                self.faults.append(Fault(name, "", "缺少这个文件", "清单所列的文件"))
            else:
                content = self.files.read(name)
                if hashlib.sha256(content).hexdigest() != digest:
                    found = "内容与清单的 SHA-256 不符，文件已被改动"
                    self.faults.append(Fault(name, "", found, "发布时的原文件"))
                yield name, content

    def _listed(self) -> list[dict[str, Any]]:
        try:
            manifest = json.loads(self.files.read(_MANIFEST))
        except (ValueError, RecursionError) as error:
            raise ReadError(
                self.source, [Fault(_MANIFEST, "", "不是合法的 JSON", "UTF-8 编码的 JSON")]
            ) from error
        entries = manifest.get("files") if isinstance(manifest, dict) else None
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise ReadError(self.source, [Fault(_MANIFEST, "files", "", "文件清单")])
        return entries

    def _rows(self, record: r.Record, name: str, content: bytes) -> Iterator[SheetRow]:
        try:
            rows = csv_rows(name, content.decode("utf-8-sig"), self.faults)
            _, header = next(rows, (0, []))
            # A package of an earlier edition of the schema lacks fields that came later.
            needed = {field.name for field in record.fields if field.is_required}
            known = {field.name for field in record.fields}
            if len(set(header)) < len(header) or not needed <= set(header) <= known:
                allowed = ",".join(field.name for field in record.fields)
                self.faults.append(Fault(f"{name} 第1行", "", ",".join(header)[:200], allowed))
                return
            yield from self._records(header, rows, name)
        except UnicodeDecodeError:
            self.faults.append(Fault(name, "", "不是 UTF-8 编码", "UTF-8 文本"))

    def _records(
        self, header: list[str], rows: Iterable[tuple[int, list[str]]], name: str
    ) -> Iterator[SheetRow]:
        for number, (line, values) in enumerate(rows):
            if number == MOST_ROWS:
                self.faults.append(Fault(name, "", "行数过多", f"至多 {MOST_ROWS} 行"))
                return
            place = f"{name} 第{line}行"
            if len(values) == len(header):
                yield SheetRow(dict(zip(header, values, strict=True)), _always(place))
            else:
                found = f"{len(values)} 列"
                self.faults.append(Fault(place, "", found, f"{len(header)} 列（与表头一致）"))


def _always(place: str) -> Callable[[str], str]:
    return lambda _: place


def attached_figures(source: str, files: Mapping[str, bytes]) -> list[tuple[str, str, str, int]]:
    """The printed figures the attached package states: table, row, column, fen. Raises ReadError.

    The package is verified as a whole first; an empty list where nothing of ours is attached.
    """
    if read_attached(source, files) is None:
        return []
    name = "cells.csv"
    faults = Faults()
    rows = csv_rows(name, files.get(name, b"").decode("utf-8-sig", "replace"), faults)
    _, header = next(rows, (0, []))
    wanted = [header.index(c) if c in header else -1 for c in ("table", "row", "column", "amount")]
    if min(wanted) < 0:
        raise ReadError(
            source, [Fault(name, "", ",".join(header)[:200], "table,row,column,amount")]
        )
    found = []
    for line, values in rows:
        try:
            table, row, column, amount = (values[place] for place in wanted)
            found.append((table, row, column, parse_amount(amount, MoneyUnit.YUAN).fen))
        except (IndexError, ValueError):
            faults.append(Fault(f"{name} 第{line}行", "", ",".join(values)[:200], "一行一个数"))
    if faults:
        raise ReadError(source, faults)
    return found
