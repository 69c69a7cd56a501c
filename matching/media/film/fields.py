"""Interlaced frames: each shows two moments, line by line, and each of both becomes a frame of its own.

Left woven, whoever moves would be combed, and of somebody who is in one field alone no more than every second line would show.
"""

from collections.abc import Iterable, Iterator

import av.error
import av.filter
from av.video.frame import VideoFrame

from matching.media.film.container import FilmClock, FilmRefused


def progressive(frames: Iterable[tuple[float, VideoFrame]], clock: FilmClock) -> Iterator[tuple[float, VideoFrame]]:
    """Frames with when they begin, as they come as long as none is interlaced. Raises FilmRefused."""
    graph: av.filter.Graph | None = None
    for at, frame in frames:
        if graph is None and not frame.interlaced_frame:
            yield at, frame
            continue
        if graph is None:
            graph = _graph(frame)
        frame.pts = clock.stamp(at)
        yield from _through(graph, frame, clock)
    if graph is not None:
        yield from _through(graph, None, clock)


def _graph(frame: VideoFrame) -> av.filter.Graph:
    """Bob, Weave, deinterlacing filter: what stands still keeps all of its lines."""
    graph = av.filter.Graph()
    source = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base)
    filtered = graph.add("bwdif", "mode=send_field:parity=auto:deint=interlaced")
    sink = graph.add("buffersink")
    source.link_to(filtered)
    filtered.link_to(sink)
    graph.configure()
    return graph


def _through(graph: av.filter.Graph, frame: VideoFrame | None, clock: FilmClock) -> Iterator[tuple[float, VideoFrame]]:
    try:
        graph.push(frame)
        while True:
            field = graph.pull()
            assert isinstance(field, VideoFrame)
            yield clock.of_field(field), field
    except (av.error.BlockingIOError, av.error.EOFError):
        return
    except (av.error.FFmpegError, ValueError) as error:
        raise FilmRefused("film.broken", {}) from error
