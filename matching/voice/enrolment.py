"""The enrolment gate for voices: which recordings are good enough, and what to record again."""

from matching.findings import Examination
from matching.references import DISAGREES, REPEATED, Advice, Assessment
from matching.voice.findings import VoiceHeard

LEAST_SECONDS = 5
"""Of clean speech in each recording."""

ENOUGH_SECONDS = 30
"""Of clean speech in all recordings of one enrolment together."""

QUIETEST = -45.0  # dB under full scale
LEAST_NOISE = (
    10.0  # dB that speech has to stand out from what is heard between it; read speech in quiet rooms: 15 to 30
)
MOST_CLIPPED = 0.005  # share of samples at full scale
LEAST_STEADY = 0.55  # chosen, above what a check refuses (`steady_below`): a recording can be made again
ASIDE = 1.0
"""Seconds of somebody else that a recording may hold: a word called from the next room."""

ADVICE = {
    "enrol.voice-silent": (),
    "enrol.voice-several": ("count",),
    "enrol.voice-too-short": ("seconds", "limit"),
    "enrol.voice-quiet": ("level", "limit"),
    "enrol.voice-noisy": ("noise", "limit"),
    "enrol.voice-clipped": (),
    "enrol.voice-unsteady": (),
    DISAGREES: (),
    REPEATED: (),
}
"""What may be wrong with a recording: message id -> the parameters of its text. seconds, limit: whole seconds; level, noise, limit:
whole dB."""


def assess(examination: Examination) -> Assessment:
    """Whether a recording may be a reference: one speaker, loud and clear enough, for five seconds or more."""
    voices = [found for found in examination.appearances if isinstance(found, VoiceHeard)]
    speaking = [voice for voice in voices if voice.vectors and voice.quality.seconds >= ASIDE]
    if not speaking:
        return Assessment(ok=False, advice=(_advice("enrol.voice-silent"),), appearance=None)
    if len(speaking) > 1 or speaking[0].shared:
        wrong = [_advice("enrol.voice-several", count=max(2, len(speaking)))]
        noise = min(voice.quality.noise for voice in speaking)
        if noise < LEAST_NOISE:  # one voice in noise may sound like several
            wrong.append(_advice("enrol.voice-noisy", noise=round(noise), limit=round(LEAST_NOISE)))
        return Assessment(ok=False, advice=tuple(wrong), appearance=None)
    voice, advice = speaking[0], []
    quality = voice.quality
    if quality.seconds < LEAST_SECONDS:
        advice.append(_advice("enrol.voice-too-short", seconds=int(quality.seconds), limit=LEAST_SECONDS))
    if quality.level < QUIETEST:
        advice.append(_advice("enrol.voice-quiet", level=round(quality.level), limit=round(QUIETEST)))
    if quality.noise < LEAST_NOISE:
        advice.append(_advice("enrol.voice-noisy", noise=round(quality.noise), limit=round(LEAST_NOISE)))
    if quality.clipped > MOST_CLIPPED:
        advice.append(_advice("enrol.voice-clipped"))
    if quality.steady < LEAST_STEADY:
        advice.append(_advice("enrol.voice-unsteady"))
    return Assessment(ok=not advice, advice=tuple(advice), appearance=voice)


def _advice(message: str, **params: int) -> Advice:
    if set(params) != set(ADVICE[message]):
        raise TypeError(f"{message} takes {ADVICE[message]}, not {tuple(params)}")
    return Advice(message, params)
