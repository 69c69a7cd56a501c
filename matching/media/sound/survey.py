"""What there is to be heard in a sound file, read through once."""

from typing import Any, BinaryIO, cast

import av
import av.error
from av.stream import Disposition

from matching.media import notes
from matching.media.contents import Contents
from matching.media.film import beside as film_beside
from matching.media.film.beside.claims import Claims
from matching.media.film.container import DEMUXERS, FilmRefused, attached
from matching.media.film.survey import PICTURE, check_lines, check_reader, complaints, of_lines
from matching.media.sound import beside, tracks, whole
from matching.media.sound.opening import opened
from matching.media.sound.tracks import TrackPackets

HOURS = 12
_SHORT = 0.15  # seconds by which a file may be shorter than it says
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
    lying = _beside(file, form, claims, packets)
    if more := film_beside.surplus(lying):
        raise whole.NotWhole(more)
    found = tracks.told(file, form, packets)
    if not found:
        raise FilmRefused("sound.empty", {})
    if form == "FLAC":
        _check_frames(packets, found)
    _check_length(container, form, packets)
    return {"tracks": found, "covers": covers, "noted": any(len(one) >= PICTURE for one in notes.everything(lying))}


def noted(file: BinaryIO, form: str) -> Contents:
    """What lies in a file beside its sound, which was surveyed."""
    packets, _ = streams(container := opened(file, form))
    return _beside(file, form, _read(container, packets), packets)


def _beside(file: BinaryIO, form: str, claims: Claims, packets: dict[int, TrackPackets]) -> Contents:
    if form in DEMUXERS:
        return film_beside.contents(file, form, claims)
    file.seek(0)
    _, covers = streams(opened(file, form))
    looked_at = set[bytes]()
    for index in covers:
        file.seek(0)
        looked_at.add(attached(opened(file, form), index))
    return beside.contents(file, form, claims, looked_at, sum(one.size for one in packets.values()))


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
        else:
            check_lines(stream)
    return found, covers


def _read(container: av.container.InputContainer, packets: dict[int, TrackPackets]) -> Claims:
    """Where everything lies."""
    claims = Claims()
    lines = of_lines(container)
    try:
        for packet in container.demux():
            if packet.has_sidedata("encryption_info"):
                raise FilmRefused("film.encrypted", {})
            claims.add(packet.pos, packet.size, key=packet.stream_index not in packets)
            if packet.stream_index in lines:
                claims.lines(lines[packet.stream_index], packet)
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
