"""Opening the file of a film, with nothing but what is allowed."""

from fractions import Fraction
from typing import BinaryIO

import av
import av.container
import av.error
from av.video.stream import VideoStream

DEMUXERS = {"MP4": "mov", "MKV": "matroska", "AVI": "avi", "MXF": "mxf"}
"""How FFmpeg calls what reads each container. It is told which; it never guesses, so that no list of other files is opened."""

CODECS = ("h264", "hevc", "vp8", "vp9", "libdav1d", "av1", "prores", "dnxhd", "mpeg2video", "mjpeg")
"""The decoders that there are."""

_WIDEST = 8  # how many times wider than high a pixel may be, or higher than wide


class Refused(Exception):
    """The film cannot be shown; the arguments are the reason's id and parameters."""


def opened(file: BinaryIO, form: str) -> av.container.InputContainer:
    """form: of `DEMUXERS`. Raises Refused."""
    options = {
        "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mxf",
        "codec_whitelist": ",".join(CODECS),
        "protocol_whitelist": "none",
        "fflags": "+genpts",
        "max_streams": "64",
        **({"ignore_editlist": "1", "enable_drefs": "0", "use_absolute_path": "0"} if form == "MP4" else {}),
    }
    try:
        return av.open(
            file, "r", format=DEMUXERS[form], options=options, buffer_size=1 << 18, metadata_errors="replace"
        )
    except (av.error.FFmpegError, ValueError) as error:
        raise Refused("film.broken", {}) from error


class Clock:
    """Seconds from the beginning of a file: from the first of its frames, whether a list of edits shows it or not."""

    def __init__(self, base: Fraction, origin: Fraction) -> None:
        self._base, self._origin = base, origin

    def seconds(self, stamp: int) -> float:
        return float(stamp * self._base - self._origin)

    def stamp(self, seconds: float) -> int:
        return round((Fraction(seconds) + self._origin) / self._base)


def stamp(packet: av.Packet) -> int:
    """When what is in a packet is shown. Raises Refused where nothing says so."""
    at = packet.pts if packet.pts is not None else packet.dts
    if at is None:
        raise Refused("film.times", {})
    return at


def aspect(film: VideoStream) -> Fraction:
    """How many times wider than high a pixel is. Raises Refused for what nobody could look at."""
    wide = film.sample_aspect_ratio or Fraction(1)
    if not 1 / _WIDEST <= wide <= _WIDEST:
        raise Refused("film.shape", {})
    return wide


def attached(container: av.container.InputContainer, index: int) -> bytes:
    """The file of an attached picture. Raises Refused."""
    try:
        for packet in container.demux(container.streams[index]):
            if packet.size:
                return bytes(packet)
    except (av.error.FFmpegError, ValueError):
        pass
    raise Refused("film.attachment", {})
