"""What there is to be heard in a sound file, read through once."""

from typing import Any, BinaryIO, cast

import av
import av.error
from av.stream import Disposition

from matching.media.film import beside
from matching.media.film.beside.claims import Claims
from matching.media.film.container import DEMUXERS, FilmRefused
from matching.media.film.survey import check_reader, complaints
from matching.media.sound import tracks, whole
from matching.media.sound.opening import opened
from matching.media.sound.tracks import TrackPackets

HOURS = 12
_SHORT = 0.15  # seconds by which a file may be shorter than it says
_IN_A_ROW = ("MP3", "AAC", "FLAC")
"""Forms in which one frame follows the other: no table says where each is, and whatever is none of them is skipped."""
_WIDEST = 4  # bytes of a sample
_GUESSED = ("MP3", "AAC")  # forms whose length is reckoned from their size where nothing says it


def survey(file: BinaryIO, form: str) -> dict[str, Any]:
    """form: of a sound file, or of a film in which nothing is seen. Raises FilmRefused."""
    try:
        return _survey(file, form)
    except whole.NotWhole as problem:
        if problem.channels is not None:
            limits = {"channels": problem.channels, "limit": whole.CHANNELS}
            raise FilmRefused("sound.too-many-channels", limits) from None
        if problem.more is not None:
            raise FilmRefused("sound.more-than-sound", {"bytes": problem.more}) from None
        raise FilmRefused("sound.broken", {}) from None


def _survey(file: BinaryIO, form: str) -> dict[str, Any]:
    """Raises NotWhole, too."""
    whole.check(file, form)
    with complaints() as said:
        container = opened(file, form)
        packets, covers = streams(container)
        claims = _read(container, packets)
    if form in DEMUXERS:
        check_reader(container, said)
        if more := beside.surplus(beside.contents(file, form, claims)):
            raise whole.NotWhole(more)
    if form in _IN_A_ROW and (more := whole.left_over(file, sum(one.size for one in packets.values()))) > whole.MORE:
        raise whole.NotWhole(more)
    found = tracks.told(file, form, packets)
    if not found:
        raise FilmRefused("sound.empty", {})
    if form == "FLAC":
        _check_frames(packets, found)
    _check_length(container, form, packets)
    return {"tracks": found, "covers": covers}


def streams(container: Any) -> tuple[dict[int, TrackPackets], list[int]]:
    """The tracks, by their index, and the indices of attached pictures. Raises FilmRefused for whatever else could be seen."""
    found: dict[int, TrackPackets] = {}
    covers = []
    for stream in cast(list[Any], container.streams):
        if stream.type == "audio":
            if stream.time_base is None:
                raise FilmRefused("sound.times", {})
            found[stream.index] = TrackPackets(stream.time_base)
        elif stream.type == "video":
            if not stream.disposition & Disposition.attached_pic:
                raise FilmRefused(
                    "film.codec", {"codec": stream.codec_context.name if stream.codec_context else "unknown"}
                )
            covers.append(stream.index)
        elif stream.type not in ("data", "subtitle"):
            raise FilmRefused("film.attachment", {})
    return found, covers


def _read(container: av.container.InputContainer, packets: dict[int, TrackPackets]) -> Claims:
    """Where everything lies."""
    claims = Claims()
    data = {stream.index for stream in cast(list[Any], container.streams) if stream.type == "data"}
    try:
        for packet in container.demux():
            if packet.has_sidedata("encryption_info"):
                raise FilmRefused("film.encrypted", {})
            claims.add(packet.pos, packet.size, key=packet.stream_index not in packets)
            if packet.stream_index in data:
                claims.carry(packet)
            if packet.size and packet.stream_index in packets:
                packets[packet.stream_index].add(packet)
    except (av.error.FFmpegError, ValueError) as error:
        raise FilmRefused("sound.broken", {}) from error
    return claims


def _check_frames(packets: dict[int, TrackPackets], found: list[dict[str, Any]]) -> None:
    """A frame of FLAC takes no more than its samples would by themselves: what is behind it would be taken for a part of it."""
    for one in found:
        track = packets[one["index"]]
        most = float(track.longest * track.base) * one["rate"] * one["channels"] * _WIDEST + whole.MORE
        if track.largest > most:
            raise whole.NotWhole(round(track.largest - most))


def _check_length(container: av.container.InputContainer, form: str, packets: dict[int, TrackPackets]) -> None:
    sounding = [one for one in packets.values() if one.first is not None]
    lasts = float(max(one.ends * one.base for one in sounding) - min(one.begin for one in sounding))
    if lasts > HOURS * 3600:
        raise FilmRefused("sound.too-long", {"limit": HOURS})
    promised = (container.duration or 0) / av.time_base
    if form not in _GUESSED and promised > lasts + _SHORT:
        raise FilmRefused("sound.damaged", {"start": lasts})
