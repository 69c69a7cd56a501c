"""The sound of a piece, listened to: a finding for everybody who speaks in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching import weights
from matching.findings import Vector
from matching.media.medium import RATE, Piece, Sound
from matching.modality import Finder
from matching.patience import Patience
from matching.reasons import Undecidable
from matching.voice import speakers
from matching.voice.band import faintness
from matching.voice.encoders import encode
from matching.voice.findings import AT_ONCE, OTHER_PITCH, SHORT, Clarity, VoiceHeard, length, together
from matching.voice.names import CAMPPLUS, DETECTOR, ENCODERS, SEGMENTATION
from matching.voice.networks import network
from matching.voice.pitch import SEMITONES, turned
from matching.voice.segmentation import classes, crossed, parted
from matching.voice.speech import SILENT, Channel, Samples, Window

BATCH = 240
"""Windows among which speakers are told apart at a time: of longer sound, those of each batch are put together afterwards."""

SAMPLE = 10.0
"""Seconds of a speaker, of those of one batch the clearest, that every encoder hears, and that are kept for a reviewer. Speakers
are told apart by the fastest encoder alone: it hears everything."""

TURNED = 5.0
"""Seconds of a speaker, the first of those that are kept, that every encoder hears again at another pitch."""

SAME_SOUND = 0.995
"""Correlation of two channels from which listening to one of them is enough."""

FULL_SCALE, LOUDEST = 0.999, 99.0

CLEAR = 3.0
"""Seconds of speech under which a voice is not identifiable."""

CROSSED = 0.25
"""Share of a window in which several speak at a time, from which it is nobody's own. What is noticed by it, and how much clean speech
is taken for it: benchmarks/mixtures.py."""


@dataclass(frozen=True, eq=False)
class Spoke:
    """A window that was encoded. vectors: encoder id -> unit vector, of one encoder at least. crossed: the share of it in which
    several speak at a time."""

    window: Window
    vectors: Mapping[str, Vector]
    seconds: float
    crossed: float = 0.0


@dataclass(eq=False)
class Speaker:
    """One speaker of a batch, or of several. own: windows that are theirs alone; shared: spans in which others speak, too. at_once:
    no speaker, but several at the same time throughout, who are alike as they are mixed."""

    own: list[Spoke]
    shared: list[tuple[float, float]] = field(default_factory=list)
    kept: list[Spoke] = field(default_factory=list)  # of `own`, those whose samples are still there
    at_once: bool = False

    @cached_property
    def vectors(self) -> dict[str, Vector]:
        return _mean(self.own)

    @property
    def seconds(self) -> float:
        return sum(one.seconds for one in self.own)


class Hearing(Finder):
    """Silero VAD and the encoders of voices. They are loaded when there is something to hear: whoever looks at pictures alone does
    not need them."""

    modality = "voice"
    listens = True

    def __init__(self, encoders: Iterable[str]) -> None:
        self._encoders = frozenset(encoders)
        self._first = frozenset({CAMPPLUS}) & self._encoders or frozenset(sorted(self._encoders)[:1])
        unknown = sorted(self._encoders - ENCODERS.keys())
        if unknown or not self._encoders:
            raise weights.ModelMissing(unknown[0] if unknown else self.modality, weights.folder())

    @property
    def weights(self) -> dict[str, str]:
        return {name: weights.KNOWN[ENCODERS[name]].sha256 for name in sorted(self._encoders)}

    def find(self, piece: Piece, patience: Patience, *, every_opinion: bool = False) -> list[VoiceHeard]:
        if piece.sound is None:
            return []
        for name in (DETECTOR, SEGMENTATION, *(ENCODERS[one] for one in self._encoders)):
            network(name)  # before anything is decoded: whatever is missing is said at once
        found: list[Speaker] = []
        scraps: list[Window] = []
        batch: list[Spoke] = []
        for window in _windows(piece.sound, piece.start, patience):
            if window.samples is None:
                scraps.append(window)
                continue
            batch += self._spoken(window, window.samples)
            if len(batch) >= BATCH:
                found, batch = _merged([*found, *self._told_apart(batch, patience)]), []
        found = _merged([*found, *self._told_apart(batch, patience)])
        until = piece.end if piece.reach is None else piece.reach
        every = [self._changed_back(_voice(speaker), patience) for speaker in found] + _short(scraps)
        every.sort(key=lambda one: -one.quality.seconds)
        return [_inside(one, piece.start, max(until, piece.start)) for one in every]

    def _spoken(self, window: Window, samples: Samples) -> list[Spoke]:
        """A window as it is heard: what each says by themselves, where several take turns in it."""
        likely = classes(samples)
        several = crossed(likely)
        parts = parted(window, likely) if several < CROSSED else [window]
        return [
            Spoke(part, encode(part.samples, self._first), len(part.samples) / RATE, several)
            for part in parts
            if part.samples is not None
        ]

    def _changed_back(self, voice: VoiceHeard, patience: Patience) -> VoiceHeard:
        """With what it sounds like at another pitch, in case that it was changed."""
        if voice.sample is None or voice.problem is not None:
            return voice
        plain, others = np.asarray(voice.sample[: round(TURNED * RATE)] / 32767, np.float32), []
        for semitones in SEMITONES:
            patience.check()
            vectors = encode(turned(plain, semitones), self._encoders)
            others.append(replace(voice, vectors=vectors, sample=None, problem=OTHER_PITCH))
        return replace(voice, otherwise=tuple(others))

    def _told_apart(self, batch: Sequence[Spoke], patience: Patience) -> list[Speaker]:
        """The speakers of some windows, each heard by every encoder."""
        found = _told_apart(batch)
        for speaker in found:
            fuller: dict[int, Spoke] = {}
            for said in _clearest(speaker.own):
                patience.check()
                if said.window.samples is not None:
                    both = {**said.vectors, **encode(said.window.samples, self._encoders - self._first)}
                    fuller[id(said)] = replace(said, vectors=both)
            speaker.kept = list(fuller.values())
            speaker.own = [_unheard(fuller.get(id(said), said)) for said in speaker.own]
        return [Speaker(one.own, one.shared, one.kept, one.at_once) for one in found]


def _windows(sound: Sound, start: float, patience: Patience) -> Iterator[Window]:
    """The speech of every channel. Raises `Undecidable` for sound that is none."""
    channels = [Channel(number, start) for number in range(sound.channels)]
    for block in sound.blocks:
        patience.check()
        if block.ndim != 2 or len(block) != sound.channels or not np.isfinite(block).all():
            raise Undecidable("engine.failed", engine=Hearing.modality)
        heard: list[NDArray[np.float32]] = []
        for channel, samples in zip(channels, block, strict=True):
            silent = not len(samples) or float(np.abs(samples).max()) < SILENT
            if silent or any(_same(samples, other) for other in heard):
                yield from channel.skip(samples)
            else:
                heard.append(samples)
                yield from channel.listen(samples)
            patience.check()
    for channel in channels:
        yield from channel.ended()


def _same(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    both = float(np.linalg.norm(one)) * float(np.linalg.norm(other))
    return both > 0 and abs(float(one @ other)) >= SAME_SOUND * both


def mean(vectors: Sequence[Mapping[str, Vector]], seconds: Sequence[float]) -> dict[str, Vector]:
    """Encoder id -> the unit vector of several, each by its seconds; of those that have one."""
    found = {}
    for name in sorted({name for one in vectors for name in one}):
        total = sum(weight * one[name] for one, weight in zip(vectors, seconds, strict=True) if name in one)
        found[name] = np.asarray(total / max(float(np.linalg.norm(total)), 1e-12), np.float32)
    return found


def _mean(said: Sequence[Spoke]) -> dict[str, Vector]:
    return mean([one.vectors for one in said], [one.seconds for one in said])


def cosines(vectors: Sequence[Mapping[str, Vector]]) -> NDArray[np.float32]:
    """Of each with each, mean over the encoders that heard all of them."""
    shared = sorted(set(vectors[0]).intersection(*vectors))
    each = [np.stack([one[name] for one in vectors]) for name in shared]
    return np.asarray(sum(rows @ rows.T for rows in each) / len(each), np.float32)


def _told_apart(batch: Sequence[Spoke]) -> list[Speaker]:
    if not batch:
        return []
    found = _unmixed(_merged(_grouped([one for one in batch if one.crossed < CROSSED])))
    several = [one for one in batch if one.crossed >= CROSSED]
    return [*found, *(replace(one, at_once=True) for one in _merged(_grouped(several)))]


def _grouped(said: Sequence[Spoke]) -> list[Speaker]:
    if not said:
        return []
    groups = speakers.grouped(cosines([one.vectors for one in said]))
    return [Speaker([said[row] for row in rows]) for rows in groups]


def _merged(found: Sequence[Speaker]) -> list[Speaker]:
    """Speakers of several groups: those who are one, and bits too short to be anybody with whoever is most like them."""
    several = [one for one in found if one.at_once]
    if several:
        return [*_merged([one for one in found if not one.at_once]), *_alike(several)]
    return _alike(found)


def _alike(found: Sequence[Speaker]) -> list[Speaker]:
    if not found:
        return []
    groups = speakers.grouped(cosines([one.vectors for one in found]), speakers.JOINED)
    whole = [_one([found[row] for row in rows]) for rows in groups]
    long = [one for one in whole if one.seconds >= CLEAR]
    for short in [one for one in whole if one.seconds < CLEAR]:
        like = [float(cosines([short.vectors, one.vectors])[0, 1]) for one in long]
        if like and max(like) >= speakers.STRAY:
            place = int(np.argmax(like))
            long[place] = _one([long[place], short])
        else:
            long.append(short)
    return long


def _unmixed(found: Sequence[Speaker]) -> list[Speaker]:
    """Without the windows in which two of them speak at a time: these are told of both, and count for neither."""
    clear = [one for one in found if one.seconds >= CLEAR]
    shared: dict[int, list[tuple[float, float]]] = {id(one): list(one.shared) for one in found}
    pure: dict[int, list[Spoke]] = {id(one): [] for one in found}
    for one in found:
        for said in one.own:
            rest = [other for other in one.own if other is not said]
            like = [(float(cosines([said.vectors, other.vectors])[0, 1]), other) for other in clear if other is not one]
            second, who = max(like, key=lambda pair: pair[0], default=(-1.0, None))
            own = float(cosines([said.vectors, _mean(rest)])[0, 1]) if rest and second >= speakers.MIXED else None
            if who is not None and speakers.is_mixed(own, second):
                for both in (one, who):
                    shared[id(both)].append((said.window.start, said.window.end))
            else:
                pure[id(one)].append(said)
    return [Speaker(pure[id(one)] or one.own, shared[id(one)]) for one in found]


def _one(parts: Sequence[Speaker]) -> Speaker:
    if len(parts) == 1:
        return parts[0]
    own = [said for part in parts for said in part.own]
    kept = _clearest([said for part in parts for said in part.kept])
    return Speaker(own, [span for part in parts for span in part.shared], kept, parts[0].at_once)


def _unheard(said: Spoke) -> Spoke:
    """The same without its samples: what stays in memory does not grow with the sound."""
    return replace(said, window=replace(said.window, samples=None))


def _clearest(said: Sequence[Spoke]) -> list[Spoke]:
    """The loudest windows beside their noise, ten seconds of them."""
    found: list[Spoke] = []
    total = 0.0
    for one in sorted(said, key=lambda one: -_stands_out(one.window)):
        if one.window.samples is not None and total < SAMPLE:
            found.append(one)
            total += one.seconds
    return sorted(found, key=lambda one: (one.window.start, one.window.channel))


def _stands_out(window: Window) -> float:
    """Speech beside what is heard between it, in dB, at most 99."""
    if window.samples is None:
        return 0.0
    loud = float(np.sqrt(np.mean(window.samples**2)))
    return min(LOUDEST, 20 * float(np.log10(max(loud, 1e-9) / max(window.noise, 1e-9))))


def steadiness(said: Sequence[Spoke]) -> float:
    """Mean cosine of each two windows, by their seconds, of one encoder that heard them all; 1.0 of a single window."""
    shared = set(said[0].vectors).intersection(*(one.vectors for one in said))
    rows = np.stack([one.vectors[min(shared)] for one in said])
    weight = np.array([one.seconds for one in said])
    alone = float(weight @ weight)
    pairs = float(weight.sum()) ** 2 - alone
    return (float(np.sum((weight @ rows) ** 2)) - alone) / pairs if len(said) > 1 else 1.0


def _voice(speaker: Speaker) -> VoiceHeard:
    own = together((said.window.start, said.window.end) for said in speaker.own)
    turns = together([*own, *speaker.shared], 0.5)
    vectors = speaker.vectors
    sample = np.concatenate([said.window.samples for said in speaker.kept if said.window.samples is not None])
    seconds = min(speaker.seconds, length(own))  # what two channels hold is heard once
    quality = Clarity(
        seconds=seconds,
        level=20 * float(np.log10(max(float(np.sqrt(np.mean(sample**2))), 1e-9))),
        noise=float(np.median([_stands_out(said.window) for said in speaker.kept])),
        clipped=float(np.mean(np.abs(sample) >= FULL_SCALE)),
        steady=steadiness(speaker.own),
        faint=faintness(sample),
    )
    return VoiceHeard(
        start=turns[0][0],
        end=turns[-1][1],
        vectors=vectors,
        turns=turns,
        channels=tuple(sorted({said.window.channel for said in speaker.own})),
        quality=quality,
        sample=np.asarray(np.clip(sample[: round(SAMPLE * RATE)] * 32767, -32768, 32767), np.int16),
        shared=bool(speaker.shared) or speaker.at_once,
        problem=AT_ONCE if speaker.at_once else None,
    )


def _short(scraps: Sequence[Window]) -> list[VoiceHeard]:
    """Words too short to be told apart, as one finding of nobody."""
    if not scraps:
        return []
    turns = together((one.start, one.end) for one in scraps)
    channels = tuple(sorted({one.channel for one in scraps}))
    quality = Clarity(length(turns), 0.0, 0.0, 0.0, 0.0)
    return [
        VoiceHeard(
            start=turns[0][0],
            end=turns[-1][1],
            vectors={},
            problem=SHORT,
            turns=turns,
            channels=channels,
            quality=quality,
        )
    ]


def _inside(voice: VoiceHeard, start: float, end: float) -> VoiceHeard:
    """A voice within its piece: the last step of a detector may reach a little beyond the sound."""
    turns = tuple((min(max(a, start), end), min(max(b, start), end)) for a, b in voice.turns)
    return replace(voice, turns=turns, start=turns[0][0], end=turns[-1][1])
