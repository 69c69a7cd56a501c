"""The stretches of one file, each examined by itself, as one examination of all of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from matching import waveform
from matching.copies.prints import together
from matching.findings import Appearance, Examination, Sampling
from matching.modality import Modality
from matching.moments import alike

Kind = TypeVar("Kind", bound=Appearance)


def joined(parts: Sequence[Examination], senses: Mapping[str, Modality]) -> Examination:
    """What an examination of the whole file would have found. parts: of its stretches, from the first to the last; senses: by
    name, every one that found something.

    Where a cut went through what is seen, whoever is there at both sides of it is one appearance if their sense says so
    (`Modality.join`). Nobody is left out and nobody is counted twice. ValueError where the parts are of several files, or were
    examined by several encoders; KeyError for a finding of an unknown sense.
    """
    first = parts[0]
    if len({_of(part) for part in parts}) > 1:
        raise ValueError("parts of several files, or of several examinations")
    seams = {before.length for before, part in pairwise(parts) if part.continues}
    every = sorted((seen for part in parts for seen in part.appearances), key=lambda seen: seen.start)
    found = linked(every, lambda before, after: _join(before, after, senses), seams)
    found = [senses[seen.modality].settled(seen) for seen in found]
    if len(parts) > 1:
        own = {name: [seen for seen in found if seen.modality == name] for name in {seen.modality for seen in found}}
        found = [seen for name in sorted(own) for seen in senses[name].together(own[name])]
    found.sort(key=lambda seen: seen.start)
    named = (replace(seen, ref=f"A{number}") for number, seen in enumerate(found, start=1))
    seen_in = next((part for part in parts if part.view is not None), None)
    return replace(
        first,
        appearances=tuple(named),
        length=parts[-1].length,
        content_sha256=None,
        sampling=_sampled(parts),
        view=None if seen_in is None else seen_in.view,
        view_at=0.0 if seen_in is None else seen_in.view_at,
        sounds=any(part.sounds for part in parts),
        heard=all(part.heard for part in parts if part.sounds),
        waveform=waveform.together([part.waveform for part in parts if part.waveform is not None]),
        prints=together([part.prints for part in parts if part.prints is not None]),
    )


def linked(
    found: Sequence[Kind], join: Callable[[Kind, Kind], Kind | None], seams: Collection[float] = ()
) -> list[Kind]:
    """Findings in the order of time, of which those are made one that a cut parted: each is one with whoever is most like it, of
    those that end where it begins. seams: where everything was cut; elsewhere, a finding says so by itself (`goes_on`)."""
    whole: list[Kind] = []
    for seen in found:
        best: tuple[float, int, Kind] | None = None
        if seen.start in seams or seen.goes_on:
            for at, earlier in enumerate(whole):
                both = join(earlier, seen) if earlier.end == seen.start else None
                like = alike(earlier.moments, seen.moments) or 0.0
                if both is not None and (best is None or like > best[0]):
                    best = like, at, both
        if best is None:
            whole.append(seen)
        else:
            whole[best[1]] = best[2]
    return whole


def _sampled(parts: Sequence[Examination]) -> Sampling | None:
    """How closely all of them were looked at. A gap that a seam goes through is told by its parts."""
    known = [part.sampling for part in parts if part.sampling is not None]
    if not known:
        return None
    widest = max(known, key=lambda one: one.gap)
    frames, looked_at = sum(one.frames for one in known), sum(one.looked_at for one in known)
    return Sampling(frames, looked_at, widest.gap, widest.gap_at)


def _of(part: Examination) -> tuple[object, ...]:
    """What all parts of an examination have in common."""
    encoders = tuple(sorted(part.encoders.items()))
    return part.sha256, part.size, part.media, part.format, part.width, part.height, encoders


def _join(before: Appearance, after: Appearance, senses: Mapping[str, Modality]) -> Appearance | None:
    return senses[after.modality].join(before, after) if before.modality == after.modality else None
