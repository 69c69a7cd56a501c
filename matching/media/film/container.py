"""Opening the file of a film, with nothing but what is allowed."""

import os
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, BinaryIO

import av
import av.container
import av.error
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from matching.media.film import ebml, klv

DEMUXERS = {"MP4": "mov", "MKV": "matroska", "AVI": "avi", "MXF": "mxf"}
"""How FFmpeg calls what reads each container. It is told which; it never guesses, so that no list of other files is opened."""

CODECS = ("h264", "hevc", "vp8", "vp9", "libdav1d", "av1", "prores", "dnxhd", "mpeg2video", "mjpeg")
"""The decoders that there are."""

_WIDEST = 8  # how many times wider than high a pixel may be, or higher than wide


class FilmRefused(Exception):
    """The film cannot be shown; the arguments are the reason's id and parameters."""


def opened(file: BinaryIO, form: str, codecs: Sequence[str] = CODECS) -> av.container.InputContainer:
    """form: of `DEMUXERS`. codecs: the decoders that it may be read with. Raises FilmRefused."""
    if not _WHOLE.get(form, _any)(file):
        raise FilmRefused("film.broken", {})
    options = {
        "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mxf",
        "codec_whitelist": ",".join(codecs),
        "protocol_whitelist": "none",
        "max_streams": "64",
        **({"ignore_editlist": "1", "enable_drefs": "0", "use_absolute_path": "0"} if form == "MP4" else {}),
    }
    try:
        return av.open(
            file, "r", format=DEMUXERS[form], options=options, buffer_size=1 << 18, metadata_errors="replace"
        )
    except (av.error.FFmpegError, ValueError) as error:
        raise FilmRefused("film.broken", {}) from error


def _any(_file: BinaryIO) -> bool:
    """A table says where each frame is: what is missing, its reader says."""
    return True


def _is_all_there(file: BinaryIO) -> bool:
    """Whether an AVI file is as long as it says: its reader would just stop."""
    begins = file.read(8)
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return 8 + int.from_bytes(begins[4:], "little") <= size


_WHOLE = {"MKV": ebml.is_whole, "MXF": klv.is_whole, "AVI": _is_all_there}


class FilmClock:
    """Seconds from the beginning of a file: from the first of its frames, whether a list of edits shows it or not.

    base: one tick of a stream's clock. origin: the beginning, in seconds of the file's own clock. in_order: frames have no times of
    their own, as in AVI: those of the packets hold, one after another.
    """

    def __init__(self, base: Fraction, origin: Fraction, *, in_order: bool) -> None:
        self._base, self._origin, self._in_order = base, origin, in_order

    def of_packet(self, packet: "av.Packet[Any]") -> float:
        return self._seconds(packet.dts if self._in_order else packet.pts)

    def of_frame(self, frame: VideoFrame, awaited: list[float]) -> float:
        """awaited: the times of the packets whose frames did not come yet, the earliest first."""
        if self._in_order and awaited:
            return awaited[0]
        return self._seconds(frame.pts)

    def of_field(self, field: VideoFrame) -> float:
        """Of half a frame, on a clock that ticks faster."""
        if field.pts is None or field.time_base is None:
            raise FilmRefused("film.times", {})
        return float(field.pts * field.time_base - self._origin)

    def stamp(self, seconds: float) -> int:
        return round((Fraction(seconds) + self._origin) / self._base)

    def _seconds(self, stamp: int | None) -> float:
        """Raises FilmRefused where nothing says when."""
        if stamp is None:
            raise FilmRefused("film.times", {})
        return float(stamp * self._base - self._origin)


def aspect(film: VideoStream) -> Fraction:
    """How many times wider than high a pixel is. Raises FilmRefused for what nobody could look at."""
    wide = film.sample_aspect_ratio or Fraction(1)
    if not 1 / _WIDEST <= wide <= _WIDEST:
        raise FilmRefused("film.shape", {})
    return wide


def attached(container: av.container.InputContainer, index: int) -> bytes:
    """The file of an attached picture. Raises FilmRefused."""
    try:
        found = [bytes(packet) for packet in container.demux(container.streams[index]) if packet.size]
    except (av.error.FFmpegError, ValueError):
        found = []
    if len(found) != 1:
        raise FilmRefused("film.attachment", {})
    return found[0]
