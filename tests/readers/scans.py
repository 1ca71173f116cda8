"""Make scans out of PDFs with a text layer: grey pictures at 150 dpi, turned a little, noisy, saved as JPEG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy as np
    from numpy.typing import NDArray

_POINTS = 72


@dataclass(frozen=True, slots=True)
class Scanner:
    """How bad the scanner is: `noise` in grey levels, `blur` in pixels, JPEG `quality`, `degrees` at most."""

    dpi: int = 150
    noise: float = 6.0
    blur: float = 0.5
    quality: tuple[int, int] = (60, 80)
    degrees: float = 0.5

    def picture(self, page: NDArray[np.uint8], seed: int) -> NDArray[np.uint8]:
        """A page as this scanner sees it; the same for the same seed."""
        import cv2
        import numpy as np

        rng = np.random.default_rng(seed)
        height, width = page.shape
        turn = cv2.getRotationMatrix2D(
            (width / 2, height / 2), rng.uniform(-self.degrees, self.degrees), 1.0
        )
        turned = cv2.warpAffine(page, turn, (width, height), borderValue=(255.0,))
        if self.blur:
            turned = cv2.GaussianBlur(turned, (0, 0), self.blur)
        # Paper is not white, ink is not black.
        faded = 25 + turned.astype(np.float64) * (rng.uniform(215, 228) / 255)
        grainy = faded + rng.normal(0, self.noise, faded.shape)
        return np.clip(grainy, 0, 255).astype(np.uint8)

    def scan(self, pdf: bytes, seed: int, pages: Collection[int] | None = None) -> bytes:
        """A PDF of pictures: all pages, or those given, counted from 0."""
        import numpy as np
        import pypdfium2

        rng = np.random.default_rng(seed)
        taken: list[tuple[bytes, tuple[int, int]]] = []
        with pypdfium2.PdfDocument(pdf) as document:
            for number in range(len(document)) if pages is None else pages:
                grey = printed(document[number], self.dpi)
                picture = self.picture(grey, seed * 1000 + number)
                taken.append((jpeg(picture, int(rng.integers(*self.quality))), picture.shape[::-1]))
        return pdf_of(taken, self.dpi)


def printed(page: Any, dpi: int) -> NDArray[np.uint8]:  # noqa: ANN401  a handle of pypdfium2
    """A page on paper: grey levels."""
    import numpy as np

    shown = page.render(scale=dpi / _POINTS, grayscale=True).to_numpy()
    return np.ascontiguousarray(shown.reshape(shown.shape[:2]))


def jpeg(picture: NDArray[np.uint8], quality: int) -> bytes:
    """A picture as JPEG."""
    import cv2

    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def pdf_of(pictures: Sequence[tuple[bytes, tuple[int, int]]], dpi: int) -> bytes:
    """A PDF whose pages are grey JPEG pictures of that width and height."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    for content, (width, height) in pictures:
        first = len(objects) + 1
        wide, tall = width * _POINTS / dpi, height * _POINTS / dpi
        drawn = b"q %.3f 0 0 %.3f 0 0 cm /P Do Q" % (wide, tall)
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.3f %.3f] /Contents %d 0 R "
            b"/Resources << /XObject << /P %d 0 R >> >> >>" % (wide, tall, first + 1, first + 2),
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn),
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray "
            b"/BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%b\nendstream"
            % (width, height, len(content), content),
        ]
    kids = b" ".join(b"%d 0 R" % number for number in range(3, len(objects) + 1, 3))
    objects[1] = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(pictures))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)
