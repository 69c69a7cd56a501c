"""Small sound files, drawn as tones: nobody's voice."""

import wave
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from matching.media.medium import RATE, Piece, Stretch
from matching.media.stream import opened

Wave = NDArray[np.float32]
_AT_ONCE = 4096


def tone(hertz: float, seconds: float, rate: int = RATE, level: float = 0.4) -> Wave:
    """float32 [n]."""
    return np.asarray(level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate), np.float32)


def wav(path: Path, *channels: Wave, rate: int = RATE) -> Path:
    """16 bits, without a codec of anybody's."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(len(channels))
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes((np.stack(channels, axis=1) * 32767).astype("<i2").tobytes())
    return path


def coded(
    path: Path,
    codec: str,
    *channels: Wave,
    rate: int,
    container: str | None = None,
    options: dict[str, str] | None = None,
) -> Path:
    """As `codec` in a container by the path's name."""
    with av.open(str(path), "w", format=container, options=options or {}) as out:
        mux(out, (add(out, codec, len(channels), rate), channels))
    return path


def add(out: Any, codec: str, channels: int, rate: int) -> Any:
    stream = out.add_stream(codec, rate=rate)
    stream.codec_context.layout = {1: "mono", 2: "stereo", 6: "5.1"}[channels]
    return stream


def mux(out: Any, *tracks: tuple[Any, Sequence[Wave]], start: float = 0.0) -> None:
    """Tracks beside each other. start: seconds at which they begin."""
    longest = max(len(channels[0]) for _, channels in tracks)
    for at in range(0, longest, _AT_ONCE):
        for stream, channels in tracks:
            part = np.stack([one[at : at + _AT_ONCE] for one in channels])
            if part.shape[1]:
                layout = stream.codec_context.layout.name
                frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part), "fltp", layout)
                frame.sample_rate, frame.pts = stream.rate, at + round(start * stream.rate)
                out.mux(stream.encode(frame))
    for stream, _ in tracks:
        out.mux(stream.encode(None))


def pieces(path: Path, stretch: Stretch | None = None) -> list[tuple[Piece, Wave]]:
    """Each piece that sounds, with all that is heard of it: float32 [channels, n]."""
    found = []
    for piece in opened(path, stretch).pieces:
        if piece.sound is not None:
            found.append((piece, joined(piece.sound.blocks)))
    return found


def heard(path: Path, stretch: Stretch | None = None) -> Wave:
    """The one piece's sound: float32 [channels, n]."""
    ((_, found),) = pieces(path, stretch)
    return found


def joined(blocks: Iterable[Wave]) -> Wave:
    return np.concatenate(list(blocks), axis=1)


def pitch(sound: Wave, rate: int = RATE) -> float:
    """The loudest frequency, hertz."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    return float(np.argmax(spectrum) * rate / len(sound))
