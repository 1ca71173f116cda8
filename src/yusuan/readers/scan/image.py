"""Read a picture of pages (PNG, JPEG, TIFF) as a published document."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from yusuan.readers.blocks import content_of, fault
from yusuan.readers.scan.recognition import HOW_TO_INSTALL, RecogniserMissing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from yusuan.core.grid import RawDocument
    from yusuan.readers.scan.picture import Grey

MAGICS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"II*\0": "tiff", b"MM\0*": "tiff"}
# A sheet of A4, on which a picture that does not say its size is taken to lie.
_LONGER_SIDE = 11.69
_MOST_PIXELS = 40_000_000
# A line of print is higher, and a strip of a page is no page.
_FEWEST_PIXELS = 48
_MOST_PAGES = 200
_FINEST = 300.0
_WIDTH, _HEIGHT = 256, 257
_SIZES_OF_TIFF = {1: "B", 3: "H", 4: "I"}


def kind_of(start: bytes) -> str | None:
    """What picture a file is, by its first bytes; None for anything else."""
    return next((kind for magic, kind in MAGICS.items() if start.startswith(magic)), None)


def read_image(path: Path, kind: str) -> RawDocument:
    """Read a picture of one page, or a TIFF of several; raises ReadError."""
    from yusuan.readers.pdf.document import read_pictures

    content = content_of(path)
    sizes = _sizes(content, kind)
    pixels = [wide * high for wide, high in sizes]
    if not pixels or not all(pixels):
        raise fault(path, "图片已损坏", "完好的图片")
    wide, high = min(sizes, key=min)
    if min(wide, high) < _FEWEST_PIXELS:
        found = f"图片过窄（{wide}×{high} 像素）"
        raise fault(path, found, f"宽、高都至少 {_FEWEST_PIXELS} 像素的页面图片")
    if max(pixels) > _MOST_PIXELS or len(pixels) > _MOST_PAGES:
        most = f"每页 {_MOST_PIXELS // 1_000_000} 百万像素以内、至多 {_MOST_PAGES} 页的图片"
        raise fault(path, f"图片过大（{len(pixels)} 页，{max(pixels)} 像素）", most)
    try:
        return read_pictures(str(path), kind, _pages(path, content, len(pixels)))
    except RecogniserMissing as missing:
        raise fault(path, "图片，没有文字层", HOW_TO_INSTALL) from missing


def _pages(path: Path, content: bytes, count: int) -> Iterator[tuple[Grey, float]]:
    """The pages of a picture as grey levels, with their dots to an inch."""
    try:
        import cv2
        import numpy as np
    except ModuleNotFoundError as error:
        raise RecogniserMissing(error.name or "cv2") from error
    given = np.frombuffer(content, dtype=np.uint8)
    for number in range(count):
        if count == 1:
            grey = cv2.imdecode(given, cv2.IMREAD_GRAYSCALE)
        else:
            _, some = cv2.imdecodemulti(
                given, cv2.IMREAD_GRAYSCALE, mats=None, range=(number, number + 1)
            )
            grey = some[0] if some else None
        if grey is None or not grey.size:
            raise fault(path, "图片已损坏", "完好的图片")
        whole = np.asarray(grey, dtype=np.uint8)
        dpi = max(whole.shape) / _LONGER_SIDE
        if dpi > _FINEST:
            scale = _FINEST / dpi
            size = (max(1, round(whole.shape[1] * scale)), max(1, round(whole.shape[0] * scale)))
            whole = np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA), np.uint8)
            dpi = _FINEST
        yield whole, dpi


def _sizes(content: bytes, kind: str) -> list[tuple[int, int]]:
    """Width and height of every page, from the file's own words: nothing is unpacked yet."""
    try:
        if kind == "png":
            return [struct.unpack(">II", content[16:24])]
        if kind == "jpeg":
            return [_size_of_jpeg(content)]
        return list(_sizes_of_tiff(content))
    except (struct.error, IndexError, ValueError):
        return []


def _size_of_jpeg(content: bytes) -> tuple[int, int]:
    at = 2
    while True:
        if content[at] != 0xFF:  # noqa: PLR2004  a marker
            raise ValueError(at)
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:  # noqa: PLR2004  a frame
            high, wide = struct.unpack(">HH", content[at + 5 : at + 9])
            return wide, high
        if marker == 0xFF:  # noqa: PLR2004  filling
            at += 1
            continue
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        at += 2 + length


def _sizes_of_tiff(content: bytes) -> Iterator[tuple[int, int]]:
    order = "<" if content.startswith(b"II") else ">"
    (at,) = struct.unpack(order + "I", content[4:8])
    seen: set[int] = set()
    while at and at not in seen and len(seen) <= _MOST_PAGES:
        seen.add(at)
        (count,) = struct.unpack(order + "H", content[at : at + 2])
        found = {_WIDTH: 0, _HEIGHT: 0}
        for n in range(count):
            entry = content[at + 2 + 12 * n : at + 14 + 12 * n]
            tag, kind = struct.unpack(order + "HH", entry[:4])
            if tag in found and kind in _SIZES_OF_TIFF:
                letter = _SIZES_OF_TIFF[kind]
                (found[tag],) = struct.unpack(
                    order + letter, entry[8 : 8 + struct.calcsize(order + letter)]
                )
        yield found[_WIDTH], found[_HEIGHT]
        end = at + 2 + 12 * count
        (at,) = struct.unpack(order + "I", content[end : end + 4])
