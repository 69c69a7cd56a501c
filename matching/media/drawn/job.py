"""What the child of films does with one that is drawn picture by picture: says what it is, and shows its frames."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import repeat
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from matching.media.drawn.animated import Animated
from matching.media.drawn.drawing import Drawn, FrameLimits, refusals
from matching.media.drawn.sequence import NumberedFrames
from matching.media.film import choice, wire
from matching.media.film.container import FilmRefused
from matching.media.look import Refused

_HOURS = 12
_OPENED: dict[str, Callable[[BinaryIO, FrameLimits], Drawn]] = {
    "GIF": Animated,
    "PNG": Animated,
    "WEBP": Animated,
    "ZIP": partial(NumberedFrames, form="ZIP"),
    "TAR": partial(NumberedFrames, form="TAR"),
}


def survey(file: BinaryIO, job: dict[str, Any]) -> dict[str, Any]:
    """As `matching.media.film.survey.survey` tells it. Raises FilmRefused."""
    with _refusals():
        told = _opened(file, job).drawing()
        if told.seconds > _HOURS * 3600:
            raise Refused("film.too-long", {"limit": _HOURS})
    film = {
        "index": 0,
        "start": 0.0,
        "end": told.seconds,
        "width": told.width,
        "height": told.height,
        "keys": told.keys,
    }
    return {
        "origin": [0, 1],
        "end": told.seconds,
        "cuts": [cut.at for cut in told.cuts],
        "begins": [cut.begins for cut in told.cuts],
        "before": [cut.before for cut in told.cuts],
        "timecode": "",
        "sounds": False,
        "covers": [],
        "films": [{**film, "alpha": False, "in_order": False, "rate": [told.rate.numerator, told.rate.denominator]}],
    }


Looked = tuple[int, int, choice.TimedFrame, NDArray[np.uint8] | None]
"""The number of a frame, how it is looked at, what is told of it, and its picture where it is looked at."""


class Showing:
    """The frames of the film from `from` to `end`, each as it is seen in one way: number `way`. ways: in how many the one that can
    be seen in most can; known at the end. One that has no such way is seen in its likeliest."""

    def __init__(self, file: BinaryIO, job: dict[str, Any]) -> None:
        self._file, self._job = file, job
        self.ways = 0

    def frames(self) -> Iterator[Looked]:
        """Raises FilmRefused."""
        with _refusals():
            drawn = _opened(self._file, self._job)
            timed = self._timed(drawn)
            keys = [bytes.fromhex(key) for key in self._job["keys"]]
            chosen = zip(repeat(choice.CLOSELY), timed) if drawn.drawing().every else choice.chosen(timed, keys)
            for number, (look, one) in enumerate(chosen, start=self._job["first"]):
                yield number, look, one, np.asarray(one.frame) if look else None

    def _timed(self, drawn: Drawn) -> Iterator[choice.TimedFrame]:
        way, end = self._job["way"], self._job["end"]
        for start, until, ways in drawn.frames(self._job["from"]):
            if start >= end:
                return
            self.ways = max(self.ways, len(ways))
            shown = ways[way] if way < len(ways) else ways[0]
            yield choice.TimedFrame(start, min(until, end), _small(shown), shown)


def _small(shown: Image.Image) -> NDArray[np.uint8]:
    rows, columns = wire.SMALL
    return np.asarray(shown.convert("L").resize((columns, rows), Image.Resampling.BOX))


def _opened(file: BinaryIO, job: dict[str, Any]) -> Drawn:
    return _OPENED[job["form"]](file, FrameLimits(job["pixels"], job["side"]))


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        with refusals():
            yield
    except Refused as refused:
        raise FilmRefused(*refused.args) from refused
