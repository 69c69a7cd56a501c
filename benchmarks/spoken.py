"""Real and cloned speech as the sense of voices hears it, and as it sounds through a telephone, an MP3 or under music."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from matching.media.medium import RATE
from matching.voice.encoders import encode
from matching.voice.hearing import Spoke, mean
from matching.voice.names import ENCODERS
from matching.voice.speech import Channel, Window

Samples = NDArray[np.float32]
Vectors = Mapping[str, NDArray[np.float32]]

EVERY = frozenset(ENCODERS)
MP3_RATE, TELEPHONE = 64_000, (300.0, 3400.0)
MUSIC_DB = 10.0


def sound(source: Path | io.BytesIO) -> Samples:
    """One channel at 16 kHz."""
    with av.open(str(source) if isinstance(source, Path) else source) as container:
        resampler = av.AudioResampler("fltp", "mono", RATE)
        frames = [part for frame in container.decode(audio=0) for part in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray()[0] for frame in frames]).astype(np.float32)


def telephone(samples: Samples) -> Samples:
    """8 kHz, 300 to 3400 Hz."""
    spectrum = np.fft.rfft(samples)
    at = np.fft.rfftfreq(len(samples), 1 / RATE)
    spectrum[(at < TELEPHONE[0]) | (at > TELEPHONE[1])] = 0
    return np.asarray(np.fft.irfft(spectrum, len(samples)), np.float32)


def mp3(samples: Samples) -> Samples:
    """Through MP3 at 64 kbit/s."""
    held = io.BytesIO()
    with av.open(held, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=RATE, layout="mono")
        stream.bit_rate = MP3_RATE
        resampler = av.AudioResampler(stream.codec_context.format, "mono", RATE, 1152)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None]), "fltp", "mono")
        frame.sample_rate = RATE
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    held.seek(0)
    return sound(held)


def music(seconds: float, seed: int = 0) -> Samples:
    """Chords of plucked and held tones with a beat under them, as no voice sounds."""
    rng = np.random.default_rng(seed)
    time = np.arange(round(seconds * RATE)) / RATE
    out = np.zeros(len(time))
    for start in np.arange(0, seconds, 0.5):
        root = 110 * 2 ** (rng.integers(0, 24) / 12)
        here = (time >= start) & (time < start + 2)
        local = time[here] - start
        for step in (0, 4, 7, 12):
            tone = root * 2 ** (step / 12)
            out[here] += sum(np.sin(2 * np.pi * tone * k * local) / k**1.5 for k in range(1, 6)) * np.exp(-1.5 * local)
        beat = (time >= start) & (time < start + 0.08)
        out[beat] += rng.normal(0, 1.5, int(beat.sum())) * np.exp(-40 * (time[beat] - start))
    return np.asarray(0.1 * out / max(float(np.std(out)), 1e-9), np.float32)


def under_music(samples: Samples) -> Samples:
    """Music 10 dB under the speech."""
    under = music(len(samples) / RATE, seed=len(samples))
    level = float(np.std(samples)) / float(np.std(under)) * 10 ** (-MUSIC_DB / 20)
    return np.asarray(samples + level * under, np.float32)


CHANNELS: Mapping[str, Callable[[Samples], Samples]] = {
    "studio": lambda samples: samples,
    "telephone": telephone,
    "mp3": mp3,
    "music": under_music,
}


def windows(samples: Samples) -> list[Spoke]:
    """What is heard of one recording, window by window."""
    channel = Channel(0)
    found = []
    for start in range(0, len(samples), 2 * RATE):
        found += list(channel.listen(samples[start : start + 2 * RATE]))
    return [
        Spoke(one, encode(one.samples, EVERY), len(one.samples) / RATE)
        for one in [*found, *channel.ended()]
        if one.samples is not None
    ]


@dataclass(frozen=True, eq=False)
class Spoken:
    """The windows of one recording: whose, their seconds [n], and by encoder their vectors [n, d]."""

    speaker: str
    name: str
    seconds: NDArray[np.float32]
    vectors: Vectors

    def chunks(self, least: float, behind: float = 0.0) -> list[Vectors]:
        """What windows in a row show together, of at least so many seconds of speech each. behind: without the windows at the
        beginning that hold so many seconds."""
        found, rows = [], list[int]()
        first = int(np.searchsorted(np.cumsum(self.seconds), behind)) + 1 if behind else 0
        for row in range(first, len(self.seconds)):
            rows.append(row)
            if float(self.seconds[rows].sum()) >= least:
                found.append(self.part(rows))
                rows = []
        return found

    def said(self, encoder: str) -> list[Spoke]:
        """Its windows as one encoder heard them."""
        nowhere = Window(0, 0.0, 0.0, None)
        rows = zip(self.vectors[encoder], self.seconds, strict=True)
        return [Spoke(nowhere, {encoder: vector}, float(seconds)) for vector, seconds in rows]

    def part(self, rows: Sequence[int]) -> Vectors:
        each = [{name: vectors[row] for name, vectors in self.vectors.items()} for row in rows]
        return mean(each, [float(self.seconds[row]) for row in rows])


def behind_each_other(recordings: Sequence[Spoken]) -> Spoken:
    """Several recordings of one speaker as one."""
    vectors = {name: np.concatenate([one.vectors[name] for one in recordings]) for name in recordings[0].vectors}
    name, seconds = " ".join(one.name for one in recordings), np.concatenate([one.seconds for one in recordings])
    return Spoken(recordings[0].speaker, name, seconds, vectors)


def spoken(speaker: str, path: Path, channel: str, cache: Path | None) -> Spoken:
    """A recording through a channel; what was encoded before is taken from `cache`."""
    kept = None if cache is None else cache / f"{path.parent.name}-{path.stem}-{channel}.npz"
    if kept is None or not kept.is_file():
        heard = windows(CHANNELS[channel](sound(path)))
        arrays = {name: np.array([one.vectors[name] for one in heard], np.float32) for name in sorted(EVERY)}
        seconds = np.array([one.seconds for one in heard], np.float32)
        if kept is None:
            return Spoken(speaker, path.stem, seconds, arrays)
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.savez(kept, seconds=seconds, **arrays)
    with np.load(kept) as data:
        return Spoken(speaker, path.stem, data["seconds"], {name: data[name] for name in sorted(EVERY)})


def people(folder: Path, channel: str = "studio", cache: Path | None = None, every: int = 1) -> list[Spoken]:
    """Every recording of `folder`/real: a sub-folder a speaker, and one of speakers with one recording each; of the latter every
    so many."""
    single = sorted((folder / "real" / "one_utterance_each").glob("*.flac"))
    files = sorted(set((folder / "real").rglob("*.flac")) - set(single)) + single[::every]
    return [spoken(path.stem.partition("-")[0], path, channel, cache) for path in files]
