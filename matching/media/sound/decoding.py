"""Decoding sound, in the child: each channel by itself, 16,000 times a second, in place on the file's clock.

Timestamps only place what is decoded: every sample that the decoder gives is heard, also where a list of edits, or a note for
gapless players, would leave it out.
"""

import os
from collections.abc import Iterator
from fractions import Fraction
from math import gcd
from typing import Any, BinaryIO, cast

import av
import av.error
import numpy as np
from numpy.typing import NDArray

from matching.media.film.container import FilmRefused
from matching.media.medium import BLOCK, RATE
from matching.media.sound.mixing import with_mixes
from matching.media.sound.opening import everything, opened

AHEAD = 2.0  # seconds before a stretch from which a decoder starts: frames lean on those before
_SETTLES = 0.5  # of them, before the stretch, for the filter that changes the rate
_JITTER = 0.1  # seconds by which frames may lie beside where the last one ended
_EARLY = 0.5  # seconds by which sound may end before its packets say
_GAPS = 20, 0.5  # of them at most, and for each second besides: more would be a way to chop what is said
_CHUNK = 0.5  # seconds that are resampled at once

Samples = NDArray[np.float32]


def heard(file: BinaryIO, job: dict[str, Any]) -> Iterator[Samples]:
    """Blocks float32 [channels, up to BLOCK] from the sample job["from"] until before job["to"] of the file's clock: the channels of
    all tracks, and behind several their mixes. Raises FilmRefused."""
    tracks = [_Track(file, job["form"], one, Fraction(*job["origin"])) for one in job["tracks"]]
    spans = [track.samples(job["from"], job["to"]) for track in tracks]
    kept = [np.empty((track.channels, 0), np.float32) for track in tracks]
    for at in range(job["from"], job["to"], BLOCK):
        count = min(BLOCK, job["to"] - at)
        rows = []
        for number, span in enumerate(spans):
            parts, have = [kept[number]], kept[number].shape[1]
            while have < count and (part := next(span, None)) is not None:
                parts.append(part)
                have += part.shape[1]
            whole = np.concatenate(parts, axis=1)
            kept[number] = whole[:, count:]
            rows.append(np.pad(whole[:, :count], ((0, 0), (0, max(0, count - have)))))
        yield with_mixes(np.concatenate(rows))
    for span in spans:
        next(span, None)  # to the end of the file, where this is the last of it


class _Track:
    def __init__(self, file: BinaryIO, form: str, told: dict[str, Any], origin: Fraction) -> None:
        self._file, self._form = _Own(file), form
        self._index, self._seeks = told["index"], told["seeks"]
        self.channels, self._rate = told["channels"], told["rate"]
        self._begin = Fraction(*told["begin"])
        self._tick = float(Fraction(*told["tick"]))
        self._length = float(Fraction(*told["end"]) - self._begin)
        self._place = round((self._begin - origin) * RATE)  # of its first sample; a little before 0 counts as 0
        self._place = max(self._place, 0)

    def samples(self, start: int, end: int) -> Iterator[Samples]:
        """What it has between two samples of the file's clock, without gaps; silence before its beginning, nothing after its end."""
        if start < self._place:
            for at in range(start, min(end, self._place), BLOCK):
                yield np.zeros((self.channels, min(BLOCK, end - at, self._place - at)), np.float32)
        first, last = max(0, start - self._place), end - self._place
        if last <= 0:
            return
        step = self._rate // gcd(self._rate, RATE)  # so many of its samples are a whole number of ours
        begin = int((first / RATE - _SETTLES) * self._rate) // step * step if first > AHEAD * RATE else 0
        at = begin * RATE // self._rate
        until = None if last / RATE >= self._length else last
        for part in _resampled(self._fed(begin), self._rate, self.channels):
            skipped = min(max(first - at, 0), part.shape[1])
            left = part.shape[1] if until is None else min(part.shape[1], max(until - at, 0))
            at += part.shape[1]
            if left > skipped:
                yield part[:, skipped:left]
            if until is not None and at >= until:
                return

    def _fed(self, begin: int) -> Iterator[Samples]:
        """Its own samples from this one on: where it has gaps, silence. Raises FilmRefused."""
        fed, awaited, gaps = begin, None if begin else 0, 0
        for stamp, part in self._frames(begin / self._rate - (AHEAD - _SETTLES) if begin else None):
            place = awaited if stamp is None or awaited == 0 else round((stamp - self._begin) * self._rate)
            if awaited is not None and place is not None:
                late = place - awaited
                if late < -_JITTER * self._rate:
                    raise FilmRefused("sound.times", {})
                if late <= _JITTER * self._rate:
                    place = awaited
                else:
                    gaps += 1
                    if gaps > _GAPS[0] + _GAPS[1] * (place - begin) / self._rate:
                        raise FilmRefused("sound.times", {})
            if place is None:
                continue
            if awaited is None:
                place = self._snapped(place, part.shape[1])
            awaited = place + part.shape[1]
            if awaited > (self._length + _EARLY) * self._rate:  # it goes on for longer than its packets say
                raise FilmRefused("sound.times", {})
            while fed < place:
                count = min(place - fed, self._rate)
                yield np.zeros((self.channels, count), np.float32)
                fed += count
            if awaited > fed:
                yield part[:, fed - place :]
                fed = awaited
        if fed < (self._length - _EARLY) * self._rate:
            raise FilmRefused("sound.damaged", {"start": max(fed / self._rate, 0.0)})

    def _snapped(self, place: int, length: int) -> int:
        """A frame's first sample, where the clock ticks more slowly than samples come: frames are all of one length."""
        near = round(place / length) * length
        return near if abs(near - place) <= self._tick * self._rate else place

    def _frames(self, since: float | None) -> Iterator[tuple[Fraction | None, Samples]]:
        """Each frame with when it begins, on the file's own clock; those that begin before `since` are left out, as far as no later
        one leans on them."""
        container = opened(cast(BinaryIO, self._file), self._form)
        stream: Any = container.streams[self._index]
        codec = stream.codec_context
        everything(stream)
        codec.thread_type = "NONE"
        skip = None
        if since is not None:
            skip = self._begin + Fraction(since)
            if self._seeks:
                container.seek(round(skip / stream.time_base), stream=stream, backward=True)
        lenient = skip is not None
        for packet in _packets(container, stream):
            stamp = packet.dts if packet.pts is None else packet.pts
            if skip is not None and packet.size and stamp is not None and stamp * packet.time_base < skip:
                continue
            skip = None
            for at, part in self._decoded(codec, packet, lenient=lenient):
                lenient = False
                yield at, part

    def _decoded(self, codec: Any, packet: Any, *, lenient: bool) -> Iterator[tuple[Fraction | None, Samples]]:
        """lenient: whether it may begin with what cannot be decoded, for want of what comes before."""
        try:
            frames = codec.decode(packet)
        except av.error.EOFError:
            return
        except (av.error.FFmpegError, ValueError) as error:
            if lenient:
                return
            raise FilmRefused("sound.damaged", {"start": self._since(packet)}) from error
        for frame in frames:
            if (frame.sample_rate, frame.layout.nb_channels) != (self._rate, self.channels):
                raise FilmRefused("sound.changes", {"at": self._since(packet)})
            at = None if frame.pts is None else frame.pts * frame.time_base
            yield at, _plain(frame, self.channels)

    def _since(self, packet: Any) -> float:
        stamp = packet.dts if packet.pts is None else packet.pts
        return max(float(stamp * packet.time_base - self._begin), 0.0) if stamp is not None else self._length


