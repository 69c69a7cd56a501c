"""An archive of numbered frames as a film: `name.####.ext`, one size, one format, no number missing."""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import BinaryIO

from PIL import Image

from matching.media.drawn import archive, scene
from matching.media.drawn.archive import Member
from matching.media.drawn.drawing import Drawing, DrawnCut, FrameLimits, Frames, check_sides
from matching.media.drawn.rates import FASTEST, NOTE, RATE, SLOWEST
from matching.media.film.keys import SectionKeys
from matching.media.film.survey import AHEAD, AHEAD_SECONDS, LEAST, STRETCH
from matching.media.look import Refused, look

_NAMED = re.compile(r"(.*?)(\d+)\.([A-Za-z]{3,4})", re.DOTALL)
_FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "tif": "TIFF", "tiff": "TIFF", "exr": "EXR", "dpx": "DPX"}
_DIGITS = 18


@dataclass(frozen=True)
class _Frame:
    number: int
    series: str
    form: str
    member: Member


class NumberedFrames:
    """The sequence in an archive. Raises Refused."""

    def __init__(self, file: BinaryIO, limits: FrameLimits, form: str) -> None:
        self._limits = limits
        found = archive.members(file, form)
        self._rate = _rate([one for one in found if one.name == NOTE])
        self._frames = _in_order([_frame(one) for one in found if one.name != NOTE])
        self._sides: tuple[int, int] | None = None

    def drawing(self) -> Drawing:
        first = self._ways(self._frames[0])[0]
        count = len(self._frames)
        cuts, last = list[DrawnCut](), 0
        for number in range(count):
            if (number - last) / self._rate >= STRETCH and (count - number) / self._rate >= LEAST:
                before = max(0, min(number - AHEAD, number - math.ceil(AHEAD_SECONDS * self._rate)))
                cuts.append(DrawnCut(self._at(number), self._at(before), before))
                last = number
        keys = self._keys()
        return Drawing(first.width, first.height, self._at(count), cuts, every=False, rate=self._rate, keys=keys)

    def _keys(self) -> list[str]:
        """Of each half minute, by the bytes of its frames."""
        keys = SectionKeys(self._rate)
        for number, frame in enumerate(self._frames):
            keys.add(self._at(number), (number,), frame.member.read())
        return keys.told()

    def frames(self, start: float) -> Frames:
        for number, frame in enumerate(self._frames):
            if self._at(number) >= start:
                yield self._at(number), self._at(number + 1), self._ways(frame)

    def _at(self, number: int) -> float:
        return float(number / self._rate)

    def _ways(self, frame: _Frame) -> list[Image.Image]:
        """Raises Refused where it is no such frame, or cannot be looked at."""
        named = {"member": frame.member.name}
        content = frame.member.read()
        try:
            if frame.form in scene.FORMS:
                ways = scene.ways(content, frame.form, self._limits)
            else:
                form, views = look(content, self._limits.pixels, self._limits.side)
                if form != frame.form:
                    raise Refused("sequence.not-a-frame", named)
                ways = [view for _, view in views]
        except Refused as refused:
            known = refused.args[0].startswith(("sequence.", "picture.too-"))
            raise refused if known else Refused("sequence.frame", named) from refused
        self._sides = self._sides or ways[0].size
        if any(way.size != self._sides for way in ways):
            raise Refused("sequence.sizes", named)
        check_sides(*self._sides, self._limits)
        return ways


def _rate(notes: Sequence[Member]) -> Fraction:
    if not notes:
        return RATE
    try:
        told = json.loads(notes[0].read())
        if {*told} != {"rate"} or not isinstance(told["rate"], str) or len(told["rate"]) > 32:
            raise ValueError
        rate = Fraction(told["rate"])
        if not SLOWEST <= rate <= FASTEST or rate.denominator > 10_000:
            raise ValueError
    except (TypeError, ValueError, ZeroDivisionError, RecursionError) as error:
        raise Refused("sequence.rate", {}) from error
    return rate


def _frame(member: Member) -> _Frame:
    named = _NAMED.fullmatch(member.name)
    form = _FORMATS.get(named[3].lower()) if named else None
    if named is None or form is None or len(named[2]) > _DIGITS or not named[2].isascii():
        raise Refused("sequence.not-a-frame", {"member": member.name})
    return _Frame(int(named[2]), named[1], form, member)


def _in_order(frames: list[_Frame]) -> list[_Frame]:
    """Raises Refused unless they are one sequence."""
    if not frames:
        raise Refused("sequence.no-frames", {})
    frames.sort(key=lambda frame: (frame.number, frame.member.name))
    first = frames[0]
    for frame in frames:
        if (frame.series, frame.form) != (first.series, first.form):
            raise Refused("sequence.several", {"member": first.member.name, "other": frame.member.name})
    for before, after in pairwise(frames):
        if after.number == before.number:
            raise Refused("sequence.several", {"member": before.member.name, "other": after.member.name})
        if after.number > before.number + 1:
            raise Refused("sequence.missing", {"first": before.number + 1, "last": after.number - 1})
    return frames
