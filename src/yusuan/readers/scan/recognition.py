"""Recognise lines of print with the PP-OCR model that lies in rapidocr's wheel; nothing is ever fetched.

The model file is opened here and not through rapidocr, whose own start would look for models on the network
where it misses one.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from yusuan.readers.scan.picture import Grey

_HEIGHT = 48
# Pixels of a line to one step of the answer.
_STEP = 8
_STRETCHED = 16
_WIDEST = 3200
_NARROWEST = 48
_MOST_AT_ONCE = 3072
_SURE = 0.98
_POSSIBLE = 0.02
_MOST_UNSURE = 6
_THREADS = 2

# Said where a file should have been, after “应为”.
HOW_TO_INSTALL = '有文字层的文件；要识别图片，请先安装：pip install "yusuan[scan]"'


class RecogniserMissing(RuntimeError):
    """The extra `scan` is not installed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A line as read: its letters, where each stands (0 left, 1 right), and how sure (0 to 1).

    `rivals` are other ways to read it, likeliest first, each with its likelihood.
    """

    letters: tuple[str, ...]
    places: tuple[float, ...]
    score: float
    rivals: tuple[tuple[str, float], ...] = ()

    @property
    def text(self) -> str:
        """The letters as one string."""
        return "".join(self.letters)


class Recogniser:
    """A model ready to read; made once in a process."""

    def __init__(self, model: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = _THREADS
        options.inter_op_num_threads = 1
        # A thread that waits must not burn the processor other processes could use.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 4
        # The arena keeps the largest page's memory for ever.
        options.enable_cpu_mem_arena = False
        self._session: Any = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        self._given = self._session.get_inputs()[0].name
        known = self._session.get_modelmeta().custom_metadata_map["character"]
        # Step 0 means no letter, the last one a blank.
        self._letters = ["", *known.split("\n"), " "]

    def read(self, strips: Sequence[Grey], stretch: float = 1.0) -> list[Reading]:
        """Read strips of one line each; `stretch` widens them first, for a second opinion."""
        readings: list[Reading | None] = [None] * len(strips)
        for numbers, width in _batches(strips, stretch):
            given = _normal([strips[n] for n in numbers], width, stretch)
            steps = self._session.run(None, {self._given: given})[0]
            for n, answer in zip(numbers, steps, strict=True):
                used = _width(strips[n], stretch) / width
                readings[n] = self._reading(answer, used)
        return [reading for reading in readings if reading is not None]

    def _reading(self, steps: NDArray[np.float32], used: float) -> Reading:
        """Letters from the model's steps: repeated ones once, empty ones none."""
        best = steps.argmax(axis=1)
        sure = steps.max(axis=1)
        letters: list[str] = []
        places: list[float] = []
        before = 0
        for n, code in enumerate(best.tolist()):
            if code and code != before and code < len(self._letters):
                letters.append(self._letters[code])
                places.append(min(1.0, (n + 0.5) / (len(best) * used)))
            before = code
        text = "".join(letters)
        likely = self._rivals(steps, best, sure)
        score = likely.pop(text, 0.0)
        rivals = sorted(likely.items(), key=lambda one: (-one[1], one[0]))
        return Reading(
            tuple(letters), tuple(places), score, tuple(one for one in rivals if one[1] > _POSSIBLE)
        )

    def _rivals(
        self, steps: NDArray[np.float32], best: NDArray[np.int64], sure: NDArray[np.float32]
    ) -> dict[str, float]:
        """Every text the unsure steps allow, with the likelihood of all ways to it together."""
        import numpy as np

        unsure = [int(n) for n in np.argsort(sure)[:_MOST_UNSURE] if sure[n] < _SURE]
        options: list[list[tuple[int, float]]] = []
        for n in unsure:
            first = np.argpartition(steps[n], -3)[-3:]
            likely = [(int(c), float(steps[n][c])) for c in first if steps[n][c] > _POSSIBLE / 2]
            options.append(likely or [(int(best[n]), float(sure[n]))])
        rest = float(np.prod(np.delete(sure, unsure).astype(np.float64)))
        path = best.tolist()
        found: dict[str, float] = {}
        for chosen in itertools.product(*options):
            likelihood = rest
            for n, (code, probability) in zip(unsure, chosen, strict=True):
                path[n] = code
                likelihood *= probability
            text = self._collapsed(path)
            found[text] = found.get(text, 0.0) + likelihood
        return found

    def _collapsed(self, path: Iterable[int]) -> str:
        text, before = "", 0
        for code in path:
            if code and code != before and code < len(self._letters):
                text += self._letters[code]
            before = code
        return text


@cache
def recogniser() -> Recogniser:
    """The model of the installed wheel; raises RecogniserMissing where there is none."""
    return Recogniser(_model())


def is_installed() -> bool:
    """Tell whether pictures can be read."""
    try:
        _model()
    except RecogniserMissing:
        return False
    return True


def _model() -> Path:
    from importlib.util import find_spec

    missing = [name for name in ("cv2", "onnxruntime", "rapidocr") if find_spec(name) is None]
    spec = find_spec("rapidocr")
    if missing or spec is None or spec.origin is None:
        raise RecogniserMissing(", ".join(missing))
    models = sorted((Path(spec.origin).parent / "models").glob("*[_-]rec*.onnx"))
    if not models:
        raise RecogniserMissing("rapidocr")
    return models[0]


def _width(strip: Grey, stretch: float) -> int:
    height, width = strip.shape
    return int(min(max(round(width * stretch * _HEIGHT / height), _STEP), _WIDEST))


def _batches(strips: Sequence[Grey], stretch: float) -> Iterator[tuple[list[int], int]]:
    """Strips of nearly the same width together, and the width they are filled up to."""
    widths = [_width(strip, stretch) for strip in strips]
    batch: list[int] = []
    widest = 0
    for n in sorted(range(len(strips)), key=lambda n: (widths[n], n)):
        width = max(_NARROWEST, -(-widths[n] // _STRETCHED) * _STRETCHED)
        if batch and (width * (len(batch) + 1) > _MOST_AT_ONCE or width > 1.3 * widest + 32):
            yield batch, max(_NARROWEST, -(-widths[batch[-1]] // _STRETCHED) * _STRETCHED)
            batch = []
        if not batch:
            widest = width
        batch.append(n)
    if batch:
        yield batch, max(_NARROWEST, -(-widths[batch[-1]] // _STRETCHED) * _STRETCHED)


def _normal(strips: Sequence[Grey], width: int, stretch: float) -> NDArray[np.float32]:
    """Strips as the model wants them: 48 high, three equal channels, from -1 to 1."""
    import cv2
    import numpy as np

    given = np.zeros((len(strips), 3, _HEIGHT, width), dtype=np.float32)
    for n, strip in enumerate(strips):
        used = _width(strip, stretch)
        is_shrunk = strip.shape[0] > _HEIGHT
        how = cv2.INTER_AREA if is_shrunk else cv2.INTER_CUBIC
        level = cv2.resize(strip, (used, _HEIGHT), interpolation=how).astype(np.float32)
        given[n, :, :, :used] = level / 127.5 - 1
    return given
