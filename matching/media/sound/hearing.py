"""Hearing a span of a file: blocks of its sound while a child decodes them."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from matching.media.film import wire
from matching.media.film.process import DecodingChild, limits
from matching.media.film.source import Source
from matching.media.medium import BLOCK, RATE, Sound
from matching.media.sound.facts import Track
from matching.media.sound.mixing import MIXES
from matching.reasons import Undecidable

_BYTES_A_SECOND = 20_000_000  # that are read at least


def sound_of(
    source: Source, form: str, tracks: Sequence[Track], origin: Fraction, start: float, end: float, seconds: int
) -> Sound:
    """What is heard from `start` to `end`, in seconds from `origin` (seconds on the file's own clock). seconds: of patience for the
    next block."""
    channels = sum(one.channels for one in tracks)
    channels += MIXES if channels > 1 else 0
    rate = max(one.rate for one in tracks)
    return Sound(channels, rate, _blocks(source, form, tracks, origin, start, end, seconds, channels))


def deaf(problem: Undecidable, rate: int = RATE) -> Sound:
    """What cannot be heard: whoever listens is told why."""
    return Sound(1, rate, (_raise(problem) for _ in range(1)))


def silent(start: float, end: float) -> Sound:
    """A span in which there is nothing to be heard."""
    first, last = round(start * RATE), round(end * RATE)
    return Sound(1, RATE, (np.zeros((1, min(BLOCK, last - at)), np.float32) for at in range(first, last, BLOCK)))


def _raise(problem: Undecidable) -> NoReturn:
    raise problem


def _blocks(
    source: Source,
    form: str,
    tracks: Sequence[Track],
    origin: Fraction,
    start: float,
    end: float,
    seconds: int,
    channels: int,
) -> Iterator[NDArray[np.float32]]:
    """Raises Undecidable, also where they are not as long as the span."""
    first, last = round(start * RATE), round(end * RATE)
    reading = source.size / _BYTES_A_SECOND
    waits = seconds + reading + (end - start)
    job = {
        "do": "hear",
        "form": form,
        "drawn": False,
        "origin": origin.as_integer_ratio(),
        "tracks": [one.told for one in tracks],
        "from": first,
        "to": last,
        **limits(0, waits),
    }
    at = first
    with (
        source.descriptor() as descriptor,
        DecodingChild(descriptor, job, source.name, wait=seconds + reading, waits=waits, longest=wire.LONGEST) as child,
    ):
        for kind, content in child.records():
            count = min(BLOCK, last - at)
            if kind != wire.SOUND or count <= 0 or len(content) != channels * count * 4:
                raise Undecidable("decoder.failed", name=source.name)
            block = content.view(np.float32).reshape(channels, count)
            if not (np.abs(block) <= 1).all():
                raise Undecidable("decoder.failed", name=source.name)
            at += count
            yield block
    if at < last:
        raise Undecidable("decoder.failed", name=source.name)
