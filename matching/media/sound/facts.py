"""What a decoding child says can be heard in a file, as far as it can be believed."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from matching.media.sound.whole import CHANNELS, HIGHEST, LOWEST


@dataclass(frozen=True)
class Track:
    """One track of sound. index: the number of its stream. rate: samples a second. begin, end: seconds on the file's own
    clock; tick: how long it takes from one time to the next. seeks: whether its reader finds a place in it exactly."""

    index: int
    channels: int
    rate: int
    begin: Fraction
    end: Fraction
    tick: Fraction
    seeks: bool

    @property
    def told(self) -> dict[str, Any]:
        """For the child."""
        begin, end = self.begin.as_integer_ratio(), self.end.as_integer_ratio()
        return {
            "index": self.index,
            "channels": self.channels,
            "rate": self.rate,
            "begin": begin,
            "end": end,
            "tick": self.tick.as_integer_ratio(),
            "seeks": self.seeks,
        }


def tracks_of(told: Any) -> tuple[Track, ...]:
    """Raises KeyError, TypeError, ValueError."""
    found = tuple(
        Track(
            index=_whole(one["index"]),
            channels=_whole(one["channels"]),
            rate=_whole(one["rate"]),
            begin=fraction(one["begin"]),
            end=fraction(one["end"]),
            tick=fraction(one["tick"]),
            seeks=bool(one["seeks"]),
        )
        for one in told
    )
    if sum(one.channels for one in found) > CHANNELS or any(
        not LOWEST <= one.rate <= HIGHEST or not one.channels or one.begin >= one.end for one in found
    ):
        raise ValueError
    return found


def fraction(value: object) -> Fraction:
    """Raises ValueError."""
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(one, int) for one in value):
        raise ValueError
    if not 0 < value[1] < 1 << 80 or abs(value[0]) >= 1 << 80:
        raise ValueError
    return Fraction(value[0], value[1])


def _whole(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value < 1 << 32:
        raise ValueError
    return value
