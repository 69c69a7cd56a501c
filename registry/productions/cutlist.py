"""Cut lists of editing programs, read through OpenTimelineIO: which part of which file is shown when, under which name.

Read are OpenTimelineIO's own JSON, CMX 3600 EDLs, and the XML of Final Cut Pro X and Final Cut Pro 7. What a list says of a file is
only what its editor knew: whether the file is there, and long enough, is found out elsewhere.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import opentimelineio as otio

from registry.productions.cutpassed import changes_speed, unread

ADAPTERS = {".otio": "otio_json", ".edl": "cmx_3600", ".fcpxml": "fcpx_xml", ".xml": "fcp_xml"}
MOST_BYTES, MOST_EVENTS = 50_000_000, 20_000
_XML = (".fcpxml", ".xml")
_EMPTY = ("black", "SMPTEBars")  # generators that show nobody


class CutListError(Exception):
    """The list cannot be used. `problems`: what is wrong, one line each, with the event that it is about."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class CutEvent:
    """One use of a part of a file. number: 1, 2, ... in the order of the list. shot: what the clip is called. media: the names under
    which its file may be found, the surest first. start, duration: frames of the file at `rate` a second, counted as the file's
    own timecode counts them, with what a transition shows of it; both None where a change of speed makes them uncertain.
    others: files to which the list could switch the clip, such as a proxy of it or its master; they are not shown.
    available: the frame at which the file begins, as the list says. record: the timecode at which it is shown, and until.
    clip: where a marker is put."""

    number: int
    shot: str
    media: tuple[str, ...]
    rate: Fraction
    start: Fraction | None
    duration: Fraction | None
    available: Fraction | None
    others: tuple[str, ...]
    record: tuple[str, str]
    clip: Any

    def __str__(self) -> str:
        return f"event {self.number} ({self.shot}, {self.record[0]})"


@dataclass(frozen=True)
class CutList:
    """events: those that show or sound something of a file, in order. source: the document itself, to put markers into."""

    events: tuple[CutEvent, ...]
    source: Any
    path: Path


def read_cut_list(path: Path, rate: float | None = None) -> CutList:
    """rate: frames a second of an EDL, which does not say it itself. Raises `CutListError`."""
    kind = path.suffix.lower()
    if kind not in ADAPTERS:
        raise CutListError(f"{path.name} is no cut list that can be read: {', '.join(ADAPTERS)}")
    if kind == ".edl" and rate is None:
        raise CutListError(f"{path.name}: an EDL does not say how many frames a second it counts. Say it: --rate 25")
    text = _text(path, kind)
    told: dict[str, Any] = {"rate": rate} if kind == ".edl" else {}
    try:
        source = otio.adapters.read_from_file(
            str(path),
            adapter_name=ADAPTERS[kind],
            media_linker_name=otio.media_linker.MediaLinkingPolicy.DoNotLinkMedia,
            **told,
        )
        events = tuple(_events(source, certain=kind not in _XML or not changes_speed(text)))
    except CutListError:
        raise
    except Exception as problem:  # each adapter has errors of its own, and lets those of its parser through
        raise CutListError(f"{path.name} cannot be read: {type(problem).__name__}: {problem}") from problem
    if not events:
        raise CutListError(f"{path.name} names no file: there is nothing to check")
    return CutList(events, source, path)