class _Own:
    """A file of its own on the same descriptor: each track is read at its own pace."""

    name = ""

    def __init__(self, file: BinaryIO) -> None:
        self._descriptor, self._place = file.fileno(), 0
        self._size = os.fstat(self._descriptor).st_size  # whoever else reads the file goes on where they were

    def read(self, count: int = -1) -> bytes:
        part = os.pread(self._descriptor, self._size if count < 0 else count, self._place)
        self._place += len(part)
        return part

    def seek(self, place: int, whence: int = 0) -> int:
        self._place = place + (0, self._place, self._size)[whence]
        return self._place

    def tell(self) -> int:
        return self._place

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True


def _packets(container: Any, stream: Any) -> Iterator[Any]:
    try:
        yield from container.demux(stream)
    except (av.error.FFmpegError, ValueError) as error:
        raise FilmRefused("sound.broken", {}) from error


def _plain(frame: Any, channels: int) -> Samples:
    """float32 [channels, n], -1 to 1; louder is clipped as a player does. Raises FilmRefused for what is no number."""
    found: NDArray[Any] = frame.to_ndarray()
    if not frame.format.is_planar:
        found = found.reshape(-1, channels).T
    if found.dtype.kind == "f":
        if not np.isfinite(found).all():
            raise FilmRefused("sound.no-numbers", {})
        return np.asarray(np.clip(found, -1, 1), np.float32)
    if found.dtype == np.uint8:
        return np.asarray((found.astype(np.float32) - 128) / 128, np.float32)
    return np.asarray(found.astype(np.float32) / -float(np.iinfo(found.dtype).min), np.float32)


def _resampled(parts: Iterator[Samples], rate: int, channels: int) -> Iterator[Samples]:
    """libswresample, channel by channel, so that none is mixed with another whatever their order is called."""
    if rate == RATE:
        yield from parts
        return
    filters = [av.AudioResampler("fltp", "mono", RATE) for _ in range(channels)]
    held: list[Samples] = []
    have = 0
    for part in parts:
        held.append(part)
        have += part.shape[1]
        if have >= _CHUNK * rate:
            yield from _through(filters, np.concatenate(held, axis=1), rate)
            held, have = [], 0
    if held:
        yield from _through(filters, np.concatenate(held, axis=1), rate)
    yield from _through(filters, None, rate)


def _through(filters: list[av.AudioResampler], part: Samples | None, rate: int) -> Iterator[Samples]:
    rows = []
    for number, one in enumerate(filters):
        frame = None
        if part is not None:
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part[number : number + 1]), "fltp", "mono")
            frame.sample_rate = rate
        rows.append([found.to_ndarray() for found in one.resample(frame)])
    if rows[0]:
        yield np.clip(np.concatenate([np.concatenate(row, axis=1) for row in rows]), -1, 1)
