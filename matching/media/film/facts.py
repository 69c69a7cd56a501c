"""What a decoding child says is in a film's file, as far as it can be believed."""

import json
import math
import threading
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from matching.media.film import wire
from matching.media.film.kinds import DRAWN
from matching.media.film.process import DecodingChild, limits
from matching.media.film.source import Source, State
from matching.reasons import Undecidable

_MOST = 64  # files of which it is remembered: each stretch of one asks for it
_BYTES_A_SECOND = 20_000_000  # that are read at least


@dataclass(frozen=True)
class FilmInFile:
    """One of the films in a file. index: the number of its stream. start, end: seconds from the beginning of the file. width, height:
    as displayed, pixels. alpha: whether it may be transparent. in_order: whether its
    frames have no times of their own."""

    index: int
    start: float
    end: float
    width: int
    height: int
    alpha: bool
    in_order: bool


@dataclass(frozen=True)
class FilmFacts:
    """films: one at least. covers: the numbers of the streams that are attached pictures. origin: on the file's own clock, the
    beginning, in seconds: a fraction. end: seconds that the file lasts. cuts: when frames are shown from which a decoder can start,
    and how many come before each. sounds: whether there is sound."""

    form: str
    films: tuple[FilmInFile, ...]
    covers: tuple[int, ...]
    origin: tuple[int, int]
    end: float
    cuts: tuple[float, ...]
    before: tuple[int, ...]
    sounds: bool


_lock = threading.Lock()
_known: dict[tuple[State, str, int], FilmFacts] = {}


def facts_of(source: Source, form: str, seconds: int, pixels: int) -> FilmFacts:
    """form: of `kinds.form_of`. seconds: for what is said next. pixels: of a frame at most. Raises `Undecidable`."""
    asked = source.state, form, pixels
    with _lock:
        if (known := _known.get(asked)) is not None:
            return known
    waits = seconds + source.size / _BYTES_A_SECOND
    job = {"do": "survey", "form": form, "drawn": form in DRAWN, **limits(pixels, waits)}
    with (
        source.descriptor() as descriptor,
        DecodingChild(descriptor, job, source.name, wait=waits, waits=waits, longest=wire.LONGEST) as child,
    ):
        told = list(child.records())
    try:
        ((kind, content),) = told
        found = _facts(json.loads(content.tobytes()), form, pixels)
        if kind != wire.SURVEY:
            raise ValueError
    except (KeyError, TypeError, ValueError, RecursionError):
        raise Undecidable("decoder.failed", name=source.name) from None
    with _lock:
        while len(_known) >= _MOST:
            del _known[next(iter(_known))]
        _known[asked] = found
    return found


def _facts(told: dict[str, Any], form: str, pixels: int) -> FilmFacts:
    """Raises KeyError, TypeError, ValueError."""
    films = tuple(
        FilmInFile(
            index=_whole(one["index"]),
            start=_seconds(one["start"]),
            end=_seconds(one["end"]),
            width=_whole(one["width"]),
            height=_whole(one["height"]),
            alpha=bool(one["alpha"]),
            in_order=bool(one["in_order"]),
        )
        for one in told["films"]
    )
    cuts = tuple(map(_seconds, told["cuts"]))
    before = tuple(map(_whole, told["before"]))
    end = _seconds(told["end"])
    steps = [0.0, *cuts, end]
    if (
        not films
        or len(cuts) != len(before)
        or any(a >= b for a, b in pairwise(steps))
        or any(not 0 <= one.start < one.end <= end or not 0 < one.width * one.height <= pixels for one in films)
    ):
        raise ValueError
    numerator, denominator = told["origin"]
    if not isinstance(numerator, int) or _whole(denominator) == 0:
        raise ValueError
    covers = tuple(map(_whole, told["covers"]))
    return FilmFacts(form, films, covers, (numerator, denominator), end, cuts, before, bool(told["sounds"]))


def _whole(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value < 1 << 40:
        raise ValueError
    return value


def _seconds(value: object) -> float:
    if not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise ValueError
    return float(value)
