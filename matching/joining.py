"""The stretches of one file, each examined by itself, as one examination of all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from matching.copies.prints import together
from matching.findings import Appearance, Examination, Sampling
from matching.modality import Modality

Found = list[Appearance]


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
    found: Found = list(first.appearances)
    for before, part in pairwise(parts):
        seam = before.length
        open_ones = [seen for seen in found if seen.end == seam] if part.continues else []
        for seen in part.appearances:
            over = _joined(open_ones, seen, senses) if seen.start == seam else None
            if over is None:
                found.append(seen)
            else:
                earlier, whole = over
                open_ones.remove(earlier)
                found[found.index(earlier)] = whole
    found = [senses[seen.modality].settled(seen) for seen in found]
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
        prints=together([part.prints for part in parts if part.prints is not None]),
    )


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


def _joined(open_ones: Found, seen: Appearance, senses: Mapping[str, Modality]) -> tuple[Appearance, Appearance] | None:
    """Whom of those at the other side of the cut it continues, and what the two are together; None where it continues nobody."""
    for earlier in open_ones:
        if earlier.modality == seen.modality:
            whole = senses[seen.modality].join(earlier, seen)
            if whole is not None:
                return earlier, whole
    return None
