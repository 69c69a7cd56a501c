"""What a decoding child says is in a film's file, as far as it can be believed."""

import json
import math
import re
import threading
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

from matching.media.film import wire
from matching.media.film.keys import LENGTH
from matching.media.film.kinds import DRAWN
from matching.media.film.process import DecodingChild, limits, refusal
from matching.media.film.source import Source, State
from matching.media.sound.facts import Track, tracks_of
from matching.reasons import Undecidable

_MOST = 64  # files of which it is remembered: each stretch of one asks for it
_BYTES_A_SECOND = 20_000_000  # that are read at least


@dataclass(frozen=True)
class FilmInFile:
    """One of the films in a file. index: the number of its stream. start, end: seconds from the beginning of the file. width, height:
    as displayed, pixels. alpha: whether it may be transparent. in_order: whether its
    frames have no times of their own. rate: frames a second, a fraction; of a varying rate the average, 0/1 where it is unknown.
    keys: by which lots are drawn, one for each half minute (`keys.SectionKeys`); none where every frame is looked at."""

    index: int
    start: float
    end: float
    width: int
    height: int
    alpha: bool
    in_order: bool
    rate: tuple[int, int]
    keys: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class FilmFacts:
    """films: one at least. covers: the numbers of the streams that are attached pictures. origin: on the file's own clock, the
    beginning, in seconds: a fraction. end: seconds that the file lasts. cuts: where it can be cut, seconds; begins: from when on
    it is decoded for what lies behind each, and before: how many frames come before that. noted: whether notes
    are long enough to hold a picture. sounds: whether there is sound; tracks:
    of it, and deaf: why they cannot be heard, where that is so. timecode: of the first frame, as the file says, HH:MM:SS:FF;
    empty where it does not."""

    form: str
    films: tuple[FilmInFile, ...]
    covers: tuple[int, ...]
    origin: tuple[int, int]
    end: float
    cuts: tuple[float, ...]
    begins: tuple[float, ...]
    before: tuple[int, ...]
    sounds: bool
    timecode: str
    noted: bool = False
    tracks: tuple[Track, ...] = ()
    deaf: Undecidable | None = None

    @property
    def heard_from(self) -> Fraction:
        """Seconds on the file's own clock, where the file begins."""
        return Fraction(*self.origin)

    @property
    def seen_until(self) -> float:
        """Seconds from the beginning of the file: when the last frame ends."""
        return max(one.end for one in self.films)


_TIMECODE = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}[:;][0-9]{2,3}")

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
        found = _facts(json.loads(content.tobytes()), form, pixels, source.name)
        if kind != wire.SURVEY:
            raise ValueError
    except (KeyError, TypeError, ValueError, RecursionError):
        raise Undecidable("decoder.failed", name=source.name) from None
    with _lock:
        while len(_known) >= _MOST:
            del _known[next(iter(_known))]
        _known[asked] = found
    return found


def _facts(told: dict[str, Any], form: str, pixels: int, name: str) -> FilmFacts:
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
            rate=_ratio(one["rate"]),
            keys=tuple(map(_key, one["keys"])),
        )
        for one in told["films"]
    )
    cuts = tuple(map(_seconds, told["cuts"]))
    begins, before = tuple(map(_seconds, told["begins"])), tuple(map(_whole, told["before"]))
    end = _seconds(told["end"])
    steps = [0.0, *cuts, end]
    if (
        not films
        or not len(cuts) == len(begins) == len(before)
        or any(start > at for start, at in zip(begins, cuts, strict=True))
        or any(a >= b for a, b in pairwise(steps))
        or any(not 0 <= one.start < one.end <= end or not 0 < one.width * one.height <= pixels for one in films)
    ):
        raise ValueError
    numerator, denominator = told["origin"]
    if not isinstance(numerator, int) or _whole(denominator) == 0:
        raise ValueError
    covers = tuple(map(_whole, told["covers"]))
    timecode = str(told["timecode"])
    if not _TIMECODE.fullmatch(timecode):
        timecode = ""
    tracks, deaf = tracks_of(told.get("tracks", [])), None
    if told.get("deaf") is not None:
        reason, params = told["deaf"]
        deaf = refusal(json.dumps({"reason": reason, "params": params}).encode(), name)
    return FilmFacts(
        form=form,
        films=films,
        covers=covers,
        origin=(numerator, denominator),
        end=end,
        cuts=cuts,
        begins=begins,
        before=before,
        sounds=bool(told["sounds"]),
        timecode=timecode,
        noted=bool(told.get("noted", False)),
        tracks=tracks,
        deaf=deaf,
    )


def _key(value: object) -> str:
    if not isinstance(value, str) or len(bytes.fromhex(value)) != LENGTH:
        raise ValueError
    return value


def _ratio(value: object) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError
    above, below = map(_whole, value)
    if not below:
        raise ValueError
    return above, below


def _whole(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value < 1 << 40:
        raise ValueError
    return value


def _seconds(value: object) -> float:
    if not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise ValueError
    return float(value)