def _text(path: Path, kind: str) -> str:
    """What is written in it, when its reader can be trusted with that. Raises `CutListError`."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CutListError(f"{path.name} is larger than {MOST_BYTES:,} bytes")
        content = path.read_bytes()
    except OSError as error:
        raise CutListError(f"{path.name} cannot be read: {error.strerror}") from error
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise CutListError(f"{path.name} is not written in UTF-8. Export it again") from None
    if kind == ".otio":  # its own reader dies of what is nested too deeply
        try:
            json.loads(text)
        except (ValueError, RecursionError) as problem:
            raise CutListError(f"{path.name} cannot be read: {type(problem).__name__}") from None
    if kind in _XML and "<!ENTITY" in text.upper():  # a few lines of them can fill the memory
        raise CutListError(f"{path.name} declares entities, which no editing program writes. Export it again")
    if kind in _XML:
        try:
            problems = [f"{path.name} holds {problem}" for problem in unread(text)]
        except (ElementTree.ParseError, RecursionError) as problem:
            raise CutListError(f"{path.name} cannot be read: {type(problem).__name__}") from None
        if problems:
            raise CutListError(*problems)
    return text


def _events(source: Any, certain: bool) -> Iterator[CutEvent]:
    """certain: no clip is shown at another speed than the reader says."""
    number = 0
    for timeline in _timelines(source):
        for clip in timeline.find_clips():
            reference = clip.media_reference
            if isinstance(reference, otio.schema.GeneratorReference):
                if reference.generator_kind in _EMPTY:
                    continue
                raise CutListError(
                    f"{clip.name or 'a clip'}: the editing program itself draws it ({reference.generator_kind}). "
                    "Render it to a file and put that in its place"
                )
            if isinstance(reference, otio.schema.ImageSequenceReference):
                raise CutListError(f"{clip.name or 'a clip'} is a sequence of pictures. Check those by themselves")
            number += 1
            if number > MOST_EVENTS:
                raise CutListError(f"there are more than {MOST_EVENTS:,} events. Check the list in parts")
            yield _event(number, timeline, clip, certain)


def _timelines(source: Any) -> Iterator[Any]:
    if isinstance(source, otio.schema.Timeline):
        yield source
    elif isinstance(source, otio.schema.SerializableCollection):
        for one in source:
            yield from _timelines(one)
    else:
        name = getattr(source, "name", "") or f"a {type(source).__name__}"
        raise CutListError(f"{name} is in no timeline: nothing says when it is shown")


def _event(number: int, timeline: Any, clip: Any, certain: bool) -> CutEvent:
    shown = clip.trimmed_range()
    record = clip.transformed_time_range(shown, timeline.tracks)
    first = record.start_time + (timeline.global_start_time or otio.opentime.RationalTime(0, record.start_time.rate))
    rate = _fraction(shown.start_time.rate)
    before, after = _handles(clip)
    start, duration = _frames(shown.start_time, rate) - before, _frames(shown.duration, rate) + before + after
    if rate <= 0 or shown.duration.value < 0 or before < 0 or after < 0:
        raise CutListError(f"{clip.name or 'a clip'}: its part, or a transition beside it, is shorter than nothing")
    certain = certain and not _is_retimed(clip)
    available = clip.media_reference.available_range if clip.media_reference else None
    return CutEvent(
        number=number,
        shot=clip.name or f"event-{number}",
        media=tuple(_names(clip)),
        rate=rate,
        start=start if certain else None,
        duration=duration if certain else None,
        available=None if available is None else _frames(available.start_time, rate),
        others=tuple(_others(clip)),
        record=(_timecode(first), _timecode(first + record.duration)),
        clip=clip,
    )


def _handles(clip: Any) -> tuple[Fraction, Fraction]:
    """Frames that a dissolve shows of it before it begins and after it ends."""
    rate = _fraction(clip.trimmed_range().start_time.rate)
    before, after = clip.parent().neighbors_of(clip) if clip.parent() is not None else (None, None)
    return (
        _frames(before.in_offset, rate) if isinstance(before, otio.schema.Transition) else Fraction(0),
        _frames(after.out_offset, rate) if isinstance(after, otio.schema.Transition) else Fraction(0),
    )


def _is_retimed(clip: Any) -> bool:
    """Whether it, or something that it lies in, may be shown faster, slower, backwards or as one frame. An effect of which no more
    is known than that it is one may do that, too."""
    one = clip
    while one is not None:
        if len(getattr(one, "effects", ())):
            return True
        one = one.parent()
    return False


def _names(clip: Any) -> Iterator[str]:
    """Under which its file may be found: the end of what it is linked to, what it is called, the reel that it comes from."""
    address = getattr(clip.media_reference, "target_url", None)
    if address:
        yield _end(address)
        return
    names = (getattr(clip.media_reference, "name", ""), clip.name, _reel(clip))
    yield from dict.fromkeys(name for name in names if name and name not in ("AX", "BL"))


def _others(clip: Any) -> Iterator[str]:
    """The ends of what else it is linked to."""
    shown = clip.active_media_reference_key
    for key, reference in clip.media_references().items():
        if key != shown and (address := getattr(reference, "target_url", None)):
            yield _end(address)


def _end(address: str) -> str:
    return re.split(r"[/\\]", unquote(urlsplit(address).path))[-1] or address


def _reel(clip: Any) -> str:
    return str(clip.metadata.get("cmx_3600", {}).get("reel", ""))


def _fraction(rate: float) -> Fraction:
    """23.976 as what it stands for, 24000/1001."""
    whole = Fraction(rate).limit_denominator(1001)
    film = Fraction(round(rate * 1.001) * 1000, 1001)
    return film if abs(float(film) - rate) < 0.002 and whole.denominator != 1 else whole


def _frames(time: Any, rate: Fraction) -> Fraction:
    return Fraction(time.value).limit_denominator(1_000_000) / _fraction(time.rate) * rate


def _timecode(time: Any) -> str:
    try:
        return str(otio.opentime.to_timecode(time))
    except ValueError:  # a rate that no timecode counts
        return str(otio.opentime.to_time_string(time))
