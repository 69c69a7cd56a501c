"""A medium that is no real film: a text whose lines are shots, each with the squares that it shows, and for how many frames."""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matching.findings import Picture
from matching.media.stream import Medium, Piece, Stream, Stretch
from matching.reasons import Undecidable
from tests.common.squares import BLUE, GREEN, RED, between

MAGIC = b"FILM\n"
FRAME = 0.5
"""Seconds."""
COLOURS = {"red": RED, "green": GREEN, "blue": BLUE, "half-red": between(RED, BLUE, 0.5), "teal": (20, 160, 160)}
SIDE = 60


@dataclass(frozen=True)
class Shot:
    """first, last: its frames, the last one not included. shows: (colour, place from the left). does: what happens to who decodes it."""

    first: int
    last: int
    shows: tuple[tuple[str, int], ...]
    does: tuple[str, ...]

    @property
    def view(self) -> Picture:
        picture = np.full((200, 640, 3), 128, np.uint8)
        for colour, place in self.shows:
            picture[50 : 50 + SIDE, place : place + SIDE] = COLOURS[colour]
        return picture


def film(*shots: str) -> bytes:
    """The bytes of a film: each shot is `frames [colour@place]... [damaged | slow=SECONDS]...`."""
    return MAGIC + "\n".join(shots).encode()


class Film(Medium):
    """pieces: how many a film is cut into, at most one a frame."""

    def __init__(self, pieces: int) -> None:
        self.pieces = pieces

    def holds(self, path: Path) -> bool:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC

    def stretches(self, path: Path) -> tuple[Stretch, ...]:
        frames = shots_of(path.read_bytes())[-1].last
        count = min(self.pieces, frames)
        cuts = [round(at * frames / count) * FRAME for at in range(count + 1)]
        return tuple(Stretch(at, count, cuts[at], cuts[at + 1]) for at in range(count))

    def opened(self, path: Path, stretch: Stretch | None, *, seconds: int, pixels: int) -> Stream:
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        return Stream(digest, len(content), "image", "FILM", 640, 200, pieces_of(content, stretch))


def shots_of(content: bytes) -> list[Shot]:
    shots: list[Shot] = []
    for line in content.removeprefix(MAGIC).decode().splitlines():
        frames, *words = line.split()
        first = shots[-1].last if shots else 0
        shows = tuple((colour, int(place)) for colour, place in (word.split("@") for word in words if "@" in word))
        shots.append(Shot(first, first + int(frames), shows, tuple(word for word in words if "@" not in word)))
    return shots


def pieces_of(content: bytes, stretch: Stretch | None) -> Iterator[Piece]:
    """A piece a shot, as far as it lies in the stretch."""
    for number, shot in enumerate(shots_of(content)):
        start, end = shot.first * FRAME, shot.last * FRAME
        if stretch is not None:
            start, end = max(start, stretch.start), min(end, stretch.end)
        if start >= end:
            continue
        for what in shot.does:
            if what == "damaged":
                raise Undecidable("picture.damaged", name="film")
            if what.startswith("slow="):
                time.sleep(float(what.removeprefix("slow=")))
        yield Piece(number, start, end, (shot.view,), continues=start > shot.first * FRAME)
