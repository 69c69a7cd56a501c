"""The fields in which films and sound files keep words: ID3, MP4's items, Matroska's tags, Vorbis comments, chunks of WAV. Called behind
the walls, with what it needs imported before."""

from typing import Any, BinaryIO

from matching.media.film import container
from matching.media.film.container import FilmRefused
from matching.media.sound.opening import opened

_NO_DECODER = ("none",)
MOST = 300


def of_media(file: BinaryIO, form: str) -> dict[str, str]:
    """Name of each field -> what it says, of the whole file, its tracks and its chapters, through FFmpeg's reader of this form. Nothing
    of a file that it cannot read: whoever looks at it refuses it."""
    try:
        held: Any = container.opened(file, form, _NO_DECODER) if form in container.DEMUXERS else opened(file, form)
    except FilmRefused:
        return {}
    fields = [held.metadata, *(stream.metadata for stream in held.streams)]
    fields += [one.get("metadata") or {} for one in held.chapters()]
    found: dict[str, list[str]] = {}
    for one in fields:
        for name, text in list(one.items())[:MOST]:
            found.setdefault(str(name), []).append(str(text))
    return {name: "\n".join(dict.fromkeys(texts)) for name, texts in list(found.items())[:MOST]}
