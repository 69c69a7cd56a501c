"""What the packets of one track of sound say, read through once without decoding more than its beginning."""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from typing import Any, BinaryIO

import av.error

from matching.media.film.container import FilmRefused
from matching.media.sound.opening import CODECS, everything, opened
from matching.media.sound.whole import CHANNELS, HIGHEST, LOWEST

_TRIED = 200  # packets until the first that sounds
_SAMPLE_BY_SAMPLE = ("pcm_", "flac", "alac")  # codecs whose last packet is as long as it says


@dataclass
class TrackPackets:
    """first, last: when the first packet begins and the last one, in ticks of `base`. longest: of a packet, in ticks; ends: the latest
    end. size: bytes of all `count` of them; largest: of one."""

    base: Fraction
    first: int | None = None
    last: int = 0
    ends: int = 0
    longest: int = 0
    size: int = 0
    count: int = 0
    largest: int = 0
    untimed: bool = field(default=False)

    def add(self, packet: Any) -> None:
        """Take in a packet of this track, in the order of the file."""
        stamp = packet.dts if packet.pts is None else packet.pts
        self.size, self.count, self.largest = self.size + packet.size, self.count + 1, max(self.largest, packet.size)
        if stamp is None:
            self.untimed = True
            return
        if self.first is None or stamp < self.first:
            self.first = stamp
        lasts = packet.duration or 0
        self.last, self.longest = max(self.last, stamp), max(self.longest, lasts)
        self.ends = max(self.ends, stamp + lasts)

    def end(self, codec: str) -> Fraction:
        """Seconds on the file's own clock. A codec that works in frames may say of its last one that a part is not to be played."""
        ticks = self.ends if codec.startswith(_SAMPLE_BY_SAMPLE) else max(self.ends, self.last + self.longest)
        return ticks * self.base

    @property
    def begin(self) -> Fraction:
        return (self.first or 0) * self.base


def told(file: BinaryIO, form: str, packets: dict[int, TrackPackets]) -> list[dict[str, Any]]:
    """Each track that holds anything, by its first frame: index, channels, rate, when it begins and ends on the file's own
    clock, and how long a tick of it is, as fractions. Raises FilmRefused."""
    found: list[dict[str, Any]] = []
    for index, track in sorted(packets.items()):
        file.seek(0)
        if not track.count:
            continue
        stream: Any = (again := opened(file, form)).streams[index]
        codec = "unknown" if stream.codec_context is None else stream.codec_context.name
        if codec not in CODECS:
            raise FilmRefused("sound.codec", {"codec": codec})
        channels, rate = _first(again, stream)
        if track.untimed:
            raise FilmRefused("sound.times", {})
        end = track.end(codec)
        begin = track.begin
        if stream.frames > track.count and not codec.startswith("pcm_"):  # of those, samples are counted
            raise FilmRefused("sound.damaged", {"start": float(end - begin)})
        found.append(
            {
                "index": index,
                "channels": channels,
                "rate": rate,
                "begin": [begin.numerator, begin.denominator],
                "end": [end.numerator, end.denominator],
                "tick": [track.base.numerator, track.base.denominator],
                "seeks": form in ("MP4", "MKV", "AVI", "MXF") or codec.startswith("pcm_"),
            }
        )
    total = sum(one["channels"] for one in found)
    if total > CHANNELS:
        raise FilmRefused("sound.too-many-channels", {"channels": total, "limit": CHANNELS})
    return found


def _first(container: Any, stream: Any) -> tuple[int, int]:
    """Channels and samples a second of the first frame: what the decoder gives, whatever the file says."""
    declared = stream.codec_context.channels
    if declared > CHANNELS:
        raise FilmRefused("sound.too-many-channels", {"channels": declared, "limit": CHANNELS})
    everything(stream)
    try:
        for packet in islice(container.demux(stream), _TRIED):
            for frame in stream.codec_context.decode(packet):
                rate, channels = frame.sample_rate, frame.layout.nb_channels
                if not LOWEST <= rate <= HIGHEST:
                    raise FilmRefused("sound.rate", {"rate": max(rate, 0)})
                return channels, rate
    except (av.error.FFmpegError, ValueError) as error:
        raise FilmRefused("sound.damaged", {"start": 0.0}) from error
    raise FilmRefused("sound.broken", {})
