"""The frames of one film in a file, decoded in order: each is there, or it is said which are not."""

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

import av
import av.container
import av.error
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from matching.media.film.container import Clock, Refused, stamp


def decoded(
    container: av.container.InputContainer, film: VideoStream, clock: Clock, start: float, end: float, pixels: int
) -> Iterator[tuple[float, VideoFrame]]:
    """Each frame that is shown from `start` until before `end`, in seconds, with when it begins; and the first that is later, if one
    is. Raises Refused where one is missing or damaged, or the sides change."""
    _prepare(film, pixels)
    if start > 0:
        _seek(container, film, clock, start)
    awaited: list[float] = []
    sides: tuple[int, int] | None = None
    latest = float("-inf")
    for packet in _packets(container, film):
        lost: list[float] = []
        if packet is not None and packet.size:
            at = clock.seconds(stamp(packet))
            if packet.is_corrupt:
                lost.append(at)
            if _is_shown(film, packet):
                heappush(awaited, at)
        frames = _frames(film, packet)
        for frame in frames or ():
            if frame.pts is None:
                raise Refused("film.times", {})
            at = clock.seconds(frame.pts)
            while awaited and awaited[0] < at:
                lost.append(heappop(awaited))
            if awaited and awaited[0] == at:
                heappop(awaited)
            if frame.is_corrupt:
                lost.append(at)
            _check(lost, start, end, at)
            if at < start:
                continue
            if at < latest:
                raise Refused("film.times", {})
            if sides not in (None, (frame.width, frame.height)):
                raise Refused("film.size-changes", {"at": at})
            sides, latest = (frame.width, frame.height), at
            yield at, frame
            if at >= end:
                return
        if frames is None:
            _check([awaited[0] if awaited else latest], start, end, latest)
        _check(lost, start, end, latest)
    _check(awaited, start, end, end)


def timed(frames: Iterable[tuple[float, VideoFrame]], end: float) -> Iterator[tuple[float, float, VideoFrame]]:
    """Each frame that begins before `end`, with when it begins and ends: when the next one begins, or at `end`."""
    held: tuple[float, VideoFrame] | None = None
    for at, frame in frames:
        if held is not None:
            yield held[0], min(at, end), held[1]
        held = at, frame
    if held is not None and held[0] < end:
        yield held[0], end, held[1]


def _prepare(film: VideoStream, pixels: int) -> None:
    context = film.codec_context
    context.thread_type = "AUTO"
    context.options = {"err_detect": "explode", "max_pixels": str(pixels)}


def _seek(container: av.container.InputContainer, film: VideoStream, clock: Clock, start: float) -> None:
    container.seek(clock.stamp(start), stream=film, backward=True)


def _packets(container: av.container.InputContainer, film: VideoStream) -> Iterator[av.Packet | None]:
    try:
        yield from container.demux(film)
    except (av.error.FFmpegError, ValueError) as error:
        raise Refused("film.broken", {}) from error


def _frames(film: VideoStream, packet: av.Packet | None) -> list[VideoFrame] | None:
    """None where the decoder fails."""
    try:
        return film.codec_context.decode(packet)
    except av.error.EOFError:
        return []
    except (av.error.FFmpegError, ValueError):
        return None


def _is_shown(film: VideoStream, packet: av.Packet) -> bool:
    """VP8 has frames that are there for others alone (RFC 6386, 9.1)."""
    return film.codec_context.name != "vp8" or bool(packet[0] & 0x10)


def _check(lost: list[float], start: float, end: float, now: float) -> None:
    """Raises Refused where a lost frame is of the span. now: when the next one begins that is there."""
    first = min((at for at in lost if start <= at < end), default=None)
    if first is not None:
        raise Refused("film.damaged", {"start": first, "end": max(now, first)})
