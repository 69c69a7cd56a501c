"""Opening a file to hear what is in it, with nothing but what is allowed."""

import contextlib
from typing import Any, BinaryIO

import av
import av.container
import av.error
from av.codec.context import Flags2

from matching.media.film import container
from matching.media.film.container import FilmRefused

DEMUXERS = {"RIFF": "wav", "W64": "w64", "AIFF": "aiff", "FLAC": "flac", "OGG": "ogg", "MP3": "mp3", "AAC": "aac"}
"""How FFmpeg calls what reads each kind of sound file."""

CODECS = (
    *("aac", "aac_latm", "alac", "flac", "vorbis", "opus", "ac3", "eac3", "dca", "truehd", "mlp", "wavpack"),
    *("mp1", "mp1float", "mp2", "mp2float", "mp3", "mp3float", "adpcm_ms", "adpcm_ima_wav", "pcm_alaw", "pcm_mulaw"),
    *("pcm_u8", "pcm_s8", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_s64le"),
    *("pcm_f32le", "pcm_f32be", "pcm_f64le", "pcm_f64be", "pcm_bluray", "pcm_dvd", "pcm_s64be"),
)
"""The decoders that there are for sound."""

_PACKET = 1 << 16  # bytes of uncompressed sound that are read at once


def opened(file: BinaryIO, form: str) -> av.container.InputContainer:
    """form: of `DEMUXERS`, or of a film. Raises FilmRefused."""
    if form in container.DEMUXERS:
        return container.opened(file, form, CODECS)
    options = {
        "format_whitelist": ",".join(DEMUXERS.values()),
        "codec_whitelist": ",".join(CODECS),
        "protocol_whitelist": "none",
        "max_streams": "64",
        **({"max_size": str(_PACKET)} if form == "RIFF" else {}),
    }
    try:
        return av.open(
            file, "r", format=DEMUXERS[form], options=options, buffer_size=1 << 18, metadata_errors="replace"
        )
    except (av.error.FFmpegError, ValueError) as error:
        raise FilmRefused("sound.broken", {}) from error


def everything(stream: Any) -> None:
    """Let its decoder give what a list of edits or a gapless player would leave out at the beginning and at the end."""
    with contextlib.suppress(AttributeError):
        stream.codec_context.flags2 |= Flags2.skip_manual
