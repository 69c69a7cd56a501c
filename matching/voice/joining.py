"""The same speakers in several stretches of one file, as one finding each."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matching.findings import Appearance
from matching.media.medium import RATE
from matching.voice import speakers
from matching.voice.findings import AT_ONCE, Clarity, VoiceHeard
from matching.voice.findings import together as spans
from matching.voice.hearing import CLEAR, SAMPLE, cosines, mean


def together(found: Sequence[Appearance]) -> list[Appearance]:
    """Voices that are alike enough are one, whichever stretch each was heard in; so are all that were too short to be anybody's."""
    heard = [one for one in found if isinstance(one, VoiceHeard) and one.vectors]
    silent = [one for one in found if isinstance(one, VoiceHeard) and not one.vectors]
    others = [one for one in found if not isinstance(one, VoiceHeard)]
    each = [[one for one in heard if (one.problem == AT_ONCE) is several] for several in (False, True)]
    return [*others, *_alike(each[0]), *_alike(each[1]), *([_one(silent)] if silent else [])]


def _alike(heard: Sequence[VoiceHeard]) -> list[VoiceHeard]:
    groups = speakers.grouped(cosines([one.vectors for one in heard]), speakers.JOINED) if heard else []
    whole = [_one([heard[row] for row in rows]) for rows in groups]
    long = [one for one in whole if one.quality.seconds >= CLEAR]
    for short in [one for one in whole if one not in long]:
        like = [float(cosines([short.vectors, one.vectors])[0, 1]) for one in long]
        if like and max(like) >= speakers.STRAY:
            place = int(np.argmax(like))
            long[place] = _one([long[place], short])
        else:
            long.append(short)
    return long


def _one(parts: Sequence[VoiceHeard]) -> VoiceHeard:
    if len(parts) == 1:
        return parts[0]
    seconds = [part.quality.seconds for part in parts]
    clearest = sorted(parts, key=lambda part: -part.quality.noise)
    samples = [part.sample for part in clearest if part.sample is not None]
    turns = spans(span for part in parts for span in part.turns)
    longest = max(parts, key=lambda part: part.quality.seconds)
    return replace(
        longest,
        start=turns[0][0],
        end=turns[-1][1],
        vectors=mean([part.vectors for part in parts], seconds) if longest.vectors else {},
        problem=longest.problem,
        turns=turns,
        channels=tuple(sorted({channel for part in parts for channel in part.channels})),
        quality=_quality([part.quality for part in parts]),
        sample=np.concatenate(samples)[: round(SAMPLE * RATE)] if samples else None,
        shared=any(part.shared for part in parts),
    )


def _quality(parts: Sequence[Clarity]) -> Clarity:
    seconds = [part.seconds for part in parts]

    def average(values: Sequence[float]) -> float:
        return float(np.average(values, weights=seconds)) if sum(seconds) else 0.0

    return Clarity(
        seconds=sum(seconds),
        level=average([part.level for part in parts]),
        noise=average([part.noise for part in parts]),
        clipped=average([part.clipped for part in parts]),
        steady=average([part.steady for part in parts]),
        faint=average([part.faint for part in parts]),
    )
